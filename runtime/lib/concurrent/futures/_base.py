"""Futures, what all executors have in common, and waiting for several futures at once.

A Future goes through these states:

    PENDING -> RUNNING -> FINISHED                       what usually happens
    PENDING -> CANCELLED -> CANCELLED_AND_NOTIFIED       cancel() came before its executor got to it

The last step of the second line is the executor's: it says that nobody will touch the future any more. Only FINISHED and
CANCELLED_AND_NOTIFIED count as done for wait() and as_completed().

The state changes under `_condition`, on which result() waits. Whoever waits for several futures puts a _Watcher into
each. The last state change of a future tells them, under the condition, and they are put in under the condition if the
future is not done: so none is forgotten. Callbacks are called outside of it.
"""

import threading
import time
from collections import deque, namedtuple

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"

_words = {PENDING: "pending", RUNNING: "running", CANCELLED: "cancelled", CANCELLED_AND_NOTIFIED: "cancelled",
          FINISHED: "finished"}


class Error(Exception):
    """The base of all errors of this package."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError  # the built-in one


class InvalidStateError(Error):
    """The future is in no state in which this could be done."""


class BrokenExecutor(RuntimeError):
    """A worker could not start, or died: nothing that was submitted will come to an end."""


def _report(message, *args):
    """Logs the exception being handled, which has nowhere else to go."""
    import logging

    logging.getLogger("concurrent.futures").exception(message, *args)


class Future:
    """The result of a call that runs elsewhere. Executors make them."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []  # _Watchers
        self._done_callbacks = []

    def __repr__(self):
        with self._condition:
            text = f"<{type(self).__name__} at {id(self):#x} state={_words[self._state]}"
            if self._state == FINISHED:
                if self._exception:
                    text += f" raised {type(self._exception).__name__}"
                else:
                    text += f" returned {type(self._result).__name__}"
            return text + ">"

    # --- for who submitted the call

    def cancel(self):
        """Cancels the call if it has not begun. Whether it is cancelled."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state != PENDING:
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        with self._condition:
            return self._is_done()

    def _is_done(self):
        return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)

    def _wait(self, timeout):
        """Returns, holding the condition, with the call finished; else raises CancelledError or TimeoutError."""
        if not self._is_done():
            self._condition.wait_for(self._is_done, timeout)
        if self._state == FINISHED:
            return
        raise CancelledError() if self._is_done() else TimeoutError()

    def result(self, timeout=None):
        """What the call returned, or what it raised. Waits for it; after `timeout` seconds, TimeoutError."""
        with self._condition:
            self._wait(timeout)
            if self._exception:
                raise self._exception
            return self._result

    def exception(self, timeout=None):
        """What the call raised, or None. Waits as result() does."""
        with self._condition:
            self._wait(timeout)
            return self._exception

    def add_done_callback(self, fn):
        """Has fn(future) called when the call has ended or was cancelled: at once, if it is so already."""
        with self._condition:
            if not self._is_done():
                self._done_callbacks.append(fn)
                return
        self._invoke(fn)

    def _invoke_callbacks(self):
        for fn in self._done_callbacks:
            self._invoke(fn)

    def _invoke(self, fn):
        try:
            fn(self)
        except Exception:
            _report("exception calling callback for %r", self)

    # --- for executors

    def set_running_or_notify_cancel(self):
        """The executor begins with the call: True. False if it was cancelled: then the executor leaves it alone."""
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                self._tell_watchers()
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            import logging

            logging.getLogger("concurrent.futures").critical("Future %s in unexpected state: %s", id(self), self._state)
            raise RuntimeError("Future in unexpected state")

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)

    def _finish(self, result, exception):
        with self._condition:
            if self._is_done():
                raise InvalidStateError(f"{self._state}: {self!r}")
            self._result = result
            self._exception = exception
            self._state = FINISHED
            self._tell_watchers()
            self._condition.notify_all()
        self._invoke_callbacks()

    def _tell_watchers(self):
        for watcher in self._waiters:
            watcher.tell(self)

    __class_getitem__ = classmethod(type(list[int]))


# --- waiting for several


class _Watcher:
    """Collects futures as they get done, for one thread that waits for a number of them, or for the first failure."""

    def __init__(self, stop_at_failure=False):
        self._condition = threading.Condition(threading.Lock())
        self._stop_at_failure = stop_at_failure
        self._arrived = []
        self._needed = 1
        self._has_failure = False

    def watch(self, futures):
        """Puts itself into those that are not done; returns the set of those that are."""
        done = set()
        for future in futures:
            with future._condition:
                if future._state in (FINISHED, CANCELLED_AND_NOTIFIED):
                    done.add(future)
                else:
                    future._waiters.append(self)
        return done

    def leave(self, futures):
        for future in futures:
            with future._condition:
                if self in future._waiters:
                    future._waiters.remove(self)

    def tell(self, future):
        with self._condition:
            self._arrived.append(future)
            if self._stop_at_failure and future._state == FINISHED and future._exception is not None:
                self._has_failure = True
            if self._is_enough():
                self._condition.notify()

    def _is_enough(self):
        return self._has_failure or len(self._arrived) >= self._needed

    def wait(self, needed, timeout):
        """Waits until so many futures have arrived. Returns those that have, and forgets them."""
        with self._condition:
            self._needed = needed
            self._condition.wait_for(self._is_enough, timeout)
            arrived, self._arrived = self._arrived, []
            return arrived


DoneAndNotDoneFutures = namedtuple("DoneAndNotDoneFutures", "done not_done")


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Waits for the first future to be done, for the first to fail, or for all; at most `timeout` seconds.

    Returns two sets: `done` and `not_done`.
    """
    fs = set(fs)
    watcher = _Watcher(return_when == FIRST_EXCEPTION)
    done = watcher.watch(fs)
    missing = len(fs) - len(done)
    try:
        if return_when == FIRST_COMPLETED:
            needed = min(missing, 0 if done else 1)
        elif return_when == FIRST_EXCEPTION:
            failed = any(future._state == FINISHED and future._exception is not None for future in done)
            needed = 0 if failed else missing
        elif return_when == ALL_COMPLETED or not missing:
            needed = missing
        else:
            raise ValueError(f"Invalid return condition: {return_when!r}")
        done.update(watcher.wait(needed, timeout) if needed else ())
    finally:
        watcher.leave(fs)
    return DoneAndNotDoneFutures(done, fs - done)


