"""Operations on the digits of a Decimal as such: the logical ones, for numbers written with zeros and ones alone, and those that
move digits about in as many places as the context has."""

from decimal.context import getcontext


def _operand(number):
    """The digits of a logical operand; None if the number is none."""
    if number._special or number._sign or number._exp:
        return None
    digits = str(number._int)
    return digits if not digits.strip("01") else None


def _combine(self, other, context, choose):
    context = context or getcontext()
    kind = type(self)
    other = other if isinstance(other, kind) else kind(other)
    a, b = _operand(self), _operand(other)
    if a is None or b is None:
        return self._invalid(context)
    size = max(len(a), len(b))
    digits = "".join(map(choose, a.zfill(size), b.zfill(size)))
    return kind(digits[-context.prec :].lstrip("0") or "0")


def logical_and(self, other, context=None):
    """1 where both have 1."""
    return _combine(self, other, context, min)


def logical_or(self, other, context=None):
    """1 where one of them has 1."""
    return _combine(self, other, context, max)


def logical_xor(self, other, context=None):
    """1 where they differ."""
    return _combine(self, other, context, lambda a, b: str(int(a != b)))


def logical_invert(self, context=None):
    """0 for 1, and 1 for 0, in all places of the context."""
    context = context or getcontext()
    return logical_xor(self, type(self)("1" * context.prec), context)


def _places(self, other, context):
    """(the digits in all places of the context, how far to move); or the result, if there is nothing to move."""
    other = other if isinstance(other, type(self)) else type(self)(other)
    if (nan := self._nan_among(other, context)) is not None:
        return nan, None
    if other._special or other._exp or abs(int(other)) > context.prec:
        return self._invalid(context), None
    if self._special:
        return self, None
    return str(self._int).zfill(context.prec)[-context.prec :], int(other)


def rotate(self, other, context=None):
    """The digits moved to the left (to the right if `other` is negative); what falls off comes in at the other side."""
    context = context or getcontext()
    digits, count = _places(self, other, context)
    if count is None:
        return digits
    count %= len(digits)
    return type(self)._make(self._sign, int(digits[count:] + digits[:count]), self._exp)


def shift(self, other, context=None):
    """The digits moved to the left (to the right if `other` is negative), with zeros coming in."""
    context = context or getcontext()
    digits, count = _places(self, other, context)
    if count is None:
        return digits
    moved = digits[:count] if count < 0 else (digits + "0" * count)[-context.prec :]
    return type(self)._make(self._sign, int(moved or "0"), self._exp)


OPERATIONS = (logical_and, logical_or, logical_xor, logical_invert, rotate, shift)
