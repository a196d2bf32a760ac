# The loop's own calls: call_soon, call_later, call_at, handles, exception handlers, running and closing.
import asyncio
import time


def shown(context):
    return {key: (repr(value) if key == "exception" else value) for key, value in context.items()
            if key in ("message", "exception")}


async def main():
    loop = asyncio.get_running_loop()
    seen = []
    handle = loop.call_soon(seen.append, "soon")
    print(type(handle).__name__, handle.cancelled(), repr(handle))
    cancelled = loop.call_soon(seen.append, "never")
    cancelled.cancel()
    print(cancelled.cancelled(), repr(cancelled))
    loop.call_soon(lambda: loop.call_soon(seen.append, "from a callback"))
    begin = loop.time()
    timer = loop.call_later(0.01, seen.append, "later")
    print(begin + 0.01 <= timer.when() <= loop.time() + 0.01)
    at = loop.call_at(begin + 0.005, seen.append, "at")
    print(type(timer).__name__, at < timer, at == at, hash(at) is not None)
    gone = loop.call_later(0.001, seen.append, "never")
    gone.cancel()
    for when in (0.003, 0.003, 0.002):
        loop.call_at(begin + when, seen.append, when)
    await asyncio.sleep(0.05)
    print(seen)
    # Many cancelled timers leave nothing behind.
    for _ in range(1000):
        loop.call_later(1000, print).cancel()
    same = loop.time() + 0.001
    order = []
    for n in range(5):
        loop.call_at(same, order.append, n)
    await asyncio.sleep(0.01)
    print(order)
    print(time.monotonic() <= loop.time() <= time.monotonic())

    # errors in callbacks
    errors = []
    loop.set_exception_handler(lambda loop, context: errors.append(shown(context)))
    print(loop.get_exception_handler() is not None)
    def fail(what):
        raise ValueError(what)
    loop.call_soon(fail, "soon")
    loop.call_later(0, fail, "later")
    future = loop.create_future()
    future.add_done_callback(fail)
    future.set_result(1)
    await asyncio.sleep(0.01)
    for error in errors:
        print(error["message"][:22], error["exception"][:13])
    loop.call_exception_handler({"message": "by hand"})
    print(errors[-1])
    loop.set_exception_handler(None)
    for wrong in (lambda: loop.set_exception_handler(3), lambda: loop.set_task_factory(3)):
        try:
            wrong()
        except TypeError as error:
            print(error)
    for wrong in (loop.run_forever, loop.close, lambda: loop.run_until_complete(future)):
        try:
            wrong()
        except RuntimeError as error:
            print(error)
    other = asyncio.new_event_loop()
    try:
        other.run_until_complete(future)
    except (RuntimeError, ValueError) as error:
        print(type(error).__name__)
    other.close()
    made = []

    def factory(loop, coro, **options):
        made.append(coro.__name__)
        return asyncio.Task(coro, loop=loop, **options)
    loop.set_task_factory(factory)
    await asyncio.create_task(asyncio.sleep(0))
    print(made, loop.get_task_factory() is factory)
    loop.set_task_factory(None)
    print(loop.is_running(), loop.is_closed(), loop.get_debug(), repr(loop)[-43:])


asyncio.run(main())

loop = asyncio.new_event_loop()
print(loop.run_until_complete(asyncio.sleep(0, "by hand")), loop.is_running())
loop.call_soon(loop.stop)
loop.run_forever()
loop.call_later(0.01, loop.stop)
loop.run_forever()
stopped = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(stopped)
except RuntimeError as error:
    print(error)
loop.close()
loop.close()
for use in (lambda: loop.call_soon(print), lambda: loop.call_later(1, print), loop.run_forever,
            lambda: loop.call_soon_threadsafe(print)):
    try:
        use()
    except RuntimeError as error:
        print(error)
coroutine = asyncio.sleep(0)
try:
    loop.run_until_complete(coroutine)
except RuntimeError as error:
    print(error)
coroutine.close()

# policies
policy = asyncio.get_event_loop_policy()
print(asyncio.AbstractEventLoopPolicy in type(policy).__mro__)
mine = asyncio.new_event_loop()
asyncio.set_event_loop(mine)
print(asyncio.get_event_loop() is mine)
asyncio.set_event_loop(None)
try:
    asyncio.get_event_loop()
except RuntimeError as error:
    print(error)
mine.close()
with asyncio.Runner() as runner:
    print(runner.run(asyncio.sleep(0, 1)), runner.run(asyncio.sleep(0, 2)), runner.get_loop().is_running())
try:
    runner.run(coroutine)
except RuntimeError as error:
    print(error)
try:
    asyncio.run(3)
except ValueError as error:
    print(error)


async def nested():
    coroutine = asyncio.sleep(0)
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)
    coroutine.close()
asyncio.run(nested())


async def leaves_tasks():
    async def forever():
        try:
            await asyncio.sleep(1000)
        finally:
            print("cleaned up")
    asyncio.create_task(forever())
    await asyncio.sleep(0)
    return "returned"
print(asyncio.run(leaves_tasks()))
