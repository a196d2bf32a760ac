# Several levels of functions, each reading and writing what belongs to another.

def one():
    x = 'one'
    def two():
        y = 'two'
        def three():
            z = 'three'
            def four():
                return x, y, z
            return four
        return three
    return two
print(one()()()())

def outer():
    x = 1
    def middle():
        def inner():
            nonlocal x
            x += 1
            return x
        return inner
    inner = middle()
    inner()
    inner()
    return x
print(outer())

x = 'global'
def f():
    x = 'f'
    def g():
        global x
        x = 'changed by g'
        def h():
            return x
        return h()
    return g(), x
print(f(), x)

def same_name():
    v = 1
    def inner():
        v = 2
        def innermost():
            nonlocal v
            v = 3
        innermost()
        return v
    return inner(), v
print(same_name())

def recursive():
    def fact(n): return 1 if n == 0 else n * fact(n - 1)
    return fact
print(recursive()(10))
def mutual():
    def even(n): return n == 0 or odd(n - 1)
    def odd(n): return n != 0 and even(n - 1)
    return even(10), odd(7)
print(mutual())
