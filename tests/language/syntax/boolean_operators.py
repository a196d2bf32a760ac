# and, or, not, comparisons and their chains: what is evaluated, and what comes out.

def show(value):
    print('saw', repr(value))
    return value

print(show(0) and show(1))
print(show(2) and show(3))
print(show('') or show('default'))
print(show('first') or show('second'))
print(not show([]))
print(show(1) and show(0) or show(5))
print(show(1) < show(2) < show(3))
print(show(1) > show(2) < show(3))
print(1 < 2 == 2 != 3 >= 3 <= 4)
print(1 in [1, 2] == True)
print(3 not in [1, 2], 'b' in 'abc', 'bc' in 'abc', '' in 'abc')
print(None is None, None is not None, [] is [], () == ())
print(1 == 1.0 == True, [1] is not None)
print([] or {} or 'nothing was true')
print(1 and 2 and 3, 0 or None or False)
x = 5
print('inside' if 0 < x < 10 else 'outside')
print((1 if x > 3 else 2) + (3 if x > 30 else 4))
print(not 1 == 2, not (1 == 2), (not 1) == 2)
print(bool(0), bool(-1), bool('False'), bool([[]]), bool(range(0)), bool(0.0), bool(None))
a = b = c = x
print(a, b, c)
