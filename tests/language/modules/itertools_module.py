# itertools, function by function.

from itertools import *
def show(*its): print(*[list(i) for i in its])
show(islice(count(), 3), islice(count(5, -2), 3), islice(count(0.5, 0.5), 3), islice(cycle('ab'), 5),
     repeat('x', 3), islice(repeat(1), 2), cycle([]))
show(accumulate([1, 2, 3]), accumulate([1, 2, 3], lambda a, b: a * b), accumulate([1, 2], initial=10),
     accumulate([]), accumulate('abc'), accumulate([3, 1, 2], max))
show(chain('ab', [1], ()), chain.from_iterable(['ab', 'c']), chain(), compress('abcd', [1, 0, 1]),
     dropwhile(lambda x: x < 3, [1, 3, 2]), takewhile(lambda x: x < 3, [1, 3, 2]),
     filterfalse(lambda x: x % 2, range(5)), filterfalse(None, [0, 1]))
show(islice('abcdef', 2), islice('abcdef', 2, 4), islice('abcdef', 1, None, 2), islice('abc', None),
     starmap(pow, [(2, 3), (3, 2)]), zip_longest('ab', 'c', fillvalue='-'), zip_longest([1], [2, 3]),
     pairwise('abcd'), pairwise('a'))
show(product('ab', [1, 2]), product([0, 1], repeat=2), product(), permutations('abc', 2), permutations([1, 2, 3]),
     combinations('abcd', 2), combinations('ab', 3), combinations_with_replacement('ab', 2), permutations([]),
     combinations([], 0))
for k, g in groupby('aaabbc'): print(k, list(g), end=' ')
print()
for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2): print(k, list(g), end=' ')
print([k for k, g in groupby([1, 1, 2])], [(k, len(list(g))) for k, g in groupby(sorted('mississippi'))])
a, b, c = tee([1, 2, 3], 3)
print(next(a), list(b), list(a), list(c))
i = iter(range(10))
print(list(islice(i, 3)), list(takewhile(lambda x: x < 6, i)), list(i), next(count(10)),
      sum(islice(count(1), 100)))
for f in (lambda: islice([], -1), lambda: list(chain(5)), lambda: islice(), lambda: combinations('a', -1),
          lambda: product('a', repeat=-1), lambda: list(starmap(pow, [5])), lambda: repeat(), lambda: count('a'),
          lambda: islice([1], 'a'), lambda: tee([1], -1), lambda: next(cycle([])), lambda: permutations('a', 'b')):
    try: print(f())
    except (Exception, StopIteration) as e: print(type(e).__name__, e)
print(repr(count(3)), repr(repeat(1, 2)), repr(count(1, 2)), len(list(permutations(range(6)))),
      len(list(product(range(5), repeat=3))))
