# The module array: machine numbers in a row.
import array as module
import copy
import io
import pickle
from array import array
from collections.abc import MutableSequence


def attempt(text, **names):
    try:
        print(f"{text} = {eval(text, globals(), names)!r}")
    except Exception as error:
        print(f"{text}: {type(error).__name__}: {error}")


print(module.typecodes, module.ArrayType is array, array, issubclass(array, MutableSequence))
print([(code, array(code).itemsize) for code in module.typecodes])

print("making one")
for text in ("array('i')", "array('i', [1, 2])", "array('d', (1, 2.5))", "array('u', 'h\xe9')", "array('i', b'abcd')", "array('i', b'abc')",
             "array('i', 'abc')", "array('u', ['a', 'b'])", "array('i', array('d', [1]))", "array('d', array('i', [1]))", "array('b', bytearray(2))",
             "array('i', range(3))", "array('i', (x for x in [1, 2]))", "array('x')", "array('ii')", "array(1)", "array()", "array('i', 1)",
             "array('i', [1], 2)", "array('i', x=1)", "array('i', memoryview(b'ab'))"):
    attempt(text)

print("what fits")
for code in module.typecodes:
    for value in ("-1", "127", "128", "-129", "255", "256", "32768", "65536", "2**31", "2**32", "2**63", "2**64", "1.5", "'a'", "'ab'", "None", "True"):
        attempt(f"array({code!r}, [{value}])")

print("reading and searching")
numbers = array("i", [1, 2, 3, 4, 5])
for text in ("a[0]", "a[-1]", "a[5]", "a['x']", "a[1:3]", "a[::-2]", "a[5:1]", "len(a)", "3 in a", "'x' in a", "a.index(3)", "a.index(9)",
             "a.index(3, 3)", "a.index(3, -4, -1)", "a.count(2)", "a.tolist()", "a.tobytes()", "a.tounicode()", "list(reversed(a))", "sum(a)",
             "a + array('i', [6])", "a + [6]", "a + array('d')", "a * 2", "2 * a", "a * 0", "a * 'x'", "a == array('d', [1, 2, 3, 4, 5])", "a == [1, 2, 3, 4, 5]",
             "a < array('i', [1, 3])", "a < [1]", "bytes(a)[:5]", "hash(a)", "a.typecode", "a.itemsize", "a.buffer_info()[1]", "max(a)", "a.clear()"):
    attempt(text, a=numbers)

print("changing")


def changed(text, content="ABCDE", code="b"):
    a = array(code, range(1, 6))
    try:
        exec(text, {"array": array, "a": a, "io": io})
        print(f"{text}: {a}")
    except Exception as error:
        print(f"{text}: {type(error).__name__}: {error} {a}")


for text in ("a.append(6)", "a.append(200)", "a.extend([6, 7])", "a.extend([6, 'x'])", "a.extend(a)", "a.extend(array('i', [1]))", "a.extend(5)", "a.fromlist([6])",
             "a.fromlist([6, 'x'])", "a.fromlist((6,))", "a.frombytes(b'xy')", "a.fromunicode('x')", "a.insert(0, 9)", "a.insert(-1, 9)", "a.insert(99, 9)",
             "a.pop()", "a.pop(0)", "a.pop(9)", "a.remove(3)", "a.remove(9)", "a.reverse()", "a.byteswap()", "a[0] = 9", "a[9] = 9", "a[0] = 'x'", "a[0] = 300",
             "a['x'] = 1", "a[1:3] = array('b', [7])", "a[1:3] = [7]", "a[1:3] = array('i')", "a[::2] = array('b', [7, 8, 9])", "a[::2] = array('b', [7])",
             "a[1:1] = a", "a[:] = array('b')", "del a[0]", "del a[9]", "del a[1:3]", "del a[::2]", "del a[::-2]", "a += array('b', [6])", "a += [6]", "a *= 2", "a *= -1",
             "a.fromfile(io.BytesIO(b'xyz'), 2)", "a.fromfile(io.BytesIO(b'xyz'), 4)", "memoryview(a)[1] = 99", "memoryview(a)[1:3] = array('b', [8, 9])",
             "for item in a:\n    if len(a) < 8: a.append(item)"):
    changed(text)
for text in ("a.byteswap()", "a.frombytes(b'abc')", "a.frombytes(b'abcd')"):
    changed(text, code="h")

print("text")
text = array("u", "h\xe9llo")
text.fromunicode(" w\U0001f600")
print(text, text.tounicode(), text[1], text.count("l"), len(text), text.tobytes()[:8])

print("copies, files and pickles")
print(copy.copy(numbers), copy.deepcopy(numbers) is numbers, numbers.__reduce_ex__(2), numbers.__reduce_ex__(3)[1][1:])
for code in module.typecodes:
    original = array(code, "ab" if code == "u" else [1, 2])
    for protocol in range(5):
        assert pickle.loads(pickle.dumps(original, protocol)) == original, (code, protocol)
stream = io.BytesIO()
numbers.tofile(stream)
print(stream.getvalue() == numbers.tobytes())
view = memoryview(array("d", [1.5, 2.5]))
print(view.format, view.itemsize, view.nbytes, view.tolist(), view[1], len(view))
print(module._array_reconstructor(array, "i", 9, b"\0\0\0\1\0\0\0\2"), module._array_reconstructor(array, "l", 8, b"\1\0\0\0\xff\xff\xff\xff"))


class Named(array):
    def __new__(cls, name, *arguments):
        self = super().__new__(cls, *arguments)
        self.name = name
        return self


named = Named("n", "i", [1, 2])
print(named, named.name, type(named + named), type(named[:1]), named == array("i", [1, 2]), vars(named))

iterator = iter(numbers)
next(iterator)
print(type(iterator), list(iterator), iterator.__reduce__()[1])
match numbers:
    case [first, *_, last]:
        print(first, last)
