# A list comprehension makes room for as many items as its source seems to have; it may be wrong.
source = [1, 2, 3]
grown = [source.append(item) or item for item in source if len(source) < 50]
print(len(grown), len(source))


def growing(items, limit):
    for_each = [items.append(item) if len(items) < limit else item for item in items]
    return len(for_each), len(items)


print(growing([1], 10), growing([1, 2, 3], 5000), growing([], 5))


def shrinking(items):
    return [items.pop() for _ in items]


print(shrinking(list(range(10))), len(shrinking(list(range(5001)))))


class Stop(Exception):
    pass


def stop(number):
    if number == 3:
        raise Stop(number)
    return number


for source in (range(10), range(10**12), range(-(10**9), 10**9), list(range(100000)), "abcd" * 10000, tuple(range(9999))):
    try:
        print([stop(number) for number, _ in zip(range(5), source)])
    except Stop as error:
        print("stopped at", error)
    counter = iter(range(10))
    try:
        print([stop(next(counter)) for _ in source])
    except Stop as error:
        print("stopped at", error)

for length in (0, 1, 2, 3, 4, 5, 1000, 1023, 1024, 1025, 8191, 8192, 40000, 300000):
    squares = [i * i for i in range(length)]
    assert len(squares) == length and squares == list(map(lambda i: i * i, range(length)))
    squares.append("end")
    squares.insert(0, "begin")
    assert len(squares) == length + 2 and squares[0] == "begin" and squares[-1] == "end"
    letters = [letter for letter in "x" * length]
    pairs = [pair for pair in tuple(range(length))]
    backwards = [i for i in range(length, 0, -1)]
    assert len(letters) == len(pairs) == len(backwards) == length
print([i for i in range(5, 0)], [i for i in range(0, 10, 3)], [i for i in range(10, 0, -3)], [c for c in ""], [t for t in ()])
print([[i * j for j in range(i)] for i in range(5)], [(i, j) for i in range(3) for j in range(i)])
print(len([0 for _ in {1: 2}]), len([0 for _ in {1, 2}]), [x for x in iter([1, 2])], [x for x in (y for y in range(3))])
