# Switching, making and waking tasks: prints `what seconds-each`, the best of several runs.
import asyncio
import time


async def switches(tasks=100, turns=2000):
    async def spin():
        for _ in range(turns):
            await asyncio.sleep(0)

    await asyncio.gather(*[spin() for _ in range(tasks)])
    return tasks * turns


async def gather(count=50000):
    async def nothing():
        return 1

    await asyncio.gather(*[nothing() for _ in range(count)])
    return count


async def timers(count=10000):
    async def nap(n):
        await asyncio.sleep(n % 10 / 1000)

    await asyncio.gather(*[nap(n) for n in range(count)])
    return count


async def ping_pong(turns=20000):
    there, back = asyncio.Queue(1), asyncio.Queue(1)

    async def ping():
        for n in range(turns):
            await there.put(n)
            await back.get()

    async def pong():
        for _ in range(turns):
            await back.put(await there.get())

    await asyncio.gather(ping(), pong())
    return turns


for measured in (switches, gather, timers, ping_pong):
    best = None
    for _ in range(5):
        begin = time.perf_counter()
        count = asyncio.run(measured())
        each = (time.perf_counter() - begin) / count
        best = each if best is None else min(best, each)
    print(measured.__name__, best)
