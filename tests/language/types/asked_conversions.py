# Built-in functions that ask their argument for a conversion, or check what kind of argument it is.
import types


def attempt(label, action):
    try:
        print(label, "->", action())
    except Exception as error:
        print(label, "->", type(error).__name__ + ":", error)


class Half(float):
    def __float__(self):
        return 0.5


class Unit:
    def __complex__(self):
        return 1j


class Hinting:
    def __init__(self, answer):
        self.answer = answer

    def __iter__(self):
        return iter("ab")

    def __length_hint__(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


attempt("float of a float that converts itself", lambda: float(Half(3)))
attempt("arithmetic with it", lambda: Half(3) + 0)
attempt("complex of two parts", lambda: (complex(Unit()), complex(Unit(), 2), complex(Unit(), Unit())))
for answer in (2, "two", -1, 1.5, NotImplemented, TypeError("no"), ValueError("no"), 10**30):
    attempt(f"list() with the hint {answer!r}", lambda: list(Hinting(answer)))
attempt("sorted downwards by None", lambda: sorted([1, 2], reverse=None))
attempt("sorted downwards by 'yes'", lambda: sorted([1, 2], reverse="yes"))
attempt("sorted downwards by 2", lambda: sorted([1, 2], reverse=2))
attempt("assigning a part of a complex", lambda: setattr(1j, "real", 2))
attempt("assigning a part of a slice", lambda: setattr(slice(1), "stop", 2))
attempt("quotes in a bytearray", lambda: (bytearray(b"it's"), bytearray(b"\"it's\""), b"it's"))
attempt("an unknown mode", lambda: compile("1", "f", "func_type"))
attempt("no mapping", lambda: types.MappingProxyType())
attempt("a namespace of positions", lambda: types.SimpleNamespace(1))

spent = iter([1, 2])
print(list(spent), spent.__reduce__())
spent = iter((1, 2))
print(list(spent), spent.__reduce__())
