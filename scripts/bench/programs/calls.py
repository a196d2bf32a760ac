from timing import report


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def fib_30():
    return fib(30)


def add(a, b=1, *, c=0):
    return a + b + c


def keyword_calls():
    total = 0
    for i in range(400000):
        total = add(total, b=i, c=1)
    return total


def closures():
    def outer(n):
        def inner(x):
            return x + n
        return inner
    total = 0
    for i in range(200000):
        total += outer(i)(1)
    return total


def builtin_calls():
    total = 0
    for i in range(700000):
        total += abs(-i)
        total += min(i, 5)
    return total


report(fib_30, keyword_calls, closures, builtin_calls)
