# Every kind of parameter, and every way to give it a value.

def everything(a, b, /, c, d=4, *rest, e, f=6, **more):
    return a, b, c, d, rest, e, f, sorted(more.items())

print(everything(1, 2, 3, e=5))
print(everything(1, 2, c=3, e=5))
print(everything(1, 2, 3, 40, 50, 60, e=7, f=8, g=9, h=10))
print(everything(1, 2, 3, e=5, a='also a keyword', b=0))
print(everything(*[1, 2, 3], **{'e': 5, 'z': 26}))
print(everything(1, *(2, 3), *[4, 5], e=1, **{'f': 2}, **{'x': 3}))

def defaults(a=1, b=2, c=3): return a, b, c
print(defaults(), defaults(10), defaults(c=30), defaults(10, c=30), defaults(b=5, a=6))

def keyword_only(*, key, other=None): return key, other
print(keyword_only(key=1), keyword_only(other=2, key=3))

def positional_only(a, b=2, /): return a, b
print(positional_only(1), positional_only(1, 5))

def star_names(*args, **kwargs): return args, kwargs
print(star_names(), star_names(1, x=2))
print(star_names(*'abc', *range(2), **dict(k=1)))

def shared(item, seen=[]):
    seen.append(item)
    return seen
print(shared(1), shared(2), shared(3, []), shared(4))

def many(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p): return a + p
print(many(*range(16)))
def mixed(first, *middle, last): return first, middle, last
print(mixed(1, 2, 3, last=4), mixed(1, last=2))
print((lambda a, b=2, *c, d=4, **e: (a, b, c, d, e))(1, 2, 3, d=5, z=6))
