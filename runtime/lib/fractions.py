"""Exact fractions: a numerator and a positive denominator without a common factor."""

import math
import numbers
import operator

__all__ = ["Fraction"]


def _parse(text):
    """'-3/4', '1.25', '1e-3', '_' between digits: (numerator, denominator), or None."""
    text = text.strip()
    sign = 1
    if text[:1] in ("+", "-"):
        sign = -1 if text[0] == "-" else 1
        text = text[1:]
    if "/" in text:
        top, bottom = text.split("/", 1)
        if not (_is_digits(top) and _is_digits(bottom)):
            return None
        return sign * int(top), int(bottom)
    mantissa, exponent = text, 0
    for mark in "eE":
        if mark in text:
            mantissa, exponent_text = text.split(mark, 1)
            digits = exponent_text[1:] if exponent_text[:1] in ("+", "-") else exponent_text
            if not _is_digits(digits):
                return None
            exponent = int(exponent_text)
            break
    whole, point, part = mantissa.partition(".")
    if not (whole or part) or (whole and not _is_digits(whole)) or (part and not _is_digits(part)):
        return None
    numerator = int(whole or "0")
    denominator = 1
    if part:
        places = len(part.replace("_", ""))
        denominator = 10**places
        numerator = numerator * denominator + int(part)
    if exponent >= 0:
        numerator *= 10**exponent
    else:
        denominator *= 10**-exponent
    return sign * numerator, denominator


def _is_digits(text):
    return all(piece.isdecimal() for piece in text.split("_"))


