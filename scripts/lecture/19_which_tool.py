# Which tool when: the same work done one after another, in threads, in processes and in coroutines.
#
# Two kinds of work are enough to see the rule. Waiting (here for a clock; a server, a disk or a database would do) overlaps with
# every tool, and coroutines are the cheapest of them. Computing needs cores, and the GIL gives one to all threads together:
# processes have a GIL each, and are worth their start and the moving of their data when the work is long enough.
#
# Watch for: the lowest number in each row. Then run it with --gil=off and look at the threads.
#
# `gilt scripts/lecture/speedups` measures this with care: seven kinds of work, gilt beside CPython, with the spread, as a picture.

import asyncio
import multiprocessing as mp
import threading
import time


def wait():
    time.sleep(0.2)


async def wait_in_turns():
    await asyncio.sleep(0.2)


def compute():
    return sum(n & 7 for n in range(1_000_000))


async def compute_in_turns():
    compute()  # there is nothing to await: nobody else gets a turn


def one_after_another(work, _):
    for _ in range(4):
        work()


def in_threads(work, _):
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def in_processes(work, _):
    processes = [mp.Process(target=work) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def in_coroutines(_, work):
    async def together():
        await asyncio.gather(*(work() for _ in range(4)))

    asyncio.run(together())


if __name__ == '__main__':
    ways = [one_after_another, in_threads, in_processes, in_coroutines]
    print('{:<10}'.format('') + ''.join('{:>20}'.format(way.__name__.replace('_', ' ')) for way in ways))
    for name, plain, in_turns in (('waiting', wait, wait_in_turns), ('computing', compute, compute_in_turns)):
        cells = []
        for way in ways:
            begin = time.perf_counter()
            way(plain, in_turns)
            cells.append('{:>17.2f} s'.format(time.perf_counter() - begin) + ' ')
        print('{:<10}'.format(name) + ''.join(cells))
