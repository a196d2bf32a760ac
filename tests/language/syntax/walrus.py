# Assignment expressions.

if (n := len('hello')) > 3:
    print('long enough:', n)

data = iter([3, 1, 4, 0, 5])
while (value := next(data)) != 0:
    print(value)

print([y := 1, y ** 2, y + 5])
print([last := i * i for i in range(4)], last)
print(any((found := w).startswith('b') for w in ['apple', 'bean', 'corn']), found)

def f(x):
    return (half := x // 2) + half

print(f(10))
total = 0
print([total := total + v for v in (1, 2, 3)], total)
print({(k := c): ord(k) for c in 'ab'})
x = (a := 1, 2)
print(x, a)
print(f'{(z := 5)} {z=}')
def g(value, *, keyword=0): return value, keyword
print(g(w := 3, keyword=(v := 4)), w, v)
print(not (q := 0), q)
items = [1, 2, 3]
print(items[i := 1], i)
print((lambda: (inner := 7) + inner)())
