# gather: six waits at once, in one thread.
#
# A coroutine stops at `await` and lets others run; the event loop goes on with it when what it waits for is there. So six
# waits of a second take one second, without a second thread. gather() makes a task of each coroutine, waits for all, and
# gives their results in the order in which they were named, whoever was ready first.
#
# Watch for: "computing" does not wait, and nobody else gets a turn meanwhile. A coroutine gives the thread away at `await`
# and nowhere else.
#
# The GIL: it plays no part. There is one thread.

import asyncio
import sys
import time

count = int(sys.argv[1]) if len(sys.argv) > 1 else 10**7
begin = time.perf_counter()


def say(text):
    print('{:4.1f} s  {}'.format(time.perf_counter() - begin, text))


async def fetch(number):
    say('request {} sent'.format(number))
    await asyncio.sleep(1)  # stands for a server that takes its time
    say('request {} answered'.format(number))
    return number * number


async def compute():
    say('computing')
    sum(range(count))
    say('computed')


async def fail():
    raise ValueError('no answer')


async def main():
    say('one after another:')
    print([await fetch(number) for number in range(2)])
    say('all at once:')
    print(await asyncio.gather(*[fetch(number) for number in range(6)], compute()))
    say('one of them fails, which is a result like the others:')
    print(await asyncio.gather(fetch(1), fail(), return_exceptions=True))
    say('the end')


asyncio.run(main())
