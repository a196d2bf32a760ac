"""One loop for all cells of a notebook, or all lines of a prompt.

A cell with `await` at its top level is compiled to a coroutine; run() runs it to its end in the shared loop, as a task. Tasks that
it leaves go on whenever the loop runs again: in the next cell that awaits. While a cell without `await` runs, the loop counts as
the running one (`with entered()`), so that it may make tasks.

The shared loop lends its thread: asyncio.run() works in a cell, in a loop of its own, while the tasks of the shared loop wait.
"""

import contextlib
import contextvars
from asyncio import events, runners

_loop = None
_context = None  # what cells set in context variables stays


def _shared():
    global _loop, _context
    if _loop is None or _loop.is_closed():
        _loop = events.new_event_loop()
        _loop._lends_its_thread = True
        _context = contextvars.copy_context()
        events.set_event_loop(_loop)
    return _loop


def run(coroutine):
    """Runs a cell. Gives its value. Ctrl-C cancels it, and raises KeyboardInterrupt."""
    loop = _shared()
    runner = runners.Runner(loop_factory=lambda: loop)
    runner._lazy_init()
    return runner.run(coroutine, context=_context)


@contextlib.contextmanager
def entered():
    """Within this the shared loop counts as running."""
    outer = events._get_running_loop()
    events._set_running_loop(_shared())
    try:
        yield
    finally:
        events._set_running_loop(outer)


def finish():
    """At the end: cancels what still runs, and closes the loop."""
    global _loop
    if _loop is None or _loop.is_closed():
        return
    try:
        runners._cancel_all_tasks(_loop)
        _loop.run_until_complete(_loop.shutdown_asyncgens())
        _loop.run_until_complete(_loop.shutdown_default_executor())
    finally:
        _loop.close()
        events.set_event_loop(None)
        _loop = None
