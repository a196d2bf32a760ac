# Equality, order and hashing defined by a class.

import functools

class Version:
    def __init__(self, *parts): self.parts = parts
    def __eq__(self, other):
        return self.parts == other.parts if isinstance(other, Version) else NotImplemented
    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, Version) else NotImplemented
    def __le__(self, other): return self == other or self < other
    def __hash__(self): return hash(self.parts)
    def __repr__(self): return 'v' + '.'.join(map(str, self.parts))

a, b, c = Version(1, 2), Version(1, 10), Version(1, 2)
print(a == c, a != c, a < b, a > b, a <= c, a >= c, a == 1, a != 1, 1 == a)
print(sorted([b, a, Version(0, 9)]), max(a, b), min(a, b), a in [c], [b, a].index(c))
print(len({a, b, c}), {a: 'x'}[c])
try:
    a < 1
except TypeError as e:
    print(e)

@functools.total_ordering
class Grade:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
    def __lt__(self, other): return self.n < other.n
print(Grade(1) <= Grade(1), Grade(2) > Grade(1), Grade(1) >= Grade(2))
try:
    hash(Grade(1))
except TypeError as e:
    print(e)
try:
    {Grade(1)}
except TypeError as e:
    print(e)

class Reflected:
    def __gt__(self, other): return 'gt'
    def __ge__(self, other): return 'ge'
    def __eq__(self, other): return 'eq'
    def __ne__(self, other): return 'ne'
print(1 < Reflected(), 1 <= Reflected(), 1 == Reflected(), 1 != Reflected(), Reflected() > 1)

class OnlyEq:
    def __eq__(self, other): return True
print(OnlyEq() != 1, OnlyEq() == 1, 5 in [OnlyEq()], [1, 2] == [OnlyEq(), OnlyEq()])
class Never:
    def __eq__(self, other): return False
    def __hash__(self): return 1
n = Never()
print(n == n, n in [n], [n] == [n], [n].count(n), {n: 1}.get(n))
class BadHash:
    def __hash__(self): return 'no'
try:
    hash(BadHash())
except TypeError as e:
    print(e)
class Big:
    def __hash__(self): return 2 ** 100
print(hash(Big()) == hash(2 ** 100))
class Truth:
    def __bool__(self): return 1
try:
    bool(Truth())
except TypeError as e:
    print(e)
class Sized:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
print(bool(Sized(0)), bool(Sized(2)), not Sized(0))
try:
    len(Sized(-1))
except ValueError as e:
    print(e)
