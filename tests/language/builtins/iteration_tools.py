# enumerate, zip, map, filter, reversed, iter, next.

print(list(enumerate('ab')), list(enumerate('ab', 5)), list(enumerate([], start=1)), next(enumerate([7], -1)))
print(list(zip([1, 2, 3], 'ab')), list(zip()), list(zip('a')), list(zip(*[(1, 2), (3, 4)])),
      dict(zip('ab', range(5))))
print(list(zip([1, 2], 'ab', strict=True)))
for bad in (((1, 2), 'a'), ('a', (1, 2)), ('a', 'b', ''), ('ab', 'ab', 'abc')):
    try: print(list(zip(*bad, strict=True)))
    except ValueError as e: print(e)
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(None.__class__, [])),
      list(map(pow, [2, 3], [3, 2])))
print(list(filter(None, [0, 1, '', 'a', [], [0]])), list(filter(lambda x: x > 1, [1, 2, 3])),
      list(filter(str.isupper, 'aBcD')))
print(list(reversed([1, 2, 3])), list(reversed('abc')), list(reversed((1,))), list(reversed(range(0, 5, 2))),
      list(reversed({'a': 1, 'b': 2})))
it = iter([1, 2])
print(next(it), next(it), next(it, None), next(it, 'end'))
try: next(it)
except StopIteration as e: print('stop', e.args)
values = iter([1, 2, 0, 3])
print(list(iter(lambda: next(values), 0)), list(values))
lazy = map(print, ['shown when asked'])
print('before')
list(lazy)
z = zip(it := iter(range(6)), it)
print(list(z))
shared = iter(range(5))
print(list(zip(shared, 'ab')), list(shared))
for f in (lambda: iter(5), lambda: next(5), lambda: next([]), lambda: list(map(5, [1])), lambda: list(zip(5)),
          lambda: enumerate(5), lambda: reversed({1}), lambda: reversed(5), lambda: map(str), lambda: filter(None),
          lambda: list(filter(5, [1])), lambda: iter(1, 2), lambda: enumerate(), lambda: reversed(iter([])),
          lambda: iter()):
    try: print(f())
    except TypeError as e: print(e)
print(iter(it) is it, type(iter([])).__name__, type(iter(())).__name__, type(iter({})).__name__, type(iter(set())).__name__, type(zip()).__name__, type(map(str, [])).__name__)
print(list(map(lambda *a: a, 'ab', 'cd', 'ef')), sum(map(int, '123')), ''.join(filter(str.isalpha, 'a1b2')),
      max(zip([1, 3, 2], 'abc')))
print([*enumerate(zip('ab', 'cd'))], list(map(list, zip([1, 2], [3, 4]))), sorted(map(abs, [-3, 1, -2])),
      any(map(bool, [0, 1])), all(filter(None, [])))
def bad(x): raise KeyError(x)
try: list(map(bad, [1]))
except KeyError as e: print(repr(e))
