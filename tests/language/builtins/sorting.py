# sorted and list.sort: stability, keys, reverse, mixed failures.

print(sorted([3, 1, 2]), sorted('hello'), sorted([3, 1, 2], reverse=True), sorted({'b': 1, 'a': 2}),
      sorted((1.5, 1, True)), sorted([]), sorted([[2], [1, 9], [1]]))
people = [('ann', 30), ('bob', 25), ('cid', 30), ('dan', 25)]
print(sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: p[1], reverse=True),
      sorted(people, key=lambda p: (-p[1], p[0])))
words = ['banana', 'Apple', 'cherry', 'apple']
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len),
      sorted(words, key=lambda w: (len(w), w)))
l = [5, 2, 9]
print(l.sort(), l, l.sort(reverse=True), l, l.sort(key=lambda x: x % 5), l)
import random
random.seed(5)
big = [random.randrange(1000) for _ in range(5000)]
s = sorted(big)
print(all(a <= b for a, b in zip(s, s[1:])), len(s), sorted(s) == s, sorted(big, reverse=True) == s[::-1],
      sorted(reversed(s)) == s)
pairs = [(random.randrange(10), i) for i in range(1000)]
by_first = sorted(pairs, key=lambda p: p[0])
print(all(a[0] < b[0] or a[1] < b[1] for a, b in zip(by_first, by_first[1:])))
backwards = sorted(pairs, key=lambda p: p[0], reverse=True)
print(all(a[0] > b[0] or a[1] < b[1] for a, b in zip(backwards, backwards[1:])))
class OnlyLess:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n < other.n
    def __repr__(self): return str(self.n)
print(sorted([OnlyLess(3), OnlyLess(1), OnlyLess(2)]))
for f in (lambda: sorted([1, 'a']), lambda: sorted([None, 1]), lambda: sorted(5), lambda: sorted([1], key=5),
          lambda: sorted([1], 2), lambda: [1, 2].sort(5), lambda: sorted([1j, 2j]), lambda: sorted([{}, {}]),
          lambda: sorted([2, 1], key=lambda x: 1 / 0), lambda: sorted()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
calls = []
print(sorted([3, 1, 2], key=lambda x: calls.append(x) or x), calls)
half = [3, 'x', 1]
try: half.sort()
except TypeError: print(len(half))
growing = [3, 2, 1]
try: growing.sort(key=lambda x: growing.append(0) or x)
except ValueError as e: print(e)
print(sorted([0.0, -0.0, 0, False]), sorted([float('inf'), -1, float('-inf'), 10 ** 20, 1e19]),
      sorted(['é', 'z', 'e', 'Z']), sorted([(1, 'b'), (1, 'a')]), sorted([2 ** 70, 2 ** 69, -2 ** 70, 5]))
print(sorted(range(20), key=lambda n: (n % 3, -n)), [x for _, x in sorted(zip([2, 1], 'ab'))])
