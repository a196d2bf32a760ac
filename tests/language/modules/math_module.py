# math, function by function.

import math
print(math.pi, math.e, math.tau, math.inf, math.nan, -math.inf)
print(math.sqrt(2), math.isqrt(99), math.isqrt(10 ** 40), math.exp(1), math.log(10), math.log(8, 2),
      math.log2(1024), math.log10(1000), math.log1p(1e-10), math.expm1(1e-10), math.cbrt(27), math.exp2(10),
      math.log(10 ** 400), math.log2(2 ** 2000))
print([round(f(0.5), 12) for f in (math.sin, math.cos, math.tan,
       math.asin, math.acos, math.atan, math.sinh, math.cosh, math.tanh, math.asinh, math.atanh)],
      math.acosh(2), math.atan2(1, -1), math.hypot(3, 4), math.hypot(1, 2, 2), math.degrees(math.pi),
      math.radians(180), math.dist((0, 0), (3, 4)))
print(math.floor(2.7), math.floor(-2.1), math.ceil(2.1), math.ceil(-2.7), math.trunc(-2.7), math.floor(10 ** 20),
      math.floor(1e20), math.fabs(-3), math.modf(2.5), math.frexp(8), math.ldexp(0.5, 4), math.fmod(-7, 3),
      math.remainder(7, 4), math.copysign(3, -0.0), math.pow(2, 0.5), math.ulp(1.0), math.nextafter(1, 2))
print(math.gcd(12, 18), math.gcd(), math.gcd(0, 5), math.gcd(12, 18, 27), math.lcm(4, 6), math.lcm(),
      math.factorial(0), math.factorial(30), math.comb(10, 3), math.comb(5, 7), math.perm(5, 2), math.perm(5),
      math.prod([1, 2, 3, 4]), math.prod([2.5, 2], start=2), math.prod([]), math.fsum([0.1] * 10),
      math.gcd(10 ** 30, 10 ** 20 * 7))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3),
      math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9), math.erf(0.5), math.erfc(0.5),
      math.gamma(5), round(math.lgamma(10), 12))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-1), lambda: math.sqrt('a'),
          lambda: math.factorial(-1), lambda: math.factorial(1.5), lambda: math.acos(2), lambda: math.exp(1000),
          lambda: math.floor('a'), lambda: math.floor(math.nan), lambda: math.ceil(math.inf),
          lambda: math.gcd(1.5), lambda: math.isqrt(-1), lambda: math.comb(-1, 2), lambda: math.fmod(1, 0),
          lambda: math.pow(0, -1), lambda: math.sqrt(), lambda: math.sin(1, 2), lambda: math.pow(10, 400),
          lambda: math.log(5, 1), lambda: math.no_such):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
