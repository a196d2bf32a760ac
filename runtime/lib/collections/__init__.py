"""Containers beyond list, tuple, dict and set.

deque and defaultdict are written in C++ (`_collections`). namedtuple makes tuple classes whose items have names;
Counter and OrderedDict are dicts that can do more. The wrappers ChainMap, UserDict, UserList and UserString are in
wrappers.py, loaded when they are asked for: few programs do.
"""

from itertools import chain, repeat, starmap
from _imp import goes_by_full_name as _goes_by_full_name

from _collections import _count_elements, _tuplegetter, defaultdict, deque

__all__ = ["ChainMap", "Counter", "OrderedDict", "UserDict", "UserList", "UserString", "defaultdict", "deque",
           "namedtuple"]  # fmt: skip


def __getattr__(name):
    if name in ("ChainMap", "UserDict", "UserList", "UserString"):
        from collections import wrappers

        globals().update((name, getattr(wrappers, name)) for name in wrappers.__all__)
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# --- namedtuple


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A subclass of tuple with named items: Point = namedtuple('Point', 'x y'); Point(1, y=2).x"""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    field_names = list(map(str, field_names))
    typename = str(typename)
    from keyword import iskeyword

    if rename:
        seen = set()
        for position, name in enumerate(field_names):
            if not name.isidentifier() or iskeyword(name) or name.startswith("_") or name in seen:
                field_names[position] = f"_{position}"
            seen.add(name)
    for name in [typename, *field_names]:
        if not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
    seen = set()
    for name in field_names:
        if name.startswith("_") and not rename:
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(name)
    field_names = tuple(field_names)
    field_defaults = {}
    if defaults is not None:
        defaults = tuple(defaults)
        if len(defaults) > len(field_names):
            raise TypeError("Got more default values than field names")
        field_defaults = dict(zip(field_names[len(field_names) - len(defaults) :], defaults))

    # __new__ takes the fields as its parameters, so it is compiled for them.
    parameters = ", ".join(field_names)
    items = parameters + "," if len(field_names) == 1 else parameters
    __new__ = eval(
        f"lambda _cls{', ' if parameters else ''}{parameters}: _tuple_new(_cls, ({items}))",
        {"_tuple_new": tuple.__new__, "__builtins__": {}, "__name__": f"namedtuple_{typename}"},
    )
    __new__.__name__ = "__new__"
    __new__.__doc__ = f"Create new instance of {typename}({parameters})"
    if defaults is not None:
        __new__.__defaults__ = defaults

    def _make(cls, iterable):
        result = tuple.__new__(cls, iterable)
        if len(result) != len(field_names):
            raise TypeError(f"Expected {len(field_names)} arguments, got {len(result)}")
        return result

    def _replace(self, /, **kwds):
        result = self._make(map(kwds.pop, field_names, self))
        if kwds:
            raise ValueError(f"Got unexpected field names: {list(kwds)!r}")
        return result

    shown = "(" + ", ".join(f"{name}=%r" for name in field_names) + ")"

    def __repr__(self):
        return self.__class__.__name__ + shown % tuple(self)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def __getnewargs__(self):
        return tuple(self)

    _make.__doc__ = f"Make a new {typename} object from a sequence or iterable"
    _replace.__doc__ = f"Return a new {typename} object replacing specified fields with new values"
    __repr__.__doc__ = "Return a nicely formatted representation string"
    _asdict.__doc__ = "Return a new dict which maps field names to their values."
    __getnewargs__.__doc__ = "Return self as a plain tuple.  Used by copy and pickle."
    namespace = {
        "__doc__": f"{typename}({parameters})",
        "__slots__": (),
        "_fields": field_names,
        "_field_defaults": field_defaults,
        "__new__": __new__,
        "_make": _make,
        "__replace__": _replace,
        "_replace": _replace,
        "__repr__": __repr__,
        "_asdict": _asdict,
        "__getnewargs__": __getnewargs__,
        "__match_args__": field_names,
    }
    for method in (__new__, _make, _replace, __repr__, _asdict, __getnewargs__):
        method.__qualname__ = f"{typename}.{method.__name__}"
    namespace["_make"] = classmethod(_make)
    for position, name in enumerate(field_names):
        namespace[name] = _tuplegetter(position, f"Alias for field number {position}")
    result = type(typename, (tuple,), namespace)
    if module is None:
        module = _calling_module()
    if module is not None:
        result.__module__ = module
    return result


def _calling_module():
    """The module namedtuple() was called in, so that its result can be pickled by name."""
    import sys

    try:
        return sys._getframe(2).f_globals.get("__name__", "__main__")
    except (AttributeError, ValueError):
        return None


# --- Counter


class Counter(dict):
    """Counts things: Counter('abracadabra')['a'] == 5. What was never seen counts 0."""

    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def total(self):
        """The sum of all counts."""
        return sum(self.values())

    def most_common(self, n=None):
        """(element, count) pairs, the most common first."""
        pairs = self.items()
        if n == 1:
            return [max(pairs, key=_count_of)] if self else []
        ordered = sorted(pairs, key=_count_of, reverse=True)
        return ordered if n is None else ordered[: max(n, 0)]

    def elements(self):
        """Each element as often as it counts."""
        return chain.from_iterable(starmap(repeat, self.items()))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def update(self, iterable=None, /, **kwds):
        """Adds the counts of a mapping, or counts the items of an iterable."""
        if iterable is not None:
            if isinstance(iterable, dict) or _is_mapping(iterable):
                if self:
                    get = self.get
                    for element, count in iterable.items():
                        self[element] = count + get(element, 0)
                else:
                    super().update(iterable)
            else:
                _count_elements(self, iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        """Like update, but takes away; counts may become negative."""
        if iterable is not None:
            get = self.get
            if isinstance(iterable, dict) or _is_mapping(iterable):
                for element, count in iterable.items():
                    self[element] = get(element, 0) - count
            else:
                for element in iterable:
                    self[element] = get(element, 0) - 1
        if kwds:
            self.subtract(kwds)

    def copy(self):
        return self.__class__(self)

    def __reduce__(self):
        return self.__class__, (dict(self),)

    def __delitem__(self, element):
        if element in self:
            super().__delitem__(element)

    def __repr__(self):
        if not self:
            return f"{self.__class__.__name__}()"
        try:
            shown = dict(self.most_common())
        except TypeError:
            shown = dict(self)  # counts that do not compare
        return f"{self.__class__.__name__}({shown!r})"

    # A missing element is one that counts 0.

    def __eq__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[element] == other[element] for counts in (self, other) for element in counts)

    def __ne__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return not self == other

    def __le__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[element] <= other[element] for counts in (self, other) for element in counts)

    def __lt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self <= other and self != other

    def __ge__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[element] >= other[element] for counts in (self, other) for element in counts)

    def __gt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self >= other and self != other

    # Multiset arithmetic. Results have only what counts more than 0.

    def __add__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return _positive((element, self[element] + other[element]) for element in _either(self, other))

    def __sub__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return _positive((element, self[element] - other[element]) for element in _either(self, other))

    def __or__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return _positive((element, max(self[element], other[element])) for element in _either(self, other))

    def __and__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return _positive((element, min(count, other[element])) for element, count in self.items())

    def __pos__(self):
        return _positive(self.items())

    def __neg__(self):
        return _positive((element, -count) for element, count in self.items())

    def _keep_positive(self):
        for element in [element for element, count in self.items() if not count > 0]:
            del self[element]
        return self

    def __iadd__(self, other):
        for element, count in other.items():
            self[element] += count
        return self._keep_positive()

    def __isub__(self, other):
        for element, count in other.items():
            self[element] -= count
        return self._keep_positive()

    def __ior__(self, other):
        for element, count in other.items():
            if count > self[element]:
                self[element] = count
        return self._keep_positive()

    def __iand__(self, other):
        for element, count in self.items():
            if other[element] < count:
                self[element] = other[element]
        return self._keep_positive()


def _count_of(pair):
    return pair[1]


def _is_mapping(object):
    if isinstance(object, (list, tuple, str)):
        return False
    from collections.abc import Mapping

    return isinstance(object, Mapping)


def _either(a, b):
    return chain(a, (element for element in b if element not in a))


def _positive(pairs):
    result = Counter()
    for element, count in pairs:
        if count > 0:
            result[element] = count
    return result


# --- OrderedDict


@_goes_by_full_name
class OrderedDict(dict):
    """A dict that also has an order to rearrange and compare by. (Every dict keeps the order of insertion.)"""

    def __init__(self, other=(), /, *more, **pairs):
        if more:
            raise TypeError(f"expected at most 1 arguments, got {1 + len(more)}")
        _store_items(self, other, pairs)

    def update(self, other=(), /, *more, **pairs):
        if more:
            raise TypeError(f"update() takes at most 1 positional argument ({1 + len(more)} given)")
        _store_items(self, other, pairs)

    def move_to_end(self, key, last=True):
        """Moves a key to the end, or to the beginning."""
        value = self[key]
        if last:
            dict.__delitem__(self, key)
            dict.__setitem__(self, key, value)
        else:
            others = [(other, value) for other, value in dict.items(self) if other != key]
            dict.clear(self)
            dict.__setitem__(self, key, value)
            dict.update(self, others)

    def popitem(self, last=True):
        """Removes and returns the last (key, value) pair, or the first."""
        if not self:
            raise KeyError("dictionary is empty")
        key = next(reversed(self)) if last else next(iter(self))
        return key, self.pop(key)

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return dict.__eq__(self, other) and all(map(_same, self, other))
        return dict.__eq__(self, other)

    def __ne__(self, other):
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    def __repr__(self):
        name = self.__class__.__name__
        if not self:
            return f"{name}()"
        if id(self) in _in_repr:
            return "..."
        _in_repr.add(id(self))
        try:
            return f"{name}({list(self.items())!r})"
        finally:
            _in_repr.discard(id(self))

    def copy(self):
        return self.__class__(self)

    def __reduce__(self):
        state = self.__getstate__()
        return self.__class__, (), state or None, None, iter(self.items())

    @classmethod
    def fromkeys(cls, iterable, value=None):
        self = cls()
        for key in iterable:
            self[key] = value
        return self

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = self.__class__(self)
        new.update(other)
        return new

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = self.__class__(other)
        new.update(self)
        return new

    def __ior__(self, other):
        self.update(other)
        return self


def _store_items(ordered, other, pairs):
    """What OrderedDict's __init__ and update do. A subclass that stores in a way of its own is asked to, item by item."""
    if type(ordered).__setitem__ is dict.__setitem__:
        dict.update(ordered, other, **pairs)
        return
    if isinstance(other, dict):
        other = other.items()
    elif hasattr(other, "keys"):
        other = [(key, other[key]) for key in other.keys()]
    for key, value in other:
        ordered[key] = value
    for key, value in pairs.items():
        ordered[key] = value


_in_repr = set()


def _same(a, b):
    return a is b or a == b
