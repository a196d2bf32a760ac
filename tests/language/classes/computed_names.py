# A special method counts whatever its name was made of, and wherever the class stands in the order of lookup.
prefix = '__'
Made = type('Made', (), {prefix + 'len__': lambda self: 3, ''.join(['__', 'call', '__']): lambda self: 5})
print(len(Made()), Made()())
setattr(Made, prefix + 'len__', lambda self: 4)
print(len(Made()))


class Reordered(type):
    def mro(cls):
        return [cls, Other, object]


class Other:
    def __len__(self):
        return 7


class Base:
    def __len__(self):
        return 1

    def __bool__(self):
        return False


class Derived(Base, metaclass=Reordered):
    pass


class Further(Derived):
    pass


print(len(Derived()), len(Further()), bool(Derived()), bool(Base()))
Base.__len__ = lambda self: 10
print(len(Base()), len(Derived()), len(Further()))
