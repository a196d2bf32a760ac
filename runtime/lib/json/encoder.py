"""Python objects to JSON text."""

__all__ = ["JSONEncoder"]

_ESCAPES = {chr(i): f"\\u{i:04x}" for i in range(0x20)}
_ESCAPES.update({'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_TABLE = {ord(character): escape for character, escape in _ESCAPES.items()}


def encode_basestring(s):
    """A JSON string with all characters as they are, but for quotes, backslashes and control characters."""
    return f'"{s.translate(_TABLE)}"'


def encode_basestring_ascii(s):
    """A JSON string in ASCII: other characters as \\uXXXX, those beyond 16 bits as two of these."""
    s = s.translate(_TABLE)
    if s.isascii() and "\x7f" not in s:
        return f'"{s}"'
    parts = []
    for c in s:
        n = ord(c)
        if n < 0x7F:
            parts.append(c)
        elif n < 0x10000:
            parts.append(f"\\u{n:04x}")
        else:
            n -= 0x10000
            parts.append(f"\\u{0xD800 | n >> 10:04x}\\u{0xDC00 | n & 0x3FF:04x}")
    return f'"{"".join(parts)}"'


class JSONEncoder:
    """A subclass may override default(o), which is asked to turn an object that JSON does not know into one it does."""

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):  # fmt: skip
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        """The JSON text."""
        parts = []
        self._write(o, parts.append)
        return "".join(parts)

    def iterencode(self, o, _one_shot=False):
        """The JSON text in pieces."""
        parts = []
        self._write(o, parts.append)
        return iter(parts)

    def _write(self, o, write):
        string = encode_basestring_ascii if self.ensure_ascii else encode_basestring
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = " " * indent
        item_separator, key_separator = self.item_separator, self.key_separator
        inside = {} if self.check_circular else None  # the containers around what is being written

        def enter(container):
            if inside is not None:
                if id(container) in inside:
                    raise ValueError("Circular reference detected")
                inside[id(container)] = container

        def number(value):
            if value != value:
                text = "NaN"
            elif value == float("inf"):
                text = "Infinity"
            elif value == float("-inf"):
                text = "-Infinity"
            else:
                return float.__repr__(value)
            if not self.allow_nan:
                raise ValueError("Out of range float values are not JSON compliant")
            return text

        def key_text(key):
            if isinstance(key, str):
                return key
            if isinstance(key, float):
                return number(key)
            if key is True:
                return "true"
            if key is False:
                return "false"
            if key is None:
                return "null"
            if isinstance(key, int):
                return int.__repr__(key)
            if self.skipkeys:
                return None
            raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")

        def put(value, newline):
            """`newline`: the line end and indentation around value, if lines are broken."""
            if isinstance(value, str):
                write(string(value))
            elif value is None:
                write("null")
            elif value is True:
                write("true")
            elif value is False:
                write("false")
            elif isinstance(value, int):
                write(int.__repr__(value))
            elif isinstance(value, float):
                write(number(value))
            elif isinstance(value, (list, tuple)):
                if not value:
                    write("[]")
                    return
                enter(value)
                deeper = newline if indent is None else newline + indent
                separator = item_separator if indent is None else item_separator + deeper
                write("[" if indent is None else "[" + deeper)
                first = True
                for item in value:
                    if not first:
                        write(separator)
                    first = False
                    put(item, deeper)
                write("]" if indent is None else newline + "]")
                if inside is not None:
                    del inside[id(value)]
            elif isinstance(value, dict):
                if not value:
                    write("{}")
                    return
                enter(value)
                deeper = newline if indent is None else newline + indent
                separator = item_separator if indent is None else item_separator + deeper
                write("{" if indent is None else "{" + deeper)
                first = True
                for key, item in sorted(value.items()) if self.sort_keys else value.items():
                    key = key_text(key)
                    if key is None:
                        continue
                    if not first:
                        write(separator)
                    first = False
                    write(string(key))
                    write(key_separator)
                    put(item, deeper)
                write("}" if indent is None else newline + "}")
                if inside is not None:
                    del inside[id(value)]
            else:
                enter(value)
                put(self.default(value), newline)
                if inside is not None:
                    del inside[id(value)]

        put(o, "\n")
