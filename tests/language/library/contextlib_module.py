# contextlib
import contextlib
import sys
from contextlib import ContextDecorator, ExitStack, closing, contextmanager, nullcontext, redirect_stdout, suppress


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"


@contextmanager
def tag(name):
    "Prints a tag."
    print(f"<{name}>")
    try:
        yield name.upper()
    except KeyError as error:
        print("handled", error)
    finally:
        print(f"</{name}>")


with tag("a") as a, tag("b"):
    print(a)
with tag("swallows"):
    raise KeyError("k")


def raises():
    with tag("passes"):
        raise ValueError("v")


print(attempt(raises), tag.__name__, tag.__doc__)


@tag("decorator")
def work(x):
    print("work", x)
    return x


print(work(1), work(2), work.__name__)


@contextmanager
def no_yield():
    if False:
        yield


@contextmanager
def two_yields():
    yield 1
    yield 2


@contextmanager
def continues():
    try:
        yield
    except Exception:
        pass
    yield


@contextmanager
def replaces():
    try:
        yield
    except Exception as error:
        raise LookupError("replaced") from error


def use(manager, error=None):
    with manager:
        if error:
            raise error


print(attempt(use, no_yield()), attempt(use, two_yields()), attempt(use, continues(), ValueError("x")), sep="\n")
print(attempt(use, replaces(), ValueError("x")), attempt(use, tag("stop"), StopIteration("s")), attempt(use, tag("rt"), RuntimeError("r")))
manager = tag("once")
with manager:
    pass
print(attempt(use, manager))


class Thing:
    def close(self):
        print("closed")


with closing(Thing()) as thing:
    print(type(thing).__name__)
with suppress(ValueError, KeyError):
    raise KeyError("quiet")
print("after", attempt(use, suppress(ValueError), TypeError("loud")))


class Writer:
    def __init__(self):
        self.text = []

    def write(self, text):
        self.text.append(text)

    def flush(self):
        pass


writer = Writer()
with redirect_stdout(writer) as target:
    print("hidden", 1)
print(writer.text, target is writer)
with nullcontext(5) as five:
    print(five)


# ExitStack
class Resource:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, exc_type, exc, tb):
        print("exit", self.name, exc_type and exc_type.__name__, exc)
        if self.fail:
            raise self.fail
        return self.swallow


with ExitStack() as stack:
    names = [stack.enter_context(Resource(name)) for name in "xyz"]
    stack.callback(print, "callback", 1, sep="-")
    stack.push(lambda *details: print("pushed", details[0]))

    @stack.callback
    def last():
        print("first out")

    print(names)
with ExitStack() as stack:
    stack.enter_context(Resource("outer"))
    stack.enter_context(Resource("swallower", swallow=True))
    stack.enter_context(Resource("inner"))
    raise ValueError("boom")
try:
    with ExitStack() as stack:
        stack.enter_context(Resource("sees second"))
        stack.enter_context(Resource("fails", fail=KeyError("second")))
        raise ValueError("first")
except KeyError as error:
    print(repr(error), repr(error.__context__), error.__context__.__context__)
stack = ExitStack()
stack.enter_context(Resource("kept"))
with stack as same:
    moved = same.pop_all()
print("moved")
moved.close()
print(attempt(ExitStack().enter_context, 5))


class Timing(ContextDecorator):
    def __enter__(self):
        print("start")
        return self

    def __exit__(self, *details):
        print("stop")
        return False


@Timing()
def timed():
    print("timed")


timed()
timed()
print(isinstance(Timing(), contextlib.AbstractContextManager), isinstance(5, contextlib.AbstractContextManager))


class Mine(contextlib.AbstractContextManager):
    def __exit__(self, *details):
        return None


with Mine() as mine:
    print(type(mine).__name__)


# asynchronous
@contextlib.asynccontextmanager
async def atag(name):
    print("aenter", name)
    try:
        yield name
    finally:
        print("aexit", name)


class Async:
    async def __aenter__(self):
        print("aenter class")
        return self

    async def __aexit__(self, *details):
        print("aexit class", details[0])


async def main():
    async with atag("one") as one:
        print(one)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(atag("two"))
        await stack.enter_async_context(Async())
        stack.enter_context(Resource("sync"))

        async def later():
            print("later")

        stack.push_async_callback(later)
    try:
        async with atag("three"):
            raise ValueError("async")
    except ValueError as error:
        print(repr(error))


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value


run(main())
