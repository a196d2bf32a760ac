# Where arithmetic answers with an infinity instead of raising, and where it does not.
import math

inf = float("inf")
for base in 0, 0.0, -0.0, 0.5, -1, 1.0, 2:
    print(base, base**inf, base**-inf)
for base, exponent in (0.0, -1), (0, -2), (-0.0, -0.5):
    try:
        print(base**exponent)
    except ZeroDivisionError as error:
        print(error)
print(math.degrees(1e308), math.degrees(-inf), math.radians(1e308))
for action in lambda: math.exp(1000), lambda: math.sqrt(-1), lambda: 2.0**5000:
    try:
        print(action())
    except (OverflowError, ValueError) as error:
        print(type(error).__name__, error)
