# What of a class can be assigned after it was made, and what gilt and CPython say to the rest.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class First:
    def who(self):
        return "first"


class Second:
    def who(self):
        return "second"


class Middle(First):
    pass


class Last(Middle):
    pass


last = Last()
print(last.who())
Middle.__bases__ = (Second,)
print(last.who(), [cls.__name__ for cls in Last.__mro__], First.__subclasses__(), Second.__subclasses__())
for bases in ((), [First], (1,), (Last,), (Middle,), (int,), (object,)):
    attempt(lambda: setattr(Middle, "__bases__", bases))
attempt(lambda: setattr(int, "__bases__", (object,)))
attempt(lambda: delattr(Middle, "__bases__"))
print([cls.__name__ for cls in Last.__mro__])

# Names.
Middle.__name__ = "Renamed"
Middle.__qualname__ = "Outer.Renamed"
Middle.__module__ = "elsewhere"
print(Middle, Middle.__name__)
for attribute, value in (("__name__", 3), ("__name__", "a\0b"), ("__qualname__", 3), ("__mro__", ()), ("__base__", int)):
    attempt(lambda: setattr(Middle, attribute, value))
attempt(lambda: delattr(Middle, "__name__"))
attempt(lambda: setattr(int, "extra", 1))

# A metaclass decides the order.
for order in ((1,), 5, [int, object], []):
    metaclass = type("Meta", (type,), {"mro": lambda cls, order=order: order})
    attempt(lambda: metaclass("Odd", (), {}))

# An order that contradicts itself.
attempt(lambda: type("Wrong", (First, type("Derived", (First,), {})), {}))
attempt(lambda: type("Wrong", (First, First), {}))
attempt(lambda: type("Wrong", (int, str), {}))
attempt(lambda: type("Wrong", (OSError, SyntaxError), {}))

# Instances that change their class.
class Slotted:
    __slots__ = ("a",)


class SlottedToo:
    __slots__ = ("a",)


slotted = Slotted()
slotted.a = 1
slotted.__class__ = SlottedToo
print(type(slotted).__name__, slotted.a)
attempt(lambda: setattr(slotted, "__class__", First))
attempt(lambda: setattr(First(), "__class__", int))
attempt(lambda: setattr(1, "__class__", First))
attempt(lambda: delattr(First(), "__class__"))


# What __slots__ takes.
def slots(names, bases=(), **namespace):
    return sorted(name for name in type("C", bases, {"__slots__": names, **namespace}).__dict__ if not name.startswith("__m"))


attempt(lambda: slots(["b", "a", "__private"]))
attempt(lambda: slots(["__dict__", "__weakref__"]))
attempt(lambda: slots(["__dict__", "__dict__"]))
attempt(lambda: slots(["__weakref__"], (First,)))
attempt(lambda: slots(["x"], (int,)))
attempt(lambda: slots("3"))
attempt(lambda: slots([3]))
attempt(lambda: slots(["x"], x=1))
print(list(First.__dict__), list(Slotted.__dict__))
