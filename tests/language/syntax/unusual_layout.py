# Names, soft keywords and punctuation in places where a parser may stumble.

привет = 'unicode names'
ñ, _private, __dunder__, x1 = 1, 2, 3, 4
print(привет, ñ, _private, __dunder__, x1)
type = 'a name'
print(type)
print(*(1, 2), *[3], sep='-', **{'end': '!\n'})
x = 5,
print(x)
(y,) = x
[z] = x
print(y, z)
print((1), (1,), ())
print([(1, 2), [3, (4, 5,)],][1][1][0])
f = lambda: (yield)
print((lambda x, *, y=1: x + y)(1, y=5))
print((lambda *a, **k: (a, k))(1, b=2))
print({**{'a': 1}, 'b': 2, **{'a': 3}})
print([*range(3), *'ab'], {*[1, 1]}, (*[1], 2))
print(x[0]if x else None)
print(1 if False else 2 if False else 3)
print([i for i in range(10) if i % 2 if i > 3])
print(not-1, - -1, -(-1), 2--1)
a = b = c = []
a.append(1)
print(c)
i, a = 0, [1, 2, 3]
i, a[i] = 2, 'two'  # assigned from left to right
print(i, a)
pass; pass
assert True, 'never shown'
print(print is print, ...  is Ellipsis, ...)
if 1:
    pass
else:
    nonsense
for i in range(2): pass
else: print('else')
try: pass
finally: print('finally')
print("%s" % (1,), "%s %s" % (1, (2, 3)))
global_in_module = 1
global another
another = 2
print(another)
