# Names at module level: globals(), builtins shadowed and restored, __name__.

print(__name__)
x = 1
def show(): return x
x = 2
print(show())
globals()['made'] = 'by hand'
print(made)
print('show' in globals(), 'nothing' in globals())

def declare():
    global fresh, x
    fresh = 'declared inside'
    x += 10
declare()
print(fresh, x)

len = lambda v: 'shadowed'
print(len([1, 2]))
del len
print(len([1, 2]))

def delete():
    global fresh
    del fresh
delete()
print('fresh' in globals())
try:
    fresh
except NameError as e:
    print(e, e.name)

def late():
    return defined_later
try:
    late()
except NameError as e:
    print(e)
defined_later = 'now'
print(late())
def locals_of(a, b=2):
    c = 3
    return sorted(locals().items())
print(locals_of(1))
print(sorted(k for k in vars() if k.startswith('de')))
