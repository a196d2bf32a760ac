"""Tasks, and waiting for them.

How a task is driven. Task is native, because every `await` goes through it (runtime/modules/asyncio_task.cpp), but what a step
does is said in a few lines of the language:

    def step(task, because=None):
        task.loop.current_task = task
        try:
            if because is an exception:
                awaited = task.coroutine.throw(because)
            else:
                awaited = task.coroutine.send(None)
        except StopIteration as stop:
            task.finish(result=stop.value)                     # the coroutine returned
        except BaseException as error:
            _step_raised(task, error)                          # below
        else:
            if awaited is None:                                # a bare yield: sleep(0)
                task.loop.call_soon(step, task)
            else:                                              # `await future`, at whatever depth: it comes out here
                awaited.add_done_callback(lambda future: step(task, future.exception()))
                task.waits_for = awaited

So a task is a chain of callbacks: each step runs until the next future that is not done, and that future's end starts the next
step. Nothing is ever awaited by a thread. `task.cancel()` cancels the future the task waits for, whose end then raises
CancelledError inside the coroutine.
"""

import concurrent.futures
import functools
import types
from _asyncio import (Task, _enter_task, _leave_task, _list_tasks, _swap_current_task, add_callback_to_all, current_task,
                      has_task, switch, timer)
from asyncio import coroutines, events, exceptions, futures, timeouts
from asyncio.events import get_running_loop

__all__ = ("Task", "create_task", "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "wait", "wait_for",
           "as_completed", "sleep", "gather", "shield", "ensure_future", "run_coroutine_threadsafe", "current_task",
           "all_tasks", "create_eager_task_factory", "eager_task_factory", "_register_task", "_unregister_task",
           "_enter_task", "_leave_task")

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED

_set_exception = futures.Future.set_exception  # what a Task itself refuses to outsiders
_cancel = futures.Future.cancel


# --- what becomes of a step, when it neither returned nor awaited a future of asyncio


def _step_raised(task, error):
    """The coroutine ended with an exception. True if it ends the loop as well."""
    if isinstance(error, exceptions.CancelledError):
        _cancel(task)
        task._cancelled_exc = error  # what awaits the task gets this very exception
        return False
    _set_exception(task, error)
    return isinstance(error, (KeyboardInterrupt, SystemExit))


def _step_yielded(task, awaited):
    """The coroutine handed out something that is not a plain `await` of one of our futures."""
    blocking = getattr(awaited, "_asyncio_future_blocking", None)
    if blocking is None:
        if isinstance(awaited, types.GeneratorType):
            message = f"yield was used instead of yield from for generator in task {task!r} with {awaited!r}"
        else:
            message = f"Task got bad yield: {awaited!r}"
    elif futures._get_loop(awaited) is not task.get_loop():
        message = f"Task {task!r} got Future {awaited!r} attached to a different loop"
    elif not blocking:
        message = f"yield was used instead of yield from in task {task!r} with {awaited!r}"
    elif awaited is task:
        message = f"Task cannot await on itself: {task!r}"
    else:  # a future of another make
        awaited._asyncio_future_blocking = False
        awaited.add_done_callback(task.task_wakeup, context=task.get_context())
        task._fut_waiter = awaited
        if task._must_cancel and awaited.cancel(msg=task._cancel_message):
            task._must_cancel = False
        return
    task._schedule_step(RuntimeError(message))


def _never_retrieved(future):
    """A future died with an exception that nobody asked for."""
    context = {"message": f"{type(future).__name__} exception was never retrieved",
               "exception": future._exception, "future": future}
    if future._source_traceback:
        context["source_traceback"] = future._source_traceback
    future.get_loop().call_exception_handler(context)


def _destroyed_pending(task):
    """A task died that nobody could have woken any more."""
    context = {"task": task, "message": "Task was destroyed but it is pending!"}
    if task._source_traceback:
        context["source_traceback"] = task._source_traceback
    task.get_loop().call_exception_handler(context)


def _get_stack(task, limit):
    """Where it waits: one frame. Where it failed: the frames of the traceback, outermost first."""
    frames = []
    frame = getattr(task.get_coro(), "cr_frame", None)
    if frame is not None:
        while frame is not None and (limit is None or len(frames) < limit):
            frames.append(frame)
            frame = frame.f_back
        frames.reverse()
    elif task._exception is not None:
        traceback = task._exception.__traceback__
        while traceback is not None and (limit is None or len(frames) < limit):
            frames.append(traceback.tb_frame)
            traceback = traceback.tb_next
    return frames


