# Dict and set comprehensions, and displays of them.

print({k: v for k, v in zip('abc', range(3))}, {x: x * x for x in range(5) if x % 2},
      {v: k for k, v in {'a': 1, 'b': 2}.items()})
print(sorted({x % 3 for x in range(10)}), sorted({c for c in 'hello'}),
      {i: {j for j in range(i)} for i in range(2)})
words = 'the quick brown the lazy the'.split()
print({w: words.count(w) for w in words}, {len(w): w for w in words})
print({(a, b): a + b for a in range(2) for b in range(2)}, {**{'x': 1}, **{k: 0 for k in 'yx'}})
print({}, {1}, {'a': 1}, {'a': 1, 'a': 2}, len({1, 1.0, True}), {1: 'a', 1.0: 'b', True: 'c'})
for f in (lambda: {[]: 1}, lambda: {[] for _ in [1]}, lambda: {{}: 1 for _ in [1]}, lambda: {[1]}):
    try: f()
    except TypeError as e: print(e)
def groups(items, key):
    result = {}
    for i in items: result.setdefault(key(i), []).append(i)
    return {k: result[k] for k in sorted(result)}
print(groups(range(10), lambda n: n % 3))
print(list({k: None for k in 'banana'}), {i: (lambda j=i: j)() for i in range(3)})
print({k: v for d in ({'a': 1}, {'b': 2}) for k, v in d.items()})
k = v = 'kept'
{k: v for k, v in [(1, 2)]}
print(k, v)
