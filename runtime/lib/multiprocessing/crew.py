"""Worker processes, and the thread that keeps them busy: the engine below Pool and ProcessPoolExecutor.

Each worker has a Link of its own (`_multiprocessing`): no lock is shared, so a worker that is killed blocks nobody. One
thread of the parent, the dispatcher, owns all links. It hands tasks out, collects results, sees workers die and starts new
ones. Everyone else talks to it through `_tasks` (a deque) and a pipe that wakes it.

How many tasks a worker is given ahead follows from how fast it is: no more than it finishes in about four milliseconds, and
never so many that the others would have nothing left to do. So short tasks travel in bunches, and a long one keeps no
other waiting behind it while a worker is idle.

A worker notes the number of each task it begins in shared memory, and how long the last one took. When it dies, the task it
had begun last is lost, and so are those before it whose results did not arrive; the ones behind it have not been touched and
go to another worker.
"""

import _multiprocessing
import _signal
import os
import sys
import threading
from collections import deque
from posix import _poll

from .process import _flush_std_streams, register_after_fork
from .reduction import DupFd, _extra_reducers

__all__ = ["Crew", "RemoteTraceback", "ExceptionWithTraceback", "WorkerDied"]

_POLLIN, _POLLOUT = 1, 4
_AHEAD_NANOSECONDS, _AHEAD_MOST = 4_000_000, 512
_STARTING, _READY = -2, -1  # instead of the number of a task


class WorkerDied(RuntimeError):
    """A worker process ended in the middle of a task: by a signal, or because the task called os._exit()."""

    __module__ = "multiprocessing.pool"


class RemoteTraceback(Exception):
    """The traceback of an exception in another process, as text: the __cause__ of the exception here."""

    __module__ = "multiprocessing.pool"

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception on its way here, with its traceback."""

    def __init__(self, exc, tb):
        import traceback

        self.exc = exc
        self.tb = '\n"""\n%s"""' % "".join(traceback.format_exception(type(exc), exc, tb))
        exc.__traceback__ = None

    def __reduce__(self):
        return self.rebuild_function, (self.exc, self.tb)


def _rebuild_exception(exc, tb):
    exc.__cause__ = RemoteTraceback(tb)
    return exc


ExceptionWithTraceback.rebuild_function = staticmethod(_rebuild_exception)


class MaybeEncodingError(Exception):
    """A result could not be sent."""

    __module__ = "multiprocessing.pool"

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return "<%s: %s>" % (self.__class__.__name__, self)


# --- in the worker


def run_call(function, args, kwargs):
    return function(*args, **kwargs)


def run_map(function, items):
    return [function(item) for item in items]  # the calls stay in the interpreter's loop, where map() leaves it each time


def run_starmap(function, items):
    return [function(*item) for item in items]


_KINDS = (run_call, run_map, run_starmap)
CALL, MAP, STARMAP = range(3)


class _WorkerEnds:
    """The worker's side of a link, until it is made there."""

    def __init__(self, read, write, block, slot):
        self.read, self.write, self.block, self.slot = read, write, block, slot

    def __getstate__(self):
        from .synchronize import reduce_block

        return DupFd(self.read), DupFd(self.write), reduce_block(self.block), self.slot

    def __setstate__(self, state):
        read, write, (rebuild, args), self.slot = state
        self.read, self.write, self.block = read.detach(), write.detach(), rebuild(*args)

    def make(self):
        view = self.block.view[16 * self.slot : 16 * self.slot + 16]
        view.cast("q")[0] = _READY
        return _multiprocessing.Link(self.read, self.write, view, _extra_reducers)


