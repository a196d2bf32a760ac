"""Contexts: how many digits, which rounding, and what becomes of the conditions ("signals") that come up.

A signal that is trapped is raised; one that is not sets its flag, and the operation gives the result its handle()
prescribes: NaN, an infinity, or what was rounded. Each thread, and each contextvars.Context, has a current context.
"""

import contextvars

ROUND_DOWN = "ROUND_DOWN"
ROUND_HALF_UP = "ROUND_HALF_UP"
ROUND_HALF_EVEN = "ROUND_HALF_EVEN"
ROUND_CEILING = "ROUND_CEILING"
ROUND_FLOOR = "ROUND_FLOOR"
ROUND_UP = "ROUND_UP"
ROUND_HALF_DOWN = "ROUND_HALF_DOWN"
ROUND_05UP = "ROUND_05UP"
_ROUNDINGS = (ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP)

MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = -1999999999999999997


# --- signals


class DecimalException(ArithmeticError):
    """A condition that came up in an operation."""


class Clamped(DecimalException):
    """An exponent was changed to fit."""


class InvalidOperation(DecimalException):
    """There is no result; it is NaN if not trapped."""


class ConversionSyntax(InvalidOperation):
    """A string that is no number."""


class DivisionByZero(DecimalException, ZeroDivisionError):
    """A number was divided by zero; the result is infinite if not trapped."""


class DivisionImpossible(InvalidOperation):
    """An integer quotient with more digits than there is room for."""


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """0 / 0"""


class Inexact(DecimalException):
    """Digits other than zero were rounded away."""


class InvalidContext(InvalidOperation):
    """The context makes no sense."""


class Rounded(DecimalException):
    """Digits were rounded away, be they zeros."""


class Subnormal(DecimalException):
    """The result is so small that it has fewer digits."""


class Overflow(Inexact, Rounded):
    """The result is too large."""


class Underflow(Inexact, Rounded, Subnormal):
    """The result is so small that it was rounded to a subnormal or zero."""


class FloatOperation(DecimalException, TypeError):
    """A float was mixed in."""


_SIGNALS = (InvalidOperation, Clamped, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow)
_CONDITIONS = {
    ConversionSyntax: InvalidOperation, DivisionImpossible: InvalidOperation, DivisionUndefined: InvalidOperation,
    InvalidContext: InvalidOperation,
}  # fmt: skip


def _signal_dict(values):
    """From a dict or a list of signals to a full dict."""
    if isinstance(values, dict):
        return {signal: bool(values.get(signal, False)) for signal in _SIGNALS}
    return {signal: signal in values for signal in _SIGNALS}


class Context:
    """Precision, rounding, the range of exponents, flags and traps."""

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        base = DefaultContext if "DefaultContext" in globals() else None
        self.prec = prec if prec is not None else base.prec
        self.rounding = rounding if rounding is not None else base.rounding
        self.Emin = Emin if Emin is not None else base.Emin
        self.Emax = Emax if Emax is not None else base.Emax
        self.capitals = capitals if capitals is not None else base.capitals
        self.clamp = clamp if clamp is not None else base.clamp
        self.traps = dict(base.traps) if traps is None else _signal_dict(traps)
        self.flags = _signal_dict([] if flags is None else flags)

    def __setattr__(self, name, value):
        if name == "prec":
            self._check_range(name, value, 1, MAX_PREC)
        elif name == "Emin":
            self._check_range(name, value, MIN_EMIN, 0)
        elif name == "Emax":
            self._check_range(name, value, 0, MAX_EMAX)
        elif name in ("capitals", "clamp"):
            if value not in (0, 1):
                raise ValueError(f"valid values for {name} are 0 or 1")
        elif name == "rounding":
            if value not in _ROUNDINGS:
                raise TypeError(
                    "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   "
                    "ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"
                )
        elif name in ("flags", "traps"):
            if not isinstance(value, dict):
                raise TypeError(f"{value} must be a signal dict")
        else:
            raise AttributeError(f"'decimal.Context' object has no attribute {name!r}")
        object.__setattr__(self, name, value)

    @staticmethod
    def _check_range(name, value, low, high):
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        if not low <= value <= high:
            raise ValueError(f"valid range for {name} is [{low}, {'MAX_PREC' if name == 'prec' else high}]")

    def __delattr__(self, name):
        raise AttributeError(f"{name} cannot be deleted")

    def __repr__(self):
        def names(signals):
            return ", ".join(signal.__name__ for signal in _SIGNALS if signals[signal])

        return (
            f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, "
            f"capitals={self.capitals}, clamp={self.clamp}, flags=[{names(self.flags)}], traps=[{names(self.traps)}])"
        )

    def clear_flags(self):
        for signal in self.flags:
            self.flags[signal] = False

    def clear_traps(self):
        for signal in self.traps:
            self.traps[signal] = False

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, self.flags, self.traps)

    __copy__ = copy

    def __reduce__(self):
        flags = [signal for signal, value in self.flags.items() if value]
        traps = [signal for signal, value in self.traps.items() if value]
        return Context, (self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, flags, traps)

    __hash__ = None

    def Etiny(self):
        """The smallest exponent there is, that of the last digit of a subnormal number."""
        return self.Emin - self.prec + 1

    def Etop(self):
        """The largest exponent of a number with all digits."""
        return self.Emax - self.prec + 1

    def _raise(self, condition, *, flags=()):
        """A condition came up: sets its flag, or raises it if it is trapped. `flags`: others that come with it."""
        for other in flags:
            self._raise(other)
        signal = _CONDITIONS.get(condition, condition)
        self.flags[signal] = True
        if self.traps[signal]:
            raise signal([condition])

    def create_decimal(self, num="0"):
        """A Decimal rounded to this context."""
        from decimal.number import Decimal

        return Decimal(num, context=self)._rounded(self)

    def copy_decimal(self, a):
        from decimal.number import Decimal

        return Decimal(a)

    def _check_decimal(self, a):
        from decimal.number import Decimal

        if not isinstance(a, Decimal):
            raise TypeError("argument must be a Decimal")
        return a

    def canonical(self, a):
        return self._check_decimal(a)

    def is_canonical(self, a):
        return self._check_decimal(a).is_canonical()

    def radix(self):
        from decimal.number import Decimal

        return Decimal(10)

    def create_decimal_from_float(self, f):
        from decimal.number import Decimal

        return Decimal.from_float(f)._rounded(self)


