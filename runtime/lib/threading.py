"""Threads, and the ways in which they wait for one another.

`_thread` brings what needs the machine: OS threads with handles to wait for their end, Lock and RLock, thread-local
storage. Everything else is built here, on two ideas:

- A Thread object is a function to call and what is known about the call. `_bootstrap` is the first thing the
  new OS thread runs: it enters itself in `_active`, calls run(), and reports an exception that nobody caught.
- A thread that waits for something other than a lock waits on a lock all the same: on one of its own, made and taken
  just for that. Condition keeps these locks in a queue, and to notify is to release the first of them. Event, Semaphore
  and Barrier are a variable and a Condition each.

`_active` is a plain dict, changed and read in single operations, which are atomic with or without the GIL.
"""

import _thread
import sys
from _thread import TIMEOUT_MAX, get_ident, get_native_id, stack_size
from collections import deque
from itertools import count
from posix import register_at_fork
from time import monotonic

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX", "Event",
    "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer", "ThreadError",
    "setprofile", "settrace", "local", "stack_size", "excepthook", "ExceptHookArgs", "getprofile", "gettrace",
    "get_native_id", "setprofile_all_threads", "settrace_all_threads",
]  # fmt: skip

Lock = _thread.allocate_lock
RLock = _thread.RLock
ThreadError = _thread.error
local = _thread._local
excepthook = __excepthook__ = _thread._excepthook
ExceptHookArgs = _thread._ExceptHookArgs


def _warn_deprecated(old, new):
    import warnings

    warnings.warn(f"{old}() is deprecated, {new} instead", DeprecationWarning, stacklevel=3)


def _place(object):
    return f"{type(object).__module__}.{type(object).__qualname__} at {id(object):#x}"


# --- waiting


class Condition:
    """A lock, and a queue of threads that wait until someone who holds the lock notifies them.

    To wait is to give the lock up; whoever returns from wait() has it again, and must look whether what it waited for
    is still so.
    """

    def __init__(self, lock=None):
        if lock is None:
            lock = RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        # An RLock may be held several times over; it knows how to be given up completely and taken back.
        if hasattr(lock, "_release_save"):
            self._release_save = lock._release_save
            self._acquire_restore = lock._acquire_restore
            self._is_owned = lock._is_owned
        elif hasattr(lock, "locked"):
            self._is_owned = lock.locked
        self._waiters = deque()  # a locked lock for each waiting thread

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, saved):
        self._lock.acquire()

    def _is_owned(self):
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exception):
        return self._lock.__exit__(*exception)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    def wait(self, timeout=None):
        """Gives the lock up until notified; False if the timeout, in seconds, came first."""
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = Lock()
        waiter.acquire()
        self._waiters.append(waiter)
        saved = self._release_save()
        notified = False
        try:
            if timeout is None:
                notified = waiter.acquire()
            elif timeout > 0:
                notified = waiter.acquire(True, timeout)
            else:
                notified = waiter.acquire(False)
            return notified
        finally:
            self._acquire_restore(saved)
            if not notified:
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    pass  # notified after all, but too late

    def wait_for(self, predicate, timeout=None):
        """Waits until predicate() is true, or the timeout has passed; returns what predicate() said last."""
        end = None
        remaining = timeout
        while not (result := predicate()):
            if timeout is not None:
                if end is None:
                    end = monotonic() + timeout
                else:
                    remaining = end - monotonic()
                    if remaining <= 0:
                        break
            self.wait(remaining)
        return result

    def notify(self, n=1):
        """Wakes n of the waiting threads, those that wait longest."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        waiters = self._waiters
        while waiters and n > 0:
            waiter = waiters.popleft()
            try:
                waiter.release()
            except RuntimeError:
                continue  # its thread was interrupted between waking up and taking itself off the queue
            n -= 1

    def notify_all(self):
        """Wakes all waiting threads."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        _warn_deprecated("notifyAll", "use notify_all()")
        self.notify_all()

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()
        self._waiters.clear()


