# Lock: acquire in its forms, release, with, errors.

import threading

lock = threading.Lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(False),
      lock.acquire(timeout=0.01), lock.release(), lock.locked())
with lock as entered: print(entered, lock.locked())
try:
    with lock: raise ValueError('inside')
except ValueError: print(lock.locked())
for f in (lambda: lock.release(), lambda: lock.acquire(False, 1), lambda: lock.acquire(timeout=-5),
          lambda: lock.acquire('x', 'y')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
lock.acquire()
threading.Thread(target=lock.release).start()
print(lock.acquire(), 'a lock may be released by another thread')
lock.release()
counter = 0
def count():
    global counter
    for _ in range(2000):
        with lock:
            old = counter
            counter = old + 1
threads = [threading.Thread(target=count) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(counter)
order = []
def waits():
    with lock: order.append('waiter')
lock.acquire()
t = threading.Thread(target=waits)
t.start()
order.append('holder')
lock.release()
t.join()
print(order)
print(type(lock).__name__, repr(lock).startswith('<unlocked _thread.lock object at'), lock.acquire(timeout=-1),
      lock.acquire(timeout=0), repr(lock).startswith('<locked _thread.lock'))
print(lock.__exit__(None, None, None), lock.__enter__(),
      lock.acquire_lock(0) if hasattr(lock, 'acquire_lock') else False)
