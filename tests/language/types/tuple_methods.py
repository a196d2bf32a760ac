# tuple: making, methods, comparison, hashing.

t = (1, 2, 3, 2)
print(t.count(2), t.index(2), t.index(2, 2), len(t), t[1:], t[::-1], t + (4,), t * 2, 2 in t, t == (1, 2, 3, 2),
      (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), max(t), sorted(t), sum(t))
print(tuple(), tuple('ab'), tuple([1, 2]), tuple({'k': 1}), (), (1,), (1, (2, 3)), tuple(t) is t, ((),),
      tuple(x for x in range(3)), hash((1, 2)) == hash((1, 2)), {(1, 2): 'v'}[1, 2], (1, 2) == [1, 2],
      (1, 2.0) == (1.0, 2))
a = ([1], 2)
a[0].append(5)
print(a, str(a), repr(('x',)), repr(()), (None, True, 'a'), ((1, 2), [3]), t.__len__(), t.__contains__(9),
      t.__getitem__(0), tuple.__name__)
for f in (lambda: ().index(1), lambda: t.index(9), lambda: t[10], lambda: t['a'], lambda: t + [1], lambda: t + 1,
          lambda: t.append(1), lambda: hash(([],)), lambda: tuple(5), lambda: t < 5, lambda: (1, 'a') < (1, 2),
          lambda: t * 'a', lambda: tuple(1, 2), lambda: t.count(), lambda: (1,) - (1,)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
x = 1, 2
y = x + (3,)
x += (9,)
print(x, y, divmod(17, 5), *x, [*y], dict([(1, 2), ('a', 'b')]), (1, 2, 3)[1], (lambda: (1, 2))())
