# The pool: workers that are started once and get one piece of work after another.
#
# Starting a process costs much more than a small piece of work, so a pool keeps a few and hands pieces to whoever is free.
# Pool.map pickles each argument and each result and sends them through pipes; the results come in the order of the arguments.
#
# Watch for: how much of the time the numbers spend travelling. A piece is worth sending when computing it takes longer than its
# journey: a thousand squares do not gain anything, four long sums do. chunksize sends small pieces together.
#
# The GIL: each worker has its own, so they compute side by side, as threads under one GIL do not.

import multiprocessing as mp
import time


def square(x):
    return x ** 2


def long_sum(count):
    return sum(n & 7 for n in range(count))


def timed(label, f, *args):
    begin = time.perf_counter()
    result = f(*args)
    print('{:<40} {:8.1f} ms'.format(label, (time.perf_counter() - begin) * 1000))
    return result


if __name__ == '__main__':  # a worker that is started anew (spawn) imports this file: it must not come here
    with mp.Pool(2) as pool:
        print(pool.map(square, range(10)))
        numbers, work = range(1000), [1_000_000] * 4
        timed('1000 squares, here', lambda: list(map(square, numbers)))
        timed('1000 squares, sent one by one', pool.map, square, numbers, 1)
        timed('1000 squares, sent by the hundred', pool.map, square, numbers, 100)
        here = timed('four long sums, here', lambda: list(map(long_sum, work)))
        there = timed('four long sums, two processes', pool.map, long_sum, work, 1)
        print('the same sums' if here == there else 'different sums')
