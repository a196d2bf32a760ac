# Generators: laziness, state kept between values, return values, being exhausted.

def count(n):
    print('started')
    for i in range(n):
        print('before', i)
        yield i
        print('after', i)
    print('ended')
    return 'result'

g = count(2)
print('created', type(g).__name__, iter(g) is g)
print(next(g))
print(next(g))
try: next(g)
except StopIteration as e: print('stop', e.value)
try: next(g)
except StopIteration as e: print('stop', e.value)
print(next(g, 'default'))

def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
from itertools import islice
print(list(islice(fibonacci(), 12)))
f = fibonacci()
for x in f:
    if x > 50: break
print(x, next(f))

def empty():
    return
    yield
print(list(empty()), sum(empty()), list(count(0)))
def squares(n): yield from (i * i for i in range(n))
print(list(squares(4)), tuple(squares(3)), set(squares(2)) == {0, 1}, max(squares(5)), dict(zip('ab', squares(2))))
print(sorted(squares(4), reverse=True), ','.join(str(v) for v in squares(3)), 9 in squares(5), [*squares(3)])
a, *b = squares(4)
print(a, b)
def permutations(items):
    if not items: yield []
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]): yield [x] + rest
print(list(permutations([1, 2, 3])))
class Tree:
    def __init__(self, v, left=None, right=None): self.v, self.left, self.right = v, left, right
    def __iter__(self):
        if self.left: yield from self.left
        yield self.v
        if self.right: yield from self.right
print(list(Tree(4, Tree(2, Tree(1), Tree(3)), Tree(6, Tree(5)))))
two = [squares(3), squares(3)]
print([next(g) for g in two for _ in range(2)])
def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found if p * p <= n):
            found.append(n)
            yield n
        n += 1
print(list(islice(primes(), 15)))
