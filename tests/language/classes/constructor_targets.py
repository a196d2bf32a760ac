# A built-in __new__ checks which class it is asked to make an instance of, before anything else.
import types


def attempt(label, action):
    try:
        print(label, "->", repr(action()))
    except Exception as error:
        print(label, "->", type(error).__name__ + ":", error)


class Whole(int):
    pass


class Truth(Whole):
    __new__ = 5


for owner in (object, int, bytes, str, list, tuple, dict, set, property, super, staticmethod, types.ModuleType, BaseException, OSError):
    name = owner.__name__
    attempt(name + " of nothing", lambda: owner.__new__())
    attempt(name + " of 5", lambda: owner.__new__(5))
    attempt(name + " of range", lambda: owner.__new__(range))

attempt("int of bool", lambda: int.__new__(bool, 1))
attempt("object of a subclass of int", lambda: object.__new__(Whole))
attempt("int of a subclass", lambda: int.__new__(Whole, 7))
attempt("a __new__ that is no function", lambda: Truth())
attempt("type of nothing", lambda: type.__new__(type))
attempt("type of two", lambda: type.__new__(type, "A", ()))
attempt("type of int", lambda: type.__new__(int, "A", (), {}))
attempt("type.__init__ of int", lambda: type.__init__(int))

# A super that was never initialized knows nothing, and says so.
blank = super.__new__(super)
print(repr(blank), blank.__self__, blank.__thisclass__, blank.__self_class__)
attempt("binding it", lambda: blank.__get__(5))
attempt("reading from it", lambda: blank.anything)
