# A partial's __dict__ can be replaced, not deleted.
from functools import partial

square = partial(pow, exp=2)
square.note = "two"
print(square.__dict__)
try:
    del square.__dict__
except TypeError as error:
    print(error)
square.__dict__ = {"other": 1}
print(square.other, hasattr(square, "note"), square(3))
