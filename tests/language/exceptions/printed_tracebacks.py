# What a traceback looks like for failures of many kinds: markers, chains, groups, notes, folded recursion, syntax errors.
import sys
def f(x):
    return 1 / x
def g():
    try:
        f(0)
    except ZeroDivisionError as e:
        raise ValueError("bad value") from e
def h():
    try:
        g()
    except ValueError:
        raise KeyError('k')
def rec(n):
    return rec(n+1)
class MyErr(Exception): pass
class Multi(ValueError, KeyError): pass
def show(fn, *a):
    try: fn(*a)
    except BaseException as e:
        sys.excepthook(type(e), e, e.__traceback__)
show(f, 0)
show(g)
show(h)
show(rec, 0)
def m(): raise MyErr('x', 2)
show(m)
def m2(): raise Multi('a')
show(m2)
def notes():
    e = MyErr('with notes'); e.add_note('first'); e.add_note('second\nline'); raise e
show(notes)
def group():
    try:
        raise ValueError('inner')
    except ValueError as v:
        raise ExceptionGroup('grp', [v, TypeError('t'), ExceptionGroup('nested', [KeyError('k'), OSError(2,'x')])])
show(group)
def syn(): compile('x = (1\ny = 2', 'file.py', 'exec')
show(syn)
def sub():
    a = [1,2,3]
    return a[5] + 1
show(sub)
def attr():
    return 'abc'.uper()
show(attr)
def nm():
    valuee = 3
    return value + 1
show(nm)
def multi():
    return (1 +
        2 +
        'a')
show(multi)
def call():
    return len(
        5)
show(call)
def nested():
    d = {'a': {'b': None}}
    return d['a']['b']['c']
show(nested)
def unicode_(): 
    ü = '日本'; return ü + 1 + ü
show(unicode_)
def aug():
    x = 1
    x += 'a'
show(aug)
def unpack():
    a, b = 1, 2, 3
show(unpack)
def assertion():
    assert 1 == 2, 'msg'
show(assertion)
def noctx():
    try: 1/0
    except: raise KeyError('x') from None
show(noctx)
def kw(): f(y=1)
show(kw)
def imp():
    import nosuch.thing
show(imp)
def lam():
    (lambda: 1/0)()
show(lam)
def gen():
    def it():
        yield 1
        raise RuntimeError('in gen')
    return list(it())
show(gen)
class C:
    def meth(self):
        return self.x.y
    def __str__(self): raise 1
show(C().meth)
def strfail():
    class E(Exception):
        def __str__(self): raise ValueError
    raise E
show(strfail)
raise SystemExit('bye')

