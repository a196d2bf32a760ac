"""Decimal: a sign, a coefficient and an exponent, (-1)**sign * coefficient * 10**exponent; or an infinity or NaN.

The coefficient is an int, so arithmetic is int arithmetic, done exactly and then rounded once by _fix(), which also sees to
the range of exponents and raises the signals. Trailing zeros count: 1.0 and 1.00 are equal, but print what they are.
"""

from _imp import goes_by_full_name as _goes_by_full_name
import math
import numbers
import sys
from collections import namedtuple

from decimal.context import (ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
                             ROUND_HALF_UP, ROUND_UP, Clamped, ConversionSyntax, DivisionByZero, DivisionImpossible,
                             DivisionUndefined, FloatOperation, Inexact, InvalidOperation, Overflow,
                             Rounded, Subnormal, Underflow, getcontext)  # fmt: skip
from decimal.digitwise import OPERATIONS as _OPERATIONS

DecimalTuple = namedtuple("DecimalTuple", "sign digits exponent", module="decimal")

_MODULUS = sys.hash_info.modulus
_INFINITY, _QUIET, _SIGNALING = "F", "n", "N"


def _digit_count(n):
    return len(str(n))


def _must_round_up(rounding, sign, odd, last_digit, half):
    """Whether digits that are cut off make the rest one larger. `half` compares them to one half: -1, 0, 1; they are not all
    zero."""
    if rounding == ROUND_HALF_EVEN:
        return half > 0 or (half == 0 and odd)
    if rounding == ROUND_HALF_UP:
        return half >= 0
    if rounding == ROUND_DOWN:
        return False
    if rounding == ROUND_UP:
        return True
    if rounding == ROUND_CEILING:
        return not sign
    if rounding == ROUND_FLOOR:
        return bool(sign)
    if rounding == ROUND_HALF_DOWN:
        return half > 0
    return last_digit in (0, 5)  # ROUND_05UP


def _cut(sign, coefficient, count, rounding):
    """The coefficient without its last `count` digits, rounded: (coefficient, whether any of them was not zero)."""
    if count > 50 and coefficient and count > _digit_count(coefficient) + 1:
        return int(_must_round_up(rounding, sign, 0, 0, -1)), True  # far less than half
    unit = 10**count
    kept, rest = divmod(coefficient, unit)
    if not rest:
        return kept, False
    half = (2 * rest > unit) - (2 * rest < unit)
    return kept + _must_round_up(rounding, sign, kept & 1, kept % 10, half), True


def _parse(text):
    """(sign, coefficient, exponent, special), or None."""
    text = text.strip().replace("_", "")
    sign = 0
    if text[:1] in ("+", "-"):
        sign = int(text[0] == "-")
        text = text[1:]
    lowered = text.lower()
    if lowered in ("inf", "infinity"):
        return sign, 0, 0, _INFINITY
    for prefix, special in (("snan", _SIGNALING), ("nan", _QUIET)):
        if lowered.startswith(prefix):
            payload = text[len(prefix) :]
            if payload and not payload.isdecimal():
                return None
            return sign, int(payload or 0), 0, special
    mantissa, mark, exponent_text = lowered.partition("e")
    exponent = 0
    if mark:
        digits = exponent_text[1:] if exponent_text[:1] in ("+", "-") else exponent_text
        if not digits.isdecimal():
            return None
        exponent = int(exponent_text)
    whole, _, part = mantissa.partition(".")
    if not (whole + part) or not (whole + part).isdecimal():
        return None
    return sign, int(whole + part), exponent - len(part), ""


