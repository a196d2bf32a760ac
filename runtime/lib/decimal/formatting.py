"""format(Decimal(...), spec): the format mini-language, for decimal numbers of any size."""

from decimal.context import ROUND_HALF_EVEN
from decimal.number import Decimal


def _parse(spec):
    """The parts of a specifier as a dict."""
    rest = spec
    fill, align = " ", None
    if len(rest) > 1 and rest[1] in "<>=^":
        fill, align, rest = rest[0], rest[1], rest[2:]
    elif rest[:1] and rest[0] in "<>=^":
        align, rest = rest[0], rest[1:]
    sign = "-"
    if rest[:1] and rest[0] in "+- ":
        sign, rest = rest[0], rest[1:]
    no_negative_zero = rest.startswith("z")
    rest = rest[no_negative_zero:]
    alternate = rest.startswith("#")
    rest = rest[alternate:]
    zero_pad = rest.startswith("0")
    if zero_pad:
        if align is None:
            fill, align = "0", "="
        rest = rest[1:]
    width, rest = _number(rest)
    separator = ""
    if rest.startswith(","):
        separator, rest = ",", rest[1:]
    precision = None
    if rest.startswith("."):
        precision, rest = _number(rest[1:])
        if precision is None:
            raise ValueError("invalid format string")
    kind, rest = rest[:1], rest[1:]
    if rest or (kind and kind not in "eEfFgGn%"):
        raise ValueError("invalid format string")
    if kind == "n":
        kind = "g"
    return dict(
        fill=fill, align=align or ">", sign=sign, width=width or 0, separator=separator, precision=precision, kind=kind,
        zero_pad=zero_pad and fill == "0" and align == "=", z=no_negative_zero,
    )  # fmt: skip


def _number(text):
    end = 0
    while end < len(text) and text[end].isdecimal():
        end += 1
    return (int(text[:end]) if end else None), text[end:]


def format_decimal(number, specifier, context):
    spec = _parse(specifier)
    kind, precision = spec["kind"], spec["precision"]
    if number._special:
        sign = _sign(number._sign, spec["sign"])
        body = str(number.copy_abs())
        if kind == "%":
            body += "%"
        if spec["zero_pad"]:
            spec.update(fill=" ", align=">")
        return _pad(sign, body, spec)
    if not kind:
        kind = "G" if context.capitals else "g"
    if kind == "%":
        number = Decimal._make(number._sign, number._int, number._exp + 2)
    rounding = context.rounding
    if precision is not None:
        if kind in "eE":
            number = _to_digits(number, precision + 1, rounding)
        elif kind in "fF%":
            number = number._rescaled(-precision, rounding)
        elif kind in "gG" and len(str(number._int)) > max(precision, 1):
            number = _to_digits(number, max(precision, 1), rounding)
    if not number._int and number._exp > 0 and kind in "fF%":
        number = number._rescaled(0, ROUND_HALF_EVEN)
    if spec["z"] and not number._int:
        number = number.copy_abs()
    digits = str(number._int)
    left = number._exp + len(digits)
    if kind in "eE":
        dot = 1 - precision if not number._int and precision is not None else 1
    elif kind in "fF%":
        dot = left
    elif number._exp <= 0 and left > -6:
        dot = left
    else:
        dot = 1
    if dot < 0:
        whole, part = "0", "0" * -dot + digits
    elif dot > len(digits):
        whole, part = digits + "0" * (dot - len(digits)), ""
    else:
        whole, part = digits[:dot] or "0", digits[dot:]
    exponent = left - dot
    body_part = "." + part if part else ""
    if exponent != 0 or kind in "eE":
        body_part += f"{'E' if kind in 'EG' else 'e'}{exponent:+d}"
    if kind == "%":
        body_part += "%"
    sign = _sign(number._sign, spec["sign"])
    if spec["separator"]:
        least = spec["width"] - len(body_part) - len(sign) if spec["zero_pad"] else 1
        whole = _grouped(whole, spec["separator"], least)
    return _pad(sign, whole + body_part, spec)


def _to_digits(number, count, rounding):
    """Rounded, or filled up with zeros, to so many digits."""
    if not number._int:
        return number
    exponent = number.adjusted() - count + 1
    result = number._rescaled(exponent, rounding)
    if result.adjusted() != number.adjusted():
        result = result._rescaled(result.adjusted() - count + 1, rounding)
    return result


def _sign(negative, how):
    return "-" if negative else how if how in " +" else ""


def _grouped(digits, separator, least):
    """Separated every three digits, with zeros in front to be at least `least` characters long."""
    groups = []
    while True:
        size = min(max(len(digits), least, 1), 3)
        groups.append(digits[-size:].rjust(size, "0"))
        digits = digits[:-size]
        least -= size
        if not digits and least <= 0:
            return separator.join(reversed(groups))
        least -= len(separator)


def _pad(sign, body, spec):
    padding = spec["fill"] * (spec["width"] - len(sign) - len(body))
    align = spec["align"]
    if align == "<":
        return sign + body + padding
    if align == ">":
        return padding + sign + body
    if align == "=":
        return sign + padding + body
    half = len(padding) // 2
    return padding[:half] + sign + body + padding[half:]
