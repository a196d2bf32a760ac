# A block is missing.
def f():
x = 1
