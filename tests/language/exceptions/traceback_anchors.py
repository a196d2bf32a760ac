# The marks under the source line say which part of it failed.

import sys

def show(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())

values, table, text = [1, 2], {'a': {}}, 'text'
show(lambda: values[0] + values[5])
show(lambda: table['a']['b']['c'])
show(lambda: 1 + text)

def call(a, b):
    return a / b

def several():
    x = call(1, 2) + call(1, 0) + call(2, 1)

def attribute():
    return text.upper().missing.lower()

def whole():
    undefined_function(1)

def subscript():
    values[10] = 5

def multi():
    return call(
        1,
        0,
    )

for f in (several, attribute, whole, subscript, multi):
    show(f)
