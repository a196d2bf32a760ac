# No object is shared on purpose, but memory is: threads build and drop trees, cycles, big ints, strings, generators and
# exceptions while the collector runs. Promise: nobody's objects change under their hands.

from hammer import hammer, THREADS

handed_over = [None] * THREADS  # each thread leaves a structure here, and checks that of its neighbour


class Node:
    def __init__(self, value, left, right):
        self.value, self.left, self.right = value, left, right

    def total(self):
        return self.value + sum(child.total() for child in (self.left, self.right) if child)


def tree(depth, value):
    if depth == 0:
        return Node(value, None, None)
    return Node(value, tree(depth - 1, value), tree(depth - 1, value))


def numbers(n):
    for i in range(n):
        yield i, str(i), [i] * 3


def deep(n):
    if n == 0: raise KeyError('bottom')
    try:
        deep(n - 1)
    except KeyError as error:
        raise KeyError(n) from error


def job(n, turn):
    grown = tree(6, n + 1)
    assert grown.total() == 127 * (n + 1)
    cycle = []
    cycle.append((cycle, {'self': cycle}))
    assert cycle[0][1]['self'] is cycle
    assert sum(i for i, text, three in numbers(50) if text == str(three[2])) == 1225
    big = 3 ** (200 + turn % 50)
    assert big // 3 ** 200 == 3 ** (turn % 50) and int(str(big)) == big
    text = ''.join(chr(97 + i % 26) for i in range(200)) * 3
    assert text.count('abc') == 24 and text.upper().lower() == text and len(text.split('m')) == 25
    try:
        deep(5)
    except KeyError as error:
        length = 0
        while error: length, error = length + 1, error.__cause__
        assert length == 6
    closures = [lambda i=i: (i, n, turn) for i in range(10)]
    assert [f() for f in closures] == [(i, n, turn) for i in range(10)]
    handed_over[n] = {'tree': grown, 'sum': grown.total(), 'list': [[turn] * 5 for _ in range(5)]}
    other = handed_over[(n + 1) % THREADS]
    if other is not None:
        assert other['tree'].total() == other['sum'] and len({x for row in other['list'] for x in row}) == 1


turns = hammer(job)
print(sum(turns) > 0)
