# Frames of class bodies, comprehensions, lambdas and generators.

import sys

def show(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())

def class_body():
    class Broken:
        x = 1 / 0

def generator():
    yield 1
    raise RuntimeError('in generator')

show(class_body)
show(lambda: list(generator()))
show(lambda: sorted([3, 'a']))
show(lambda: sum(1 / (x - 2) for x in range(5)))
show(lambda: max([1, 2], key=lambda v: v.nothing))

class Item:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        return self.v < other.w
    def __repr__(self):
        return f'Item({self.nope})'
    @property
    def prop(self):
        raise LookupError('from property')

show(lambda: sorted([Item(1), Item(2)]))
show(lambda: print(Item(1)))
show(lambda: Item(1).prop)
