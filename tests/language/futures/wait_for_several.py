# wait() and as_completed().
import threading
from concurrent.futures import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor,
                                as_completed, wait)


def after(gate, value):
    gate.wait()
    if isinstance(value, Exception):
        raise value
    return value


now = threading.Event()
now.set()


with ThreadPoolExecutor(4) as pool:
    gate = threading.Event()
    slow, quick = pool.submit(after, gate, "slow"), pool.submit(after, now, "quick")
    done, not_done = wait([slow, quick], return_when=FIRST_COMPLETED)
    print([f.result() for f in done], not_done == {slow})
    threading.Timer(0.05, gate.set).start()
    done, not_done = wait([slow, quick, quick])
    print(len(done), not_done)
    gate = threading.Event()
    bad, slow = pool.submit(after, now, ValueError("bad")), pool.submit(after, gate, "slow")
    result = wait({bad, slow}, return_when=FIRST_EXCEPTION)
    print(type(result).__name__, result.done == {bad}, result.not_done == {slow})
    print(len(wait([slow], timeout=0.01).not_done), len(wait([bad], return_when=FIRST_EXCEPTION).done))
    threading.Timer(0.05, gate.set).start()
    print(len(wait([quick, slow], return_when=ALL_COMPLETED, timeout=60).done))
    gates = {n: threading.Event() for n in (1, 2, 3, 4)}
    gates[1].set()
    order = []
    for f in as_completed([pool.submit(after, gates[n], n) for n in (3, 1, 2)]):
        order.append(f.result())
        gates[order[-1] + 1].set()
    print(order)
    gate = threading.Event()
    first, second = pool.submit(after, now, "first"), pool.submit(after, gate, "second")
    wait([first])
    try:
        for f in as_completed([first, second], timeout=0.05):
            print(f.result())
    except TimeoutError as error:
        print("TimeoutError:", error)
    gate.set()

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
