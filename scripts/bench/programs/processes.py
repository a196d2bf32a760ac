# What processes cost: starting them, handing them calls, moving data to them, reading the parent's memory in them.
import multiprocessing as mp
import time


def nothing():
    pass


def same(x):
    return x


def compute(n):
    total = 0
    for i in range(n):
        total += i % 7
    return total


def private_kilobytes():
    with open("/proc/self/smaps_rollup") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith(("Private_Clean:", "Private_Dirty:")))


def add_up(strings, conn):
    before = private_kilobytes()
    total = 0
    for text in strings:
        total += len(text)
    conn.send((private_kilobytes() - before, total))


def seconds(function, *args):
    begin = time.perf_counter()
    function(*args)
    return time.perf_counter() - begin


def fastest(function, *args):
    return min(seconds(function, *args) for _ in range(3))


def start_and_join(ctx):
    process = ctx.Process(target=nothing)
    process.start()
    process.join()


if __name__ == "__main__":
    for method, times in (("fork", 100), ("spawn", 15)):
        ctx = mp.get_context(method)
        print(method, sorted(seconds(start_and_join, ctx) for _ in range(times))[times // 2])

    with mp.Pool(2) as pool:
        pool.map(same, range(100), 1)
        print("task", fastest(pool.map, same, range(20000), 1) / 20000)
        items = list(range(10**6))
        print("item", fastest(pool.map, same, items) / 10**6)
        parts = [list(range(10**6)) for _ in range(4)]
        print("sum", fastest(pool.map, sum, parts) / (4 * 10**6))
        pool.map(compute, [1000] * 4, 1)
        work = 3 * 10**6
        times = [(seconds(pool.map, compute, [2 * work], 1), seconds(pool.map, compute, [work, work], 1)) for _ in range(3)]
        print("one", min(one for one, _ in times))
        print("two", min(two for _, two in times))
    del items, parts

    strings = [f"a string of its own, number {i}" for i in range(10**6)]
    ours, theirs = mp.Pipe()
    process = mp.Process(target=add_up, args=(strings, theirs))
    process.start()
    print("private", ours.recv()[0] / 1000)
    process.join()
