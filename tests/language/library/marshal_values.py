# marshal: values to bytes and back, with what cannot be.
import io
import marshal

values = [None, True, False, ..., 0, -1, 2**31 - 1, 2**31, -(2**100), 1.5, -0.0, 2j, "text", "\u00e9\u20ac", b"bytes", (), (1, "a"), [1, [2]],
          {"k": (None,), 2: []}, {3}, frozenset({4}), StopIteration]
for value in values:
    data = marshal.dumps(value)
    back = marshal.loads(data)
    print(repr(value)[:40], back == value, type(back) is type(value))
print(marshal.loads(marshal.dumps(bytearray(b"buffer"))))
print(marshal.loads(b"\xdb\x02\x00\x00\x00\xe9\x07\x00\x00\x00r\x01\x00\x00\x00"))
file = io.BytesIO()
marshal.dump([1, 2], file)
marshal.dump("second", file)
file.seek(0)
print(marshal.load(file), marshal.load(file))
for attempt in (lambda: marshal.dumps(object()), lambda: marshal.dumps([len]), lambda: marshal.loads(b""), lambda: marshal.loads(b"[\x05\x00\x00\x00N"),
                lambda: marshal.loads(b"?")):
    try:
        attempt()
    except (ValueError, EOFError) as error:
        print(type(error).__name__, error)