def _through_decimal(name, method=None, needs_context=True):
    """A method of Context that calls the method of Decimal, with this context if it depends on one."""
    method = method or name

    def call(self, a, *args):
        from decimal.number import Decimal

        a = a if isinstance(a, Decimal) else Decimal(a)
        return getattr(a, method)(*args, context=self) if needs_context else getattr(a, method)(*args)

    call.__name__ = name
    setattr(Context, name, call)


def _through_operator(name, function):
    def call(self, a, b=None, *args):
        from decimal.number import Decimal

        a = a if isinstance(a, Decimal) else Decimal(a)
        if b is None:
            return function(a, self)
        b = b if isinstance(b, Decimal) else Decimal(b)
        return function(a, b, self, *args)

    call.__name__ = name
    setattr(Context, name, call)


for _name in ("compare", "compare_total", "exp", "fma", "ln", "log10", "logb", "max", "min", "next_minus", "next_plus",
              "normalize", "quantize", "remainder_near", "scaleb", "sqrt", "to_integral_exact", "to_integral_value",
              "number_class", "is_normal", "is_subnormal", "to_eng_string", "next_toward", "compare_signal", "compare_total_mag",
              "copy_sign", "logical_and", "logical_invert", "logical_or", "logical_xor", "max_mag", "min_mag", "rotate", "same_quantum",
              "shift"):  # fmt: skip
    _through_decimal(_name)
_through_decimal("to_integral", "to_integral_value")
for _name in ("copy_abs", "copy_negate", "is_finite", "is_infinite", "is_nan", "is_qnan", "is_signed", "is_snan", "is_zero"):
    _through_decimal(_name, needs_context=False)
_through_operator("add", lambda a, b, c: a._add(b, c))
_through_operator("subtract", lambda a, b, c: a._subtract(b, c))
_through_operator("multiply", lambda a, b, c: a._multiply(b, c))
_through_operator("divide", lambda a, b, c: a._divide(b, c))
_through_operator("divide_int", lambda a, b, c: a._divide_int(b, c))
_through_operator("remainder", lambda a, b, c: a._remainder(b, c))
_through_operator("divmod", lambda a, b, c: a._divide_both(b, c))
_through_operator("power", lambda a, b, c, modulo=None: a.__pow__(b, modulo, c))
_through_operator("plus", lambda a, c: a._rounded_plus(c))
_through_operator("minus", lambda a, c: a._negated(c))
_through_operator("abs", lambda a, c: a._negated(c) if a._sign else a._rounded_plus(c))
_through_operator("to_sci_string", lambda a, c: a._text(False, c))
del _name

DefaultContext = Context(
    28, ROUND_HALF_EVEN, -999999, 999999, 1, 0, [], [DivisionByZero, Overflow, InvalidOperation]
)
BasicContext = Context(
    9, ROUND_HALF_UP, -999999, 999999, 1, 0, [], [DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow]
)
ExtendedContext = Context(9, ROUND_HALF_EVEN, -999999, 999999, 1, 0, [], [])

_current = contextvars.ContextVar("decimal_context")


def getcontext():
    """The current context, made from DefaultContext if there is none yet."""
    context = _current.get(None)
    if context is None:
        context = DefaultContext.copy()
        _current.set(context)
    return context


def setcontext(context):
    """Makes a context the current one."""
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class localcontext:
    """A with statement around code that has a context of its own: localcontext(prec=50)"""

    def __init__(self, ctx=None, **kwargs):
        self._new = (getcontext() if ctx is None else ctx).copy()
        for name, value in kwargs.items():
            if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
                raise TypeError(f"'{name}' is an invalid keyword argument for this function")
            setattr(self._new, name, _signal_dict(value) if name in ("flags", "traps") else value)

    def __enter__(self):
        self._saved = getcontext()
        setcontext(self._new)
        return self._new

    def __exit__(self, *exception):
        setcontext(self._saved)
