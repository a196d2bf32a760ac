# Functions that call themselves and each other, and the limit.

import sys

def factorial(n): return 1 if n < 2 else n * factorial(n - 1)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def ackermann(m, n):
    if m == 0: return n + 1
    if n == 0: return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))
def is_even(n): return True if n == 0 else is_odd(n - 1)
def is_odd(n): return False if n == 0 else is_even(n - 1)
def hanoi(n, a='A', b='B', c='C'):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
def permutations(items):
    if len(items) < 2: return [items]
    return [[x] + rest for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]

print(factorial(20), factorial(30))
print([fib(n) for n in range(15)])
print(ackermann(2, 3), is_even(100), is_odd(7))
print(len(hanoi(8)), hanoi(2))
print(len(permutations([1, 2, 3, 4])), permutations([1, 2, 3])[3])
print(sys.getrecursionlimit())

def endless(n): return endless(n + 1)
try:
    endless(0)
except RecursionError as e:
    print(type(e).__name__, str(e)[:32])

class Loop:
    def __repr__(self): return repr(self)
    def __eq__(self, other): return self == other
    def __getattr__(self, name): return getattr(self, name + 'x')
for action in (lambda: repr(Loop()), lambda: Loop() == 1, lambda: Loop().missing,
               lambda: sorted([2, 1], key=lambda v: endless(v))):
    try:
        action()
    except RecursionError:
        print('caught')

def depth():
    try:
        return depth() + 1
    except RecursionError:
        return 0
print(depth() > 500)
sys.setrecursionlimit(5000)
def down(n): return n if n == 0 else down(n - 1)
print(down(4000))
nested = []
for _ in range(100): nested = [nested]
print(len(repr(nested)))
