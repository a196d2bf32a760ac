"""Memory with a name, which any process can attach to, and a list of simple values in it.

The memory stays until someone unlinks the name. What this process created and nobody unlinked is unlinked at its end.
"""

import _multiprocessing
import os
import secrets
import struct

from . import util

__all__ = ["SharedMemory", "ShareableList"]

_ALLOWED_NAME_LENGTH = 14
_PREFIX = "/psm_"
_created = {}  # name -> process that created it


def _unlink_created():
    for name, pid in list(_created.items()):
        if pid == os.getpid():
            try:
                _multiprocessing.shm_unlink(name)
            except FileNotFoundError:
                pass
    _created.clear()


class SharedMemory:
    """A block of memory. `create` makes a new one of at least `size` bytes; otherwise the one of that name is attached."""

    _name = None
    _block = None
    _buf = None
    _prepend_leading_slash = True

    def __init__(self, name=None, create=False, size=0):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        if create and size == 0:
            raise ValueError("'size' must be a positive number different from zero")
        if name is None and not create:
            raise ValueError("'name' can only be None if create=True")
        flags = os.O_RDWR | (os.O_CREAT | os.O_EXCL if create else 0)
        if name is None:
            while True:
                name = _PREFIX + secrets.token_hex((_ALLOWED_NAME_LENGTH - len(_PREFIX)) // 2)
                try:
                    fd = _multiprocessing.shm_open(name, flags, 0o600)
                except FileExistsError:
                    continue
                break
        else:
            name = "/" + name
            fd = _multiprocessing.shm_open(name, flags, 0o600)
        self._name = name
        try:
            if create:
                if not _created:
                    util.Finalize(None, _unlink_created, exitpriority=-50)
                _created[name] = os.getpid()
                os.ftruncate(fd, size)
            self._size = os.fstat(fd).st_size
            if self._size == 0:
                raise ValueError("cannot mmap an empty file")
            self._block = _multiprocessing.Block.open(fd, 0, self._size, self._size)
        except BaseException:
            if create:
                self.unlink()
            if self._block is None:
                os.close(fd)
            raise
        self._buf = self._block.view

    def __reduce__(self):
        return type(self), (self.name, False, self.size)

    def __repr__(self):
        return f"{self.__class__.__name__}({self.name!r}, size={self.size})"

    @property
    def buf(self):
        """The bytes, as a memoryview."""
        return self._buf

    @property
    def name(self):
        return self._name[1:]

    @property
    def size(self):
        return self._size

    def close(self):
        """This process is done with the memory."""
        if self._buf is not None:
            self._buf.release()
            self._buf = None
        self._block = None  # unmapped when no view of it is left

    def unlink(self):
        """Nobody can attach to the memory any more; it goes when the last process is done with it."""
        if self._name:
            _created.pop(self._name, None)
            _multiprocessing.shm_unlink(self._name)


class ShareableList:
    """A list of ints, floats, bools, strs, bytes and None in shared memory. Its length is fixed, and so is the room each
    str and bytes has.

    Layout, as CPython has it: the number of items; the offset at which each item ends; the items, in multiples of eight
    bytes; the struct format of each item, in eight bytes; how each is to be converted back, in one byte.
    """

    _ALIGNMENT = 8
    _FORMATS = {int: "q", float: "d", bool: "xxxxxxx?", str: "%ds", bytes: "%ds", type(None): "xxxxxx?x"}
    _BACK = [lambda value: value, lambda value: value.rstrip(b"\x00").decode("utf-8"), lambda value: value.rstrip(b"\x00"), lambda value: None]

    @staticmethod
    def _code(value):
        """Which function of _BACK turns what was stored into the value."""
        return 1 if isinstance(value, str) else 2 if isinstance(value, bytes) else 3 if value is None else 0

    def _format_for(self, item):
        try:
            template = self._FORMATS[type(item)]
        except KeyError:
            raise ValueError("ShareableList: items must be int, float, bool, str, bytes or None") from None
        if not isinstance(item, (str, bytes)):
            return template
        length = len(item.encode("utf-8") if isinstance(item, str) else item)
        return template % (self._ALIGNMENT * (length // self._ALIGNMENT + 1))

    def __init__(self, sequence=None, *, name=None):
        if name is None or sequence is not None:
            sequence = () if sequence is None else list(sequence)
            formats = [self._format_for(item) for item in sequence]
            self._list_len = len(formats)
            offset = 0
            self._offsets = [0]
            for fmt in formats:
                offset += self._ALIGNMENT if fmt[-1] != "s" else int(fmt[:-1])
                self._offsets.append(offset)
            self.shm = SharedMemory(name, create=True, size=self._places()[-1] + self._list_len)
            self._write("q", 0, self._list_len)
            self._write(f"{self._list_len}q", 8, *self._offsets[1:])
            for i, (item, fmt) in enumerate(zip(sequence, formats)):
                self._write(fmt, self._places()[1] + self._offsets[i], item.encode("utf-8") if isinstance(item, str) else False if item is None else item)
                self._write("8s", self._places()[2] + 8 * i, fmt.encode())
                self._write("b", self._places()[3] + i, self._code(item))
        else:
            self.shm = SharedMemory(name)
            self._list_len = self._read("q", 0)[0]
            self._offsets = [0, *self._read(f"{self._list_len}q", 8)]

    def _places(self):
        """Where the offsets, the items, their formats and their conversions begin."""
        items = 8 + 8 * self._list_len
        formats = items + self._offsets[-1]
        return 8, items, formats, formats + 8 * self._list_len

    def _read(self, fmt, place):
        return struct.unpack_from(fmt, self.shm.buf, place)

    def _write(self, fmt, place, *values):
        struct.pack_into(fmt, self.shm.buf, place, *values)

    def _get_packing_format(self, position):
        position = self._check(position)
        return self._read("8s", self._places()[2] + 8 * position)[0].rstrip(b"\x00").decode()

    def _check(self, position):
        position = position if position >= 0 else position + self._list_len
        if position >= self._list_len or position < 0 or self._list_len < 0:
            raise IndexError("index out of range")
        return position

    def __getitem__(self, position):
        position = self._check(position)
        value = self._read(self._get_packing_format(position), self._places()[1] + self._offsets[position])[0]
        return self._BACK[self._read("b", self._places()[3] + position)[0]](value)

    def __setitem__(self, position, value):
        try:
            position = self._check(position)
        except IndexError:
            raise IndexError("assignment index out of range") from None
        stored = value.encode("utf-8") if isinstance(value, str) else False if value is None else value
        if isinstance(value, (str, bytes)):
            current = self._get_packing_format(position)
            room = self._offsets[position + 1] - self._offsets[position]
            if len(stored) > room:
                raise ValueError("bytes/str item exceeds available storage")
            fmt = current if current[-1] == "s" else f"{room}s"
        else:
            fmt = self._format_for(value)
        self._write(fmt, self._places()[1] + self._offsets[position], stored)
        self._write("8s", self._places()[2] + 8 * position, fmt.encode())
        self._write("b", self._places()[3] + position, self._code(value))

    def __reduce__(self):
        import functools

        return functools.partial(self.__class__, name=self.shm.name), ()

    def __len__(self):
        return self._list_len

    def __iter__(self):
        for i in range(self._list_len):
            yield self[i]

    def __repr__(self):
        return f"{self.__class__.__name__}({list(self)}, name={self.shm.name!r})"

    @property
    def format(self):
        return "".join(self._get_packing_format(i) for i in range(self._list_len))

    def count(self, value):
        return sum(value == entry for entry in self)

    def index(self, value):
        for position, entry in enumerate(self):
            if value == entry:
                return position
        raise ValueError("ShareableList.index(x): x not in list")

    __class_getitem__ = classmethod(lambda cls, item: __import__("types").GenericAlias(cls, item))
