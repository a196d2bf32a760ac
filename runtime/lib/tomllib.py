"""Reading TOML 1.0: `loads` for text, `load` for a file opened in binary mode.

The reader walks over the text once. Tables are plain dicts; beside them it notes, by path, which tables may still grow: a table
that was written as `{...}`, a list written as `[...]` and a table whose header was seen already may not.
"""

import re
from datetime import date, datetime, time, timedelta, timezone

__all__ = ("loads", "load", "TOMLDecodeError")


class TOMLDecodeError(ValueError):
    """The text is no TOML."""


_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_TIME = r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6})\d*)?"
_DATE_TIME = re.compile(rf"(\d{{4}})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[Tt ]{_TIME}(?:([Zz])|([+-])([01]\d|2[0-3]):([0-5]\d))?)?")
_LOCAL_TIME = re.compile(_TIME)
_NUMBER = re.compile(
    r"0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|b[01](?:_?[01])*|o[0-7](?:_?[0-7])*)"
    r"|[+-]?(?:0|[1-9](?:_?\d)*)((?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?)"
)
_SPECIAL = re.compile(r"[+-]?(?:inf|nan)")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
_CONTROL = frozenset(chr(i) for i in range(32)) | {"\x7f"}
_CONTROL_IN_LINE = _CONTROL - {"\t"}
_CONTROL_IN_BLOCK = _CONTROL - {"\t", "\n"}


def load(fp, /, *, parse_float=float):
    """The tables in a file opened in binary mode."""
    data = fp.read()
    try:
        text = data.decode()
    except AttributeError:
        raise TypeError("File must be opened in binary mode, e.g. use `open('foo.toml', 'rb')`") from None
    return loads(text, parse_float=parse_float)


def loads(s, /, *, parse_float=float):
    """The tables in a text."""
    if parse_float is not float:
        given = parse_float

        def parse_float(text):
            value = given(text)
            if isinstance(value, (dict, list)):
                raise ValueError("parse_float must not return dicts or lists")
            return value

    return _Reader(s.replace("\r\n", "\n"), parse_float).document()


