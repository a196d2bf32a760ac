"""exp, ln and powers of decimal numbers, correctly rounded.

All is done on integers that stand for multiples of 10**-p. A value is computed to some digits more than wanted, with a
known bound on its error; if that leaves open how to round, again with more digits (Ziv's strategy).
"""

from math import isqrt

_ln10_cache = [0, 0]  # digits, value


def _divide(a, b):
    """a / b, to the nearest integer."""
    q, r = divmod(2 * a + b, 2 * b)
    return q


def _atanh_inverse(n, scale):
    """atanh(1/n) * scale."""
    power = _divide(scale, n)
    square = n * n
    total, k = power, 3
    while power:
        power = power // square
        total += power // k
        k += 2
    return total


def ln10(p):
    """ln(10) * 10**p, to within 1."""
    if _ln10_cache[0] < p:
        scale = 10 ** (p + 10)
        ln2 = (
            18 * _atanh_inverse(26, scale) - 2 * _atanh_inverse(4801, scale) + 8 * _atanh_inverse(8749, scale)
        )
        ln_5_4 = 2 * _atanh_inverse(9, scale)
        _ln10_cache[:] = [p, (3 * ln2 + ln_5_4) // 10**10]  # 10 is 2**3 * 5/4
    return _ln10_cache[1] // 10 ** (_ln10_cache[0] - p)


def ln(c, e, p):
    """ln(c * 10**e) * 10**p, to within a few units; c > 0."""
    digits = len(str(c))
    guard = p + len(str(abs(e) + digits)) + 10
    scale = 10**guard
    # x = c / 10**(digits - 1) lies in [1, 10); roots bring it near 1, where the series is quick.
    shift = guard - (digits - 1)
    x = c * 10**shift if shift >= 0 else _divide(c, 10**-shift)
    roots = 0
    while x > scale + scale // 50 and roots < 12:
        x = isqrt(x * scale)
        roots += 1
    # ln x = 2 atanh((x - 1) / (x + 1))
    y = _divide((x - scale) * scale, x + scale)
    square = y * y // scale
    total, power, k = y, y, 3
    while power:
        power = power * square // scale
        total += power // k
        k += 2
    total = total * 2 << roots
    total += (e + digits - 1) * ln10(guard)
    return _divide(total, 10 ** (guard - p))


def exp(x, p):
    """(c, e): exp(x / 10**p) is about c * 10**e, c having about p digits, good to all but the last few; x may be negative."""
    digits = max(len(str(abs(x))) - p, 0)
    guard = p + digits + 10
    x *= 10 ** (guard - p)
    scale = 10**guard
    ln_10 = ln10(guard)
    exponent, rest = divmod(x, ln_10)
    # rest / scale lies in [0, ln 10); halved until small, then squared back.
    halvings = 8
    small = rest >> halvings
    total = term = scale
    k = 1
    while term:
        term = term * small // (scale * k)
        total += term
        k += 1
    for _ in range(halvings):
        total = total * total // scale
    return _divide(total, 10 ** (guard - p)), exponent - p
