# `for a, b in ...` over everything whose items are pairs or not, and what the variables are when unpacking fails.


def over(pairs):
    a = b = 'untouched'
    try:
        for a, b in pairs:
            print(a, b, end='; ')
    except Exception as error:
        print(type(error).__name__, error, end='; ')
    print(a, b)


for pairs in ({1: 2, 3: 4}.items(), enumerate('xyz'), enumerate('ab', 2**70), enumerate([]), zip('abc', [1, 2]),
              zip('ab', 'cd', 'ef'), zip('ab'), {'xy', }, 'ab', ['ab', 'cd'], [(1, 2), (3, 4, 5)], [(1, 2), (3,)], [(1, 2), 3],
              [iter('pq')], [{'k': 1, 'l': 2}], [range(2), range(3)], dict.fromkeys(['mn', 'op'])):
    over(pairs)


def same_loop(sources):
    for source in sources:
        over(source)


same_loop([{1: 'one'}.items(), [(2, 'two')], enumerate(['zero']), zip([5], [6]), iter({7: 8}.items())])

d = {i: i for i in range(3)}
try:
    for k, v in d.items():
        d[k + 10] = v
except RuntimeError as error:
    print(error, k, v)
try:
    for k, v in d.items():
        del d[k]
        d[k + 100] = v
except RuntimeError as error:
    print(error, k, v)


class Counted(enumerate):
    def __next__(self):
        return super().__next__()[::-1]


over(Counted('uv'))


def variables():
    a, b, c = 1, 2, 3
    for wrong in ('xy', 'wxyz', [1], iter([1, 2]), 5, {1: 1}, (1, 2, 3, 4)):
        try:
            a, b, c = wrong
        except (ValueError, TypeError) as error:
            print(error, a, b, c)
    a, b, c = c, a, b
    print(a, b, c)
    a, b, c = 'xyz'
    print(a, b, c)
    b, c = c, b
    c, (a, b) = b, (a, c)
    print(a, b, c)
    a, b = b = 'st'
    print(a, b)


variables()

for text in ('', 'plain', 'f\xe9', 'gr\u0448', 'q\U0001f600'):
    print([c for c in text], list(c for c in text), sum(1 for c in text if c in 'pl\xe9\u0448\U0001f600'))
for c in 'break':
    if c not in 'bre':
        break
print(c)
for t in ((), (1,), (1, 2)):
    print([x for x in t], end=' ')
print()
