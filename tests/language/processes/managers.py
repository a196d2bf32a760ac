# Managers: objects in a server process, and their proxies.
import multiprocessing as mp
import queue
from multiprocessing.managers import BaseManager


def fill(items, table, space):
    items.append("child")
    items[0] += 1
    table["child"] = [1, 2]
    space.y = space.x * 2


def put(q, lock, event, value):
    with lock:
        value.value += 1
    q.put("from the child")
    event.set()


class Counter:
    def __init__(self, start=0):
        self.count = start

    def add(self, n=1):
        self.count += n
        return self.count

    def fail(self):
        raise KeyError("in the server")

    def _hidden(self):
        pass


class OwnManager(BaseManager):
    pass


OwnManager.register("Counter", Counter)


def try_all(ctx):
    with ctx.Manager() as manager:
        items, table, space = manager.list([1, 2]), manager.dict(a=1), manager.Namespace(x=21)
        p = ctx.Process(target=fill, args=(items, table, space))
        p.start()
        p.join()
        print(items, len(items), items[:], list(items), items[-1], 2 in items, items.index(2), items.count(1))
        print(table, sorted(table.keys()), table["child"], table.get("none"), "a" in table, len(table), list(table), table.copy())
        print(space.x, space.y, space)
        items.extend([5, 4]); items.sort(key=str); items.reverse(); print(items.pop(), items._getvalue())
        del items[0]
        items += [9]
        print(items, table.pop("a"), table.setdefault("s", 3), table.items(), table.values())
        table.update(z=1)
        table.clear()
        print(table)
        del space.y
        try:
            space.y
        except AttributeError as error:
            print(error)
        try:
            items[100]
        except IndexError as error:
            print(error)
        q, lock, event, value = manager.Queue(), manager.Lock(), manager.Event(), manager.Value("i", 5)
        p = ctx.Process(target=put, args=(q, lock, event, value))
        p.start()
        print(q.get(), event.wait(), event.is_set(), q.empty(), q.qsize())
        p.join()
        print(value.value, value, manager.Array("i", [1, 2])[1])
        try:
            q.get(timeout=0.01)
        except queue.Empty:
            print("Empty")
        with manager.RLock(), manager.Semaphore(1), manager.Condition() as got:
            print("all taken")
        outer = manager.list([manager.dict(inner=1), 2])
        outer[0]["inner"] = 7
        print(outer[0]["inner"], type(outer[0]).__name__, repr(items).split(" object")[0])
        barrier = manager.Barrier(1)
        print(barrier.wait(), barrier.parties)
        with manager.Pool(2) as pool:
            print(pool.map(abs, [-1, 2]), pool.apply(max, (3, 4)), pool.apply_async(min, (3, 4)).get())
    try:
        items.append(1)
    except Exception as error:
        print("the server is gone")

    own = OwnManager(ctx=ctx)
    own.start()
    counter = own.Counter(5)
    print(counter.add(), counter.add(n=3), hasattr(counter, "_hidden"))
    try:
        counter.fail()
    except KeyError as error:
        print(repr(error))
    own.shutdown()


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        print("--", method)
        try_all(mp.get_context(method))
