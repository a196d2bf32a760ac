# * and ** inside displays, subscripts and returns.

a, b, d = [1, 2], (3, 4), {'x': 1}
print([*a, *b, 5], (*a, 0, *b), [*'ab', *range(2)], {**d, 'y': 2, **{'x': 3}}, sorted({*a, *b, *a}), (*a,), [*[]],
      [*{}], {**{}})
def f(): return *a, 9
def g(): yield *a, *b
print(f(), list(g()))
for x in *a, *b: print(x, end=' ')
print()
t = *a, *b
print(t, [*(x for x in a)], [[*a], [*b]], {'k': [*a], **{'l': (*b,)}})
for bad in (lambda: [*5], lambda: (*None,), lambda: {**5}, lambda: {**[1]}, lambda: {*[[]]}, lambda: [*1.5],
            lambda: {**{1: 2}, **'ab'}):
    try: bad()
    except TypeError as e: print(e)
m = {'a': 1, **{'b': 2}, 'a': 3}
print(m, list(m))
class K:
    def __getitem__(self, k): return k
print(K()[1, *a], K()[*a, *b], K()[*'a'])
print(*a, *b, sep=',')
x = [*a] + [*b]
first, *_ = x
print(first, _, [*x[1:], *x[:1]], {**dict(zip('ab', a))})
