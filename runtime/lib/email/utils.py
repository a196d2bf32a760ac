"""Dates, addresses and parameters as they stand in headers."""

import datetime
import re
import time
import urllib.parse

__all__ = ["collapse_rfc2231_value", "decode_params", "decode_rfc2231", "encode_rfc2231", "formataddr", "formatdate",
           "format_datetime", "getaddresses", "localtime", "make_msgid", "mktime_tz", "parseaddr", "parsedate",
           "parsedate_tz", "parsedate_to_datetime", "quote", "unquote"]

_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "AST": -400, "ADT": -300, "EST": -500, "EDT": -400, "CST": -600, "CDT": -500,
          "MST": -700, "MDT": -600, "PST": -800, "PDT": -700}


# --- dates

def _format(fields, zone):
    return (f"{_DAYS[fields[6]]}, {fields[2]:02d} {_MONTHS[fields[1] - 1]} {fields[0]:04d} "
            f"{fields[3]:02d}:{fields[4]:02d}:{fields[5]:02d} {zone}")


def formatdate(timeval=None, localtime=False, usegmt=False):
    """A moment (seconds since 1970; now) as mail and HTTP write it: Fri, 09 Nov 2001 01:08:47 -0000."""
    if timeval is None:
        timeval = time.time()
    if localtime:
        moment = datetime.datetime.fromtimestamp(timeval, datetime.timezone.utc).astimezone()
        return format_datetime(moment)
    fields = time.gmtime(timeval)
    return _format(fields, "GMT" if usegmt else "-0000")


def format_datetime(dt, usegmt=False):
    """The same for a datetime."""
    fields = dt.timetuple()
    if usegmt:
        if dt.tzinfo is None or dt.tzinfo != datetime.timezone.utc:
            raise ValueError("usegmt option requires a UTC datetime")
        return _format(fields, "GMT")
    return _format(fields, "-0000" if dt.tzinfo is None else dt.strftime("%z"))


def parsedate_tz(data):
    """(year, month, day, hour, minute, second, 0, 1, -1, seconds east of Greenwich), or None if it is no date."""
    fields = _parse_date(data)
    return fields and (*fields[:9], fields[9] or 0)


