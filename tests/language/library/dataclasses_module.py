# dataclasses
import dataclasses
from collections import namedtuple
from dataclasses import KW_ONLY, FrozenInstanceError, InitVar, asdict, astuple, dataclass, field, fields, is_dataclass
from dataclasses import make_dataclass, replace
from typing import ClassVar, List


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@dataclass
class Point:
    x: int
    y: int = 0
    count: ClassVar[int] = 0

    def norm(self):
        return abs(self.x) + abs(self.y)


p = Point(1, 2)
print(p, p == Point(1, 2), p == Point(2, 1), p != Point(1), Point(5), Point(x=1, y=3), p.norm(), Point.__doc__)
print(attempt(Point), attempt(Point, 1, 2, 3), attempt(hash, p), p == (1, 2), sep="\n")
p.x = 10
print(p, [f.name for f in fields(p)], fields(Point)[1].default, asdict(p), astuple(p), replace(p, y=7), is_dataclass(p), is_dataclass(Point))
print(Point.__match_args__, Point.__init__.__annotations__, Point.__init__.__qualname__)
match Point(3, 4):
    case Point(x, y=4):
        print("x is", x)


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)


a, b = Version(1, 2, "a"), Version(1, 3)
print(a < b, a <= b, a > b, a >= b, a == Version(1, 2, "other"), sorted([b, a]), hash(a) == hash(Version(1, 2)), {a: 1}[Version(1, 2)])
print(attempt(setattr, a, "major", 5), attempt(delattr, a, "minor"), attempt(setattr, a, "new", 5), attempt(lambda: a < 5), sep="\n")
print(issubclass(FrozenInstanceError, AttributeError))


@dataclass
class Basket:
    owner: str
    items: List[str] = field(default_factory=list)
    secret: str = field(default="s", repr=False)
    total: int = field(init=False, default=0)
    scale: InitVar[int] = 1

    def __post_init__(self, scale):
        self.total = len(self.items) * scale


one, two = Basket("a"), Basket("b", ["x", "y"], scale=10)
one.items.append("z")
print(one, two, Basket("c").items, two.total, Basket.__doc__)
print(attempt(replace, two, total=5), attempt(replace, two, owner="q", scale=2), sep="\n")


@dataclass
class Base:
    a: int
    b: int = 2


@dataclass
class Derived(Base):
    c: int = 3
    a: int = 100


print(Derived(), Derived(1, 5, 6), Derived() == Base(100), isinstance(Derived(), Base))


@dataclass
class Keywords:
    a: int
    _: KW_ONLY
    b: int
    c: int = field(default=5)


print(Keywords(1, b=2), attempt(Keywords, 1, 2), Keywords.__doc__)


@dataclass(kw_only=True)
class AllKeywords:
    x: int = 1
    y: int


print(AllKeywords(y=2))


@dataclass(slots=True)
class Slotted:
    x: int
    y: list = field(default_factory=list)


s = Slotted(1)
print(s, Slotted.__slots__, hasattr(s, "__dict__"), "AttributeError" in str(attempt(setattr, s, "z", 1)))


@dataclass(frozen=True, slots=True)
class Both:
    x: int = 3


print(Both(), attempt(setattr, Both(), "x", 1), hash(Both()) == hash(Both(3)))


def bad_default():
    @dataclass
    class Bad:
        x: list = []


def bad_order():
    @dataclass
    class Bad:
        x: int = 1
        y: int


def bad_field():
    @dataclass
    class Bad:
        x = field(default=1)


def bad_frozen():
    @dataclass
    class Bad(Version):
        z: int = 1


def bad_both():
    @dataclass
    class Bad:
        z: int = field(default=1, default_factory=int)


print(attempt(bad_default), attempt(bad_order), attempt(bad_field), attempt(bad_frozen), attempt(bad_both), sep="\n")
print(attempt(fields, 5), attempt(asdict, 5), attempt(asdict, Point), attempt(replace, 5), sep="\n")

Pair = namedtuple("Pair", "l r")


@dataclass
class Tree:
    value: int
    children: list = field(default_factory=list)
    extra: dict = field(default_factory=dict)


t = Tree(1, [Tree(2), Pair(Tree(3), (Tree(4),))])
t.extra["k"] = [Tree(5)]
print(t)
print(asdict(t))
print(astuple(t))
t.children.append(t)
print(repr(t)[-40:])

Made = make_dataclass("Made", ["a", ("b", int), ("c", int, field(default=3))], namespace={"sum": lambda self: self.b + self.c})
print(Made(1, 2), Made("x", 2).sum(), Made.__name__)


@dataclass(eq=False)
class Identity:
    x: int


print(Identity(1) == Identity(1), isinstance(hash(Identity(1)), int))


@dataclass(unsafe_hash=True)
class Hashed:
    x: int
    y: int = field(hash=False, default=1)


print(hash(Hashed(1, 2)) == hash(Hashed(1, 3)), Hashed(1, 2) == Hashed(1, 3))


@dataclass(repr=False, init=False)
class Bare:
    x: int = 5

    def __repr__(self):
        return "bare"


print(Bare(), Bare().x, fields(Bare)[0].metadata, field(metadata={"a": 1}).metadata)


@dataclass
class Node:
    name: "str"
    next: "Node | None" = None


print(Node("a", Node("b")))
