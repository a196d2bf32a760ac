# `x *= sequence`: whether the sequence is asked depends on what x might have done.
class Plain:
    pass


for left in 3, 1.5, None, {}, set(), frozenset(), range(2), memoryview(b"a"), {}.keys(), object(), Plain(), len, int:
    for right in "ab", [1], (1,), b"x":
        try:
            value = left
            value *= right
            print(value)
        except TypeError as error:
            print(error)
