"""How objects are taken apart and put together again: what copy and pickle share.

An object's __reduce_ex__ names a function and its arguments (and state to add); for protocol 2 and up the function
is `__newobj__`. Classes that cannot say so themselves are registered here in `dispatch_table`.
"""

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

dispatch_table = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Has pickle_function(object) called to take instances of ob_type apart."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _reconstructor(cls, base, state):
    """Protocols 0 and 1: an instance of a class that derives from the built-in class `base`."""
    if base is object:
        return object.__new__(cls)
    obj = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(obj, state)
    return obj


def _reduce_ex(self, proto):
    """object.__reduce_ex__ for protocols 0 and 1."""
    assert proto < 2
    cls = self.__class__
    for base in cls.__mro__:
        if not base.__flags__ & _HEAP_TYPE:
            break
    if base is object:
        state = None
    else:
        if base is cls:
            raise TypeError(f"cannot pickle {_full_name(cls)!r} object")
        state = base(self)
    args = (cls, base, state)
    if getattr(self, "__slots__", None) and cls.__getstate__ is object.__getstate__:
        raise TypeError("a class that defines __slots__ without defining __getstate__ cannot be pickled")
    attributes = self.__getstate__()
    return (_reconstructor, args, attributes) if attributes else (_reconstructor, args)


def _full_name(cls):
    """What a class is called in messages: one written in C++ with its module."""
    if cls.__flags__ & _HEAP_TYPE or cls.__module__ == "builtins":
        return cls.__name__
    return f"{cls.__module__}.{cls.__name__}"


def __reduce_2__(self):
    """object.__reduce_ex__ for protocol 2 and up: a call of __newobj__, the state, and the items of lists and dicts."""
    cls = self.__class__
    kwargs = {}
    new_args = None
    if (getnewargs_ex := getattr(self, "__getnewargs_ex__", None)) is not None:
        result = getnewargs_ex()
        if not isinstance(result, tuple):
            raise TypeError(f"__getnewargs_ex__ should return a tuple, not '{type(result).__name__}'")
        if len(result) != 2:
            raise ValueError(f"__getnewargs_ex__ should return a tuple of length 2, not {len(result)}")
        new_args, kwargs = result
    elif (getnewargs := getattr(self, "__getnewargs__", None)) is not None:
        new_args = getnewargs()
        if not isinstance(new_args, tuple):
            raise TypeError(f"__getnewargs__ should return a tuple, not '{type(new_args).__name__}'")
    list_items = iter(self) if isinstance(self, list) else None
    dict_items = iter(self.items()) if isinstance(self, dict) else None
    if new_args is None and list_items is None and dict_items is None and type(self).__getstate__ is object.__getstate__:
        # What a class written in C++ keeps in its instances, nobody can tell but the class itself.
        native = next(base for base in cls.__mro__ if not base.__flags__ & _HEAP_TYPE)
        if native is not object and self is not None and not issubclass(native, BaseException):
            raise TypeError(f"cannot pickle {_full_name(cls)!r} object")
    if kwargs:
        call = __newobj_ex__, (cls, new_args, kwargs)
    else:
        call = __newobj__, (cls, *(new_args or ()))
    return (*call, self.__getstate__(), list_items, dict_items)


_HEAP_TYPE = 1 << 9  # in __flags__: made by a class statement


def _slotnames(cls):
    """The names of all slots an instance of cls has, mangled as they are stored."""
    names = cls.__dict__.get("__slotnames__")
    if names is not None:
        return names
    names = []
    for c in cls.__mro__:
        slots = c.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__") and (owner := c.__name__.lstrip("_")):
                name = f"_{owner}{name}"
            names.append(name)
    try:
        cls.__slotnames__ = names
    except Exception:
        pass  # a class that cannot be written to
    return names


# Extension codes: small numbers that pickles may use for (module, name).
_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}


def add_extension(module, name, code):
    code = int(code)
    if not 1 <= code <= 0x7FFFFFFF:
        raise ValueError("code out of range")
    key = (module, name)
    if _extension_registry.get(key) == code and _inverted_registry.get(code) == key:
        return
    if key in _extension_registry:
        raise ValueError(f"key {key} is already registered with code {_extension_registry[key]}")
    if code in _inverted_registry:
        raise ValueError(f"code {code} is already in use for key {_inverted_registry[code]}")
    _extension_registry[key] = code
    _inverted_registry[code] = key


def remove_extension(module, name, code):
    key = (module, name)
    if _extension_registry.get(key) != code or _inverted_registry.get(code) != key:
        raise ValueError(f"key {key} is not registered with code {code}")
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()


pickle(complex, lambda c: (complex, (c.real, c.imag)))
pickle(type(int | str), lambda union: (_union, union.__args__))


def _union(*args):
    result = args[0]
    for arg in args[1:]:
        result = result | arg
    return result
