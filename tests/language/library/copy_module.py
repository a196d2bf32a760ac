# copy
import copy
import collections
from dataclasses import dataclass


class Node:
    def __init__(self, name):
        self.name, self.children = name, []


root = Node("root")
root.children = [Node("a"), root]
shallow, deep = copy.copy(root), copy.deepcopy(root)
print(shallow is not root, shallow.children is root.children, deep.children is not root.children)
print(deep.children[1] is deep, deep.children[0].name, deep.children[0] is not root.children[0])

items = [1, [2, 3], {"k": [4]}, (5, [6]), {7}, "s"]
one, two = copy.copy(items), copy.deepcopy(items)
items[1].append("x")
items[2]["k"].append("y")
items[3][1].append("z")
print(one, two, sep="\n")
shared = [0]
pair = copy.deepcopy([shared, shared])
print(pair[0] is pair[1], pair[0] is not shared)
loop = []
loop.append(loop)
again = copy.deepcopy(loop)
print(again[0] is again)
t = (1, "a", (2.5, None))
print(copy.deepcopy(t) is t, copy.copy(t) is t, copy.deepcopy(({},)) == ({},), copy.deepcopy(print) is print, copy.deepcopy(Node) is Node)


class Custom:
    def __init__(self, value):
        self.value = value

    def __copy__(self):
        return Custom(("copy", self.value))

    def __deepcopy__(self, memo):
        return Custom(("deep", copy.deepcopy(self.value, memo)))


print(copy.copy(Custom(1)).value, copy.deepcopy(Custom([1])).value)


class Slots:
    __slots__ = ("a", "b")


s = Slots()
s.a = [1]
c, d = copy.copy(s), copy.deepcopy(s)
print(c.a is s.a, d.a, d.a is s.a, hasattr(c, "b"))


class State:
    def __init__(self, n):
        self.n, self.cache = n, "expensive"

    def __getstate__(self):
        return {"n": self.n}

    def __setstate__(self, state):
        self.__dict__.update(state, cache=None)


print(vars(copy.copy(State(3))), vars(copy.deepcopy(State([4]))))


class Reduced:
    def __init__(self, x):
        self.x = x

    def __reduce__(self):
        return Reduced, (self.x * 2,)


print(copy.copy(Reduced(5)).x)


class Named(list):
    def __init__(self, name, *items):
        super().__init__(items)
        self.name = name

    def __reduce__(self):
        return Named, (self.name,), None, iter(self)


class MyDict(dict):
    pass


m = MyDict(a=[1])
m.extra = [2]
n = copy.deepcopy(m)
print(n, n.extra, n["a"] is m["a"], type(n).__name__, copy.copy(Named("n", 1, 2)), copy.copy(Named("n", 1)).name)


@dataclass
class Point:
    x: int
    tags: list


p = Point(1, ["a"])
q = copy.deepcopy(p)
print(q == p, q.tags is p.tags, copy.copy(p).tags is p.tags)
for original in (collections.OrderedDict(a=[1]), collections.defaultdict(list, a=[1]), collections.deque([[1]], 3), collections.Counter("aab"),
                 collections.namedtuple("P", "x y")(1, [2]), frozenset([1]), bytearray(b"ab"), {1: {2: 3}}, 1 + 2j, range(3)):
    made = copy.deepcopy(original)
    print(made, made == original, type(made) is type(original), copy.copy(original))
error = copy.copy(ValueError("a", 1))
print(repr(error), copy.deepcopy([len, int, None, True, ...]))


class Method:
    def __init__(self):
        self.me = self.method

    def method(self):
        return self


m = copy.deepcopy(Method())
print(m.me() is m)
