# What a subclass of OrderedDict may count on: its own __setitem__ is used, its attributes are copied, its errors name it.
import copy
from collections import OrderedDict


class Lower(OrderedDict):
    def __setitem__(self, key, value):
        print("store", key)
        super().__setitem__(key.lower(), value)


d = Lower([("A", 1)], B=2)
print(d)
d.update({"C": 3}, D=4)
d |= {"E": 5}
print(list(d.items()), d.keys())
print(Lower.fromkeys("XY", 0))


class Keys:
    def keys(self):
        return iter("PQ")

    def __getitem__(self, key):
        return key * 2


print(Lower(Keys()))


class Plain(OrderedDict):
    pass


d = Plain(a=1)
d.note = "kept"
print(copy.copy(d), copy.copy(d).note, copy.deepcopy(d).note, hasattr(d.copy(), "note"))
for action in lambda: OrderedDict(1, 2), lambda: OrderedDict().update(1, 2), lambda: OrderedDict(1), lambda: Plain([], []):
    try:
        action()
    except TypeError as error:
        print(error)
for made in OrderedDict(a=1, b=2), Plain(a=1, b=2):
    try:
        for key in made:
            made[key + "x"] = 0
    except RuntimeError as error:
        print(error, made.items())
