# A hundred thousand tasks that sleep: for the memory they take.
import asyncio


async def nap():
    await asyncio.sleep(1)


async def main():
    await asyncio.gather(*[nap() for _ in range(100000)])


asyncio.run(main())
