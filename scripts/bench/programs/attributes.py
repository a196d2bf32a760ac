from timing import report


class Point:
    count = 0

    def __init__(self, x, y):
        self.x, self.y = x, y

    def moved(self, by):
        self.x += by
        return self.x

    @property
    def total(self):
        return self.x + self.y


class Point3(Point):
    def moved(self, by):
        return super().moved(by) + 1


def read_and_write():
    p = Point(1, 2)
    for _ in range(700000):
        p.x = p.y + 1
        p.y = p.x - 1
    return p.x


def methods():
    p = Point(0, 0)
    for _ in range(700000):
        p.moved(1)
    return p.x


def inherited_methods():
    p = Point3(0, 0)
    for _ in range(250000):
        p.moved(1)
    return p.x


def properties():
    p, total = Point(1, 2), 0
    for _ in range(500000):
        total += p.total
    return total


def class_attributes():
    for _ in range(700000):
        Point.count += 1


report(read_and_write, methods, inherited_methods, properties, class_attributes)
