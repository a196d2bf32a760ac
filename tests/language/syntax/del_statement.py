# del of names, items, slices, attributes, and of several at once.

x = y = z = 1
del x
try:
    x
except NameError as e:
    print(e)
del y, z
print('y' in globals(), 'z' in globals())

items = list(range(10))
del items[0]
del items[-1]
del items[2:4]
del items[::2]
print(items)

d = {'a': 1, 'b': 2}
del d['a']
print(d)
try:
    del d['a']
except KeyError as e:
    print(repr(e))

class Thing: pass
t = Thing()
t.name = 'n'
del t.name
try:
    del t.name
except AttributeError as e:
    print(type(e).__name__)

(a, [b, c]) = 1, (2, 3)
del (a, [b, c])
try:
    b
except NameError as e:
    print(e)

def local():
    v = 1
    del v
    try:
        return v
    except UnboundLocalError as e:
        return str(e)
print(local())

def outer():
    v = 1
    def inner():
        return v
    del v
    try:
        return inner()
    except NameError as e:
        return str(e)
print(outer())
try:
    del items[100]
except IndexError as e:
    print(e)
try:
    del (1, 2)[0]
except TypeError as e:
    print(e)
