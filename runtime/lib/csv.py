"""Tables as text: fields between delimiters, one row a line, quoted where they must be.

A Dialect says how: delimiter, quotechar, when to quote, how a quote inside quotes is written. reader() and writer() go by
rows that are lists, DictReader and DictWriter by rows that are dicts, and Sniffer guesses a dialect from a sample.
"""

import re
import types
from io import StringIO

__all__ = [
    "QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "Error", "Dialect", "__doc__", "excel", "excel_tab",
    "field_size_limit", "reader", "writer", "register_dialect", "get_dialect", "list_dialects", "Sniffer",
    "unregister_dialect", "DictReader", "DictWriter", "unix_dialect",
]

__version__ = "1.0"

QUOTE_MINIMAL = 0
QUOTE_ALL = 1
QUOTE_NONNUMERIC = 2
QUOTE_NONE = 3


class Error(Exception):
    __module__ = "_csv"


# ------------------------------------------------------------------ dialects

_SETTINGS = {
    "delimiter": ",", "doublequote": True, "escapechar": None, "lineterminator": "\r\n", "quotechar": '"',
    "quoting": QUOTE_MINIMAL, "skipinitialspace": False, "strict": False,
}


class _Settings:
    """A dialect that has been checked: what reader and writer work with."""

    __slots__ = tuple(_SETTINGS)
    __module__ = "_csv"
    __qualname__ = "Dialect"

    def __init__(self, dialect=None, **given):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        for name in given:
            if name not in _SETTINGS:
                raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        for name, default in _SETTINGS.items():
            value = given[name] if name in given else getattr(dialect, name, default)
            object.__setattr__(self, name, getattr(self, "_check_" + name, self._as_bool)(name, value, name in given))
        if self.quoting != QUOTE_NONE and self.quotechar is None:
            if "quotechar" in given and "quoting" not in given:
                object.__setattr__(self, "quoting", QUOTE_NONE)
            else:
                raise TypeError("quotechar must be set if quoting enabled")

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")

    def _as_bool(self, name, value, given):
        return bool(value)

    def _character(self, name, value, optional):
        if value is None and optional:
            return None
        if not isinstance(value, str):
            kind = "string or None" if optional else "string"
            raise TypeError(f'"{name}" must be {kind}, not {type(value).__name__}')
        if len(value) > 1 or len(value) == 0 and not optional:
            raise TypeError(f'"{name}" must be a 1-character string')
        return value or None

    def _check_delimiter(self, name, value, given):
        return self._character(name, value, False)

    def _check_escapechar(self, name, value, given):
        return self._character(name, value, True)

    def _check_quotechar(self, name, value, given):
        return self._character(name, value, True)

    def _check_lineterminator(self, name, value, given):
        if value is None:
            raise TypeError("lineterminator must be set")
        if not isinstance(value, str):
            raise TypeError(f'"{name}" must be a string, not {type(value).__name__}')
        return value

    def _check_quoting(self, name, value, given):
        if type(value) is not int:
            raise TypeError(f'"{name}" must be an integer')
        if not 0 <= value <= 3:
            raise TypeError('bad "quoting" value')
        return value


class Dialect:
    """What a dialect is made of; derive from it, set the attributes, and register the class."""

    _name = ""
    _valid = False
    delimiter = None
    quotechar = None
    escapechar = None
    doublequote = None
    skipinitialspace = None
    lineterminator = None
    quoting = None

    def __init__(self):
        if self.__class__ != Dialect:
            self._valid = True
        try:
            _Settings(self)
        except TypeError as e:
            raise Error(str(e))


class excel(Dialect):
    """What Excel writes."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """What Excel writes, with tabs."""

    delimiter = "\t"


class unix_dialect(Dialect):
    """All fields quoted, lines that end as UNIX has them."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\n"
    quoting = QUOTE_ALL


_dialects = {}


def register_dialect(name, dialect=None, **fmtparams):
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _Settings(dialect, **fmtparams)


def unregister_dialect(name):
    try:
        del _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def get_dialect(name):
    try:
        return _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def list_dialects():
    return list(_dialects)


register_dialect("excel", excel)
register_dialect("excel-tab", excel_tab)
register_dialect("unix", unix_dialect)

_limit = 131072


def field_size_limit(new=None):
    """The length a field may have; sets it if a number is given."""
    global _limit
    old = _limit
    if new is not None:
        if not isinstance(new, int):
            raise TypeError("limit must be an integer")
        _limit = new
    return old


# ------------------------------------------------------------------ reading

# Where the reader stands in a row.
(_START_RECORD, _START_FIELD, _ESCAPED, _IN_FIELD, _IN_QUOTES, _ESCAPED_IN_QUOTES, _QUOTE_IN_QUOTES, _AFTER_NEWLINE,
 _ESCAPED_NEWLINE) = range(9)


