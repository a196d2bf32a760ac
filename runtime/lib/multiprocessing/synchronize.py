"""What threads use to wait for one another, between processes.

Everything is built on SemLock, a semaphore in memory that the processes share (`_multiprocessing`). Condition keeps count
of its sleepers by semaphores, since no process can see another's queue.
"""

import _multiprocessing
import os
import threading
from time import monotonic

from . import context, process

__all__ = ["Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event", "Barrier"]

RECURSIVE_MUTEX, SEMAPHORE = range(2)
SEM_VALUE_MAX = _multiprocessing.SEM_VALUE_MAX


def _rebuild_block(fd, offset, size, whole):
    return _multiprocessing.Block.open(os.dup(fd.detach()), offset, size, whole)


def reduce_block(block):
    """How a Block travels to a spawned child."""
    from .reduction import DupFd

    fd, offset, size, whole = block.place
    return _rebuild_block, (DupFd(fd), offset, size, whole)


class SemLock(_multiprocessing.SemLock):
    """acquire, release and `with` are C++."""

    @property
    def _semlock(self):
        return self

    def __reduce__(self):
        context.assert_spawning(self)
        return _rebuild_semlock, (type(self), self.kind, self.maxvalue, reduce_block(self.block))

    def _holder(self):
        """Who holds it, for repr()."""
        if self._is_mine():
            name = process.current_process().name
            if threading.current_thread().name != "MainThread":
                name += "|" + threading.current_thread().name
            return name
        if self._get_value() == 1:
            return "None"
        return "SomeOtherThread" if self._count() > 0 else "SomeOtherProcess"


def _rebuild_semlock(cls, kind, maxvalue, block):
    rebuild, args = block
    return SemLock.__new__(cls, kind, 0, maxvalue, rebuild(*args))


class Semaphore(SemLock):
    def __new__(cls, value=1, *, ctx=None):
        return SemLock.__new__(cls, SEMAPHORE, value, SEM_VALUE_MAX)

    def get_value(self):
        return self._get_value()

    def __repr__(self):
        return "<%s(value=%s)>" % (type(self).__name__, self._get_value())


class BoundedSemaphore(Semaphore):
    def __new__(cls, value=1, *, ctx=None):
        return SemLock.__new__(cls, SEMAPHORE, value, value)

    def __repr__(self):
        return "<%s(value=%s, maxvalue=%s)>" % (type(self).__name__, self._get_value(), self.maxvalue)


class Lock(SemLock):
    def __new__(cls, *, ctx=None):
        return SemLock.__new__(cls, SEMAPHORE, 1, 1)

    def __repr__(self):
        return "<%s(owner=%s)>" % (type(self).__name__, self._holder())


class RLock(SemLock):
    def __new__(cls, *, ctx=None):
        return SemLock.__new__(cls, RECURSIVE_MUTEX, 1, 1)

    def __repr__(self):
        name = self._holder()
        count = self._count() if self._is_mine() else 0 if name == "None" else "nonzero"
        return "<%s(%s, %s)>" % (type(self).__name__, name, count)


