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
with ThreadPoolExecutor(40) as pool:
    for _ in range(40):
        pool.submit(int).result()
        time.sleep(0.005)  # most times the thread is idle by then
    print(len(pool._threads) < 20)

# Beside each other.
with ThreadPoolExecutor(4) as pool:
    barrier = threading.Barrier(4)
    print(sorted(pool.map(lambda n: (barrier.wait(60), n)[1], range(4))))

# map: an exception comes where its item is; the rest is cancelled.
started = []
failed = threading.Event()
def work(n):
    started.append(n)
    if n == 1:
        raise ValueError(n)
    if n > 1:
        failed.wait()
    return n
with ThreadPoolExecutor(1) as pool:
    results = pool.map(work, range(20))
    try:
        for result in results:
            print("got", result)
    except ValueError as error:
        print("ValueError", error)
    failed.set()
print(len(started) <= 3)
with ThreadPoolExecutor(1) as pool:
    late = threading.Event()
    try:
        list(pool.map(late.wait, [60], timeout=0.01))
    except TimeoutError as error:
        print("TimeoutError", error.args)
    late.set()

# shutdown with cancel_futures
pool = ThreadPoolExecutor(1)
go = threading.Event()
running = pool.submit(go.wait)
while not running.running():
    time.sleep(0.001)
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
