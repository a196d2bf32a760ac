# int(), float(), bool(), complex() and number text.

print(int(), int(5.9), int(-5.9), int('42'), int(' -42\n'), int('1_000'), int('ff', 16), int('0xff', 16),
      int('0xff', 0), int('0b101', 0), int('0o17', 0), int('z', 36), int('101', 2), int(True), int('+5'), int('٣'),
      int(b'12'), int(1e20), int('9' * 30), int('-0'), int('010'), int('0', 0))
print(float(), float('1.5'), float(' -2e3 '), float('inf'), float('-Infinity'), float('nan'), float('1_0.5'),
      float(5), float('.5'), float('5.'), float('1e-400'), float('1e400'), float(10 ** 20), float('+1'),
      float(True), float(b'2.5'), float('-0'), float('1E5'))
print(bool(), bool(0), bool(''), bool('0'), bool([]), bool(None), bool(0.0), bool(-1), bool(float('nan')),
      bool(()), bool({0: 0}), bool(range(0)), bool(b''), bool(0j))
print(complex(), complex(1, 2), complex('1+2j'), complex(3), (1 + 2j) * (3 - 1j), (1 + 2j).real, (1 + 2j).imag,
      (1 + 2j).conjugate(), abs(3 + 4j), 1j ** 2, complex('-j'), -1j, 1 + 0j == 1, (2j) / 2,
      repr(complex(-0.0, -1)))
for f in (lambda: int('x'), lambda: int(''), lambda: int('1.5'), lambda: int('1__0'), lambda: int('_1'),
          lambda: int('5', 1), lambda: int('5', 37), lambda: int('8', 8), lambda: int(5, 10), lambda: int([]),
          lambda: int(None), lambda: int(float('nan')), lambda: int(float('inf')), lambda: int('0x1'),
          lambda: int('010', 0), lambda: int('é'), lambda: int('12', base=16.0), lambda: int(base=5),
          lambda: float('x'), lambda: float(''), lambda: float('1e'), lambda: float([]), lambda: float(None),
          lambda: float('1__0'), lambda: float(10 ** 400), lambda: float('1,5'), lambda: complex('a'),
          lambda: complex('1', 2), lambda: int('1' * 5000), lambda: bool(1, 2), lambda: float(1, 2),
          lambda: float(1j), lambda: int(1j)):
    try: print(f())
    except Exception as e: print(type(e).__name__, str(e)[:90])
print(type(True + 1).__name__, True == 1, isinstance(True, int), True is True, repr(True), str(False),
      int.__name__, int(3.0) is not None)
print(0.1 + 0.2, 1e16, 1e15, 123456.789e3, 1 / 3, 1e-4, 1e-5, 100.0, 1e22, 1.0e100, float(2 ** 53), 5e-324,
      1.7976931348623157e308, -1e-7, 3.0, 1e5, 12345678901234567.0)
print(1 == 1.0, hash(1) == hash(1.0) == hash(True), 10 ** 20 == 1e20, 10 ** 20 + 1 == 1e20,
      2 ** 53 + 1 == float(2 ** 53), 1 < 1.5 < 2, 10 ** 400 > 1e308, -10 ** 400 < float('-inf'),
      float('nan') == float('nan'), float('inf') > 10 ** 400, 0.0 == -0.0)
