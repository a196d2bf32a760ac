# Protocols without inheritance: things that quack.

class Shape:
    def area(self): raise NotImplementedError
    def describe(self): return f'{type(self).__name__} of area {self.area():.2f}'
class Square(Shape):
    def __init__(self, a): self.a = a
    def area(self): return self.a ** 2
class Circle(Shape):
    def __init__(self, r): self.r = r
    def area(self): return 3.14159 * self.r ** 2
class Blob(Shape): pass

for s in (Square(2), Circle(1), Blob()):
    try: print(s.describe())
    except NotImplementedError as e: print(type(s).__name__, repr(e))

class Duck:
    def quack(self): return 'quack'
class Robot:
    def __getattr__(self, name): return lambda: f'imitates {name}'
for thing in (Duck(), Robot()): print(thing.quack())

class Chain:
    def __init__(self, path=''): self.path = path
    def __getattr__(self, name): return Chain(f'{self.path}.{name}')
    def __call__(self, *args): return Chain(f'{self.path}({", ".join(map(repr, args))})')
    def __getitem__(self, k): return Chain(f'{self.path}[{k!r}]')
    def __repr__(self): return self.path
print(Chain().a.b(1, 'x')[0].c)
class Mixin:
    def to_dict(self): return {k: v for k, v in vars(self).items() if not k.startswith('_')}
class Both(Mixin, Square):
    def __init__(self, a):
        super().__init__(a)
        self._hidden = 1
print(Both(3).to_dict(), Both(3).describe())
class Node:
    def __init__(self, value, *children): self.value, self.children = value, children
    def __iter__(self):
        yield self.value
        for c in self.children: yield from c
    def accept(self, visitor): return getattr(visitor, 'visit_' + type(self.value).__name__)(self)
class Visitor:
    def visit_int(self, n): return n.value + sum(c.accept(self) for c in n.children)
    def visit_str(self, n): return len(n.value)
tree = Node(1, Node(2, Node('abc')), Node(3))
print(list(tree), tree.accept(Visitor()))
