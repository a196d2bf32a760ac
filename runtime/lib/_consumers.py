"""The built-in functions that eat an iterable, for iterables that run code of the language.

sum() written in C++ would have to enter the interpreter anew for every item of a generator. So when the first argument is
a generator (or another iterator written in the language), the machine runs the function of the same name from this
module instead: the loop is bytecode, and the generator is resumed without leaving the interpreter.

Each function does exactly what its C++ sibling does, messages included. The frames of this module are left out
of tracebacks.
"""

import builtins

_missing = object()


def sum(iterable, /, start=0):
    if isinstance(start, str):
        raise TypeError("sum() can't sum strings [use ''.join(seq) instead]")
    if isinstance(start, bytes):
        raise TypeError("sum() can't sum bytes [use b''.join(seq) instead]")
    if isinstance(start, bytearray):
        raise TypeError("sum() can't sum bytearray [use b''.join(seq) instead]")
    for item in iterable:
        start = start + item
    return start


def any(iterable, /):
    for item in iterable:
        if item:
            return True
    return False


def all(iterable, /):
    for item in iterable:
        if not item:
            return False
    return True


def min(*args, key=None, default=_missing):
    if len(args) != 1:
        if default is not _missing:
            raise TypeError("Cannot specify a default for min() with multiple positional arguments")
        return builtins.min(builtins.tuple(args), key=key)
    best = _missing
    if key is None:
        for item in args[0]:
            if best is _missing or item < best:
                best = item
    else:
        for item in args[0]:
            item_key = key(item)
            if best is _missing or item_key < best_key:
                best = item
                best_key = item_key
    if best is not _missing:
        return best
    if default is _missing:
        raise ValueError("min() arg is an empty sequence")
    return default


def max(*args, key=None, default=_missing):
    if len(args) != 1:
        if default is not _missing:
            raise TypeError("Cannot specify a default for max() with multiple positional arguments")
        return builtins.max(builtins.tuple(args), key=key)
    best = _missing
    if key is None:
        for item in args[0]:
            if best is _missing or item > best:
                best = item
    else:
        for item in args[0]:
            item_key = key(item)
            if best is _missing or item_key > best_key:
                best = item
                best_key = item_key
    if best is not _missing:
        return best
    if default is _missing:
        raise ValueError("max() arg is an empty sequence")
    return default


def list(iterable=(), /):
    return [item for item in iterable]


def tuple(iterable=(), /):
    return builtins.tuple([item for item in iterable])


def set(iterable=(), /):
    return {item for item in iterable}


def frozenset(iterable=(), /):
    return builtins.frozenset({item for item in iterable})


def sorted(iterable, /, *, key=None, reverse=False):
    result = [item for item in iterable]
    result.sort(key=key, reverse=reverse)
    return result


async def anext_default(awaitable, default):
    """What anext(iterator, default) gives to await."""
    try:
        return await awaitable
    except StopAsyncIteration:
        return default
