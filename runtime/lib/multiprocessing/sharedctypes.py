"""Numbers in memory that processes share.

A value or array is a typed view on a Block (`_multiprocessing`). Reading or writing one item is one step for everyone;
anything more, such as `value += 1`, needs the lock that Value and Array bring along.
"""

import _multiprocessing

from . import context

__all__ = ["RawValue", "RawArray", "Value", "Array", "copy", "synchronized"]

# Typecode -> format of the view and its size in bytes.
_FORMATS = {
    "c": ("c", 1), "b": ("b", 1), "B": ("B", 1), "h": ("h", 2), "H": ("H", 2), "i": ("i", 4), "I": ("I", 4),
    "l": ("l", 8), "L": ("L", 8), "q": ("q", 8), "Q": ("Q", 8), "f": ("f", 4), "d": ("d", 8), "?": ("?", 1),
}  # fmt: skip


def _format_of(typecode):
    if not isinstance(typecode, str):
        typecode = getattr(typecode, "_type_", typecode)  # a ctypes type knows its letter
    if typecode == "u":
        raise TypeError("wide characters are not supported: use an Array of 'I', or bytes")
    try:
        return _FORMATS[typecode]
    except (KeyError, TypeError):
        raise TypeError("this type has no storage info: %r" % (typecode,)) from None


class _Raw:
    """What lies in a block, seen as items of one type."""

    def __init__(self, typecode, block, length):
        self._typecode = typecode
        self._block = block
        self._length = length
        self._view = block.view.cast(_format_of(typecode)[0])

    def __reduce__(self):
        context.assert_spawning(self)
        from .synchronize import reduce_block

        return _rebuild, (type(self), self._typecode, self._length, reduce_block(self._block))

    def _store(self, index, value):
        try:
            self._view[index] = value
        except ValueError:  # out of range: as in C, the low bits are kept
            bits = 8 * self._view.itemsize
            value &= (1 << bits) - 1
            if self._typecode in "bhilq" and value >> (bits - 1):
                value -= 1 << bits
            self._view[index] = value
        except TypeError:
            if self._typecode in "fd" or not hasattr(value, "__index__"):
                raise TypeError(f"{'a float' if self._typecode in 'fd' else 'an integer'} is required (got type {type(value).__name__})") from None
            raise


def _rebuild(cls, typecode, length, block):
    rebuild, args = block
    self = cls.__new__(cls)
    _Raw.__init__(self, typecode, rebuild(*args), length)
    return self


class _RawValue(_Raw):
    @property
    def value(self):
        return self._view[0]

    @value.setter
    def value(self, value):
        self._store(0, value)

    def __repr__(self):
        return f"<shared {self._typecode!r} {self.value!r}>"


class _RawArray(_Raw):
    def __len__(self):
        return self._length

    def _items(self):
        items = self._view.tolist()
        return b"".join(items) if self._typecode == "c" else items

    def __getitem__(self, index):
        if isinstance(index, slice):
            return self._items()[index]
        try:
            return self._view[index]
        except IndexError:
            raise IndexError("invalid index") from None

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(*index.indices(self._length))
            if isinstance(value, (bytes, bytearray)) and self._typecode == "c":
                values = [value[i : i + 1] for i in range(len(value))]
            else:
                values = list(value)
            if len(places) != len(values):
                raise ValueError("Can only assign sequence of same size")
            for place, item in zip(places, values):
                self._store(place, item)
            return
        if not -self._length <= index < self._length:
            raise IndexError("invalid index")
        self._store(index, value)

    def __iter__(self):
        for i in range(self._length):
            yield self._view[i]

    # An array of characters, as a C string.
    @property
    def value(self):
        if self._typecode != "c":
            raise AttributeError("value")
        return self._items().split(b"\0", 1)[0]

    @value.setter
    def value(self, value):
        if len(value) > self._length:
            raise ValueError("byte string too long")
        self[: len(value)] = value
        if len(value) < self._length:
            self._view[len(value)] = b"\0"

    @property
    def raw(self):
        if self._typecode != "c":
            raise AttributeError("raw")
        return self._items()

    @raw.setter
    def raw(self, value):
        if len(value) > self._length:
            raise ValueError("byte string too long")
        self[: len(value)] = value

    def __repr__(self):
        return f"<shared array of {self._typecode!r}, length {self._length}>"


def _new(cls, typecode, length):
    if not isinstance(typecode, str):
        typecode = getattr(typecode, "_type_", typecode)
    size = _format_of(typecode)[1]
    return cls(typecode, _multiprocessing.Block(size * length), length)  # a fresh block is all zero


def RawValue(typecode_or_type, *args):
    """A number in shared memory, without a lock."""
    result = _new(_RawValue, typecode_or_type, 1)
    if args:
        result.value = args[0]
    return result


def RawArray(typecode_or_type, size_or_initializer):
    """Numbers in shared memory, without a lock: so many zeros, or these."""
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError("Array length must not be negative")
        return _new(_RawArray, typecode_or_type, size_or_initializer)
    values = size_or_initializer if isinstance(size_or_initializer, (bytes, bytearray)) else list(size_or_initializer)
    result = _new(_RawArray, typecode_or_type, len(values))
    result[:] = values
    return result


def _lock_for(lock, ctx):
    if lock in (True, None):
        return (ctx or context._default_context).RLock()
    if not hasattr(lock, "acquire"):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return lock


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A number in shared memory, with a lock (unless lock is False)."""
    raw = RawValue(typecode_or_type, *args)
    return raw if lock is False else Synchronized(raw, _lock_for(lock, ctx))


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """Numbers in shared memory, with a lock (unless lock is False)."""
    raw = RawArray(typecode_or_type, size_or_initializer)
    return raw if lock is False else synchronized(raw, _lock_for(lock, ctx))


def copy(obj):
    """A new shared object with the same content."""
    result = _new(type(obj), obj._typecode, obj._length)
    result._view[:] = obj._view
    return result


def synchronized(obj, lock=None, ctx=None):
    """The same object with a lock around each access."""
    assert not isinstance(obj, SynchronizedBase), "object already synchronized"
    lock = _lock_for(lock, ctx)
    if isinstance(obj, _RawValue):
        return Synchronized(obj, lock)
    return SynchronizedString(obj, lock) if obj._typecode == "c" else SynchronizedArray(obj, lock)


class SynchronizedBase:
    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = _lock_for(lock, ctx)
        self._make_methods()

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __reduce__(self):
        context.assert_spawning(self)
        return type(self), (self._obj, self._lock)

    def get_obj(self):
        """The object without the lock."""
        return self._obj

    def get_lock(self):
        return self._lock

    def __repr__(self):
        return "<%s wrapper for %s>" % (type(self).__name__, self._obj)


class Synchronized(SynchronizedBase):
    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, index):
        with self._lock:
            return self._obj[index]

    def __setitem__(self, index, value):
        with self._lock:
            self._obj[index] = value

    def __getslice__(self, start, stop):
        return self[start:stop]

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]


class SynchronizedString(SynchronizedArray):
    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value

    @property
    def raw(self):
        with self._lock:
            return self._obj.raw

    @raw.setter
    def raw(self, value):
        with self._lock:
            self._obj.raw = value
