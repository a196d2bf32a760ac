# An index or a value may release the view while it is asked for its number: nothing is read or written then.


class Releasing:
    def __init__(self, view, data):
        self.view, self.data = view, data

    def __index__(self):
        self.view.release()
        self.data.clear()
        return 2


def attempt(label, action):
    try:
        print(label, action())
    except Exception as e:
        print(label, type(e).__name__, e)


data = bytearray(b"wxyz")
view = memoryview(data)
attempt("read", lambda: view[Releasing(view, data)])
data = bytearray(b"wxyz")
view = memoryview(data)
attempt("write", lambda: view.__setitem__(2, Releasing(view, data)))
print(data)

print("-- shapes")
eight = memoryview(bytearray(range(8)))
for shape in [(8,), (1, 8), (8, 1), (2, 4), (1, 2, 4)]:
    cast = eight.cast("B", shape)
    print(shape, cast.c_contiguous, cast.f_contiguous, cast.contiguous)
scalar = eight[3:4].cast("B", [])
print(len(scalar), scalar[()], scalar.shape)
attempt("shape of floats", lambda: eight.cast("B", [2.0, 4]))
attempt("shape of text", lambda: eight.cast("B", ["8"]))

import array

attempt("characters", lambda: memoryview(array.array("u", "pq")).tolist())
attempt("one character", lambda: memoryview(array.array("u", "pq"))[0])
nans = array.array("d", [float("nan")])
print("nan", nans == nans, nans != nans, nans < nans, nans <= nans)
print("of other types", array.array("f", [1, 2]) == array.array("d", [1, 2]))
