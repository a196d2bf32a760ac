# Every method of int, and arithmetic beyond machine words.

print((0).bit_length(), (255).bit_length(), (-256).bit_length(), (2 ** 100).bit_length(), (255).bit_count(),
      (-7).bit_count(), (2 ** 100 - 1).bit_count())
print((5).conjugate(), (5).real, (5).imag, (5).numerator, (5).denominator, (5).as_integer_ratio(), (5).__index__(),
      True.real)
print((1024).to_bytes(2, 'big'), (1024).to_bytes(4, 'little'), (-1).to_bytes(2, 'big', signed=True),
      (2 ** 70).to_bytes(10, 'big'), (5).to_bytes())
print(int.from_bytes(b'\x04\x00', 'big'), int.from_bytes(b'\xff\xff', 'little'),
      int.from_bytes(b'\xff\xff', 'big', signed=True), int.from_bytes([1, 2], 'big'), int.from_bytes(b'', 'big'),
      int.from_bytes(b'\x01' * 12, 'big'))
for f in (lambda: (256).to_bytes(1, 'big'), lambda: (-1).to_bytes(1, 'big'), lambda: (1).to_bytes(1, 'middle'),
          lambda: (1).to_bytes(-1, 'big'), lambda: int.from_bytes('a', 'big'), lambda: (5).nothing,
          lambda: (128).to_bytes(1, 'big', signed=True)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
a, b = 123456789012345678901234567890, 987654321098765432109876543210
print(a + b, a - b, a * b, b // a, b % a, -b // a, -b % a, b / a, a ** 3, divmod(b, 12345), a & b, a | b, a ^ b,
      ~a, a << 10, b >> 50, -a >> 3)
print(a < b, a == a + 0, -a < a, a > 5, a != b, a == 1.5, hash(a) == hash(a + 0), str(a)[:5], int(str(a)) == a,
      a % 10 ** 10, abs(-a), +a, -a, bool(a - a), a - a)
for n in (2 ** 31 - 1, 2 ** 47 - 1, 2 ** 47, 2 ** 48, 2 ** 53, 2 ** 62, 2 ** 63 - 1, 2 ** 63, 2 ** 64 - 1,
          2 ** 64):
    print(n, -n, n + 1, n - 1, n * 2, n * n, -n - 1, n // 3, -n // 3, n % 7, -n % 7, n << 1, n >> 1, -n >> 1,
          n & -n, n ^ (n - 1), hex(n), n == float(n))
f = 1
for i in range(1, 60): f *= i
print(f, f // 10 ** 40, len(str(f)), sum(int(c) for c in str(f)))
print(2 ** 200 % 10 ** 9, 3 ** 200 // 7 ** 50, (2 ** 127 - 1) % 97, (-2) ** 99, 10 ** 50 - 1, int('f' * 40, 16),
      oct(8 ** 30), (1 << 200) - 1 == 2 ** 200 - 1, (10 ** 40) // (10 ** 20), -(10 ** 40) // (10 ** 20 + 1),
      10 ** 40 % -(10 ** 20 + 7))
import math
print(math.gcd(a, b), math.isqrt(a), a.bit_length(), math.factorial(25), 7 ** 77 % 1000, round(a, -20), int(1e30),
      int(-1e18), float(a), a * 1.0, a / 3, 1 / a, a / b, 2 ** 1000 / 2 ** 999, a // 7.0 > 0)
print(5 .__add__(3), (5).__radd__(3), (5).__add__('x'), (5).__lt__(6), (5).__bool__(), (5).__floordiv__(2),
      int.__mul__(3, 4), (7).__divmod__(2), (5).__eq__('a'), (5).__hash__(), (-5).__abs__(), (5).__neg__(),
      (5).__repr__(), (5).__float__(), (2).__pow__(3, 5), (5).__truediv__(2), (5).__class__)
