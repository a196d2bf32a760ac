"""ThreadPoolExecutor: calls that run in threads.

submit() puts a call on a queue, from which the workers take. A worker that finds nothing to do says so (`_idle`, a count
of workers that wait for work nobody has meant for them yet); submit() starts a new worker only if none is idle and there are
less than max_workers.

None on the queue means "look whether you should stop": a worker that stops puts it back for the next one. At the end of the
program all workers are told to stop, and waited for, once their queues are worked off.
"""

import os
import threading
from itertools import count
from queue import Empty, SimpleQueue

from concurrent.futures import _base

_numbers = count()
_ending = False  # the program ends: no executor takes calls any more
_running = {}  # worker -> its queue, for the end of the program
_ending_lock = threading.Lock()  # held to change _ending, and while a call is submitted


def _end():
    global _ending
    with _ending_lock:
        _ending = True
    workers = list(_running.items())
    for _, queue in workers:
        queue.put(None)
    for worker, _ in workers:
        worker.join()


threading._register_atexit(_end)


def _after_fork_in_child():
    _ending_lock._at_fork_reinit()
    _running.clear()  # the workers are the parent's


os.register_at_fork(before=_ending_lock.acquire, after_in_parent=_ending_lock.release,
                    after_in_child=_after_fork_in_child)


class BrokenThreadPool(_base.BrokenExecutor):
    """The initializer of a worker failed."""


class _Call:
    """A submitted call and the future for its result."""

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class ThreadPoolExecutor(_base.Executor):
    """At most max_workers threads that work off what is submitted."""

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        """`initializer(*initargs)` is called at the start of each thread."""
        if max_workers is None:
            max_workers = min(32, (os.cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._work_queue = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads = set()
        self._broken = False  # else the reason
        self._shutdown = False
        self._lock = threading.Lock()
        self._prefix = thread_name_prefix or f"ThreadPoolExecutor-{next(_numbers)}"
        self._initializer = initializer
        self._initargs = initargs

    def submit(self, fn, /, *args, **kwargs):
        with self._lock, _ending_lock:
            if self._broken:
                raise BrokenThreadPool(self._broken)
            if self._shutdown:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _ending:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            future = _base.Future()
            self._work_queue.put(_Call(future, fn, args, kwargs))
            if not self._idle.acquire(blocking=False) and len(self._threads) < self._max_workers:
                self._start_worker()
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def _start_worker(self):
        worker = threading.Thread(target=self._work, name=f"{self._prefix}_{len(self._threads)}")
        _running[worker] = self._work_queue
        try:
            worker.start()
        except BaseException:
            del _running[worker]
            raise
        self._threads.add(worker)

    def _work(self):
        """What a worker does."""
        queue = self._work_queue
        try:
            if self._initializer is not None:
                try:
                    self._initializer(*self._initargs)
                except BaseException:
                    _base._report("Exception in initializer:")
                    self._break()
                    return
            while True:
                try:
                    call = queue.get_nowait()
                except Empty:
                    self._idle.release()
                    call = queue.get()
                if call is not None:
                    call.run()
                    del call  # not kept alive while waiting for the next one
                elif self._shutdown or _ending or self._broken:
                    queue.put(None)
                    return
        finally:
            _running.pop(threading.current_thread(), None)

    def _break(self):
        """No call will run any more: they fail, those submitted included."""
        with self._lock:
            self._broken = "A thread initializer failed, the thread pool is not usable anymore"
            self._drain(lambda future: future.set_exception(BrokenThreadPool(self._broken)))
            self._work_queue.put(None)

    def _drain(self, settle):
        while True:
            try:
                call = self._work_queue.get_nowait()
            except Empty:
                return
            if call is not None:
                settle(call.future)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._lock:
            self._shutdown = True
            if cancel_futures:
                self._drain(_base.Future.cancel)
            self._work_queue.put(None)
        if wait:
            for worker in self._threads:
                worker.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
