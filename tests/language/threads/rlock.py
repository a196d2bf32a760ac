# RLock: the owner may take it again.

import threading

lock = threading.RLock()
print(lock.acquire(), lock.acquire(), lock.acquire(blocking=False))
seen = []
def other(): seen.append(lock.acquire(blocking=False))
def run(f):
    t = threading.Thread(target=f)
    t.start(); t.join()
run(other)
lock.release(); lock.release()
run(other)
lock.release()
def other_takes():
    seen.append(lock.acquire(timeout=60))
    lock.release()
run(other_takes)
print(seen)
try: lock.release()
except RuntimeError as e: print(e)
def steals():
    try: lock.release()
    except RuntimeError as e: seen.append(str(e))
with lock:
    run(steals)
print(seen[-1])
def nested(n):
    with lock: return 1 + nested(n - 1) if n else 0
print(nested(20))
total = 0
def add(n):
    global total
    with lock:
        if n:
            total += 1
            add(n - 1)
threads = [threading.Thread(target=lambda: [add(5) for _ in range(50)]) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(total)
print(repr(lock).startswith('<unlocked _thread.RLock object owner=0 count=0 at'), type(lock).__name__)
