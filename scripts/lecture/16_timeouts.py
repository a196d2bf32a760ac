# When waiting takes too long: wait_for, cancellation, and shielding from it.
#
# A timeout cancels what it waits for: CancelledError is raised at its `await`. What is cancelled may clean up first, and may
# even refuse; what is shielded goes on, and only who waited for it is told that time is up.
#
# Watch for: the first "timeout!" comes half a second after the time was up, because who waits, waits for the cleanup, too. The
# second comes at once.
#
# The GIL: it plays no part. But a coroutine that computes and never awaits cannot be cancelled, as no thread can.

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


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return 'not cancelled'


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

    say('refusing:')
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0.1)
    task.cancel()
    say(await task)


asyncio.run(main())
