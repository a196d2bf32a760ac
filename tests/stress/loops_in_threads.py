# Several loops in several threads, which call into each other all the time. Promises: no call, result or wake-up is lost; calls
# from one thread come in their order; a cancellation from elsewhere arrives; a loop whose thread waits in the system is woken.

import asyncio
import random
import sys
import threading
import time

LOOPS = 4
PATIENCE = 60


async def answer(number):
    if number % 3 == 0:
        await asyncio.sleep(0)
    elif number % 50 == 1:
        await asyncio.sleep(0.001)
    return asyncio.get_running_loop(), number * number


class Counting:
    """What call_soon_threadsafe brings to one loop: numbers from each of the others, in their order."""

    def __init__(self):
        self.last = [0] * LOOPS
        self.wrong = []

    def note(self, sender, number):
        if number != self.last[sender] + 1:
            self.wrong.append((sender, self.last[sender], number))
        self.last[sender] = number


loops, counts, sent = [None] * LOOPS, [Counting() for _ in range(LOOPS)], [[0] * LOOPS for _ in range(LOOPS)]
all_there = threading.Barrier(LOOPS)
failures = []


async def asks(me, dice, end):
    """Coroutines for other loops, whose results are awaited here."""
    turns = 0
    while time.monotonic() < end:
        other = dice.randrange(LOOPS)
        number = dice.randrange(1000)
        future = asyncio.run_coroutine_threadsafe(answer(number), loops[other])
        loop, result = await asyncio.wait_for(asyncio.wrap_future(future), PATIENCE)
        assert loop is loops[other] and result == number * number
        turns += 1
    return turns


async def sends(me, dice, end):
    while time.monotonic() < end:
        other = dice.randrange(LOOPS)
        for _ in range(dice.randrange(1, 10)):
            sent[me][other] += 1
            loops[other].call_soon_threadsafe(counts[other].note, me, sent[me][other])
        await asyncio.sleep(dice.choice((0, 0, 0.001)))


async def cancels(me, dice, end):
    while time.monotonic() < end:
        future = asyncio.run_coroutine_threadsafe(asyncio.sleep(1000), loops[dice.randrange(LOOPS)])
        await asyncio.sleep(dice.choice((0, 0.001)))
        assert future.cancel()


async def at_home(me, dice, end):
    """What each loop does for itself: tasks, timers, locks, a queue."""
    queue, lock, total = asyncio.Queue(3), asyncio.Lock(), 0

    async def put(n):
        for i in range(10):
            await queue.put(i)

    async def get(n):
        nonlocal total
        for _ in range(10):
            item = await queue.get()
            async with lock:
                before = total
                await asyncio.sleep(0)
                total = before + item

    while time.monotonic() < end:
        total = 0
        await asyncio.wait_for(asyncio.gather(*[work(n) for n in range(5) for work in (put, get)]), PATIENCE)
        assert total == 5 * 45, total
        result = await asyncio.to_thread(sum, range(100))
        assert result == 4950


async def main(me, seconds):
    loops[me] = asyncio.get_running_loop()
    await asyncio.to_thread(all_there.wait, PATIENCE)
    end = time.monotonic() + seconds
    dice = random.Random(me)
    async with asyncio.TaskGroup() as group:
        for work in (asks, asks, sends, cancels, at_home):
            group.create_task(work(me, dice, end))
    # What others have sent may still be on its way: nobody leaves before all have sent everything and all has come.
    await asyncio.to_thread(all_there.wait, PATIENCE)
    limit = time.monotonic() + PATIENCE
    while [sent[other][me] for other in range(LOOPS)] != counts[me].last and time.monotonic() < limit:
        await asyncio.sleep(0.001)
    assert [sent[other][me] for other in range(LOOPS)] == counts[me].last, (sent, counts[me].last)
    assert not counts[me].wrong, counts[me].wrong
    await asyncio.to_thread(all_there.wait, PATIENCE)


def run(me, seconds):
    try:
        asyncio.run(main(me, seconds))
    except BaseException as error:
        failures.append(error)
        raise


seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
threads = [threading.Thread(target=run, args=(n, seconds)) for n in range(LOOPS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(not failures)
