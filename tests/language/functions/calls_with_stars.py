# * and ** in calls: any iterable, any mapping, mixed and repeated.

def f(*args, **kwargs): return args, kwargs

print(f(*[1, 2], 3, *(4,), *'ab', *{5: 'x'}, *range(2)))
print(f(**{'a': 1}, b=2, **{'c': 3}))
print(f(*(i * i for i in range(3))))
print(f(*map(str, [1, 2])))

class Mapping:
    def keys(self): return ['x', 'y']
    def __getitem__(self, k): return k * 2
print(f(**Mapping()))

class Sequence:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(f(*Sequence()))
print(max(*[1, 5, 3]), print(*[], sep='x'))
args, kwargs = (1, 2), {'sep': '/'}
print(*args, **kwargs)
print(dict(**{'with space': 1}, normal=2))
def relay(*args, **kwargs): return f(*args, **kwargs)
print(relay(1, a=2))
def changes(*args, **kwargs):
    kwargs['new'] = 1
    return args, kwargs
original = {'old': 0}
print(changes(**original), original)
print([*map(lambda p: f(*p), [(1,), (2, 3)])])
print(f(*[], **{}))

# What is called this way: functions and methods of every kind, from functions and generators, to any depth.
class Counter:
    def __init__(self, *args, **kwargs): self.args, self.kwargs = args, kwargs
    def plain(self, a, b=2): return (a, b) + self.args
    def any(self, *args, **kwargs): return args, kwargs
    def items(self, *args, **kwargs): yield from (args, kwargs)
    @classmethod
    def of(cls, *args, **kwargs): return cls(*args, **kwargs)
    @staticmethod
    def free(a, /, b, *, c=3): return a, b, c
    def __call__(self, *args, **kwargs): return 'called', args, kwargs

counter = Counter.of(*[7], **{'k': 8})
print(counter.args, counter.kwargs, counter.plain(*[1]), counter.plain(**{'b': 5, 'a': 4}), counter.plain(*(1, 3)))
print(counter.any(*'ab', **{'self_': 1}), list(counter.items(*[1], **{'x': 2})), counter(*[1], **{'y': 2}))
print(Counter.free(*[1], **{'b': 2}), Counter.free(*[1, 2], **{'c': 9}), Counter.plain(*[counter, 6]))
def generator(*args, **kwargs):
    yield f(*args, **kwargs)
    yield counter.plain(*args[:1], **{'b': 0})
    yield (lambda: 'nothing')(*[], **{})
print(list(generator(1, 2, z=3)))
def simple(a, b): return a, b
print(simple(*[1, 2]), simple(*[1], **{'b': 2}), [simple(*p) for p in ((1, 2), 'ab')])
def deep(n, **kwargs): return n if n == 0 else deep(*[n - 1], **kwargs)
print(deep(500, x=1))
def without_end(*args, **kwargs): return without_end(*args, **kwargs)
try:
    without_end(1, a=2)
except RecursionError as error:
    print(type(error).__name__)
for call in (lambda: simple(*[1]), lambda: simple(*[1, 2, 3]), lambda: simple(*[1, 2], **{'a': 1}), lambda: simple(**{'c': 1}),
             lambda: simple(*[1, 2], **{1: 2}), lambda: simple(**5), lambda: simple(*5), lambda: f(**{'a': 1}, **{'a': 2}),
             lambda: counter.plain(*[1, 2, 3]), lambda: f(a=1, **{'a': 2}), lambda: Counter.free(**{'a': 1, 'b': 2})):
    try:
        call()
    except TypeError as error:
        print(error)

class Loud(dict):
    def keys(self): return ['k']
    def __getitem__(self, key): return 'asked for ' + key
class Own(Loud):
    def __iter__(self): return iter(self.keys())
class Name(str): pass
print(f(**Loud(a=1)), f(**Own(a=1)), f(**{Name('n'): 1}), simple(**{Name('a'): 1, Name('b'): 2}))

async def coroutine(*args, **kwargs): return args, kwargs
async def awaits(): return await coroutine(*[1], **{'a': 2})
try:
    awaits().send(None)
except StopIteration as stop:
    print(stop.value)
