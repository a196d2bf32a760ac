# functools: reduce, partial, wraps, caches, ordering, dispatch.

import functools
from functools import (cache, cached_property, cmp_to_key, lru_cache, partial, partialmethod, reduce,
                       singledispatch, total_ordering, wraps)
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 5), reduce(max, [3, 9, 2]),
      reduce(lambda a, b: b + a, 'abc'))
try: reduce(lambda a, b: a, [])
except TypeError as e: print(e)
p = partial(print, 'first', sep='-', end='!\n')
p('second'); p('third', sep='+')
print(p.func is print, p.args, p.keywords, partial(int, base=2)('101'), partial(partial(pow, 2), 5)(),
      partial(max, 3)(1, 9))
@wraps(len)
def wrapped(x): return x
print(wrapped.__name__, wrapped.__wrapped__ is len)
calls = []
@lru_cache(maxsize=2)
def slow(x):
    calls.append(x)
    return x * x
print(slow(1), slow(2), slow(1), slow(3), slow(2), calls, slow.cache_info())
slow.cache_clear()
print(slow.cache_info(), slow.__name__, slow.__wrapped__(5))
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(90), fib.cache_info().hits > 0)
@lru_cache
def plain(a, b=1, *, c=2): return a + b + c
print(plain(1), plain(1, b=1), plain(1, c=2), plain.cache_info().misses)
try: plain([])
except TypeError as e: print(e)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)),
      sorted(['bb', 'a'], key=cmp_to_key(lambda a, b: len(a) - len(b))))
@singledispatch
def kind(x): return 'something'
@kind.register(int)
def _(x): return 'int'
@kind.register
def _(x: list): return 'list'
@kind.register(str)
@kind.register(bytes)
def _(x): return 'text'
print(kind(1), kind([]), kind('a'), kind(b''), kind(1.5), kind(True), kind.dispatch(int)(1))
class C:
    def __init__(self): self.n = 0
    @cached_property
    def value(self):
        self.n += 1
        return self.n
    def scale(self, k, x): return k * x
    double = partialmethod(scale, 2)
c = C()
print(c.value, c.value, c.__dict__, c.double(5))
del c.value
print(c.value)
@total_ordering
class T:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(T(1) <= T(2), T(1) > T(2), T(2) >= T(2), T(1) != T(2))
