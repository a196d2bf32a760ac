# Decorators: functions, classes, instances with __call__, with arguments, stacked, on methods.

import functools

def shout(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs).upper() + '!'
    return wrapper

def repeat(times):
    def decorate(f):
        def wrapper(*args):
            return ' '.join(f(*args) for _ in range(times))
        return wrapper
    return decorate

class Counted:
    def __init__(self, f):
        self.f, self.calls = f, 0
    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)

@shout
def hello(name):
    """Greets."""
    return 'hello ' + name

@repeat(3)
@shout
def word(w): return w

@Counted
def add(a, b): return a + b

print(hello('world'), hello.__name__, hello.__doc__, hello.__wrapped__('x'))
print(word('ha'))
print(add(1, 2), add(3, 4), add.calls)

class Api:
    @staticmethod
    def plain(x): return x
    @classmethod
    def of(cls, x): return cls.__name__, x
    @shout
    def loud(self): return 'from method'
    @property
    def size(self): return 42

print(Api.plain(1), Api().plain(2), Api.of(3), Api().of(4), Api().loud(), Api().size)

registry = {}
def register(cls):
    registry[cls.__name__] = cls
    return cls

@register
class Plugin: pass
print(registry['Plugin'] is Plugin)

@(lambda f: lambda: ('wrapped', f()))
def lam(): return 1
print(lam())
table = {'d': shout}
@table['d']
def from_table(): return 'table'
print(from_table())
