# TaskGroup: results, failures together, cancellation in and out.
import asyncio


async def after(delay, value):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print("cancelled:", value)
        raise
    if isinstance(value, BaseException):
        raise value
    return value


async def main():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(after(0.01, "a"), name="named")
        b = group.create_task(after(0, "b"))
        print(a.get_name(), repr(group))
    print(a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(after(100, "other"))
            group.create_task(after(0, ValueError("one")))
            await asyncio.sleep(100)
            print("not reached")
    except* ValueError as errors:
        print(errors, errors.exceptions, asyncio.current_task().cancelling())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(after(0, ValueError("one")))
            group.create_task(after(0, TypeError("two")))
    except ExceptionGroup as errors:
        print(errors.message, errors.exceptions)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(after(100, "left"))
            raise KeyError("body")
    except* KeyError as errors:
        print(errors.exceptions)

    async def parent():
        async with asyncio.TaskGroup() as group:
            group.create_task(after(100, "child"))
            await asyncio.sleep(100)
    task = asyncio.create_task(parent())
    await asyncio.sleep(0.01)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("parent cancelled")

    async def cleanup_fails():
        try:
            await asyncio.sleep(100)
        finally:
            raise OSError("in cleanup")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(cleanup_fails())
            await asyncio.sleep(0)
            raise ValueError("body")
    except ExceptionGroup as errors:
        print([repr(e) for e in errors.exceptions])

    async with asyncio.TaskGroup() as outer:
        async with asyncio.TaskGroup() as inner:
            inner.create_task(after(0, 1))
            outer.create_task(after(0, 2))

    async def child_cancelled():
        async with asyncio.TaskGroup() as group:
            child = group.create_task(asyncio.sleep(100))
            group.create_task(after(0.01, "goes on"))
            await asyncio.sleep(0)
            child.cancel()
        return "a cancelled child is no failure"
    print(await child_cancelled())
    group = asyncio.TaskGroup()
    coroutine = after(0, 1)
    try:
        group.create_task(coroutine)
    except RuntimeError as error:
        print(str(error).split("> ")[1])
    async with group:
        pass
    try:
        group.create_task(coroutine)
    except RuntimeError as error:
        print(str(error).split("> ")[1])
    coroutine.close()


asyncio.run(main())
