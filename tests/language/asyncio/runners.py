# run and Runner: what they set up, what they tidy up, and in which order.
import asyncio
import contextvars
import signal
import threading

variable = contextvars.ContextVar("variable", default="unset")


async def give(value):
    await asyncio.sleep(0)
    return value


# run() makes a loop, and leaves none behind.
async def look():
    loop = asyncio.get_running_loop()
    return loop.is_running(), loop.get_debug(), asyncio.get_event_loop() is loop, asyncio.current_task().get_name()[:5]


print(asyncio.run(look()), asyncio.run(look(), debug=True)[:2])
try:
    asyncio.get_event_loop_policy().get_event_loop()
except RuntimeError as error:
    print(error)
for wrong in (look, 3, None):
    try:
        asyncio.run(wrong)
    except ValueError as error:
        print(str(error).split(", got")[0])


async def raising():
    raise LookupError("of main")


try:
    asyncio.run(raising())
except LookupError as error:
    print(repr(error))


# The end: tasks are cancelled, then asynchronous generators closed, then the executor's threads awaited.
async def leaves_everything():
    async def forever(name):
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError:
            print("cancelled:", name)
            await asyncio.sleep(0.001)
            print("tidy:", name)
            raise

    async def numbers():
        try:
            for n in range(10):
                yield n
        finally:
            await asyncio.sleep(0)
            print("generator closed")
            finish.set()

    asyncio.create_task(forever("task"))
    left = numbers()
    print(await anext(left))
    asyncio.get_running_loop().run_in_executor(None, lambda: (finish.wait(60), print("executor's thread is done")))
    await asyncio.sleep(0)
    kept.append(left)


finish, kept = threading.Event(), []
asyncio.run(leaves_everything())


# What a cancelled task raises in its cleanup goes to the exception handler.
async def cleanup_fails():
    async def bad():
        try:
            await asyncio.sleep(1000)
        finally:
            raise OSError("in the cleanup")

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"], repr(context["exception"])))
    task = asyncio.create_task(bad())
    await asyncio.sleep(0)


asyncio.run(cleanup_fails())


# A Runner keeps its loop and its context from run to run.
async def set_variable(value):
    before = variable.get()
    variable.set(value)
    return before


with asyncio.Runner() as runner:
    loop = runner.get_loop()
    print(runner.run(set_variable("first")), runner.run(set_variable("second")), variable.get())
    print(runner.run(give(1)), runner.get_loop() is loop, loop.is_closed())
    print(runner.run(set_variable("third"), context=contextvars.copy_context()))
    print(runner.run(set_variable("fourth")))
    for wrong in (give, 3):
        try:
            runner.run(wrong)
        except ValueError as error:
            print(str(error).split(", got")[0])

    async def inside():
        coroutine = give(2)
        try:
            runner.run(coroutine)
        except RuntimeError as error:
            print(error)
        coroutine.close()

    runner.run(inside())
    print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
print(loop.is_closed())
coroutine = give(3)
for use in (runner.get_loop, lambda: runner.run(coroutine), runner.__enter__):
    try:
        use()
    except RuntimeError as error:
        print(error)
coroutine.close()
runner.close()

made = []


def factory():
    made.append(asyncio.new_event_loop())
    return made[-1]


runner = asyncio.Runner(debug=True, loop_factory=factory)
print(made, runner.run(look())[:2], len(made), runner.get_loop() is made[0])
runner.close()
unused = asyncio.Runner(loop_factory=factory)
unused.close()
print(len(made), made[0].is_closed())

# In a thread there is no signal handling, and everything else.
results = []
thread = threading.Thread(target=lambda: results.append(asyncio.run(look())))
thread.start()
thread.join()
print(results)
