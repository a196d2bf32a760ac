"""Signals: what the process is told from outside, and what it does then.

`_signal` does the work. This module turns its numbers into the enums Signals, Handlers and Sigmasks, so that they are
printed by name; everything that takes a number takes a member, too.
"""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum

_names = vars(_signal)


class _Number(_IntEnum):
    """A number that is printed as the member of an enum."""

    @classmethod
    def _from(cls, value):
        try:
            return cls(value)
        except (ValueError, TypeError):
            return value


def _enum(name, wanted):
    return _Number(name, {key: value for key, value in _names.items() if wanted(key)}, module=__name__)


Signals = _enum("Signals", lambda key: key.isupper() and key.startswith("SIG") and not key.startswith("SIG_"))
Handlers = _enum("Handlers", lambda key: key in ("SIG_DFL", "SIG_IGN"))
Sigmasks = _enum("Sigmasks", lambda key: key in ("SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK"))
for _enum_class in (Signals, Handlers, Sigmasks):
    globals().update(_enum_class.__members__)
del _enum_class


def _handler(value):
    return Handlers._from(value) if isinstance(value, int) else value


def _set(numbers):
    return {Signals._from(number) for number in numbers}


def signal(signalnum, handler):
    """Has handler(signalnum, frame) called when the signal arrives; returns the handler before."""
    return _handler(_signal.signal(signalnum, handler))


def getsignal(signalnum):
    """The handler of a signal: a function, SIG_DFL, SIG_IGN, or None if it was not set from here."""
    return _handler(_signal.getsignal(signalnum))


def pthread_sigmask(how, mask):
    """Blocks or unblocks signals in this thread; returns those that were blocked before."""
    return _set(_signal.pthread_sigmask(how, mask))


def sigpending():
    """Blocked signals that have arrived."""
    return _set(_signal.sigpending())


def sigwait(sigset):
    """Waits for one of these signals, which should be blocked, and takes it."""
    return Signals._from(_signal.sigwait(sigset))


def valid_signals():
    """All signals there are."""
    return _set(_signal.valid_signals())
