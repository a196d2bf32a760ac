# A bytearray that a memoryview looks at cannot be resized; when the view is released or gone, it can.
array = bytearray(b"abcdef")
view = memoryview(array)
for _ in range(2):
    try:
        array.append(1)
    except BufferError as error:
        print(error)
for name, arguments in ("extend", [b"x"]), ("insert", [0, 1]), ("pop", []), ("remove", [97]), ("clear", []):
    try:
        getattr(array, name)(*arguments)
    except BufferError as error:
        print(name, error)
view[0] = 65
print(array)
view.release()
array.append(33)
print(array)
part = memoryview(array)[1:3]
try:
    array.pop()
except BufferError:
    print("a part of a view counts as well")
del part
print(array.pop(), array)
with memoryview(array) as view:
    try:
        array.append(1)
    except BufferError:
        print("inside")
array.append(63)
print(array)


def count(buffer):
    return len(memoryview(buffer))


print(count(array))
array.append(64)
print(array)
