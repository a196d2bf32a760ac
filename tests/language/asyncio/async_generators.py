# Asynchronous generators: asend, athrow, aclose, their finalizer hooks.
import asyncio
import gc
import sys


async def numbers(n):
    try:
        for i in range(n):
            got = yield i
            if got:
                print("got", got)
    finally:
        await asyncio.sleep(0)
        print("closed")


async def main():
    g = numbers(5)
    print(type(g).__name__, g.ag_running, g.ag_await, g.__name__)
    print(await g.__anext__(), await g.asend("hello"), await anext(g))
    try:
        await g.athrow(ValueError("thrown"))
    except ValueError as error:
        print(repr(error))
    try:
        await anext(g)
    except StopAsyncIteration:
        print("over", await anext(g, "default"))
    g = numbers(3)
    await anext(g)
    await g.aclose()
    await g.aclose()
    try:
        fresh = numbers(2)
        await fresh.asend(1)
    except TypeError as error:
        print(error)
    print([i async for i in numbers(3)])

    async def nested():
        async for i in numbers(2):
            yield i
            yield i * 10
    print([i async for i in nested()])

    one = numbers(1)
    step = one.__anext__()
    print(await step)
    try:
        await step
    except RuntimeError as error:
        print(error)

    await one.aclose()

    async def ignoring():
        try:
            yield 1
        except GeneratorExit:
            yield 2
    g = ignoring()
    await anext(g)
    try:
        await g.aclose()
    except RuntimeError as error:
        print(error)

    async def raising():
        raise StopAsyncIteration
        yield
    try:
        await anext(raising())
    except RuntimeError as error:
        print(error)

    async def slow():
        await asyncio.sleep(0.01)
        yield 1
    g = slow()
    first = asyncio.ensure_future(anext(g))
    await asyncio.sleep(0)
    try:
        await anext(g)
    except RuntimeError as error:
        print(error)
    print(await first)

    global left
    left = numbers(5)
    await anext(left)
    print("end of main")


asyncio.run(main())
print(tuple(sys.get_asyncgen_hooks()), sys.get_asyncgen_hooks().finalizer)
seen = []
sys.set_asyncgen_hooks(firstiter=lambda g: seen.append("first"), finalizer=lambda g: seen.append("final"))


def step(awaitable):
    try:
        awaitable.send(None)
    except StopIteration as stop:
        return stop.value


def leave_unfinished():
    g = numbers(3)
    print(step(g.__anext__()), step(g.__anext__()))


leave_unfinished()
gc.collect()
print(seen)
sys.set_asyncgen_hooks(None, None)
try:
    sys.set_asyncgen_hooks(firstiter=3)
except TypeError as error:
    print(error)