def work(ends, initializer, initargs, wrapper, is_pool):
    """What a worker process does: tasks, one after the other, until the link is closed."""
    _signal.signal(_signal.SIGINT, _signal.SIG_IGN)  # the parent decides what Ctrl-C means for its workers
    if initializer is not None:
        initializer(*initargs)
    link = ends.make()
    get, put, flush, kinds = link.get, link.put, link.flush, _KINDS
    while True:
        try:
            number, task, error = get(True)
        except (EOFError, OSError):
            return
        try:
            if error is not None:
                raise error
            kind, function, *args = task
            result = True, kinds[kind](function, *args)
        except Exception as exception:
            if error is None:
                exception = wrapper(exception, exception.__traceback__)
            result = False, exception
        task = args = function = error = exception = None
        _flush_std_streams()  # the worker may be ended at any time from here on
        try:
            put(number, result)
        except Exception as exception:
            if is_pool:
                put(number, (False, MaybeEncodingError(exception, result[1])))
            else:
                put(number, (False, wrapper(exception, exception.__traceback__)))
        result = None
        try:
            flush(True)
        except OSError:
            return


# --- in the parent


class _Worker:
    __slots__ = ("process", "link", "fd", "out_fd", "slot", "given", "limit", "left", "is_leaving")


class Crew:
    """`processes` workers. Results are reported, from the dispatcher thread, by

    on_result(number, ok, value)          a task's result or exception
    on_death(numbers, exitcode, pid)      a worker died: these tasks will have no result. Returns whether to go on.
    on_failure(message)                   no worker can be started any more, or on_death said no: it is all over

    may_begin(number), if given, is asked when a task is handed out.
    """

    def __init__(self, context, processes, on_result, on_death, on_failure, initializer=None, initargs=(),
                 maxtasks=None, wrapper=ExceptionWithTraceback, is_pool=True, daemon=True, may_begin=None):  # fmt: skip
        self._context = context
        self._size = processes
        self._on_result, self._on_death, self._on_failure = on_result, on_death, on_failure
        self._initializer, self._initargs = initializer, initargs
        self._maxtasks = maxtasks
        self._wrapper = wrapper
        self._is_pool = is_pool
        self._daemon = daemon
        self._may_begin = may_begin
        self._tasks = deque()  # (number, message); put in by anyone, taken out by the dispatcher
        self._outstanding = 0  # given to workers
        self._is_over = False  # set by the dispatcher before it calls on_failure, looked at by those who have just submitted
        self._state = "running"  # then "closing" or "terminating"; only ever forward
        self._workers = []
        self._slots = list(range(max(processes, 1)))
        self._progress = _multiprocessing.Block(16 * len(self._slots))
        self._progress_view = self._progress.view.cast("q")  # for each slot, the task begun last; nanoseconds the last one took
        self._deaths = 0  # of workers that did not even get ready, in a row
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._is_awake = False  # the dispatcher will look at _tasks before it waits, or a byte for it is on its way
        # Nobody writes to the pipe's descriptor when it is closed, and somebody else's already. An RLock: a finalizer that ends the
        # crew may run in the middle of _wake.
        self._closing = threading.RLock()
        self._going_to_sleep = threading.Lock()  # orders "a task is there" against "I am about to wait"
        self._pid = os.getpid()
        register_after_fork(self, Crew._close_in_child)
        try:
            while len(self._workers) < processes:
                self._start_worker()
        except BaseException:
            self._stop_workers()
            raise
        self._thread = threading.Thread(target=self._dispatch, name="PoolDispatcher", daemon=True)
        self._thread.start()

    # --- for everyone

    def submit(self, number, message):
        """Has a task done: (kind, function, ...). Its number comes back with the result."""
        with self._going_to_sleep:
            self._tasks.append((number, message))
            is_awake = self._is_awake
        if not is_awake:
            self._wake()

    def submit_many(self, tasks):
        self._tasks.extend(tasks)
        self._wake()

    def _wake(self):
        self._is_awake = True
        with self._closing:
            if self._wake_write >= 0:  # else it is all over
                try:
                    os.write(self._wake_write, b"x")
                except BlockingIOError:
                    pass

    def close(self):
        """No more tasks will come: the workers end when all is done."""
        if self._state == "running":
            self._state = "closing"
            self._wake()

    def terminate(self):
        """The workers end now."""
        if self._state != "terminating":
            self._state = "terminating"
            self._wake()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def join(self):
        self._thread.join()

    def is_over(self):
        """Whether on_failure has been called or is about to be: a task that it may not have seen yet is nobody's."""
        return self._is_over

    @property
    def processes(self):
        return [worker.process for worker in self._workers if worker.process is not None]

    def _close_in_child(self):
        """In a forked child: the descriptors are the parent's affair. As long as a copy of them were open here, the
        workers would not notice that the parent is gone."""
        for worker in self._workers:
            try:
                worker.link.close()
            except Exception:
                pass
        self._workers = []
        self._closing, self._going_to_sleep = threading.RLock(), threading.Lock()  # another thread may have held them
        for fd in (self._wake_read, self._wake_write):
            try:
                os.close(fd)
            except OSError:
                pass
        self._wake_read = self._wake_write = -1

    # --- the dispatcher

    def _start_worker(self):
        task_read, task_write = os.pipe2(os.O_CLOEXEC)
        result_read, result_write = os.pipe2(os.O_CLOEXEC)
        slot = self._slots.pop()
        self._progress_view[2 * slot], self._progress_view[2 * slot + 1] = _STARTING, 0
        worker = _Worker()
        worker.process = None
        ends = _WorkerEnds(task_read, result_write, self._progress, slot)
        try:
            worker.link = _multiprocessing.Link(result_read, task_write, None, _extra_reducers)
            self._workers.append(worker)  # so that the child closes its copy of the parent's ends
            worker.process = self._context.Process(
                target=work, args=(ends, self._initializer, self._initargs, self._wrapper, self._is_pool), daemon=self._daemon
            )
            if self._is_pool:
                worker.process.name = worker.process.name.replace("Process", "PoolWorker")
            worker.process.start()
        except BaseException:
            self._workers.remove(worker)
            self._slots.append(slot)
            worker.link.close()
            raise
        finally:
            os.close(task_read)
            os.close(result_write)
        os.set_blocking(result_read, False)
        os.set_blocking(task_write, False)
        worker.fd, worker.out_fd, worker.slot = result_read, task_write, slot
        worker.given = deque()  # (number, message), in the order given
        worker.limit = 1
        worker.left = self._maxtasks
        worker.is_leaving = False

    def _dispatch(self):
        message = None
        try:
            message = self._run()
        except BaseException as error:  # nobody else would tell those who wait
            message = f"{type(error).__name__}: {error}"
            if not isinstance(error, Exception):
                raise
        finally:
            if self._state != "closing" or message is not None:
                self._state = "terminating"
            self._stop_workers()
            self._is_over = True
            self._on_failure(message)
            with self._closing:
                os.close(self._wake_read)
                os.close(self._wake_write)
                self._wake_read = self._wake_write = -1

    def _run(self):
        """Until the end. Returns what went wrong, or None."""
        while True:
            if self._state == "terminating":
                return None
            message = self._fill_up()
            if message is not None:
                return message
            with self._going_to_sleep:
                self._is_awake = False  # whoever submits from here on wakes the poll below
            self._hand_out()
            if self._state == "closing" and not self._tasks and not self._outstanding:
                return None
            wanted = [(self._wake_read, _POLLIN)]
            for worker in self._workers:
                wanted.append((worker.fd, _POLLIN))
                if worker.link.is_sending:
                    wanted.append((worker.out_fd, _POLLOUT))
            ready = dict(_poll(wanted, None))
            self._is_awake = True
            if self._wake_read in ready:
                try:
                    os.read(self._wake_read, 4096)
                except BlockingIOError:
                    pass
            for worker in list(self._workers):
                if worker.fd in ready and not self._collect(worker):
                    message = self._bury(worker)
                    if message is not None:
                        return message
                elif worker.out_fd in ready:
                    self._flush(worker)

    def _fill_up(self):
        """Starts workers for those that have left."""
        if self._state == "closing" and not self._tasks:
            return None
        while len(self._workers) < self._size:
            try:
                self._start_worker()
            except OSError as error:
                if not self._workers:
                    return f"no worker process could be started: {error}"
                return None  # fewer will do, for now
            except Exception as error:
                return f"no worker process could be started: {type(error).__name__}: {error}"
        return None

    def _hand_out(self):
        tasks = self._tasks
        if not tasks:
            return
        fair = len(tasks) // (2 * len(self._workers)) + 1
        for count in (1, _AHEAD_MOST):  # one for everybody first
            for worker in sorted(self._workers, key=lambda worker: len(worker.given)) if count == 1 else self._workers:
                given = worker.given
                most = min(worker.limit, fair) if count > 1 else 1
                while tasks and len(given) < most and not worker.is_leaving:
                    try:
                        number, message = tasks.popleft()
                    except IndexError:
                        return
                    if self._may_begin is not None and not self._may_begin(number):
                        continue
                    try:
                        worker.link.put(number, message)
                    except Exception as error:
                        self._on_result(number, False, error)
                        continue
                    given.append((number, message))
                    self._outstanding += 1
                    if worker.left is not None:
                        worker.left -= 1
                        worker.is_leaving = worker.left <= 0
        for worker in self._workers:
            if worker.given:
                self._flush(worker)

    def _flush(self, worker):
        try:
            worker.link.flush()
        except OSError:
            pass  # it has died; its results come first, then the end of its link

    def _collect(self, worker):
        """Takes in results. False: the worker is gone."""
        link, given = worker.link, worker.given
        count = 0
        alive = True
        while True:
            try:
                message = link.get()
            except (EOFError, OSError):
                alive = False
                break
            if message is None:
                break
            number, result, error = message
            given.popleft()
            self._outstanding -= 1
            count += 1
            if error is not None:
                self._on_result(number, False, error)
            else:
                self._on_result(number, *result)
        if count:
            self._deaths = 0
            # The worker's own measure: seen from here, a busy machine makes every task look long.
            each = self._progress_view[2 * worker.slot + 1]
            worker.limit = min(_AHEAD_MOST, 4 * worker.limit, _AHEAD_NANOSECONDS // (each + 1) + 1)
            if worker.is_leaving and not given:
                self._dismiss(worker)
        return alive

    def _dismiss(self, worker):
        """A worker that has done its share of tasks."""
        self._remove(worker)
        worker.process.join()

    def _remove(self, worker):
        self._workers.remove(worker)
        self._slots.append(worker.slot)
        worker.link.close()

    def _bury(self, worker):
        """A worker has died. Returns a message if that is the end."""
        worker.process.join()
        begun = self._progress_view[2 * worker.slot]
        self._remove(worker)
        given = list(worker.given)
        self._outstanding -= len(given)
        lost = 0
        for i, (number, _) in enumerate(given):
            if number == begun:
                lost = i + 1
        self._tasks.extendleft(reversed(given[lost:]))
        exitcode, pid = worker.process.exitcode, worker.process.pid
        if begun == _STARTING:
            self._deaths += 1
        if not self._on_death([number for number, _ in given[:lost]], exitcode, pid):
            return death_message(exitcode, pid)
        # Killed from outside, they may fare better the next time; but not for ever.
        if self._deaths > (self._size if exitcode not in (-9, -15) else 10 * self._size + 10):
            return f"worker processes die one after the other, the last one {_how(exitcode)}"
        return None

    def _stop_workers(self):
        workers, self._workers = self._workers, []
        graceful = self._state == "closing"
        for worker in workers:
            worker.link.close()
            if not graceful and worker.process.is_alive():
                worker.process.terminate()
        for worker in workers:
            worker.process.join(None if graceful else 5)
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join()


def _how(exitcode):
    if exitcode is None or exitcode >= 0:
        return f"with exit code {exitcode}"
    import signal

    try:
        return f"killed by {signal.Signals(-exitcode).name} (exit code {exitcode})"
    except ValueError:
        return f"killed by signal {-exitcode} (exit code {exitcode})"


def death_message(exitcode, pid):
    return f"a worker process (pid {pid}) died {_how(exitcode)} before its task was done"
