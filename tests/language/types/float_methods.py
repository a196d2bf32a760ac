# Every method of float, rounding and special values.

print((1.5).is_integer(), (2.0).is_integer(), float('inf').is_integer(), (0.75).as_integer_ratio(),
      (-2.5).as_integer_ratio(), (1.5).real, (1.5).imag, (1.5).conjugate())
print((1.5).hex(), (0.1).hex(), (-0.0).hex(), float('inf').hex(), float.fromhex('0x1.8p+0'),
      float.fromhex('-0x1p-3'), float.fromhex('inf'), float.fromhex('1.8'), (1e300).hex(), (5e-324).hex())
print((1.5).__trunc__(), (1.5).__floor__(), (1.5).__ceil__(), (2.567).__round__(1), (1.5).__int__(),
      (2.0).__eq__(2), (1.5).__lt__('a'), (1.5).__class__)
for f in (lambda: float('inf').as_integer_ratio(), lambda: float('nan').as_integer_ratio(),
          lambda: float.fromhex('zz'), lambda: (1.5).nothing, lambda: 1.5 // 0, lambda: 1.5 % 0, lambda: 0.0 ** -1,
          lambda: int(float('nan')), lambda: 1e308 ** 2, lambda: 1.5 & 1):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
inf, nan = float('inf'), float('nan')
print(inf, -inf, nan, inf - inf, inf * 0, inf + 1, -inf < 0 < inf, nan == nan, nan != nan, nan < 1, nan > 1,
      nan in [nan], [nan] == [nan], inf == inf, 1 / inf, -1 / inf, inf // 2, 5 % inf, -5 % inf, inf % 5)
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, 1e300 * 1e10, 5.0 // 0.1, 0.3 % 0.1, -0.0, 0.0 * -1,
      2 ** 0.5, 4 ** 0.5, (-8) ** (1 / 3), 2.5 ** 2, 0.0 ** 0, 1e-320, (-2.0) ** 3, 1 ** nan, nan ** 0)
print(0.1 + 0.7, 3 * 0.1, 1.1 * 1.1, 1e20 + 1, 2 ** 53 + 1.0, 9007199254740993 + 0.0, 1.0 - 0.9, 100 * 1.1,
      4.35 * 100, 1 / 7, 10 / 3, 22 / 7, 1e21, 123e-7, 0.00012, 1234567890123456789.0)
print(3.7 + True, 2.0 == 2, hash(2.0) == hash(2), {1: 'a'}[1.0], round(1e15 + 0.5), 1.5 < 2, 2 < 1.5, 1.5 == 3 / 2,
      max(1.5, 2), sorted([2.5, 1, 2]), 1e3 == 1000, str(1e3), 1_0.5)
print(10 ** 16 == 1e16, 2.5 .__add__(1), 1.0.__radd__(2), (0.5).__mul__(4), float.__sub__(5.0, 2), float.__name__,
      -7 // 2.0, divmod(-7, 2.0), divmod(5.5, -2), 7.0 // 1, 1e16 + 1.0 - 1e16)
