# Every method of list.

l = [3, 1]
print(l.append(2), l, l.extend('ab'), l, l.insert(0, 'first'), l.insert(100, 'last'), l.insert(-1, 'before last'),
      l)
print(l.pop(), l.pop(0), l.pop(-2), l, l.remove(1), l, l.index('a'), l.count(2), l.reverse(), l)
n = [5, 3, 5, 1]
print(n.sort(), n, n.copy(), n.copy() is n, n.index(5, 2), n.index(5, -2, 10), n.count(5), n.clear(), n)
print(list(), list('abc'), list((1, 2)), list({'a': 1}), list(range(3)), [1, 2] + [3], [0] * 3, [[]] * 2, 2 * [1],
      [1, 2] * -1)
print([1, 2] == [1, 2], [1, 2] != [2, 1], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9],
      [1, [2]] == [1, [2]], [1] == (1,), 2 in [1, 2], None in [], [1.0] == [1], [] == [])
a = [1]
a.append(a)
print(a, len(a), a[1] is a, repr(a))
b = [1, 2, 3]
for x in b:
    if x == 1: b.remove(x)
print(b, len(b), b[-1], max(b), sum(b), any(b), b * 2, [*b], str(b), repr(['a', "b'c", 1.0, None, True]),
      [None] * 2)
c = d = [1]
c += [2]
c.extend(c)
print(d, c is d, c.__add__([5]), c.__contains__(2), c.__len__(), c.__getitem__(0), list.append(c, 9), c)
def gen():
    yield 1
    yield 2
e = []
e.extend(gen()); e.extend({'k': 'v'}); e.extend(()); e.extend(range(2))
print(e, [1, 2, 3].index(2), [1, 2, 3].__eq__(5), [].__class__)
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [1].pop('a'), lambda: [].remove(1), lambda: [1].index(2),
          lambda: [1, 2].index(1, 1), lambda: [].append(), lambda: [].extend(5), lambda: [1] + (2,),
          lambda: [1] * 1.5, lambda: [1] - [1], lambda: [1] < 5, lambda: [1] < ['a'], lambda: [1][1],
          lambda: [].insert(1), lambda: [].insert('a', 1), lambda: hash([]), lambda: list(5), lambda: list(1, 2),
          lambda: [].nothing, lambda: [].sort(nothing=1), lambda: [].clear(1), lambda: [].reverse(1),
          lambda: [0] * (10 ** 30), lambda: [1, 2].count()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
grid = [[0] * 3 for _ in range(2)]
grid[1][2] = 5
print(grid, [row[:] for row in grid] == grid, list(zip(*grid)), [x for row in grid for x in row])
stack, queue = [], [1, 2, 3]
for i in range(3): stack.append(i)
while stack: print(stack.pop(), end=' ')
while queue: print(queue.pop(0), end=' ')
print()
big = list(range(1000))
del big[10:990]
print(len(big), big[9:12], big.index(990))
big[5:5] = range(100)
print(len(big), big[4:7], big.pop(50), len(big))
