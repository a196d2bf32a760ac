# Tasks: names, results, callbacks, cancel and uncancel, what they show of themselves.
import asyncio
import contextvars


async def give(value, turns=1):
    for _ in range(turns):
        await asyncio.sleep(0)
    return value


async def fail(error):
    await asyncio.sleep(0)
    raise error


def shown(task):
    text = repr(task)
    return text if " cb=[" not in text else text[:text.index(" cb=[")] + ">"


async def main():
    loop = asyncio.get_running_loop()
    me = asyncio.current_task()
    print(me.get_name(), me.get_coro().__name__, me in asyncio.all_tasks(), me.get_loop() is loop)
    task = asyncio.create_task(give(1), name="one")
    print(shown(task), task.done(), task.cancelled(), isinstance(task, asyncio.Future), asyncio.isfuture(task))
    for ask in (task.result, task.exception):
        try:
            ask()
        except asyncio.InvalidStateError as error:
            print(error)
    task.add_done_callback(lambda t: print("callback", t is task, t.result()))
    print(await task, shown(task), task.result(), task.exception())
    task.set_name(7)
    print(repr(task.get_name()))
    for forbidden in (lambda: task.set_result(1), lambda: task.set_exception(ValueError())):
        try:
            forbidden()
        except RuntimeError as error:
            print(error)

    bad = asyncio.create_task(fail(ValueError("bad")))
    try:
        await bad
    except ValueError as error:
        print(repr(error), error is bad.exception(), shown(bad).split(" coro")[0])

    # cancelling
    sleeper = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    print(sleeper.cancel("reason"), sleeper.cancelling(), sleeper.cancelled())
    try:
        await sleeper
    except asyncio.CancelledError as error:
        print("cancelled", error.args, sleeper.cancelled(), sleeper.cancel())
    early = asyncio.create_task(give(1))
    early.cancel()
    try:
        await early
    except asyncio.CancelledError as error:
        print("before its first step", error.args)

    async def stubborn():
        while True:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                print("no", asyncio.current_task().cancelling(), asyncio.current_task().uncancel())
                return "stayed"
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    print(await task, task.cancelled())

    async def cancel_self():
        asyncio.current_task().cancel()
        return "value"
    try:
        await asyncio.create_task(cancel_self())
    except asyncio.CancelledError:
        print("cancelled in its last step")

    # what a task cannot await
    async def wrong(what):
        return await what
    other = asyncio.new_event_loop()
    foreign = other.create_future()
    for what in (foreign,):
        try:
            await asyncio.create_task(wrong(what))
        except RuntimeError as error:
            print(str(error).split(" got Future")[1].split("attached")[1])
    other.close()

    class Bare:
        def __await__(self):
            yield 42
    try:
        await asyncio.create_task(wrong(Bare()))
    except RuntimeError as error:
        print(error)

    async def self_awaiting():
        await asyncio.current_task()
    try:
        await asyncio.create_task(self_awaiting())
    except RuntimeError as error:
        print(str(error)[:34])
    for not_a_coroutine in (3, give, print):
        try:
            asyncio.create_task(not_a_coroutine)
        except TypeError as error:
            print(str(error).split(" at 0x")[0])

    # contexts
    variable = contextvars.ContextVar("variable", default="default")

    async def set_it(value):
        before = variable.get()
        variable.set(value)
        await asyncio.sleep(0)
        return before, variable.get()
    variable.set("main")
    print(await asyncio.gather(set_it("a"), set_it("b")), variable.get())
    context = contextvars.copy_context()
    await asyncio.create_task(set_it("kept"), context=context)
    print(variable.get(), context[variable])
    await set_it("same task")
    print(variable.get())
    seen = []
    loop.call_soon(lambda: (seen.append(variable.get()), variable.set("callback")))
    loop.call_soon(lambda: seen.append(variable.get()), context=context)
    await asyncio.sleep(0)
    print(seen, variable.get())

    # from many tasks
    order = []

    async def turn(n):
        for i in range(3):
            order.append(n)
            await asyncio.sleep(0)
    await asyncio.gather(*[turn(n) for n in range(3)])
    print(order, len(asyncio.all_tasks()))


asyncio.run(main())
try:
    asyncio.current_task()
except RuntimeError as error:
    print(error)
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)
