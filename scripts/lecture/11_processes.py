# Processes: each has an interpreter, a GIL and a memory of its own.
#
# Watch for: the list that stays empty. A child works on a copy of it; nothing it does there is seen here. What comes back,
# comes back as a message: Pool.map pickles each argument and each result and sends them through pipes.

import multiprocessing as mp
import os

greetings = []


def greet():
    greetings.append('Hello from {}'.format('a child' if mp.parent_process() else 'the parent'))


def square(x):
    return x ** 2, os.getpid()


if __name__ == '__main__':  # a child that is started anew (spawn) imports this file: it must not come here
    print('{} CPU(s)'.format(mp.cpu_count()))
    for method in ('fork', 'spawn'):
        context = mp.get_context(method)
        processes = [context.Process(target=greet) for _ in range(2)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        print('{}: the list after two children have appended to theirs: {}'.format(method, greetings))

    with mp.Pool(2) as pool:
        results = pool.map(square, range(10), chunksize=1)
    print([result for result, _ in results], 'computed by', len({pid for _, pid in results}), 'process(es)')
