# The format mini-language and % formatting: combinations that are rejected, and the less usual ones that are not.


def attempt(function, *arguments):
    try:
        return repr(function(*arguments))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print("rejected")
for value in (5, True, 1.5, 1 + 2j, "text"):
    for spec in ("q", "5d5", ",_", "_,", ",s", "_c", ",x", "_n", ".", "10.", "+s", " s", "#s", "zs", "zd", "=s", ".3d", "+c", "#c",
                 "0=5", "010", "{", "99999999999999999999"):
        print(f"format({value!r}, {spec!r}):", attempt(format, value, spec))

print("alternate forms")
for value in (1.0, 1.5, 1e100, 1e-7, 0.0, 123456789.0, 0j, 1 + 2j, -1.5e10j):
    print(repr(value), [attempt(format, value, spec) for spec in ("#", "#.3", "#.0f", "#.0e", "#g", "#.1", "+#", "#,")])

print("signs, zeros and filling")
for value in (0.0, -0.0, -0.04, 3.14159, float("inf"), float("-inf"), float("nan")):
    print(repr(value), [attempt(format, value, spec) for spec in ("z", "z.1f", "+z.1f", " ", "08.2f", "*=+10.1f", "*^12", "=10", "010,")])
for value in (0, 5, -255, 10**20, True):
    print(repr(value), [attempt(format, value, spec) for spec in ("b", "#x", "#X", "#o", "#010b", "_b", ",", "_x", "010,", "*^+12,", "c", "e", ".2%", "n")])

print("percent")
for form, arguments in (
        ("%5%", ()), ("%5%", (1,)), ("%", ()), ("%(", {}), ("%(a", {}), ("%(a)", {}), ("%(a)s", (1,)), ("%y", ()), ("%y", 1), ("%*d", (5,)),
        ("%*d", ("a", 1)), ("%*d", (-5, 1)), ("%.*f", (2, 3.14159)), ("%.*f", (-2, 3.14159)), ("%s %s", 1), ("%s", (1, 2)), ("abc", 1),
        ("abc", {}), ("abc", [1]), ("%(a)s %%", {"a": 1}), ("%(a(b))s", {"a(b)": 1}), ("%d", "a"), ("%d", 1.9), ("%x", 1.5), ("%c", "ab"),
        ("%c", -1), ("%c", 0x110000), ("%i", None), ("%+5d|%-5d|%05d|% d", (1, 2, 3, 4)), ("%#x %#o %#X", (255, 8, 255)), ("%.3s|%5s", ("abcdef", "ab")),
        ("%a %r", ("\xe9", "\xe9")), ("%e %G", (12345.678, 1e-10)), ("%ld %hd", (1, 2))):
    print(repr(form), repr(arguments), attempt(lambda: form % arguments), attempt(lambda: form.encode() % arguments))
