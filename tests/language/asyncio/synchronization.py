# Lock, Event, Condition, Semaphore, BoundedSemaphore, Barrier: order, cancellation, misuse.
import asyncio


def state(thing):
    return repr(thing)[repr(thing).index("["):]


async def main():
    lock = asyncio.Lock()
    order = []

    async def locked(n):
        async with lock:
            order.append(n)
            await asyncio.sleep(0)
    print(state(lock), lock.locked())
    tasks = [asyncio.create_task(locked(n)) for n in range(4)]
    await asyncio.sleep(0)
    print(state(lock), lock.locked())
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(order, state(lock))
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    # A waiter that is cancelled just as it was woken passes the lock on.
    await lock.acquire()
    first, second = asyncio.create_task(locked("first")), asyncio.create_task(locked("second"))
    await asyncio.sleep(0)
    order.clear()
    lock.release()
    first.cancel()
    print(await asyncio.gather(first, second, return_exceptions=True), order)

    event = asyncio.Event()
    print(state(event), event.is_set())
    waiters = [asyncio.create_task(event.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    print(state(event))
    event.set()
    print(await asyncio.gather(*waiters), state(event), await event.wait())
    event.clear()
    print(event.is_set())

    condition = asyncio.Condition()
    items = []

    async def consume(n):
        async with condition:
            await condition.wait_for(lambda: items)
            return n, items.pop()
    consumers = [asyncio.create_task(consume(n)) for n in range(3)]
    await asyncio.sleep(0)
    print(state(condition))
    for item in "abc":
        async with condition:
            items.append(item)
            condition.notify()
        await asyncio.sleep(0)
    print(await asyncio.gather(*consumers))
    for misuse in (condition.wait, condition.notify):
        try:
            result = misuse()
            if result:
                await result
        except RuntimeError as error:
            print(error)

    async def waits():
        async with condition:
            try:
                await condition.wait()
            except asyncio.CancelledError:
                print("cancelled, lock held:", condition.locked())
                raise
    waiting = asyncio.create_task(waits())
    await asyncio.sleep(0)
    waiting.cancel()
    print(await asyncio.gather(waiting, return_exceptions=True), condition.locked())

    semaphore = asyncio.Semaphore(2)
    running, most = 0, 0

    async def limited():
        nonlocal running, most
        async with semaphore:
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1
    await asyncio.gather(*[limited() for _ in range(7)])
    print(most, state(semaphore), semaphore.locked())
    await semaphore.acquire()
    await semaphore.acquire()
    print(semaphore.locked(), state(semaphore))
    waiter = asyncio.create_task(semaphore.acquire())
    await asyncio.sleep(0)
    print(state(semaphore))
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    semaphore.release()
    semaphore.release()
    print(state(semaphore))
    bounded = asyncio.BoundedSemaphore(1)
    try:
        bounded.release()
    except ValueError as error:
        print(error)
    try:
        asyncio.Semaphore(-1)
    except ValueError as error:
        print(error)

    barrier = asyncio.Barrier(3)
    print(state(barrier), barrier.parties, barrier.n_waiting, barrier.broken)
    print(sorted(await asyncio.gather(*[barrier.wait() for _ in range(3)])))
    early = [asyncio.create_task(barrier.wait()) for _ in range(2)]
    await asyncio.sleep(0.01)
    print(barrier.n_waiting)
    await barrier.reset()
    print([type(e).__name__ for e in await asyncio.gather(*early, return_exceptions=True)], barrier.broken)
    early = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0.01)
    await barrier.abort()
    print([type(e).__name__ for e in await asyncio.gather(early, return_exceptions=True)], barrier.broken)
    try:
        await barrier.wait()
    except asyncio.BrokenBarrierError as error:
        print(error)

    # Bound to the loop in which it was first waited for.
    shared = asyncio.Event()
    waiter = asyncio.create_task(shared.wait())
    await asyncio.sleep(0)
    shared.set()
    await waiter
    shared.clear()
    return shared


async def elsewhere(event):
    try:
        await event.wait()
    except RuntimeError as error:
        print(str(error).split("> ")[1])


asyncio.run(elsewhere(asyncio.run(main())))
