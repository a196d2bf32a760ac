"""Queues between threads.

A queue is a container, one lock around it, and conditions on that lock: `not_empty` for takers, `not_full` for
putters, `all_tasks_done` for those who wait until everything taken has been worked off. Whoever changes the container
holds the lock; whoever cannot go on waits on the condition that will let it.

The three kinds differ only in how the container puts and gets, so a subclass says just that (`_init`, `_qsize`,
`_put`, `_get`, always called with the lock held). put and get are written for the case in which nobody has to wait:
they take the bare lock, and notify only when someone is there to hear it.
"""

import threading
from collections import deque
from time import monotonic

__all__ = ["Empty", "Full", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Empty(Exception):
    """get(block=False), get_nowait() or a timeout found nothing."""


class Full(Exception):
    """put(block=False), put_nowait() or a timeout found no room."""


Empty.__module__ = "_queue"  # where CPython defines it, and what tracebacks show


class Queue:
    """First in, first out; of at most maxsize items if maxsize is positive."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = threading.Lock()
        self.not_empty = threading.Condition(self.mutex)
        self.not_full = threading.Condition(self.mutex)
        self.all_tasks_done = threading.Condition(self.mutex)
        self.unfinished_tasks = 0

    def put(self, item, block=True, timeout=None):
        """Adds an item; if the queue is full, waits for room, or raises Full when it may not wait (any longer)."""
        with self.mutex:
            if self.maxsize > 0 and (self._qsize() >= self.maxsize or timeout is not None):
                self._wait_for(self.not_full, lambda: self._qsize() < self.maxsize, block, timeout, Full)
            self._put(item)
            self.unfinished_tasks += 1
            if self.not_empty._waiters:
                self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Removes an item and returns it; if there is none, waits for one, or raises Empty when it may not wait."""
        with self.mutex:
            if not self._qsize() or timeout is not None:
                self._wait_for(self.not_empty, self._qsize, block, timeout, Empty)
            item = self._get()
            if self.not_full._waiters:
                self.not_full.notify()
            return item

    def _wait_for(self, condition, ready, block, timeout, error):
        if not block:
            if not ready():
                raise error
            return
        if timeout is None:
            while not ready():
                condition.wait()
            return
        if timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        end = monotonic() + timeout
        while not ready():
            remaining = end - monotonic()
            if remaining <= 0.0:
                raise error
            condition.wait(remaining)

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def task_done(self):
        """Says that an item taken with get() has been worked off."""
        with self.all_tasks_done:
            unfinished = self.unfinished_tasks - 1
            if unfinished < 0:
                raise ValueError("task_done() called too many times")
            self.unfinished_tasks = unfinished
            if unfinished == 0:
                self.all_tasks_done.notify_all()

    def join(self):
        """Waits until task_done() was called for every item that was put."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    # The answers of these three may be out of date before the caller reads them.

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        with self.mutex:
            return not self._qsize()

    def full(self):
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()


class PriorityQueue(Queue):
    """Smallest item first; items are often (priority, data)."""

    def _init(self, maxsize):
        from heapq import heappop, heappush

        self.queue = []
        self._heappush, self._heappop = heappush, heappop

    def _put(self, item):
        self._heappush(self.queue, item)

    def _get(self):
        return self._heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class SimpleQueue:
    """A queue without bounds or bookkeeping: a deque, whose operations are atomic, and a count of what is in it."""

    def __init__(self):
        self._queue = deque()
        self._count = threading.Semaphore(0)

    def put(self, item, block=True, timeout=None):
        """Adds an item; it never waits, the arguments are there to match Queue.put."""
        self._queue.append(item)
        self._count.release()

    def get(self, block=True, timeout=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not self._count.acquire(block, timeout if block else None):
            raise Empty
        return self._queue.popleft()

    def put_nowait(self, item):
        self.put(item)

    def get_nowait(self):
        return self.get(block=False)

    def empty(self):
        return not self._queue

    def qsize(self):
        return len(self._queue)

    __class_getitem__ = classmethod(type(list[int]))


SimpleQueue.__module__ = "_queue"
