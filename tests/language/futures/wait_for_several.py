# wait() and as_completed().
import threading
import time
from concurrent.futures import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor,
                                as_completed, wait)


def soon(seconds, value):
    time.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


with ThreadPoolExecutor(4) as pool:
    slow, quick = pool.submit(soon, 0.4, "slow"), pool.submit(soon, 0.01, "quick")
    done, not_done = wait([slow, quick], return_when=FIRST_COMPLETED)
    print([f.result() for f in done], not_done == {slow})
    done, not_done = wait([slow, quick, quick])
    print(len(done), not_done)
    bad, slow = pool.submit(soon, 0.01, ValueError("bad")), pool.submit(soon, 0.4, "slow")
    result = wait({bad, slow}, return_when=FIRST_EXCEPTION)
    print(type(result).__name__, result.done == {bad}, result.not_done == {slow})
    print(len(wait([slow], timeout=0.01).not_done), len(wait([bad], return_when=FIRST_EXCEPTION).done))
    print(len(wait([quick, slow], return_when=ALL_COMPLETED, timeout=5).done))
    print([f.result() for f in as_completed([pool.submit(soon, n / 8, n) for n in (3, 1, 2)])])
    try:
        for f in as_completed([pool.submit(soon, 0, "first"), pool.submit(soon, 0.8, "second")], timeout=0.3):
            print(f.result())
    except TimeoutError as error:
        print("TimeoutError:", error)

print(wait([]), list(as_completed([])))
ready = Future()
ready.set_result(1)
print(len(list(as_completed([ready, ready]))), wait([ready], return_when="whatever").done == {ready})
try:
    wait([Future()], return_when="whatever")
except ValueError as error:
    print("ValueError:", error)

# A cancelled future is done for wait() when its executor has seen it.
gone = Future()
gone.cancel()
print(len(wait([gone], timeout=0.01).not_done))
gone.set_running_or_notify_cancel()
print(len(wait([gone]).done))

# Many at once, from several threads.
futures = [Future() for _ in range(300)]
threads = [threading.Thread(target=lambda part: [f.set_result(1) for f in part], args=(futures[i::3],)) for i in range(3)]
for thread in threads:
    thread.start()
print(sum(f.result() for f in as_completed(futures)), len(wait(futures).done))
for thread in threads:
    thread.join()
