# __enter__ and __exit__ of own classes.

class Room:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self):
        print('enter', self.name)
        return self
    def __exit__(self, kind, value, traceback):
        print('exit', self.name, kind and kind.__name__, value, traceback is not None)
        return self.swallow

with Room('a') as r:
    print('inside', r.name)
with Room('b'), Room('c') as c:
    print('two', c.name)
with (Room('d') as d, Room('e')):
    print('bracketed', d.name)
with Room('swallows', True):
    raise ValueError('gone')
print('after')
try:
    with Room('outer'):
        with Room('inner'):
            1 / 0
except ZeroDivisionError as e:
    print('caught', e)

def leave():
    with Room('function'):
        return 'returned'
print(leave())
for i in range(3):
    with Room(i):
        if i == 0: continue
        break

class Raises:
    def __enter__(self): return self
    def __exit__(self, *args): raise KeyError('from exit')
try:
    with Raises():
        raise ValueError('first')
except KeyError as e:
    print(repr(e), repr(e.__context__))
class NoExit:
    def __enter__(self): pass
class NoEnter:
    def __exit__(self, *a): pass
for cls in (NoExit, NoEnter, int):
    try:
        with cls(): pass
    except TypeError as e: print(e)
class EnterFails:
    def __enter__(self): raise OSError('no entry')
    def __exit__(self, *a): print('never')
try:
    with Room('first'), EnterFails(): print('never')
except OSError as e: print(e)
box = {}
with Room('target') as box['room']: pass
with Room('tuple') as r, Room('second') as (box['x']): pass
print(box['room'].name, box['x'].name)
def gen():
    with Room('generator'):
        yield 1
        yield 2
for v in gen(): print(v)
g = gen(); next(g); g.close()