class Event:
    """A flag that threads can wait for."""

    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def __repr__(self):
        return f"<{_place(self)}: {'set' if self._flag else 'unset'}>"

    def is_set(self):
        return self._flag

    def isSet(self):
        _warn_deprecated("isSet", "use is_set()")
        return self._flag

    def set(self):
        """Sets the flag; whoever waits goes on."""
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Waits until the flag is set; False if the timeout, in seconds, came first."""
        if self._flag:
            return True
        with self._cond:
            return self._flag or self._cond.wait(timeout)

    def _at_fork_reinit(self):
        self._cond._at_fork_reinit()


class Semaphore:
    """A number that is never negative: acquire() waits until it can take one away, release() adds."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._lock = Lock()
        self._cond = Condition(self._lock)
        self._value = value

    def __repr__(self):
        return f"<{_place(self)}: value={self._value}>"

    def acquire(self, blocking=True, timeout=None):
        """Takes one away; False if there was none and it may not wait, or not any longer."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._lock:
            if self._value == 0:
                if not blocking or not self._cond.wait_for(lambda: self._value, timeout):
                    return False
            self._value -= 1
            return True

    __enter__ = acquire

    def release(self, n=1):
        """Adds n, and wakes as many."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._lock:
            self._value += n
            if self._cond._waiters:
                self._cond.notify(n)

    def __exit__(self, *exception):
        self.release()


class BoundedSemaphore(Semaphore):
    """A Semaphore that takes it for an error to be released more often than acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        return f"<{_place(self)}: value={self._value}/{self._initial_value}>"

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        with self._lock:
            if self._value + n > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._value += n
            if self._cond._waiters:
                self._cond.notify(n)


class BrokenBarrierError(RuntimeError):
    """The barrier was broken or reset: the others will not come."""


class Barrier:
    """Threads wait until there are `parties` of them; then all go on.

    Each such meeting has a round of its own, so that the first to arrive for the next one need not wait until the last
    has left this one.
    """

    class _Round:
        outcome = None  # True: all have come, go on. False: broken.

    def __init__(self, parties, action=None, timeout=None):
        self._cond = Condition(Lock())
        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._broken = False
        self._begin_round()

    def _begin_round(self):
        self._waiting = 0
        self._round = self._Round()

    def __repr__(self):
        return f"<{_place(self)}: {'broken' if self._broken else f'waiters={self.n_waiting}/{self.parties}'}>"

    def wait(self, timeout=None):
        """Waits for the others. Returns a number from 0 to parties - 1, a different one to each."""
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            if self._broken:
                raise BrokenBarrierError
            arrived_as = self._waiting
            self._waiting += 1
            meeting = self._round
            if self._waiting == self._parties:
                try:
                    if self._action:
                        self._action()
                except:
                    self._break()
                    raise
                self._begin_round()
                self._end_round(meeting, True)
            elif not self._cond.wait_for(lambda: meeting.outcome is not None, timeout):
                self._break()
                raise BrokenBarrierError
            elif not meeting.outcome:
                raise BrokenBarrierError
            return arrived_as

    def _end_round(self, meeting, outcome):
        meeting.outcome = outcome
        self._cond.notify_all()

    def _break(self):
        self._broken = True
        self._end_round(self._round, False)

    def reset(self):
        """Begins anew; those who wait get BrokenBarrierError."""
        with self._cond:
            abandoned = self._round
            self._broken = False
            self._begin_round()
            self._end_round(abandoned, False)

    def abort(self):
        """Breaks the barrier: those who wait, and those who come until reset(), get BrokenBarrierError."""
        with self._cond:
            self._break()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return 0 if self._broken else self._waiting

    @property
    def broken(self):
        return self._broken


# --- threads

_active = {}  # ident -> Thread, for every thread that runs
_next_number = count(1).__next__
_next_dummy_number = count(1).__next__


class Thread:
    """A call, target(*args, **kwargs), that runs on an OS thread of its own once start() was called.

    A subclass may override run() instead, and __init__(), which must call the one here first.
    """

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, "group argument must be None for now"
        if name is None:
            name = f"Thread-{_next_number()}"
            target_name = getattr(target, "__name__", None)
            if target_name is not None:
                name += f" ({target_name})"
        self._target = target
        self._name = str(name)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = None
        self._native_id = None
        self._handle = _thread._ThreadHandle()
        self._started = False
        self._initialized = True

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if self._started:
            status = "stopped" if self._handle.is_done() else "started"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += f" {self._ident}"
        return f"<{self.__class__.__name__}({self._name}, {status})>"

    def start(self):
        """Begins the call; returns when the new thread has begun to run."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if self._started:
            raise RuntimeError("threads can only be started once")
        self._started = True
        self._has_begun = Lock()
        self._has_begun.acquire()
        try:
            _thread.start_joinable_thread(self._bootstrap, self._handle, self._daemonic)
        except Exception:
            self._started = False
            raise
        _thread._wait_for_begin(self._has_begun)
        del self._has_begun

    def run(self):
        """What the thread does."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # The thread object may live on; what it worked with need not.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        self._begin()
        try:
            self._has_begun.release()
            self.run()
        except:
            self._report_exception()
        finally:
            _active.pop(self._ident, None)

    def _begin(self):
        """Enters the calling OS thread as this Thread."""
        _thread._set_thread_object(self)
        self._started = True
        self._ident = get_ident()
        self._native_id = get_native_id()
        _active[self._ident] = self

    def _report_exception(self):
        try:
            hook = excepthook or __excepthook__
            hook(ExceptHookArgs([*sys.exc_info(), self]))
        except Exception as error:
            error.__suppress_context__ = True
            print("Exception in threading.excepthook:", file=sys.stderr, flush=True)
            sys.excepthook(*sys.exc_info())

    def join(self, timeout=None):
        """Waits until the thread has ended, or for `timeout` seconds: is_alive() tells which."""
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._started:
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        self._handle.join(timeout)

    def is_alive(self):
        """Whether the thread was started and has not ended."""
        assert self._initialized, "Thread.__init__() not called"
        return self._started and not self._handle.is_done()

    @property
    def name(self):
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)

    @property
    def ident(self):
        """A number that no other running thread has; None before start()."""
        assert self._initialized, "Thread.__init__() not called"
        return self._ident

    @property
    def native_id(self):
        """The number the operating system gave the thread; None before start()."""
        assert self._initialized, "Thread.__init__() not called"
        return self._native_id

    @property
    def daemon(self):
        """Whether the program may end without waiting for this thread. Inherited from the thread that made it."""
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if self._started:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        _warn_deprecated("isDaemon", "get the daemon attribute")
        return self.daemon

    def setDaemon(self, daemonic):
        _warn_deprecated("setDaemon", "set the daemon attribute")
        self.daemon = daemonic

    def getName(self):
        _warn_deprecated("getName", "get the name attribute")
        return self.name

    def setName(self, name):
        _warn_deprecated("setName", "set the name attribute")
        self.name = name


class Timer(Thread):
    """Calls function(*args, **kwargs) after `interval` seconds, unless cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    """The thread the program began with."""

    def __init__(self):
        super().__init__(name="MainThread", daemon=False)
        self._begin()
        self._handle = _thread._make_thread_handle(self._ident)


