# Overriding, super in its forms, and the order in which classes are searched.

class Animal:
    def __init__(self, name):
        self.name = name
    def speak(self):
        return 'silence'
    def introduce(self):
        return f'{self.name} says {self.speak()}'

class Dog(Animal):
    def speak(self):
        return 'woof'

class Puppy(Dog):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age
    def speak(self):
        return super().speak() + ' (small)'

print(Animal('It').introduce(), Dog('Rex').introduce(), Puppy('Bit', 1).introduce(), sep='; ')
print(Puppy.__mro__[1] is Dog, Puppy.__bases__ == (Dog,), [c.__name__ for c in Puppy.mro()])
print(isinstance(Puppy('x', 1), Animal), issubclass(Dog, Puppy), issubclass(Puppy, (int, Dog)))

class A:
    def who(self): return ['A']
class B(A):
    def who(self): return ['B'] + super().who()
class C(A):
    def who(self): return ['C'] + super().who()
class D(B, C):
    def who(self): return ['D'] + super().who()
class E(C, B):
    pass
print(D().who(), E().who(), [c.__name__ for c in D.__mro__])

try:
    class Impossible(A, B): pass
except TypeError as e:
    print(e)
try:
    class Twice(A, A): pass
except TypeError as e:
    print(e)

print(super(B, D()).who(), super(D, D()).who())

class Base:
    @classmethod
    def make(cls): return cls.__name__
    @staticmethod
    def plain(): return 'plain'
    @property
    def value(self): return 1
class Derived(Base):
    @classmethod
    def make(cls): return 'derived ' + super().make()
    @property
    def value(self): return super().value + 1
print(Derived.make(), Derived().make(), Derived.plain(), Derived().value)

class Late: pass
class User(Late): pass
Late.added = lambda self: 'added after'
print(User().added())
class Old(A): pass
o = Old()
Old.__bases__ = (C,)
print(o.who())
o.__class__ = D
print(o.who())
print(hasattr(super(D, o), 'who'), hasattr(super(D, o), 'nothing'))
try:
    super(D, o).nothing
except AttributeError as e:
    print(e)
