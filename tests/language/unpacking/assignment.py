# Unpacking on the left of =.

a, b = 1, 2
a, b = b, a
print(a, b)
[c, d], e = (3, 4), 5
(f, (g, [h, i])) = 'x', ('y', 'zw')
print(c, d, e, f, g, h, i)
first, *middle, last = range(6)
print(first, middle, last)
*init, tail = 'abc'
head, *rest = (1,)
*all_of_it, = 'xy'
print(init, tail, head, rest, all_of_it)
(a, *b), *c = [(1, 2, 3), 4, 5]
print(a, b, c)
a = b, c = 1, 2
print(a, b, c)
x, y = y, x = 1, 2
print(x, y)
k, v = {'one': 1, 'two': 2}
print(k, v)
m, n = (i * 2 for i in range(2))
p, q = map(str, (1, 2))
print(m, n, p, q)
l = [0, 0, 0]
l[0], (l[1], l[2]) = 1, (2, 3)
class O: pass
o = O()
o.a, *o.b = 1, 2, 3
print(l, o.a, o.b)
for i, (a, *b) in enumerate(['ab', 'cde']): print(i, a, b)
[] = ()
() = []
def swap(l, i, j): l[i], l[j] = l[j], l[i]
l = [1, 2, 3]; swap(l, 0, 2); print(l)
a, b, c = c, a, b = 1, 2, 3
print(a, b, c)
def error_of(f):
    try: f()
    except Exception as e: print(type(e).__name__, e)
def two(v): a, b = v
def star(v): a, *b, c = v
for v in ([1], [1, 2, 3], [], 'abc', 5, None, {}, range(5), iter([1]), iter([1, 2, 3]),
          (x for x in [1, 2, 3])): error_of(lambda: two(v))
for v in ([1], [], 'a', 5): error_of(lambda: star(v))
def nested(v): (a, b), c = v
for v in ([1, 2], [[1], 2], [[1, 2, 3], 2]): error_of(lambda: nested(v))
def one(v): a, = v
for v in ([], [1, 2]): error_of(lambda: one(v))
