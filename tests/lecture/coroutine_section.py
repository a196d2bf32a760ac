# The lecture's coroutine section as a notebook would run it: cell after cell, in one program with one event loop. `await` at
# the top level of a cell waits in that loop; tasks made in one cell go on in the next.

# %% coroutine_defs
# Two coroutines. Calling them does nothing yet.
import asyncio
import time

async def add_slowly(a, b):
    print('adding...')
    await asyncio.sleep(0.2)
    return a + b

async def show_sum(a, b):
    print('{} + {} = {}'.format(a, b, await add_slowly(a, b)))

# %% asyncio_run
# A loop of its own, inside a cell of a notebook that has one already.
asyncio.run(show_sum(1, 2))

# %% gather
# Three at once: the steps of the shorter ones come in between.
async def multiply(name, last):
    product = 1
    for factor in range(2, last + 1):
        print('{}: times {}'.format(name, factor))
        await asyncio.sleep(0.1)
        product *= factor
    print('{}: {}! = {}'.format(name, last, product))
    return product

results = await asyncio.gather(multiply('A', 2), multiply('B', 3), multiply('C', 4), return_exceptions=True)
print(results)

# %% wait_for
async def long():
    await asyncio.sleep(3600)
    print('never')

try:
    await asyncio.wait_for(long(), timeout=0.2)
except asyncio.TimeoutError:
    print('timeout!')

# %% cancelled
# What is cancelled may clean up before it ends.
async def tidy():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print('closing')
        await asyncio.sleep(0.2)
        print('closed')
        raise

try:
    await asyncio.wait_for(tidy(), timeout=0.1)
except asyncio.TimeoutError:
    print('timeout!')

# %% shield
# Who waits is told that time is up; what is shielded goes on.
async def important():
    await asyncio.sleep(0.3)
    print('done')

try:
    await asyncio.wait_for(asyncio.shield(important()), timeout=0.1)
except asyncio.TimeoutError:
    print('timeout!')
    await asyncio.sleep(0.3)

# %% tasks
async def say_later(word, delay):
    print('begin ' + word)
    await asyncio.sleep(delay)
    print('end ' + word)

first = asyncio.create_task(say_later('one', 0.2))
second = asyncio.create_task(say_later('two', 0.1))
print('made')
await first
await second
left_over = asyncio.create_task(say_later('left over', 0.05))

# %% as_completed
async def after(delay):
    await asyncio.sleep(delay)
    return delay

for n, future in enumerate(asyncio.as_completed([after(0.3), after(0.2), after(0.1)])):
    print(n, await future)
print(left_over.done())
