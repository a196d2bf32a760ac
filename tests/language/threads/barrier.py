# Barrier: wait, action, reset, abort.

import threading

log = []
barrier = threading.Barrier(3, action=lambda: log.append('all here'))
indexes = []
def arrive(n):
    for _ in range(2): indexes.append(barrier.wait())
threads = [threading.Thread(target=arrive, args=(n,)) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(indexes), log, barrier.parties, barrier.n_waiting, barrier.broken)
alone = threading.Barrier(1)
print(alone.wait(), alone.wait())
late = threading.Barrier(2)
try: late.wait(timeout=0.01)
except threading.BrokenBarrierError as e: print('broken', late.broken)
try: late.wait()
except threading.BrokenBarrierError: print('still broken')
late.reset()
print(late.broken)
seen = []
def waits():
    try: late.wait()
    except threading.BrokenBarrierError: seen.append('aborted')
t = threading.Thread(target=waits)
t.start()
while late.n_waiting == 0: pass
late.abort()
t.join()
print(seen, late.broken)
def fails(): raise ValueError('in action')
bad = threading.Barrier(1, fails)
try: bad.wait()
except ValueError as e: print(e, bad.broken)
print(issubclass(threading.BrokenBarrierError, RuntimeError))
