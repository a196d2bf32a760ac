"""Process: a call that runs in a process of its own, and the beginning and end of such a process.

A spawned child imports this before it does anything, so it imports little itself: `posix` rather than `os`, `_thread`
rather than `threading`.
"""

import _multiprocessing
import itertools
import posix
import sys
from _thread import _local

__all__ = ["BaseProcess", "current_process", "active_children", "parent_process"]

try:
    ORIGINAL_DIR = posix.getcwd()
except OSError:
    ORIGINAL_DIR = None


def current_process():
    """The Process that runs this."""
    return _current_process


def parent_process():
    """The Process that started this one; None in the first."""
    return _parent_process


def active_children():
    """All children that run. Those that have ended are joined on the way."""
    _collect_ended()
    return list(_children)


def _collect_ended():
    for child in list(_children):
        popen = child._popen
        if popen is not None and popen.poll() is not None:
            _children.discard(child)


class BaseProcess:
    """A call, target(*args, **kwargs), that runs in a process of its own once start() was called. A subclass may
    override run() instead."""

    def _Popen(self):
        raise NotImplementedError

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, "group argument must be None for now"
        self._identity = _current_process._identity + (next(_process_counter),)
        self._config = _current_process._config.copy()
        self._parent_pid = posix.getpid()
        self._parent_name = _current_process.name
        self._popen = None
        self._closed = False
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or type(self).__name__ + "-" + ":".join(str(i) for i in self._identity)
        if daemon is not None:
            self.daemon = daemon

    def _check_closed(self):
        if self._closed:
            raise ValueError("process object is closed")

    def run(self):
        """What the process does."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Begins the call."""
        self._check_closed()
        assert self._popen is None, "cannot start a process twice"
        assert self._parent_pid == posix.getpid(), "can only start a process object created by current process"
        assert not _current_process._config.get("daemon"), "daemonic processes are not allowed to have children"
        _collect_ended()
        _end_children_at_exit()
        self._popen = self._Popen(self)
        # The child has what it needs; what it works with need not stay alive here.
        self._target = self._args = self._kwargs = None
        _children.add(self)

    def terminate(self):
        """Ends the process by SIGTERM."""
        self._check_closed()
        self._popen.terminate()

    def kill(self):
        """Ends the process by SIGKILL."""
        self._check_closed()
        self._popen.kill()

    def join(self, timeout=None):
        """Waits until the process has ended, or for `timeout` seconds."""
        self._check_closed()
        assert self._parent_pid == posix.getpid(), "can only join a child process"
        assert self._popen is not None, "can only join a started process"
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        self._check_closed()
        if self is _current_process:
            return True
        assert self._parent_pid == posix.getpid(), "can only test a child process"
        if self._popen is None:
            return False
        if self._popen.poll() is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        """Gives back what belongs to a process that has ended."""
        if self._popen is not None:
            if self._popen.poll() is None:
                raise ValueError(
                    "Cannot close a process while it is still running. You should first call join() or terminate()."
                )
            self._popen.close()
            self._popen = None
            _children.discard(self)
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), "name must be a string"
        self._name = name

    @property
    def daemon(self):
        """Whether it is ended, rather than waited for, at the end of the program. Inherited."""
        return self._config.get("daemon", False)

    @daemon.setter
    def daemon(self, daemonic):
        assert self._popen is None, "process has already started"
        self._config["daemon"] = daemonic

    @property
    def authkey(self):
        return self._config["authkey"]

    @authkey.setter
    def authkey(self, authkey):
        self._config["authkey"] = AuthenticationString(authkey)

    @property
    def exitcode(self):
        """The exit code, minus the signal that ended it, or None as long as it runs."""
        self._check_closed()
        return None if self._popen is None or self is _current_process else self._popen.poll()

    @property
    def ident(self):
        """The process number; None before start()."""
        self._check_closed()
        if self is _current_process:
            return posix.getpid()
        return self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that is ready to be read once the process has ended; for connection.wait()."""
        self._check_closed()
        if self._popen is None:
            raise ValueError("process not started") from None
        return self._popen.sentinel

    def __repr__(self):
        exitcode = None
        if self is _current_process:
            status = "started"
        elif self._closed:
            status = "closed"
        elif self._parent_pid != posix.getpid():
            status = "unknown"
        elif self._popen is None:
            status = "initial"
        else:
            exitcode = self._popen.poll()
            status = "started" if exitcode is None else "stopped"
        info = [type(self).__name__, "name=%r" % self._name]
        if self._popen is not None:
            info.append("pid=%s" % self._popen.pid)
        info.append("parent=%s" % self._parent_pid)
        info.append(status)
        if exitcode is not None:
            info.append("exitcode=%s" % _exitcode_name(exitcode))
        if self.daemon:
            info.append("daemon")
        return "<%s>" % " ".join(info)

    # --- in the child

    def _family(self):
        """What a child begins with: how it numbers its own children, these, and its parent. Made by a forking parent before
        the fork: what a young child writes, the system has to copy a page for."""
        return itertools.count(1), set(), _ParentProcess(self._parent_name, self._parent_pid)

    def _bootstrap(self, parent_pid, by_main_thread, family):
        """All a child does; returns its exit code."""
        global _current_process, _parent_process, _process_counter, _children
        code = 1
        try:
            _multiprocessing.begin_child(parent_pid, by_main_thread)
            _process_counter, _children, _parent_process = family
            _current_process = self
            _run_after_fork()
            try:
                self.run()
                code = 0
            finally:
                _end_children()
        except SystemExit as error:
            if error.code is None:
                code = 0
            elif isinstance(error.code, int):
                code = error.code
            else:
                sys.stderr.write(str(error.code) + "\n")
                code = 1
        except KeyboardInterrupt:
            code = 1  # the parent got the same Ctrl-C, and reports it
        except:
            import traceback

            sys.stderr.write("Process %s:\n" % self.name)
            traceback.print_exc()
        finally:
            if "threading" in sys.modules:
                sys.modules["threading"]._shutdown()
            _flush_std_streams()
        return code


def _exitcode_name(code):
    if code >= 0:
        return code
    import signal

    try:
        return "-" + signal.Signals(-code).name
    except ValueError:
        return code


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass


# --- what a forked child must do with objects it inherited

_after_fork = {}  # number -> (weak reference, function), in the order of registration
_next_after_fork = itertools.count().__next__


def register_after_fork(obj, function):
    """Has function(obj) called in every forked child, as long as obj lives."""
    import _weakref

    number = _next_after_fork()
    _after_fork[number] = _weakref.ref(obj, lambda ref: _after_fork.pop(number, None)), function


def _run_after_fork():
    if "multiprocessing.util" in sys.modules:
        sys.modules["multiprocessing.util"]._begin_anew()
    if not _after_fork:
        return
    for ref, function in list(_after_fork.values()):
        obj = ref()
        if obj is not None:
            try:
                function(obj)
            except Exception:
                import traceback

                traceback.print_exc()


class AuthenticationString(bytes):
    """A key that is not to leave the process by accident."""

    def __reduce__(self):
        if getattr(_spawning, "popen", None) is None:
            raise TypeError("Pickling an AuthenticationString object is disallowed for security reasons")
        return AuthenticationString, (bytes(self),)


class _ParentProcess(BaseProcess):
    """The parent, as a child sees it: it can be waited for, not started."""

    def __init__(self, name, pid):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._config = {}
        self._sentinel = None

    @property
    def sentinel(self):
        if self._sentinel is None:
            self._sentinel = posix.pidfd_open(self._pid)
        return self._sentinel

    def is_alive(self):
        return posix.getppid() == self._pid

    @property
    def ident(self):
        return self._pid

    pid = ident

    def join(self, timeout=None):
        if self.is_alive():
            from posix import _poll

            _poll([(self.sentinel, 1)], timeout)


class _MainProcess(BaseProcess):
    """The process the program began with."""

    def __init__(self):
        self._identity = ()
        self._name = "MainProcess"
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._config = _MainConfig(semprefix="/mp")

    def close(self):
        pass


class _MainConfig(dict):
    """The key is made when it is first asked for: most programs never do."""

    def __missing__(self, key):
        if key != "authkey":
            raise KeyError(key)
        self[key] = result = AuthenticationString(posix.urandom(32))
        return result

    def copy(self):
        copy = dict(self)
        copy["authkey"] = self["authkey"]
        return copy


# --- the end of a process that has children

_exit_is_arranged = False


def _end_children_at_exit():
    global _exit_is_arranged
    if not _exit_is_arranged:
        _exit_is_arranged = True
        import atexit

        atexit.register(_end_children)


def _end_children():
    """The children come to an end before their parent does: daemons are stopped, the others waited for."""
    util = sys.modules.get("multiprocessing.util")
    if util is not None:
        util._exit_function()
    elif _children:
        _stop_and_join_children()


def _stop_and_join_children():
    interrupted = getattr(sys, "last_type", None) is KeyboardInterrupt  # Ctrl-C ends everything
    for child in active_children():
        if child.daemon or interrupted:
            child._popen.terminate()
    for child in active_children():
        child.join()


_spawning = _local()
_parent_process = None
_process_counter = itertools.count(1)
_children = set()
_current_process = _MainProcess()
