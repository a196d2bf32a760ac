# sum, min, max, any, all, abs, round, divmod, pow.

print(sum([1, 2, 3]), sum([], 5), sum([1.5, 2]), sum([[1], [2]], []), sum((x for x in range(4)), start=10),
      sum([True, True]), sum([0.1] * 10), sum([2 ** 62, 2 ** 62, 2 ** 63]), sum({1: 2, 3: 4}),
      sum([(1,), (2,)], ()))
print(min(3, 1, 2), max([4, 9, 2]), min('b', 'a'), max('hello'), min([], default='none'), max((), default=None),
      min([3, 1], key=lambda x: -x), max('aa', 'b', key=len), max(1, 1.0), max(1.0, 1), min([[2], [1, 5]]),
      max({'a': 1, 'b': 0}), max('a', 'B', key=str.lower))
print(any([]), all([]), any([0, 1]), all([1, 0]), any(x > 2 for x in range(5)), all('abc'), any(['']), all([[0]]))
def noisy(v):
    print('asked', v)
    return v
print(any(noisy(v) for v in (0, 1, 2)), all(noisy(v) for v in (1, 0, 2)))
print(abs(-5), abs(5.5), abs(-0.0), abs(3 + 4j), abs(True), abs(-10 ** 20))
print(round(2.5), round(3.5), round(-2.5), round(2.567, 2), round(2.567), round(1234, -2), round(1250, -2),
      round(1350, -2), round(5), round(5, 2), round(1e20), round(0.5), round(1.5, 0), round(2.675, 2), round(-0.4),
      round(1234.5678, -2), round(10 ** 20 + 5, -1), round(15, -1), round(25, -1), round(-15, -1), round(7, -5),
      round(2.5, None), round(1.1e300, 5), round(True))
print(divmod(7, 2), divmod(-7, 2), divmod(7, -2), divmod(7.5, 2), divmod(-7.5, 2), divmod(10 ** 20, 7),
      divmod(True, 2), divmod(0, 5), divmod(1e20, 3))
print(pow(2, 10), pow(2, -1), pow(2, 10, 1000), pow(3, -1, 7), pow(2, 0.5), pow(-2, 2), pow(0, 0), pow(2, 100),
      pow(7, 10 ** 20, 13), pow(5, 3, -7), pow(base=2, exp=3), pow(2, 3, mod=5), pow(-8, 1 / 3).real > 0,
      pow(5, 0, 1))
for f in (lambda: sum(5), lambda: sum(['a']), lambda: sum(['a'], ''), lambda: sum([b'a'], b''), lambda: sum(),
          lambda: min(), lambda: min([]), lambda: max(5), lambda: max(1, 'a'), lambda: min(1, 2, default=3),
          lambda: max([1, None]), lambda: abs('a'), lambda: round('a'), lambda: round(1.5, 'a'),
          lambda: round(float('nan')), lambda: round(float('inf')), lambda: divmod(1, 0), lambda: divmod(1.0, 0),
          lambda: divmod('a', 1), lambda: pow(2, 3, 0), lambda: pow(2, -1, 4), lambda: pow(0, -1),
          lambda: pow('a', 2), lambda: pow(2.0, 2, 3), lambda: any(5), lambda: all(), lambda: pow(2),
          lambda: max([1], key=5), lambda: sum([1], 2, 3), lambda: min(key=len), lambda: abs()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
