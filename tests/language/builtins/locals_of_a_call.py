# locals() in a function: one dict for each call, into which each question writes the variables anew.


def added_by_exec():
    x = 1
    exec("x = 2; y = 3")
    print(x, sorted(locals()), locals()["y"])
    names = locals()
    names["z"] = 5
    print(locals() is names, sorted(locals()), eval("z + y"))
    del x
    print(sorted(locals()))


def later_variables():
    first = locals()
    print(first)
    a = 1
    print(first)
    locals()
    print(first)


def recursive(n):
    mine = locals()
    if n:
        recursive(n - 1)
    locals()
    print(n, mine["n"], sorted(mine))


added_by_exec()
later_variables()
recursive(2)


class Spy:
    def __imported(self):
        import __nothing

    def method(self):
        try:
            self.__imported()
        except ImportError as error:
            print(error)  # the name in an import is a class's own, too


Spy().method()
print([locals()["x"] for x in range(3)])