def _print_stack(task, limit, file):
    import linecache
    import traceback

    lines = [traceback.FrameSummary(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name,
                                    line=linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip())
             for frame in _get_stack(task, limit)]
    error = task._exception
    if not lines:
        print(f"No stack for {task!r}", file=file)
    elif error is not None:
        print(f"Traceback for {task!r} (most recent call last):", file=file)
    else:
        print(f"Stack for {task!r} (most recent call last):", file=file)
    print("".join(traceback.format_list(lines)), end="", file=file)
    if error is not None:
        print("".join(traceback.format_exception_only(type(error), error)), end="", file=file)


# --- making tasks


def all_tasks(loop=None):
    """The unfinished tasks of the loop."""
    return {task for task in _list_tasks(loop) if not task.done()}


def create_task(coro, *, name=None, context=None):
    """A task that runs the coroutine, in the running loop. Keep a reference to it: the loop does not."""
    loop = get_running_loop()
    task = loop.create_task(coro) if context is None else loop.create_task(coro, context=context)
    if name is not None:
        task.set_name(name)
    return task


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks take their first step at once."""

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


eager_task_factory = create_eager_task_factory(Task)


def _register_task(task):
    """Tasks register themselves."""


_unregister_task = _register_task


@types.coroutine
def _await(awaitable):
    return (yield from awaitable.__await__())


async def _wrap_awaitable(awaitable):
    return await _await(awaitable)


def ensure_future(coro_or_future, *, loop=None):
    """A future as it is; anything else that can be awaited as a task."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not futures._get_loop(coro_or_future):
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    is_coroutine = coroutines.iscoroutine(coro_or_future)
    if not is_coroutine:
        if not hasattr(type(coro_or_future), "__await__"):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
        coro_or_future = _wrap_awaitable(coro_or_future)
    if loop is None:
        loop = events.get_event_loop()
    try:
        return loop.create_task(coro_or_future)
    except RuntimeError:
        if not is_coroutine:
            coro_or_future.close()
        raise


# --- waiting


async def sleep(delay, result=None):
    """Waits so many seconds, and gives `result`. sleep(0) lets the other tasks have a turn."""
    if delay <= 0:
        await switch()
        return result
    return await timer(delay, result)


def _foreign_sleep(loop, delay, result):
    """The future that sleep() awaits in a loop of another make."""
    future = loop.create_future()
    handle = loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
    future.add_done_callback(lambda _: handle.cancel())
    return future


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Waits for tasks or futures: the first, the first that fails, or all. Returns two sets, done and pending."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = set(fs)
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    return await _wait(fs, timeout, return_when, events.get_running_loop())


async def _wait(fs, timeout, return_when, loop):
    enough = loop.create_future()
    missing = len(fs)
    handle = None

    def stop():
        if not enough.done():
            enough.set_result(None)

    def count(future):
        nonlocal missing
        missing -= 1
        if (missing <= 0 or return_when == FIRST_COMPLETED
                or return_when == FIRST_EXCEPTION and not future.cancelled() and future.exception() is not None):
            if handle is not None:
                handle.cancel()
            stop()

    if timeout is not None:
        handle = loop.call_later(timeout, stop)
    for future in fs:
        future.add_done_callback(count)
    try:
        await enough
    finally:
        if handle is not None:
            handle.cancel()
        for future in fs:
            future.remove_done_callback(count)
    done = {future for future in fs if future.done()}
    return done, fs - done


async def wait_for(fut, timeout):
    """Awaits it, but no longer than `timeout` seconds: then it is cancelled, and TimeoutError raised."""
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except exceptions.CancelledError as error:
            raise TimeoutError from error
    async with timeouts.timeout(timeout):
        return await fut


async def _cancel_and_wait(future):
    """Cancels it, and waits until it has ended, whatever it makes of that."""
    ended = events.get_running_loop().create_future()
    tell = functools.partial(_set_if_pending, ended)
    future.add_done_callback(tell)
    try:
        future.cancel()
        await ended
    finally:
        future.remove_done_callback(tell)


def _set_if_pending(waiter, _):
    if not waiter.done():
        waiter.set_result(None)