class _Reader:
    """Rows of the lines an iterator gives."""

    __module__ = "_csv"
    __qualname__ = "reader"

    def __init__(self, iterable, dialect, settings):
        self._lines = iter(iterable)
        self.dialect = _Settings(dialect, **settings)
        self.line_num = 0
        d = self.dialect
        # A line with none of these is split at its delimiters and done.
        self._special = [c for c in (d.quotechar if d.quoting != QUOTE_NONE else None, d.escapechar) if c]
        self._simple = not d.skipinitialspace and d.quoting != QUOTE_NONNUMERIC

    def __iter__(self):
        return self

    def __next__(self):
        line = self._next_line()
        if self._simple:
            for c in self._special:
                if c in line:
                    break
            else:
                text = line[:-1] if line[-1:] == "\n" else line
                if text[-1:] == "\r":
                    text = text[:-1]
                if "\n" not in text and "\r" not in text and len(text) <= _limit:
                    return text.split(self.dialect.delimiter) if text else []
        return self._parse(line)

    def _next_line(self):
        line = next(self._lines)
        if not isinstance(line, str):
            raise Error(f"iterator should return strings, not {type(line).__name__} "
                        "(the file should be opened in text mode)")
        self.line_num += 1
        return line

    def _parse(self, line):
        d = self.dialect
        delimiter, quotechar, escapechar, quoting = d.delimiter, d.quotechar, d.escapechar, d.quoting
        fields = []
        field = []
        numeric = False
        state = _START_RECORD

        def save():
            nonlocal field, numeric
            text = "".join(field)
            fields.append(float(text) if numeric else text)
            field = []
            numeric = False

        def add(c):
            if len(field) >= _limit:
                raise Error(f"field larger than field limit ({_limit})")
            field.append(c)

        while True:
            for c in line:
                if state == _START_RECORD:
                    if c in "\r\n":
                        state = _AFTER_NEWLINE
                        continue
                    state = _START_FIELD
                if state == _START_FIELD:
                    if c in "\r\n":
                        save()
                        state = _AFTER_NEWLINE
                    elif c == quotechar and quoting != QUOTE_NONE:
                        state = _IN_QUOTES
                    elif c == escapechar:
                        state = _ESCAPED
                    elif c == " " and d.skipinitialspace:
                        pass
                    elif c == delimiter:
                        save()
                    else:
                        if quoting == QUOTE_NONNUMERIC:
                            numeric = True
                        add(c)
                        state = _IN_FIELD
                elif state == _IN_FIELD:
                    if c in "\r\n":
                        save()
                        state = _AFTER_NEWLINE
                    elif c == escapechar:
                        state = _ESCAPED
                    elif c == delimiter:
                        save()
                        state = _START_FIELD
                    else:
                        add(c)
                elif state == _IN_QUOTES:
                    if c == escapechar:
                        state = _ESCAPED_IN_QUOTES
                    elif c == quotechar:
                        state = _QUOTE_IN_QUOTES if d.doublequote else _IN_FIELD
                    else:
                        add(c)
                elif state == _QUOTE_IN_QUOTES:
                    if c == quotechar and quoting != QUOTE_NONE:
                        add(c)
                        state = _IN_QUOTES
                    elif c == delimiter:
                        save()
                        state = _START_FIELD
                    elif c in "\r\n":
                        save()
                        state = _AFTER_NEWLINE
                    elif not d.strict:
                        add(c)
                        state = _IN_FIELD
                    else:
                        raise Error(f"'{delimiter}' expected after '{quotechar}'")
                elif state == _ESCAPED:
                    add(c)
                    state = _ESCAPED_NEWLINE if c in "\r\n" else _IN_FIELD
                elif state == _ESCAPED_NEWLINE:
                    if c in "\r\n":
                        save()
                        state = _AFTER_NEWLINE
                    elif c == escapechar:
                        state = _ESCAPED
                    elif c == delimiter:
                        save()
                        state = _START_FIELD
                    else:
                        add(c)
                        state = _IN_FIELD
                elif state == _ESCAPED_IN_QUOTES:
                    add(c)
                    state = _IN_QUOTES
                elif c not in "\r\n":  # _AFTER_NEWLINE
                    raise Error("new-line character seen in unquoted field - do you need to open the file with "
                                "newline=''?")
            # The line has ended.
            if state == _ESCAPED:
                add("\n")
                state = _IN_FIELD
            elif state == _ESCAPED_IN_QUOTES:
                add("\n")
                state = _IN_QUOTES
            elif state in (_START_FIELD, _IN_FIELD, _QUOTE_IN_QUOTES):
                save()
                return fields
            if state in (_START_RECORD, _AFTER_NEWLINE):
                return fields
            try:
                line = self._next_line()
            except StopIteration:
                if field or state == _IN_QUOTES:
                    if d.strict:
                        raise Error("unexpected end of data") from None
                    save()
                    return fields
                raise


