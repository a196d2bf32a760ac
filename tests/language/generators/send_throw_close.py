# A generator is spoken to: send, throw, close.

def averager():
    total, n, average = 0, 0, None
    while True:
        value = yield average
        total += value
        n += 1
        average = total / n
a = averager()
next(a)
print(a.send(10), a.send(20), a.send(60))
a.close()
try: a.send(1)
except StopIteration: print('closed')

def echo():
    received = None
    while True:
        try: received = yield received
        except ValueError as e: received = f'caught {e}'
        except GeneratorExit:
            print('asked to leave')
            raise
        finally: print('turn')
e = echo()
print(next(e), e.send('hi'), e.throw(ValueError('v')), e.throw(ValueError, 'old form'))
e.close()
e.close()
try: averager().send(5)
except TypeError as err: print(err)
g = averager(); next(g)
try: g.throw(KeyError('k'))
except KeyError as err: print(repr(err))
print(list(g))
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
s = stubborn(); next(s)
try: s.close()
except RuntimeError as err: print(err)
def unstarted():
    print('never runs')
    yield
u = unstarted(); u.close(); print(list(u))
u = unstarted()
try: u.throw(ValueError('at start'))
except ValueError as err: print(err)
def returns_on_close():
    try: yield 1
    except GeneratorExit: return
r = returns_on_close(); next(r); print(r.close())
def stops():
    yield 1
    raise StopIteration('inside')
try: list(stops())
except RuntimeError as err: print(err, repr(err.__cause__))
def itself():
    yield next(me)
me = itself()
try: next(me)
except ValueError as err: print(err)
def conversation():
    x = yield 'name?'
    y = yield f'hello {x}, age?'
    return x, y
c = conversation()
print(next(c)); print(c.send('Ann'))
try: c.send(5)
except StopIteration as s: print(s.value)
for bad in (5, 'x', None):
    try: echo().throw(bad)
    except TypeError as err: print(err)
