# Closures made in loops share the loop's variable, unless a default or a function call gives each its own.

functions = []
for i in range(3):
    def f(): return i
    functions.append(f)
print([f() for f in functions])

def make():
    fs = []
    for i in range(3):
        fs.append(lambda: i)
    return fs
print([f() for f in make()])
print([f() for f in [lambda i=i: i for i in range(3)]])

def bind(i): return lambda: i
print([f() for f in [bind(i) for i in range(3)]])
print([f() for f in [lambda: i for i in range(3)]])

def while_loop():
    fs, n = [], 0
    while n < 3:
        m = n * 10
        fs.append(lambda: (n, m))
        n += 1
    return [f() for f in fs]
print(while_loop())

def in_generator():
    for i in range(3):
        yield lambda: i
print([f() for f in in_generator()], [f() for f in list(in_generator())])

def after_exception():
    try:
        raise ValueError('kept')
    except ValueError as e:
        message = str(e)
        return lambda: message
print(after_exception()())
adders = {n: (lambda x, n=n: x + n) for n in (1, 10)}
print(adders[1](5), adders[10](5))
