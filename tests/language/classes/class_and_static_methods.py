# classmethod and staticmethod, seen from the class, an instance and a subclass.

class Date:
    format = '{}-{:02}-{:02}'
    def __init__(self, y, m, d): self.y, self.m, self.d = y, m, d
    @classmethod
    def parse(cls, text): return cls(*map(int, text.split('-')))
    @classmethod
    def set_format(cls, f): cls.format = f
    @staticmethod
    def leap(y): return y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
    def __str__(self): return self.format.format(self.y, self.m, self.d)
class Timestamp(Date):
    def __str__(self): return 'T' + super().__str__()

print(Date.parse('2024-2-3'), Timestamp.parse('2024-2-3'), Date(1, 2, 3).parse('5-6-7'))
print(Date.leap(2000), Timestamp(1, 1, 1).leap(1900))
Timestamp.set_format('{}/{}/{}')
print(Date(1, 2, 3), Timestamp(1, 2, 3))
print(Date.parse.__self__ is Date, Timestamp.parse.__self__ is Timestamp,
      Date.parse.__func__ is Timestamp.parse.__func__)
print(type(Date.__dict__['parse']).__name__, type(Date.__dict__['leap']).__name__, type(Date.leap).__name__)
def f(x): return x
class C:
    g = staticmethod(f)
    h = classmethod(lambda cls, x: (cls.__name__, x))
    k = f
print(C.g(1), C().g(2), C.h(3), C().h(4), C.k(5), C().k() is not None)
print(staticmethod(f)(6))