def _parse_date(data):
    """The same, but the last is None if the date does not say."""
    if not data:
        return None
    words = data.replace(",", " ").split()
    if words and words[0][:3].capitalize() in _DAYS:
        words.pop(0)
    if words and words[0].count("-") == 2:  # 09-Nov-2001
        words[:1] = words[0].split("-")
    if len(words) < 3:
        return None
    day, month, year, *rest = words
    if not month[:3].capitalize() in _MONTHS:
        day, month = month, day
        if month[:3].capitalize() not in _MONTHS:
            return None
    if ":" in year and rest:  # asctime: Nov 9 01:08:47 2001
        year, rest[0] = rest[0], year
    clock = rest[0] if rest else "0:0"
    zone = rest[1] if len(rest) > 1 else None
    parts = re.split("[:.]", clock)
    try:
        day, year = int(day), int(year)
        hour, minute, second = [*map(int, parts), 0, 0][:3]
    except ValueError:
        return None
    if year < 100:
        year += 1900 if year > 68 else 2000
    offset = None
    if zone:
        number = _ZONES.get(zone.upper())
        if number is None:
            try:
                number = int(zone)
            except ValueError:
                number = None
            if number == 0 and zone.startswith("-"):
                number = None  # -0000: nobody knows
        if number is not None:
            sign = -1 if number < 0 else 1
            offset = sign * (abs(number) // 100 * 3600 + abs(number) % 100 * 60)
    month = _MONTHS.index(month[:3].capitalize()) + 1
    return (year, month, day, hour, minute, second, 0, 1, -1, offset)


def parsedate(data):
    """The same without the zone: for time.mktime()."""
    fields = parsedate_tz(data)
    return fields and fields[:9]


def mktime_tz(data):
    """Seconds since 1970, for what parsedate_tz() gives."""
    import calendar

    if data[9] is None:
        return time.mktime(data[:8] + (-1,))
    return calendar.timegm(data) - data[9]


def parsedate_to_datetime(data):
    """The same as a datetime."""
    fields = _parse_date(data)
    if fields is None:
        raise ValueError(f"Invalid date value or format {str(data)!r}")
    zone = None if fields[9] is None else datetime.timezone(datetime.timedelta(seconds=fields[9]))
    return datetime.datetime(*fields[:6], tzinfo=zone)


def localtime(dt=None, isdst=-1):
    """Now, or the given moment, in this machine's zone."""
    return datetime.datetime.now(datetime.timezone.utc).astimezone() if dt is None else dt.astimezone()


# --- addresses

def quote(str):
    return str.replace("\\", "\\\\").replace('"', '\\"')


def unquote(str):
    """Without the quotes, or angle brackets, around it."""
    if len(str) > 1:
        if str.startswith('"') and str.endswith('"'):
            return str[1:-1].replace("\\\\", "\\").replace('\\"', '"')
        if str.startswith("<") and str.endswith(">"):
            return str[1:-1]
    return str


def formataddr(pair, charset="utf-8"):
    """("Name", "a@b") as it stands in a header."""
    name, address = pair
    address.encode("ascii")
    if not name:
        return address
    if not name.isascii():
        import base64

        return f"=?{charset}?b?{base64.b64encode(name.encode(charset)).decode()}?= <{address}>"
    if re.search(r"[][\\()<>@,:;\".]", name):
        name = '"' + re.sub(r'([\\"])', r"\\\1", name) + '"'
    return f"{name} <{address}>"


def getaddresses(fieldvalues):
    """[("Name", "a@b")] for what stands in the headers."""
    pairs = []
    for value in fieldvalues:
        for part in re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^,"])+', str(value)):
            part = part.strip()
            if match := re.fullmatch(r"(.*?)\s*<([^<>]*)>(?:\s*\(.*\))?", part, re.DOTALL):
                pairs.append((unquote(match[1]), match[2].strip()))
            elif match := re.fullmatch(r"(\S+)\s*\((.*)\)", part):
                pairs.append((match[2], match[1]))
            elif part:
                pairs.append(("", part))
    return pairs or [("", "")]


def parseaddr(addr):
    """The address in a text; ("", "") if there is none, or more than one."""
    found = getaddresses([addr])
    return found[0] if len(found) == 1 and " " not in found[0][1] else ("", "")


def make_msgid(idstring=None, domain=None):
    """A name for a message that no other has."""
    import os
    import random
    import socket

    parts = [str(int(time.time() * 100)), str(os.getpid()), str(random.getrandbits(64))]
    if idstring is not None:
        parts.append(idstring)
    return f"<{'.'.join(parts)}@{domain or socket.getfqdn()}>"


# --- parameters in other languages (RFC 2231)

def decode_rfc2231(s):
    parts = s.split("'", 2)
    return (None, None, s) if len(parts) <= 2 else parts


def encode_rfc2231(s, charset=None, language=None):
    s = urllib.parse.quote(s, safe="", encoding=charset or "ascii")
    if charset is None and language is None:
        return s
    return f"{charset}'{language or ''}'{s}"


def decode_params(params):
    """Joins name*0, name*1 ... and decodes name*: such values become (charset, language, text)."""
    found = [params[0]] if params else []
    pieces = {}
    for name, value in params[1:]:
        match = re.fullmatch(r"(\w+)\*(?:(\d+)\*?)?", name)
        value = unquote(value)
        if match is None:
            found.append((name, f'"{quote(value)}"'))
        else:
            pieces.setdefault(match[1], []).append((int(match[2] or 0), value, name.endswith("*")))
    for name, parts in pieces.items():
        parts.sort()
        encoded = any(part[2] for part in parts)
        text = "".join(urllib.parse.unquote(part, encoding="latin-1") if escaped else part for _, part, escaped in parts)
        if encoded:
            charset, language, text = decode_rfc2231(text)
            found.append((name, (charset, language, f'"{quote(text)}"')))
        else:
            found.append((name, f'"{quote(text)}"'))
    return found


def collapse_rfc2231_value(value, errors="replace", fallback_charset="us-ascii"):
    """Such a value as a str."""
    if not isinstance(value, tuple) or len(value) != 3:
        return unquote(value)
    charset, _, text = value
    try:
        return str(bytes(text, "raw-unicode-escape"), charset or fallback_charset, errors)
    except LookupError:
        return unquote(text)
