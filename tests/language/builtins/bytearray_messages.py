# bytearray names itself in what it refuses.
for attempt in (lambda: bytearray([300]), lambda: bytearray([-1]), lambda: bytearray(1.5), lambda: bytearray("a", 5),
                lambda: bytes([300]), lambda: bytes(1.5), lambda: bytearray(b"a").extend([256]), lambda: int.from_bytes(object)):
    try:
        print(attempt())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
array = bytearray(b"abc")
try:
    array[1:2] = [1, 256]
except ValueError as error:
    print(error)
print(BaseException.args.__qualname__, int.real.__qualname__, SyntaxError.msg, type(OSError.errno))
