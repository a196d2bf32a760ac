# List comprehensions.

print([x for x in range(5)], [x * 2 for x in range(10) if x % 3 == 0], [(x, y) for x in 'ab' for y in (1, 2)])
print([x for x in range(30) if x % 2 == 0 if x % 3 == 0], [y for x in [[1, 2], [3]] for y in x])
print([[i * j for j in range(3)] for i in range(3)], [x if x % 2 else -x for x in range(4)])
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [*zip(*matrix)])
x = 'kept'
[x for x in range(3)]
print(x)
print([a + b for a, b in [(1, 2), (3, 4)]], [first for first, *_ in ['abc', 'de']],
      [k + str(v) for k, v in {'a': 1}.items()])
def local(n):
    return [i + n for i in range(n)], [(lambda: i + n)() for i in range(n)]
print(local(3))
print([i for i in range(5) for i in range(i)], [n for n in range(2, 30) if all(n % d for d in range(2, n))])
try: [1 / x for x in (1, 0)]
except ZeroDivisionError as e: print(e)
try: [y for y in 5]
except TypeError as e: print(e)
try: [undefined_thing for _ in [1]]
except NameError as e: print(e)
print([lambda: k for k in range(2)][0](), [[] for _ in range(2)], len([1 for _ in range(10 ** 5)]))
print([s.strip().upper() for s in ' a, b ,c '.split(',') if s.strip() != 'b'], [i for i in (1, 2,)],
      [i for i in [1] or [2]])
print([x for x in [1, 2, 3] if (lambda v: v > 1)(x)], [c for c in 'hello' if c not in 'aeiou'])
class C:
    items = [1, 2]
    doubled = [i * 2 for i in items]
print(C.doubled)
print([[(a, b, c) for c in range(1)] for a in range(2) for b in range(a)])
