"""Time zones by name, from the system's database: ZoneInfo("Europe/Berlin").

A file of the database (TZif, RFC 8536) lists the moments at which a zone's offset changed and what it became, and ends with a
rule in POSIX form for the time after the last one. From the moments two lists are made: in UTC, for `fromutc`, and in local time,
once for each value of `fold`, for the questions a datetime without an offset asks.
"""

import bisect
import os
import re
import struct
import weakref
from calendar import monthrange
from datetime import datetime, timedelta, tzinfo

__all__ = ["ZoneInfo", "reset_tzpath", "available_timezones", "TZPATH", "ZoneInfoNotFoundError", "InvalidTZPathWarning"]

_DEFAULT_PATH = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
_EPOCH = datetime(1970, 1, 1)
_SECOND = timedelta(seconds=1)


class ZoneInfoNotFoundError(KeyError):
    """There is no zone of this name."""


class InvalidTZPathWarning(RuntimeWarning):
    """PYTHONTZPATH names a folder that is no absolute path."""


def reset_tzpath(to=None):
    """Where zones are looked for: the given folders, else PYTHONTZPATH, else the usual ones."""
    global TZPATH
    if to is not None:
        if isinstance(to, (str, bytes)):
            raise TypeError(f"tzpath must be a list or tuple, not {type(to)}: {to!r}")
        if not all(map(os.path.isabs, to)):
            raise ValueError("tzpaths should be absolute paths")
        TZPATH = tuple(to)
    elif given := os.environ.get("PYTHONTZPATH"):
        TZPATH = tuple(filter(os.path.isabs, given.split(os.pathsep)))
    else:
        TZPATH = _DEFAULT_PATH


reset_tzpath()


def _open_zone(key):
    if os.path.isabs(key):
        raise ValueError(f"ZoneInfo keys may not be absolute paths, got: {key}")
    if os.path.normpath(key).startswith(".."):
        raise ValueError(f"ZoneInfo keys must refer to subdirectories of TZPATH, got: {key}")
    if len(os.path.normpath(key)) != len(key):
        raise ValueError(f"ZoneInfo keys must be normalized relative paths, got: {key}")
    for folder in TZPATH:
        try:
            return open(os.path.join(folder, key), "rb")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError):
            pass
    raise ZoneInfoNotFoundError(f"No time zone found with key {key}")


def available_timezones():
    """The names of all zones."""
    found = set()
    for root in TZPATH:
        for folder, folders, files in os.walk(root):
            if folder == root:
                folders[:] = [name for name in folders if name not in ("right", "posix")]
            for name in files:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    if file.read(4) == b"TZif":
                        found.add(os.path.relpath(path, root))
    found.discard("posixrules")
    found.discard("localtime")
    return found


class _Kind:
    """What holds between two moments: the offset from UTC, how much of it is summer time, the abbreviation."""

    def __init__(self, offset, saving, name):
        self.offset = timedelta(seconds=offset)
        self.saving = timedelta(seconds=saving)
        self.name = name


def _read_block(file, number, size):
    header = struct.unpack(">6I", file.read(24))
    utc_count, standard_count, leap_count, time_count, kind_count, name_bytes = header
    times = struct.unpack(f">{time_count}{number}", file.read(size * time_count))
    places = file.read(time_count)
    kinds = [struct.unpack(">i?B", file.read(6)) for _ in range(kind_count)]
    names = file.read(name_bytes)
    file.read((size + 4) * leap_count + standard_count + utc_count)
    return times, places, kinds, names


def _read_zone(file):
    """(moments, number of the kind from each on, kinds, the rule for later)."""
    magic = file.read(4)
    if magic != b"TZif":
        raise ValueError("Invalid TZif file: magic not found")
    version = file.read(1)
    file.read(15)
    times, places, kinds, names = _read_block(file, "l", 4)
    rule = ""
    if version >= b"2":
        file.read(20)
        times, places, kinds, names = _read_block(file, "q", 8)
        file.read(1)
        rule = file.readline().rstrip(b"\n").decode()
    names = [names[at : names.index(b"\0", at)].decode() for _, _, at in kinds]
    return times, places, [(offset, is_dst, name) for (offset, is_dst, _), name in zip(kinds, names)], rule


