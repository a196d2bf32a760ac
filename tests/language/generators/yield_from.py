# yield from: values, sends, throws and results pass through.

def inner():
    received = yield 1
    print('inner got', received)
    try: yield 2
    except ValueError as e: print('inner caught', e)
    yield 3
    return 'inner result'
def outer():
    result = yield from inner()
    print('outer has', result)
    yield from [10, 20]
    yield from 'ab'
    yield from range(2)
    return 'outer result'
g = outer()
print(next(g), g.send('hello'), g.throw(ValueError('v')))
print(list(g))

def delegate(n):
    if n == 0: yield 'bottom'
    else: yield from delegate(n - 1)
print(list(delegate(50)))
def closing():
    try: yield 1
    finally: print('inner closed')
def around():
    try: yield from closing()
    finally: print('outer closed')
g = around(); next(g); g.close()
def flatten(x):
    if isinstance(x, list):
        for y in x: yield from flatten(y)
    else: yield x
print(list(flatten([1, [2, [3, [4]], 5], [], [[6]]])))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration('from class')
        return self.n
    def send(self, v): return f'sent {v}'
def uses():
    r = yield from It()
    yield r
g = uses()
print(next(g), g.send('x'), next(g), next(g))
def bad():
    yield from 5
try: list(bad())
except TypeError as e: print(e)
def returns(v):
    return v
    yield
def collect():
    a = yield from returns(1)
    b = yield from returns(2)
    yield a + b
print(list(collect()))
def raising():
    yield 1
    raise KeyError('inside')
def catching():
    try: yield from raising()
    except KeyError as e: yield f'caught {e}'
print(list(catching()))
