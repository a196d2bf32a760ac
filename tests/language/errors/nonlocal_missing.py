# nonlocal without an enclosing variable.
def f():
    nonlocal nothing
