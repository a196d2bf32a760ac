# Futures of asyncio: states, callbacks, what goes wrong; and those of concurrent.futures beside them.
import asyncio
import concurrent.futures
import sys


def shown(future):
    return repr(future)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(shown(future), future.done(), future.get_loop() is loop, future._state)
    called = []
    first = lambda f: called.append("first")
    future.add_done_callback(first)
    future.add_done_callback(first)
    future.add_done_callback(lambda f: called.append(f.result()))
    print(future.remove_done_callback(first), future.remove_done_callback(first))
    future.set_result(5)
    print(called, shown(future), future.result(), future.exception())
    await asyncio.sleep(0)
    future.add_done_callback(lambda f: called.append("late"))
    print(called)
    await asyncio.sleep(0)
    print(called, await future, await future)
    for again in (lambda: future.set_result(1), lambda: future.set_exception(ValueError)):
        try:
            again()
        except asyncio.InvalidStateError as error:
            print(type(error).__name__, error)
    print(future.cancel())

    failed = asyncio.Future()
    failed.set_exception(ValueError("bad"))
    print(shown(failed), repr(failed.exception()))
    try:
        await failed
    except ValueError as error:
        print(error)
    by_class = loop.create_future()
    by_class.set_exception(KeyError)
    print(repr(by_class.exception()))
    try:
        loop.create_future().set_exception(3)
    except TypeError as error:
        print(error)

    cancelled = loop.create_future()
    print(cancelled.cancel("message"), cancelled.cancel(), cancelled.cancelled(), shown(cancelled))
    try:
        await cancelled
    except asyncio.CancelledError as error:
        print(error.args)
    try:
        cancelled.exception()
    except asyncio.CancelledError as error:
        print("cancelled", error.args)

    # waiting for one from several tasks
    future = loop.create_future()
    async def wait(n):
        return n, await future
    tasks = [asyncio.create_task(wait(n)) for n in range(3)]
    await asyncio.sleep(0)
    future.set_result("all")
    print(await asyncio.gather(*tasks))

    # an exception raised anew each time has one traceback
    def depth(error):
        n, traceback = 0, error.__traceback__
        while traceback:
            n, traceback = n + 1, traceback.tb_next
        return n
    depths = []
    for _ in range(3):
        try:
            await failed
        except ValueError as error:
            depths.append(depth(error))
    print(len(set(depths)))

    # the other kind
    pool = concurrent.futures.ThreadPoolExecutor(1)
    print(await asyncio.wrap_future(pool.submit(pow, 2, 5)))
    try:
        await asyncio.wrap_future(pool.submit(int, "x"))
    except ValueError as error:
        print(error)
    print(await loop.run_in_executor(pool, max, 3, 4), await loop.run_in_executor(None, len, "four"))
    pending = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(pending)
    wrapped.cancel()
    await asyncio.sleep(0)
    print(pending.cancelled())
    print(await asyncio.to_thread(lambda a, *, b: a + b, 1, b=2))
    pool.shutdown()

    # ensure_future
    class Awaitable:
        def __await__(self):
            yield from asyncio.sleep(0).__await__()
            return "awaited"
    print(await asyncio.ensure_future(Awaitable()), asyncio.ensure_future(future) is future)
    for wrong in (3, None):
        try:
            asyncio.ensure_future(wrong)
        except TypeError as error:
            print(error)

    # a subclass, and attributes
    class Mine(asyncio.Future):
        def set_result(self, result):
            super().set_result(("mine", result))
    mine = Mine()
    mine.note = "attribute"
    mine.set_result(1)
    print(await mine, mine.note, shown(mine))
    it = loop.create_future().__await__()
    print(next(it)._state)
    try:
        next(it)
    except RuntimeError as error:
        print(error)


asyncio.run(main())
