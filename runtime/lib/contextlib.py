"""Context managers: making them from generators, and composing them."""

import sys
from abc import ABC, abstractmethod
from functools import wraps

__all__ = [
    "asynccontextmanager", "contextmanager", "closing", "nullcontext", "AbstractContextManager",
    "AbstractAsyncContextManager", "AsyncExitStack", "ContextDecorator", "ExitStack", "redirect_stdout",
    "redirect_stderr", "suppress", "aclosing", "AsyncContextDecorator", "chdir",
]  # fmt: skip

_GenericAlias = type(list[int])


def _has(C, *methods):
    return all(getattr(C, method, None) is not None for method in methods) or NotImplemented


class AbstractContextManager(ABC):
    """What has __enter__ and __exit__."""

    __class_getitem__ = classmethod(_GenericAlias)

    def __enter__(self):
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, C):
        return _has(C, "__enter__", "__exit__") if cls is AbstractContextManager else NotImplemented


class AbstractAsyncContextManager(ABC):
    """What has __aenter__ and __aexit__."""

    __class_getitem__ = classmethod(_GenericAlias)

    async def __aenter__(self):
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, C):
        return _has(C, "__aenter__", "__aexit__") if cls is AbstractAsyncContextManager else NotImplemented


# --- decorators


class ContextDecorator:
    """A base for context managers that also serve as decorators: the function's body then runs inside."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return inner


class AsyncContextDecorator:
    """The same for asynchronous context managers and coroutine functions."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)

        return inner


# --- from generators


class _FromGenerator:
    """Holds the generator; remembers the call, because a decorator needs a new one each time."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        self.__doc__ = getattr(func, "__doc__", None) or type(self).__doc__

    def _recreate_cm(self):
        return self.__class__(self.func, self.args, self.kwds)

    def _is_ours(self, error, value):
        """Whether a RuntimeError only wraps the StopIteration that was thrown in: generators turn one into the other."""
        return isinstance(value, (StopIteration, StopAsyncIteration)) and error.__cause__ is value


class _GeneratorContextManager(_FromGenerator, AbstractContextManager, ContextDecorator):
    """The context manager that a function decorated with @contextmanager returns."""

    def __enter__(self):
        del self.args, self.kwds, self.func  # needed only to recreate; the generator may keep on to them as it likes
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        if typ is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                self.gen.close()
        if value is None:
            value = typ()
        try:
            self.gen.throw(value)
        except StopIteration as error:
            return error is not value  # swallowed, unless it is the very one that was thrown in
        except RuntimeError as error:
            if error is value or self._is_ours(error, value):
                value.__traceback__ = traceback
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            error.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after throw()")
        finally:
            self.gen.close()


class _AsyncGeneratorContextManager(_FromGenerator, AbstractAsyncContextManager, AsyncContextDecorator):
    """The context manager that a function decorated with @asynccontextmanager returns."""

    async def __aenter__(self):
        del self.args, self.kwds, self.func
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        if typ is None:
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                await self.gen.aclose()
        if value is None:
            value = typ()
        try:
            await self.gen.athrow(value)
        except StopAsyncIteration as error:
            return error is not value
        except RuntimeError as error:
            if error is value or self._is_ours(error, value):
                value.__traceback__ = traceback
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            error.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after athrow()")
        finally:
            await self.gen.aclose()


def contextmanager(func):
    """Makes a generator function give context managers: what it yields is the `as` value, what follows is the exit."""

    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


def asynccontextmanager(func):
    """The same for asynchronous generator functions."""

    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)

    return helper


# --- small ones


class closing(AbstractContextManager):
    """Calls thing.close() at the end."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    """Awaits thing.aclose() at the end."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


class _Redirect(AbstractContextManager):
    def __init__(self, new_target):
        self._new_target = new_target
        self._old_targets = []  # the same object may be entered again inside itself

    def __enter__(self):
        self._old_targets.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._new_target)
        return self._new_target

    def __exit__(self, exctype, excinst, exctb):
        setattr(sys, self._stream, self._old_targets.pop())


class redirect_stdout(_Redirect):
    """Sends what is printed somewhere else."""

    _stream = "stdout"


class redirect_stderr(_Redirect):
    """Sends what goes to standard error somewhere else."""

    _stream = "stderr"


class suppress(AbstractContextManager):
    """Ends the block quietly when one of these exceptions comes out of it."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exctype, excinst, exctb):
        if exctype is None:
            return None
        if issubclass(exctype, self._exceptions):
            return True
        if issubclass(exctype, BaseExceptionGroup):
            _, rest = excinst.split(self._exceptions)
            if rest is None:
                return True
            raise rest
        return False


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    """Does nothing: for where a context manager is optional."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *excinfo):
        pass


