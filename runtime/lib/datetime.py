"""Dates and times.

A date is a day of the Gregorian calendar, extended back to the year 1; it is counted as an ordinal, 1 being 0001-01-01. A
time is hour to microsecond. A datetime is both. A timedelta is a duration, kept as days, seconds and microseconds, of
which only the days may be negative. Each is immutable.

A time or datetime with a tzinfo is aware: it says how far it is from UTC, and is compared and subtracted by what it
is in UTC. `fold` tells apart the two times that have the same name when a clock is set back.
"""

import time as _time
from _imp import goes_by_full_name as _goes_by_full_name
from operator import index as _index

__all__ = ["date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC"]

MINYEAR = 1
MAXYEAR = 9999
_MAXORDINAL = 3652059  # 9999-12-31
_DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTH_NAMES = [None, "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS_IN_MONTH = [None, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_DAYS_BEFORE_MONTH = [None, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]


# --- the calendar


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN_MONTH[month]


def _days_before_month(year, month):
    return _DAYS_BEFORE_MONTH[month] + (month > 2 and _is_leap(year))


def _ymd2ord(year, month, day):
    return _days_before_year(year) + _days_before_month(year, month) + day


def _ord2ymd(n):
    """The calendar repeats every 400 years, and nearly so every 100 and every 4; peel these off."""
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31  # the last day of a leap year
    month = (n + 50) >> 5  # right, or one too many
    if _days_before_month(year, month) > n:
        month -= 1
    return year, month, n - _days_before_month(year, month) + 1


def _first_iso_monday(year):
    """The ordinal of the Monday the first week of an ISO year begins with: the week that has January 4th in it."""
    first = _ymd2ord(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def _check_date(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = _index(hour), _index(minute), _index(second), _index(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond, fold


def _check_tzinfo(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type {type(tz).__name__!r}")


def _check_offset(name, offset):
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{name}() must return None or timedelta, not {type(offset).__name__!r}")
    if not -timedelta(1) < offset < timedelta(1):
        raise ValueError(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24)."
        )
    return offset


# --- text


def _class_name(object):
    """datetime.date; of a subclass, its name alone."""
    cls = type(object)
    return f"datetime.{cls.__name__}" if cls.__module__ == __name__ else cls.__name__


def _format_time(hour, minute, second, microsecond, timespec="auto"):
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    if timespec == "hours":
        return f"{hour:02d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    text = f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "seconds":
        return text
    if timespec == "milliseconds":
        return f"{text}.{microsecond // 1000:03d}"
    if timespec == "microseconds":
        return f"{text}.{microsecond:06d}"
    raise ValueError("Unknown timespec value")


def _format_offset(offset, separator=":"):
    """+01:00, +05:30:15.000001"""
    if offset is None:
        return ""
    sign = "-" if offset.days < 0 else "+"
    offset = abs(offset)
    hours, rest = divmod(offset, timedelta(hours=1))
    minutes, rest = divmod(rest, timedelta(minutes=1))
    text = f"{sign}{hours:02d}{separator}{minutes:02d}"
    if rest:
        text += f"{separator}{rest.seconds:02d}"
        if rest.microseconds:
            text += f".{rest.microseconds:06d}"
    return text


def _strftime(object, format, timetuple):
    """What C's strftime does not know (%f, %z, %Z of this object) is put in first."""
    parts = []
    i, n = 0, len(format)
    while i < n:
        c = format[i]
        if c != "%" or i + 1 == n:
            parts.append(c)
            i += 1
            continue
        code = format[i + 1]
        i += 2
        if code == "f":
            parts.append(f"{getattr(object, 'microsecond', 0):06d}")
        elif code == "z":
            parts.append(_format_offset(object.utcoffset(), "") if hasattr(object, "utcoffset") else "")
        elif code == ":" and format[i : i + 1] == "z":
            i += 1
            parts.append(_format_offset(object.utcoffset()) if hasattr(object, "utcoffset") else "")
        elif code == "Z":
            name = object.tzname() if hasattr(object, "tzname") else None
            parts.append("" if name is None else name.replace("%", "%%"))
        else:
            parts.append("%" + code)
    return _time.strftime("".join(parts), timetuple)


def _digits(text, start, count):
    """The number of `count` digits at `start`."""
    piece = text[start : start + count]
    if len(piece) != count or not (piece.isascii() and piece.isdigit()):
        raise ValueError
    return int(piece)


def _parse_date(text):
    """YYYY-MM-DD, YYYYMMDD, YYYY-Www, YYYY-Www-D, and these without hyphens."""
    year = _digits(text, 0, 4)
    hyphen = text[4:5] == "-"
    position = 4 + hyphen
    if text[position : position + 1] == "W":
        week = _digits(text, position + 1, 2)
        position += 3
        day = 1
        if len(text) > position:
            if (text[position] == "-") != hyphen:
                raise ValueError
            position += hyphen
            day = _digits(text, position, 1)
            position += 1
        if position != len(text):
            raise ValueError
        return _iso_to_gregorian(year, week, day)
    month = _digits(text, position, 2)
    position += 2
    if (text[position : position + 1] == "-") != hyphen:
        raise ValueError
    position += hyphen
    day = _digits(text, position, 2)
    if position + 2 != len(text):
        raise ValueError
    return year, month, day


def _iso_to_gregorian(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53:
        # A 53rd week is there in years that begin on a Thursday, and leap years that begin on a Wednesday.
        first_weekday = _ymd2ord(year, 1, 1) % 7
        if not (week == 53 and (first_weekday == 4 or (first_weekday == 3 and _is_leap(year)))):
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
    return _ord2ymd(_first_iso_monday(year) + (week - 1) * 7 + day - 1)


def _parse_clock(text):
    """HH[:MM[:SS[.ffffff]]], or without colons: [hour, minute, second, microsecond]."""
    result = [0, 0, 0, 0]
    fraction = ""
    for mark in ".,":
        if mark in text:
            text, fraction = text.split(mark, 1)
            if not (fraction.isascii() and fraction.isdigit()):
                raise ValueError
            break
    colon = text[2:3] == ":"
    pieces = text.split(":") if colon else [text[i : i + 2] for i in range(0, len(text), 2)]
    if not 1 <= len(pieces) <= 3 or (fraction and len(pieces) != 3):
        raise ValueError
    for i, piece in enumerate(pieces):
        if len(piece) != 2:
            raise ValueError
        result[i] = _digits(piece, 0, 2)
    if fraction:
        result[3] = int((fraction + "000000")[:6])
    return result


def _parse_time(text):
    """A clock time and an offset: [hour, minute, second, microsecond, tzinfo]."""
    tz = None
    for position, c in enumerate(text):
        if c in "+-Z":
            offset_text = text[position + 1 :]
            if c == "Z":
                if offset_text:
                    raise ValueError
                tz = timezone.utc
            else:
                if len(offset_text) in (0, 1, 3):
                    raise ValueError
                hours, minutes, seconds, microseconds = _parse_clock(offset_text)
                offset = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=microseconds)
                tz = timezone(-offset if c == "-" else offset) if offset else timezone.utc
            text = text[:position]
            break
    return [*_parse_clock(text), tz]


def _divide_and_round(a, b):
    """a / b, half to even."""
    q, r = divmod(a, b)
    r *= 2
    greater_than_half = r > b if b > 0 else r < b
    if greater_than_half or (r == b and q % 2 == 1):
        q += 1
    return q


# --- durations


_NUMBERS = {int, float}


@_goes_by_full_name
class timedelta:
    """A duration: timedelta(days=1, hours=2). Kept as days, seconds (0 to 86399) and microseconds (0 to 999999)."""

    __slots__ = ("_days", "_seconds", "_microseconds", "_hash")

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        if not (type(days) in _NUMBERS and type(seconds) in _NUMBERS and type(microseconds) in _NUMBERS
                and type(milliseconds) in _NUMBERS and type(minutes) in _NUMBERS and type(hours) in _NUMBERS
                and type(weeks) in _NUMBERS):  # fmt: skip
            for name, value in (("days", days), ("seconds", seconds), ("microseconds", microseconds),
                                ("milliseconds", milliseconds), ("minutes", minutes), ("hours", hours), ("weeks", weeks)):  # fmt: skip
                if not isinstance(value, (int, float)):
                    raise TypeError(
                        f"unsupported type for timedelta {name} component: {type(value).__name__}"
                    )
        days += weeks * 7
        seconds += minutes * 60 + hours * 3600
        microseconds += milliseconds * 1000
        # Fractions go down to the next unit; what is left over of a microsecond is rounded at the end.
        day_part = 0.0
        if isinstance(days, float):
            whole = int(days)
            day_part = (days - whole) * 86400.0
            days = whole
            whole = int(day_part)
            seconds_from_days, day_part = whole, day_part - whole
        else:
            seconds_from_days = 0
        if isinstance(seconds, float):
            whole = int(seconds)
            day_part += seconds - whole
            seconds = whole
        extra_days, seconds = divmod(seconds + seconds_from_days, 86400)
        days += extra_days
        fraction = day_part * 1e6
        if isinstance(microseconds, float):
            microseconds = round(microseconds + fraction)
        else:
            microseconds = microseconds + round(fraction) if fraction else microseconds
        extra_seconds, microseconds = divmod(microseconds, 1000000)
        extra_days, seconds = divmod(seconds + extra_seconds, 86400)
        return cls._make(days + extra_days, seconds, microseconds)

    @classmethod
    def _make(cls, days, seconds, microseconds):
        if abs(days) > 999999999:
            if abs(days) >= 2**31:
                raise OverflowError("Python int too large to convert to C int")
            raise OverflowError(f"days={days}; must have magnitude <= 999999999")
        self = object.__new__(cls)
        self._days, self._seconds, self._microseconds, self._hash = days, seconds, microseconds, -1
        return self

    @classmethod
    def _of(cls, microseconds):
        seconds, microseconds = divmod(microseconds, 1000000)
        return timedelta._make(*divmod(seconds, 86400), microseconds)

    def _to_microseconds(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    @property
    def days(self):
        return self._days

    @property
    def seconds(self):
        return self._seconds

    @property
    def microseconds(self):
        return self._microseconds

    def total_seconds(self):
        """The whole duration in seconds."""
        return self._to_microseconds() / 10**6

    def __repr__(self):
        parts = [
            f"{name}={value}"
            for name, value in (("days", self._days), ("seconds", self._seconds), ("microseconds", self._microseconds))
            if value
        ]
        return f"{_class_name(self)}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if self._days:
            text = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, {text}"
        if self._microseconds:
            text += f".{self._microseconds:06d}"
        return text

    def __add__(self, other):
        if isinstance(other, timedelta):
            return self._of(self._to_microseconds() + other._to_microseconds())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._of(self._to_microseconds() - other._to_microseconds())
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return other - self
        return NotImplemented

    def __neg__(self):
        return self._of(-self._to_microseconds())

    def __pos__(self):
        return self._of(self._to_microseconds())

    def __abs__(self):
        return -self if self._days < 0 else self

    def __mul__(self, other):
        if isinstance(other, int):
            return self._of(self._to_microseconds() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return self._of(_divide_and_round(self._to_microseconds() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._to_microseconds() // other._to_microseconds()
        if isinstance(other, int):
            return self._of(self._to_microseconds() // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._to_microseconds() / other._to_microseconds()
        if isinstance(other, int):
            return self._of(_divide_and_round(self._to_microseconds(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return self._of(_divide_and_round(b * self._to_microseconds(), a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return self._of(self._to_microseconds() % other._to_microseconds())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._to_microseconds(), other._to_microseconds())
            return q, self._of(r)
        return NotImplemented

    def _key(self):
        return self._days, self._seconds, self._microseconds

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        if self._hash == -1:
            self._hash = hash(self._key())
        return self._hash

    def __bool__(self):
        return self._key() != (0, 0, 0)

    def __reduce__(self):
        return self.__class__, self._key()


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


# --- dates


@_goes_by_full_name
class date:
    """A day: date(2024, 2, 29)."""

    __slots__ = ("_year", "_month", "_day", "_hashcode")

    def __new__(cls, year, month=None, day=None):
        if isinstance(year, bytes) and month is None:  # a pickle
            year, month, day = year[0] * 256 + year[1], year[2], year[3]
        elif month is None:
            raise TypeError("function missing required argument 'month' (pos 2)")
        elif day is None:
            raise TypeError("function missing required argument 'day' (pos 3)")
        year, month, day = _check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day, self._hashcode = year, month, day, -1
        return self

    @classmethod
    def fromtimestamp(cls, t):
        """The local day of a POSIX timestamp."""
        if t is None:
            raise TypeError("'NoneType' object cannot be interpreted as an integer")
        year, month, day, *_ = _time.localtime(t)
        return cls(year, month, day)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        if n > _MAXORDINAL:
            raise ValueError(f"year {_ord2ymd(n)[0]} is out of range")
        return cls(*_ord2ymd(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """Reads what isoformat() writes, and the other ISO 8601 forms of a day."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            return cls(*_parse_date(date_string))
        except ValueError as error:
            if error.args and "W" not in date_string:
                raise
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None

    @classmethod
    def fromisocalendar(cls, year, week, day):
        return cls(*_iso_to_gregorian(year, week, day))

    def __repr__(self):
        return f"{_class_name(self)}({self._year}, {self._month}, {self._day})"

    def ctime(self):
        weekday = _DAY_NAMES[self.weekday()]
        return f"{weekday} {_MONTH_NAMES[self._month]} {self._day:2d} 00:00:00 {self._year:04d}"

    def strftime(self, format):
        return _strftime(self, format, self.timetuple())

    def __format__(self, format):
        if not isinstance(format, str):
            raise TypeError(f"must be str, not {type(format).__name__}")
        return self.strftime(format) if format else str(self)

    def isoformat(self):
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    __str__ = isoformat

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def timetuple(self):
        return self._timetuple(0, 0, 0, -1)

    def _timetuple(self, hour, minute, second, dst):
        day_of_year = _days_before_month(self._year, self._month) + self._day
        return _time.struct_time(
            (self._year, self._month, self._day, hour, minute, second, self.weekday(), day_of_year, dst)
        )

    def toordinal(self):
        """Days since 0001-01-01, which is 1."""
        return _ymd2ord(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        return type(self)(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
        )

    def weekday(self):
        """0 is Monday."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """1 is Monday."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """ISO year, week and weekday."""
        year = self._year
        today = _ymd2ord(self._year, self._month, self._day)
        monday = _first_iso_monday(year)
        if today < monday:
            year -= 1
            monday = _first_iso_monday(year)
        elif today >= _first_iso_monday(year + 1):
            year += 1
            monday = _first_iso_monday(year)
        week, day = divmod(today - monday, 7)
        return IsoCalendarDate(year, week + 1, day + 1)

    def __add__(self, other):
        if isinstance(other, timedelta):
            ordinal = self.toordinal() + other.days
            if 0 < ordinal <= _MAXORDINAL:
                return type(self).fromordinal(ordinal)
            raise OverflowError("date value out of range")
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _key(self):
        return self._year, self._month, self._day

    def _comparable(self, other):
        return isinstance(other, date) and not isinstance(other, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._comparable(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._comparable(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._comparable(other) else NotImplemented

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash(self._key())
        return self._hashcode

    def __reduce__(self):
        return self.__class__, (self._year, self._month, self._day)


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


class IsoCalendarDate(tuple):
    """What isocalendar() returns."""

    __slots__ = ()

    def __new__(cls, year, week, weekday):
        return super().__new__(cls, (year, week, weekday))

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __reduce__(self):
        return tuple, (tuple(self),)

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"


# --- time zones


@_goes_by_full_name
class tzinfo:
    """The base of time zones: a subclass says how far from UTC a datetime is (utcoffset), how much of that is daylight
    saving (dst), and what the zone is called (tzname)."""

    __slots__ = ()

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        """A datetime that holds UTC, turned into this zone's."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc() requires a non-None utcoffset() result")
        saving = dt.dst()
        if saving is None:
            raise ValueError("fromutc() requires a non-None dst() result")
        delta = offset - saving
        if delta:
            dt += delta
            saving = dt.dst()
            if saving is None:
                raise ValueError("fromutc(): dt.dst gave inconsistent results; cannot convert")
        return dt + saving

    def __reduce__(self):
        args = getattr(self, "__getinitargs__", tuple)()
        return self.__class__, args, self.__getstate__()


_unnamed = object()


@_goes_by_full_name
class timezone(tzinfo):
    """A fixed offset from UTC."""

    __slots__ = ("_offset", "_name")

    def __new__(cls, offset, name=_unnamed):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if name is _unnamed:
            if not offset:
                return cls.utc
            name = None
        elif not isinstance(name, str):
            raise TypeError("name must be a string")
        if not -timedelta(1) < offset < timedelta(1):
            raise ValueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not "
                f"{offset!r}."
            )
        return cls._create(offset, name)

    @classmethod
    def _create(cls, offset, name=None):
        self = tzinfo.__new__(cls)
        self._offset, self._name = offset, name
        return self

    def __getinitargs__(self):
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __reduce__(self):
        return self.__class__, self.__getinitargs__()

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        name = _class_name(self)
        if self is self.utc:
            return f"{name}.utc"
        return f"{name}({', '.join(map(repr, self.__getinitargs__()))})"

    def __str__(self):
        return self.tzname(None)

    def _check(self, dt, name):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f"{name}(dt) argument must be a datetime instance or None, not {type(dt).__name__}")

    def utcoffset(self, dt):
        self._check(dt, "utcoffset")
        return self._offset

    def tzname(self, dt):
        self._check(dt, "tzname")
        if self._name is not None:
            return self._name
        return f"UTC{_format_offset(self._offset)}" if self._offset else "UTC"

    def dst(self, dt):
        self._check(dt, "dst")
        return None

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() argument must be a datetime instance or None")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset


UTC = timezone.utc = timezone._create(timedelta(0))
timezone.min = timezone._create(-timedelta(hours=23, minutes=59))
timezone.max = timezone._create(timedelta(hours=23, minutes=59))


# --- times of day


@_goes_by_full_name
class time:
    """A time of day: time(12, 30)."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_hashcode", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        hour, minute, second, microsecond, fold = _check_time(hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo, self._hashcode, self._fold = tzinfo, -1, fold
        return self

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def _key(self):
        return self._hour, self._minute, self._second, self._microsecond

    def _comparison_keys(self, other, for_equality=False):
        """What to compare; None when one is aware and the other is not."""
        mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            return self._key(), other._key()
        if mine is None or theirs is None:
            if for_equality:
                return None
            raise TypeError("can't compare offset-naive and offset-aware times")
        return tuple(
            timedelta(hours=t._hour, minutes=t._minute, seconds=t._second, microseconds=t._microsecond) - offset
            for t, offset in ((self, mine), (other, theirs))
        )

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        keys = self._comparison_keys(other, for_equality=True)
        return keys is not None and keys[0] == keys[1]

    def __lt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._comparison_keys(other)
        return a < b

    def __le__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._comparison_keys(other)
        return a <= b

    def __gt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._comparison_keys(other)
        return a > b

    def __ge__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._comparison_keys(other)
        return a >= b

    def __hash__(self):
        if self._hashcode == -1:
            t = self.replace(fold=0) if self._fold else self
            offset = t.utcoffset()
            if not offset:
                self._hashcode = hash(self._key())
            else:
                self._hashcode = hash(
                    timedelta(hours=self._hour, minutes=self._minute, seconds=self._second,
                              microseconds=self._microsecond) - offset
                )  # fmt: skip
        return self._hashcode

    def __repr__(self):
        values = [self._hour, self._minute]
        if self._second or self._microsecond:
            values.append(self._second)
        if self._microsecond:
            values.append(self._microsecond)
        text = ", ".join(map(str, values))
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        if self._fold:
            text += ", fold=1"
        return f"{_class_name(self)}({text})"

    def isoformat(self, timespec="auto"):
        return _format_time(*self._key(), timespec) + _format_offset(self.utcoffset())

    __str__ = isoformat

    @classmethod
    def fromisoformat(cls, time_string):
        if not isinstance(time_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            return cls(*_parse_time(time_string.removeprefix("T")))
        except ValueError as error:
            if error.args:
                raise
            raise ValueError(f"Invalid isoformat string: {time_string!r}") from None

    def strftime(self, format):
        timetuple = (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1)
        return _strftime(self, format, timetuple)

    def __format__(self, format):
        if not isinstance(format, str):
            raise TypeError(f"must be str, not {type(format).__name__}")
        return self.strftime(format) if format else str(self)

    def utcoffset(self):
        return None if self._tzinfo is None else _check_offset("utcoffset", self._tzinfo.utcoffset(None))

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        return None if self._tzinfo is None else _check_offset("dst", self._tzinfo.dst(None))

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        return type(self)(
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
            fold=self._fold if fold is None else fold,
        )

    def __reduce__(self):
        return self.__class__, (*self._key(), self._tzinfo)


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)


# --- both


@_goes_by_full_name
class datetime(date):
    """A day and a time of day: datetime(2024, 2, 29, 12, 30)."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if month is None:
            raise TypeError("function missing required argument 'month' (pos 2)")
        if day is None:
            raise TypeError("function missing required argument 'day' (pos 3)")
        year, month, day = _check_date(year, month, day)
        hour, minute, second, microsecond, fold = _check_time(hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        self = object.__new__(cls)
        self._year, self._month, self._day, self._hashcode = year, month, day, -1
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo, self._fold = tzinfo, fold
        return self

    hour = time.hour
    minute = time.minute
    second = time.second
    microsecond = time.microsecond
    tzinfo = time.tzinfo
    fold = time.fold

    # --- making them

    @classmethod
    def _from_timestamp(cls, t, utc, tz):
        fraction = t % 1 if isinstance(t, float) else 0
        seconds = int(t - fraction) if fraction else int(t)
        microseconds = round(fraction * 1e6) if fraction else 0
        if microseconds >= 1000000:
            seconds += 1
            microseconds -= 1000000
        year, month, day, hour, minute, second, *_ = (_time.gmtime if utc else _time.localtime)(seconds)
        result = cls(year, month, day, hour, minute, min(second, 59), microseconds, tz)
        if tz is None and not utc:
            # The second of two times with this name? Then the clock was set back within the last day.
            probe = _time.localtime(seconds - 86400)
            before = cls(*probe[:5], min(probe[5], 59), microseconds)
            shift = result - before - timedelta(days=1)
            if shift.days < 0:
                earlier = _time.localtime(seconds + int(shift.total_seconds()))
                if cls(*earlier[:5], min(earlier[5], 59), microseconds) == result:
                    result._fold = 1
        elif tz is not None:
            result = tz.fromutc(result)
        return result

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """A POSIX timestamp in local time, or in the zone given."""
        _check_tzinfo(tz)
        return cls._from_timestamp(timestamp, tz is not None, tz)

    @classmethod
    def utcfromtimestamp(cls, t):
        """A naive datetime that holds UTC."""
        return cls._from_timestamp(t, True, None)

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A date and a time put together."""
        if not isinstance(date, _date_class):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time_class):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        tz = time.tzinfo if tzinfo is True else tzinfo
        return cls(
            date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, tz, fold=time.fold
        )

    @classmethod
    def fromisoformat(cls, date_string):
        """Reads what isoformat() writes, and most other ISO 8601 forms."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            if len(date_string) < 7:
                raise ValueError
            end = _end_of_date(date_string)
            day = _parse_date(date_string[:end])
            clock = _parse_time(date_string[end + 1 :]) if len(date_string) > end else [0, 0, 0, 0, None]
            return cls(*day, *clock)
        except ValueError as error:
            if error.args:
                raise
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None

    @classmethod
    def strptime(cls, date_string, format):
        """Reads a datetime in the form that strftime(format) writes."""
        from _strptime import _strptime_datetime

        return _strptime_datetime(cls, date_string, format)

    # --- taking them apart

    def timetuple(self):
        saving = self.dst()
        return self._timetuple(
            self._hour, self._minute, self._second, -1 if saving is None else 1 if saving else 0
        )

    def utctimetuple(self):
        offset = self.utcoffset()
        utc = self - offset if offset else self
        return utc._timetuple(utc._hour, utc._minute, utc._second, 0)

    def timestamp(self):
        """The POSIX timestamp; a naive datetime is taken as local time."""
        if self._tzinfo is not None:
            return (self - _EPOCH).total_seconds()
        return self._local_seconds() + self._microsecond / 1e6

    def _local_seconds(self):
        """The POSIX time of a naive datetime: the offset is looked up at a guess, and again at what the guess gives."""
        wanted = (self - datetime(1970, 1, 1)) // timedelta(seconds=1)

        def local(u):
            year, month, day, hour, minute, second, *_ = _time.localtime(u)
            return (datetime(year, month, day, hour, minute, min(second, 59)) - datetime(1970, 1, 1)) // timedelta(0, 1)

        a = local(wanted) - wanted
        first = wanted - a
        t1 = local(first)
        if t1 == wanted:
            # It may have come twice: a day earlier or later the offset was another.
            second = first + (-86400 if not self._fold else 86400)
            b = local(second) - second
            if a == b:
                return first
        else:
            b = t1 - first
        second = wanted - b
        t2 = local(second)
        if t2 == wanted:
            return second
        if t1 == wanted:
            return first
        # It never came: the clock was set forward over it.
        return (max, min)[self._fold](first, second)

    def date(self):
        return _date_class(self._year, self._month, self._day)

    def time(self):
        return _time_class(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        return _time_class(
            self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold
        )

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):  # fmt: skip
        return type(self)(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
            fold=self._fold if fold is None else fold,
        )

    def _local_timezone(self):
        if self._tzinfo is None:
            seconds = self._local_seconds()
        else:
            seconds = (self - _EPOCH) // timedelta(seconds=1)
        local = _time.localtime(seconds)
        return timezone(timedelta(seconds=local.tm_gmtoff), local.tm_zone)

    def astimezone(self, tz=None):
        """The same moment in another zone; in the local one if none is given."""
        if tz is None:
            tz = self._local_timezone()
        elif not isinstance(tz, _tzinfo_class):
            raise TypeError("tz argument must be an instance of tzinfo")
        own = self._tzinfo
        offset = None if own is None else self.utcoffset()
        if offset is None:
            own = self._local_timezone()
            offset = own.utcoffset(self)
        if tz is own:
            return self
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def utcoffset(self):
        return None if self._tzinfo is None else _check_offset("utcoffset", self._tzinfo.utcoffset(self))

    def tzname(self):
        if self._tzinfo is None:
            return None
        name = self._tzinfo.tzname(self)
        if name is not None and not isinstance(name, str):
            raise TypeError(f"tzinfo.tzname() must return None or a string, not {type(name).__name__!r}")
        return name

    def dst(self):
        return None if self._tzinfo is None else _check_offset("dst", self._tzinfo.dst(self))

    # --- text

    def ctime(self):
        weekday = _DAY_NAMES[self.weekday()]
        return (
            f"{weekday} {_MONTH_NAMES[self._month]} {self._day:2d} "
            f"{self._hour:02d}:{self._minute:02d}:{self._second:02d} {self._year:04d}"
        )

    def isoformat(self, sep="T", timespec="auto"):
        clock = _format_time(self._hour, self._minute, self._second, self._microsecond, timespec)
        return (
            f"{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}{clock}{_format_offset(self.utcoffset())}"
        )

    def __str__(self):
        return self.isoformat(sep=" ")

    def __repr__(self):
        values = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._microsecond:
            values.append(self._second)
        if self._microsecond:
            values.append(self._microsecond)
        text = ", ".join(map(str, values))
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        if self._fold:
            text += ", fold=1"
        return f"{_class_name(self)}({text})"

    # --- arithmetic and comparison

    def _key(self):
        return (
            self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond
        )  # fmt: skip

    def _naive_delta(self):
        """The time since the day before 0001-01-01, offset left aside."""
        return timedelta._make(
            self.toordinal(), self._hour * 3600 + self._minute * 60 + self._second, self._microsecond
        )

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        delta = self._naive_delta() + other
        if not 0 < delta.days <= _MAXORDINAL:
            raise OverflowError("date value out of range")
        minute, second = divmod(delta.seconds, 60)
        hour, minute = divmod(minute, 60)
        return type(self)(*_ord2ymd(delta.days), hour, minute, second, delta.microseconds, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if not isinstance(other, datetime):
            return self + -other if isinstance(other, timedelta) else NotImplemented
        base = self._naive_delta() - other._naive_delta()
        if self._tzinfo is other._tzinfo:
            return base
        mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            return base
        if mine is None or theirs is None:
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return base + theirs - mine

    def _comparison_keys(self, other, for_equality=False):
        if self._tzinfo is other._tzinfo:
            return self._key(), other._key()
        mine, theirs = self.utcoffset(), other.utcoffset()
        if for_equality:
            # A time that the zone's rules make ambiguous equals nothing in another zone.
            if mine != self.replace(fold=not self.fold).utcoffset() or theirs != other.replace(fold=not other.fold).utcoffset():
                return None
        if mine == theirs:
            return self._key(), other._key()
        if mine is None or theirs is None:
            if for_equality:
                return None
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return self._naive_delta() - mine, other._naive_delta() - theirs

    def _order(self, other):
        if isinstance(other, datetime):
            return self._comparison_keys(other)
        if isinstance(other, date):
            raise TypeError(f"can't compare {_class_name(self)} to {_class_name(other)}")
        return None

    def __eq__(self, other):
        if isinstance(other, datetime):
            keys = self._comparison_keys(other, for_equality=True)
            return keys is not None and keys[0] == keys[1]
        return False if isinstance(other, date) else NotImplemented

    def __lt__(self, other):
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] < keys[1]

    def __le__(self, other):
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] <= keys[1]

    def __gt__(self, other):
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] > keys[1]

    def __ge__(self, other):
        keys = self._order(other)
        return NotImplemented if keys is None else keys[0] >= keys[1]

    def __hash__(self):
        if self._hashcode == -1:
            t = self.replace(fold=0) if self._fold else self
            offset = t.utcoffset()
            self._hashcode = hash(self._key() if offset is None else self._naive_delta() - offset)
        return self._hashcode

    def __reduce__(self):
        return self.__class__, (*self._key(), self._tzinfo)


def _end_of_date(text):
    """Where the day ends in an ISO 8601 datetime."""
    if text[4:5] == "-":
        if text[5:6] == "W":
            if len(text) > 8 and text[8] == "-":
                return 10
            return 8
        return 10
    if text[4:5] == "W":
        position = 7
        while position < len(text) and text[position].isdigit():
            position += 1
        return 7 if position < 9 and position != 8 else 8 if position == 8 or (position - 7) % 2 else 7
    return 8


_date_class, _time_class, _tzinfo_class = date, time, tzinfo
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