@_goes_by_full_name
class Decimal:
    """Decimal('1.25'), Decimal(5), Decimal(0.1), Decimal((0, (1, 2), -1))"""

    __slots__ = ("_sign", "_int", "_exp", "_special", "_hash")

    def __new__(cls, value="0", context=None):
        if isinstance(value, Decimal):
            return cls._make(value._sign, value._int, value._exp, value._special)
        if isinstance(value, int):
            return cls._make(int(value < 0), abs(int(value)), 0)
        if isinstance(value, str):
            parsed = _parse(value)
            if parsed is None:
                (context or getcontext())._raise(ConversionSyntax)
                parsed = 0, 0, 0, _QUIET
            return cls._make(*parsed)
        if isinstance(value, float):
            context = context or getcontext()
            context.flags[FloatOperation] = True
            if context.traps[FloatOperation]:
                raise FloatOperation([FloatOperation])
            return cls.from_float(value)
        if isinstance(value, (tuple, list)):
            return cls._from_tuple(value)
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")

    @classmethod
    def _make(cls, sign, coefficient, exponent, special=""):
        self = object.__new__(cls)
        self._sign, self._int, self._exp, self._special = sign, coefficient, exponent, special
        self._hash = None
        return self

    @classmethod
    def _from_tuple(cls, value):
        if len(value) != 3:
            raise ValueError("argument must be a sequence of length 3")
        sign, digits, exponent = value
        if sign not in (0, 1):
            raise ValueError("sign must be an integer with the value 0 or 1")
        for digit in digits:
            if not (isinstance(digit, int) and 0 <= digit <= 9):
                raise ValueError("coefficient must be a tuple of digits")
        coefficient = int("".join(map(str, digits)) or "0")
        if exponent == "F":
            return cls._make(sign, 0, 0, _INFINITY)
        if exponent in ("n", "N"):
            return cls._make(sign, coefficient, 0, exponent)
        if not isinstance(exponent, int):
            raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
        return cls._make(sign, coefficient, exponent)

    @classmethod
    def from_float(cls, f):
        """The exact value of a float."""
        if isinstance(f, int):
            return cls._make(int(f < 0), abs(int(f)), 0)
        if not isinstance(f, float):
            raise TypeError("argument must be int or float")
        sign = int(math.copysign(1.0, f) < 0)
        if math.isinf(f):
            return cls._make(sign, 0, 0, _INFINITY)
        if math.isnan(f):
            return cls._make(sign, 0, 0, _QUIET)
        n, d = abs(f).as_integer_ratio()
        places = d.bit_length() - 1  # d is a power of two
        return cls._make(sign, n * 5**places, -places)

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self if type(self) is Decimal else self.__class__(self)

    def __deepcopy__(self, memo):
        return self.__copy__()

    # --- rounding

    def _fix(self, context):
        """Rounded to the context's precision and range of exponents."""
        if self._special:
            if self._special in (_QUIET, _SIGNALING):
                return self._fixed_nan(context)
            return self
        sign, coefficient, exponent = self._sign, self._int, self._exp
        etiny, etop = context.Emin - context.prec + 1, context.Emax - context.prec + 1
        if not coefficient:
            top = etop if context.clamp else context.Emax
            clamped = min(max(exponent, etiny), top)
            if clamped != exponent:
                context._raise(Clamped)
                return Decimal._make(sign, 0, clamped)
            return self
        digits = _digit_count(coefficient)
        lowest = digits + exponent - context.prec
        if lowest > etop:
            context._raise(Overflow, flags=(Rounded, Inexact))
            return self._overflowed(context)
        subnormal = lowest < etiny
        if subnormal:
            lowest = etiny
        if exponent < lowest:
            cut, inexact = _cut(sign, coefficient, lowest - exponent, context.rounding)
            exponent = lowest
            if cut and _digit_count(cut) > context.prec:
                cut //= 10
                exponent += 1
            if exponent > etop:
                context._raise(Overflow, flags=(Rounded, Inexact))
                return self._overflowed(context)
            if inexact and subnormal:
                context._raise(Underflow)
            if subnormal:
                context._raise(Subnormal)
            if inexact:
                context._raise(Inexact)
            context._raise(Rounded)
            if not cut:
                context._raise(Clamped)
            return Decimal._make(sign, cut, exponent)
        if subnormal:
            context._raise(Subnormal)
        if context.clamp and exponent > etop:
            context._raise(Clamped)
            return Decimal._make(sign, coefficient * 10 ** (exponent - etop), etop)
        return self

    def _overflowed(self, context):
        """An infinity or the largest number, whichever the rounding leads to."""
        sign, rounding = self._sign, context.rounding
        if rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP) or (
            rounding == (ROUND_FLOOR if sign else ROUND_CEILING)
        ):
            return Decimal._make(sign, 0, 0, _INFINITY)
        return Decimal._make(sign, 10**context.prec - 1, context.Emax - context.prec + 1)

    def _fixed_nan(self, context):
        room = context.prec - context.clamp
        if _digit_count(self._int) > room:
            return Decimal._make(self._sign, self._int % 10**room, 0, self._special)
        return self

    def _rounded(self, context):
        """For create_decimal()."""
        if self._special in (_QUIET, _SIGNALING) and self._int and _digit_count(self._int) > context.prec - context.clamp:
            context._raise(ConversionSyntax)
            return Decimal._make(0, 0, 0, _QUIET)
        return self._fix(context)

    # --- NaN

    def _invalid(self, context, condition=InvalidOperation):
        context._raise(condition)
        return Decimal._make(0, 0, 0, _QUIET)

    def _nan_among(self, other, context):
        """The NaN that is the result, if one of the operands is one."""
        for operand in (self, other):
            if operand is not None and operand._special == _SIGNALING:
                context._raise(InvalidOperation)
                return Decimal._make(operand._sign, operand._int, 0, _QUIET)._fixed_nan(context)
        for operand in (self, other):
            if operand is not None and operand._special == _QUIET:
                return operand._fixed_nan(context)
        return None

    def _is_special(self, other):
        return self._special or (other is not None and other._special)

    # --- predicates

    def is_nan(self):
        return self._special in (_QUIET, _SIGNALING)

    def is_qnan(self):
        return self._special == _QUIET

    def is_snan(self):
        return self._special == _SIGNALING

    def is_infinite(self):
        return self._special == _INFINITY

    def is_finite(self):
        return not self._special

    def is_signed(self):
        return self._sign == 1

    def is_zero(self):
        return not self._special and not self._int

    def is_canonical(self):
        return True

    def is_normal(self, context=None):
        if self._special or not self._int:
            return False
        return (context or getcontext()).Emin <= self.adjusted()

    def is_subnormal(self, context=None):
        if self._special or not self._int:
            return False
        return self.adjusted() < (context or getcontext()).Emin

    def __bool__(self):
        return bool(self._special or self._int)

    def canonical(self):
        return self

    def conjugate(self):
        return self

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    def radix(self):
        return Decimal(10)

    def number_class(self, context=None):
        """'+Normal', '-Zero', 'NaN' ..."""
        if self.is_snan():
            return "sNaN"
        if self.is_qnan():
            return "NaN"
        sign = "-" if self._sign else "+"
        if self._special:
            return sign + "Infinity"
        if not self._int:
            return sign + "Zero"
        return sign + ("Subnormal" if self.is_subnormal(context) else "Normal")

    def adjusted(self):
        """The exponent of the first digit."""
        return 0 if self._special else self._exp + _digit_count(self._int) - 1

    def as_tuple(self):
        if self._special == _INFINITY:
            return DecimalTuple(self._sign, (0,), "F")
        if self._special:
            return DecimalTuple(self._sign, tuple(map(int, str(self._int))) if self._int else (), self._special)
        return DecimalTuple(self._sign, tuple(map(int, str(self._int))), self._exp)

    def as_integer_ratio(self):
        if self._special == _INFINITY:
            raise OverflowError("cannot convert Infinity to integer ratio")
        if self._special:
            raise ValueError("cannot convert NaN to integer ratio")
        n, d = (self._int * 10**self._exp, 1) if self._exp >= 0 else (self._int, 10**-self._exp)
        common = math.gcd(n, d)
        n, d = n // common, d // common
        return (-n if self._sign else n), d

    # --- text

    def __repr__(self):
        return f"Decimal('{self}')"

    def __str__(self):
        return self._text(False, None)

    def to_eng_string(self, context=None):
        """With exponents that are multiples of three."""
        return self._text(True, context)

    def _text(self, eng, context):
        sign = "-" if self._sign else ""
        if self._special == _INFINITY:
            return sign + "Infinity"
        if self._special:
            return sign + ("sNaN" if self._special == _SIGNALING else "NaN") + (str(self._int) if self._int else "")
        digits = str(self._int)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            dot = left
        elif not eng:
            dot = 1
        elif not self._int:
            dot = (left + 1) % 3 - 1
        else:
            dot = (left - 1) % 3 + 1
        if dot <= 0:
            whole, part = "0", "." + "0" * -dot + digits
        elif dot >= len(digits):
            whole, part = digits + "0" * (dot - len(digits)), ""
        else:
            whole, part = digits[:dot], "." + digits[dot:]
        exponent = ""
        if left != dot:
            capitals = (context or getcontext()).capitals
            exponent = f"{'E' if capitals else 'e'}{left - dot:+d}"
        return sign + whole + part + exponent

    def __format__(self, specifier, context=None):
        from decimal.formatting import format_decimal

        return format_decimal(self, specifier, context or getcontext())

    # --- comparison

    def _compare(self, other):
        """-1, 0, 1; no NaN."""
        if self._special or other._special:
            a = (-1) ** self._sign if self._special else 0
            b = (-1) ** other._sign if other._special else 0
            return (a > b) - (a < b)
        if not self._int or not other._int:
            a = (-1) ** self._sign if self._int else 0
            b = (-1) ** other._sign if other._int else 0
            return (a > b) - (a < b)
        if self._sign != other._sign:
            return -1 if self._sign else 1
        direction = -1 if self._sign else 1
        a, b = self.adjusted(), other.adjusted()
        if a == b:
            shift = self._exp - other._exp
            a = self._int * 10**shift if shift > 0 else self._int
            b = other._int * 10**-shift if shift < 0 else other._int
        return ((a > b) - (a < b)) * direction

    def _comparable(self, other, equality=False):
        """The other operand as a number that compares with this one, exactly."""
        if isinstance(other, Decimal):
            return self, other
        if isinstance(other, int):
            return self, Decimal(other)
        if isinstance(other, float):
            context = getcontext()
            context.flags[FloatOperation] = True
            if context.traps[FloatOperation] and not equality:
                raise FloatOperation([FloatOperation])
            return self, Decimal.from_float(other)
        if isinstance(other, numbers.Rational):
            if self._special:
                return self, Decimal(0)
            return Decimal._make(self._sign, self._int * other.denominator, self._exp), Decimal(other.numerator)
        if equality and isinstance(other, numbers.Complex) and other.imag == 0:
            return self._comparable(float(other.real), True)
        return NotImplemented, NotImplemented

    def __eq__(self, other):
        a, b = self._comparable(other, True)
        if b is NotImplemented:
            return NotImplemented
        if a.is_nan() or b.is_nan():
            if a.is_snan() or b.is_snan():
                getcontext()._raise(InvalidOperation)
            return False
        return a._compare(b) == 0

    def _order(self, other, test):
        a, b = self._comparable(other)
        if b is NotImplemented:
            return NotImplemented
        if a.is_nan() or b.is_nan():
            getcontext()._raise(InvalidOperation)
            return False
        return test(a._compare(b))

    def __lt__(self, other):
        return self._order(other, lambda c: c < 0)

    def __le__(self, other):
        return self._order(other, lambda c: c <= 0)

    def __gt__(self, other):
        return self._order(other, lambda c: c > 0)

    def __ge__(self, other):
        return self._order(other, lambda c: c >= 0)

    def __hash__(self):
        """The same as that of an int, float or Fraction of this value."""
        if self._hash is None:
            if self._special == _SIGNALING:
                raise TypeError("Cannot hash a signaling NaN value")
            if self._special == _QUIET:
                return object.__hash__(self)
            if self._special:
                result = sys.hash_info.inf
            elif self._exp >= 0:
                result = self._int * pow(10, self._exp, _MODULUS) % _MODULUS
            else:
                result = self._int * pow(pow(10, -1, _MODULUS), -self._exp, _MODULUS) % _MODULUS
            result = -result if self._sign else result
            self._hash = -2 if result == -1 else result
        return self._hash

    def compare(self, other, context=None):
        """-1, 0 or 1 as a Decimal, or NaN."""
        context = context or getcontext()
        other = _convert(other, True)
        if (nan := self._nan_among(other, context)) is not None:
            return nan
        return Decimal(self._compare(other))

    def compare_signal(self, other, context=None):
        context = context or getcontext()
        other = _convert(other, True)
        if self.is_nan() or other.is_nan():
            return self._invalid(context)
        return Decimal(self._compare(other))

    def compare_total(self, other, context=None):
        """An order in which also 1.0 and 1.00, and NaN, have their place."""
        other = _convert(other, True)

        def key(x):
            rank = {"": 0, _INFINITY: 0, _SIGNALING: 1, _QUIET: 2}[x._special]
            return rank

        if self._sign != other._sign:
            return Decimal(-1 if self._sign else 1)
        direction = -1 if self._sign else 1
        a, b = key(self), key(other)
        if a == b:
            if a:
                a, b = self._int, other._int
            else:
                order = self._compare(other) * direction
                a, b = (order, 0) if order else (self._exp, other._exp)
        return Decimal(((a > b) - (a < b)) * direction)

    def compare_total_mag(self, other, context=None):
        return self.copy_abs().compare_total(_convert(other, True).copy_abs())

    def max(self, other, context=None):
        return self._extreme(other, context, 1)

    def min(self, other, context=None):
        return self._extreme(other, context, -1)

    def max_mag(self, other, context=None):
        return self._extreme(other, context, 1, True)

    def min_mag(self, other, context=None):
        return self._extreme(other, context, -1, True)

    def _extreme(self, other, context, direction, magnitude=False):
        """A number wins over a quiet NaN."""
        context = context or getcontext()
        other = _convert(other, True)
        if self.is_nan() or other.is_nan():
            if self.is_qnan() and not other.is_nan():
                return other._fix(context)
            if other.is_qnan() and not self.is_nan():
                return self._fix(context)
            return self._nan_among(other, context)
        order = self.copy_abs()._compare(other.copy_abs()) if magnitude else 0
        order = order or self._compare(other) or int(self.compare_total(other))
        return (self if order * direction >= 0 else other)._fix(context)

    # --- signs

    def copy_abs(self):
        return Decimal._make(0, self._int, self._exp, self._special)

    def copy_negate(self):
        return Decimal._make(1 - self._sign, self._int, self._exp, self._special)

    def copy_sign(self, other, context=None):
        return Decimal._make(_convert(other, True)._sign, self._int, self._exp, self._special)

    def _negated(self, context):
        if (nan := self._nan_among(None, context)) is not None:
            return nan
        if not self and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self.copy_negate()._fix(context)

    def _rounded_plus(self, context):
        if (nan := self._nan_among(None, context)) is not None:
            return nan
        if not self and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self._fix(context)

    def __neg__(self):
        return self._negated(getcontext())

    def __pos__(self):
        return self._rounded_plus(getcontext())

    def __abs__(self):
        return self.__neg__() if self._sign else self.__pos__()

    # --- arithmetic

    def _add(self, other, context):
        if self._is_special(other):
            if (nan := self._nan_among(other, context)) is not None:
                return nan
            if self._special:
                if other._special and self._sign != other._sign:
                    return self._invalid(context)
                return self
            return other
        exponent = min(self._exp, other._exp)
        zero_sign = 1 if context.rounding == ROUND_FLOOR and self._sign != other._sign else 0
        if not self._int and not other._int:
            return Decimal._make(zero_sign or min(self._sign, other._sign), 0, exponent)._fix(context)
        if not self._int or not other._int:
            number = self if self._int else other
            exponent = max(exponent, number._exp - context.prec - 1)
            shift = number._exp - exponent
            if shift > 0:
                number = Decimal._make(number._sign, number._int * 10**shift, exponent)
            return number._fix(context)
        a, b = (self, other) if self._exp >= other._exp else (other, self)
        # a has the larger exponent. If b is below anything that can matter, a one far down stands for it.
        a_int, a_exp, b_int, b_exp = a._int, a._exp, b._int, b._exp
        floor = a_exp + min(-1, _digit_count(a_int) - context.prec - 2)
        if _digit_count(b_int) + b_exp - 1 < floor:
            b_int, b_exp = 1, floor
        a_int *= 10 ** (a_exp - b_exp)
        total = (-a_int if a._sign else a_int) + (-b_int if b._sign else b_int)
        sign = int(total < 0) if total else zero_sign
        return Decimal._make(sign, abs(total), b_exp)._fix(context)

    def _subtract(self, other, context):
        if self._is_special(other) and (nan := self._nan_among(other, context)) is not None:
            return nan
        return self._add(other.copy_negate(), context)

    def _multiply(self, other, context):
        sign = self._sign ^ other._sign
        if self._is_special(other):
            if (nan := self._nan_among(other, context)) is not None:
                return nan
            if not self or not other:
                return self._invalid(context)
            return Decimal._make(sign, 0, 0, _INFINITY)
        return Decimal._make(sign, self._int * other._int, self._exp + other._exp)._fix(context)

    def _divide(self, other, context):
        sign = self._sign ^ other._sign
        if self._is_special(other):
            if (nan := self._nan_among(other, context)) is not None:
                return nan
            if self._special and other._special:
                return self._invalid(context)
            if self._special:
                return Decimal._make(sign, 0, 0, _INFINITY)
            context._raise(Clamped)
            return Decimal._make(sign, 0, context.Etiny())
        if not other._int:
            if not self._int:
                return self._invalid(context, DivisionUndefined)
            context._raise(DivisionByZero)
            return Decimal._make(sign, 0, 0, _INFINITY)
        ideal = self._exp - other._exp
        if not self._int:
            return Decimal._make(sign, 0, ideal)._fix(context)
        shift = _digit_count(other._int) - _digit_count(self._int) + context.prec + 1
        exponent = ideal - shift
        if shift >= 0:
            quotient, remainder = divmod(self._int * 10**shift, other._int)
        else:
            quotient, remainder = divmod(self._int, other._int * 10**-shift)
        if remainder:
            quotient += quotient % 5 == 0  # not half, nor exact: the last digit says so
        else:
            while exponent < ideal and quotient % 10 == 0:
                quotient //= 10
                exponent += 1
        return Decimal._make(sign, quotient, exponent)._fix(context)

    def _integer_division(self, other, context):
        """(quotient, remainder), both finite."""
        sign = self._sign ^ other._sign
        ideal = self._exp if other._special else min(self._exp, other._exp)
        difference = self.adjusted() - other.adjusted()
        if not self._int or other._special or difference <= -2:
            return Decimal._make(sign, 0, 0), self._rescaled(ideal, context.rounding)
        if difference <= context.prec:
            a, b = self._int, other._int
            if self._exp >= other._exp:
                a *= 10 ** (self._exp - other._exp)
            else:
                b *= 10 ** (other._exp - self._exp)
            quotient, remainder = divmod(a, b)
            if quotient < 10**context.prec:
                return Decimal._make(sign, quotient, 0), Decimal._make(self._sign, remainder, ideal)
        nan = self._invalid(context, DivisionImpossible)
        return nan, nan

    def _divide_int(self, other, context):
        if self._is_special(other):
            if (nan := self._nan_among(other, context)) is not None:
                return nan
            if self._special:
                if other._special:
                    return self._invalid(context)
                return Decimal._make(self._sign ^ other._sign, 0, 0, _INFINITY)
        if not other:
            if not self:
                return self._invalid(context, DivisionUndefined)
            context._raise(DivisionByZero)
            return Decimal._make(self._sign ^ other._sign, 0, 0, _INFINITY)
        return self._integer_division(other, context)[0]

    def _divide_both(self, other, context):
        """Quotient and remainder. By zero both go wrong, and one exception says so."""
        if self and not other and not self._special and not other._special:
            signals = [InvalidOperation, DivisionByZero]
            for signal in signals:
                context.flags[signal] = True
            for signal in signals:
                if context.traps[signal]:
                    raise signal(signals)
        return self._divide_int(other, context), self._remainder(other, context)

    def _remainder(self, other, context):
        if self._is_special(other) and (nan := self._nan_among(other, context)) is not None:
            return nan
        if self._special:
            return self._invalid(context)
        if not other:
            return self._invalid(context, InvalidOperation if self else DivisionUndefined)
        return self._integer_division(other, context)[1]._fix(context)

    def remainder_near(self, other, context=None):
        """What is left over by the nearest whole quotient."""
        context = context or getcontext()
        other = _convert(other, True)
        if self._is_special(other) and (nan := self._nan_among(other, context)) is not None:
            return nan
        if self._special:
            return self._invalid(context)
        if not other:
            return self._invalid(context, InvalidOperation if self else DivisionUndefined)
        if other._special:
            return self._fix(context)
        ideal = min(self._exp, other._exp)
        if self._int and self.adjusted() - other.adjusted() >= context.prec + 1:
            return self._invalid(context, DivisionImpossible)
        a, b = self._int * 10 ** (self._exp - ideal), other._int * 10 ** (other._exp - ideal)
        q, r = divmod(a, b)
        sign = self._sign
        if 2 * r + (q & 1) > b:
            r -= b
            q += 1
        if q >= 10**context.prec:
            return self._invalid(context, DivisionImpossible)
        if r < 0:
            sign, r = 1 - sign, -r
        return Decimal._make(sign, r, ideal)._fix(context)

    def fma(self, other, third, context=None):
        """self * other + third, rounded once."""
        context = context or getcontext()
        other, third = _convert(other, True), _convert(third, True)
        if self._is_special(other):
            if (nan := self._nan_among(other, context)) is not None:
                return nan
            if not self or not other:
                return self._invalid(context)
            product = Decimal._make(self._sign ^ other._sign, 0, 0, _INFINITY)
        else:
            product = Decimal._make(self._sign ^ other._sign, self._int * other._int, self._exp + other._exp)
        return product._add(third, context)

    def __pow__(self, other, modulo=None, context=None):
        from decimal.power import power, power_modulo

        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        if modulo is not None:
            modulo = _convert(modulo)
            return modulo if modulo is NotImplemented else power_modulo(self, other, modulo, context)
        return power(self, other, context)

    def __rpow__(self, other, modulo=None):
        other = _convert(other)
        return other if other is NotImplemented else other.__pow__(self, modulo)

    def sqrt(self, context=None):
        """The square root."""
        context = context or getcontext()
        if self._special:
            if (nan := self._nan_among(None, context)) is not None:
                return nan
            if not self._sign:
                return self
        elif not self._int:
            return Decimal._make(self._sign, 0, self._exp // 2)._fix(context)
        if self._sign:
            return self._invalid(context)
        # An integer root with one digit more than needed; if it is not exact, its last digit says so.
        e = self._exp >> 1
        if self._exp & 1:
            c, length = self._int * 10, (_digit_count(self._int) >> 1) + 1
        else:
            c, length = self._int, (_digit_count(self._int) + 1) >> 1
        shift = context.prec + 1 - length
        if shift >= 0:
            c *= 100**shift
            exact = True
        else:
            c, remainder = divmod(c, 100**-shift)
            exact = not remainder
        e -= shift
        root = math.isqrt(c)
        exact = exact and root * root == c
        if exact:
            if shift >= 0:
                root //= 10**shift
            else:
                root *= 10**-shift
            e += shift
        elif root % 5 == 0:
            root += 1
        rounding = context.copy()
        rounding.rounding = ROUND_HALF_EVEN
        result = Decimal._make(0, root, e)._fix(rounding)
        for signal, raised in rounding.flags.items():
            context.flags[signal] = context.flags[signal] or raised
        return result

    def exp(self, context=None):
        """e to the power of this."""
        from decimal.power import exp

        return exp(self, context or getcontext())

    def ln(self, context=None):
        """The natural logarithm."""
        from decimal.power import ln

        return ln(self, context or getcontext())

    def log10(self, context=None):
        """The decimal logarithm."""
        from decimal.power import log10

        return log10(self, context or getcontext())

    def logb(self, context=None):
        """The exponent of the first digit, as a Decimal."""
        context = context or getcontext()
        if (nan := self._nan_among(None, context)) is not None:
            return nan
        if self._special:
            return self.copy_abs()
        if not self:
            context._raise(DivisionByZero)
            return Decimal._make(1, 0, 0, _INFINITY)
        return Decimal(self.adjusted())._fix(context)

    def scaleb(self, other, context=None):
        """With `other` added to the exponent."""
        context = context or getcontext()
        other = _convert(other, True)
        if (nan := self._nan_among(other, context)) is not None:
            return nan
        if other._special or other._exp != 0 or abs(int(other)) > 2 * (context.Emax + context.prec):
            return self._invalid(context)
        if self._special:
            return self
        return Decimal._make(self._sign, self._int, self._exp + int(other))._fix(context)

    # --- exponents

    def _rescaled(self, exponent, rounding):
        """With another exponent, rounded if need be; finite, and no signals."""
        if self._special:
            return self
        if not self._int:
            return Decimal._make(self._sign, 0, exponent)
        if self._exp >= exponent:
            return Decimal._make(self._sign, self._int * 10 ** (self._exp - exponent), exponent)
        kept, _ = _cut(self._sign, self._int, exponent - self._exp, rounding)
        return Decimal._make(self._sign, kept, exponent)

    def quantize(self, exp, rounding=None, context=None):
        """Rounded to the exponent of `exp`: Decimal('1.2345').quantize(Decimal('0.01'))"""
        context = context or getcontext()
        exp = _convert(exp, True)
        rounding = rounding or context.rounding
        if self._is_special(exp):
            if (nan := self._nan_among(exp, context)) is not None:
                return nan
            if self._special and exp._special:
                return self
            return self._invalid(context)
        if not context.Etiny() <= exp._exp <= context.Emax:
            return self._invalid(context)
        if not self._int:
            return Decimal._make(self._sign, 0, exp._exp)._fix(context)
        if self.adjusted() > context.Emax or self.adjusted() - exp._exp + 1 > context.prec:
            return self._invalid(context)
        result = self._rescaled(exp._exp, rounding)
        if result.adjusted() > context.Emax or _digit_count(result._int) > context.prec:
            return self._invalid(context)
        if result._int and result.adjusted() < context.Emin:
            context._raise(Subnormal)
        if result._exp > self._exp:
            if result._compare(self):
                context._raise(Inexact)
            context._raise(Rounded)
        return result._fix(context)

    def same_quantum(self, other, context=None):
        other = _convert(other, True)
        if self._special or other._special:
            return (self.is_nan() and other.is_nan()) or (self.is_infinite() and other.is_infinite())
        return self._exp == other._exp

    def normalize(self, context=None):
        """Without trailing zeros."""
        context = context or getcontext()
        if (nan := self._nan_among(None, context)) is not None:
            return nan
        result = self._fix(context)
        if result._special:
            return result
        if not result._int:
            return Decimal._make(result._sign, 0, 0)
        coefficient, exponent = result._int, result._exp
        top = context.Etop() if context.clamp else context.Emax
        while coefficient % 10 == 0 and exponent < top:
            coefficient //= 10
            exponent += 1
        return Decimal._make(result._sign, coefficient, exponent)

    def to_integral_value(self, rounding=None, context=None):
        """The nearest whole number, without signals."""
        context = context or getcontext()
        if (nan := self._nan_among(None, context)) is not None:
            return nan
        if self._special or self._exp >= 0:
            return self
        return self._rescaled(0, rounding or context.rounding)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        context = context or getcontext()
        result = self.to_integral_value(rounding, context)
        if not self._special and self._exp < 0 and self._int:
            if result._compare(self):
                context._raise(Inexact)
            context._raise(Rounded)
        return result

    def _neighbour(self, context, rounding):
        """The next number towards where the rounding goes."""
        if (nan := self._nan_among(None, context)) is not None:
            return nan
        largest = Decimal._make(0, 10**context.prec - 1, context.Etop())
        if self._special:
            outwards = (rounding == ROUND_CEILING) != bool(self._sign)
            return self if outwards else largest.copy_sign(self)
        quiet = context.copy()
        quiet.clear_traps()
        quiet.rounding = rounding
        new = self._fix(quiet)
        if new._compare(self) if not new._special else True:
            return new
        step = Decimal._make(int(rounding == ROUND_FLOOR), 1, context.Etiny() - 1)
        return self._add(step, quiet)

    def next_plus(self, context=None):
        """The next larger number."""
        return self._neighbour(context or getcontext(), ROUND_CEILING)

    def next_minus(self, context=None):
        """The next smaller number."""
        return self._neighbour(context or getcontext(), ROUND_FLOOR)

    def next_toward(self, other, context=None):
        context = context or getcontext()
        other = _convert(other, True)
        if (nan := self._nan_among(other, context)) is not None:
            return nan
        order = self._compare(other)
        if not order:
            return self.copy_sign(other)
        return self.next_plus(context) if order < 0 else self.next_minus(context)

    # --- other numbers

    def __int__(self):
        if self._special == _INFINITY:
            raise OverflowError("cannot convert Infinity to integer")
        if self._special:
            raise ValueError("cannot convert NaN to integer")
        number = self._int * 10**self._exp if self._exp >= 0 else self._int // 10**-self._exp
        return -number if self._sign else number

    __trunc__ = __int__

    def __float__(self):
        if self._special == _SIGNALING:
            raise ValueError("cannot convert signaling NaN to float")
        if self._special == _QUIET:
            return float("-nan" if self._sign else "nan")
        return float(str(self))

    def __complex__(self):
        return complex(float(self))

    def __round__(self, n=None):
        """round(x) is an int, round(x, n) a Decimal; half to even."""
        if n is not None:
            if not isinstance(n, int):
                raise TypeError("optional arg must be an integer")
            return self.quantize(Decimal._make(0, 1, -n), rounding=ROUND_HALF_EVEN)
        return self._whole(ROUND_HALF_EVEN)

    def __floor__(self):
        return self._whole(ROUND_FLOOR)

    def __ceil__(self):
        return self._whole(ROUND_CEILING)

    def _whole(self, rounding):
        if self._special == _INFINITY:
            raise OverflowError("cannot convert Infinity to integer")
        if self._special:
            raise ValueError("cannot convert NaN to integer")
        return int(self._rescaled(0, rounding))


def _convert(other, required=False):
    """An operand as a Decimal; NotImplemented, or TypeError if required, if it is none."""
    if isinstance(other, Decimal):
        return other
    if isinstance(other, int):
        return Decimal(other)
    if required:
        raise TypeError(f"conversion from {type(other).__name__} to Decimal is not supported")
    return NotImplemented


def _operators(name, function):
    """__name__ and __rname__"""

    def forward(self, other):
        other = _convert(other)
        return other if other is NotImplemented else function(self, other, getcontext())

    def reverse(self, other):
        other = _convert(other)
        return other if other is NotImplemented else function(other, self, getcontext())

    for method, prefix in ((forward, "__"), (reverse, "__r")):
        method.__name__ = f"{prefix}{name}__"
        method.__qualname__ = f"Decimal.{method.__name__}"
        setattr(Decimal, method.__name__, method)


_operators("add", Decimal._add)
_operators("sub", Decimal._subtract)
_operators("mul", Decimal._multiply)
_operators("truediv", Decimal._divide)
_operators("floordiv", Decimal._divide_int)
_operators("mod", Decimal._remainder)
_operators("divmod", Decimal._divide_both)
numbers.Number.register(Decimal)


for _operation in _OPERATIONS:
    setattr(Decimal, _operation.__name__, _operation)
del _operation
