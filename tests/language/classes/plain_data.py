# Data that a class holds, replaced while code that reads and writes it goes on running: counters, defaults that instances
# share, and everything that comes between a name and the class's item.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


# Counting on the class, seen everywhere it can be seen.
class Base:
    count = 0
    label = "base"
    items = []


class Derived(Base):
    pass


base, derived = Base(), Derived()


def seen():
    return (Base.count, Derived.count, base.count, derived.count, Base.__dict__["count"], vars(Base)["count"],
            getattr(Base, "count"), getattr(derived, "count"), super(Derived, derived).count, super(Derived, Derived).count)


for _ in range(3):
    Base.count += 1
    print(set(seen()), hasattr(Base, "count"), "count" in Derived.__dict__)
for value in (1.5, "text", b"bytes", None, True, 10**30, 2j, [1], (1, 2), {"a": 1}, {1}, frozenset({2}), range(3), ..., NotImplemented):
    Base.count = value
    print(value, all(one is value or one == value for one in seen()))
setattr(Base, "count", 41)
print(set(seen()))
type.__setattr__(Base, "count", 42)
print(set(seen()))
view = Base.__dict__
Base.count = 43
print(view["count"], dict(view)["count"], set(seen()))


# A subclass that gets its own, and gives it up again; and its own subclass.
class Last(Derived):
    pass


last = Last()


def counts():
    return Base.count, Derived.count, Last.count, base.count, derived.count, last.count


Base.count = 0
for step in range(4):
    print(counts())
    if step == 0:
        Derived.count += 10  # reads Base's, makes its own
    elif step == 1:
        Derived.count += 10
        Base.count += 1
    elif step == 2:
        del Derived.count
for step in range(3):
    Last.count += 1
    Base.count += 100
    print(counts())
del Last.count
attempt(lambda: delattr(Last, "count"))
print(counts())


# The same instruction meets data, a function, data, a property, nothing at all.
def read(thing):
    return thing.changing


class Changing:
    changing = 1


def describe(value):
    return value if not callable(value) else "callable, gives %r" % value()


class Get:
    def __get__(self, object, owner):
        return "got from", "the class" if object is None else "an instance"


class GetAndSet(Get):
    def __set__(self, object, value):
        print("set", value)


class Plain:
    def __repr__(self):
        return "Plain()"


def show_changing():
    one = Changing()
    for thing in (Changing, one, Changing, one):
        try:
            print(describe(read(thing)) if not isinstance(read(thing), property) else "property", end="; ")
        except AttributeError as error:
            print(error, end="; ")
    print()


plain = Plain()
for value in (2, lambda self=None: "called", 3, property(lambda self: "from the property"), 4, Get(), 5, GetAndSet(), 6, plain, 7,
              staticmethod(lambda: "static"), 8, classmethod(lambda cls: cls.__name__), 9, Plain, 10, [11]):
    Changing.changing = value
    show_changing()
    show_changing()
del Changing.changing
show_changing()
Changing.changing = 12
show_changing()

# A class whose instances are values on another class, and become descriptors later.
Changing.changing = plain
show_changing()
Plain.__get__ = lambda self, object, owner: "a descriptor now"
show_changing()
del Plain.__get__
show_changing()


class Number(int):
    pass


class Text(str):
    pass


class Row(list):
    pass


for make in (Number, Text, Row):
    Changing.changing = make()
    print(describe(Changing.changing), describe(Changing().changing))
    show_changing()
    make.__get__ = lambda self, object, owner: "got"
    show_changing()


# Instances with an attribute of their own, with none again, with a dict, with slots.
class Default:
    size = 1


def sizes(things):
    return [thing.size for thing in things]


things = [Default(), Default(), Default()]
print(sizes(things))
things[1].size = 5
Default.size += 1
print(sizes(things))
del things[1].size
things[2].__dict__["size"] = 7
Default.size += 1
print(sizes(things))
things[2].__dict__.clear()
print(sizes(things))
for thing in things:
    thing.size += 10
Default.size = 0
print(sizes(things), Default.size)


class Slotted:
    __slots__ = ()
    size = 1


small = Slotted()
for _ in range(3):
    Slotted.size += 1
    print(small.size, Slotted.size)
try:
    small.size = 1
except AttributeError as error:
    print(error)


# Metaclasses: what they hold, and what they hide.
class Meta(type):
    total = 0
    both = "of the metaclass"

    @property
    def watched(cls):
        return "from the metaclass's property"


class Made(metaclass=Meta):
    both = 1
    watched = 2


def of_made():
    return Made.total, Made.both, Made().both, Made.watched, Made().watched


for _ in range(3):
    Meta.total += 1
    Made.both += 1
    print(of_made())
try:
    Made.watched = 3
except AttributeError as error:
    print(str(error).split(" of ")[0])
Made.total = 50
Meta.total += 1
print(of_made(), Meta.total)


# A metaclass that steps in later.
class Late(type):
    pass


class Ruled(metaclass=Late):
    amount = 1


def ruled():
    Ruled.amount += 1
    return Ruled.amount


