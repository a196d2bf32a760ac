# What a generator remembers, and exceptions across a yield.

def g():
    try:
        yield 1
        try:
            yield 2
            raise ValueError('inside')
        except ValueError as e:
            yield f'handled {e}'
            yield 3
    finally:
        yield 'in finally'
print(list(g()))
x = g(); next(x); next(x)
print(x.throw(KeyError('k')))
try: next(x)
except KeyError as e: print(repr(e))

def handled():
    try: raise ValueError('first')
    except ValueError:
        yield 1
        raise
h = handled()
next(h)
try:
    try: raise KeyError('outside')
    except KeyError: next(h)
except ValueError as e: print(e)
def in_with():
    class C:
        def __enter__(self): return 'resource'
        def __exit__(self, *a): print('released', a[0] and a[0].__name__)
    with C() as c:
        yield c
        yield c * 2
for v in in_with(): print(v)
w = in_with(); next(w); w.close()
w = in_with(); next(w)
try: w.throw(OSError('broken'))
except OSError as e: print(e)
def args(a, *b, c=1, **d):
    a += 1
    yield a, b, c, d
print(list(args(1, 2, 3, c=4, e=5)))
def running():
    yield me.gi_running
me = running()
print(me.gi_running, next(me), me.gi_frame is not None, me.gi_code.co_name, me.__name__)
next(me, None)
print(me.gi_frame)
def nested_yield():
    x = yield (yield 1)
    print('x', x)
n = nested_yield(); print(next(n), n.send('a'), next(n, 'end'))
def yield_expr():
    print([(yield 1), (yield 2)], (yield))
y = yield_expr(); next(y); y.send('p'); y.send('q'); next(y, None)
