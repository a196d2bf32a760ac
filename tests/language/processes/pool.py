# Pool in both start methods, ThreadPool and multiprocessing.dummy: calls, maps, iterators, errors, its end.
import multiprocessing as mp
import multiprocessing.dummy
import multiprocessing.pool
import os
import sys
import tempfile
import time


def square(x):
    return x * x


def add(a, b=10):
    return a + b


def fail(x):
    if x == 3:
        raise ValueError("three", x)
    return x


class Own(Exception):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code


def raise_own():
    raise Own(7, "own")


def unpicklable(x):
    return lambda: x


def slow(x):
    time.sleep(0.05 * (3 - x))
    return x


def wait_for_file(name):
    while not os.path.exists(name):
        time.sleep(0.01)


started = None


def initialize(value):
    global started
    started = value


def get_started(x):
    return started


def pid(x):
    return os.getpid()


def name(x):
    return mp.current_process().name.split("-")[0], mp.current_process().daemon


def try_all(make, has_processes):
    with make(2) as pool:
        print(pool.apply(add, (1,)), pool.apply(add, (1,), {"b": 2}), pool.apply_async(add, (3, 4)).get())
        print(pool.map(square, range(20)), pool.map(square, []), pool.map(square, iter([3, 4])), pool.map(square, {5: 1, 6: 2}, 1))
        print(pool.starmap(add, [(1, 2), (3,)]), pool.starmap_async(add, zip("ab", "cd"), 1).get())
        print(list(pool.imap(square, range(10))), list(pool.imap(square, range(10), 3)))
        print(sorted(pool.imap_unordered(square, range(10))), sorted(pool.imap_unordered(square, range(10), chunksize=4)))
        it = pool.imap(slow, range(3))
        print(next(it), it.next(timeout=60), list(it))
        print(pool.map(sum, [list(range(1000)), (1, 2), {3: 4}]))
        print(pool.map(len, ["a", "bb"]), pool.map(str.upper, ["x"]), pool.map("{}!".format, [1, 2]))

        done = []
        results = [pool.apply_async(square, (i,), callback=done.append) for i in range(5)]
        for r in results:
            r.wait()
        print(sorted(done), all(r.ready() and r.successful() for r in results))
        errors = []
        r = pool.map_async(fail, range(5), callback=done.append, error_callback=errors.append)
        r.wait()
        print(r.successful(), errors)
        try:
            r.get()
        except ValueError as error:
            print(repr(error), type(error.__cause__).__name__, "in fail" in str(error.__cause__) or not has_processes)
        try:
            pool.apply(raise_own)
        except Own as error:
            print(repr(error), error.code)
        it = pool.imap(fail, range(5))
        for _ in range(5):
            try:
                print(next(it), end=" ")
            except ValueError as error:
                print(error, end=" ")
        print()
        scratch = tempfile.TemporaryDirectory()
        gate = os.path.join(scratch.name, "gate")
        r = pool.apply_async(wait_for_file, (gate,))
        print(r.ready())
        try:
            r.successful()
        except ValueError as error:
            print("not ready")
        try:
            r.get(timeout=0.01)
        except mp.TimeoutError:
            print("TimeoutError")
        try:
            pool.imap(wait_for_file, [gate]).next(timeout=0.01)
        except mp.TimeoutError:
            print("TimeoutError")
        open(gate, "w").close()
        print(r.get(timeout=60))
        if has_processes:
            for bad in (lambda: pool.apply(lambda: 1), lambda: pool.map(unpicklable, [1]), lambda: pool.apply(square, (sys,))):
                try:
                    bad()
                except Exception as error:
                    print(type(error).__name__, str(error).split(" at 0x")[0][:60])
            print(len(set(pool.map(pid, range(50), 1))) <= 2, os.getpid() in pool.map(pid, range(4)), pool.apply(name, (0,)))
    try:
        pool.map(square, [1])
    except ValueError as error:
        print(error)
    try:
        with pool:
            pass
    except ValueError as error:
        print(error)
    pool.join()

    pool = make(2, initialize, ("value",))
    print(pool.map(get_started, range(4)))
    try:
        pool.join()
    except ValueError as error:
        print(error)
    late = pool.map_async(slow, range(3), 1)
    pool.close()
    try:
        pool.apply_async(square, (1,))
    except ValueError as error:
        print(error)
    pool.join()
    print(late.get())


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        print("--", method)
        ctx = mp.get_context(method)
        try_all(ctx.Pool, True)
        with ctx.Pool(2, maxtasksperchild=3) as pool:
            pids = pool.map(pid, range(30), 1)
            print(len(pids), len(set(pids)) >= 8, max(pids.count(p) for p in pids) <= 3)
    print("-- threads")
    try_all(mp.pool.ThreadPool, False)
    try_all(multiprocessing.dummy.Pool, False)
    for args in ((0,), (-1,), (1, "not callable")):
        try:
            mp.Pool(*args)
        except Exception as error:
            print(type(error).__name__, error)
    with mp.Pool(1) as pool:
        try:
            mp.Pipe()[0].send(pool)
        except NotImplementedError as error:
            print(error)
        try:
            pool.imap(square, [1], 0)
        except ValueError as error:
            print(error)
    p = mp.dummy.Process(target=print, args=("in a thread",))
    p.start()
    p.join()
    print(p.exitcode, p.is_alive())
    a, b = mp.dummy.Pipe()
    a.send(5)
    print(b.poll(), b.recv(), b.poll())
    print("end")
