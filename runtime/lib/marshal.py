"""Values as bytes in the format of CPython's marshal, version 4: a letter for the type, then the content.

Everything but code objects, whose content is the interpreter's own affair. What is read may refer back to values before it;
what is written never does.
"""

import struct as _struct

__all__ = ["dump", "dumps", "load", "loads", "version"]

version = 4

_SINGLETONS = {"N": None, "T": True, "F": False, ".": Ellipsis, "S": StopIteration}
_DEEPEST = 2000
_REFERENCE = 0x80  # in the letter: the value gets a number, by which "r" names it later
_DIGIT = 15  # bits of a digit of a long int


class _Writer:
    def __init__(self):
        self.parts = []
        self.depth = 0

    def put(self, letter, *content):
        self.parts.append(letter.encode())
        self.parts.extend(content)

    def long(self, number):
        digits = []
        rest = abs(number)
        while rest:
            digits.append(rest & (1 << _DIGIT) - 1)
            rest >>= _DIGIT
        count = -len(digits) if number < 0 else len(digits)
        self.put("l", _struct.pack(f"<i{len(digits)}H", count, *digits))

    def text(self, text):
        if text.isascii():
            letter, size = ("z", "<B") if len(text) < 256 else ("a", "<I")
            self.put(letter, _struct.pack(size, len(text)), text.encode())
        else:
            data = text.encode("utf-8", "surrogatepass")
            self.put("u", _struct.pack("<I", len(data)), data)

    def items(self, letter, items, size="<I"):
        self.put(letter, _struct.pack(size, len(items)))
        for item in items:
            self.write(item)

    def write(self, value):
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ValueError("object too deeply nested to marshal")
        for letter, single in _SINGLETONS.items():
            if value is single:
                self.put(letter)
                break
        else:
            self.write_content(value)
        self.depth -= 1

    def write_content(self, value):
        kind = type(value)
        if kind is int:
            if -(2**31) <= value < 2**31:
                self.put("i", _struct.pack("<i", value))
            else:
                self.long(value)
        elif kind is float:
            self.put("g", _struct.pack("<d", value))
        elif kind is complex:
            self.put("y", _struct.pack("<2d", value.real, value.imag))
        elif kind is str:
            self.text(value)
        elif kind is tuple:
            if len(value) < 256:
                self.items(")", value, "<B")
            else:
                self.items("(", value)
        elif kind is list:
            self.items("[", value)
        elif kind is dict:
            self.put("{")
            for key, item in value.items():
                self.write(key)
                self.write(item)
            self.put("0")
        elif kind is set:
            self.items("<", value)
        elif kind is frozenset:
            self.items(">", value)
        else:
            try:
                data = bytes(memoryview(value))
            except TypeError:
                raise ValueError("unmarshallable object") from None
            self.put("s", _struct.pack("<I", len(data)), data)


class _Reader:
    def __init__(self, take):
        self.take = take
        self.seen = []

    def number(self, form):
        return _struct.unpack(form, self.take(_struct.calcsize(form)))[0]

    def items(self, count):
        return [self.read() for _ in range(count)]

    def read(self):
        value = self.read_or_end()
        if value is self:
            raise TypeError("NULL object in marshal data for object")
        return value

    def read_or_end(self):
        """A value; this reader itself for the mark that ends a dict."""
        code = self.take(1)[0]
        letter = chr(code & ~_REFERENCE)
        if letter == "0":
            return self
        if letter in _SINGLETONS:
            return _SINGLETONS[letter]
        if letter == "r":
            try:
                return self.seen[self.number("<I")]
            except IndexError:
                raise ValueError("bad marshal data (invalid reference)") from None
        place = None
        if code & _REFERENCE:
            place = len(self.seen)
            self.seen.append(None)
        value = self.content(letter, place)
        if place is not None:
            self.seen[place] = value
        return value

    def content(self, letter, place):
        if letter == "i":
            return self.number("<i")
        if letter == "l":
            count = self.number("<i")
            number = 0
            for i in range(abs(count)):
                number |= self.number("<H") << i * _DIGIT
            return -number if count < 0 else number
        if letter == "g":
            return self.number("<d")
        if letter == "y":
            return complex(self.number("<d"), self.number("<d"))
        if letter == "f":
            return float(self.take(self.number("<B")))
        if letter == "s":
            return self.take(self.number("<I"))
        if letter in "zZ":
            return self.take(self.number("<B")).decode("latin-1")
        if letter in "aA":
            return self.take(self.number("<I")).decode("latin-1")
        if letter in "ut":
            return self.take(self.number("<I")).decode("utf-8", "surrogatepass")
        if letter == ")":
            return tuple(self.items(self.number("<B")))
        if letter == "(":
            return tuple(self.items(self.number("<I")))
        if letter == "[":
            made = []
            if place is not None:
                self.seen[place] = made
            made.extend(self.items(self.number("<I")))
            return made
        if letter == "{":
            made = {}
            if place is not None:
                self.seen[place] = made
            while (key := self.read_or_end()) is not self:
                made[key] = self.read()
            return made
        if letter == "<":
            return set(self.items(self.number("<I")))
        if letter == ">":
            return frozenset(self.items(self.number("<I")))
        raise ValueError("bad marshal data (unknown type code)")


def dumps(value, version=version, /):
    """The bytes that stand for the value."""
    writer = _Writer()
    writer.write(value)
    return b"".join(writer.parts)


def dump(value, file, version=version, /):
    """Writes those bytes to a file."""
    return file.write(dumps(value, version))


def loads(data, /):
    """The value that the bytes stand for; what follows is ignored."""
    data = bytes(memoryview(data))
    place = 0

    def take(count):
        nonlocal place
        if place + count > len(data):
            raise EOFError("EOF read where object expected" if place == len(data) else "marshal data too short")
        place += count
        return data[place - count : place]

    return _Reader(take).read()


def load(file, /):
    """The next value in a file."""

    def take(count):
        data = file.read(count)
        if len(data) < count:
            raise EOFError("marshal data too short" if data else "EOF read where object expected")
        return data

    return _Reader(take).read()
