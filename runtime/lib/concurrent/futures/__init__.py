"""Calls that run elsewhere, in a thread or in a process, and the Futures that stand for their results."""

from concurrent.futures._base import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, BrokenExecutor, CancelledError,
                                      Executor, Future, InvalidStateError, TimeoutError, as_completed, wait)

__all__ = ("FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError", "InvalidStateError",
           "BrokenExecutor", "Future", "Executor", "wait", "as_completed", "ProcessPoolExecutor", "ThreadPoolExecutor")

_homes = {"ThreadPoolExecutor": "thread", "ProcessPoolExecutor": "process"}


def __dir__():
    return (*__all__, "__doc__")


def __getattr__(name):
    """The two executors are imported when they are first asked for: a program that needs one pays for one."""
    if name not in _homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"concurrent.futures.{_homes[name]}"), name)
    globals()[name] = value
    return value
