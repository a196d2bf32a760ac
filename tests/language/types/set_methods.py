# Every method of set and frozenset; results are sorted before they are shown.

def show(*sets): print(*[sorted(s) if isinstance(s, (set, frozenset)) else s for s in sets])
a, b = {1, 2, 3}, {3, 4}
show(a | b, a & b, a - b, a ^ b, a.union(b, [9]), a.intersection(b, [3]), a.difference(b, [1]),
     a.symmetric_difference([3, 7]), a.union(), a.copy())
print(a.add(5), a.discard(99), a.remove(5), a.isdisjoint({9}), a.isdisjoint(b), {1} <= a, {1} < a, a <= a, a < a,
      a >= {1}, a > {1, 2, 3}, a.issubset([1, 2, 3, 4]), a.issuperset(()), a == {3, 2, 1}, a != b, len(a), 2 in a,
      a == frozenset(a), [1] in [a])
c = set('hello')
c.update('xy',
         [1 and 'z']); c.difference_update('h'); c.intersection_update('eloxyz'); c.symmetric_difference_update('ea')
show(c)
d = {1}
d |= {2}; d &= {1, 2, 3}; d -= {1}; d ^= {2, 8}
show(d, d.pop(), d, set(), set([1, 1]), set(range(3)), {*'ab'}, set({'k': 1}))
print(d.clear(), d, set(), frozenset(), {1}, frozenset([1]), {None}, {'a'}, frozenset({2}) | {2},
      {2} | frozenset([2]), type({1} | frozenset()).__name__, type(frozenset() | {1}).__name__)
f = frozenset([1, 2])
print(hash(f) == hash(frozenset([2, 1])), {f: 'key'}[frozenset([1, 2])], f in {f}, {1, 2} in {f}, f == {1, 2},
      f.union([3]) == {1, 2, 3}, f.copy() is f, frozenset(f) is f, len({frozenset(), frozenset()}),
      {1, 2} == {2.0, 1.0}, {True, 1, 1.0})
for g in (lambda: set().pop(), lambda: set().remove(1), lambda: {1}.remove('k'), lambda: {[]}, lambda: set([[]]),
          lambda: {1} | [1], lambda: {1} + {2}, lambda: {1} < [1], lambda: set(5), lambda: hash(set()),
          lambda: f.add(1), lambda: a[0], lambda: set(1, 2), lambda: {1}.union(5), lambda: [] in {1},
          lambda: {1}.add([]), lambda: {1}.nothing, lambda: {1} & 5, lambda: frozenset([[]]), lambda: {1}.add(),
          lambda: {1}.discard({}), lambda: {1} - [1], lambda: sorted([*{1}, 'a'])):
    try: print(g())
    except Exception as e: print(type(e).__name__, e)
def change():
    s = {1, 2}
    try:
        for x in s: s.add(x + 10)
    except RuntimeError as e: print(e)
change()
big = set(range(10000))
big -= set(range(0, 10000, 2))
print(len(big), 5001 in big, 5000 in big, sum(big), big >= {1, 3, 5}, len(big & set(range(100))))
words = set('the quick the lazy the dog'.split())
show(words, {w[0] for w in words}, {len(w) for w in words} - {3})
t = {1, 2, 3}
t &= t; show(t); t -= t; show(t)
