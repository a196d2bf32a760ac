# Four threads sum a list together and hand their results over through a queue.
#
# Watch for: the time. The work is shared, but nothing gets faster as long as there is a GIL; with --gil=off it does.
#
# The GIL: summing is pure computing, nobody waits for anything, so the threads take turns on one core. The queue is
# the part that works everywhere: put and get need no lock of ours, and get waits until there is something.
#
# The number of items may be given as an argument.

import queue
import sys
import threading
import time


def sum_part(numbers, first, step, results):
    results.put(sum(numbers[i] for i in range(first, len(numbers), step)))


def sum_with_threads(numbers, count):
    results = queue.Queue()
    threads = [
        threading.Thread(target=lambda first=first: sum_part(numbers, first, count, results))
        for first in range(count)
    ]
    for thread in threads:
        thread.start()
    parts = []
    for thread in threads:
        parts.append(results.get())
        thread.join()
    return sum(parts)


def timed(f, *args):
    begin = time.perf_counter()
    result = f(*args)
    return result, time.perf_counter() - begin


size = int(sys.argv[1]) if len(sys.argv) > 1 else 10**7
numbers = [1 for _ in range(size)]
for count in (1, 2, 4):
    total, seconds = timed(sum_with_threads, numbers, count)
    print('{} thread(s): {} in {:.3f} s'.format(count, total, seconds))
