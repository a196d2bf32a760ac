# Comprehensions and the scopes around them.

def f(n):
    total = [i * n for i in range(3)]
    g = (j + n for j in total)
    n = 100
    return total, list(g)
print(f(2))
def captures():
    fs = [lambda: x for x in range(3)]
    return [h() for h in fs]
print(captures())
def walrus(data):
    best = [y for x in data if (y := x * 2) > 4]
    return best, y
print(walrus([1, 2, 3]))
def nested():
    a = 1
    return [[a + b + c for c in range(2)] for b in range(2)]
print(nested())
def same_name(x): return [x for x in x], x
print(same_name([1, 2]))
def generator():
    yield [i for i in range(2)]
    yield from [j for j in 'ab']
print(list(generator()))
def exceptions():
    try: return [1 / (2 - i) for i in range(5)]
    except ZeroDivisionError: return [i for i in 'handled']
print(exceptions())
def closure_over_comprehension_variable():
    return [(lambda i=i: i, lambda: i) for i in range(2)]
print([(a(), b()) for a, b in closure_over_comprehension_variable()])
def deep(n): return [deep(n - 1) for _ in range(2)] if n else 0
print(deep(3))
print([locals_in for locals_in in [1]] and 'locals_in' in globals())
g = 5
def uses_global():
    global g
    return [g for _ in range(2)] + [(g := 7)] + [g]
print(uses_global(), g)
