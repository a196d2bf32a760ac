"""Pool: worker processes to hand calls to. ThreadPool: the same with threads.

A call of the pool becomes a job, and a job one or several tasks: map() cuts its input into chunks. Tasks go to the crew
(crew.py), which reports their results to `_report`, by number; the job they belong to puts them together.
"""

import itertools
import os
import threading
from collections import deque

from . import context as _context_module
from .context import TimeoutError
from .crew import (
    CALL, MAP, STARMAP, Crew, ExceptionWithTraceback, MaybeEncodingError, RemoteTraceback, WorkerDied, _KINDS, death_message,
)  # fmt: skip

__all__ = ["Pool", "ThreadPool"]

INIT, RUN, CLOSE, TERMINATE = "INIT", "RUN", "CLOSE", "TERMINATE"


class ApplyResult:
    """The result of a call, some time."""

    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._event = threading.Event()
        self._callback = callback
        self._error_callback = error_callback

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError("{0!r} not ready".format(self))
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        """Waits for the result; raises what the call raised."""
        self._event.wait(timeout)
        if not self._event.is_set():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _done(self, success, value):
        self._success, self._value = success, value
        callback = self._callback if success else self._error_callback
        self._callback = self._error_callback = None
        if callback:
            try:
                callback(value)
            except Exception:
                import traceback

                traceback.print_exc()
        self._event.set()
        self._pool = None

    _set = lambda self, index, success, value: self._done(success, value)

    __class_getitem__ = classmethod(lambda cls, item: __import__("types").GenericAlias(cls, item))


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """A list of results, put together from chunks."""

    def __init__(self, pool, chunksize, length, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._value = [None] * length
        self._success = True
        self._chunksize = chunksize
        self._left = -(-length // chunksize) if chunksize else 0
        if not self._left:
            self._done(True, self._value)

    def _set(self, index, success, value):
        self._left -= 1
        if success and self._success:
            start = index * self._chunksize
            self._value[start : start + self._chunksize] = value
        elif not success and self._success:
            self._success = False
            self._value = value
            if isinstance(value, WorkerDied):  # who waits learns it at once
                self._finish()
                return
        if self._left == 0:
            self._finish()

    def _finish(self):
        if not self._event.is_set():
            self._done(self._success, self._value)


class IMapIterator:
    """Results as an iterator, in the order of the input."""

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._items = deque()
        self._index = 0  # of the next result to be given out
        self._length = None  # of the input, once that is known
        self._unsorted = {}

    def __iter__(self):
        return self

    def next(self, timeout=None):
        with self._cond:
            if not self._items:
                if self._index == self._length:
                    self._pool = None
                    raise StopIteration from None
                self._cond.wait_for(lambda: self._items or self._index == self._length, timeout)
                if not self._items:
                    if self._index == self._length:
                        self._pool = None
                        raise StopIteration from None
                    raise TimeoutError from None
            success, value = self._items.popleft()
        if success:
            return value
        raise value

    __next__ = next

    def _set(self, index, success, value):
        with self._cond:
            self._add(index, (success, value))
            self._cond.notify()

    def _add(self, index, item):
        if index != self._index:
            self._unsorted[index] = item
            return
        self._items.append(item)
        self._index += 1
        while self._index in self._unsorted:
            self._items.append(self._unsorted.pop(self._index))
            self._index += 1

    def _set_length(self, length):
        with self._cond:
            self._length = length
            if self._index == self._length:
                self._cond.notify_all()


class IMapUnorderedIterator(IMapIterator):
    """Results as an iterator, in the order in which they come."""

    def _add(self, index, item):
        self._items.append(item)
        self._index += 1


def _flatten(chunks):
    for chunk in chunks:
        yield from chunk


class Pool:
    """Worker processes to hand calls to."""

    def Process(self, *args, **kwds):
        return self._ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._state = INIT
        self._end = None  # why it ended, unless it was told to
        self._ctx = context or _context_module._default_context.get_context()
        if processes is None:
            processes = os.cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError("maxtasksperchild must be a positive int or None")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._processes = processes
        self._numbers = itertools.count().__next__
        self._jobs = {}  # task number -> (job, index in the job)
        self._crew = self._make_crew(processes, initializer, initargs, maxtasksperchild)
        self._state = RUN

    def _make_crew(self, processes, initializer, initargs, maxtasks):
        from .util import Finalize

        crew = Crew(self._ctx, processes, self._report, self._lose, self._give_up, initializer, initargs, maxtasks)
        self._terminate = Finalize(self, crew.terminate, exitpriority=15)
        return crew

    @property
    def _pool(self):
        return self._crew.processes

    # --- called by the dispatcher

    def _report(self, number, success, value):
        job = self._jobs.pop(number, None)
        if job is not None:
            job[0]._set(job[1], success, value)

    def _lose(self, numbers, exitcode, pid):
        for number in numbers:
            self._report(number, False, WorkerDied(death_message(exitcode, pid)))
        return True

    def _give_up(self, message):
        """The crew is gone: what is not done now never will be."""
        self._state = TERMINATE if message is not None or self._state != CLOSE else CLOSE
        self._end = message
        for number in list(self._jobs):
            self._report(number, False, WorkerDied(message or "the pool was terminated"))

    # --- jobs

    def _check_running(self):
        if self._state != RUN:
            raise ValueError("Pool not running" + (f": {self._end}" if self._end else ""))

    def _submit(self, job, messages):
        tasks = []
        for index, message in enumerate(messages):
            number = self._numbers()
            self._jobs[number] = job, index
            tasks.append((number, message))
        if len(tasks) == 1:
            self._crew.submit(*tasks[0])
        else:
            self._crew.submit_many(tasks)
        if self._crew.is_over():  # just now
            self._give_up("the pool was terminated")

    def apply(self, func, args=(), kwds={}):
        """func(*args, **kwds), in a worker."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._submit(result, [(CALL, func, tuple(args), dict(kwds))])
        return result

    def map(self, func, iterable, chunksize=None):
        """[func(item) for item in iterable], a chunk at a time in the workers."""
        return self._map_async(func, iterable, MAP, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        """[func(*item) for item in iterable]"""
        return self._map_async(func, iterable, STARMAP, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, MAP, chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, STARMAP, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, kind, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        items = iterable if type(iterable) in (list, tuple, range) else list(iterable)
        length = len(items)
        if chunksize is None:
            chunksize, extra = divmod(length, self._processes * 4)
            if extra:
                chunksize += 1
        if length == 0:
            chunksize = 0
        result = MapResult(self, chunksize, length, callback, error_callback)
        if length:
            # A range is cut into ranges, which travel as three numbers.
            chunks = (items[start : start + chunksize] for start in range(0, length, chunksize))
            self._submit(result, [(kind, func, chunk) for chunk in chunks])
        return result

    def imap(self, func, iterable, chunksize=1):
        """The results as an iterator, in order. The input is read at once, by a thread of its own."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """The results as an iterator, in the order in which they come."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        result = kind(self)
        thread = threading.Thread(target=self._feed, args=(result, func, iter(iterable), chunksize), daemon=True)
        thread.start()
        return result if chunksize == 1 else _flatten(result)

    def _feed(self, result, func, items, chunksize):
        count = 0
        try:
            while self._state in (RUN, CLOSE):
                chunk = list(itertools.islice(items, chunksize))
                if not chunk:
                    break
                number = self._numbers()
                self._jobs[number] = result, count
                count += 1
                if chunksize == 1:
                    self._crew.submit(number, (CALL, func, (chunk[0],), {}))
                else:
                    self._crew.submit(number, (MAP, func, chunk))
        except Exception as error:  # the input itself has failed
            result._set(count, False, error)
            count += 1
        result._set_length(count)
        if self._crew.is_over():
            self._give_up("the pool was terminated")

    # --- its end

    def close(self):
        """No more calls; the workers end when all is done."""
        if self._state == RUN:
            self._state = CLOSE
            self._crew.close()

    def terminate(self):
        """The workers end now."""
        self._state = TERMINATE
        self._terminate()

    def join(self):
        """Waits until the workers have ended; after close() or terminate()."""
        if self._state == RUN:
            raise ValueError("Pool is still running")
        if self._state not in (CLOSE, TERMINATE):
            raise ValueError("In unknown state")
        self._crew.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError("pool objects cannot be passed between processes or pickled")

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} state={self._state} pool_size={self._processes}>"


# --- the same with threads


class _ThreadCrew:
    """Threads that do tasks. Jobs expect their results one at a time, as the dispatcher of processes reports them: the
    workers take turns at reporting. The lock is an RLock because a callback may end the pool."""

    def __init__(self, processes, report, give_up, initializer, initargs):
        from queue import SimpleQueue

        self._report = report
        self._give_up = give_up
        self._tasks = SimpleQueue()
        self._reporting = threading.RLock()
        self._terminating = False
        self.processes = [
            threading.Thread(target=self._work, args=(initializer, initargs), name=f"ThreadPoolWorker-{i + 1}", daemon=True)
            for i in range(processes)
        ]
        for thread in self.processes:
            thread.start()

    def _work(self, initializer, initargs):
        if initializer is not None:
            initializer(*initargs)
        while True:
            task = self._tasks.get()
            if task is None or self._terminating:
                return
            number, (kind, function, *args) = task
            try:
                result = True, _KINDS[kind](function, *args)
            except Exception as error:
                result = False, error
            with self._reporting:
                self._report(number, *result)
            task = result = function = args = None

    def submit(self, number, message):
        self._tasks.put((number, message))

    def submit_many(self, tasks):
        for task in tasks:
            self._tasks.put(task)

    def close(self):
        for _ in self.processes:
            self._tasks.put(None)

    def terminate(self):
        self._terminating = True
        self.close()
        with self._reporting:
            self._give_up(None)

    def join(self):
        for thread in self.processes:
            thread.join()

    def is_over(self):
        return self._terminating


class ThreadPool(Pool):
    """Threads to hand calls to, with the interface of Pool."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        super().__init__(processes, initializer, initargs)

    def _make_crew(self, processes, initializer, initargs, maxtasks):
        crew = _ThreadCrew(processes, self._report, self._give_up, initializer, initargs)
        self._terminate = crew.terminate
        return crew
