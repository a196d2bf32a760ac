# __slots__.

class Point:
    __slots__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
    def total(self): return self.x + self.y

p = Point(1, 2)
print(p.x, p.total(), hasattr(p, '__dict__'), Point.__slots__)
p.x = 10
print(p.x)
try: p.z = 1
except AttributeError as e: print(e)
del p.y
try: p.y
except AttributeError as e: print(e)
try: del p.y
except AttributeError as e: print(type(e).__name__)

class Point3(Point):
    __slots__ = ['z']
q = Point3(1, 2)
q.z = 3
print(q.x, q.y, q.z)
try: q.w = 1
except AttributeError as e: print(e)

class Free(Point): pass
f = Free(1, 2)
f.anything = 'goes'
print(f.__dict__, f.x)
class One: __slots__ = 'single'
o = One()
o.single = 1
print(o.single)
class WithDict:
    __slots__ = ('a', '__dict__')
w = WithDict()
w.a, w.b = 1, 2
print(w.a, w.__dict__)
try:
    class Clash:
        __slots__ = ('x',)
        x = 1
except ValueError as e: print(e)
print(type(Point.x).__name__, Point.x.__get__(p))