def reader(iterable, dialect="excel", **fmtparams):
    """An iterator over the rows: each a list of fields."""
    return _Reader(iterable, dialect, fmtparams)


# ------------------------------------------------------------------ writing

class _Writer:
    """Writes rows to a file."""

    __module__ = "_csv"
    __qualname__ = "writer"

    def __init__(self, file, dialect, settings):
        write = getattr(file, "write", None)
        if not callable(write):
            raise TypeError("argument 1 must have a \"write\" method")
        self._write = write
        self.dialect = d = _Settings(dialect, **settings)
        self._needs_quotes = [c for c in (d.delimiter, d.quotechar, d.escapechar, "\n", "\r") if c]
        self._needs_quotes += [c for c in d.lineterminator if c not in self._needs_quotes]

    def writerow(self, row, /):
        try:
            items = iter(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        d = self.dialect
        fields = []
        empty = False
        for item in items:
            quoted = d.quoting == QUOTE_ALL or d.quoting == QUOTE_NONNUMERIC and not isinstance(item, (int, float))
            if item is None:
                text = ""
            elif type(item) is str:
                text = item
            else:
                text = str(item)
            empty = not text
            for c in self._needs_quotes:
                if c in text:
                    text, quoted = self._protected(text, quoted)
                    break
            fields.append(d.quotechar + text + d.quotechar if quoted else text)
        if len(fields) == 1 and empty and not fields[0]:
            if d.quoting == QUOTE_NONE:
                raise Error("single empty field record must be quoted")
            fields[0] = d.quotechar * 2
        return self._write(d.delimiter.join(fields) + d.lineterminator)

    def _protected(self, text, quoted):
        """The text with what would mislead a reader escaped or doubled, and whether it must be quoted."""
        d = self.dialect
        pieces = []
        for c in text:
            if c in self._needs_quotes:
                escape = False
                if d.quoting == QUOTE_NONE:
                    escape = True
                elif c == d.quotechar:
                    if d.doublequote:
                        pieces.append(d.quotechar)
                    else:
                        escape = True
                elif c == d.escapechar:
                    escape = True
                if not escape:
                    quoted = True
                elif not d.escapechar:
                    raise Error("need to escape, but no escapechar set")
                else:
                    pieces.append(d.escapechar)
            pieces.append(c)
        return "".join(pieces), quoted

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)


def writer(fileobj, dialect="excel", **fmtparams):
    """An object whose writerow() and writerows() write to the file."""
    return _Writer(fileobj, dialect, fmtparams)


# ------------------------------------------------------------------ rows as dicts

class DictReader:
    """Rows as dicts; the keys are the first row unless they are given."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self._fieldnames = fieldnames
        self.restkey = restkey  # for fields beyond the keys, as a list
        self.restval = restval  # for keys beyond the fields
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while row == []:
            row = next(self.reader)
        names = self.fieldnames
        result = dict(zip(names, row))
        if len(names) < len(row):
            result[self.restkey] = row[len(names):]
        else:
            for name in names[len(row):]:
                result[name] = self.restval
        return result

    __class_getitem__ = classmethod(types.GenericAlias)


class DictWriter:
    """Writes dicts as rows, in the order of fieldnames."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self.fieldnames = fieldnames
        self.restval = restval
        extrasaction = extrasaction.lower()
        if extrasaction not in ("raise", "ignore"):
            raise ValueError("extrasaction (%s) must be 'raise' or 'ignore'" % extrasaction)
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _row(self, values):
        if self.extrasaction == "raise":
            unknown = values.keys() - self.fieldnames
            if unknown:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(map(repr, unknown)))
        return (values.get(name, self.restval) for name in self.fieldnames)

    def writerow(self, rowdict):
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._row, rowdicts))

    __class_getitem__ = classmethod(types.GenericAlias)


# ------------------------------------------------------------------ guessing