class _AsCompletedIterator:
    """What as_completed() gives.

    `async for` gets the futures themselves, each when it is done; `for` gets, at once, an awaitable for each, the first
    of which gives the result that comes first.
    """

    def __init__(self, aws, timeout):
        self._done = _queues().Queue()
        self._handle = None
        loop = events.get_event_loop()
        self._pending = {ensure_future(aw, loop=loop) for aw in set(aws)}
        for future in self._pending:
            future.add_done_callback(self._on_done)
        self._left = len(self._pending)
        if timeout is not None and self._pending:
            self._handle = loop.call_later(timeout, self._on_timeout)

    def _on_done(self, future):
        if future not in self._pending:
            return  # the timeout came first
        self._pending.remove(future)
        self._done.put_nowait(future)
        if not self._pending and self._handle is not None:
            self._handle.cancel()

    def _on_timeout(self):
        for future in self._pending:
            future.remove_done_callback(self._on_done)
            self._done.put_nowait(None)  # whoever waits for it gets TimeoutError
        self._pending.clear()

    async def _next_done(self):
        future = await self._done.get()
        if future is None:
            raise exceptions.TimeoutError
        return future

    async def _wait_for_one(self):
        return (await self._next_done()).result()

    def _take(self, end):
        if not self._left:
            raise end
        self._left -= 1

    def __iter__(self):
        return self

    def __next__(self):
        self._take(StopIteration)
        return self._wait_for_one()

    def __aiter__(self):
        return self

    async def __anext__(self):
        self._take(StopAsyncIteration)
        return await self._next_done()


def _queues():
    from asyncio import queues  # which needs this module's neighbours

    return queues


def as_completed(fs, *, timeout=None):
    """The results in the order in which they come: `for` gives awaitables, `async for` the futures that are done."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    return _AsCompletedIterator(fs, timeout)


class _GatheringFuture(futures.Future):
    """What gather() gives. Cancelling it cancels what was gathered; it is done when they are."""

    _children = ()
    _cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            self._cancel_requested = True
        return cancelled


def gather(*coros_or_futures, return_exceptions=False):
    """Runs them beside each other, and gives a list of their results, in the order of the arguments.

    The first exception comes out at once, while the others go on; with return_exceptions it is one of the results.
    """
    if not coros_or_futures:
        outer = events.get_event_loop().create_future()
        outer.set_result([])
        return outer
    children = []
    known = {}  # argument -> child, for arguments that may come twice and are one child then
    looked_through = 0  # so many of the children have their coroutines in `known`
    loop = None
    unfinished = 0
    outer = None

    def on_done(child):
        nonlocal unfinished
        unfinished -= 1
        if outer is None or outer.done():
            if not child.cancelled():
                child.exception()  # asked for: it will not be reported
            return
        if not return_exceptions:
            if child.cancelled():
                outer.set_exception(child._make_cancelled_error())
                return
            error = child.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if unfinished:
            return
        results = []
        for child in children:
            try:
                results.append(child.result())
            except BaseException as error:
                if child.cancelled():  # the message, but no traceback
                    error = exceptions.CancelledError("" if child._cancel_message is None else child._cancel_message)
                results.append(error)
        if outer._cancel_requested:
            outer.set_exception(children[-1]._make_cancelled_error() if children[-1].cancelled()
                                else exceptions.CancelledError())
        else:
            outer.set_result(results)

    early = []
    later = []
    for argument in coros_or_futures:
        if type(argument) is types.CoroutineType and not has_task(argument):
            child = ensure_future(argument) if loop is None else loop.create_task(argument)
        elif futures.isfuture(argument):
            child = ensure_future(argument, loop=loop)  # the same one twice counts twice, and tells twice that it is done
        else:
            # An awaitable, or a coroutine that somebody drives: perhaps because it was among the arguments before. Those are
            # looked up only now, since a coroutine seldom comes twice.
            for child in children[looked_through:]:
                if (coroutine := getattr(child, "_coro", None)) is not None:
                    known[coroutine] = child
            looked_through = len(children)
            if argument in known:
                children.append(known[argument])
                continue
            child = known[argument] = ensure_future(argument, loop=loop)
        if loop is None:
            loop = futures._get_loop(child)
        if child is not argument:
            child._log_destroy_pending = False  # nobody else can see it
        unfinished += 1
        if child.done():
            early.append(child)
        else:
            later.append(child)
        children.append(child)
    add_callback_to_all(later, on_done)
    outer = _GatheringFuture(loop=loop)
    outer._children = children
    for child in early:
        on_done(child)
    return outer


def shield(arg):
    """Awaits something without passing cancellation on: who awaits the shield is cancelled, the inner task goes on."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = futures._get_loop(inner).create_future()

    def on_inner_done(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()  # asked for: it will not be reported
        elif inner.cancelled():
            outer.cancel()
        elif (error := inner.exception()) is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def on_outer_done(outer):
        if not inner.done():
            inner.remove_done_callback(on_inner_done)

    inner.add_done_callback(on_inner_done)
    outer.add_done_callback(on_outer_done)
    return outer


def run_coroutine_threadsafe(coro, loop):
    """Runs a coroutine in a loop that another thread runs. Gives a concurrent.futures.Future."""
    if not coroutines.iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    future = concurrent.futures.Future()

    def start():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            raise

    loop.call_soon_threadsafe(start)
    return future
