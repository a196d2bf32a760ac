# concurrent.futures.ProcessPoolExecutor in both start methods.
import concurrent.futures as cf
import multiprocessing as mp
import os
import threading
import time


def square(x):
    return x * x


def fail(x):
    raise ValueError("no", x)


def wait_for(x):
    time.sleep(x)
    return x


def wait_for_gate(x):
    gate.wait()
    return x


def die(code):
    os._exit(code)


value = gate = None


def initialize(x, event):
    global value, gate
    value, gate = x, event


def get_value():
    return value


def broken_initializer():
    os._exit(0)


def try_all(ctx):
    gate = ctx.Event()
    with cf.ProcessPoolExecutor(2, mp_context=ctx, initializer=initialize, initargs=("set", gate)) as executor:
        print(executor.submit(square, 3).result(), executor.submit(get_value).result())
        print(list(executor.map(square, range(8))), list(executor.map(pow, [2, 3], [3, 2])), list(executor.map(square, range(9), chunksize=4)))
        futures = [executor.submit(square, i) for i in range(20)]
        print(sorted(f.result() for f in cf.as_completed(futures)) == [i * i for i in range(20)])
        f = executor.submit(fail, 1)
        print(repr(f.exception()), type(f.exception().__cause__).__name__, "in fail" in str(f.exception().__cause__))
        try:
            f.result()
        except ValueError as error:
            print(error.args)
        done, left = cf.wait([executor.submit(square, 0), executor.submit(wait_for_gate, 1)], return_when=cf.FIRST_COMPLETED)
        print(len(done), len(left))
        try:
            executor.submit(wait_for_gate, 2).result(timeout=0.01)
        except cf.TimeoutError:
            print("TimeoutError")
        try:
            list(executor.map(wait_for_gate, [3, 4], timeout=0.01))
        except cf.TimeoutError:
            print("TimeoutError")
        gate.set()
        try:
            executor.submit(lambda: 1).result()
        except Exception as error:
            print(type(error).__name__)
        seen = []
        f = executor.submit(square, 5)
        f.add_done_callback(lambda f: seen.append(f.result()))
        f.result()
        executor.submit(square, 5).result()
        print(seen, f.done(), f.running(), f.cancelled(), f.cancel())
        gate.clear()
        busy = [executor.submit(wait_for_gate, 1) for _ in range(12)]
        print(busy[-1].cancel(), busy[-1].cancelled())
        try:
            busy[-1].result()
        except cf.CancelledError:
            print("CancelledError")
        gate.set()
        print(sum(f.result() for f in busy[:-1]))
    try:
        executor.submit(square, 1)
    except RuntimeError as error:
        print(error)

    with cf.ProcessPoolExecutor(2, mp_context=ctx) as executor:
        slow = executor.submit(wait_for, 20)
        try:
            executor.submit(die, 4).result()
        except cf.process.BrokenProcessPool as error:
            print(type(error).__name__)
        print(type(slow.exception()).__name__)
        try:
            executor.submit(square, 1)
        except cf.process.BrokenProcessPool as error:
            print(type(error).__name__)
    with cf.ProcessPoolExecutor(1, mp_context=ctx, initializer=broken_initializer) as executor:
        try:
            executor.submit(square, 1).result()
        except cf.process.BrokenProcessPool as error:
            print(type(error).__name__)

    gate.clear()
    executor = cf.ProcessPoolExecutor(1, mp_context=ctx, initializer=initialize, initargs=("set", gate))
    futures = [executor.submit(wait_for_gate, 1) for _ in range(10)]
    futures[-1].add_done_callback(lambda future: gate.set())  # it is cancelled while the first ones wait
    executor.shutdown(wait=True, cancel_futures=True)
    print(futures[0].done(), futures[-1].cancelled(), sum(f.cancelled() for f in futures) >= 6)


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        print("--", method)
        try_all(mp.get_context(method))
    for args, kwargs in (((0,), {}), ((1,), {"initializer": 1}), ((1,), {"max_tasks_per_child": 0}), ((1,), {"max_tasks_per_child": "x"})):
        try:
            cf.ProcessPoolExecutor(*args, **kwargs)
        except Exception as error:
            print(type(error).__name__, error)
    try:
        next(cf.ProcessPoolExecutor(1).map(square, [1], chunksize=0))
    except ValueError as error:
        print(error)
    left_running = cf.ProcessPoolExecutor(1).submit(wait_for, 0.1)
    print("end")
