"""Objects as bytes, and bytes as objects again, in the format every Python reads.

The work is done in C++ (`_pickle`). An object is written as instructions that rebuild it; functions and classes are
written as names only, and looked up where the pickle is read. Never load a pickle from someone you do not trust: it may
call anything.
"""

from _pickle import (
    PickleBuffer,
    PickleError,
    Pickler,
    PicklingError,
    Unpickler,
    UnpicklingError,
    dump,
    dumps,
    load,
    loads,
)
from copyreg import dispatch_table

__all__ = [
    "PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps", "load", "loads",
    "PickleBuffer", "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL",
]  # fmt: skip

format_version = "4.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4

# The instructions by name.
MARK, STOP, POP, POP_MARK, DUP = b"(", b".", b"0", b"1", b"2"
FLOAT, INT, BININT, BININT1, LONG, BININT2 = b"F", b"I", b"J", b"K", b"L", b"M"
NONE, PERSID, BINPERSID, REDUCE, STRING, BINSTRING, SHORT_BINSTRING = b"N", b"P", b"Q", b"R", b"S", b"T", b"U"
UNICODE, BINUNICODE, APPEND, BUILD, GLOBAL, DICT, EMPTY_DICT, APPENDS = b"V", b"X", b"a", b"b", b"c", b"d", b"}", b"e"
GET, BINGET, INST, LONG_BINGET, LIST, EMPTY_LIST, OBJ = b"g", b"h", b"i", b"j", b"l", b"]", b"o"
PUT, BINPUT, LONG_BINPUT, SETITEM, TUPLE, EMPTY_TUPLE, SETITEMS = b"p", b"q", b"r", b"s", b"t", b")", b"u"
BINFLOAT, BINBYTES, SHORT_BINBYTES = b"G", b"B", b"C"
PROTO, NEWOBJ, EXT1, EXT2, EXT4, TUPLE1, TUPLE2, TUPLE3 = (bytes([code]) for code in range(0x80, 0x88))
NEWTRUE, NEWFALSE, LONG1, LONG4, SHORT_BINUNICODE, BINUNICODE8 = (bytes([code]) for code in range(0x88, 0x8E))
BINBYTES8, EMPTY_SET, ADDITEMS, FROZENSET, NEWOBJ_EX, STACK_GLOBAL = (bytes([code]) for code in range(0x8E, 0x94))
MEMOIZE, FRAME, BYTEARRAY8, NEXT_BUFFER, READONLY_BUFFER = (bytes([code]) for code in range(0x94, 0x99))
TRUE, FALSE = b"I01\n", b"I00\n"



def encode_long(x):
    """An int as few bytes as hold it with its sign, least significant first; 0 as none."""
    if x == 0:
        return b""
    return x.to_bytes((x if x > 0 else ~x).bit_length() // 8 + 1, "little", signed=True)


def decode_long(data):
    return int.from_bytes(data, "little", signed=True)


def whichmodule(obj, name):
    """The name of the module an object is from."""
    import sys

    module_name = getattr(obj, "__module__", None)
    if module_name is not None:
        return module_name
    for module_name, module in list(sys.modules.items()):
        if module_name in ("__main__", "__mp_main__") or module is None:
            continue
        found = module
        try:
            for part in name.split("."):
                found = getattr(found, part)
        except AttributeError:
            continue
        if found is obj:
            return module_name
    return "__main__"