def _savings(places, kinds):
    """How much of each kind's offset is summer time: what it differs by from the standard time next to it."""
    savings = [0] * len(kinds)
    for i, place in enumerate(places):
        offset, is_dst, _ = kinds[place]
        if not is_dst or savings[place]:
            continue
        for near in (i - 1, i + 1):
            if 0 <= near < len(places) and not kinds[places[near]][1]:
                savings[place] = offset - kinds[places[near]][0]
                if savings[place]:
                    break
    return [saving or (3600 if is_dst else 0) for saving, (_, is_dst, _) in zip(savings, kinds)]


class _Rule:
    """The POSIX form: standard time, and perhaps the days of a year on which summer time begins and ends."""

    def __init__(self, text):
        name, offset = r"(<[^>]+>|[A-Za-z]+)", r"([+-]?[\d:]+)"
        found = re.fullmatch(rf"{name}{offset}(?:{name}{offset}?(?:,([^,]+),([^,]+))?)?", text)
        if not found:
            raise ValueError(f"{text} is not a valid TZ string")
        standard, offset, summer, summer_offset, *self.days = found.groups()
        self.standard = _Kind(-self.seconds(offset), 0, standard.strip("<>"))
        self.summer = None
        if summer:
            base = -self.seconds(offset)
            ahead = -self.seconds(summer_offset) if summer_offset else base + 3600
            self.summer = _Kind(ahead, ahead - base, summer.strip("<>"))
            self.days = [self.parse_day(day) for day in self.days]

    @staticmethod
    def seconds(text):
        sign = -1 if text[0] == "-" else 1
        parts = [int(part) for part in text.lstrip("+-").split(":")] + [0, 0]
        return sign * (parts[0] * 3600 + parts[1] * 60 + parts[2])

    @classmethod
    def parse_day(cls, text):
        day, _, hour = text.partition("/")
        return day, timedelta(seconds=cls.seconds(hour) if hour else 7200)

    @staticmethod
    def moment(day, year):
        """The local time at which it happens in a year."""
        text, hour = day
        if text[0] == "M":
            month, week, weekday = map(int, text[1:].split("."))
            first, length = monthrange(year, month)
            number = 1 + (weekday - (first + 1)) % 7 + (week - 1) * 7
            while number > length:
                number -= 7
            return datetime(year, month, number) + hour
        if text[0] == "J":
            number = int(text[1:]) - 1
            if number >= 59 and monthrange(year, 2)[1] == 29:
                number += 1
        else:
            number = int(text)
        return datetime(year, 1, 1) + timedelta(days=number) + hour

    def kind_at(self, local, fold):
        if not self.summer:
            return self.standard
        begin, end = (self.moment(day, local.year) for day in self.days)
        saving = self.summer.saving
        # The hour that is left out belongs to what was before it (fold=0); the hour that comes twice to summer time first.
        begin += saving if not fold else timedelta(0)
        end -= saving if fold else timedelta(0)
        is_summer = begin <= local < end if begin < end else not end <= local < begin
        return self.summer if is_summer else self.standard

    def from_utc(self, utc):
        """(the kind, whether its local time comes for the second time)."""
        if not self.summer:
            return self.standard, False
        local = utc + self.standard.offset
        begin, end = (self.moment(day, local.year) for day in self.days)
        end -= self.summer.saving
        is_summer = begin <= local < end if begin < end else not end <= local < begin
        return (self.summer, False) if is_summer else (self.standard, end <= local < end + self.summer.saving)