def as_completed(fs, timeout=None):
    """Yields the futures as they get done. When `timeout` seconds have passed since the call, TimeoutError."""
    end = None if timeout is None else time.monotonic() + timeout
    pending = set(fs)
    total = len(pending)
    watcher = _Watcher()
    done = watcher.watch(pending)
    pending -= done
    try:
        while True:
            while done:
                yield done.pop()
            if not pending:
                return
            remaining = None if end is None else end - time.monotonic()
            if remaining is not None and remaining < 0:
                raise TimeoutError(f"{len(pending)} (of {total}) futures unfinished")
            done = set(watcher.wait(1, remaining))
            pending -= done
    finally:
        watcher.leave(pending)


# --- executors


class Executor:
    """Runs calls elsewhere. Subclasses say where, with submit()."""

    def submit(self, fn, /, *args, **kwargs):
        """Has fn(*args, **kwargs) called; returns a Future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """As the built-in map, but all calls are submitted at once, and run beside each other.

        The results come in the order of the items. `timeout` counts from now; `chunksize` is for processes.
        """
        end = None if timeout is None else time.monotonic() + timeout
        futures = deque([self.submit(fn, *args) for args in zip(*iterables)])

        def results():  # a function of its own: what stands above happens now, not at the first next()
            try:
                while futures:
                    future = futures.popleft()
                    try:
                        result = future.result(None if end is None else end - time.monotonic())
                    except BaseException:
                        future.cancel()
                        raise
                    yield result
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """No more calls are taken. Waits for those submitted, if asked to; may cancel those that have not begun."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.shutdown(wait=True)
        return False
