"""ProcessPoolExecutor: calls that run in processes.

The processes and the thread that keeps them busy are a Crew (multiprocessing/crew.py); here a task of the crew becomes a
Future. A future counts as running once its call has been handed to a process. When a process dies, the executor is broken:
every future that has no result yet gets BrokenProcessPool.
"""

import itertools
import multiprocessing as mp
import os
import sys
import threading
from functools import partial
from multiprocessing.crew import CALL, Crew, ExceptionWithTraceback, death_message

from concurrent.futures import _base

_running = {}  # executor's crew -> None, for the end of the program


def _end():
    interrupted = getattr(sys, "last_type", None) is KeyboardInterrupt  # Ctrl-C ends everything
    for crew in list(_running):
        crew.terminate() if interrupted else crew.close()
    for crew in list(_running):
        crew.join()


threading._register_atexit(_end)
os.register_at_fork(after_in_child=_running.clear)


class BrokenProcessPool(_base.BrokenExecutor):
    """A process died, or could not be started: the executor is of no use any more."""


class _RemoteTraceback(Exception):
    """The traceback of an exception in another process, as text."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class _ExceptionWithTraceback(ExceptionWithTraceback):
    pass


def _rebuild_exc(exc, tb):
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


_ExceptionWithTraceback.rebuild_function = staticmethod(_rebuild_exc)


def _process_chunk(fn, chunk):
    return [fn(*args) for args in chunk]


def _chunks(iterable, size):
    items = iter(iterable)
    while chunk := tuple(itertools.islice(items, size)):
        yield chunk


def _flatten(lists):
    for items in lists:
        items.reverse()
        while items:
            yield items.pop()


class ProcessPoolExecutor(_base.Executor):
    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        if max_workers is None:
            max_workers = os.cpu_count() or 1
        elif max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError("max_tasks_per_child must be an integer")
            if max_tasks_per_child <= 0:
                raise ValueError("max_tasks_per_child must be >= 1")
        if mp_context is None:
            mp_context = mp.get_context("spawn") if max_tasks_per_child is not None else mp.get_context()
        elif max_tasks_per_child is not None and mp_context.get_start_method(allow_none=False) == "fork":
            raise ValueError(
                "max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; supply a different mp_context."
            )
        self._max_workers = max_workers
        self._mp_context = mp_context
        self._initializer = initializer
        self._initargs = initargs
        self._max_tasks_per_child = max_tasks_per_child
        self._lock = threading.Lock()
        self._is_shut = False
        self._broken = False
        self._futures = {}  # number -> future without a result
        self._numbers = itertools.count().__next__
        self._crew = None

    @property
    def _processes(self):
        return {process.pid: process for process in self._crew.processes} if self._crew else {}

    def submit(self, fn, /, *args, **kwargs):
        with self._lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._is_shut:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if self._crew is None:
                self._start()
            future = _base.Future()
            number = self._numbers()
            self._futures[number] = future
            self._crew.submit(number, (CALL, fn, args, kwargs))
            if self._crew.is_over():
                self._fail("the executor has ended")
        return future

    def _start(self):
        self._crew = Crew(
            self._mp_context, self._max_workers, self._report, self._lose, self._fail, self._initializer, self._initargs,
            self._max_tasks_per_child, _ExceptionWithTraceback, is_pool=False, daemon=False, may_begin=self._may_begin,
        )  # fmt: skip
        _running[self._crew] = None

    # --- called by the crew's dispatcher

    def _may_begin(self, number):
        future = self._futures[number]
        if not future.running() and not future.set_running_or_notify_cancel():
            del self._futures[number]
            return False
        return True

    def _report(self, number, success, value):
        future = self._futures.pop(number, None)
        if future is not None:
            if success:
                future.set_result(value)
            else:
                future.set_exception(value)

    def _lose(self, numbers, exitcode, pid):
        self._broken = (
            "A process in the process pool was terminated abruptly while the future was running or pending: "
            + death_message(exitcode, pid)
        )
        return False

    def _fail(self, message):
        """The crew is gone."""
        if message is not None and not self._broken:
            self._broken = message
        _running.pop(self._crew, None)
        for number in list(self._futures):
            future = self._futures.pop(number, None)
            if future is not None and not future.done():
                if not future.running() and not future.set_running_or_notify_cancel():
                    continue
                future.set_exception(BrokenProcessPool(self._broken or "the executor has ended"))

    # ---

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        results = super().map(partial(_process_chunk, fn), _chunks(zip(*iterables), chunksize), timeout=timeout)
        return _flatten(results)

    def __exit__(self, exc_type, exc_val, exc_tb):
        if exc_type is KeyboardInterrupt and self._crew is not None:
            self._crew.terminate()
        self.shutdown(wait=True)
        return False

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._lock:
            self._is_shut = True
            crew = self._crew
        if cancel_futures:
            for future in list(self._futures.values()):
                future.cancel()
        if crew is not None:
            crew.close()
            if wait:
                crew.join()