print(ruled(), ruled())
Late.amount = property(lambda cls: 1000, lambda cls, value: print("asked to set", value))
print(ruled(), ruled(), Ruled.__dict__["amount"], Ruled().amount)
del Late.amount
print(ruled(), ruled())
Late.__setattr__ = lambda cls, name, value: (print("set", name, value), type.__setattr__(cls, name, value * 2))[0]
print(ruled(), ruled())
del Late.__setattr__
print(ruled(), ruled())
Late.__getattribute__ = lambda cls, name: -1 if name == "amount" else type.__getattribute__(cls, name)
print(ruled(), ruled(), Ruled.__dict__["amount"])
del Late.__getattribute__
print(ruled(), ruled())


class Other(Late):
    amount = property(lambda cls: "of another metaclass", lambda cls, value: None)


print(ruled(), ruled())
try:
    Ruled.__class__ = Other
    print(Ruled.amount)
except TypeError as error:
    print(error)


# Instances with __getattr__, __getattribute__, __setattr__.
class Asking:
    known = 1

    def __getattr__(self, name):
        return "asked for " + name


asking = Asking()
for _ in range(3):
    print(asking.known, end="; ")
    Asking.known += 1
del Asking.known
print(asking.known)
Asking.known = 5
print(asking.known)
Asking.__getattribute__ = lambda self, name: "always " + name
print(asking.known)
del Asking.__getattribute__
print(asking.known)


# Names that mean something to the class.
class Special:
    __hash__ = None
    __doc__ = "first"
    __match_args__ = ("a",)
    __slots__ = ()
    __bool__ = None
    __iter__ = None


def special():
    for action in (lambda: hash(Special()) is not None, lambda: bool(Special()), lambda: iter(Special())):
        try:
            print(action(), end="; ")
        except TypeError as error:
            print(error, end="; ")
    print(Special.__doc__, Special().__doc__, Special.__match_args__, Special.__module__)


special()
Special.__hash__ = object.__hash__
Special.__bool__ = lambda self: False
Special.__iter__ = lambda self: 3
Special.__doc__ = "second"
Special.__match_args__ = ("b", "c")
Special.__module__ = "elsewhere"
special()
Special.__hash__ = None
Special.__bool__ = 5
Special.__iter__ = None
Special.__doc__ += ", third"
special()
Special.__doc__ = 7
special()


# __eq__ set to data and back.
class Equal:
    __eq__ = None


attempt(lambda: Equal() == Equal())
Equal.__eq__ = lambda self, other: True
attempt(lambda: Equal() == Equal())
Equal.__eq__ = 3
attempt(lambda: Equal() == Equal())

# Multiple inheritance, other bases.
class Left:
    side = "left"


class Right:
    side = "right"


class Both(Left, Right):
    pass


def side():
    return Both.side, Both().side


print(side(), side())
Left.side += "!"
Right.side += "?"
print(side())
Both.__bases__ = (Right, Left)
print(side())
Left.side += "!"
Right.side += "?"
print(side())
del Right.side
print(side())
Right.side = "back"
print(side())


# Methods of data, data that is called, and many names on one class.
class Registry:
    entries = {}
    names = []
    current = None

    @classmethod
    def add(cls, name):
        cls.entries[name] = len(cls.names)
        cls.names.append(name)
        cls.current = name
        return cls.current


for name in "abc":
    print(Registry.add(name), Registry.current, Registry().current)
Registry.names += ["d"]
Registry.entries |= {"d": 3}
print(Registry.names, Registry.entries)
attempt(lambda: Registry.current())
attempt(lambda: Registry().current())


class Many:
    total = 0


many = Many()
for i in range(60):
    Many.total += 1
    setattr(Many, "name%d" % i, i)
    Many.total += many.total - Many.total
    if i % 3 == 0:
        delattr(Many, "name%d" % (i // 2)) if hasattr(Many, "name%d" % (i // 2)) else None
print(Many.total, many.total, sum(name.startswith("name") for name in vars(Many)))


# Two classes at one place in the code.
def bump(cls):
    cls.level += 1
    return cls.level, cls().level


class One:
    level = 0


class Two:
    level = 100


print([bump(cls) for cls in (One, One, Two, One, Two, Two)])

# Enumerations and data classes use what they find on the class.
import enum
from dataclasses import dataclass, field, fields


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


attempt(lambda: setattr(Colour, "RED", 3))
Colour.extra = 1
Colour.extra += 1
print(Colour.extra, Colour.RED.extra, Colour.RED.value)


@dataclass
class Record:
    number: int = 3
    tags: list = field(default_factory=list)


Record.number += 1
print(Record(), Record.number, Record().number, [f.default for f in fields(Record)][:1])


# Exceptions, and the class of a class.
class Failure(Exception):
    code = 1


for _ in range(3):
    try:
        raise Failure
    except Failure as failure:
        print(failure.code, type(failure).code)
        Failure.code += 1
attempt(lambda: setattr(int, "count", 1))
attempt(lambda: setattr(Base, 5, 1))
print(Base.count, base.count)
