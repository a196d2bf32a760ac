"""Shallow and deep copies.

What cannot change is its own copy. Containers are copied item by item. Everything else is taken apart and put together
again by the pickle protocol (__reduce_ex__), unless it says itself how with __copy__ or __deepcopy__.

deepcopy keeps a memo, from the id of an original to its copy: an object that is found twice is copied once, and one
that contains itself is copied at all.
"""

from _weakref import ref

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    pass


error = Error

_IMMUTABLE = {
    type(None), int, float, bool, complex, str, bytes, type, range, slice, property, type(Ellipsis),
    type(NotImplemented), type(lambda: 0), type(len), ref,
}  # fmt: skip
_SHALLOW = _IMMUTABLE | {tuple, frozenset}
_ITSELF = {list: list.copy, dict: dict.copy, set: set.copy, bytearray: bytearray.copy}


def copy(x):
    """A new object with the same content."""
    cls = type(x)
    if cls in _SHALLOW or issubclass(cls, type):
        return x
    if cls in _ITSELF:
        return _ITSELF[cls](x)
    if (method := getattr(cls, "__copy__", None)) is not None:
        return method(x)
    reduced = _reduce(x, cls)
    if isinstance(reduced, str):
        return x
    return _rebuild(x, None, *reduced)


def deepcopy(x, memo=None, _nil=[]):
    """A new object whose content is new, too, as deep as it goes."""
    cls = type(x)
    if cls in _IMMUTABLE:
        return x
    if memo is None:
        memo = {}
    address = id(x)
    done = memo.get(address, _nil)
    if done is not _nil:
        return done
    if cls in _DEEP:
        result = _DEEP[cls](x, memo)
    elif issubclass(cls, type):
        return x
    elif (method := getattr(x, "__deepcopy__", None)) is not None:
        result = method(memo)
    else:
        reduced = _reduce(x, cls)
        if isinstance(reduced, str):
            return x
        result = _rebuild(x, memo, *reduced)
    if result is not x:
        memo[address] = result
        _keep_alive(x, memo)
    return result


def _keep_alive(x, memo):
    """An id stays true only as long as its object lives: the memo keeps the originals under its own id."""
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deepcopy_list(x, memo):
    result = memo[id(x)] = []
    for item in x:
        result.append(deepcopy(item, memo))
    return result


def _deepcopy_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    if id(x) in memo:  # it contained itself, and was copied on the way
        return memo[id(x)]
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _deepcopy_dict(x, memo):
    result = memo[id(x)] = {}
    for key, value in x.items():
        result[deepcopy(key, memo)] = deepcopy(value, memo)
    return result


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_DEEP = {
    list: _deepcopy_list,
    tuple: _deepcopy_tuple,
    dict: _deepcopy_dict,
    bytearray: lambda x, memo: x.copy(),
}


class _Class:
    def method(self):
        pass


_DEEP[type(_Class().method)] = _deepcopy_method
del _Class


def _reduce(x, cls):
    from copyreg import dispatch_table

    if (reductor := dispatch_table.get(cls)) is not None:
        return reductor(x)
    if (reductor := getattr(x, "__reduce_ex__", None)) is not None:
        return reductor(4)
    if (reductor := getattr(x, "__reduce__", None)) is not None:
        return reductor()
    raise Error(f"un(deep)copyable object of type {cls}")


def _rebuild(x, memo, func, args, state=None, listiter=None, dictiter=None, *unused):
    """Puts an object together; memo is None for a shallow copy."""
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    result = func(*args)
    if deep:
        memo[id(x)] = result
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(result, "__setstate__"):
            result.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                result.__dict__.update(state)
            if slots is not None:
                for name, value in slots.items():
                    setattr(result, name, value)
    if listiter is not None:
        for item in listiter:
            result.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            result[key] = value
    return result


def replace(obj, /, **changes):
    """A copy of obj with some of its fields changed."""
    method = getattr(obj.__class__, "__replace__", None)
    if method is None:
        raise TypeError(f"replace() does not support {obj.__class__.__name__} objects")
    return method(obj, **changes)
