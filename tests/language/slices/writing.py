# Assigning to and deleting slices of a list.

def changed(action):
    items = list(range(6))
    action(items)
    print(items)
def put(sl, value): return lambda items: items.__setitem__(sl, value)
def cut(sl): return lambda items: items.__delitem__(sl)
for sl, v in ((slice(1, 3), 'xyz'), (slice(0, 0), [9, 9]), (slice(None), []), (slice(2, 4), []),
              (slice(6, 6), (7,)), (slice(100, None), [1]), (slice(4, 2), [8]), (slice(None, None, 2), 'abc'),
              (slice(None, None, -1), 'abcdef'), (slice(1, None, 3), [10, 40]), (slice(-2, None), range(3)),
              (slice(5, 0, -2), [1, 2, 3])):
    changed(put(sl, v))
for sl in (slice(1, 3), slice(None), slice(None, None, 2), slice(5, 0, -2), slice(4, 2), slice(10, 20),
           slice(-1, None), slice(1, None, 4)):
    changed(cut(sl))
a = [1, 2, 3]
a[1:2] = a
print(a)
a[:] = (x * 2 for x in a)
print(a)
b = a
a[:] = [0]
print(b, a is b)
a += [1, 2]; a[1:1] = 'ab'; a[-1:] = []
print(a)
for f in (lambda: put(slice(None, None, 2), [1])([1, 2, 3]), lambda: put(slice(0, 1), 5)([1]),
          lambda: put(5, 0)([1]), lambda: cut(5)([1]), lambda: put(slice(None, None, 2), 5)([1]),
          lambda: put('a', 0)([1]), lambda: cut('a')([1]), lambda: 'abc'.__setitem__(0, 'x'),
          lambda: put(slice(None, None, 0), [])([1]), lambda: put(-5, 0)([1])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def strings():
    s = 'abc'
    s[0] = 'x'
try: strings()
except TypeError as e: print(e)
t = (1, 2)
try: t[0] = 5
except TypeError as e: print(e)
try: del t[0]
except TypeError as e: print(e)
try: range(3)[0] = 1
except TypeError as e: print(e)
try: b'ab'[0] = 1
except TypeError as e: print(e)
