"""`async with timeout(seconds):` cancels its block when the time is up, and turns that cancellation into TimeoutError.

When the time is up the task is cancelled, as anybody could cancel it. At the end of the block the request is taken back
(`uncancel`). If no other request is left, CancelledError was ours alone, and becomes TimeoutError; otherwise somebody else wants
the task cancelled too, and CancelledError goes on.
"""

import enum
from asyncio import events, exceptions, tasks

__all__ = ("Timeout", "timeout", "timeout_at")


class _State(enum.Enum):
    CREATED = "created"
    ENTERED = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    EXITED = "finished"


class Timeout:
    """The context manager. Made by timeout() and timeout_at()."""

    def __init__(self, when):
        """`when`: a time of the loop's clock, or None for no limit."""
        self._state = _State.CREATED
        self._when = when
        self._task = None
        self._handle = None

    def when(self):
        return self._when

    def reschedule(self, when):
        """Another time, or None."""
        if self._state is not _State.ENTERED:
            if self._state is _State.CREATED:
                raise RuntimeError("Timeout has not been entered")
            raise RuntimeError(f"Cannot change state of {self._state.value} Timeout")
        self._when = when
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if when is not None:
            loop = events.get_running_loop()
            if when <= loop.time():
                self._handle = loop.call_soon(self._on_timeout)
            else:
                self._handle = loop.call_at(when, self._on_timeout)

    def expired(self):
        """Whether the time was up before the block ended."""
        return self._state in (_State.EXPIRING, _State.EXPIRED)

    def __repr__(self):
        when = ""
        if self._state is _State.ENTERED:
            when = f" when={round(self._when, 3) if self._when is not None else None}"
        return f"<Timeout [{self._state.value}]{when}>"

    async def __aenter__(self):
        if self._state is not _State.CREATED:
            raise RuntimeError("Timeout has already been entered")
        task = tasks.current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = _State.ENTERED
        self._task = task
        self._requests_before = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, kind, error, traceback):
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._state is _State.EXPIRING:
            self._state = _State.EXPIRED
            if self._task.uncancel() <= self._requests_before and kind is exceptions.CancelledError:
                raise TimeoutError from error
        elif self._state is _State.ENTERED:
            self._state = _State.EXITED
        return None

    def _on_timeout(self):
        self._task.cancel()
        self._state = _State.EXPIRING
        self._handle = None


def timeout(delay):
    """A limit of so many seconds; None: no limit."""
    return Timeout(None if delay is None else events.get_running_loop().time() + delay)


def timeout_at(when):
    """A limit at a time of the loop's clock; None: no limit."""
    return Timeout(when)
