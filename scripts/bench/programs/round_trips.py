# One thread exchanges a byte with an echo process over pipes, again and again, beside as many computing threads as the
# argument says: prints `trips number` (per second) and `kept share`, what the computing threads keep of their speed meanwhile.
import os
import sys
import threading
import time

to_child, from_child = os.pipe(), os.pipe()
if os.fork() == 0:
    os.close(to_child[1])
    while data := os.read(to_child[0], 1):
        os.write(from_child[1], data)
    os._exit(0)
os.close(to_child[0])


def compute(n):
    while not stop:
        for _ in range(1000):
            pass
        turns[n] += 1


def speed(seconds, body):
    """Turns per second of all computing threads while body runs."""
    before, begin = sum(turns), time.perf_counter()
    body(seconds)
    return (sum(turns) - before) / (time.perf_counter() - begin)


def exchange(seconds):
    count, begin = 0, time.perf_counter()
    while time.perf_counter() < begin + seconds:
        os.write(to_child[1], b'x')
        os.read(from_child[0], 1)
        count += 1
    trips.append(count / (time.perf_counter() - begin))


stop, trips = False, []
turns = [0] * int(sys.argv[1])
threads = [threading.Thread(target=compute, args=(n,)) for n in range(len(turns))]
for thread in threads:
    thread.start()
alone, beside = [], []
for _ in range(3):  # in turn, so that a change of the machine's speed meets both
    if threads:
        alone.append(speed(0.4, time.sleep))
    beside.append(speed(0.4, exchange))
stop = True
for thread in threads:
    thread.join()
os.close(to_child[1])
os.wait()
print('trips', sorted(trips)[1])
if threads:
    print('kept', sorted(beside)[1] / sorted(alone)[1])
