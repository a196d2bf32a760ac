# Coroutines by hand: send, throw, close, what they show of themselves, and what is not allowed.
import inspect
import types


@types.coroutine
def switch(value):
    got = yield value
    return got


async def double(value):
    return 2 * await switch(value)


async def outer():
    first = await double(1)
    second = await double(first)
    return first, second


c = outer()
print(type(c).__name__, c.__name__, c.__qualname__, inspect.iscoroutine(c), inspect.getcoroutinestate(c))
print(c.cr_await, c.cr_running, c.cr_suspended, c.cr_frame.f_lineno, c.cr_code.co_name, c.cr_origin)
print(c.send(None), inspect.getcoroutinestate(c))
print(c.cr_await.__name__, c.cr_await.cr_await.__name__, c.cr_frame.f_lineno, c.cr_frame.f_locals)
print(c.send(10), c.cr_frame.f_locals)
try:
    c.send(5)
except StopIteration as stop:
    print(stop.value)
print(c.cr_frame, c.cr_await, inspect.getcoroutinestate(c))
try:
    c.send(None)
except RuntimeError as error:
    print(error)

c = outer()
try:
    c.send(1)
except TypeError as error:
    print(error)
c.send(None)
try:
    c.throw(ValueError("thrown"))
except ValueError as error:
    print(repr(error), c.cr_frame)


async def cleaning():
    try:
        await switch("waiting")
    except GeneratorExit:
        print("GeneratorExit")
        raise
    finally:
        print("finally")


c = cleaning()
print(c.send(None), c.close(), c.close())
c = cleaning()
c.close()
try:
    c.send(None)
except RuntimeError as error:
    print(error)


async def stubborn():
    try:
        await switch(1)
    except GeneratorExit:
        await switch(2)


c = stubborn()
c.send(None)
try:
    c.close()
except RuntimeError as error:
    print(error)


def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


class Awaitable:
    def __init__(self, answer):
        self.answer = answer

    def __await__(self):
        if self.answer is not None:
            yield
            return self.answer


class Wrong:
    def __await__(self):
        return [1]


class Worse:
    def __await__(self):
        self.coroutine = outer()
        return self.coroutine


async def awaits(what):
    return await what


print(run(awaits(Awaitable("done"))), run(awaits(Awaitable(None))))
for what in (3, "text", None, Wrong(), Worse(), (x for x in ())):
    try:
        run(awaits(what))
    except TypeError as error:
        print(type(what).__name__, ":", error)
    if isinstance(what, Worse):
        what.coroutine.close()
shared = double(1)
shared.send(None)
try:
    run(awaits(shared))
except RuntimeError as error:
    print(error)
shared.close()


async def stops():
    raise StopIteration(1)


try:
    run(stops())
except RuntimeError as error:
    print(error, repr(error.__cause__))


class Manager:
    async def __aenter__(self):
        print("enter", await double(1) if False else "")
        return self

    async def __aexit__(self, kind, error, traceback):
        print("exit", kind and kind.__name__)
        return kind is ValueError


class Numbers:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def generate(n):
    for i in range(n):
        await switch(i)
        yield i


async def statements():
    async with Manager() as a, Manager():
        print(isinstance(a, Manager))
    async with Manager():
        raise ValueError
    async for i in Numbers(3):
        print(i, end=" ")
    else:
        print("else")
    print([i async for i in generate(3)], {i async for i in generate(2)}, {i: i async for i in Numbers(2)})
    print([i async for i in Numbers(5) if i % 2], [await double(i) if False else i for i in range(2)])
    lazy = (i * i async for i in generate(4))
    print(type(lazy).__name__, [i async for i in lazy])
    print([[j async for j in Numbers(i)] async for i in Numbers(3)])
    for wrong in (1, "x"):
        try:
            async for _ in wrong:
                pass
        except TypeError as error:
            print(error)
        try:
            async with wrong:
                pass
        except (TypeError, AttributeError) as error:
            print(type(error).__name__, error)


run(statements())
print(inspect.iscoroutinefunction(outer), inspect.isasyncgenfunction(generate), inspect.isawaitable(switch(1)))
