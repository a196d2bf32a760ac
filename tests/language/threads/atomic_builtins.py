# Built-in operations on one shared object lose nothing, with or without a GIL.

import threading

l, d, s = [], {}, set()
class Box: pass
box = Box()
def hammer(n):
    for i in range(1000):
        l.append((n, i))
        d[n, i] = i
        s.add((n, i))
        setattr(box, f'a{n}_{i % 50}', i)
threads = [threading.Thread(target=hammer, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(l), len(d), len(s), len(vars(box)))
print(all([i for m, i in l if m == n] == list(range(1000)) for n in range(4)))
print(sorted(d) == sorted(s) == sorted(l))
popped = [[] for _ in range(4)]
def drain(n):
    try:
        while True: popped[n].append(l.pop())
    except IndexError: pass
threads = [threading.Thread(target=drain, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(l), sum(map(len, popped)), len(set(sum(popped, []))))
counts = {}
def default(n):
    for i in range(500): counts.setdefault(i, n)
threads = [threading.Thread(target=default, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(counts), set(counts.values()) <= {0, 1, 2, 3})
