"""What a coroutine is."""

import collections.abc
import os
import sys
import types

__all__ = ("iscoroutinefunction", "iscoroutine")

_is_coroutine = object()  # the mark that old decorators leave: func._is_coroutine = asyncio.coroutines._is_coroutine


def _is_debug_mode():
    return sys.flags.dev_mode or (not sys.flags.ignore_environment and bool(os.environ.get("PYTHONASYNCIODEBUG")))


def iscoroutinefunction(func):
    """Whether calling func gives a coroutine."""
    import inspect

    return inspect.iscoroutinefunction(func) or getattr(func, "_is_coroutine", None) is _is_coroutine


def iscoroutine(obj):
    """Whether obj is a coroutine object."""
    return isinstance(obj, (types.CoroutineType, collections.abc.Coroutine))
