"""Functions to be called when the program ends normally, the last registered first.

The runtime calls _run_exitfuncs() once all threads that are no daemons have ended.
"""

import sys

__all__ = ["register", "unregister"]

_calls = []


def register(func, /, *args, **kwargs):
    """Has func(*args, **kwargs) called at the end. Returns func, so that this can be a decorator."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _calls.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Forgets all calls of func."""
    _calls[:] = [call for call in _calls if not (call[0] is func or call[0] == func)]


def _clear():
    _calls.clear()


def _ncallbacks():
    return len(_calls)


def _run_exitfuncs():
    while _calls:
        func, args, kwargs = _calls.pop()
        try:
            func(*args, **kwargs)
        except SystemExit:
            pass
        except BaseException as error:
            print(f"Exception ignored in atexit callback: {func!r}", file=sys.stderr)
            sys.excepthook(type(error), error, error.__traceback__)
