"""Reading dates: the inverse of strftime. The format is gone through directive by directive, each taking from the text
what it can; names are those of the C locale."""

import time
from datetime import date, timedelta, timezone

__all__ = []

_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december"]  # fmt: skip

# directive: (most digits, smallest, largest)
_NUMBERS = {
    "d": (2, 1, 31), "H": (2, 0, 23), "I": (2, 1, 12), "j": (3, 1, 366), "m": (2, 1, 12), "M": (2, 0, 59),
    "S": (2, 0, 61), "U": (2, 0, 53), "W": (2, 0, 53), "V": (2, 1, 53), "w": (1, 0, 6), "u": (1, 1, 7),
    "y": (2, 0, 99),
}  # fmt: skip
_SHORTHANDS = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S", "D": "%m/%d/%y", "T": "%H:%M:%S",
               "R": "%H:%M", "r": "%I:%M:%S %p"}  # fmt: skip


class _NoMatch(Exception):
    pass


def _take_number(text, position, directive):
    """As many digits as make a number in range, at most; at least one."""
    most, low, high = _NUMBERS[directive]
    for count in range(most, 0, -1):
        piece = text[position : position + count]
        if len(piece) == count and piece.isdecimal() and low <= int(piece) <= high:
            return int(piece), position + count
    raise _NoMatch


def _take_name(text, position, names):
    lowered = text[position : position + 12].lower()
    best = None
    for i, name in enumerate(names):
        if name and lowered.startswith(name) and (best is None or len(name) > len(names[best])):
            best = i
    if best is None:
        raise _NoMatch
    return best, position + len(names[best])


def _take_offset(text, position):
    """+HHMM, -HH:MM[:SS[.ffffff]] or Z: (seconds, microseconds), position."""
    if text[position : position + 1] == "Z":
        return (0, 0), position + 1
    sign = {"+": 1, "-": -1}.get(text[position : position + 1])
    if sign is None:
        raise _NoMatch
    position += 1
    values = []
    colon = text[position + 2 : position + 3] == ":"
    while len(values) < 3:
        at = position + (1 if values and colon else 0)
        if values and colon and text[position : position + 1] != ":":
            break
        piece = text[at : at + 2]
        if not (len(piece) == 2 and piece.isdecimal()):
            break
        values.append(int(piece))
        position = at + 2
    if len(values) < 2 or any(value > 59 for value in values[1:]):
        raise _NoMatch
    microseconds = 0
    if len(values) == 3 and text[position : position + 1] == ".":
        end = position + 1
        while end < len(text) and end < position + 7 and text[end].isdecimal():
            end += 1
        microseconds = int(text[position + 1 : end].ljust(6, "0"))
        position = end
    hours, minutes, seconds = (values + [0])[:3]
    return (sign * (hours * 3600 + minutes * 60 + seconds), sign * microseconds), position


def _parse(text, format, found, position):
    """Fills `found`; returns the position after what was read."""
    i = 0
    while i < len(format):
        c = format[i]
        if c.isspace():
            while i < len(format) and format[i].isspace():
                i += 1
            start = position
            while position < len(text) and text[position].isspace():
                position += 1
            if position == start:
                raise _NoMatch
            continue
        if c != "%":
            if text[position : position + 1].lower() != c.lower():
                raise _NoMatch
            position += 1
            i += 1
            continue
        directive = format[i + 1 : i + 2]
        if not directive:
            raise ValueError(f"stray %% in format '{format}'")
        i += 2
        if directive == "%":
            if text[position : position + 1] != "%":
                raise _NoMatch
            position += 1
        elif directive in _SHORTHANDS:
            position = _parse(text, _SHORTHANDS[directive], found, position)
        elif directive in _NUMBERS:
            if directive == "d" and text[position : position + 1] == " ":
                position += 1
            found[directive], position = _take_number(text, position, directive)
        elif directive in "YG":
            piece = text[position : position + 4]
            if not (len(piece) == 4 and piece.isdecimal()):
                raise _NoMatch
            found[directive] = int(piece)
            position += 4
        elif directive == "f":
            end = position
            while end < len(text) and end < position + 6 and text[end].isdecimal():
                end += 1
            if end == position:
                raise _NoMatch
            found["f"] = int(text[position:end].ljust(6, "0"))
            position = end
        elif directive in "aA":
            names = _DAYS if directive == "A" else [name[:3] for name in _DAYS]
            found["w0"], position = _take_name(text, position, names)
        elif directive in "bBh":
            names = _MONTHS if directive == "B" else [name[:3] for name in _MONTHS]
            month, position = _take_name(text, position, names)
            found["m"] = month + 1
        elif directive == "p":
            found["p"], position = _take_name(text, position, ["am", "pm"])
        elif directive == "z":
            found["z"], position = _take_offset(text, position)
        elif directive == "Z":
            zones = ["utc", "gmt", *(name.lower() for name in time.tzname)]
            zone, position = _take_name(text, position, zones)
            found["Z"] = text[position - len(zones[zone]) : position]
        else:
            raise ValueError(f"'{directive}' is a bad directive in format '{format}'")
    return position


