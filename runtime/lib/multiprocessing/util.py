"""The end of a process that has children, finalizers, and the log."""

import os
import threading
import _weakref
from itertools import count

from . import process
from .process import register_after_fork

__all__ = [
    "sub_debug", "debug", "info", "sub_warning", "get_logger", "log_to_stderr", "get_temp_dir", "register_after_fork",
    "is_exiting", "Finalize", "ForkAwareThreadLock", "ForkAwareLocal", "close_all_fds_except", "SUBDEBUG", "SUBWARNING",
]  # fmt: skip

NOTSET, SUBDEBUG, DEBUG, INFO, SUBWARNING = 0, 5, 10, 20, 25
LOGGER_NAME = "multiprocessing"
_logger = None


def _log(level, message, *args):
    if _logger is not None:
        _logger.log(level, message, *args)


def sub_debug(msg, *args):
    _log(SUBDEBUG, msg, *args)


def debug(msg, *args):
    _log(DEBUG, msg, *args)


def info(msg, *args):
    _log(INFO, msg, *args)


def sub_warning(msg, *args):
    _log(SUBWARNING, msg, *args)


def get_logger():
    """The logger of this package."""
    global _logger
    if _logger is None:
        import logging

        _logger = logging.getLogger(LOGGER_NAME)
        _logger.propagate = 0
    return _logger


def log_to_stderr(level=None):
    import logging

    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("[%(levelname)s/%(processName)s] %(message)s"))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    return logger


def get_temp_dir():
    """A folder of this process's own, removed at its end."""
    config = process.current_process()._config
    folder = config.get("tempdir")
    if folder is None:
        folder = os.path.join(os.environ.get("TMPDIR") or "/tmp", f"pymp-{os.urandom(6).hex()}")
        os.mkdir(folder, 0o700)
        config["tempdir"] = folder
        Finalize(None, _remove_folder, args=(folder, os.getpid()), exitpriority=-100)
    return folder


def _remove_folder(folder, pid):
    if os.getpid() != pid:
        return
    for name in os.listdir(folder):
        try:
            os.unlink(os.path.join(folder, name))
        except OSError:
            pass
    try:
        os.rmdir(folder)
    except OSError:
        pass


# --- finalizers

_finalizers = {}  # (priority, number) -> Finalize
_next_finalizer = count().__next__


class Finalize:
    """A call to be made once: when obj dies, at the end of the process (if it has a priority), or when called."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError("Exitpriority ({0!r}) must be None or int, not {1!s}".format(exitpriority, type(exitpriority)))
        if obj is not None:
            self._ref = _weakref.ref(obj, self)
        elif exitpriority is None:
            raise ValueError("Without object, exitpriority cannot be None")
        self._callback = callback
        self._args = args
        self._kwargs = kwargs or {}
        self._key = (exitpriority, _next_finalizer())
        self._pid = os.getpid()
        _finalizers[self._key] = self

    def __call__(self, wr=None):
        if _finalizers.pop(self._key, None) is None:
            return None
        result = self._callback(*self._args, **self._kwargs) if self._pid == os.getpid() else None
        self._ref = self._callback = self._args = self._kwargs = None
        return result

    def cancel(self):
        if _finalizers.pop(self._key, None) is not None:
            self._ref = self._callback = self._args = self._kwargs = None

    def still_active(self):
        return self._key in _finalizers


def _run_finalizers(minpriority=None):
    """Runs those with a priority of at least `minpriority`, highest first; all of them if it is None."""
    keys = [key for key in list(_finalizers) if key[0] is not None and (minpriority is None or key[0] >= minpriority)]
    for key in sorted(keys, reverse=True):
        finalizer = _finalizers.get(key)
        if finalizer is not None:
            try:
                finalizer()
            except Exception:
                import traceback

                traceback.print_exc()
    if minpriority is None:
        _finalizers.clear()


# --- the end

_exiting = False


def is_exiting():
    return _exiting


def _exit_function():
    """The end of a process: its finalizers, and its children."""
    global _exiting
    if _exiting:
        return
    _exiting = True
    _run_finalizers(0)
    process._stop_and_join_children()
    _run_finalizers()


def _begin_anew():
    """In a forked child."""
    global _exiting
    _exiting = False
    _finalizers.clear()


process._end_children_at_exit()


class ForkAwareThreadLock:
    """A thread lock that is free in a forked child."""

    def __init__(self):
        self._lock = threading.Lock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        register_after_fork(self, ForkAwareThreadLock._at_fork_reinit)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)


class ForkAwareLocal(threading.local):
    """Thread-local storage that is empty in a forked child."""

    def __init__(self):
        register_after_fork(self, lambda obj: obj.__dict__.clear())

    def __reduce__(self):
        return type(self), ()


def close_all_fds_except(fds):
    last = 2
    for fd in sorted(fds):
        if fd > last:
            os.closerange(last + 1, fd)
            last = fd
    os.closerange(last + 1, os.sysconf("SC_OPEN_MAX"))
