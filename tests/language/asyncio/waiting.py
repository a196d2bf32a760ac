# gather, wait, as_completed, shield, wait_for, timeout.
import asyncio
import time


async def after(delay, value):
    await asyncio.sleep(delay)
    if isinstance(value, BaseException):
        raise value
    return value


async def after_turns(turns, value):
    for _ in range(turns):
        await asyncio.sleep(0)
    return value


async def once(event, value):
    await event.wait()
    if isinstance(value, BaseException):
        raise value
    return value


async def main():
    loop = asyncio.get_running_loop()
    # gather
    print(await asyncio.gather(after(0.02, "a"), after(0.01, "b"), after(0, "c")), await asyncio.gather())
    print(await asyncio.gather(after(0, 1), after(0, ValueError("x")), return_exceptions=True))
    gate = asyncio.Event()
    slow = asyncio.create_task(once(gate, "slow"))
    try:
        await asyncio.gather(slow, after(0, ValueError("first")))
    except ValueError as error:
        print(error, slow.done())
    gate.set()
    print(await slow)
    same = asyncio.create_task(after(0, "same"))
    print(await asyncio.gather(same, same))
    group = asyncio.gather(after(10, 1), after(10, 2))
    await asyncio.sleep(0)
    print(group.cancel(), repr(group)[:26])
    try:
        await group
    except asyncio.CancelledError:
        print("cancelled", group.cancelled() or group.done())
    children = [asyncio.create_task(after(10, n)) for n in range(2)]
    group = asyncio.gather(*children, return_exceptions=True)
    await asyncio.sleep(0)
    children[0].cancel()
    children[1].cancel()
    print([type(r).__name__ for r in await group])

    # wait
    slow_gate, bad_gate = asyncio.Event(), asyncio.Event()
    quick, slow, bad = (asyncio.create_task(coroutine) for coroutine in (after(0, 1), once(slow_gate, 2), once(bad_gate, ValueError())))
    done, pending = await asyncio.wait([quick, slow, bad], return_when=asyncio.FIRST_COMPLETED)
    print(quick in done, len(pending))
    loop.call_later(0.01, bad_gate.set)
    done, pending = await asyncio.wait([slow, bad], return_when=asyncio.FIRST_EXCEPTION)
    print(bad in done, slow in pending, repr(bad.exception()))
    done, pending = await asyncio.wait([slow], timeout=0.001)
    print(len(done), len(pending))
    loop.call_later(0.01, slow_gate.set)
    done, pending = await asyncio.wait({slow, quick})
    print(len(done), len(pending))
    coroutine = after(0, 1)
    for wrong in ([], quick, [coroutine]):
        try:
            await asyncio.wait(wrong)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
    coroutine.close()
    try:
        await asyncio.wait([quick], return_when="sometimes")
    except ValueError as error:
        print(error)

    # as_completed
    print([await f for f in asyncio.as_completed([after_turns(30, 3), after_turns(10, 1), after_turns(20, 2)])])
    try:
        in_time = asyncio.create_task(after(0, "in time"))
        await in_time
        for f in asyncio.as_completed([in_time, after(100, "late")], timeout=0.02):
            print(await f)
    except TimeoutError as error:
        print("TimeoutError", error.args)
    try:
        for f in asyncio.as_completed([after(0, ValueError("in one"))]):
            await f
    except ValueError as error:
        print(error)

    # shield
    gate = asyncio.Event()
    inner = asyncio.create_task(once(gate, "inner"))
    outer = asyncio.create_task(asyncio.wait_for(asyncio.shield(inner), 0.005))
    try:
        await outer
    except TimeoutError:
        gate.set()
        print("outer timed out", inner.cancelled(), await inner)
    shielded = asyncio.shield(after(0, "through"))
    print(await shielded)
    done_already = asyncio.create_task(after(0, 1))
    await done_already
    print(asyncio.shield(done_already) is done_already)

    # wait_for
    print(await asyncio.wait_for(after(0, "in time"), 100), await asyncio.wait_for(after(0, "no limit"), None))
    try:
        await asyncio.wait_for(after(100, "late"), 0.01)
    except asyncio.TimeoutError as error:
        print("TimeoutError", isinstance(error, TimeoutError), repr(error.__cause__)[:16])
    for timeout in (0, -1):
        try:
            await asyncio.wait_for(after(100, "late"), timeout)
        except TimeoutError:
            print("at once")
    finished = loop.create_future()
    finished.set_result("done before")
    print(await asyncio.wait_for(finished, 0))
    try:
        await asyncio.wait_for(after(0, KeyError("through")), 100)
    except KeyError as error:
        print(repr(error))

    async def cleaning():
        try:
            await asyncio.sleep(100)
        finally:
            await asyncio.sleep(0.01)
            print("cleaned up")
    try:
        await asyncio.wait_for(cleaning(), 0.01)
    except TimeoutError:
        print("after the cleanup")

    # timeout
    async with asyncio.timeout(100) as limit:
        print(limit.expired(), limit.when() > loop.time(), repr(limit)[:17])
    print(repr(limit))
    try:
        async with asyncio.timeout(0.01) as limit:
            await asyncio.sleep(100)
    except TimeoutError as error:
        print(limit.expired(), repr(limit))
    async with asyncio.timeout(None) as limit:
        print(limit.when(), repr(limit))
        limit.reschedule(loop.time() + 1)
    try:
        async with asyncio.timeout_at(loop.time() - 1):
            await asyncio.sleep(100)
    except TimeoutError:
        print("in the past")
    try:
        async with asyncio.timeout(0.01):
            async with asyncio.timeout(100):
                await asyncio.sleep(100)
    except TimeoutError:
        print("the outer one")
    try:
        async with asyncio.timeout(0.01):
            raise ValueError("not a timeout")
    except ValueError as error:
        print(error)
    try:
        limit.reschedule(3)
    except RuntimeError as error:
        print(error)

    async def cancelled_from_outside():
        async with asyncio.timeout(100):
            await asyncio.sleep(100)
    task = asyncio.create_task(cancelled_from_outside())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("CancelledError stays")

    print(await asyncio.sleep(0.001, "result of sleep"), await asyncio.sleep(-1, "negative"))


asyncio.run(main())


async def twice():
    coroutine = after(0, "twice")
    other = after(0, "other")
    print(await asyncio.gather(coroutine, other, coroutine, other, coroutine))


    future, task = asyncio.get_running_loop().create_future(), asyncio.create_task(after(0, "task"))
    asyncio.get_running_loop().call_later(0.001, future.set_result, "future")
    print(await asyncio.gather(future, task, future, after(0, 1), task, task), await asyncio.gather(future, future, task))
    failing = asyncio.create_task(after(0, ValueError("failed")))
    print(await asyncio.gather(failing, task, failing, return_exceptions=True))
    try:
        await asyncio.gather(failing, failing)
    except ValueError as error:
        print(error)
    twice = asyncio.create_task(after(10, 1))
    group = asyncio.gather(twice, twice)
    await asyncio.sleep(0)
    print(group.cancel(), twice.cancelling())
    await asyncio.gather(group, return_exceptions=True)
    print(twice.cancelled(), group.cancelled())
    for wrong in (None, 3):
        try:
            asyncio.gather(future, wrong)
        except TypeError as error:
            print(error)

    class Awaitable:
        def __await__(self):
            return after(0, "awaitable").__await__()

    awaitable = Awaitable()
    print(await asyncio.gather(awaitable, future, awaitable))


asyncio.run(twice())
