# Every method of dict, order, views and errors.

d = {'a': 1, 'b': 2}
print(d, d['a'], d.get('a'), d.get('z'), d.get('z', 0), d.setdefault('c', 3), d.setdefault('a', 9), d, len(d),
      'a' in d, 1 in d)
print(d.pop('c'), d.pop('z', 'none'), d.popitem(), d, d.update({'x': 1}), d.update(y=2), d.update([('z', 3)]),
      d.update({'a': 0}, b=5), d)
print(list(d), list(d.keys()), list(d.values()), list(d.items()), list(reversed(d)), list(reversed(d.items())),
      d.copy() == d, d.copy() is d, d.clear(), d)
print(dict(), dict(a=1), dict([('k', 'v')]), dict({'a': 1}, b=2), dict(zip('ab', [1, 2])), dict.fromkeys('ab'),
      dict.fromkeys([1, 2], 0), dict(['ab', 'cd']), {1: 'int', 1.0: 'float', True: 'bool'})
a, b = {'x': 1, 'y': 2}, {'y': 3, 'z': 4}
print(a | b, b | a, a == {'y': 2, 'x': 1}, a != b, {**a, **b}, a.keys() & b.keys(), sorted(a.keys() | b.keys()),
      a.keys() - b.keys(), sorted(a.items() ^ {'x': 1}.items()), a.keys() == {'x', 'y'}, a.items() <= a.items(),
      a.keys().isdisjoint(b), {'x': 1}.items() < a.items())
a |= b
a |= [('w', 0)]
print(a, a.keys(), a.values(), a.items(), repr({}.keys()), len(a.keys()), 'x' in a.keys(), 3 in a.values(),
      ('x', 1) in a.items(), type(a.keys()).__name__, a.keys().mapping['x'])
k = a.keys()
a['late'] = 1
print('late' in k, list(k))
e = {}
for i in range(10): e[i] = i * i
for i in range(0, 10, 2): del e[i]
e[0] = 'back'
print(e, list(e)[0], list(e)[-1], next(iter(e)), max(e), sum(e), sorted(e.items(), key=lambda p: str(p[1])))
n = {}
n['self'] = n
print(n, {'k': {'n': [1, {'deep': ()}]}}, {(1, 2): 3, None: 4, True: 5, 1.5: 6, 'a': 7}, str({'a': 'b'}),
      {b'b': 1})
for f in (lambda: {}['k'], lambda: {}[1], lambda: {}[(1, 2)], lambda: {}.pop('k'), lambda: {}.popitem(),
          lambda: {[]: 1}, lambda: {}[[]], lambda: {}.get([]), lambda: dict(5), lambda: dict([1]),
          lambda: dict(['abc']), lambda: dict(a=1, **{'a': 2}), lambda: {} | 5, lambda: {} + {}, lambda: {} < {},
          lambda: {}.get(), lambda: hash({}), lambda: {}.nothing, lambda: {}.update(5),
          lambda: {}.update([(1, 2, 3)]), lambda: dict(1, 2), lambda: [] in {}, lambda: {}.setdefault({}),
          lambda: {}.pop(), lambda: {}.fromkeys(5), lambda: {}.keys() | 5, lambda: {}.keys()[0]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def change(action):
    d = {1: 1, 2: 2}
    try:
        for k in d: action(d)
        print('no error')
    except RuntimeError as e: print(e)
change(lambda d: d.update({3: 3})); change(lambda d: d.pop(1, 0)); change(lambda d: d.__setitem__(1,
        5)); change(lambda d: d.clear())
class Collide:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return self.n == o.n
    def __repr__(self): return f'C{self.n}'
c = {Collide(i): i for i in range(20)}
for i in range(0, 20, 3): del c[Collide(i)]
print(len(c), c[Collide(4)], Collide(3) in c, list(c)[:3])
big = {str(i): i for i in range(10000)}
print(len(big), big['9999'], sum(big.values()), list(big)[5000], all(big[str(i)] == i for i in range(0, 10000, 7)))
for i in range(9990): del big[str(i)]
print(big)
