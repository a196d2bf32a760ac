# Hashes that are the same in every process: numbers, what is made of them, and nothing at all.
from decimal import Decimal
from fractions import Fraction

print(hash(""), hash(b""), hash(memoryview(b"")), {"": 1, b"": 2}[""], "" in {"", "a"})
print(hash(()), hash((1, 2)), hash((1, (2, 3))), hash((-1,)), hash((0,)), hash(((),)), hash((1.5, True)))
print(hash(frozenset()), hash(frozenset([1, 2, 3])), hash(frozenset([frozenset()])))
print([hash(n) for n in (0, -1, -2, 2**61 - 2, 2**61 - 1, 2**61, 2**100, -(2**100))])
print([hash(x) for x in (1.5, -0.0, 0.1, 1e300, 1e-300, float("inf"), float("-inf"), 1j, 1 + 2j, -1.0, True)])
print(hash(range(5)), hash(range(1, 10, 2)), hash(Fraction(1, 3)), hash(Decimal("1.5")), hash(Decimal("0.1")))