class Fraction(numbers.Rational):
    """Fraction(3, 4), Fraction('3/4'), Fraction('0.75'), Fraction(0.75), Fraction(Decimal('0.75'))"""

    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
                return self
            if isinstance(numerator, numbers.Rational):
                self._numerator, self._denominator = numerator.numerator, numerator.denominator
                return self
            if isinstance(numerator, str):
                parsed = _parse(numerator)
                if parsed is None:
                    raise ValueError(f"Invalid literal for Fraction: {numerator!r}")
                numerator, denominator = parsed
            elif isinstance(numerator, float) or hasattr(numerator, "as_integer_ratio"):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            else:
                raise TypeError("argument should be a string or a Rational instance")
        elif type(numerator) is int is type(denominator):
            pass
        elif isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational):
            numerator, denominator = (
                numerator.numerator * denominator.denominator,
                denominator.numerator * numerator.denominator,
            )
        else:
            raise TypeError("both arguments should be Rational instances")
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        common = math.gcd(numerator, denominator)
        if denominator < 0:
            common = -common
        self._numerator, self._denominator = numerator // common, denominator // common
        return self

    @classmethod
    def _make(cls, numerator, denominator):
        """From numbers known to be in lowest terms."""
        self = super().__new__(cls)
        self._numerator, self._denominator = numerator, denominator
        return self

    @classmethod
    def from_float(cls, f):
        """The exact value of a float."""
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})")
        return cls._make(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """The exact value of a Decimal."""
        if isinstance(dec, numbers.Integral):
            return cls(dec)
        return cls._make(*dec.as_integer_ratio())

    def is_integer(self):
        return self._denominator == 1

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The closest fraction whose denominator is not larger."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        # The convergents of the continued fraction come ever closer, from alternating sides.
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        # Between the last convergent and the last semiconvergent, the nearer one.
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction._make(p1, q1)
        return Fraction._make(p0 + k * p1, q0 + k * q1)

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def __repr__(self):
        return f"{self.__class__.__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f"{self._numerator}/{self._denominator}"

    def __format__(self, format_spec):
        """As a decimal number, exactly rounded: the presentation types e, f, g and %."""
        if not format_spec:
            return str(self)
        if format_spec[-1] not in "eEfFgG%":
            raise ValueError(f"Invalid format specifier {format_spec!r} for object of type {type(self).__name__!r}")
        from decimal import Decimal, localcontext

        with localcontext() as context:
            context.prec = 100 + len(str(self._numerator)) + len(str(self._denominator))
            return format(Decimal(self._numerator) / Decimal(self._denominator), format_spec)

    # --- arithmetic

    def _operators(exact, fallback):
        """Both methods of an operator: exact on fractions and ints, else by float or complex."""

        def forward(a, b):
            if isinstance(b, Fraction):
                return exact(a, b)
            if isinstance(b, int):
                return exact(a, Fraction(b))
            if isinstance(b, float):
                return fallback(float(a), b)
            if isinstance(b, complex):
                return fallback(complex(a), b)
            return NotImplemented

        def reverse(b, a):
            if isinstance(a, numbers.Rational):
                return exact(Fraction(a), b)
            if isinstance(a, numbers.Real):
                return fallback(float(a), float(b))
            if isinstance(a, numbers.Complex):
                return fallback(complex(a), complex(b))
            return NotImplemented

        name = fallback.__name__.strip("_")
        forward.__name__, reverse.__name__ = f"__{name}__", f"__r{name}__"
        return forward, reverse

    __add__, __radd__ = _operators(
        lambda a, b: Fraction(
            a._numerator * b._denominator + b._numerator * a._denominator, a._denominator * b._denominator
        ),
        operator.add,
    )
    __sub__, __rsub__ = _operators(
        lambda a, b: Fraction(
            a._numerator * b._denominator - b._numerator * a._denominator, a._denominator * b._denominator
        ),
        operator.sub,
    )
    __mul__, __rmul__ = _operators(
        lambda a, b: Fraction(a._numerator * b._numerator, a._denominator * b._denominator), operator.mul
    )
    __truediv__, __rtruediv__ = _operators(
        lambda a, b: Fraction(a._numerator * b._denominator, a._denominator * b._numerator)
        if b._numerator
        else Fraction((a > 0) - (a < 0), 0),
        operator.truediv,
    )
    __floordiv__, __rfloordiv__ = _operators(
        lambda a, b: (a._numerator * b._denominator) // (a._denominator * b._numerator), operator.floordiv
    )
    __mod__, __rmod__ = _operators(
        lambda a, b: Fraction(
            (a._numerator * b._denominator) % (b._numerator * a._denominator), a._denominator * b._denominator
        ),
        operator.mod,
    )
    __divmod__, __rdivmod__ = _operators(lambda a, b: (a // b, a % b), divmod)

    def __pow__(a, b):
        if isinstance(b, numbers.Rational):
            if b.denominator == 1:
                power = b.numerator
                if power >= 0:
                    return Fraction._make(a._numerator**power, a._denominator**power)
                if a._numerator > 0:
                    return Fraction._make(a._denominator**-power, a._numerator**-power)
                if a._numerator == 0:
                    raise ZeroDivisionError(f"Fraction({a._denominator ** -power}, 0)")
                return Fraction._make((-a._denominator) ** -power, (-a._numerator) ** -power)
            return float(a) ** float(b)
        if isinstance(b, (float, complex)):
            return float(a) ** b
        return NotImplemented

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a**b._numerator
        if isinstance(a, numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        if b._denominator == 1:
            return a**b._numerator
        return a ** float(b)

    def __pos__(self):
        return Fraction._make(self._numerator, self._denominator)

    def __neg__(self):
        return Fraction._make(-self._numerator, self._denominator)

    def __abs__(self):
        return Fraction._make(abs(self._numerator), self._denominator)

    def __int__(self):
        return self.__trunc__()

    def __trunc__(self):
        if self._numerator < 0:
            return -(-self._numerator // self._denominator)
        return self._numerator // self._denominator

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        """Half to even."""
        if ndigits is None:
            floor, remainder = divmod(self._numerator, self._denominator)
            if remainder * 2 < self._denominator:
                return floor
            if remainder * 2 > self._denominator:
                return floor + 1
            return floor if floor % 2 == 0 else floor + 1
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    # --- comparison

    def __hash__(self):
        """The same as that of an int, float or Decimal of this value."""
        modulus = 2**61 - 1
        try:
            inverse = pow(self._denominator, -1, modulus)
        except ValueError:
            result = 314159  # the denominator is a multiple of the modulus: what infinity hashes to
        else:
            result = hash(hash(abs(self._numerator)) * inverse)
        result = result if self._numerator >= 0 else -result
        return -2 if result == -1 else result

    def __eq__(self, other):
        if type(other) is int:
            return self._numerator == other and self._denominator == 1
        if isinstance(other, numbers.Rational):
            return self._numerator == other.numerator and self._denominator == other.denominator
        if isinstance(other, numbers.Complex) and other.imag == 0:
            other = other.real
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return 0.0 == other
            return self == self.from_float(other)
        return NotImplemented

    def _compare(self, other, op):
        if isinstance(other, numbers.Rational):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return op(0.0, other)
            return op(self, self.from_float(other))
        return NotImplemented

    def __lt__(self, other):
        return self._compare(other, operator.lt)

    def __gt__(self, other):
        return self._compare(other, operator.gt)

    def __le__(self, other):
        return self._compare(other, operator.le)

    def __ge__(self, other):
        return self._compare(other, operator.ge)

    def __bool__(self):
        return bool(self._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()
