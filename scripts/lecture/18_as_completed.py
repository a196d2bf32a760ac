# as_completed: results in the order in which they come.
#
# gather() waits for the slowest before it gives anything. as_completed() gives futures, of which the first brings the result that
# is there first, whichever that is. What takes too long can be left: the rest of the answers is still good.
#
# Watch for: the times. Each answer is used as soon as it is there.
#
# The GIL: it plays no part in waiting. What is done with each answer is done by one thread, one answer at a time.

import asyncio
import time

begin = time.perf_counter()


def say(text):
    print('{:4.1f} s  {}'.format(time.perf_counter() - begin, text))


async def factorial(number):
    result = 1
    for factor in range(2, number + 1):
        await asyncio.sleep(0.3)
        result *= factor
    return number, result


async def main():
    for future in asyncio.as_completed([factorial(number) for number in (4, 3, 2)]):
        say('{}! = {}'.format(*await future))

    say('with a limit:')
    tasks = [asyncio.create_task(factorial(number)) for number in (2, 20)]
    try:
        for future in asyncio.as_completed(tasks, timeout=1):
            say('{}! = {}'.format(*await future))
    except asyncio.TimeoutError:
        late = [task for task in tasks if not task.done()]
        say('timeout! {} of {} is still on its way'.format(len(late), len(tasks)))
        for task in late:
            task.cancel()


asyncio.run(main())
