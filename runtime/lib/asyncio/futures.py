"""Futures, and how those of asyncio and those of concurrent.futures are tied together.

Future itself is native (runtime/modules/asyncio_future.cpp). What the rest of asyncio takes for a future is any object
whose class has `_asyncio_future_blocking`.
"""

import concurrent.futures
from _asyncio import Future
from asyncio import events

__all__ = ("Future", "wrap_future", "isfuture")


def isfuture(obj):
    """Whether it is a Future, or behaves like one."""
    return hasattr(type(obj), "_asyncio_future_blocking") and obj._asyncio_future_blocking is not None


def _get_loop(future):
    try:
        return future.get_loop()
    except AttributeError:
        return future._loop


def _set_result_unless_cancelled(future, result):
    if not future.cancelled():
        future.set_result(result)


def _convert(error):
    """The error of the other world that says the same."""
    if type(error) is concurrent.futures.CancelledError:
        from asyncio.exceptions import CancelledError

        return CancelledError(*error.args)
    if type(error) is concurrent.futures.InvalidStateError:
        from asyncio.exceptions import InvalidStateError

        return InvalidStateError(*error.args)
    return error


def _copy_state(source, target):
    """The result of a future that is done, of either kind, to one that is not."""
    if target.done():
        return
    if source.cancelled():
        target.cancel()
        if isinstance(target, concurrent.futures.Future):
            target.set_running_or_notify_cancel()
        return
    if isinstance(target, concurrent.futures.Future) and not target.set_running_or_notify_cancel():
        return
    error = source.exception()
    if error is not None:
        target.set_exception(_convert(error))
    else:
        target.set_result(source.result())


def _chain_future(source, destination):
    """Ties two futures, each of either kind: the result goes one way, cancelling the other way.

    A future of asyncio is touched in its loop only.
    """
    source_loop = _get_loop(source) if isfuture(source) else None
    destination_loop = _get_loop(destination) if isfuture(destination) else None

    def pass_result(source):
        if destination.cancelled() and destination_loop is not None and destination_loop.is_closed():
            return
        if destination_loop is None or destination_loop is source_loop:
            _copy_state(source, destination)
        elif not destination_loop.is_closed():
            destination_loop.call_soon_threadsafe(_copy_state, source, destination)

    def pass_cancellation(destination):
        if destination.cancelled():
            if source_loop is None or source_loop is destination_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    destination.add_done_callback(pass_cancellation)
    source.add_done_callback(pass_result)


def wrap_future(future, *, loop=None):
    """A future to await for a concurrent.futures.Future."""
    if isfuture(future):
        return future
    if not isinstance(future, concurrent.futures.Future):
        raise AssertionError(f"concurrent.futures.Future is expected, got {future!r}")
    wrapper = (loop or events.get_event_loop()).create_future()
    _chain_future(future, wrapper)
    return wrapper
