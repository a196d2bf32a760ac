# What a closure carries, seen from outside.

def outer(a):
    b = a * 2
    def inner(c):
        return a + b + c
    return inner

f = outer(1)
print(f(10), f.__code__.co_freevars, len(f.__closure__), [cell.cell_contents for cell in f.__closure__])
def plain(): pass
print(plain.__closure__, plain.__code__.co_freevars)

# two closures over one variable see each other's writes
def pair():
    v = 0
    def get(): return v
    def put(x):
        nonlocal v
        v = x
    return get, put
get, put = pair()
put([1, 2])
print(get())
get().append(3)
print(get(), get.__closure__[0] is put.__closure__[0])

# memory of results
def memoize(f):
    cache = {}
    def wrapper(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    wrapper.cache = cache
    return wrapper
@memoize
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), len(fib.cache))

def pipeline(*functions):
    def run(value):
        for f in functions:
            value = f(value)
        return value
    return run
print(pipeline(str, len, lambda n: n + 1)(12345))
def curry(f, *args): return lambda *more: f(*args, *more)
print(curry(curry(max, 1), 5)(3))
