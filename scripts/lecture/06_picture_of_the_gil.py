# The GIL in one line: how long one thread needs for a sum, and how long four threads need for the same sum.
#
# Watch for: the speed-up. With a GIL it is 1 or less, whatever the number of cores: four threads share one core's
# time, and taking turns costs a little. With the GIL off it comes close to the number of cores.
#
# The dots are the rest of the picture: one thread prints a dot each time it has slept 20 ms while another computes.
# Sleeping gives the GIL away; getting it back means asking the computing thread for it.
#
# The number of items may be given as an argument. The last line is made to be read by a program too.

import sys
import threading
import time


def sum_part(numbers, first, step, results):
    results.append(sum(numbers[i] for i in range(first, len(numbers), step)))  # append is one step for everyone


def run(threads):
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def summing(count):
    return [threading.Thread(target=sum_part, args=(numbers, first, count, results)) for first in range(count)]


def dots():
    while not done.wait(0.02):
        print('.', end='')
        sys.stdout.flush()


size = int(sys.argv[1]) if len(sys.argv) > 1 else 10**7
numbers = [1 for _ in range(size)]
results = []

done = threading.Event()
sleeper = threading.Thread(target=dots)
sleeper.start()
run(summing(1))
done.set()
sleeper.join()
print()

times = {count: min(run(summing(count)) for _ in range(3)) for count in (1, 4)}
assert sum(results) == size * 7
print('one thread {:.3f} s, four threads {:.3f} s, speed-up {:.2f}'.format(times[1], times[4], times[1] / times[4]))