class _DummyThread(Thread):
    """Stands for a thread that was not started from here. It lives, as far as anyone knows, for ever."""

    def __init__(self):
        super().__init__(name=f"Dummy-{_next_dummy_number()}", daemon=True)
        self._begin()
        self._handle = _thread._make_thread_handle(self._ident)

    def is_alive(self):
        return True

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")


def current_thread():
    """The Thread that calls."""
    return _active.get(get_ident()) or _DummyThread()


def main_thread():
    return _main_thread


def enumerate():
    """All Threads that run."""
    return list(_active.values())


def active_count():
    return len(_active)


def currentThread():
    _warn_deprecated("currentThread", "use current_thread()")
    return current_thread()


def activeCount():
    _warn_deprecated("activeCount", "use active_count()")
    return active_count()


# --- tracing


def _refuse_tracing(name, func):
    if func is not None:
        raise NotImplementedError(f"threading.{name}() is not supported: this interpreter cannot trace threads")


def settrace(func):
    _refuse_tracing("settrace", func)


def setprofile(func):
    _refuse_tracing("setprofile", func)


def settrace_all_threads(func):
    _refuse_tracing("settrace_all_threads", func)


def setprofile_all_threads(func):
    _refuse_tracing("setprofile_all_threads", func)


def gettrace():
    return None


def getprofile():
    return None


# --- the end of the program, and forks

_atexit_calls = []


def _register_atexit(func, *arg, **kwargs):
    """Has func called when the main thread is done, before the other threads are waited for."""
    if _main_thread._handle.is_done():
        raise RuntimeError("can't register atexit after shutdown")
    _atexit_calls.append(lambda: func(*arg, **kwargs))


def _shutdown():
    """Called by the runtime when the main thread's script has ended: waits for all threads that are no daemons."""
    if _main_thread._handle.is_done():
        return
    for call in reversed(_atexit_calls):
        call()
    _main_thread._handle._set_done()  # whoever joins it may go on
    _thread._shutdown()


def _after_fork():
    """Called in a forked child, where only the thread that forked is left: it is the main thread now."""
    global _main_thread
    survivor = current_thread()
    _thread._forget_others()
    for thread in list(_active.values()):
        if thread is not survivor:
            thread._handle._set_done()
    _active.clear()
    survivor._begin()
    _main_thread = survivor


_main_thread = _MainThread()
register_at_fork(after_in_child=_after_fork)
