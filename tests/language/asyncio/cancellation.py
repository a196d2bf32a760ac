# Cancellation in races and in bad moments: what is cancelled when, who hears of it, and what is not lost.
import asyncio
import sys


async def outcome(awaitable):
    try:
        return "gave", await awaitable
    except BaseException as error:
        return type(error).__name__, error.args


async def turns(n, value=None):
    for _ in range(n):
        await asyncio.sleep(0)
    return value


async def same_turn():
    """The future is done and its task cancelled before the task ran: the cancellation wins."""
    loop = asyncio.get_running_loop()
    for first in ("result", "cancel"):
        future = loop.create_future()
        task = asyncio.create_task(outcome(future))
        await asyncio.sleep(0)
        if first == "result":
            future.set_result(1)
            task.cancel()
        else:
            task.cancel()
            print(future.cancelled(), future.done())
        print(first, await asyncio.gather(task, return_exceptions=True))
    # After the last step it is too late.
    task = asyncio.create_task(turns(1, "done"))
    await turns(3)
    print(task.cancel(), task.cancelled(), task.cancelling(), await task)


async def repeated():
    log = []

    async def stubborn():
        for _ in range(3):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError as error:
                log.append((error.args, asyncio.current_task().cancelling()))
        return "gave in"

    task = asyncio.create_task(stubborn())
    for n in range(3):
        await asyncio.sleep(0)
        print(task.cancel(f"reason {n}"), end=" ")
    print(await task, log, task.cancelling(), task.cancelled())
    # Twice before it runs: one CancelledError, with the last message.
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    log.clear()
    task.cancel("one")
    task.cancel("two")
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    print(await task, log)


async def chain():
    """A task that awaits a task that awaits a task: the innermost is cancelled first."""
    log = []

    async def link(inner, name):
        try:
            return await inner
        except asyncio.CancelledError:
            log.append(name)
            raise

    innermost = asyncio.create_task(link(asyncio.sleep(100), "inner"))
    middle = asyncio.create_task(link(innermost, "middle"))
    outer = asyncio.create_task(link(middle, "outer"))
    await turns(3)
    outer.cancel()
    print(await outcome(outer), log, [task.cancelled() for task in (innermost, middle, outer)])

    async def refuses():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            return "refused"

    inner = asyncio.create_task(refuses())
    outer = asyncio.create_task(link(inner, "outer"))
    await turns(2)
    outer.cancel()
    print(await outcome(outer), outer.cancelling())


async def cleanup():
    """Cancelled again while it cleans up."""
    log = []

    async def worker():
        try:
            await asyncio.sleep(100)
        finally:
            log.append("cleanup begins")
            try:
                await asyncio.sleep(100)
                log.append("not reached")
            finally:
                log.append("cleanup ends")

    task = asyncio.create_task(worker())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    print(await outcome(task), log)

    async def raises_in_cleanup():
        try:
            await asyncio.sleep(100)
        finally:
            raise OSError("in the cleanup")

    task = asyncio.create_task(raises_in_cleanup())
    await asyncio.sleep(0)
    task.cancel()
    print(await outcome(task), task.cancelled(), repr(task.exception().__context__))


async def shielded():
    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append((context["message"], repr(context.get("exception")))))
    inner = asyncio.create_task(turns(5, "inner"))
    outer = asyncio.create_task(outcome(asyncio.shield(inner)))
    await asyncio.sleep(0)
    outer.cancel()
    print(await outcome(outer), inner.done(), await inner)
    # The inner one is cancelled: so is the outer one.
    inner = asyncio.create_task(asyncio.sleep(100))
    shield = asyncio.shield(inner)
    await asyncio.sleep(0)
    inner.cancel()
    print(await outcome(shield), shield.cancelled())
    # The inner one fails when nobody waits any more.
    inner = loop.create_future()
    shield = asyncio.shield(inner)
    shield.cancel()
    inner.set_exception(ValueError("nobody waits"))
    await turns(2)
    print(await outcome(shield), reports)
    loop.set_exception_handler(None)


async def gathered():
    children = [asyncio.create_task(asyncio.sleep(100)) for _ in range(3)]
    group = asyncio.gather(*children)
    waiting = asyncio.create_task(outcome(group))
    await asyncio.sleep(0)
    group.cancel("together")
    print(await waiting, [child.cancelled() for child in children])
    # One child is cancelled: gather raises, the others go on.
    children = [asyncio.create_task(turns(4, n)) for n in range(3)]
    waiting = asyncio.create_task(outcome(asyncio.gather(*children)))
    await asyncio.sleep(0)
    children[1].cancel()
    print(await waiting, [child.done() for child in children], await children[2])
    # All children are done, and the task that waits is cancelled in the same turn.
    children = [asyncio.create_task(turns(1, n)) for n in range(2)]
    group = asyncio.gather(*children)
    waiting = asyncio.create_task(outcome(group))
    await turns(2)
    print(all(child.done() for child in children), group.done(), waiting.cancel())
    print(await outcome(waiting))
    # With return_exceptions a cancelled child is a result, a cancelled group is not.
    children = [asyncio.create_task(asyncio.sleep(100)) for _ in range(2)]
    group = asyncio.gather(*children, return_exceptions=True)
    await asyncio.sleep(0)
    children[0].cancel()
    await asyncio.sleep(0)
    group.cancel()
    print(await outcome(group))


