"""JSON text to Python objects: one function per kind of value, each told where its value begins and returning the value
and where it ends."""

__all__ = ["JSONDecoder", "JSONDecodeError"]

_WHITESPACE = " \t\n\r"
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CONSTANTS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


class JSONDecodeError(ValueError):
    """The text is no JSON: msg says what is wrong, doc is the text, pos, lineno and colno say where."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg, self.doc, self.pos, self.lineno, self.colno = msg, doc, pos, lineno, colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


def _skip(s, position):
    """The next position that is no whitespace."""
    n = len(s)
    while position < n and s[position] in _WHITESPACE:
        position += 1
    return position


def scanstring(s, end, strict=True):
    """A string; `end` is the position after the opening quote."""
    begin = end - 1
    parts = []
    while True:
        quote = s.find('"', end)
        if quote < 0:
            raise JSONDecodeError("Unterminated string starting at", s, begin)
        backslash = s.find("\\", end, quote)
        stop = quote if backslash < 0 else backslash
        piece = s[end:stop]
        if strict and not piece.isprintable():
            for offset, c in enumerate(piece):
                if c < " ":
                    raise JSONDecodeError("Invalid control character at", s, end + offset)
        parts.append(piece)
        if backslash < 0:
            return piece if len(parts) == 1 else "".join(parts), quote + 1
        escape = s[backslash + 1 : backslash + 2]
        if not escape:
            raise JSONDecodeError("Unterminated string starting at", s, begin)
        if escape != "u":
            try:
                parts.append(_ESCAPES[escape])
            except KeyError:
                raise JSONDecodeError("Invalid \\escape", s, backslash) from None
            end = backslash + 2
            continue
        number = _hex4(s, backslash + 1)
        end = backslash + 6
        if 0xD800 <= number <= 0xDBFF and s[end : end + 2] == "\\u":
            low = _hex4(s, end + 1)
            if 0xDC00 <= low <= 0xDFFF:
                number = 0x10000 + (number - 0xD800 << 10) + low - 0xDC00
                end += 6
        parts.append(chr(number))


def _hex4(s, position):
    """The number in uXXXX."""
    digits = s[position + 1 : position + 5]
    if len(digits) == 4 and digits.isalnum() and digits.isascii():
        try:
            return int(digits, 16)
        except ValueError:
            pass
    raise JSONDecodeError("Invalid \\uXXXX escape", s, position)


class JSONDecoder:
    """object_hook or object_pairs_hook get each object (as a dict, or as pairs) and say what becomes of it; parse_int,
    parse_float and parse_constant get the text of numbers."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):  # fmt: skip
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        """The value of a text that holds nothing else."""
        value, end = self.raw_decode(s, _skip(s, 0))
        end = _skip(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        """The value at the beginning of a text, and where it ends."""
        if idx < 0:
            raise ValueError("idx cannot be negative")
        return self._value(s, idx)

    def _value(self, s, position):
        c = s[position : position + 1]
        if c == '"':
            return scanstring(s, position + 1, self.strict)
        if c == "{":
            return self._object(s, position + 1)
        if c == "[":
            return self._array(s, position + 1)
        if c == "n" and s.startswith("null", position):
            return None, position + 4
        if c == "t" and s.startswith("true", position):
            return True, position + 4
        if c == "f" and s.startswith("false", position):
            return False, position + 5
        if c in "-0123456789" and c:
            return self._number(s, position)
        for word in ("NaN", "Infinity"):
            if s.startswith(word, position):
                return self.parse_constant(word), position + len(word)
        raise JSONDecodeError("Expecting value", s, position)

    def _number(self, s, position):
        n = len(s)
        end = position + (s[position] == "-")
        digits = end
        while end < n and s[end] in "0123456789":
            end += 1
        if end == digits:
            if s.startswith("-Infinity", position):
                return self.parse_constant("-Infinity"), position + 9
            raise JSONDecodeError("Expecting value", s, position)
        if s[digits] == "0":
            end = digits + 1  # no digits after a leading zero
        is_float = False
        if end + 1 < n and s[end] == "." and s[end + 1] in "0123456789":
            is_float = True
            end += 1
            while end < n and s[end] in "0123456789":
                end += 1
        if end < n and s[end] in "eE":
            exponent = end + 1
            if exponent < n and s[exponent] in "+-":
                exponent += 1
            if exponent < n and s[exponent] in "0123456789":
                is_float = True
                end = exponent
                while end < n and s[end] in "0123456789":
                    end += 1
        text = s[position:end]
        return (self.parse_float if is_float else self.parse_int)(text), end

    def _array(self, s, position):
        values = []
        position = _skip(s, position)
        if s.startswith("]", position):
            return values, position + 1
        while True:
            value, position = self._value(s, position)
            values.append(value)
            position = _skip(s, position)
            c = s[position : position + 1]
            if c == "]":
                return values, position + 1
            if c != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, position)
            position = _skip(s, position + 1)

    def _object(self, s, position):
        pairs = []
        position = _skip(s, position)
        if s.startswith("}", position):
            position += 1
        else:
            while True:
                if not s.startswith('"', position):
                    raise JSONDecodeError("Expecting property name enclosed in double quotes", s, position)
                key, position = scanstring(s, position + 1, self.strict)
                if not s.startswith(":", position):
                    position = _skip(s, position)
                    if not s.startswith(":", position):
                        raise JSONDecodeError("Expecting ':' delimiter", s, position)
                value, position = self._value(s, _skip(s, position + 1))
                pairs.append((key, value))
                position = _skip(s, position)
                c = s[position : position + 1]
                position += 1
                if c == "}":
                    break
                if c != ",":
                    raise JSONDecodeError("Expecting ',' delimiter", s, position - 1)
                position = _skip(s, position)
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs), position
        result = dict(pairs)
        if self.object_hook is not None:
            result = self.object_hook(result)
        return result, position