def _strptime(text, format="%a %b %d %H:%M:%S %Y"):
    """(struct_time fields with zone name and offset, microseconds, microseconds of the offset)."""
    for value, what in ((text, 0), (format, 1)):
        if not isinstance(value, str):
            raise TypeError(f"strptime() argument {what} must be str, not {type(value)}")
    found = {}
    try:
        end = _parse(text, format, found, 0)
    except _NoMatch:
        raise ValueError(f"time data {text!r} does not match format {format!r}") from None
    if end != len(text):
        raise ValueError(f"unconverted data remains: {text[end:]}")
    year = found.get("Y")
    if "y" in found:
        year = found["y"] + (1900 if found["y"] >= 69 else 2000)  # as POSIX has it
    month, day = found.get("m"), found.get("d")
    hour = found.get("H", 0)
    if "I" in found:
        hour = found["I"] % 12 + (12 if found.get("p") == 1 else 0)
    weekday = found.get("w0")
    if "w" in found:
        weekday = (found["w"] + 6) % 7
    if "u" in found:
        weekday = found["u"] - 1
    if "G" in found or "V" in found:
        if "G" in found and (("V" not in found) or weekday is None):
            raise ValueError(
                "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive "
                "('%A', '%a', '%w', or '%u')."
            )
        if "G" not in found:
            raise ValueError(
                "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive "
                "('%A', '%a', '%w', or '%u')."
                if year is None or weekday is None
                else "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead."
            )
        if "j" in found:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
        day_found = date.fromisocalendar(found["G"], found["V"], weekday + 1)
        year, month, day = day_found.year, day_found.month, day_found.day
    leap_day_without_year = year is None and month == 2 and day == 29
    if year is None:
        year = 1904 if leap_day_without_year else 1900
    julian = found.get("j")
    if julian is None and weekday is not None and ("U" in found or "W" in found):
        starts_monday = "W" in found
        first_weekday = date(year, 1, 1).weekday()
        day_in_week = weekday
        if not starts_monday:
            first_weekday, day_in_week = (first_weekday + 1) % 7, (weekday + 1) % 7
        week_0_length = (7 - first_weekday) % 7
        week = found["W"] if starts_monday else found["U"]
        julian = 1 + day_in_week - first_weekday if week == 0 else 1 + week_0_length + 7 * (week - 1) + day_in_week
    if julian is not None and (month is None or day is None):
        day_found = date(year, 1, 1) + timedelta(julian - 1)
        year, month, day = day_found.year, day_found.month, day_found.day
    month, day = month or 1, day or 1
    if day > 28:
        date(year, month, day)  # "day is out of range for month"
    today = date(year, month, day)
    if julian is None:
        julian = today.toordinal() - date(year, 1, 1).toordinal() + 1
    if weekday is None:
        weekday = today.weekday()
    if leap_day_without_year:
        year = 1900
    offset, offset_microseconds = found.get("z", (None, 0))
    zone = found.get("Z")
    dst = -1
    if zone is not None:
        names = [name.lower() for name in time.tzname]
        if zone.lower() in ("utc", "gmt"):
            dst = 0
        elif zone.lower() in names and names[0] != names[1]:
            dst = names.index(zone.lower())
    fields = (year, month, day, hour, found.get("M", 0), found.get("S", 0), weekday, julian, dst, zone, offset)
    return fields, found.get("f", 0), offset_microseconds


def _strptime_time(data_string, format="%a %b %d %H:%M:%S %Y"):
    fields, _, _ = _strptime(data_string, format)
    return time.struct_time(fields)


def _strptime_datetime(cls, data_string, format="%a %b %d %H:%M:%S %Y"):
    fields, microseconds, offset_microseconds = _strptime(data_string, format)
    zone, offset = fields[-2:]
    args = fields[:6] + (microseconds,)
    if offset is not None:
        delta = timedelta(seconds=offset, microseconds=offset_microseconds)
        args += (timezone(delta, zone) if zone else timezone(delta),)
    return cls(*args)
