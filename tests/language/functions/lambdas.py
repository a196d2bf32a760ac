# lambda in the places it is used.

print((lambda: 5)(), (lambda x: x * 2)(4), (lambda x, y=1: x + y)(1))
compose = lambda f, g: lambda x: f(g(x))
print(compose(lambda x: x + 1, lambda x: x * 10)(5))
print(sorted(['bb', 'a', 'ccc'], key=lambda s: -len(s)))
print(list(map(lambda a, b: a * b, [1, 2], [3, 4])), list(filter(lambda x: x % 2, range(6))))
actions = {'add': lambda a, b: a + b, 'sub': lambda a, b: a - b}
print(actions['add'](5, 3), actions['sub'](5, 3))
late = [lambda: i for i in range(3)]
print([f() for f in late])
bound = [lambda i=i: i for i in range(3)]
print([f() for f in bound])
print((lambda *a: sum(a))(1, 2, 3), (lambda **k: k)(a=1))
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(Y(lambda me: lambda n: 1 if n < 2 else n * me(n - 1))(10))
print((lambda x: 'pos' if x > 0 else 'neg')(5), (lambda: (1, 2))(), (lambda x: [y for y in x])('ab'))
counter = iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 4)
print(list(counter))
print(max([1, -5, 3], key=lambda v: abs(v)), (lambda a, /, b, *, c: (a, b, c))(1, b=2, c=3))
