# A flag drops the bits that no member has.
import enum


class Light(enum.Flag):
    RED = 1
    GREEN = 2
    BLUE = 4


class Sparse(enum.Flag):
    LOW = 1
    HIGH = 4


class Strict(enum.Flag, boundary=enum.STRICT):
    ONE = 1
    TWO = 2


class Number(enum.IntFlag):
    A = 1
    C = 4


for cls in (Light, Sparse, Number):
    for value in (0, 2, 3, 8, 9, 15, 16, -1, -2, -9):
        print(cls.__name__, value, repr(cls(value)))
try:
    Strict(4)
except ValueError as e:
    print(e)
print(~Light.RED, Light.RED | Light.BLUE, Light._boundary_)
