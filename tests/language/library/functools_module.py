# functools
import functools
from functools import (cache, cached_property, cmp_to_key, lru_cache, partial, partialmethod, reduce, singledispatch,
                       singledispatchmethod, total_ordering, update_wrapper, wraps)


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(reduce(lambda a, b: a * b, range(1, 6)), reduce(max, [3, 9, 2]), reduce(lambda a, b: a + b, [], "start"))
print(attempt(reduce, lambda a, b: a, []))


def decorate(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        "not this"
        return "<" + function(*args, **kwargs) + ">"

    return wrapper


@decorate
def greet(name: str, mark="!") -> str:
    "Greets."
    return "hello " + name + mark


print(greet("you", mark="?"), greet.__name__, greet.__doc__, greet.__wrapped__("x"), greet.__annotations__)

# partial
basetwo = partial(int, base=2)
print(basetwo("1010"), basetwo.func, basetwo.args, basetwo.keywords, basetwo("77", base=8))
p = partial(partial(print, 1, sep="-"), 2, end="|\n")
p(3, 4)
print(p.args, p.keywords, p.func is print)
print(attempt(partial), attempt(partial, 5))
print(repr(partial(max, 1, key=None)))


class Cell:
    def __init__(self):
        self.alive = False

    def set_state(self, state, *rest):
        self.alive = state, rest

    set_alive = partialmethod(set_state, True)
    set_dead = partialmethod(set_state, False, "gone")


cell = Cell()
cell.set_alive("x")
print(cell.alive)
cell.set_dead()
print(cell.alive)

# caches
calls = []


@lru_cache(maxsize=2)
def square(n):
    calls.append(n)
    return n * n


print([square(n) for n in (1, 2, 1, 3, 2, 1)], calls, square.cache_info(), square.cache_parameters())
square.cache_clear()
print(square.cache_info(), square.__name__, square.__wrapped__(5))


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())


@lru_cache
def plain(a, b=2, *, c=3):
    return a, b, c


print(plain(1), plain(1, 2), plain(1, c=4), plain(a=1), plain.cache_info())
typed = lru_cache(maxsize=None, typed=True)(lambda x: type(x).__name__)
untyped = lru_cache(maxsize=None)(lambda x: type(x).__name__)
print(typed(1), typed(1.0), typed(True), untyped(1), untyped(1.0))
print(attempt(square, []), attempt(lru_cache, "x"))
none = lru_cache(maxsize=0)(lambda x: x)
print(none(1), none(1), none.cache_info())


class Data:
    computed = 0

    def __init__(self, values):
        self.values = values

    @cached_property
    def total(self):
        "The sum."
        self.computed += 1
        return sum(self.values)

    @lru_cache
    def method(self, x):
        return x + len(self.values)


d = Data([1, 2, 3])
print(d.total, d.total, d.computed, d.__dict__, Data.total.__doc__, d.method(1), d.method(1))
del d.total
print(d.total, d.computed)


# ordering
@total_ordering
class Version:
    def __init__(self, *parts):
        self.parts = parts

    def __eq__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.parts == other.parts

    def __lt__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.parts < other.parts


a, b = Version(1, 2), Version(1, 3)
print(a < b, a <= b, a > b, a >= b, a <= Version(1, 2), a >= Version(1, 2), attempt(lambda: a <= 5))
print(attempt(total_ordering, type("Nothing", (), {})))
for root in ("__le__", "__gt__", "__ge__"):
    compare = {"__le__": lambda s, o: s.v <= o.v, "__gt__": lambda s, o: s.v > o.v, "__ge__": lambda s, o: s.v >= o.v}
    cls = total_ordering(
        type("T", (), {"__init__": lambda s, v: setattr(s, "v", v), "__eq__": lambda s, o: s.v == o.v, root: compare[root]})
    )
    one, two = cls(1), cls(2)
    print(root, one < two, one <= two, one > two, one >= two, one < cls(1), one <= cls(1), one > cls(1), one >= cls(1))
print(sorted("a B c D".split(), key=cmp_to_key(lambda x, y: (x.lower() > y.lower()) - (x.lower() < y.lower()))))
print(sorted([5, 2, 9], key=cmp_to_key(lambda x, y: y - x)), cmp_to_key(lambda x, y: 0)(1) == cmp_to_key(lambda x, y: 0)(2))


# single dispatch
@singledispatch
def show(value):
    "Shows."
    return f"object {value!r}"


@show.register
def _(value: int):
    return f"int {value}"


@show.register(list)
def show_list(value):
    return "list of " + ", ".join(show(item) for item in value)


@show.register(float)
@show.register(complex)
def _(value):
    return f"inexact {value}"


@show.register
def _(value: str | bytes):
    return f"text {value!r}"


print(show(1), show(True), show([1, "x", 2.5, None]), show(1j), show(b"y"), show({}), sep="; ")
print(show.dispatch(bool) is show.dispatch(int), show.dispatch(list) is show_list, show.__name__, show.__doc__)
print(sorted(cls.__name__ for cls in show.registry), attempt(show), attempt(show.register, 5))

from collections.abc import Iterable, Mapping, Sized


@singledispatch
def kind(x):
    return "object"


kind.register(Iterable)(lambda x: "iterable")
kind.register(Mapping)(lambda x: "mapping")
kind.register(tuple)(lambda x: "tuple")
print(kind(5), kind("s"), kind({}), kind((1,)), kind([]))
kind.register(Sized)(lambda x: "sized")
print(attempt(kind, set())[:32], kind({}))


class Formatter:
    @singledispatchmethod
    def format(self, value):
        return f"any {value}"

    @format.register
    def _(self, value: int):
        return f"int {value}"

    @singledispatchmethod
    @classmethod
    def make(cls, value):
        return f"{cls.__name__} {value}"

    @make.register
    @classmethod
    def _(cls, value: str):
        return f"{cls.__name__} text {value}"


print(Formatter().format(1), Formatter().format("s"), Formatter.make(1), Formatter.make("s"), Formatter().make("t"))
