# ThreadPoolExecutor: order, exceptions, reuse of threads, map, initializers, shutdown.
import threading
import time
from concurrent.futures import BrokenExecutor, CancelledError, ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool

with ThreadPoolExecutor(max_workers=3, thread_name_prefix="w") as pool:
    print([f.result() for f in [pool.submit(pow, 2, n) for n in range(6)]])
    print(pool.submit(int, "ff", base=16).result())
    bad = pool.submit(int, "x")
    print(type(bad.exception()).__name__, bad.exception())
    print(list(pool.map(lambda a, b: a * b, [1, 2, 3, 4], (10, 20, 30))))
    print(pool.submit(lambda: threading.current_thread().name.split("_")[0]).result())
try:
    pool.submit(print)
except RuntimeError as error:
    print(error)

# One after another: the idle thread is used again.
with ThreadPoolExecutor(5) as pool:
    for _ in range(4):
        pool.submit(int).result()
        time.sleep(0.02)
    print(len(pool._threads))

# Beside each other.
with ThreadPoolExecutor(4) as pool:
    barrier = threading.Barrier(4)
    print(sorted(pool.map(lambda n: (barrier.wait(5), n)[1], range(4))))

# map: an exception comes where its item is; the rest is cancelled.
started = []
def work(n):
    started.append(n)
    time.sleep(0.03)
    if n == 1:
        raise ValueError(n)
    return n
with ThreadPoolExecutor(1) as pool:
    results = pool.map(work, range(20))
    try:
        for result in results:
            print("got", result)
    except ValueError as error:
        print("ValueError", error)
print(len(started) < 20)
with ThreadPoolExecutor(1) as pool:
    try:
        list(pool.map(time.sleep, [0.2], timeout=0.01))
    except TimeoutError as error:
        print("TimeoutError", error.args)

# shutdown with cancel_futures
pool = ThreadPoolExecutor(1)
go = threading.Event()
running = pool.submit(go.wait)
time.sleep(0.02)
queued = [pool.submit(int) for _ in range(3)]
pool.shutdown(wait=False, cancel_futures=True)
print([f.cancelled() for f in queued], running.running())
go.set()
print(running.result())

# initializers
seen = []
with ThreadPoolExecutor(1, initializer=seen.append, initargs=("ready",)) as pool:
    print(pool.submit(lambda: list(seen)).result())
for arguments in ({"max_workers": 0}, {"initializer": 3}):
    try:
        ThreadPoolExecutor(**arguments)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(issubclass(BrokenThreadPool, BrokenExecutor), issubclass(BrokenExecutor, RuntimeError))