async def with_timeouts():
    loop = asyncio.get_running_loop()
    # Cancelled from outside while the timeout has expired, too: CancelledError stays.
    async def limited():
        async with asyncio.timeout(0.001):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                await asyncio.sleep(0.02)
                raise

    task = asyncio.create_task(limited())
    await asyncio.sleep(0.01)
    task.cancel()
    print(await outcome(task), task.cancelling())
    # Swallowed inside: the timeout still counts as expired, and nothing is raised.
    async def swallows():
        async with asyncio.timeout(0.001) as limit:
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                pass
        return limit.expired(), asyncio.current_task().cancelling()

    print(await outcome(asyncio.create_task(swallows())))
    # Another exception on the way out stays what it is.
    async def converts():
        async with asyncio.timeout(0.001):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                raise KeyError("instead") from None

    print(await outcome(asyncio.create_task(converts())))
    # wait_for: what it waits for is done before the time is up, but in the same turn.
    future = loop.create_future()
    loop.call_later(0.002, future.set_result, "just in time")
    print(await outcome(asyncio.wait_for(future, 1)))
    inner = asyncio.create_task(asyncio.sleep(100))
    waiting = asyncio.create_task(outcome(asyncio.wait_for(inner, 1)))
    await turns(2)
    waiting.cancel("by hand")
    print((await outcome(waiting))[0], inner.cancelled())
    inner = asyncio.create_task(asyncio.sleep(100))
    waiting = asyncio.create_task(outcome(asyncio.wait_for(inner, 1)))
    await turns(2)
    inner.cancel()
    print((await waiting)[0])


async def in_groups():
    log = []

    async def child(name, error=None):
        try:
            await asyncio.sleep(0 if error else 100)
            if error:
                raise error
        except asyncio.CancelledError:
            log.append(name)
            raise

    async def parent(body):
        async with asyncio.TaskGroup() as group:
            group.create_task(child("sibling"))
            await body(group)

    # Cancelled while it waits for its children.
    task = asyncio.create_task(parent(lambda group: asyncio.sleep(0)))
    await turns(3)
    task.cancel()
    print(await outcome(task), log)
    # Cancelled, and a child fails at the same time: the failures are told, and the cancellation is kept for later.
    async def outer():
        try:
            await parent(lambda group: group.create_task(child("bad", ValueError("failed"))))
        except* ValueError:
            pass
        log.append(asyncio.current_task().cancelling())
        await asyncio.sleep(0)
        return "went on"

    log.clear()
    print(await outcome(asyncio.create_task(outer())), log)

    async def nested():
        async with asyncio.timeout(0.005):
            async with asyncio.TaskGroup() as group:
                group.create_task(child("in time"))

    log.clear()
    print((await outcome(asyncio.create_task(nested())))[0], log)


async def waiting_sides():
    """Whoever waits in a primitive is cancelled; nobody else loses a turn."""
    lock, semaphore, event, condition = asyncio.Lock(), asyncio.Semaphore(0), asyncio.Event(), asyncio.Condition()
    for thing in (lock, semaphore):
        if thing is lock:
            await lock.acquire()
        waiters = [asyncio.create_task(thing.acquire()) for _ in range(3)]
        await asyncio.sleep(0)
        thing.release()
        waiters[0].cancel()  # it was given its turn already
        await turns(3)
        print(type(thing).__name__, [(task.done(), task.done() and task.cancelled()) for task in waiters])
        for task in waiters:
            task.cancel()
        await asyncio.gather(*waiters, return_exceptions=True)
    waiter = asyncio.create_task(event.wait())
    await asyncio.sleep(0)
    event.set()
    waiter.cancel()
    print(await outcome(waiter))

    async def notified():
        async with condition:
            await condition.wait()
            return condition.locked()

    waiters = [asyncio.create_task(notified()) for _ in range(2)]
    await asyncio.sleep(0)
    async with condition:
        condition.notify()
        waiters[0].cancel()
    await turns(4)
    # The recording interpreter loses this notification; it is passed on since 3.13.
    print(waiters[1].done() or sys.version_info < (3, 12), waiters[0].cancelled(), condition.locked())
    async with condition:
        condition.notify_all()
    print(await asyncio.gather(*waiters, return_exceptions=True))
    queue = asyncio.Queue(1)
    queue.put_nowait("first")
    putters = [asyncio.create_task(queue.put(n)) for n in range(2)]
    await asyncio.sleep(0)
    print(queue.get_nowait(), putters[0].cancel())
    await turns(3)
    print([task.done() for task in putters], putters[0].cancelled(), queue.get_nowait())


async def main():
    for part in (same_turn, repeated, chain, cleanup, shielded, gathered, with_timeouts, in_groups, waiting_sides):
        print("--", part.__name__)
        await part()


asyncio.run(main())
