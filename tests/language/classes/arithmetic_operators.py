# Operator methods: plain, reflected, in place, and NotImplemented between them.

class Vector:
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f'V({self.x}, {self.y})'
    def __add__(self, other):
        if not isinstance(other, Vector): return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)
    def __sub__(self, other): return Vector(self.x - other.x, self.y - other.y)
    def __mul__(self, k): return Vector(self.x * k, self.y * k)
    def __rmul__(self, k): return self * k
    def __truediv__(self, k): return Vector(self.x / k, self.y / k)
    def __floordiv__(self, k): return Vector(self.x // k, self.y // k)
    def __mod__(self, k): return Vector(self.x % k, self.y % k)
    def __neg__(self): return Vector(-self.x, -self.y)
    def __pos__(self): return self
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __invert__(self): return Vector(self.y, self.x)
    def __matmul__(self, other): return self.x * other.x + self.y * other.y
    def __iadd__(self, other):
        self.x += other.x; self.y += other.y
        return self
    def __bool__(self): return bool(self.x or self.y)

v, w = Vector(3, 4), Vector(1, 2)
print(v + w, v - w, v * 2, 2 * v, v / 2, v // 2, v % 2, -v, +v, abs(v), ~v, v @ w, bool(Vector(0, 0)))
same = v
v += w
print(v, same is v)
v -= w
print(v, same is v)

class Logged:
    def __init__(self, name): self.name = name
for name in 'add sub mul truediv floordiv mod pow lshift rshift and or xor matmul divmod'.split():
    setattr(Logged, f'__{name}__', lambda self, other, n=name: f'{self.name}.{n}({other})')
    setattr(Logged, f'__r{name}__', lambda self, other, n=name: f'{self.name}.r{n}({other})')
    setattr(Logged, f'__i{name}__', lambda self, other, n=name: f'{self.name}.i{n}({other})')
a = Logged('a')
print(a + 1, a - 1, a * 1, a / 1, a // 1, a % 1, a ** 1, a << 1, a >> 1, a & 1, a | 1, a ^ 1, a @ 1, divmod(a, 1))
print(1 + a, 1 - a, 1 * a, 1 / a, 1 // a, 1 % a, 1 ** a, 1 << a, 1 >> a, 1 & a, 1 | a, 1 ^ a, 1 @ a, divmod(1, a))
for op in ('+=', '-=', '*=', '/=', '//=', '%=', '**=', '<<=', '>>=', '&=', '|=', '^=', '@='):
    space = {'a': a}
    exec(f'a {op} 1', space)
    print(space['a'], end=' ')
print()

class Base:
    def __add__(self, other): return 'Base.add'
    def __radd__(self, other): return 'Base.radd'
class Sub(Base):
    def __radd__(self, other): return 'Sub.radd'
print(Base() + Sub(), Sub() + Base(), Base() + Base(), 1 + Base())
class Refuses:
    def __add__(self, other): return NotImplemented
    def __radd__(self, other): return NotImplemented
for f in (lambda: Refuses() + 1, lambda: 1 + Refuses(), lambda: Refuses() - 1, lambda: v + 1, lambda: -Refuses(),
          lambda: Refuses() ** 2, lambda: Refuses() @ 2, lambda: abs(Refuses()), lambda: Refuses() < 1):
    try:
        print(f())
    except TypeError as e:
        print(e)
class Power:
    def __pow__(self, n, mod=None): return ('pow', n, mod)
print(Power() ** 2, pow(Power(), 2), pow(Power(), 2, 7))
print(sum([Vector(1, 1), Vector(2, 2)], Vector(0, 0)))
