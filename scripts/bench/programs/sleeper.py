# How late a thread that slept 2 ms runs again beside computing threads (their number is the argument), and how much of
# their speed those keep: prints `late seconds` (median) and `kept share`.
import sys
import threading
import time

turns = []


def compute(n):
    while not stop:
        for _ in range(1000):
            pass
        turns[n] += 1


def measured(seconds, body):
    """Turns per second of all computing threads while body runs."""
    before, begin = sum(turns), time.perf_counter()
    body(seconds)
    return (sum(turns) - before) / (time.perf_counter() - begin)


late = []


def sleep_and_look(seconds):
    end = time.perf_counter() + seconds
    while (begin := time.perf_counter()) < end:
        time.sleep(0.002)
        late.append(time.perf_counter() - begin - 0.002)


stop = False
turns = [0] * int(sys.argv[1])
threads = [threading.Thread(target=compute, args=(n,)) for n in range(len(turns))]
for thread in threads:
    thread.start()
time.sleep(0.2)
alone, beside = [], []
for _ in range(3):  # in turn, so that a change of the machine's speed meets both
    alone.append(measured(0.6, time.sleep))
    beside.append(measured(0.6, sleep_and_look))
stop = True
for thread in threads:
    thread.join()
print('late', sorted(late)[len(late) // 2])
print('kept', sorted(beside)[1] / sorted(alone)[1])
