# An array that a memoryview looks at keeps its size until the view is released or gone.
from array import array

numbers = array("i", [1, 2, 3])
view = memoryview(numbers)
for name, arguments in (
    ("append", [4]),
    ("extend", [array("i", [4])]),
    ("insert", [0, 4]),
    ("pop", []),
    ("remove", [1]),
    ("frombytes", [b"1234"]),
    ("fromlist", [[4]]),
):
    try:
        getattr(numbers, name)(*arguments)
    except BufferError as error:
        print(name, error)
view[0] = 10
print(numbers)
view.release()
numbers.append(4)
print(numbers)
part = memoryview(numbers)[1:]
del part
numbers.append(5)
print(numbers, numbers.pop())
