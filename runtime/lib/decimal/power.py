"""Powers, exponentials and logarithms of Decimals, on the integer series of functions.py."""

import math

from decimal import functions
from decimal.context import ROUND_HALF_EVEN, Inexact, Rounded
from decimal.number import Decimal, _digit_count

_ONE = Decimal(1)


def _round_result(compute, context, sign=0, rounding=ROUND_HALF_EVEN):
    """The result of a function that is never exact: compute(digits) gives (coefficient, exponent) with that many good
    digits and a few doubtful ones, asked for more until they decide the rounding. Powers are rounded as the context
    says, other functions to the nearest number."""
    extra = 3
    while True:
        coefficient, exponent = compute(context.prec + extra)
        surplus = _digit_count(coefficient) - context.prec - 1
        # Neither exact nor half way, as far as can be seen: the error is less than 10 in the last digit.
        if surplus > 1 and 10 < coefficient % (5 * 10**surplus) < 5 * 10**surplus - 10:
            break
        extra += 3
    return _fix_with(rounding, Decimal._make(sign, coefficient, exponent), context)


def _fix_with(rounding, x, context):
    other = context.copy()
    other.rounding = rounding
    result = x._fix(other)
    for signal, raised in other.flags.items():
        if raised:
            context.flags[signal] = True
    return result


def exp(x, context):
    if (nan := x._nan_among(None, context)) is not None:
        return nan
    if x._special:
        return Decimal(0) if x._sign else x
    if not x._int:
        return _ONE
    # Far out the result overflows or underflows, or is 1 with a digit far down.
    adjusted = x.adjusted()
    if adjusted > len(str((context.Emax + 1) * 3)):
        huge = Decimal._make(0, 1, context.Emax + 1) if not x._sign else Decimal._make(0, 1, context.Etiny() - 1)
        return _fix_with(ROUND_HALF_EVEN, huge, context)
    if adjusted < -context.prec - 2:
        tail = 10 ** (context.prec + 1) + (-1 if x._sign else 1)
        return _fix_with(ROUND_HALF_EVEN, Decimal._make(0, tail, -context.prec - 1), context)

    def compute(digits):
        p = digits + max(0, -adjusted)
        c = x._int * 10 ** (x._exp + p) if x._exp + p >= 0 else x._int // 10 ** -(x._exp + p)
        return functions.exp(-c if x._sign else c, p)

    return _round_result(compute, context)


def _logarithm_special(x, context):
    """The result for operands without an ordinary logarithm; None for the others."""
    if (nan := x._nan_among(None, context)) is not None:
        return nan
    if not x:
        return Decimal._make(1, 0, 0, "F")
    if x._sign:
        return x._invalid(context)
    if x._special:
        return x
    return None


def ln(x, context):
    special = _logarithm_special(x, context)
    if special is not None:
        return special
    if x == _ONE:
        return Decimal(0)
    return _logarithm(x, context, lambda p: functions.ln(x._int, x._exp, p))


def log10(x, context):
    special = _logarithm_special(x, context)
    if special is not None:
        return special
    digits = str(x._int)
    if digits.strip("0") == "1" and digits[0] == "1":
        return Decimal(x._exp + len(digits) - 1)._fix(context)  # a power of ten
    return _logarithm(
        x, context, lambda p: functions._divide(functions.ln(x._int, x._exp, p + 5) * 10**p, functions.ln10(p + 5))
    )


def _logarithm(x, context, fixed_point):
    first = fixed_point(20)
    # Near 1 the logarithm begins with zeros after the point: more places are needed for as many digits.
    leading = 20 - _digit_count(abs(first)) if first else 40 + context.prec
    sign = int(x < _ONE)

    def compute(digits):
        p = digits + max(leading, 0) + 1
        return abs(fixed_point(p)), -p

    return _round_result(compute, context, sign)


