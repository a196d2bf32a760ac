# range in all its uses.

print(list(range(5)), list(range(2, 5)), list(range(0, 10, 3)), list(range(5, 0, -2)), list(range(0)),
      list(range(5, 2)))
r = range(1, 20, 4)
print(r, repr(range(3)), len(r), r[0], r[-1], r[1:3], r[::-1], r.start, r.stop, r.step)
print(5 in r, 6 in r, 21 in r, 'a' in r, 5.0 in r, r.index(9), r.count(5), r.count(6))
print(range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), hash(range(3)) == hash(range(0, 3)),
      range(3) == [0, 1, 2])
print(sum(range(101)), max(range(5)), min(range(3, 6)), sorted(range(3), reverse=True), list(reversed(range(4))),
      bool(range(0)))
print(list(range(10 ** 20, 10 ** 20 + 3)), len(range(10 ** 15)), range(10 ** 30)[10 ** 29],
      10 ** 25 in range(10 ** 30), range(-5, -10, -2)[-1])
a, *b = range(4)
print(a, b, [*range(2)], tuple(range(2)), dict(enumerate(range(2))), list(range(True, 3)))
i = iter(range(3))
print(next(i), list(i), next(i, 'done'), type(i).__name__, type(range(1)).__name__)
for f in (lambda: range(), lambda: range(1, 2, 3, 4), lambda: range('a'), lambda: range(1.5),
          lambda: range(1, 2, 0), lambda: range(3)[3], lambda: range(3).index(5), lambda: range(3).append(1),
          lambda: len(range(10 ** 30)), lambda: range(stop=5), lambda: range(2).start.x):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try: range(3).start = 5
except AttributeError as e: print(e)
print([i for i in range(-3, 4, 2)], range(5)[1:][1:][0], list(range(10))[range(3)[-1]])
for i in range(2 ** 62, 2 ** 62 + 2): print(i)
for i in range(2 ** 63 - 1, 2 ** 63 + 1): print(i)
