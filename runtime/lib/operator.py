"""The operators of the language as functions, to be handed to map, reduce, sorted and the like."""

from builtins import abs as _abs
from _imp import goes_by_full_name as _goes_by_full_name

__all__ = [
    "abs", "add", "and_", "attrgetter", "call", "concat", "contains", "countOf", "delitem", "eq", "floordiv", "ge",
    "getitem", "gt", "iadd", "iand", "iconcat", "ifloordiv", "ilshift", "imatmul", "imod", "imul", "index", "indexOf",
    "inv", "invert", "ior", "ipow", "irshift", "is_", "is_not", "isub", "itemgetter", "itruediv", "ixor", "le",
    "length_hint", "lshift", "lt", "matmul", "methodcaller", "mod", "mul", "ne", "neg", "not_", "or_", "pos", "pow",
    "rshift", "setitem", "sub", "truediv", "truth", "xor",
]  # fmt: skip


# --- comparison and truth


def lt(a, b, /): return a < b
def le(a, b, /): return a <= b
def eq(a, b, /): return a == b
def ne(a, b, /): return a != b
def ge(a, b, /): return a >= b
def gt(a, b, /): return a > b
def not_(a, /): return not a
def truth(a, /): return True if a else False
def is_(a, b, /): return a is b
def is_not(a, b, /): return a is not b


# --- arithmetic


def abs(a, /): return _abs(a)
def add(a, b, /): return a + b
def and_(a, b, /): return a & b
def floordiv(a, b, /): return a // b
def index(a, /): return range(a).stop  # a range asks its bounds for __index__, and keeps plain ints
def inv(a, /): return ~a
invert = inv
def lshift(a, b, /): return a << b
def mod(a, b, /): return a % b
def mul(a, b, /): return a * b
def matmul(a, b, /): return a @ b
def neg(a, /): return -a
def or_(a, b, /): return a | b
def pos(a, /): return +a
def pow(a, b, /): return a**b
def rshift(a, b, /): return a >> b
def sub(a, b, /): return a - b
def truediv(a, b, /): return a / b
def xor(a, b, /): return a ^ b


# --- in place


def iadd(a, b, /): a += b; return a
def iand(a, b, /): a &= b; return a
def ifloordiv(a, b, /): a //= b; return a
def ilshift(a, b, /): a <<= b; return a
def imod(a, b, /): a %= b; return a
def imul(a, b, /): a *= b; return a
def imatmul(a, b, /): a @= b; return a
def ior(a, b, /): a |= b; return a
def ipow(a, b, /): a **= b; return a
def irshift(a, b, /): a >>= b; return a
def isub(a, b, /): a -= b; return a
def itruediv(a, b, /): a /= b; return a
def ixor(a, b, /): a ^= b; return a


# --- containers


def concat(a, b, /):
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    return a + b


def iconcat(a, b, /):
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    a += b
    return a


def contains(a, b, /): return b in a
def delitem(a, b, /): del a[b]
def getitem(a, b, /): return a[b]
def setitem(a, b, c, /): a[b] = c


def countOf(a, b, /):
    count = 0
    for item in a:
        if item is b or item == b:
            count += 1
    return count


def indexOf(a, b, /):
    for position, item in enumerate(a):
        if item is b or item == b:
            return position
    raise ValueError("sequence.index(x): x not in sequence")


def length_hint(obj, default=0, /):
    """How many items obj will probably give."""
    if not isinstance(default, int):
        raise TypeError(f"'{type(default).__name__}' object cannot be interpreted as an integer")
    try:
        return len(obj)
    except TypeError:
        pass
    try:
        hint = type(obj).__length_hint__
    except AttributeError:
        return default
    try:
        value = hint(obj)
    except TypeError:
        return default
    if value is NotImplemented:
        return default
    if not isinstance(value, int):
        raise TypeError(f"__length_hint__ must be an integer, not {type(value).__name__}")
    if value < 0:
        raise ValueError("__length_hint__() should return >= 0")
    return value


def call(obj, /, *args, **kwargs):
    return obj(*args, **kwargs)


# --- functions that fetch


@_goes_by_full_name
class itemgetter:
    """itemgetter(2)(r) is r[2]; itemgetter(2, 5)(r) is (r[2], r[5])."""

    __slots__ = ("_item", "_items")

    def __init__(self, /, *items):
        if not items:
            raise TypeError("itemgetter expected 1 argument, got 0")
        self._item = items[0]
        self._items = items if len(items) > 1 else None

    def __call__(self, obj, /):
        if self._items is None:
            return obj[self._item]
        return tuple([obj[item] for item in self._items])

    def __repr__(self):
        return f"operator.itemgetter({', '.join(map(repr, self._items or (self._item,)))})"

    def __reduce__(self):
        return self.__class__, self._items or (self._item,)


@_goes_by_full_name
class attrgetter:
    """attrgetter('a.b')(r) is r.a.b; attrgetter('a', 'b')(r) is (r.a, r.b)."""

    __slots__ = ("_attrs", "_paths")

    def __init__(self, attr, /, *attrs):
        self._attrs = (attr, *attrs)
        for name in self._attrs:
            if not isinstance(name, str):
                raise TypeError("attribute name must be a string")
        self._paths = [name.split(".") for name in self._attrs]

    def __call__(self, obj, /):
        if len(self._paths) == 1:
            return _follow(obj, self._paths[0])
        return tuple([_follow(obj, path) for path in self._paths])

    def __repr__(self):
        return f"operator.attrgetter({', '.join(map(repr, self._attrs))})"

    def __reduce__(self):
        return self.__class__, self._attrs


def _follow(obj, path):
    for name in path:
        obj = getattr(obj, name)
    return obj


@_goes_by_full_name
class methodcaller:
    """methodcaller('name', 1, k=2)(r) is r.name(1, k=2)."""

    __slots__ = ("_name", "_args", "_kwargs")

    def __init__(self, name, /, *args, **kwargs):
        if not isinstance(name, str):
            raise TypeError("method name must be a string")
        self._name, self._args, self._kwargs = name, args, kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)

    def __repr__(self):
        parts = [repr(self._name), *map(repr, self._args)]
        parts += [f"{name}={value!r}" for name, value in self._kwargs.items()]
        return f"operator.methodcaller({', '.join(parts)})"

    def __reduce__(self):
        if not self._kwargs:
            return self.__class__, (self._name, *self._args)
        from functools import partial

        return partial(self.__class__, self._name, **self._kwargs), self._args


# The same under the names of the special methods.
__lt__, __le__, __eq__, __ne__, __ge__, __gt__ = lt, le, eq, ne, ge, gt
__not__, __abs__, __add__, __and__, __call__ = not_, abs, add, and_, call
__floordiv__, __index__, __inv__, __invert__, __lshift__ = floordiv, index, inv, invert, lshift
__mod__, __mul__, __matmul__, __neg__, __or__, __pos__ = mod, mul, matmul, neg, or_, pos
__pow__, __rshift__, __sub__, __truediv__, __xor__ = pow, rshift, sub, truediv, xor
__concat__, __contains__, __delitem__, __getitem__, __setitem__ = concat, contains, delitem, getitem, setitem
__iadd__, __iand__, __iconcat__, __ifloordiv__, __ilshift__ = iadd, iand, iconcat, ifloordiv, ilshift
__imod__, __imul__, __imatmul__, __ior__, __ipow__ = imod, imul, imatmul, ior, ipow
__irshift__, __isub__, __itruediv__, __ixor__ = irshift, isub, itruediv, ixor