class chdir(AbstractContextManager):
    """Changes the working directory for the whole process, and back."""

    def __init__(self, path):
        self.path = path
        self._old_cwd = []

    def __enter__(self):
        import os

        self._old_cwd.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, *excinfo):
        import os

        os.chdir(self._old_cwd.pop())


# --- stacks


def _not_a_manager(cm, protocol="the context manager protocol"):
    cls = type(cm)
    return TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support {protocol}")


class _BaseExitStack:
    """Exits in reverse order of entry, each seeing the exception the ones before have left. An entry is
    (is_sync, callback), and the callback takes what __exit__ takes."""

    def __init__(self):
        self._exit_callbacks = []

    def _push(self, callback, is_sync=True):
        self._exit_callbacks.append((is_sync, callback))

    def pop_all(self):
        """Moves everything to a new stack and returns it; nothing is left to be done here."""
        new = type(self)()
        new._exit_callbacks = self._exit_callbacks
        self._exit_callbacks = []
        return new

    def push(self, exit):
        """Adds the __exit__ of a context manager, or a function with the signature of one."""
        method = getattr(type(exit), "__exit__", None)
        if method is None:
            self._push(exit)
        else:
            self._push(lambda *details: method(exit, *details))
        return exit

    def enter_context(self, cm):
        """Enters a context manager and adds its exit."""
        cls = type(cm)
        try:
            enter, exit = cls.__enter__, cls.__exit__
        except AttributeError:
            raise _not_a_manager(cm) from None
        result = enter(cm)
        self._push(lambda *details: exit(cm, *details))
        return result

    def callback(self, callback, /, *args, **kwds):
        """Adds any call."""

        def call(exc_type, exc, tb):
            callback(*args, **kwds)

        call.__wrapped__ = callback
        self._push(call)
        return callback

    def _chain_to(self, error, old, outer):
        """A callback raised `error` while `old` was on its way: make that the context at the end of error's chain, in
        place of `outer`, which was being handled around the whole stack."""
        while True:
            context = error.__context__
            if context is None or context is old:
                return
            if context is outer:
                break
            error = context
        error.__context__ = old


class ExitStack(_BaseExitStack, AbstractContextManager):
    """Any number of context managers and callbacks, undone together at the end."""

    def __enter__(self):
        return self

    def __exit__(self, *exc_details):
        exc = exc_details[1]
        received = exc is not None
        outer = sys.exception()
        swallowed = False
        raised = None
        while self._exit_callbacks:
            _, callback = self._exit_callbacks.pop()
            try:
                if callback(type(exc) if exc is not None else None, exc, exc.__traceback__ if exc is not None else None):
                    swallowed, raised, exc = True, None, None
            except BaseException as error:
                self._chain_to(error, exc, outer)
                raised = exc = error
        if raised is not None:
            context = raised.__context__
            try:
                raise raised
            finally:
                raised.__context__ = context  # raising it here has put another one there
        return received and swallowed

    def close(self):
        """Undoes everything now."""
        self.__exit__(None, None, None)


class AsyncExitStack(_BaseExitStack, AbstractAsyncContextManager):
    """An ExitStack that also takes asynchronous context managers and coroutine functions."""

    async def enter_async_context(self, cm):
        cls = type(cm)
        try:
            enter, exit = cls.__aenter__, cls.__aexit__
        except AttributeError:
            raise _not_a_manager(cm, "the asynchronous context manager protocol") from None
        result = await enter(cm)
        self._push(lambda *details: exit(cm, *details), False)
        return result

    def push_async_exit(self, exit):
        method = getattr(type(exit), "__aexit__", None)
        if method is None:
            self._push(exit, False)
        else:
            self._push(lambda *details: method(exit, *details), False)
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        async def call(exc_type, exc, tb):
            await callback(*args, **kwds)

        call.__wrapped__ = callback
        self._push(call, False)
        return callback

    async def aclose(self):
        await self.__aexit__(None, None, None)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_details):
        exc = exc_details[1]
        received = exc is not None
        outer = sys.exception()
        swallowed = False
        raised = None
        while self._exit_callbacks:
            is_sync, callback = self._exit_callbacks.pop()
            try:
                result = callback(type(exc) if exc is not None else None, exc, exc.__traceback__ if exc is not None else None)
                if result if is_sync else await result:
                    swallowed, raised, exc = True, None, None
            except BaseException as error:
                self._chain_to(error, exc, outer)
                raised = exc = error
        if raised is not None:
            context = raised.__context__
            try:
                raise raised
            finally:
                raised.__context__ = context
        return received and swallowed
