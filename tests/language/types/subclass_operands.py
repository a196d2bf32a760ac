# Instances of subclasses of built-in types as operands, and containers that are added to themselves.


class Number(int):
    pass


class Text(str):
    pass


class Items(list):
    pass


class Odd(list):
    def __iter__(self):
        return iter("zz")


def attempt(function):
    try:
        return repr(function())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


items = Items([1, 2])
items += items
print(items, type(items))
items.extend(items)
print(items)
odd = Odd([1])
odd += odd
print(list.__repr__(odd), len(odd))
plain = [1, 2]
plain += plain
plain[1:1] = plain
print(plain)

for operation in (lambda: 1.5 * Text("ab"), lambda: Text("ab") * 1.5, lambda: Number(2) * Text("ab"), lambda: Text("ab") * Number(2), lambda: None * items,
                  lambda: Text("a") + 1, lambda: 1 + Text("a"), lambda: Items([1]) + (1,), lambda: Number(3) + 1.5, lambda: Number(7) // Text("a"),
                  lambda: type(Number(3) + 1), lambda: type(Text("a") + "b"), lambda: type(Items([1]) + [2]), lambda: type(Items([1])[:])):
    print(attempt(operation))

for left, right in ((Number(3), 3), (Text("a"), "a"), (Items([1]), [1])):
    print(left == right, right == left, type(left) is type(right), [left] == [right])
print({Number(1): "one"}[1], {"a": 1}[Text("a")], Text("a") in {"a"}, "%s %d %r" % (Text("t"), Number(4), Text("q")))
print(bytearray(b"ab").__reduce_ex__(2), bytearray(b"ab").__reduce_ex__(3), type(lambda: 0).__module__, type(len).__module__)
print(attempt(lambda: hash(vars(Number))), attempt(lambda: float(bytearray(b"x"))), (-1).to_bytes(0, "big", signed=True))
array = bytearray(range(6))
array[::2] = b""
print(array, attempt(lambda: array.__setitem__(slice(1), 1.5)), attempt(lambda: array.__setitem__(slice(1), None)))
