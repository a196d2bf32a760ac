# Tasks: coroutines that are under way whether or not somebody awaits them.
#
# create_task() hands a coroutine to the event loop, which begins it in its next turn; awaiting the task then only waits for
# the rest of it. A queue lets tasks divide work among them.
#
# Watch for: two waits of one and two seconds that take two, not three. And that nothing of a new task has run when
# create_task() returns: it begins when the one who made it awaits something.
#
# The GIL: it plays no part. The workers below look like the threads of program 5, but take turns at their awaits: the list
# they append to needs no lock.

import asyncio
import time

begin = time.perf_counter()


def say(text):
    print('{:4.1f} s  {}'.format(time.perf_counter() - begin, text))


async def greet(name, delay):
    say('{} begins'.format(name))
    await asyncio.sleep(delay)
    say('{} ends'.format(name))
    return name


async def worker(queue, results):
    while True:
        number = await queue.get()
        await asyncio.sleep(0.1)  # stands for a question to somebody else's machine
        results.append(number * number)
        queue.task_done()


async def main():
    slow = asyncio.create_task(greet('slow', 2))
    quick = asyncio.create_task(greet('quick', 1))
    say('both are made')
    say(await slow)
    say(await quick)  # has been done for a second

    queue, results = asyncio.Queue(), []
    workers = [asyncio.create_task(worker(queue, results)) for _ in range(5)]
    for number in range(20):
        queue.put_nowait(number)
    say('5 workers, 20 pieces of work of 0.1 s:')
    await queue.join()
    say(sum(results))
    for each in workers:  # they would wait for more for ever
        each.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    say('{} of {} workers cancelled'.format(sum(each.cancelled() for each in workers), len(workers)))


asyncio.run(main())