def power(x, y, context):
    if (nan := x._nan_among(y, context)) is not None:
        return nan
    if not y:
        return x._invalid(context) if not x else _ONE
    y_is_integer = not y._special and y == y.to_integral_value()
    sign = 0
    if x._sign:
        if y_is_integer:
            sign = int(y) & 1
        elif x:
            return x._invalid(context)
        x = x.copy_negate()
    if not x:
        return Decimal._make(sign, 0, 0) if not y._sign else Decimal._make(sign, 0, 0, "F")
    if x._special:
        return Decimal._make(sign, 0, 0, "F") if not y._sign else Decimal._make(sign, 0, 0)
    if x == _ONE:
        if y_is_integer and not y._sign:
            exponent = max(x._exp * int(min(y, Decimal(context.prec))), 1 - context.prec)
            if exponent > x._exp * int(y) if int(y) < 10**6 else True:
                context._raise(Rounded)
        elif y_is_integer:
            exponent = 0
        else:
            context._raise(Inexact)
            context._raise(Rounded)
            exponent = 1 - context.prec
        return Decimal._make(sign, 10**-exponent, exponent)
    if y._special:
        return Decimal(0) if (x < _ONE) != bool(y._sign) else Decimal._make(0, 0, 0, "F")
    exact = _exact_power(x, y, y_is_integer, context)
    if exact is not None:
        result = Decimal._make(sign, exact._int, exact._exp)
        if not y_is_integer:
            # As if it had been rounded: filled up with zeros.
            missing = context.prec + 1 - _digit_count(result._int)
            if missing > 0:
                result = Decimal._make(sign, result._int * 10**missing, result._exp - missing)
            quiet = context.copy()
            quiet.clear_traps()
            quiet.clear_flags()
            fixed = result._fix(quiet)
            quiet._raise(Inexact)
            for signal, raised in quiet.flags.items():
                if raised:
                    context._raise(signal)
            return fixed
        return result._fix(context)
    # The size of the result, to see overflow and underflow before anything is computed.
    size = functions.ln(x._int, x._exp, 20) * _approximate(y)
    bound = (context.Emax + context.prec + 10) * 3 * 10**20
    if abs(size) > bound:
        return Decimal._make(sign, 1, context.Emax + 1 if size > 0 else context.Etiny() - 1)._fix(context)

    def compute(digits):
        """exp(y ln x)"""
        p = digits + max(y.adjusted(), 0) + _digit_count(abs(x._exp) + 1) + 5
        log = functions.ln(x._int, x._exp, p + y.adjusted() + 2 if y.adjusted() > 0 else p)
        scale = p + y.adjusted() + 2 if y.adjusted() > 0 else p
        product = log * y._int
        product = product * 10**y._exp if y._exp >= 0 else functions._divide(product, 10**-y._exp)
        product = functions._divide(product, 10 ** (scale - p)) if scale > p else product
        return functions.exp(-product if y._sign else product, p)

    return _round_result(compute, context, sign, context.rounding)


def _approximate(y):
    """y as a float that never overflows."""
    if y.adjusted() > 300:
        return -1e300 if y._sign else 1e300
    return float(y)


def _exact_power(x, y, y_is_integer, context):
    """x ** y if it has no more digits than fit (a few more for the caller to round); else None."""
    if y_is_integer:
        n = int(y)
        coefficient, exponent = x._int, x._exp
        while coefficient % 10 == 0:
            coefficient //= 10
            exponent += 1
        if n > 0:
            # (c * 10**e) ** n: only if c ** n is not too long.
            if coefficient != 1 and n * math.log10(coefficient) > context.prec + 10:
                return None
            value, exp = coefficient**n, exponent * n
            ideal = x._exp * n
            if exp > ideal:
                zeros = min(exp - ideal, max(context.prec - _digit_count(value), 0))
                value *= 10**zeros
                exp -= zeros
            return Decimal._make(0, value, exp)
        n = -n
        if coefficient == 1:
            return Decimal._make(0, 1, -exponent * n)
        # 1 / c ** n is finite only if c is a power of 2 or of 5.
        for base, other in ((2, 5), (5, 2)):
            power, rest = 0, coefficient
            while rest % base == 0:
                rest //= base
                power += 1
            if rest == 1:
                if power * n * math.log10(other) > context.prec + 10:
                    return None
                return Decimal._make(0, other ** (power * n), -exponent * n - power * n)
        return None
    # A fraction p / q: exact if x is a q-th power.
    p, q = abs(y).as_integer_ratio()
    if q > 200 or y._sign:
        return None
    coefficient, exponent = x._int, x._exp
    while coefficient % 10 == 0:
        coefficient //= 10
        exponent += 1
    if exponent % q:
        coefficient *= 10 ** (exponent % q)
        exponent -= exponent % q
    root = _integer_root(coefficient, q)
    if root**q != coefficient:
        return None
    if root != 1 and p * math.log10(root) > context.prec + 10:
        return None
    return Decimal._make(0, root**p, exponent // q * p)


def _integer_root(n, q):
    """The largest integer whose q-th power is not larger than n."""
    guess = 1 << -(-n.bit_length() // q)
    while True:
        better = ((q - 1) * guess + n // guess ** (q - 1)) // q
        if better >= guess:
            return guess
        guess = better


def power_modulo(x, y, modulo, context):
    """pow(x, y, modulo) of whole numbers."""
    for operand, other in ((x, y), (modulo, None)):
        if (nan := operand._nan_among(other, context)) is not None:
            return nan
    whole = all(not n._special and n == n.to_integral_value() for n in (x, y, modulo))
    if not whole or y < 0 or not modulo or modulo.adjusted() >= context.prec or (not y and not x):
        return x._invalid(context)
    result = pow(abs(int(x)), int(y), abs(int(modulo)))
    return Decimal._make(x._sign if int(y) & 1 else 0, result, 0)
