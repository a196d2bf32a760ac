# __new__, __init__, __del__ left aside: how an instance comes to be.

class Tracked:
    def __new__(cls, *args, **kwargs):
        print('new', cls.__name__, args, kwargs)
        return super().__new__(cls)
    def __init__(self, *args, **kwargs):
        print('init', args, kwargs)
Tracked(1, k=2)

class Positive(int):
    def __new__(cls, value):
        if value < 0: raise ValueError('negative')
        return super().__new__(cls, value)
    def double(self): return Positive(self * 2)
p = Positive(5)
print(p, p + 1, type(p + 1).__name__, type(p.double()).__name__, p.double(), p == 5, hash(p) == hash(5))
try: Positive(-1)
except ValueError as e: print(e)

class Other:
    def __new__(cls): return 'something else'
    def __init__(self): print('never called')
print(Other())

class NoArguments: pass
for f in (lambda: NoArguments(1), lambda: NoArguments(x=1), lambda: object(1)):
    try: f()
    except TypeError as e: print(e)
class InitReturns:
    def __init__(self): return 5
try: InitReturns()
except TypeError as e: print(e)

class Pair(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    @property
    def first(self): return self[0]
print(Pair(1, 2), Pair(1, 2).first, Pair(1, 2) == (1, 2), len(Pair(3, 4)))
class Stack(list):
    def push(self, x): self.append(x)
    def __repr__(self): return f'Stack({super().__repr__()})'
s = Stack([1])
s.push(2)
print(s, len(s), s[0], s + [3], type(s + [3]).__name__, sorted(s, reverse=True))
class Name(str):
    def __new__(cls, s): return super().__new__(cls, s.title())
    def greet(self): return f'Hi {self}'
print(Name('ann').greet(), Name('ann') == 'Ann', Name('bo').upper(), type(Name('bo').upper()).__name__)
class Counter(dict):
    def add(self, k): self[k] = self.get(k, 0) + 1
c = Counter()
c.add('x'); c.add('x')
print(c, isinstance(c, dict), c['x'])
class F(float):
    def __str__(self): return f'<{float(self):.1f}>'
print(F(2.25), repr(F(1.5)), F(1) + 1, [F(3)])
a = object.__new__(NoArguments)
print(type(a) is NoArguments)
try:
    class B(bool): pass
except TypeError as e: print(e)
try:
    class N(type(None)): pass
except TypeError as e: print(e)
try:
    class Fun(type(len)): pass
except TypeError as e: print(e)
