"""Tracebacks on request. gilt turns every error of a script into an exception, so there are no faults to handle: `enable`
only remembers that it was called."""

import sys

_enabled = False


def enable(file=None, all_threads=True):
    global _enabled
    _enabled = True


def disable():
    global _enabled
    was, _enabled = _enabled, False
    return was


def is_enabled():
    return _enabled


def _show(frame, file):
    while frame:
        print(f'  File "{frame.f_code.co_filename}", line {frame.f_lineno} in {frame.f_code.co_name}', file=file)
        frame = frame.f_back


def dump_traceback(file=None, all_threads=True):
    """Prints where each thread is, the innermost call first."""
    import threading

    file = sys.stderr if file is None else file
    own = threading.get_ident()
    frames = sys._current_frames() if all_threads else {}
    for ident, frame in frames.items():
        if ident != own:
            print(f"Thread {ident:#018x} (most recent call first):", file=file)
            _show(frame, file)
            print(file=file)
    print(f"Current thread {own:#018x} (most recent call first):" if all_threads else "Stack (most recent call first):", file=file)
    _show(sys._getframe(1), file)


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    raise NotImplementedError("gilt does not support faulthandler.dump_traceback_later()")


def cancel_dump_traceback_later():
    pass
