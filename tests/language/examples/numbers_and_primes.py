# Number theory: fractions, primes, big integers, pi to many digits.

from math import gcd, isqrt

class Fraction:
    def __init__(self, n, d=1):
        if d == 0: raise ZeroDivisionError('fraction without denominator')
        g = gcd(n, d) * (1 if d > 0 else -1)
        self.n, self.d = n // g, d // g
    def __add__(self, o): return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)
    def __sub__(self, o): return self + -o
    def __neg__(self): return Fraction(-self.n, self.d)
    def __mul__(self, o): return Fraction(self.n * o.n, self.d * o.d) if isinstance(o,
            Fraction) else Fraction(self.n * o, self.d)
    __rmul__ = __mul__
    def __truediv__(self, o): return Fraction(self.n * o.d, self.d * o.n)
    def __eq__(self, o): return (self.n, self.d) == (o.n, o.d)
    def __lt__(self, o): return self.n * o.d < o.n * self.d
    def __hash__(self): return hash((self.n, self.d))
    def __float__(self): return self.n / self.d
    def __str__(self): return f'{self.n}/{self.d}' if self.d != 1 else str(self.n)
    __repr__ = __str__

a, b = Fraction(1, 3), Fraction(-2, 4)
print(a + b, a - b, a * b, a / b, 3 * a, float(a), sorted([a, b, Fraction(0)]), {Fraction(2, 4), Fraction(1, 2)},
      a == Fraction(2, 6))
print(sum((Fraction(1, k) for k in range(1, 21)), Fraction(0)))
try: a / Fraction(0)
except ZeroDivisionError as e: print(e)

def bernoulli(n):
    row = [Fraction(0)] * (n + 1)
    for m in range(n + 1):
        row[m] = Fraction(1, m + 1)
        for j in range(m, 0, -1): row[j - 1] = j * (row[j - 1] - row[j])
    return row[0]
print([bernoulli(n) for n in (0, 1, 2, 4, 6, 8, 10, 20)])

def pi_digits():
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < m * t:
            yield m
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
digits = pi_digits()
print(''.join(str(next(digits)) for _ in range(60)))

def is_prime(n):
    if n < 2: return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0: return n == p
    d, s = n - 1, 0
    while d % 2 == 0: d, s = d // 2, s + 1
    for witness in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(witness, d, n)
        if x in (1, n - 1): continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1: break
        else: return False
    return True
print([n for n in range(60) if is_prime(n)], is_prime(2 ** 127 - 1), is_prime(2 ** 127 + 1),
      next(n for n in range(10 ** 20, 10 ** 21) if is_prime(n)))

def extended(a, b):
    if b == 0: return a, 1, 0
    g, x, y = extended(b, a % b)
    return g, y, x - a // b * y
p, q, e = 2 ** 89 - 1, 2 ** 107 - 1, 65537
d = extended(e, (p - 1) * (q - 1))[1] % ((p - 1) * (q - 1))
message = int.from_bytes(b'attack at dawn', 'big')
secret = pow(message, e, p * q)
print(secret, pow(secret, d, p * q).to_bytes(14, 'big'))
print(isqrt(2 * 10 ** 60), sum(map(int, str(2 ** 1000))),
      [n for n in range(1, 500) if sum(d for d in range(1, n) if n % d == 0) == n])
def collatz(n, cache={1: 1}):
    if n not in cache: cache[n] = 1 + collatz(n // 2 if n % 2 == 0 else 3 * n + 1)
    return cache[n]
print(max(range(1, 3000), key=collatz))
