"""Decimal numbers: exact decimal fractions, and arithmetic rounded to as many digits as a context says.

    Decimal("0.1") + Decimal("0.2") == Decimal("0.3")

number.py has Decimal, context.py the contexts and signals, functions.py what needs series (exp, ln, powers).
"""

from decimal.context import (MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY, ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR,
                             ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, BasicContext, Clamped, Context,
                             ConversionSyntax, DecimalException, DefaultContext, DivisionByZero, DivisionImpossible,
                             DivisionUndefined, ExtendedContext, FloatOperation, Inexact, InvalidContext,
                             InvalidOperation, Overflow, Rounded, Subnormal, Underflow, getcontext, localcontext,
                             setcontext)  # fmt: skip
from decimal.number import Decimal, DecimalTuple

__all__ = [
    "Decimal", "Context", "DecimalTuple", "DefaultContext", "BasicContext", "ExtendedContext", "DecimalException",
    "Clamped", "InvalidOperation", "DivisionByZero", "Inexact", "Rounded", "Subnormal", "Overflow", "Underflow",
    "FloatOperation", "DivisionImpossible", "InvalidContext", "ConversionSyntax", "DivisionUndefined", "ROUND_DOWN",
    "ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP",
    "setcontext", "getcontext", "localcontext", "MAX_PREC", "MAX_EMAX", "MIN_EMIN", "MIN_ETINY", "HAVE_THREADS",
    "HAVE_CONTEXTVAR",
]  # fmt: skip

HAVE_THREADS = True
HAVE_CONTEXTVAR = True

for _name in __all__:
    _value = globals()[_name]
    if isinstance(_value, type) and _name != "DecimalTuple":
        _value.__module__ = "decimal"
del _name, _value