class _Reader:
    def __init__(self, text, parse_float):
        self.text = text
        self.at = 0
        self.parse_float = parse_float
        self.root = {}
        self.frozen = set()  # paths of values that may not grow
        self.declared = set()  # paths of tables that had their header
        self.by_keys = set()  # paths of tables made by dotted keys: closed to headers

    # --- the text ---

    def fail(self, message):
        if self.at >= len(self.text):
            raise TOMLDecodeError(f"{message} (at end of document)")
        line = self.text.count("\n", 0, self.at) + 1
        column = self.at - self.text.rfind("\n", 0, self.at)
        raise TOMLDecodeError(f"{message} (at line {line}, column {column})")

    def peek(self, ahead=0):
        return self.text[self.at + ahead : self.at + ahead + 1]

    def follows(self, text):
        return self.text.startswith(text, self.at)

    def skip(self, characters):
        while self.peek() and self.peek() in characters:
            self.at += 1

    def comment(self):
        if self.peek() != "#":
            return
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        for self.at in range(self.at + 1, end):
            if self.peek() in _CONTROL_IN_LINE:
                self.fail(f"Found invalid character {self.peek()!r}")
        self.at = end

    def blank(self):
        while self.peek() and self.peek() in " \t\n#":
            self.skip(" \t\n")
            self.comment()

    # --- lines ---

    def document(self):
        header = ()
        while True:
            self.skip(" \t")
            character = self.peek()
            if not character:
                return self.root
            if character == "[":
                header = self.list_header() if self.peek(1) == "[" else self.table_header()
            elif character not in "\n#":
                if character not in "'\"" and not _BARE_KEY.match(character):
                    self.fail("Invalid statement")
                self.assignment(header)
            self.skip(" \t")
            self.comment()
            if self.peek() == "\n":
                self.at += 1
            elif self.peek():
                self.fail("Expected newline or end of document after a statement")

    def descend(self, path):
        """The table at the path, made where missing; through the last item of a list of tables."""
        table = self.root
        for i, key in enumerate(path):
            table = table.setdefault(key, {})
            if isinstance(table, list) and path[: i + 1] not in self.frozen:
                table = table[-1]
            if not isinstance(table, dict):
                self.fail("Cannot overwrite a value")
        return table

    def is_frozen(self, path):
        return any(path[:i] in self.frozen for i in range(1, len(path) + 1))

    def table_header(self):
        self.at += 1
        self.skip(" \t")
        path = self.key()
        if path in self.declared or path in self.by_keys or self.is_frozen(path):
            self.fail(f"Cannot declare {path} twice")
        self.declared.add(path)
        self.descend(path)
        if not self.follows("]"):
            self.fail("Expected ']' at the end of a table declaration")
        self.at += 1
        return path

    def list_header(self):
        self.at += 2
        self.skip(" \t")
        path = self.key()
        if self.is_frozen(path):
            self.fail(f"Cannot mutate immutable namespace {path}")
        for notes in self.declared, self.by_keys, self.frozen:  # the new table starts anew
            for known in [known for known in notes if known[: len(path)] == path]:
                notes.remove(known)
        tables = self.descend(path[:-1]).setdefault(path[-1], [])
        if not isinstance(tables, list):
            self.fail("Cannot overwrite a value")
        tables.append({})
        self.declared.add(path)
        if not self.follows("]]"):
            self.fail("Expected ']]' at the end of an array declaration")
        self.at += 2
        return path

    def pair(self):
        path = self.key()
        if self.peek() != "=":
            self.fail("Expected '=' after a key in a key/value pair")
        self.at += 1
        self.skip(" \t")
        return path, self.value()

    def assignment(self, header):
        path, value = self.pair()
        for i in range(1, len(path)):
            between = header + path[:i]
            if between in self.declared:
                self.fail(f"Cannot redefine namespace {between}")
            self.by_keys.add(between)
        whole = header + path
        if self.is_frozen(whole[:-1]):
            self.fail(f"Cannot mutate immutable namespace {whole[:-1]}")
        table = self.descend(whole[:-1])
        if path[-1] in table:
            self.fail("Cannot overwrite a value")
        if isinstance(value, (dict, list)):
            self.frozen.add(whole)
        table[path[-1]] = value

    # --- keys ---

    def key(self):
        path = (self.key_part(),)
        self.skip(" \t")
        while self.peek() == ".":
            self.at += 1
            self.skip(" \t")
            path += (self.key_part(),)
            self.skip(" \t")
        return path

    def key_part(self):
        if found := _BARE_KEY.match(self.text, self.at):
            self.at = found.end()
            return found.group()
        if self.peek() == "'":
            return self.literal()
        if self.peek() == '"':
            return self.basic()
        self.fail("Invalid initial character for a key part")

    # --- values ---

    def value(self):
        character = self.peek()
        if character == '"':
            return self.basic_block() if self.follows('"""') else self.basic()
        if character == "'":
            return self.literal_block() if self.follows("'''") else self.literal()
        if character == "[":
            return self.list()
        if character == "{":
            return self.inline_table()
        for word, value in (("true", True), ("false", False)):
            if self.follows(word):
                self.at += len(word)
                return value
        if found := _DATE_TIME.match(self.text, self.at):
            try:
                value = _make_date_time(found)
            except ValueError:
                self.fail("Invalid date or datetime")
        elif found := _LOCAL_TIME.match(self.text, self.at):
            value = _make_time(*found.groups())
        elif found := _NUMBER.match(self.text, self.at):
            text = found.group()
            value = self.parse_float(text) if found.group(1) else int(text, 0)
        elif found := _SPECIAL.match(self.text, self.at):
            value = self.parse_float(found.group())
        else:
            self.fail("Invalid value")
        self.at = found.end()
        return value

    def list(self):
        self.at += 1
        items = []
        self.blank()
        while self.peek() != "]":
            items.append(self.value())
            self.blank()
            if self.peek() == "]":
                break
            if self.peek() != ",":
                self.fail("Unclosed array")
            self.at += 1
            self.blank()
        self.at += 1
        return items

    def inline_table(self):
        self.at += 1
        made = {}
        closed = set()  # paths of inline values: they may not grow
        self.skip(" \t")
        if self.peek() == "}":
            self.at += 1
            return made
        while True:
            path, value = self.pair()
            table = made
            for i, key in enumerate(path[:-1]):
                if path[: i + 1] in closed:
                    self.fail(f"Cannot mutate immutable namespace {path}")
                table = table.setdefault(key, {})
                if not isinstance(table, dict):
                    self.fail("Cannot overwrite a value")
            if path[-1] in table:
                self.fail(f"Duplicate inline table key {path[-1]!r}")
            table[path[-1]] = value
            if isinstance(value, (dict, list)):
                closed.add(path)
            self.skip(" \t")
            if self.peek() == "}":
                self.at += 1
                return made
            if self.peek() != ",":
                self.fail("Unclosed inline table")
            self.at += 1
            self.skip(" \t")

    # --- strings ---

    def plain_until(self, closing, forbidden):
        """The text up to `closing`, which is skipped as well."""
        start = self.at
        end = self.text.find(closing, start)
        for self.at in range(start, len(self.text) if end < 0 else end):
            if self.peek() in forbidden:
                self.fail(f"Found invalid character {self.peek()!r}")
        if end < 0:
            self.at = len(self.text)
            self.fail(f"Expected {closing!r}")
        self.at = end + len(closing)
        return self.text[start:end]

    def literal(self):
        self.at += 1
        return self.plain_until("'", _CONTROL_IN_LINE)

    def more_quotes(self, quote):
        """Up to two quotes more that belong to the text before the three that close it."""
        count = 0
        while count < 2 and self.peek() == quote:
            count += 1
            self.at += 1
        return quote * count

    def literal_block(self):
        self.at += 4 if self.peek(3) == "\n" else 3
        return self.plain_until("'''", _CONTROL_IN_BLOCK) + self.more_quotes("'")

    def basic(self):
        self.at += 1
        return self.escaped_until('"', _CONTROL_IN_LINE, False)

    def basic_block(self):
        self.at += 4 if self.peek(3) == "\n" else 3
        return self.escaped_until('"""', _CONTROL_IN_BLOCK, True) + self.more_quotes('"')

    def escaped_until(self, closing, forbidden, is_block):
        parts = []
        while not self.follows(closing):
            character = self.peek()
            if not character:
                self.fail("Unterminated string")
            if character in forbidden:
                self.fail(f"Illegal character {character!r}")
            if character == "\\":
                parts.append(self.escape(is_block))
            else:
                parts.append(character)
                self.at += 1
        self.at += len(closing)
        return "".join(parts)

    def escape(self, is_block):
        letter = self.peek(1)
        if is_block and letter and letter in " \t\n":  # a line that goes on in the next
            self.at += 1
            self.skip(" \t")
            if self.peek() and self.peek() != "\n":
                self.fail("Unescaped '\\' in a string")
            self.skip(" \t\n")
            return ""
        self.at += 2
        if letter in _ESCAPES and letter:
            return _ESCAPES[letter]
        if letter and letter in "uU":
            size = 4 if letter == "u" else 8
            digits = self.text[self.at : self.at + size]
            if len(digits) < size or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
                self.fail("Invalid hex value")
            self.at += size
            code = int(digits, 16)
            if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
                self.fail("Escaped character is not a Unicode scalar value")
            return chr(code)
        if not letter:
            self.at = len(self.text)
            self.fail("Unterminated string")
        self.fail("Unescaped '\\' in a string")


def _make_time(hour, minute, second, fraction):
    return time(int(hour), int(minute), int(second), int((fraction or "0").ljust(6, "0")))


def _make_date_time(found):
    year, month, day, hour, minute, second, fraction, utc, sign, offset_hour, offset_minute = found.groups()
    day = date(int(year), int(month), int(day))
    if hour is None:
        return day
    zone = None
    if sign:
        offset = timedelta(hours=int(offset_hour), minutes=int(offset_minute))
        zone = timezone(-offset if sign == "-" else offset)
    elif utc:
        zone = timezone.utc
    return datetime.combine(day, _make_time(hour, minute, second, fraction), zone)
