# Two NaNs made apart are two objects; one NaN is itself, which is what containers ask first.
import pickle
import struct

a = float("nan")
b = float("nan")
print(a is a, a is b, a == a)
print(a in [a], a in [b], [a] == [a], [a] == [b], (a,) == (a,), {a} == {a}, {a} == {b})
print([a, b].count(a), [b, a].index(a), len({a, b}), len({a: 1, b: 2}), {a: 1}.get(b))
print({1: a} == {1: a}, {1: a} == {1: b})
print(float(a) is a)
try:
    [b].index(a)
except ValueError as error:
    print(error)
# What tells them apart stays inside.
print(struct.pack(">d", b), pickle.dumps(b)[-9:-1] == struct.pack(">d", a), b.hex(), repr(b), abs(b), -b)