class Condition:
    """A lock, and processes that wait until someone who holds the lock notifies them.

    A sleeper says that it sleeps (_sleeping), waits (_wait), and says that it woke up (_woken). Who notifies takes as many
    off _sleeping as it wakes, and waits until they have said so: none of its wake-ups can go to someone who begins to
    wait later.
    """

    def __init__(self, lock=None, *, ctx=None):
        self._lock = lock or RLock()
        self._sleeping = Semaphore(0)
        self._woken = Semaphore(0)
        self._wait = Semaphore(0)
        self._make_methods()

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __getstate__(self):
        context.assert_spawning(self)
        return self._lock, self._sleeping, self._woken, self._wait

    def __setstate__(self, state):
        self._lock, self._sleeping, self._woken, self._wait = state
        self._make_methods()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        try:
            waiters = self._sleeping.get_value() - self._woken.get_value()
        except Exception:
            waiters = "unknown"
        return "<%s(%s, %s)>" % (type(self).__name__, self._lock, waiters)

    def wait(self, timeout=None):
        """Gives the lock up until notified; False if the timeout, in seconds, came first."""
        assert self._lock._is_mine(), "must acquire() condition before using wait()"
        self._sleeping.release()
        count = self._lock._count()
        for _ in range(count):
            self._lock.release()
        try:
            return self._wait.acquire(True, timeout)
        finally:
            self._woken.release()
            for _ in range(count):
                self._lock.acquire()

    def notify(self, n=1):
        """Wakes n of those who wait."""
        assert self._lock._is_mine(), "lock is not owned"
        assert not self._wait.acquire(False), "notify: Should not have been able to acquire _wait_semaphore"
        # Sleepers that gave up since the last time do not count any more.
        while self._woken.acquire(False):
            slept = self._sleeping.acquire(False)
            assert slept, "notify: Bug in sleeping_count.acquire - slept should be true"
        sleepers = 0
        while sleepers < n and self._sleeping.acquire(False):
            self._wait.release()
            sleepers += 1
        if sleepers:
            for _ in range(sleepers):
                self._woken.acquire()
            while self._wait.acquire(False):  # of those whose time was up at this very moment
                pass

    def notify_all(self):
        self.notify(SEM_VALUE_MAX)

    def wait_for(self, predicate, timeout=None):
        """Waits until predicate() is true, or the timeout has passed; returns what predicate() said last."""
        result = predicate()
        if result:
            return result
        end = None if timeout is None else monotonic() + timeout
        while not result:
            left = None if end is None else end - monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result


class Event:
    """A flag that processes can wait for."""

    def __init__(self, *, ctx=None):
        self._cond = Condition(Lock())
        self._flag = Semaphore(0)

    def is_set(self):
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def set(self):
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
            else:
                self._cond.wait(timeout)
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def __repr__(self):
        return f"<{type(self).__qualname__} at {id(self):#x} {'set' if self.is_set() else 'unset'}>"


class Barrier:
    """Processes wait until there are `parties` of them; then all go on.

    Three numbers are shared: how many wait, which meeting this is, and the last meeting that was broken off (reset or abort).
    """

    _WAITING, _ROUND, _BROKEN_ROUND, _BROKEN = range(4)

    def __init__(self, parties, action=None, timeout=None, *, ctx=None):
        from .sharedctypes import RawArray

        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._cond = Condition()
        self._state = RawArray("q", [0, 1, 0, 0])

    def wait(self, timeout=None):
        """Waits for the others. Returns a number from 0 to parties - 1, a different one to each."""
        if timeout is None:
            timeout = self._timeout
        state = self._state
        with self._cond:
            if state[self._BROKEN]:
                raise threading.BrokenBarrierError
            index = state[self._WAITING]
            state[self._WAITING] = index + 1
            meeting = state[self._ROUND]
            if index + 1 == self._parties:
                try:
                    if self._action:
                        self._action()
                except:
                    self._break()
                    raise
                state[self._WAITING] = 0
                state[self._ROUND] = meeting + 1
                self._cond.notify_all()
            else:
                self._cond.wait_for(lambda: state[self._ROUND] != meeting or state[self._BROKEN], timeout)
                if state[self._ROUND] == meeting and not state[self._BROKEN]:
                    self._break()
                if state[self._BROKEN] or state[self._BROKEN_ROUND] == meeting:
                    raise threading.BrokenBarrierError
            return index

    def _break(self):
        self._state[self._BROKEN] = 1
        self._cond.notify_all()

    def reset(self):
        """Begins anew; those who wait get BrokenBarrierError."""
        state = self._state
        with self._cond:
            if state[self._WAITING]:
                state[self._BROKEN_ROUND] = state[self._ROUND]
            state[self._ROUND] += 1
            state[self._WAITING] = state[self._BROKEN] = 0
            self._cond.notify_all()

    def abort(self):
        """Breaks the barrier: those who wait, and those who come until reset(), get BrokenBarrierError."""
        with self._cond:
            self._break()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return 0 if self._state[self._BROKEN] else self._state[self._WAITING]

    @property
    def broken(self):
        return bool(self._state[self._BROKEN])
