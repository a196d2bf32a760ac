"""struct: every code in every order, good values and bad."""

import struct


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


for order in ["", "<", ">", "=", "!", "@"]:
    for code in "bBhHiIlLqQnN?P":
        for value in [2**70, -(2**70), -1, 2**31, 2**63, 300, "x", 1.5]:
            print(order + code, value, end=" ")
            show(lambda: struct.pack(order + code, value))
    for code in "efds":
        for value in [1e300, "x", b"abc", 1, -0.1]:
            print(order + code, value, end=" ")
            show(lambda: struct.pack(order + code, value))
for arguments in [("c", b"ab"), ("c", 1), ("5s", b"abc"), ("5p", b"abcdefgh"), ("0p", b"a"), ("2h", 1), ("h", 1, 2),
                  ("z", 1), ("2", 1), ("h 2", 1), ("<P", 1), ("<n", 1), (1, 1), ("x",), ("3x",), ("bh", 1, 2),
                  ("<bh", 1, 2), ("bq0q", 1, 2), ("b0h", 1), ("s", bytearray(b"q"))]:
    show(lambda: struct.pack(*arguments))
for arguments in [("h", b"a"), ("<h", b"abc"), ("b?", b"a\2"), ("5p", b"\3abcd"), ("3s", b"abc"), ("e", b"\0\x3c"),
                  ("h", 1), ("p", b"a"), ("0s", b""), ("c", b"a"), ("<d", struct.pack("<d", 1.5)),
                  (">f", struct.pack(">f", float("nan"))), ("<bhiq", struct.pack("<bhiq", -1, -2, -3, -4))]:
    show(lambda: struct.unpack(*arguments))
for work in [
    lambda: struct.unpack_from("h", b"abc", 2), lambda: struct.unpack_from("h", b"abc", -1),
    lambda: struct.unpack_from("h", b"abc", -10), lambda: struct.pack_into("h", bytearray(3), 2, 1),
    lambda: struct.pack_into("h", b"abc", 0, 1), lambda: struct.pack_into("h", bytearray(3), -5, 1),
    lambda: struct.pack_into("h", bytearray(3), -1, 1), lambda: struct.pack_into("h", bytearray(4), 0, 1, 2),
    lambda: struct.pack_into("h"), lambda: struct.pack_into("h", bytearray(3)), lambda: struct.pack(),
    lambda: list(struct.iter_unpack("h", b"abc")), lambda: list(struct.iter_unpack("h", b"abcd")),
    lambda: list(struct.iter_unpack("", b"")), lambda: struct.Struct("<hi").format, lambda: struct.Struct(b"<hi").size,
    lambda: struct.calcsize("hq"), lambda: struct.calcsize(b"5s"), lambda: struct.calcsize("99999999999999999999s"),
    lambda: struct.calcsize("9223372036854775807h"), lambda: struct.calcsize("\u1234"),
    lambda: struct.iter_unpack("h", b"abcd").__length_hint__(), lambda: struct.error.__module__,
    lambda: struct.pack("f", 1e39), lambda: struct.pack("e", 70000), lambda: struct.pack("e", 65519.99),
    lambda: struct.pack("e", 1e-8), lambda: struct.pack("?", []), lambda: struct.Struct,
    lambda: struct.unpack_from("h", b"abcde", offset=1), lambda: struct.Struct("h").unpack_from(buffer=b"abc", offset=1),
]:
    show(work)
room = bytearray(6)
struct.pack_into(">HI", room, 0, 1, 2)
print(room)
