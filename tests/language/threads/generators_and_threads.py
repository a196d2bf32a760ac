# Generators, closures and iterators used from several threads.

import threading

def numbers():
    n = 0
    while True:
        yield n
        n += 1
shared, lock, taken = numbers(), threading.Lock(), []
def take():
    for _ in range(100):
        with lock: taken.append(next(shared))
threads = [threading.Thread(target=take) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(taken == list(range(400)))
own = []
def alone(): own.append(sum(x * x for x in range(1000) if x % 2))
threads = [threading.Thread(target=alone) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(set(own)), own[0])
def started_here():
    yield threading.current_thread().name
    yield threading.current_thread().name
g, names = started_here(), []
names.append(next(g))
t = threading.Thread(target=lambda: names.append(next(g)), name='other')
t.start(); t.join()
print(names)
it = iter(range(4000))
parts = [[], [], [], []]
def drain(n):
    for x in it: parts[n].append(x)
with_lock = threading.Lock()
def counter():
    n = 0
    def up():
        nonlocal n
        with with_lock: n += 1
        return n
    return up
up = counter()
threads = [threading.Thread(target=lambda: [up() for _ in range(250)]) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(up())
