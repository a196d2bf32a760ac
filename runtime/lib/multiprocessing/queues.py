"""Queues between processes: a pipe, and locks for those who share an end of it."""

import os
import threading
import time
from collections import deque
from _multiprocessing import dumps as _dumps
from _pickle import loads as _loads
from queue import Empty, Full

from . import context
from .connection import Pipe
from .process import register_after_fork
from .reduction import _extra_reducers

__all__ = ["Queue", "SimpleQueue", "JoinableQueue"]


class Queue:
    """put() hands an object to a thread of this process, which pickles it and writes it into the pipe: so it never
    waits for a reader."""

    def __init__(self, maxsize=0, *, ctx=None):
        ctx = ctx or context._default_context
        if maxsize <= 0:
            from .synchronize import SEM_VALUE_MAX as maxsize
        self._maxsize = maxsize
        self._reader, self._writer = Pipe(duplex=False)
        self._rlock = ctx.Lock()
        self._wlock = ctx.Lock()
        self._sem = ctx.BoundedSemaphore(maxsize)  # free places
        self._opid = os.getpid()
        self._ignore_epipe = False
        self._reset()
        register_after_fork(self, Queue._reset)

    def __getstate__(self):
        context.assert_spawning(self)
        return self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock, self._wlock, self._sem, self._opid

    def __setstate__(self, state):
        (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock, self._wlock, self._sem,
         self._opid) = state  # fmt: skip
        self._reset()

    def _reset(self):
        """What belongs to one process alone: the objects on their way, and the thread that writes them."""
        self._notempty = threading.Condition(threading.Lock())
        self._buffer = deque()
        self._thread = None
        self._join_finalizer = None
        self._joincancelled = False
        self._closed = False

    def put(self, obj, block=True, timeout=None):
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty:
            if self._thread is None:
                self._start_thread()
            self._buffer.append(obj)
            self._notempty.notify()

    def get(self, block=True, timeout=None):
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        if block and timeout is None:
            with self._rlock:
                data = self._reader.recv_bytes()
            self._sem.release()
        else:
            end = time.monotonic() + timeout if block else None
            if not self._rlock.acquire(block, timeout):
                raise Empty
            try:
                if block:
                    if not self._reader.poll(max(0.0, end - time.monotonic())):
                        raise Empty
                elif not self._reader.poll():
                    raise Empty
                data = self._reader.recv_bytes()
                self._sem.release()
            finally:
                self._rlock.release()
        return _loads(data)

    def qsize(self):
        return self._maxsize - self._sem._semlock._get_value()

    def empty(self):
        return not self._reader.poll()

    def full(self):
        return self._sem._semlock._is_zero()

    def get_nowait(self):
        return self.get(False)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def close(self):
        """This process puts nothing more into the queue."""
        self._closed = True
        self._reader.close()
        if self._thread is not None:
            with self._notempty:
                self._buffer.append(_END)
                self._notempty.notify()

    def join_thread(self):
        """Waits until everything is in the pipe; after close()."""
        assert self._closed, "Queue {0!r} not closed".format(self)
        if self._thread is not None:
            self._thread.join()
            if self._join_finalizer is not None:
                self._join_finalizer.cancel()

    def cancel_join_thread(self):
        """The process may end although not everything is in the pipe."""
        self._joincancelled = True
        if self._join_finalizer is not None:
            self._join_finalizer.cancel()

    def _start_thread(self):
        from .util import Finalize

        self._buffer.clear()
        self._thread = threading.Thread(target=self._feed, name="QueueFeederThread", daemon=True)
        self._thread.start()
        if not self._joincancelled:
            self._join_finalizer = Finalize(None, _finish_feeding, [self, os.getpid()], exitpriority=-5)

    def _feed(self):
        buffer, notempty = self._buffer, self._notempty
        while True:
            with notempty:
                while not buffer:
                    notempty.wait()
            try:
                while True:
                    try:
                        obj = buffer.popleft()
                    except IndexError:
                        break
                    if obj is _END:
                        self._writer.close()
                        return
                    data = _dumps(obj, _extra_reducers)
                    with self._wlock:
                        self._writer.send_bytes(data)
            except Exception as error:
                if self._ignore_epipe and isinstance(error, BrokenPipeError):
                    return
                from .util import is_exiting

                if is_exiting():
                    return
                self._sem.release()  # its place is free again
                self._on_queue_feeder_error(error, obj)

    @staticmethod
    def _on_queue_feeder_error(error, obj):
        """The object could not be sent, and its sender went on long ago: all there is to do is say so."""
        import traceback

        traceback.print_exc()


_END = object()


def _finish_feeding(queue, pid):
    """At the end of the process: what was put must get into the pipe."""
    if os.getpid() == pid and queue._thread is not None and queue._thread.is_alive():
        with queue._notempty:
            queue._buffer.append(_END)
            queue._notempty.notify()
        queue._thread.join()


class JoinableQueue(Queue):
    """A Queue that knows how many of its objects have not been dealt with."""

    def __init__(self, maxsize=0, *, ctx=None):
        super().__init__(maxsize, ctx=ctx)
        ctx = ctx or context._default_context
        self._unfinished_tasks = ctx.Semaphore(0)
        self._cond = ctx.Condition()

    def __getstate__(self):
        return super().__getstate__() + (self._cond, self._unfinished_tasks)

    def __setstate__(self, state):
        super().__setstate__(state[:-2])
        self._cond, self._unfinished_tasks = state[-2:]

    def put(self, obj, block=True, timeout=None):
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty, self._cond:
            if self._thread is None:
                self._start_thread()
            self._buffer.append(obj)
            self._unfinished_tasks.release()
            self._notempty.notify()

    def task_done(self):
        """One object that was got has been dealt with."""
        with self._cond:
            if not self._unfinished_tasks.acquire(False):
                raise ValueError("task_done() called too many times")
            if self._unfinished_tasks._semlock._is_zero():
                self._cond.notify_all()

    def join(self):
        """Waits until all objects have been dealt with."""
        with self._cond:
            if not self._unfinished_tasks._semlock._is_zero():
                self._cond.wait()


class SimpleQueue:
    """A pipe with a lock at each end; put() writes into it itself."""

    def __init__(self, *, ctx=None):
        ctx = ctx or context._default_context
        self._reader, self._writer = Pipe(duplex=False)
        self._rlock = ctx.Lock()
        self._wlock = ctx.Lock()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._reader, self._writer, self._rlock, self._wlock

    def __setstate__(self, state):
        self._reader, self._writer, self._rlock, self._wlock = state

    def close(self):
        self._reader.close()
        self._writer.close()

    def empty(self):
        return not self._reader.poll()

    def get(self):
        with self._rlock:
            data = self._reader.recv_bytes()
        return _loads(data)

    def put(self, obj):
        data = _dumps(obj, _extra_reducers)
        with self._wlock:
            self._writer.send_bytes(data)

    def __class_getitem__(cls, item):
        import types

        return types.GenericAlias(cls, item)