class ZoneInfo(tzinfo):
    """A time zone. The same name gives the same object."""

    _strong = {}
    _weak = weakref.WeakValueDictionary()

    def __init_subclass__(cls):
        cls._strong = {}
        cls._weak = weakref.WeakValueDictionary()

    def __new__(cls, key):
        found = cls._weak.get(key)
        if found is None:
            found = cls._weak.setdefault(key, cls.no_cache(key))
            found._from_cache = True
        cls._strong[key] = cls._strong.pop(key, found)
        while len(cls._strong) > 8:
            del cls._strong[next(iter(cls._strong))]
        return found

    @classmethod
    def no_cache(cls, key):
        """A new object even if the zone was asked for before."""
        with _open_zone(key) as file:
            zone = cls._make(file, key)
        return zone

    @classmethod
    def from_file(cls, fobj, /, key=None):
        """A zone from a file of the database, opened in binary mode."""
        return cls._make(fobj, key)

    @classmethod
    def _make(cls, file, key):
        self = super().__new__(cls)
        self._key = key
        self._from_cache = False
        self._from_file = repr(file)
        times, places, kinds, rule = _read_zone(file)
        made = [_Kind(offset, saving, name) for (offset, _, name), saving in zip(kinds, _savings(places, kinds))]
        self._utc = times
        self._kinds = [made[place] for place in places]
        self._first = next((kind for kind, (_, is_dst, _) in zip(made, kinds) if not is_dst), made[0]) if made else None
        self._rule = _Rule(rule) if rule else None
        before = [self._first, *self._kinds[:-1]]
        self._local = ([], [])  # in seconds: where each kind begins, for fold=0 and fold=1
        for moment, old, new in zip(times, before, self._kinds):
            old, new = old.offset // _SECOND, new.offset // _SECOND
            self._local[0].append(moment + max(old, new))
            self._local[1].append(moment + min(old, new))
        return self

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        if only_keys is None:
            cls._weak.clear()
            cls._strong.clear()
        else:
            for key in only_keys:
                cls._weak.pop(key, None)
                cls._strong.pop(key, None)

    @property
    def key(self):
        return self._key

    def _kind(self, when):
        if when is None:  # time objects: only a zone that never changes can tell
            if self._rule and not self._rule.summer and not self._utc:
                return self._rule.standard
            return None
        local = when.replace(tzinfo=None)
        seconds = (local - _EPOCH) // _SECOND
        moments = self._local[when.fold]
        place = bisect.bisect_right(moments, seconds)
        if place == len(moments) and self._rule:
            return self._rule.kind_at(local, when.fold)
        return self._kinds[place - 1] if place else self._first

    def utcoffset(self, dt, /):
        kind = self._kind(dt)
        return kind and kind.offset

    def dst(self, dt, /):
        kind = self._kind(dt)
        return kind and kind.saving

    def tzname(self, dt, /):
        kind = self._kind(dt)
        return kind and kind.name

    def fromutc(self, dt, /):
        """The local time of a datetime whose fields are UTC."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("dt.tzinfo is not self")
        utc = dt.replace(tzinfo=None)
        seconds = (utc - _EPOCH) // _SECOND
        place = bisect.bisect_right(self._utc, seconds)
        if place == len(self._utc) and self._rule:
            kind, second_time = self._rule.from_utc(utc)
        else:
            kind = self._kinds[place - 1] if place else self._first
            before = self._kinds[place - 2] if place > 1 else self._first
            gone = before.offset - kind.offset
            second_time = place > 0 and gone > timedelta(0) and timedelta(seconds=seconds - self._utc[place - 1]) < gone
        local = dt + kind.offset
        return local.replace(fold=1) if second_time else local

    def __str__(self):
        return self._key if self._key is not None else repr(self)

    def __repr__(self):
        name = f"{type(self).__module__}.{type(self).__qualname__}"
        return f"{name}(key={self._key!r})" if self._key is not None else f"{name}.from_file({self._from_file})"

    def __reduce__(self):
        if self._key is None:
            import pickle

            raise pickle.PicklingError("Cannot pickle a ZoneInfo file created from a file stream.")
        return type(self)._unpickle, (self._key, self._from_cache)

    @classmethod
    def _unpickle(cls, key, from_cache, /):
        return cls(key) if from_cache else cls.no_cache(key)
