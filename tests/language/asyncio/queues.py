# Queue, LifoQueue, PriorityQueue: waiting on both sides, cancellation, join.
import asyncio


async def main():
    queue = asyncio.Queue(2)
    print(queue, queue.maxsize, queue.empty(), queue.full(), queue.qsize())
    log = []

    async def produce():
        for n in range(5):
            await queue.put(n)
            log.append(f"+{n}")

    async def consume():
        while (item := await queue.get()) != 4:
            log.append(f"-{item}")
            queue.task_done()
            await asyncio.sleep(0)
        queue.task_done()
    await asyncio.gather(produce(), consume())
    print(log)
    await queue.join()
    for misuse in (queue.get_nowait, queue.task_done):
        try:
            misuse()
        except (asyncio.QueueEmpty, ValueError) as error:
            print(type(error).__name__, error)
    queue.put_nowait(1)
    queue.put_nowait(2)
    try:
        queue.put_nowait(3)
    except asyncio.QueueFull as error:
        print(type(error).__name__, error, queue)
    putters = [asyncio.create_task(queue.put(n)) for n in (3, 4)]
    await asyncio.sleep(0)
    print(queue)
    putters[0].cancel()
    await asyncio.sleep(0)
    print([await queue.get() for _ in range(3)], queue)
    for kind in (asyncio.LifoQueue, asyncio.PriorityQueue):
        other = kind()
        for item in (3, 1, 2):
            await other.put(item)
        print(kind.__name__, [other.get_nowait() for _ in range(3)])

    # Getters are served in order; one that is cancelled when it was woken passes its turn on.
    queue = asyncio.Queue()
    getters = [asyncio.create_task(queue.get()) for _ in range(3)]
    await asyncio.sleep(0)
    queue.put_nowait("a")
    queue.put_nowait("b")
    getters[0].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print([g.done() for g in getters], [await g for g in getters[1:]], queue.qsize())
    try:
        await asyncio.wait_for(queue.get(), 0.01)
    except TimeoutError:
        print("nothing came", queue)
    worked = []

    async def worker(name):
        while True:
            item = await queue.get()
            await asyncio.sleep(0)
            worked.append(item)
            queue.task_done()
    queue = asyncio.Queue()
    workers = [asyncio.create_task(worker(n)) for n in range(3)]
    for n in range(10):
        queue.put_nowait(n)
    await queue.join()
    for w in workers:
        w.cancel()
    print(sorted(worked), [type(r).__name__ for r in await asyncio.gather(*workers, return_exceptions=True)])


asyncio.run(main())
