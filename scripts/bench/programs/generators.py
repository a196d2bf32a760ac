from timing import report


def numbers(n):
    for i in range(n):
        yield i


def consume():
    total = 0
    for i in numbers(1000000):
        total += i
    return total


def expressions():
    return sum(x * x for x in range(1000000) if x % 2)


def pipeline():
    evens = (x for x in range(500000) if x % 2 == 0)
    squares = (x * x for x in evens)
    return sum(x + 1 for x in squares)


def walk(tree):
    if tree:
        yield from walk(tree[0])
        yield tree[1]
        yield from walk(tree[2])


def nested():
    def grow(depth):
        return (grow(depth - 1), depth, grow(depth - 1)) if depth else None
    return sum(walk(grow(14)))


def built_in_consumers():
    return (len(list(numbers(300000))), max(numbers(300000)), any(i < 0 for i in numbers(300000)),
            len(dict(enumerate(numbers(100000)))))


report(consume, expressions, pipeline, nested, built_in_consumers)
