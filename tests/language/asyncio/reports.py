# What is reported when nobody asks: exceptions of callbacks, of tasks and futures, tasks that are dropped.
import asyncio
import gc

reports = []


def keep(loop, context):
    who = "task" if "task" in context else "future" if "future" in context else "?"
    reports.append((context["message"], who, repr(context.get("exception"))))


async def fail(text):
    raise ValueError(text)


def leave_behind(loop):
    future = loop.create_future()
    future.set_exception(OSError("of a future"))
    loop.create_task(fail("of a task nobody awaits"))

    async def wait_for_ever():
        await loop.create_future()
    loop.create_task(wait_for_ever())


async def main():
    loop = asyncio.get_running_loop()

    def callback():
        raise KeyError("of a callback")
    loop.call_soon(callback)
    await asyncio.sleep(0)
    loop.call_exception_handler({"message": "said by hand", "detail": 1, "exception": None})

    def broken(loop, context):
        raise RuntimeError("of the handler")
    loop.set_exception_handler(broken)
    loop.call_exception_handler({"message": "for a broken handler"})

    loop.set_exception_handler(keep)
    asked = asyncio.create_task(fail("asked for"))
    await asyncio.wait([asked])
    asked.exception()
    leave_behind(loop)
    for _ in range(5):
        await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))  # other tasks come where those that were dropped have been
        gc.collect()
    return loop


loop = asyncio.run(main())
for _ in range(3):
    gc.collect()
for report in sorted(reports):
    print(*report)
