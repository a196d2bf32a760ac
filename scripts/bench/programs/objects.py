from timing import report


class Empty:
    pass


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


class Slotted:
    __slots__ = ('a', 'b')

    def __init__(self, a, b):
        self.a, self.b = a, b


def instances():
    for i in range(400000):
        Point(i, i)


def kept_instances():
    return len([Point(i, i) for i in range(200000)])


def operators():
    total, step = Point(0, 0), Point(1, 2)
    for _ in range(300000):
        total = total + step
    return total.x


def slots():
    for i in range(400000):
        Slotted(i, i)


def containers():
    for i in range(400000):
        [i, i]
        (i, i)
        {'k': i}


class Tree:
    def __init__(self, depth):
        self.left = Tree(depth - 1) if depth else None
        self.right = Tree(depth - 1) if depth else None

    def count(self):
        return 1 + (self.left.count() + self.right.count() if self.left else 0)


def trees():
    return Tree(16).count()


report(instances, kept_instances, operators, slots, containers, trees)
