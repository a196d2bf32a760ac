# When waiting takes too long: timeouts, cancellation, and shielding from it.
#
# A timeout cancels what it waits for: CancelledError is raised at its `await`. What is cancelled may clean up first, and may
# even refuse; what is shielded goes on, and only who waited for it is told that time is up.

import asyncio
import time

begin = time.perf_counter()


def say(text):
    print('{:4.1f} s  {}'.format(time.perf_counter() - begin, text))


async def work(seconds):
    try:
        await asyncio.sleep(seconds)
        say('work is done')
        return 'result'
    except asyncio.CancelledError:
        say('work was cancelled, and cleans up')
        await asyncio.sleep(0.5)
        say('work is tidy')
        raise


async def main():
    say('in time:')
    say(await asyncio.wait_for(work(0.5), timeout=1))

    say('too late:')
    try:
        await asyncio.wait_for(work(10), timeout=1)
    except asyncio.TimeoutError:
        say('timeout!')

    say('too late, but shielded:')
    task = asyncio.create_task(work(2))
    try:
        await asyncio.wait_for(asyncio.shield(task), timeout=1)
    except asyncio.TimeoutError:
        say('timeout! but the work goes on')
    say(await task)

    say('the first that answers:')
    for future in asyncio.as_completed([asyncio.sleep(0.3, 'slow'), asyncio.sleep(0.1, 'quick')]):
        say(await future)


asyncio.run(main())