class Sniffer:
    """Guesses the dialect of a sample."""

    def __init__(self):
        self.preferred = [",", "\t", ";", " ", ":"]

    def sniff(self, sample, delimiters=None):
        quotechar, doublequote, delimiter, skipinitialspace = self._from_quotes(sample, delimiters)
        if not delimiter:
            delimiter, skipinitialspace = self._from_counts(sample, delimiters)
        if not delimiter:
            raise Error("Could not determine delimiter")

        class dialect(Dialect):
            _name = "sniffed"
            lineterminator = "\r\n"
            quoting = QUOTE_MINIMAL

        dialect.doublequote = doublequote
        dialect.delimiter = delimiter
        dialect.quotechar = quotechar or '"'
        dialect.skipinitialspace = skipinitialspace
        return dialect

    def _from_quotes(self, sample, delimiters):
        """By what stands around quoted fields."""
        for pattern in (
            r"""(?P<delim>[^\w\n"'])(?P<space> ?)(?P<quote>["']).*?(?P=quote)(?P=delim)""",  # ,"...",
            r"""(?:^|\n)(?P<quote>["']).*?(?P=quote)(?P<delim>[^\w\n"'])(?P<space> ?)""",      # "...",
            r"""(?P<delim>[^\w\n"'])(?P<space> ?)(?P<quote>["']).*?(?P=quote)(?:$|\n)""",      # ,"..."
            r"""(?:^|\n)(?P<quote>["']).*?(?P=quote)(?:$|\n)""",                                # "..."
        ):
            found = list(re.finditer(pattern, sample, re.DOTALL | re.MULTILINE))
            if found:
                break
        else:
            return "", False, None, 0
        quotes, delims, spaces = {}, {}, 0
        for each in found:
            groups = each.groupdict()
            quotes[groups["quote"]] = quotes.get(groups["quote"], 0) + 1
            delim = groups.get("delim")
            if delim and (delimiters is None or delim in delimiters):
                delims[delim] = delims.get(delim, 0) + 1
            if groups.get("space"):
                spaces += 1
        quotechar = max(quotes, key=quotes.get)
        if delims:
            delim = max(delims, key=delims.get)
            skipinitialspace = delims[delim] == spaces
            if delim == "\n":
                delim = ""
        else:
            delim, skipinitialspace = "", 0
        doubled = re.compile(r"((%(d)s)|^)\W*%(q)s[^%(d)s\n]*%(q)s[^%(d)s\n]*%(q)s\W*((%(d)s)|$)"
                             % {"d": re.escape(delim), "q": quotechar}, re.MULTILINE)
        return quotechar, bool(doubled.search(sample)), delim, skipinitialspace

    def _from_counts(self, sample, delimiters):
        """By which character comes equally often in (nearly) every line."""
        lines = list(filter(None, sample.split("\n")))
        ascii = [chr(c) for c in range(127)]
        size = min(10, len(lines))
        total = 0
        counts = {}   # character -> {how often in a line: in how many lines}
        usual = {}    # character -> (how often, how many lines agree less those that do not)
        delims = {}
        start, end = 0, size
        while start < len(lines):
            total += 1
            for line in lines[start:end]:
                for c in ascii:
                    frequency = line.count(c)
                    of_c = counts.setdefault(c, {})
                    of_c[frequency] = of_c.get(frequency, 0) + 1
            for c, of_c in counts.items():
                items = list(of_c.items())
                if len(items) == 1 and items[0][0] == 0:
                    continue
                best = max(items, key=lambda item: item[1])
                rest = sum(item[1] for item in items) - best[1]
                usual[c] = (best[0], best[1] - rest)
            lines_seen = float(min(size * total, len(lines)))
            consistency = 1.0
            while not delims and consistency >= 0.9:
                for c, (frequency, agree) in usual.items():
                    if frequency > 0 and agree > 0 and agree / lines_seen >= consistency and (
                            delimiters is None or c in delimiters):
                        delims[c] = (frequency, agree)
                consistency -= 0.01
            if len(delims) == 1:
                return self._with_space(next(iter(delims)), lines[0])
            start = end
            end += size
        if not delims:
            return "", 0
        for delim in self.preferred:
            if delim in delims:
                return self._with_space(delim, lines[0])
        return self._with_space(max((value, key) for key, value in delims.items())[1], lines[0])

    def _with_space(self, delim, line):
        return delim, line.count(delim) == line.count(delim + " ")

    def has_header(self, sample):
        """Whether the first row differs from the others: in the kind or the length of its fields."""
        rows = reader(StringIO(sample), self.sniff(sample))
        header = next(rows)
        columns = dict.fromkeys(range(len(header)))
        checked = 0
        for row in rows:
            if checked > 20:
                break
            checked += 1
            if len(row) != len(columns):
                continue
            for column in list(columns):
                try:
                    complex(row[column])
                    kind = complex
                except (ValueError, OverflowError):
                    kind = len(row[column])
                if kind != columns[column]:
                    if columns[column] is None:
                        columns[column] = kind
                    else:
                        del columns[column]
        votes = 0
        for column, kind in columns.items():
            if isinstance(kind, int):
                votes += 1 if len(header[column]) != kind else -1
            else:
                try:
                    kind(header[column])
                    votes -= 1
                except (ValueError, TypeError):
                    votes += 1
        return votes > 0
