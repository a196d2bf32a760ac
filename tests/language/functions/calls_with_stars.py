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
