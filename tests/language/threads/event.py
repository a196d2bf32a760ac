# Event: a flag that threads wait for.

import threading

event = threading.Event()
print(event.is_set(), event.wait(0.01), event.set(), event.is_set(), event.wait(), event.wait(5), event.clear(),
      event.is_set())
seen = []
def waits(n): seen.append((n, event.wait()))
threads = [threading.Thread(target=waits, args=(n,)) for n in range(4)]
for t in threads: t.start()
print(seen)
event.set()
for t in threads: t.join()
print(sorted(seen))
first, second, log = threading.Event(), threading.Event(), []
def a():
    log.append('a1'); first.set()
    second.wait(); log.append('a2')
def b():
    first.wait(); log.append('b1')
    second.set()
threads = [threading.Thread(target=f) for f in (b, a)]
for t in threads: t.start()
for t in threads: t.join()
print(log)
late = threading.Event()
timer = threading.Timer(0.02, late.set)
timer.start()
print(late.wait(60), late.wait(0))
timer.join()
