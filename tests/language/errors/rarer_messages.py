# Messages of mistakes that are made less often.
import array
import collections
import struct


class Barred:
    __iter__ = None

    def __getitem__(self, index):
        return index


def attempt(text):
    try:
        print(text, "->", eval(text))
    except Exception as error:
        print(text, "->", type(error).__name__, error)


for text in (
    "eval('')",
    "eval('  ')",
    "eval('\\t')",
    "1 in Barred()",
    "iter(Barred())",
    "struct.calcsize('3 b')",
    "struct.calcsize('i\\0')",
    "struct.calcsize('3')",
    "setattr(array.array('i'), 'typecode', 'b')",
    "setattr(collections.deque(), 'maxlen', 5)",
    "setattr(slice(1), 'start', 5)",
    "setattr(1j, 'real', 5)",
    "setattr(attempt.__get__(1), '__self__', 5)",
    "setattr(staticmethod(len), '__func__', 5)",
    "setattr(list[int], '__args__', 5)",
    "setattr(attempt.__code__, 'co_name', 'x')",
    "object.__subclasshook__()",
    "object.__subclasshook__(int)",
):
    attempt(text)
try:
    eval("")
except SyntaxError as error:
    print(error.lineno, error.offset, repr(error.text), error.filename)
