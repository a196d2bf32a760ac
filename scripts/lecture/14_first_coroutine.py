# The first coroutine: a function that can stop in the middle, and go on later.
#
# Calling an `async def` runs nothing: it gives a coroutine. Its code begins when somebody awaits it, and `await` inside it is the
# only place where it stops. asyncio.run() is for the first of them: it makes an event loop, and drives the coroutine in it to
# its end.
#
# Watch for: the order of the lines. "computing" comes when the coroutine is awaited, not when it is made. Then, that two awaits
# one after another take as long as both: `await` waits. (What runs beside what is in the next program.)
#
# The GIL: it plays no part. There is one thread, and it is given away at `await` and nowhere else. Nobody can interrupt a
# coroutine between two awaits, so the race of program 2 cannot happen there.

import asyncio
import time

begin = time.perf_counter()


def say(text):
    print('{:4.1f} s  {}'.format(time.perf_counter() - begin, text))


async def compute(a, b):
    say('computing {} + {}'.format(a, b))
    await asyncio.sleep(1)
    return a + b


async def print_sum(a, b):
    coroutine = compute(a, b)
    say('made: {}'.format(type(coroutine).__name__))
    result = await coroutine
    say('{} + {} = {}'.format(a, b, result))


async def main():
    await print_sum(1, 2)
    await print_sum(3, 4)


# By hand, without a loop: send() runs a coroutine to its next stop, and StopIteration brings its result.
class Stop:
    def __await__(self):
        answer = yield 'stopped'
        return answer


async def by_hand():
    return 'resumed with {}'.format(await Stop())


coroutine = by_hand()
say(coroutine.send(None))
try:
    coroutine.send(5)
except StopIteration as end:
    say(end.value)

asyncio.run(main())
