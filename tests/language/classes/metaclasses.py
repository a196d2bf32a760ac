# Classes that make classes.

class Meta(type):
    def __new__(mcls, name, bases, namespace, **options):
        print('new', name, sorted(options.items()))
        namespace['added'] = lambda self: f'added to {name}'
        return super().__new__(mcls, name, bases, namespace)
    def __init__(cls, name, bases, namespace, **options):
        print('init', name)
        super().__init__(name, bases, namespace)
    def __call__(cls, *args, **kwargs):
        print('call', cls.__name__, args)
        return super().__call__(*args, **kwargs)
    def __len__(cls): return 42
    def __repr__(cls): return f'<made {cls.__name__}>'
    def __getattr__(cls, name): return f'class attribute {name}'
    def __iter__(cls): return iter('meta')
    def __contains__(cls, x): return x == 'in'
    @property
    def label(cls): return 'label of ' + cls.__name__
    def on_class(cls): return cls.__name__

class A(metaclass=Meta, option=1):
    def __init__(self, x=0): self.x = x
class B(A, other=2): pass

print(A, B, type(A) is Meta, type(B) is Meta, len(A), A(5).x, B().added(), A.label, B.nothing, list(A), 'in' in A)
print(A.on_class(), isinstance(A, Meta), isinstance(A, type))
try: A().on_class
except AttributeError as e: print(e)

class Singleton(type):
    instances = {}
    def __call__(cls, *args):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args)
        return cls.instances[cls]
class Config(metaclass=Singleton):
    def __init__(self): print('made once')
print(Config() is Config())

class Prepared(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        print('prepare', name)
        return {'ready': True}
class P(metaclass=Prepared):
    value = ready
print(P.value, P.ready)

D = type('D', (object,), {'x': 1, 'f': lambda self: self.x})
print(D.__name__, D().f(), D.__module__)
class Registry:
    known = []
    def __init_subclass__(cls, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Registry.known.append((cls.__name__, tag))
class R1(Registry, tag='one'): pass
class R2(R1): pass
print(Registry.known)
class M1(type): pass
class M2(type): pass
class X1(metaclass=M1): pass
class X2(metaclass=M2): pass
try:
    class X3(X1, X2): pass
except TypeError as e: print(e)
def factory(name, bases, namespace): return name, bases, [k for k in namespace if not k.startswith('__')]
class Odd(metaclass=factory): field = 1
print(Odd)
class Generic:
    def __class_getitem__(cls, item): return f'{cls.__name__}[{item.__name__}]'
print(Generic[int])
class InstanceCheck(type):
    def __instancecheck__(cls, x): return x == 5
    def __subclasscheck__(cls, c): return c is int
class Fives(metaclass=InstanceCheck): pass
print(isinstance(5, Fives), isinstance(6, Fives), issubclass(int, Fives), issubclass(str, Fives))
