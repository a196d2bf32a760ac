# Generator expressions.

g = (x * x for x in range(4))
print(type(g).__name__, next(g), list(g), list(g))
print(sum(x for x in range(10) if x % 2), max((abs(x), x) for x in (-3, 2)), any(x > 2 for x in [1, 2, 3]))
print(list((a, b) for a in 'xy' for b in range(a == 'x', 2)))
print(sum(sum(row) for row in [[1, 2], [3]]), dict((k, v) for k, v in zip('ab', (1, 2))))
def shown(v):
    print('made', v)
    return v
lazy = (shown(x) for x in shown([1, 2]))
print('the first iterable is evaluated at once')
print(next(lazy))
n = 10
g = (x + n for x in range(2))
n = 100
print(list(g))
pipeline = (x * 2 for x in (y + 1 for y in (z for z in range(5) if z % 2 == 0)))
print(list(pipeline))
print(''.join(c.upper() for c in 'abc'), tuple(x for x in ()), set(x % 3 for x in range(10)) == {0, 1, 2})
data = [1, 2, 3]
g = (x for x in data)
data.append(4)
print(list(g))
try: g = (x for x in 5)
except TypeError as e: print(e)
g = (1 // x for x in (1, 0, 2))
print(next(g))
try: next(g)
except ZeroDivisionError as e: print(e)
print(list(g))
print(*(i for i in range(3)), sep='')
def f(it, k=None): return list(it), k
print(f(i for i in range(2)), f((i for i in range(2)), k=1))
arr = list(range(100))
print(sum(arr[i] for i in range(len(arr))), sum(arr[i] for i in range(1, len(arr), 4)))
