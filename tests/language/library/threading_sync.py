# threading: locks, conditions, events, semaphores, barriers.
import threading
import time


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def without_address(object):
    text = repr(object)
    start = text.index(" at 0x")
    end = start + 6
    while text[end] in "0123456789abcdef":
        end += 1
    return text[:start] + text[end:]


def in_thread(target):
    thread = threading.Thread(target=target)
    thread.start()
    thread.join()


lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01), without_address(lock))
lock.release()
print(lock.locked(), attempt(lock.release), attempt(lock.acquire, False, 1))
with lock as held:
    print(held, lock.locked())

rlock = threading.RLock()
with rlock:
    with rlock:
        in_thread(lambda: print("other:", rlock.acquire(False)))
    in_thread(lambda: print("other:", attempt(rlock.release)))
in_thread(lambda: print("other:", rlock.acquire(False)) or rlock.release())
print(attempt(rlock.release))

# Condition
condition = threading.Condition()
print(attempt(condition.wait), attempt(condition.notify), attempt(condition.notify_all))
with condition:
    print(condition.wait(0.01), condition.wait_for(lambda: False, 0.01), condition.wait_for(lambda: "yes"))
items = []
ready = threading.Semaphore(0)


def taker():
    with condition:
        ready.release()
        condition.wait_for(lambda: items)
        items.pop()


takers = [threading.Thread(target=taker) for _ in range(4)]
for thread in takers:
    thread.start()
for _ in takers:
    ready.acquire()
with condition:
    items.append(1)
    condition.notify()
with condition:
    items.extend([1, 1, 1])
    condition.notify_all()
for thread in takers:
    thread.join()
print("taken", items)
plain = threading.Condition(threading.Lock())
with plain:
    print(plain.acquire(False), plain.wait(0.001))

# Event
event = threading.Event()
print(without_address(event), event.is_set(), event.wait(0.01), event.wait(0))
threading.Timer(0.01, event.set).start()
print(event.wait(60), event.is_set(), event.wait(), without_address(event))
event.clear()
print(event.is_set())

# Semaphores
semaphore = threading.Semaphore(2)
print([semaphore.acquire(False) for _ in range(3)], semaphore.acquire(timeout=0.01), without_address(semaphore))
semaphore.release(2)
with semaphore:
    print(without_address(semaphore))
print(attempt(semaphore.acquire, False, 1), attempt(semaphore.release, 0))
bounded = threading.BoundedSemaphore(1)
bounded.acquire()
bounded.release()
print(attempt(bounded.release), without_address(bounded))
inside = most = 0
guard = threading.Lock()
limit = threading.BoundedSemaphore(3)


def enters():
    global inside, most
    with limit:
        with guard:
            inside += 1
            most = max(most, inside)
        time.sleep(0.005)
        with guard:
            inside -= 1


threads = [threading.Thread(target=enters) for _ in range(9)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(most <= 3, inside)

# Barrier
opened = []
barrier = threading.Barrier(3, action=lambda: opened.append(1))
print(without_address(barrier), barrier.parties, barrier.n_waiting, barrier.broken)
indices = []


def meets():
    for _ in range(5):
        indices.append(barrier.wait())


threads = [threading.Thread(target=meets) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(indices), len(opened))
print(attempt(barrier.wait, 0.01), barrier.broken, without_address(barrier), attempt(barrier.wait))
barrier.reset()
print(barrier.broken)
outcomes = []
thread = threading.Thread(target=lambda: outcomes.append(attempt(barrier.wait)))
thread.start()
while barrier.n_waiting == 0:
    time.sleep(0.001)
barrier.abort()
thread.join()
print(outcomes, barrier.broken)
print(threading.BrokenBarrierError.__mro__)
