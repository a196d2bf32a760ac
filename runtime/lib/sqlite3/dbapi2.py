"""What the DB-API 2.0 asks for beyond connections and cursors, and how dates are stored."""

import atexit
import collections.abc
import datetime
import time

from _sqlite3 import *
from _sqlite3 import _close_all

apilevel = '2.0'
paramstyle = 'qmark'
version_info = tuple(map(int, version.split('.')))
sqlite_version_info = tuple(map(int, sqlite_version.split('.')))

Date = datetime.date
Time = datetime.time
Timestamp = datetime.datetime
Binary = memoryview


def DateFromTicks(ticks):
    return Date(*time.localtime(ticks)[:3])


def TimeFromTicks(ticks):
    return Time(*time.localtime(ticks)[3:6])


def TimestampFromTicks(ticks):
    return Timestamp(*time.localtime(ticks)[:6])


def _date_from_text(text):
    return datetime.date(*map(int, text.split(b'-')))


def _timestamp_from_text(text):
    day, clock = text.split(b' ')
    clock, _, fraction = clock.partition(b'.')
    year, month, day = map(int, day.split(b'-'))
    hour, minute, second = map(int, clock.split(b':'))
    # A fraction of a second with fewer or more digits than microseconds have.
    microsecond = int(fraction[:6].ljust(6, b'0')) if fraction else 0
    return datetime.datetime(year, month, day, hour, minute, second, microsecond)


register_adapter(datetime.date, lambda day: day.isoformat())
register_adapter(datetime.datetime, lambda moment: moment.isoformat(' '))
register_converter('date', _date_from_text)
register_converter('timestamp', _timestamp_from_text)

collections.abc.Sequence.register(Row)
atexit.register(_close_all)  # what was not committed is rolled back now, not by whoever opens the file next


def _deprecated_names(module, name):
    if name == 'OptimizedUnicode':
        import warnings
        warnings.warn('OptimizedUnicode is deprecated and will be removed in Python 3.12. Since Python 3.3 it has simply '
                      "been an alias for 'str'.", DeprecationWarning, stacklevel=3)
        return str
    raise AttributeError(f"module '{module}' has no attribute '{name}'")


def __getattr__(name):
    return _deprecated_names(__name__, name)
