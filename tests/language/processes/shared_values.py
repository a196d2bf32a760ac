# Value, Array and their raw forms; SharedMemory and ShareableList.
import multiprocessing as mp
import os
from multiprocessing import shared_memory


def check(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__)


def change(value, array, raw, text):
    value.value *= 2
    with array.get_lock():
        for i in range(len(array)):
            array[i] += 0.5
    raw[1:3] = [70, 80]
    text.value = b"child"


def add(value, n):
    for _ in range(n):
        with value.get_lock():
            value.value += 1


def attach(name, size):
    shm = shared_memory.SharedMemory(name)
    shm.buf[0] = 42
    shm.buf[1:4] = b"abc"
    shm.close()


def change_list(name):
    items = shared_memory.ShareableList(name=name)
    items[0] += 1
    items[2] = "short"
    items[5] = 2.5
    items.shm.close()


def try_all(ctx):
    value, array, raw, text = ctx.Value("i", 21), ctx.Array("d", [1.0, 2.0, 3.0]), ctx.RawArray("l", 5), ctx.Array("c", 10)
    p = ctx.Process(target=change, args=(value, array, raw, text))
    p.start()
    p.join()
    print(value.value, array[:], list(raw), text.value, len(text.raw))
    counter = ctx.Value("q")
    processes = [ctx.Process(target=add, args=(counter, 400)) for _ in range(3)]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    print(counter.value)

    shm = shared_memory.SharedMemory(create=True, size=100)
    p = ctx.Process(target=attach, args=(shm.name, 100))
    p.start()
    p.join()
    print(bytes(shm.buf[:5]), shm.size >= 100, len(shm.buf) == shm.size)
    shm.close()
    print(shm.buf)
    shm.unlink()
    check(shared_memory.SharedMemory, shm.name)

    items = shared_memory.ShareableList([41, -1.5, "some text", b"bytes", None, True])
    p = ctx.Process(target=change_list, args=(items.shm.name,))
    p.start()
    p.join()
    print(list(items), len(items), items.count(None), items.index(b"bytes"), items.format)
    for position, new in ((2, "x" * 100), (9, 1)):
        try:
            items[position] = new
        except Exception as error:
            print(type(error).__name__, error)
    check(items.index, "absent")
    items.shm.close()
    items.shm.unlink()


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        print("--", method)
        try_all(mp.get_context(method))

    for code, start in (("b", -5), ("B", 200), ("h", -300), ("H", 60000), ("i", -70000), ("I", 2**31), ("l", -(2**40)), ("L", 2**63), ("q", -1), ("Q", 2**64 - 1), ("f", 0.5), ("d", 0.1)):
        raw = mp.RawValue(code, start)
        print(code, raw.value, mp.Value(code, lock=False).value, mp.Array(code, [start, start])[:])
    v = mp.Value("b", 300)
    print(v.value)
    v.value = 200
    print(v.value)
    with v.get_lock():
        v.value = -1
    v.acquire()
    v.release()
    print(v.value, v.get_obj().value)
    a = mp.Array("i", range(5))
    a[1:3] = [10, 20]
    a[-1] = 9
    print(a[:], a[::2], len(a), list(a), a[1], sum(a))
    check(lambda: a[5])
    check(a.__setitem__, 7, 1)
    check(a.__setitem__, slice(0, 2), [1, 2, 3])
    check(a.__setitem__, 0, "text")
    check(mp.Value, "nonsense")
    raw = mp.RawArray("c", b"bytes")
    print(raw.value, raw.raw, raw[0], len(raw), raw[1:3])
    s = mp.Array("c", b"a c string")
    s.value = b"new"
    print(s.value, s.raw)
    own = mp.RLock()
    print(mp.Value("i", 1, lock=own).get_lock() is own, hasattr(mp.Value("i", lock=False), "get_lock"))
    named = shared_memory.SharedMemory(f"gilt_test_{os.getpid()}_{os.urandom(4).hex()}", create=True, size=10)
    check(shared_memory.SharedMemory, named.name, True, 10)
    print(named.name.startswith("gilt_test"), named.buf[0])
    named.close()
    named.unlink()
    check(shared_memory.SharedMemory, None, True, 0)
    check(shared_memory.SharedMemory, None, True, -1)
    check(shared_memory.SharedMemory)
