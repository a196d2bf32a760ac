# Semaphore and BoundedSemaphore.

import threading

s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(blocking=False), s.acquire(timeout=0.01), s.release(), s.acquire(),
      s.release(2), s.acquire(), s.acquire(), s.acquire(False))
for f in (lambda: threading.Semaphore(-1), lambda: s.acquire(False, timeout=1), lambda: s.release(0)):
    try: f()
    except ValueError as e: print(e)
b = threading.BoundedSemaphore(1)
with b: print(b.acquire(False))
try: b.release()
except ValueError as e: print(e)
inside, most, guard = 0, 0, threading.Lock()
gate = threading.Semaphore(3)
def visit():
    global inside, most
    for _ in range(20):
        with gate:
            with guard:
                inside += 1
                most = max(most, inside)
            with guard: inside -= 1
threads = [threading.Thread(target=visit) for _ in range(8)]
for t in threads: t.start()
for t in threads: t.join()
print(inside, most <= 3, most >= 1)
zero, log = threading.Semaphore(0), []
def signal():
    log.append('signalled')
    zero.release()
t = threading.Thread(target=signal)
t.start()
zero.acquire()
log.append('passed')
t.join()
print(log)
