# Which is what: iscoroutine, iscoroutinefunction, isfuture, ensure_future, and what inspect says.
import asyncio
import concurrent.futures
import functools
import inspect
import types


async def coroutine_function():
    return "value"


async def generator_function():
    yield 1


def plain():
    pass


@types.coroutine
def by_generator():
    yield


class Class:
    async def method(self):
        pass

    @classmethod
    async def of_class(cls):
        pass

    @staticmethod
    async def static():
        pass

    async def __call__(self):
        pass


class Awaitable:
    def __await__(self):
        return iter(())


class LikeAFuture:
    _asyncio_future_blocking = False


made = [coroutine_function(), generator_function(), Awaitable(), plain]
for thing in made:
    print(type(thing).__name__, asyncio.iscoroutine(thing), inspect.iscoroutine(thing), inspect.isawaitable(thing))
made[0].close()
for function in (coroutine_function, generator_function, plain, by_generator, Class().method, Class.method, Class.of_class,
                 Class.static, functools.partial(coroutine_function), Class(), lambda: coroutine_function(), 3):
    print(getattr(function, "__name__", type(function).__name__), asyncio.iscoroutinefunction(function),
          inspect.iscoroutinefunction(function), inspect.isasyncgenfunction(function))


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(coroutine_function())
    for thing in (loop.create_future(), task, LikeAFuture(), LikeAFuture, concurrent.futures.Future(), asyncio.gather(), 3):
        print(type(thing).__name__, asyncio.isfuture(thing), isinstance(thing, asyncio.Future), asyncio.iscoroutine(thing))
    print(asyncio.ensure_future(task) is task, await asyncio.ensure_future(task))
    wrapped = asyncio.ensure_future(coroutine_function(), loop=loop)
    print(type(wrapped).__name__, await wrapped)
    print(type(asyncio.ensure_future(Awaitable())).__name__)
    other = asyncio.new_event_loop()
    try:
        asyncio.ensure_future(wrapped, loop=other)
    except ValueError as error:
        print(error)
    other.close()
    for thing in (3, "text", plain, generator_function()):
        try:
            asyncio.ensure_future(thing)
        except TypeError as error:
            print(error)
    print(asyncio.Future[int], asyncio.Task[str], asyncio.Queue[int], types.CoroutineType is type(task.get_coro()))


asyncio.run(main())
import collections.abc as abc

coroutine, generator = coroutine_function(), generator_function()
for thing in (coroutine, generator, Awaitable(), Class()):
    print([kind.__name__ for kind in (abc.Awaitable, abc.Coroutine, abc.AsyncIterable, abc.AsyncIterator, abc.AsyncGenerator)
           if isinstance(thing, kind)])
coroutine.close()
print(issubclass(asyncio.Task, abc.Awaitable), inspect.getcoroutinelocals(coroutine), inspect.getcoroutinestate(coroutine))
