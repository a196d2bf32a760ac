"""Printing data so that it can be read: what does not fit the width is broken, one item to a line."""

import sys
import types

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):  # fmt: skip
    """Prints an object."""
    PrettyPrinter(
        stream=stream, indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
        underscore_numbers=underscore_numbers,
    ).pprint(object)  # fmt: skip


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """The text that pprint() prints."""
    return PrettyPrinter(
        indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
        underscore_numbers=underscore_numbers,
    ).pformat(object)  # fmt: skip


def pp(object, *args, sort_dicts=False, **kwargs):
    """pprint(), dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """repr(), also of what contains itself."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    """Whether eval() could read the text."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[2]


class _SafeKey:
    """A key for sorting what may not compare: by type and identity then."""

    __slots__ = ("obj",)

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


def _safe_tuple(pair):
    return _SafeKey(pair[0]), _SafeKey(pair[1])


class PrettyPrinter:
    """Writes to a list of pieces; `indent` is the column the object begins in, `allowance` what will follow it on its last
    line, `context` the objects around it, by id."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):  # fmt: skip
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = stream if stream is not None else sys.stdout
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers

    def pprint(self, object):
        if self._stream is not None:
            self._stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        pieces = []
        self._format(object, pieces.append, 0, 0, {}, 0)
        return "".join(pieces)

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """(text, whether eval() could read it, whether it contains itself). For subclasses to override."""
        return self._safe_repr(object, context, maxlevels, level)

    def _repr(self, object, context, level):
        return self.format(object, context.copy(), self._depth, level)[0]

    def _format(self, object, write, indent, allowance, context, level):
        if id(object) in context:
            write(_recursion(object))
            return
        text = self._repr(object, context, level)
        if len(text) > self._width - indent - allowance:
            printer = self._printer_for(object)
            if printer is not None:
                context[id(object)] = 1
                printer(self, object, write, indent, allowance, context, level + 1)
                del context[id(object)]
                return
        write(text)

    def _printer_for(self, object):
        cls = type(object)
        printer = _PRINTERS.get(cls.__repr__)
        if printer is not None:
            return printer
        name = cls.__name__
        if name in ("Counter", "OrderedDict", "defaultdict", "deque", "ChainMap") and cls.__module__ == "collections":
            return _COLLECTIONS[name]
        if name in ("UserDict", "UserList", "UserString") and cls.__module__ == "collections":
            return lambda self, object, *rest: self._format(object.data, *rest[:-1], rest[-1] - 1)
        if (
            hasattr(cls, "__dataclass_fields__")
            and cls.__dataclass_params__.repr
            and hasattr(cls.__repr__, "__wrapped__")
            and "__create_fn__" not in cls.__dict__
        ):
            return PrettyPrinter._pprint_dataclass
        return None

    # --- by kind

    def _pprint_dict(self, object, write, indent, allowance, context, level):
        write("{")
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        if object:
            items = sorted(object.items(), key=_safe_tuple) if self._sort_dicts else object.items()
            self._format_dict_items(items, write, indent, allowance + 1, context, level)
        write("}")

    def _pprint_list(self, object, write, indent, allowance, context, level):
        write("[")
        self._format_items(object, write, indent, allowance + 1, context, level)
        write("]")

    def _pprint_tuple(self, object, write, indent, allowance, context, level):
        write("(")
        end = ",)" if len(object) == 1 else ")"
        self._format_items(object, write, indent, allowance + len(end), context, level)
        write(end)

    def _pprint_set(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        cls = type(object)
        if cls is set:
            write("{")
            end = "}"
        else:
            write(cls.__name__ + "({")
            end = "})"
            indent += len(cls.__name__) + 1
        self._format_items(sorted(object, key=_SafeKey), write, indent, allowance + len(end), context, level)
        write(end)

    def _pprint_str(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        chunks = []
        lines = object.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        max_width1 = max_width = self._width - indent
        text = ""
        for i, line in enumerate(lines):
            text = repr(line)
            if i == len(lines) - 1:
                max_width1 -= allowance
            if len(text) <= max_width1:
                chunks.append(text)
                continue
            # Too long a line: words, each with the whitespace after it, as many as fit.
            parts = _words(line)
            current = ""
            for j, part in enumerate(parts):
                candidate = current + part
                if j == len(parts) - 1 and i == len(lines) - 1:
                    max_width -= allowance
                if len(repr(candidate)) > max_width:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            write(text)
            return
        if level == 1:
            write("(")
        write(("\n" + " " * indent).join(chunks))
        if level == 1:
            write(")")

    def _pprint_bytes(self, object, write, indent, allowance, context, level):
        if len(object) <= 4:
            write(repr(object))
            return
        parens = level == 1
        if parens:
            indent += 1
            allowance += 1
            write("(")
        separator = ""
        for line in _wrapped_bytes(object, self._width - indent, allowance):
            write(separator)
            write(line)
            separator = "\n" + " " * indent
        if parens:
            write(")")

    def _pprint_bytearray(self, object, write, indent, allowance, context, level):
        write("bytearray(")
        self._pprint_bytes(bytes(object), write, indent + 10, allowance + 1, context, level + 1)
        write(")")

    def _pprint_mappingproxy(self, object, write, indent, allowance, context, level):
        write("mappingproxy(")
        self._format(object.copy(), write, indent + 13, allowance + 1, context, level)
        write(")")

    def _pprint_namespace(self, object, write, indent, allowance, context, level):
        name = "namespace" if type(object) is types.SimpleNamespace else object.__class__.__name__
        indent += len(name) + 1
        write(name + "(")
        self._format_attributes(object.__dict__.items(), write, indent, allowance, context, level)
        write(")")

    def _pprint_dataclass(self, object, write, indent, allowance, context, level):
        name = object.__class__.__name__
        indent += len(name) + 1
        items = [
            (field.name, getattr(object, field.name))
            for field in object.__dataclass_fields__.values()
            if field.repr and repr(field._field_type) == "_FIELD"
        ]
        write(name + "(")
        self._format_attributes(items, write, indent, allowance, context, level)
        write(")")

    # collections

    def _pprint_ordered_dict(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        name = object.__class__.__name__
        write(name + "(")
        self._format(list(object.items()), write, indent + len(name) + 1, allowance + 1, context, level)
        write(")")

    def _pprint_default_dict(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        factory = self._repr(object.default_factory, context, level)
        name = object.__class__.__name__
        indent += len(name) + 1
        write(f"{name}({factory},\n{' ' * indent}")
        self._pprint_dict(object, write, indent, allowance + 1, context, level)
        write(")")

    def _pprint_counter(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        name = object.__class__.__name__
        write(name + "({")
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        items = object.most_common()
        self._format_dict_items(items, write, indent + len(name) + 1, allowance + 2, context, level)
        write("})")

    def _pprint_chain_map(self, object, write, indent, allowance, context, level):
        if not object.maps:
            write(repr(object))
            return
        name = object.__class__.__name__
        write(name + "(")
        indent += len(name) + 1
        for i, mapping in enumerate(object.maps):
            last = i == len(object.maps) - 1
            self._format(mapping, write, indent, allowance + 1 if last else 1, context, level)
            write(")" if last else ",\n" + " " * indent)

    def _pprint_deque(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        name = object.__class__.__name__
        write(name + "(")
        indent += len(name) + 1
        write("[")
        if object.maxlen is None:
            self._format_items(object, write, indent, allowance + 2, context, level)
            write("])")
        else:
            self._format_items(object, write, indent, 2, context, level)
            write(f"],\n{' ' * indent}maxlen={self._repr(object.maxlen, context, level)})")

    # --- items

    def _format_dict_items(self, items, write, indent, allowance, context, level):
        items = list(items)
        indent += self._indent_per_level
        for i, (key, value) in enumerate(items):
            last = i == len(items) - 1
            text = self._repr(key, context, level)
            write(text + ": ")
            self._format(value, write, indent + len(text) + 2, allowance if last else 1, context, level)
            if not last:
                write(",\n" + " " * indent)

    def _format_attributes(self, items, write, indent, allowance, context, level):
        items = list(items)
        for i, (name, value) in enumerate(items):
            last = i == len(items) - 1
            write(name + "=")
            if id(value) in context:
                write("...")
            else:
                self._format(value, write, indent + len(name) + 1, allowance if last else 1, context, level)
            if not last:
                write(",\n" + " " * indent)

    def _format_items(self, items, write, indent, allowance, context, level):
        indent += self._indent_per_level
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        items = list(items)
        separator = ",\n" + " " * indent
        delimiter = ""
        width = max_width = self._width - indent + 1
        for i, item in enumerate(items):
            last = i == len(items) - 1
            if last:
                max_width -= allowance
                width -= allowance
            if self._compact:
                text = self._repr(item, context, level)
                w = len(text) + 2
                if width < w:
                    width = max_width
                    if delimiter:
                        delimiter = separator
                if width >= w:
                    width -= w
                    write(delimiter + text)
                    delimiter = ", "
                    continue
            write(delimiter)
            delimiter = separator
            self._format(item, write, indent, allowance if last else 1, context, level)

    def _safe_repr(self, object, context, maxlevels, level):
        """One line: (text, readable, recursive)."""
        cls = type(object)
        if cls in (str, float, bool, type(None), bytes, bytearray, complex):
            return repr(object), True, False
        if issubclass(cls, int) and cls.__repr__ is int.__repr__:
            return (f"{object:_d}" if self._underscore_numbers else repr(object)), True, False
        is_dict = issubclass(cls, dict) and cls.__repr__ is dict.__repr__
        is_sequence = (issubclass(cls, list) and cls.__repr__ is list.__repr__) or (
            issubclass(cls, tuple) and cls.__repr__ is tuple.__repr__
        )
        if not is_dict and not is_sequence:
            text = repr(object)
            return text, bool(text) and not text.startswith("<"), False
        opening, closing = "{}" if is_dict else "[]" if issubclass(cls, list) else "()"
        if not object:
            return opening + closing, True, False
        if opening == "(" and len(object) == 1:
            closing = ",)"
        if maxlevels and level >= maxlevels:
            return f"{opening}...{closing}", False, id(object) in context
        if id(object) in context:
            return _recursion(object), False, True
        context[id(object)] = 1
        readable, recursive = True, False
        parts = []

        def shown(item):
            nonlocal readable, recursive
            text, item_readable, item_recursive = self.format(item, context, maxlevels, level + 1)
            readable = readable and item_readable
            recursive = recursive or item_recursive
            return text

        if is_dict:
            for key, value in sorted(object.items(), key=_safe_tuple) if self._sort_dicts else object.items():
                parts.append(f"{shown(key)}: {shown(value)}")
        else:
            parts = [shown(item) for item in object]
        del context[id(object)]
        return opening + ", ".join(parts) + closing, readable, recursive


_PRINTERS = {
    dict.__repr__: PrettyPrinter._pprint_dict,
    list.__repr__: PrettyPrinter._pprint_list,
    tuple.__repr__: PrettyPrinter._pprint_tuple,
    set.__repr__: PrettyPrinter._pprint_set,
    frozenset.__repr__: PrettyPrinter._pprint_set,
    str.__repr__: PrettyPrinter._pprint_str,
    bytes.__repr__: PrettyPrinter._pprint_bytes,
    bytearray.__repr__: PrettyPrinter._pprint_bytearray,
    types.MappingProxyType.__repr__: PrettyPrinter._pprint_mappingproxy,
    types.SimpleNamespace.__repr__: PrettyPrinter._pprint_namespace,
}
_COLLECTIONS = {
    "Counter": PrettyPrinter._pprint_counter,
    "OrderedDict": PrettyPrinter._pprint_ordered_dict,
    "defaultdict": PrettyPrinter._pprint_default_dict,
    "deque": PrettyPrinter._pprint_deque,
    "ChainMap": PrettyPrinter._pprint_chain_map,
}


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


def _words(line):
    """Words, each with the whitespace that follows it."""
    words = []
    start = 0
    for position in range(1, len(line)):
        if line[position - 1].isspace() and not line[position].isspace():
            words.append(line[start:position])
            start = position
    words.append(line[start:])
    return words


def _wrapped_bytes(object, width, allowance):
    """Literals of a multiple of four bytes each."""
    current = b""
    last = len(object) // 4 * 4
    for i in range(0, len(object), 4):
        part = object[i : i + 4]
        candidate = current + part
        if i == last:
            width -= allowance
        if len(repr(candidate)) > width:
            if current:
                yield repr(current)
            current = part
        else:
            current = candidate
    if current:
        yield repr(current)
