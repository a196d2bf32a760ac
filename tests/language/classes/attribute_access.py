# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__.

class Dynamic:
    def __init__(self): self.real = 1
    def __getattr__(self, name):
        if name.startswith('dyn_'): return name[4:]
        raise AttributeError(f'no {name} here')
d = Dynamic()
print(d.real, d.dyn_thing, hasattr(d, 'nope'), getattr(d, 'nope', 'default'))
try: d.nope
except AttributeError as e: print(e)

class Guarded:
    def __setattr__(self, name, value):
        print('set', name)
        super().__setattr__(name, value)
    def __delattr__(self, name):
        print('del', name)
        object.__delattr__(self, name)
g = Guarded()
g.x = 1
g.x += 1
print(g.x)
del g.x
print(hasattr(g, 'x'))

class Spy:
    def __init__(self): self.log = []
    def __getattribute__(self, name):
        if name != 'log':
            object.__getattribute__(self, 'log').append(name)
        return object.__getattribute__(self, name)
    def method(self): return 'called'
s = Spy()
s.method()
hasattr(s, 'none')
print(s.log)

class Proxy:
    def __init__(self, target): object.__setattr__(self, '_target', target)
    def __getattr__(self, name): return getattr(self._target, name)
    def __setattr__(self, name, value): setattr(self._target, name, value)
class Target: pass
target = Target()
proxy = Proxy(target)
proxy.x = 5
print(target.x, proxy.x, '_target' in proxy.__dict__)
print(Proxy([1, 2]).index(2))

class Listed:
    def __dir__(self): return ['b', 'a']
print(dir(Listed()))
class Thing:
    cls_attr = 1
    def m(self): pass
t = Thing()
t.inst = 2
print([n for n in dir(t) if not n.startswith('__')], [n for n in dir(Thing) if not n.startswith('__')])
for f in (lambda: t.missing, lambda: Thing.missing, lambda: (5).missing, lambda: 'a'.missing, lambda: None.missing,
          lambda: [].missing, lambda: len.missing, lambda: setattr(5, 'x', 1), lambda: setattr([], 'x', 1),
          lambda: delattr(t, 'missing'), lambda: setattr(object(), 'x', 1), lambda: setattr(int, 'x', 1),
          lambda: setattr(len, 'x', 1), lambda: getattr(t, 5), lambda: setattr(t, 5, 1)):
    try: f()
    except (AttributeError, TypeError) as e: print(type(e).__name__, e)
# special methods are looked up on the class, not on the instance
t.__len__ = lambda: 5
try: len(t)
except TypeError as e: print(e)
t.__dict__.update(a=1, b=2)
print(t.a + t.b)
t.__dict__ = {'only': 1}
print(t.only, hasattr(t, 'a'))
