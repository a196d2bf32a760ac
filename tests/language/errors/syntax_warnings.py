# What is legal and hardly meant: warnings on standard error, in the order the compiler meets them.
x = 1
print(x is 1)
print(x is not "a")
assert (x, "m")
try: (1)(2)
except TypeError: pass
try: "a" (1)
except TypeError: pass
try: [1, 2] [x, 3]
except TypeError: pass
try: [(1, 2) (3, 4)]
except TypeError: pass
try: "a" ["b"]
except TypeError: pass
try: 1 [0]
except TypeError: pass
try: {1} [0]
except TypeError: pass
try: {} ()
except TypeError: pass
try: f"a" ()
except TypeError: pass
try: (lambda: 1)[0]
except TypeError: pass
try: None()
except TypeError: pass
print("\d", b"\d")
print(1if 1else 2)
def f():
    x is ()
    x is None
    x is True
    x is ...
    1 is 1
