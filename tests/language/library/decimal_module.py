# decimal
import copy
import math
from decimal import *
from fractions import Fraction


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


D = Decimal
for value in ("0", "1.10", "-3.14e5", "1E+10", "1e-10", "0.000001", "0.0000001", "-0", "-0.00", "Infinity", "-inf", "nan", "sNaN5", " 12_3.4 ", "00012", "1e400", "123456789012345678901234567890.5"):
    d = D(value)
    print(repr(d), d, d.as_tuple(), d.adjusted(), d.to_eng_string())
print(D(5), D(-7), D(0.1), D(1.5), D(True), D((1, (1, 2, 3), -2)), D(D("1.0")), D.from_float(-0.25), D())
print(attempt(D, "x"), attempt(D, ""), attempt(D, None), attempt(D, (1, 2)), attempt(D, [2, (1,), 0]))
values = [D("1.1"), D("-2.25"), D("0"), D("3"), D("1E+5"), D("7.00")]
for a in values:
    for b in values:
        print(a, b, a + b, a - b, a * b, attempt(lambda: a / b), attempt(lambda: a // b), attempt(lambda: a % b), a < b, a == b, a.compare(b), attempt(lambda: a**b))
print(D(1) / D(3), D(2) / 7, 10 / D(4), D("0.1") + D("0.2"), D("1.20") * 3, 5 - D("1.5"), D(10) ** 20, D(2) ** 0.5 if False else D(2) ** D("0.5"), D(2) ** -2, D("1.5") ** 3, pow(D(7), 3, 5), divmod(D(17), 5), -D("1.50"), +D("1.50"), abs(D(-2)))
print(attempt(lambda: D(1) / 0), attempt(lambda: D(0) / 0), attempt(lambda: D("sNaN") + 1), attempt(lambda: D("inf") - D("inf")), attempt(lambda: D(1) % 0), attempt(lambda: D("nan") < 1), D("nan") == D("nan"), D("inf") > 10**100, D("inf") * -1)
print(D("2").sqrt(), D("16").sqrt(), D("0.01").sqrt(), D("1e7").sqrt(), attempt(D(-1).sqrt), D(1).exp(), D("2.5").exp(), D(-20).exp(), D("1e-30").exp(), D(10).ln(), D("0.5").ln(), D("1.0000001").ln(), D(1).ln(), D(0).ln(), D(1000).log10(), D(2).log10(), D("1e-5").log10(), attempt(D(-1).ln))
print(D("3") ** D("2.5"), D("1.0001") ** 10000, D(9) ** D("0.5"), D("0.008") ** D("1") / 3, D(2) ** D(100), D(2) ** D(200), D("1e10") ** D("0.1"), D(0) ** 3, attempt(lambda: D(0) ** 0), attempt(lambda: D(-8) ** D("0.5")), D(1) ** D("5.5"), D(3) ** -5)
print(D("1.2345").quantize(D("0.01")), D("1.235").quantize(D("0.01")), D("1.245").quantize(D("0.01")), D("1.5").quantize(D("1"), rounding=ROUND_UP), D("-1.5").quantize(D(1), ROUND_FLOOR), D(123).quantize(D("1e1")), attempt(D("1e30").quantize, D("0.01")), D("1.10").normalize(), D("100").normalize(), D("0.00").normalize())
for rounding in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP):
    print(rounding, [str(D(v).quantize(D(1), rounding=rounding)) for v in ("1.1", "1.5", "2.5", "-1.1", "-1.5", "-2.5", "0.5", "5.1", "1.9")])
print(round(D("2.5")), round(D("3.5")), round(D("2.675"), 2), math.floor(D("-1.5")), math.ceil(D("1.2")), int(D("-3.9")), float(D("0.1")), D("3.7").to_integral_value(), D("2.5").to_integral_exact(), math.trunc(D("9.99")))
print(D("1.0") == D("1.00"), hash(D("1.0")) == hash(1), hash(D("0.5")) == hash(0.5), D("0.5") == 0.5, D("0.1") == 0.1, D("0.5") == Fraction(1, 2), D(1) < 1.5, D("1.5") > Fraction(4, 3), D(2) == 2 + 0j, sorted([D(3), 1, D("2.5")]), max(D(1), D("1.0")), {D("1"): "a"}[1], D(5) in [5])
print(D("3.14").as_integer_ratio(), D("1e3").as_integer_ratio(), D("1.5").max(D(2)), D("nan").min(1), D("1.0").compare_total(D("1.00")), D("1").copy_sign(D(-2)), D("1.2").same_quantum(D("3.4")), D(7).remainder_near(4), D(2).fma(3, 4), D(5).scaleb(3), D(250).logb(), D(1).next_plus(), D(1).next_minus(), D("-inf").next_plus(), D(1).next_toward(5))
print([D(v).number_class() for v in ("0", "-1", "inf", "nan", "snan", "1e-999999", "1e-1000020")], D("nan").is_nan(), D("inf").is_infinite(), D(0).is_zero(), D(-1).is_signed(), bool(D(0)), bool(D("nan")))
for spec in ("", "f", ".2f", "10.3f", "<10", "^10.1f|"[:-1], "+.1f", " f", "e", ".3e", "E", "g", ".3g", "%", ".1%", ",", ",.2f", "_.1f", "015.2f", "=+12", "*^15,.1f", "010,", "G", ".0f"):
    print(repr(spec), [attempt(format, D(v), spec) for v in ("1234567.891", "-0.00012", "0", "1E+5", "nan", "-inf", "2.5")])
print(attempt(format, D(1), "d"), f"{D('1.5'):>8}", "{:.3f}".format(D("2.0005")), "%s" % D("1.50"), "%.2f" % D("1.005"))
with localcontext() as context:
    context.prec = 5
    print(D(1) / 3, +D("123456.789"), D(2).sqrt(), context)
    context.rounding = ROUND_UP
    print(D(1) / 3, context.divide(D(1), D(3)), context.create_decimal("1.234567"))
with localcontext(prec=50):
    print(D(1) / 7, D(2).sqrt(), D(1).exp(), D(3).ln(), D(2) ** D("0.3"))
print(getcontext(), getcontext().prec, D(1) / 3)
context = getcontext()
context.clear_flags()
D(1) / 3
print(context.flags[Inexact], context.flags[Rounded], context.flags[Overflow])
context.traps[Inexact] = True
print(attempt(lambda: D(1) / 3), D(1) / 4)
context.traps[Inexact] = False
context.traps[DivisionByZero] = context.traps[InvalidOperation] = False
print(D(1) / 0, D(-1) / 0, D(0) / 0, D("x"), D("inf") * 0, context.flags[DivisionByZero])
context.traps[InvalidOperation] = context.traps[DivisionByZero] = True
print(attempt(lambda: D("9e999999") * 10), D("1e-999999") / 10, D("1e-1000026") / 10, attempt(lambda: D(10) ** 1000000))
print(attempt(setattr, context, "prec", 0), attempt(setattr, context, "rounding", "x"), attempt(setattr, context, "nope", 1))
print(ExtendedContext.divide(D(1), D(0)), BasicContext.prec, Context(prec=3).sqrt(D(2)), Context(prec=4, rounding=ROUND_DOWN).multiply(D("1.2345"), D(2)))
print(sum([D("0.1")] * 10), sum([D("0.1")] * 10) == 1, copy.deepcopy(D("1.5")), issubclass(DivisionByZero, ZeroDivisionError), isinstance(D(1), __import__("numbers").Number))
total = D(0)
for i in range(1, 200):
    total += D(1) / (i * i)
print(total, (total * 6).sqrt())


def pi():
    with localcontext() as context:
        context.prec += 2
        lasts, t, s, n, na, d, da = 0, D(3), 3, 1, 0, 0, 24
        while s != lasts:
            lasts = s
            n, na = n + na, na + 8
            d, da = d + da, da + 32
            t = (t * n) / d
            s += t
    return +s


print(pi())
