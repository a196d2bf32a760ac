# Summing a list in several processes, with the GIL on: what threads do not gain, processes do, if the data stay put.
#
# Watch for: two speed-ups. The first way sends each process its part of the list: ten million numbers are pickled, pushed
# through a pipe and unpickled, which takes many times longer than adding them up. The second way sends nothing: a forked child has the
# list already (the memory is shared until someone writes to it), so only its share's bounds and its sum travel.
#
# The number of items may be given as an argument.

import multiprocessing as mp
import sys
import time


def sum_range(bounds):
    return sum(numbers[i] for i in range(*bounds))


def timed(f, *args):
    begin = time.perf_counter()
    result = f(*args)
    return result, time.perf_counter() - begin


if __name__ == '__main__':
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10**7
    count = mp.cpu_count()
    numbers = [1 for _ in range(size)]
    bounds = [(size * i // count, size * (i + 1) // count) for i in range(count)]

    total, alone = timed(sum_range, (0, size))
    print('one process: {} in {:.3f} s'.format(total, alone))
    with mp.get_context('fork').Pool(count) as pool:
        sums, seconds = timed(pool.map, sum, [numbers[start:end] for start, end in bounds])
        print('{} processes, parts sent: {} in {:.3f} s'.format(count, sum(sums), seconds))
        sums, seconds = timed(pool.map, sum_range, bounds)
        print('{} processes, bounds sent: {} in {:.3f} s, speed-up {:.2f}'.format(count, sum(sums), seconds, alone / seconds))
