# One list, dict, set, instance and module, all at once, with threads starting and ending in between. Promise: what each
# thread adds under its own name arrives.

import queue
import threading

import target_module
from hammer import hammer, THREADS

class Box: pass

items, table, members, box, lock = [], {}, set(), Box(), threading.Lock()
results, counter = queue.SimpleQueue(), 0
items_added = [0] * THREADS


def short_lived(n, turn):
    table['short', n] = turn
    results.put((n, turn))


def job(n, turn):
    global counter
    items.append((n, turn))
    items_added[n] += 1
    table[n, turn % 50] = turn
    members.add((n, turn % 50))
    setattr(box, f'a{n}', turn)
    setattr(target_module, f'b{n}', turn)
    assert table[n, turn % 50] == turn and (n, turn % 50) in members
    assert getattr(box, f'a{n}') == turn and getattr(target_module, f'b{n}') == turn
    with lock:
        counter += 1
    if turn % 20 == 0:
        thread = threading.Thread(target=short_lived, args=(n, turn))
        thread.start()
        got, _ = results.get()
        assert 0 <= got < THREADS
        thread.join()
    if len(items) > 20000:
        for _ in range(4000):  # four threads may come here at once
            owner, _ = items.pop()
            removed[owner][n] += 1  # row of the owner, column of the thread that counts: written by n alone


removed = [[0] * THREADS for _ in range(THREADS)]
turns = hammer(job)
assert counter == sum(turns)
for n in range(THREADS):
    assert sum(1 for owner, _ in items if owner == n) + sum(removed[n]) == items_added[n]
    assert {k for k in members if k[0] == n} == {(n, i) for i in range(min(50, turns[n]))}
print(sum(turns) > 0)
