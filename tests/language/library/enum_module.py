# enum
import copy
from enum import (CONFORM, CONTINUOUS, EJECT, KEEP, STRICT, UNIQUE, Enum, Flag, IntEnum, IntFlag, StrEnum, auto, member,
                  nonmember, property, unique, verify)


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["BLUE"], Color.CRIMSON is Color.RED)
print(list(Color), len(Color), list(reversed(Color)), list(Color.__members__), Color.RED in Color, repr(Color))
print(isinstance(Color.RED, Color), type(Color.RED), Color.RED == 1, Color.RED == Color.RED, Color.RED != Color.BLUE)
print({Color.RED: "r"}[Color.CRIMSON], hash(Color.RED) == hash("RED"), f"{Color.RED:>12}|", f"{Color.GREEN}", bool(Color.RED))
print(attempt(Color, 9), attempt(lambda: Color["PINK"]), attempt(lambda: Color.PINK), attempt(lambda: Color.RED < Color.BLUE), sep="\n")
print(attempt(setattr, Color, "RED", 5), attempt(delattr, Color, "RED"), attempt(setattr, Color.RED, "value", 5), sep="\n")
print(attempt(lambda: type("More", (Color,), {})))
print(copy.copy(Color.RED) is Color.RED, copy.deepcopy([Color.RED])[0] is Color.RED, Color.RED.__class__.__mro__)
match Color(3):
    case Color.RED:
        print("red")
    case Color.BLUE:
        print("blue")


def duplicate():
    class Bad(Enum):
        A = 1
        A = 2


print(attempt(duplicate))


class Planet(Enum):
    MERCURY = (3.303e23, 2.4397e6)
    EARTH = (5.976e24, 6.37814e6)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return round(6.67300e-11 * self.mass / (self.radius * self.radius), 3)

    def describe(self):
        return f"{self.name.title()} {self.gravity}"

    @classmethod
    def heaviest(cls):
        return max(cls, key=lambda planet: planet.mass)

    @staticmethod
    def count():
        return len(Planet)


print(Planet.EARTH.describe(), Planet.EARTH.value, Planet.heaviest(), Planet.count(), Planet.MERCURY)


class Number(IntEnum):
    ONE = 1
    TWO = 2
    THREE = auto()


print(Number.ONE, repr(Number.ONE), Number.ONE + 1, Number.ONE < Number.TWO, Number.TWO == 2, f"{Number.TWO:03d}", [10, 20, 30][Number.ONE])
print(Number.THREE.value, Number(2), isinstance(Number.ONE, int), "%d %s" % (Number.ONE, Number.ONE), int(Number.TWO), max(Number), sorted(Number))


class Word(StrEnum):
    FIRST = auto()
    SECOND = "2nd"


print(Word.FIRST, repr(Word.FIRST), Word.SECOND + "!", Word.FIRST == "first", Word("2nd"), Word.FIRST.upper(), f"{Word.SECOND}")


class Mixed(str, Enum):
    A = "a"


print(Mixed.A, repr(Mixed.A), Mixed.A == "a", f"{Mixed.A}", Mixed.A.value, Mixed("a"))


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
    NONE = 0


print(list(Perm), Perm.R | Perm.X, repr(Perm.R | Perm.X), Perm.RW, repr(Perm.RW), ~Perm.R, Perm.R & Perm.W, repr(Perm.NONE))
print(Perm.R in Perm.RW, Perm.X in Perm.RW, bool(Perm.NONE), Perm(5), list(Perm(7)), len(Perm(6)), Perm.R ^ Perm.RW, Perm(0))
print(attempt(lambda: Perm.R | 1), attempt(lambda: 1 in Perm.R), Perm["RW"], sep="\n")
print((Perm.R | Perm.W) is Perm.RW, Perm.R | Perm.W | Perm.X, repr(Perm), [p.value for p in Perm], Perm.RW.name)


class IPerm(IntFlag):
    R = 4
    W = 2
    X = 1


print(IPerm.R | IPerm.W, repr(IPerm.R | IPerm.W), IPerm.R | 8, repr(IPerm.R | 8), IPerm.R + 1, ~IPerm.R, repr(~IPerm.R), IPerm(7) == 7, list(IPerm(6)))
print(repr(IPerm(0)), str(IPerm(0)), f"{IPerm.R}", 1 | IPerm.R, repr(1 | IPerm.R), IPerm.R & 4, isinstance(IPerm.R, int))


class Conform(Flag, boundary=CONFORM):
    A = 1
    B = 2


class Eject(Flag, boundary=EJECT):
    A = 1
    B = 2


class Keep(Flag, boundary=KEEP):
    A = 1
    C = 4


print(Conform(9), Eject(9), Keep(9), repr(Keep(11)), repr(Conform(4)))

Animal = Enum("Animal", "ANT BEE CAT", start=5)
print(list(Animal), Animal.__name__, Animal.__module__)
print(list(Enum("Pairs", [("a", "x"), ("b", "y")])), list(Enum("Map", {"p": 1, "q": 2})), list(IntEnum("Ints", ["one", "two"])))


def not_unique():
    @unique
    class Bad(Enum):
        A = 1
        B = 1
        C = 2
        D = 2


def not_continuous():
    @verify(CONTINUOUS, UNIQUE)
    class Bad(Enum):
        A = 1
        D = 4


print(attempt(not_unique), attempt(not_continuous), sep="\n")


class Missing(Enum):
    @classmethod
    def _missing_(cls, value):
        if isinstance(value, str):
            for found in cls:
                if found.name == value.upper():
                    return found

    LOW = 1
    HIGH = 2


print(Missing("low"), Missing("High"), attempt(Missing, "mid"), attempt(Missing, 3))


class Sorted(Enum):
    def _generate_next_value_(name, start, count, last_values):
        return f"{name}-{count}"

    A = auto()
    B = auto()


print([found.value for found in Sorted])


class Ordered(Enum):
    LOW = 1
    HIGH = 2

    def __lt__(self, other):
        return self.value < other.value


print(max(Ordered), sorted([Ordered.HIGH, Ordered.LOW]))


class Odd(Enum):
    _ignore_ = "helper"
    helper = 3
    A = helper + 1
    function = member(len)
    LIMIT = nonmember(99)

    def method(self):
        return self.value

    @property
    def shown(self):
        return f"<{self.name}>"


print(list(Odd), Odd.function.value([1, 2]), Odd.LIMIT, Odd.A.method(), Odd.A.shown)


class Op(Enum):
    PLUS = "+"

    def __call__(self, a, b):
        return a + b

    def __str__(self):
        return self.value


print(Op.PLUS(1, 2), Op.PLUS, f"{Op.PLUS}", repr(Op.PLUS))


class Lists(Enum):
    A = [1]
    B = [2]
    C = [1]


print(list(Lists), Lists([2]), Lists.C)


class WithNew(Enum):
    A = "x"
    B = "y"

    def __new__(cls, code):
        made = object.__new__(cls)
        made._value_ = len(cls.__members__) + 1
        made.code = code
        return made


print(list(WithNew), WithNew.B.code, WithNew(1))


class Base(Enum):
    def shout(self):
        return self.name + "!"


class Derived(Base):
    HI = 1


print(Derived.HI.shout(), attempt(Base, 1), Derived.HI.HI if hasattr(Derived.HI, "HI") else "-")
