# Data and non-data descriptors, __set_name__, and who wins in attribute lookup.

class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, owner, name):
        print('named', owner.__name__, name)
        self.name = name
    def __get__(self, instance, owner):
        if instance is None: return f'<{owner.__name__}.{self.name}>'
        return instance.__dict__.get(self.name, 'unset')
    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f'{self.name} must be {self.kind.__name__}')
        instance.__dict__[self.name] = value
    def __delete__(self, instance): del instance.__dict__[self.name]

class Person:
    name = Typed(str)
    age = Typed(int)

p = Person()
print(p.name, Person.name)
p.name, p.age = 'Eve', 30
print(p.name, p.age, p.__dict__)
try:
    p.age = 'old'
except TypeError as e:
    print(e)
del p.age
print(p.age)

class NonData:
    def __get__(self, instance, owner): return 'from descriptor'
class Holder:
    attr = NonData()
h = Holder()
print(h.attr)
h.attr = 'from instance'
print(h.attr, Holder.attr)

class Data(NonData):
    def __set__(self, instance, value): print('set', value)
class Holder2:
    attr = Data()
h = Holder2()
h.__dict__['attr'] = 'hidden'
h.attr = 1
print(h.attr)

class Method:
    def __init__(self, f): self.f = f
    def __get__(self, instance, owner): return lambda *a: self.f(instance, *a)
class UsesMethod:
    @Method
    def add(self, x): return self.base + x
    base = 10
print(UsesMethod().add(5))

class ReadOnly:
    def __get__(self, i, o): return 1
    def __set__(self, i, v): raise AttributeError('read only')
class R: x = ReadOnly()
try: R().x = 5
except AttributeError as e: print(e)
class CachedProperty:
    def __init__(self, f): self.f, self.name = f, f.__name__
    def __get__(self, instance, owner):
        value = instance.__dict__[self.name] = self.f(instance)
        return value
class Lazy:
    @CachedProperty
    def data(self):
        print('computing')
        return [1]
l = Lazy()
print(l.data, l.data, l.data is l.data)
print(str.upper.__get__('abc')(), Person.__dict__['name'].__get__(p, Person))
def function(self): return 'bound to ' + str(self)
print(function.__get__(5)())
