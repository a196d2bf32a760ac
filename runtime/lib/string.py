"""Sets of characters, and templates with $names."""

__all__ = [
    "ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits", "octdigits", "printable",
    "punctuation", "whitespace", "Formatter", "Template",
]  # fmt: skip

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Capitalises each word."""
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


class Template:
    """Text with $name or ${name} to be filled in; $$ is a dollar sign.

    A subclass may change `delimiter`, or the patterns of names: `idpattern` and `braceidpattern`.
    """

    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = 2  # re.IGNORECASE

    def __init_subclass__(cls):
        super().__init_subclass__()
        if "pattern" in cls.__dict__:
            import re

            cls.pattern = re.compile(cls.pattern, cls.flags | re.VERBOSE)

    def __init__(self, template):
        self.template = template

    def _pieces(self):
        """Goes through the template: (text, None), (matched, name), or (position, False) for a $ that means nothing."""
        yield from self._plain_pieces() if self._is_plain() else self._pattern_pieces()

    def _is_plain(self):
        cls = type(self)
        return (
            getattr(cls, "pattern", None) is None
            and cls.idpattern is Template.idpattern
            and cls.braceidpattern is None
            and cls.flags == Template.flags
        )

    def _plain_pieces(self):
        text, delimiter = self.template, self.delimiter
        position = 0
        while (found := text.find(delimiter, position)) >= 0:
            if found > position:
                yield text[position:found], None
            after = found + len(delimiter)
            if text.startswith(delimiter, after):
                yield delimiter, None
                position = after + len(delimiter)
                continue
            braced = text.startswith("{", after)
            start = end = after + braced
            while end < len(text) and text[end].isascii() and (text[end] == "_" or text[end].isalnum()):
                end += 1
            name = text[start:end]
            if not name or name[0].isdigit() or (braced and not text.startswith("}", end)):
                yield found, False
                position = after
                continue
            position = end + braced
            yield text[found:position], name
        yield text[position:], None

    def _pattern_pieces(self):
        import re

        cls = type(self)
        pattern = getattr(cls, "pattern", None)
        if pattern is None:
            delimiter = re.escape(cls.delimiter)
            pattern = cls.pattern = re.compile(
                rf"{delimiter}(?:(?P<escaped>{delimiter})|(?P<named>{cls.idpattern})"
                rf"|{{(?P<braced>{cls.braceidpattern or cls.idpattern})}}|(?P<invalid>))",
                cls.flags | re.VERBOSE,
            )
        position = 0
        for match in pattern.finditer(self.template):
            yield self.template[position : match.start()], None
            position = match.end()
            name = match.group("named") or match.group("braced")
            if name is not None:
                yield match.group(), name
            elif match.group("escaped") is not None:
                yield self.delimiter, None
            else:
                yield match.start("invalid") - len(self.delimiter), False
        yield self.template[position:], None

    def _invalid(self, position):
        lines = self.template[: position + 1].splitlines(keepends=True)
        column = position + 1 - len("".join(lines[:-1])) if lines else 1
        raise ValueError(f"Invalid placeholder in string: line {max(len(lines), 1)}, col {column}")

    @staticmethod
    def _values(mapping, kws):
        if mapping is None:
            return kws
        if kws:
            from collections import ChainMap

            return ChainMap(kws, mapping)
        return mapping

    def substitute(self, mapping=None, /, **kws):
        """The text with all names replaced; KeyError for one that is not there."""
        values = self._values(mapping, kws)
        result = []
        for piece, name in self._pieces():
            if name is False:
                self._invalid(piece)
            result.append(piece if name is None else str(values[name]))
        return "".join(result)

    def safe_substitute(self, mapping=None, /, **kws):
        """The same, leaving alone what cannot be replaced."""
        values = self._values(mapping, kws)
        result = []
        for piece, name in self._pieces():
            if name is False:
                piece = self.delimiter
            elif name is not None:
                try:
                    piece = str(values[name])
                except KeyError:
                    pass
            result.append(piece)
        return "".join(result)

    def is_valid(self):
        return all(name is not False for _, name in self._pieces())

    def get_identifiers(self):
        names = dict.fromkeys(name for _, name in self._pieces() if name)
        return list(names)


class Formatter:
    """str.format, open to change: a subclass may override how fields are found, converted and formatted."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, depth, auto=0):
        """auto: the number the next empty field name stands for; False once fields were numbered by hand."""
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for text, field, spec, conversion in self.parse(format_string):
            if text:
                result.append(text)
            if field is None:
                continue
            if field == "" or field[0] in ".[":
                if auto is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                field = str(auto) + field
                auto += 1
            elif field.isdigit():
                if auto:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                auto = False
            value, used = self.get_field(field, args, kwargs)
            used_args.add(used)
            value = self.convert_field(value, conversion)
            spec, auto = self._vformat(spec, args, kwargs, used_args, depth - 1, auto)
            result.append(self.format_field(value, spec))
        return "".join(result), auto

    def parse(self, format_string):
        """(text, field name, format spec, conversion) for each field and what stands before it."""
        position = 0
        text = ""
        while position < len(format_string):
            c = format_string[position]
            if c in "{}" and format_string[position : position + 2] == c + c:
                yield text + c, None, None, None
                text = ""
                position += 2
            elif c == "}":
                raise ValueError("Single '}' encountered in format string")
            elif c == "{":
                end, level = position + 1, 1
                while end < len(format_string) and level:
                    level += {"{": 1, "}": -1}.get(format_string[end], 0)
                    end += 1
                if end == position + 1:
                    raise ValueError("Single '{' encountered in format string")
                if level:
                    raise ValueError("expected '}' before end of string")
                yield text, *_split_field(format_string[position + 1 : end - 1])
                text = ""
                position = end
            else:
                text += c
                position += 1
        if text:
            yield text, None, None, None

    def get_field(self, field_name, args, kwargs):
        """The object a field name stands for, and its first part: 'a.b[c]' is kwargs['a'].b['c']."""
        end = 0
        while end < len(field_name) and field_name[end] not in ".[":
            end += 1
        first = field_name[:end]
        first = int(first) if first.isdigit() else first
        obj = self.get_value(first, args, kwargs)
        while end < len(field_name):
            if field_name[end] == ".":
                start = end = end + 1
                while end < len(field_name) and field_name[end] not in ".[":
                    end += 1
                if start == end:
                    raise ValueError("Empty attribute in format string")
                obj = getattr(obj, field_name[start:end])
            elif field_name[end] == "[":
                close = field_name.find("]", end)
                if close < 0:
                    raise ValueError("Missing ']' in format string")
                key = field_name[end + 1 : close]
                if not key:
                    raise ValueError("Empty attribute in format string")
                obj = obj[int(key) if key.isdigit() else key]
                end = close + 1
            else:
                raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        return obj, first

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")


def _split_field(field):
    """'name!r:spec' -> 'name', 'spec', 'r'"""
    end = 0
    while end < len(field) and field[end] not in "!:":
        end = field.find("]", end) if field[end] == "[" and "]" in field[end:] else end
        end += 1
    name, rest = field[:end], field[end:]
    conversion = None
    if rest.startswith("!"):
        if len(rest) < 2:
            raise ValueError("end of string while looking for conversion specifier")
        conversion, rest = rest[1], rest[2:]
        if rest and rest[0] != ":":
            raise ValueError("expected ':' after conversion specifier")
    return name, rest[1:], conversion
