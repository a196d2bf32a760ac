# Decimals digit by digit: logical operations, rotating and shifting; and the methods of a context that need none.
from decimal import Context, Decimal, InvalidOperation

context = Context(prec=9)
D = Decimal
print(D("1100").logical_and(D("1010")), D("1100").logical_or(D("1010")), D("1100").logical_xor(D("1010")), D("101").logical_and(11))
print(context.logical_and(110, 1101), context.logical_invert(D("101")), context.logical_invert(0), context.logical_xor(D(0), D(0)))
print(D("123456789").rotate(2, context), D("12").rotate(-1, context), context.rotate(D("1.25"), 3), context.rotate(D("-5"), 9))
print(D("123456789").shift(2, context), D("123456789").shift(-2, context), context.shift(5, 9), context.shift(5, -9), context.shift(D("-1.5"), 1))
print(context.rotate(D("NaN"), 1), context.shift(D("-Infinity"), 1))
for attempt in (lambda: D(12).logical_and(1), lambda: D(-1).logical_or(1), lambda: D("1E+1").logical_invert(), lambda: context.shift(1, 10),
                lambda: context.rotate(1, D("1.5")), lambda: context.canonical(1)):
    try:
        print(attempt())
    except (InvalidOperation, TypeError) as error:
        print(type(error).__name__)
print(context.copy_abs(-1), context.copy_negate(1), context.copy_sign(1, D(-2)), context.copy_decimal(D("1.20")), context.radix())
print(context.is_nan(D("nan")), context.is_qnan(D("snan")), context.is_zero(0), context.is_signed(D("-0")), context.is_finite(D("inf")),
      context.is_infinite(D("inf")), context.is_snan(1), context.is_canonical(D(1)), context.canonical(D(1)))
print(context.max_mag(-3, 2), context.min_mag(D(-3), D(2)), context.same_quantum(D("2.17"), D("0.01")), context.compare_signal(D("2.1"), D(3)),
      context.compare_total_mag(D(-3), 2), context.to_integral(D("2.5")))
