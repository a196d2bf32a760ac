# __del__: run by the collector, and at the end for what is left.
import gc


class Loud:
    def __init__(self, name, child=None):
        self.name = name
        self.child = child

    def __del__(self):
        print("del", self.name, self.child.name if self.child else "-")


def drop(*names):
    for name in names:
        Loud(name)


drop("one")
gc.collect()


# Who refers to another goes first.
def nest():
    Loud("outer", Loud("inner"))


nest()
gc.collect()


# An object may come back; then its __del__ has been run for good.
saved = []


class Phoenix:
    def __del__(self):
        print("rising")
        saved.append(self)


def burn():
    Phoenix()


burn()
gc.collect()
print(len(saved), type(saved[0]).__name__)
saved.clear()
gc.collect()
print("gone quietly")


# __del__ given to the class afterwards counts for objects made from then on.
class Late:
    pass


Late.__del__ = lambda self: print("late")


def make_late():
    Late()


make_late()
gc.collect()
print(isinstance(gc.collect(), int), gc.isenabled())
kept_a = Loud("kept a")
kept_b = Loud("kept b")
print("end of program")
