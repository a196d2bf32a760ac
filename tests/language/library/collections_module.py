# collections: namedtuple, Counter, OrderedDict, defaultdict, deque, ChainMap, UserDict, UserList, UserString.
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque, namedtuple


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


# namedtuple
Point = namedtuple("Point", "x y")
p = Point(1, y=2)
print(p, p.x, p[1], tuple(p), len(p), p == (1, 2), hash(p) == hash((1, 2)), Point.__name__, Point.__doc__)
print(p._asdict(), p._replace(x=9), Point._make([7, 8]), Point._fields, Point._field_defaults)
x, y = p
print(x, y, [*p], max(p), p + (3,), isinstance(p, tuple), Point.__mro__[1:], Point.x.__doc__)
print(attempt(Point, 1), attempt(Point, 1, 2, 3), attempt(Point._make, [1]), attempt(p._replace, z=1), sep="\n")
print(attempt(setattr, p, "x", 5))
Three = namedtuple("Three", ["a", "b", "c"], defaults=[10, 20])
print(Three(1), Three(1, c=3), Three._field_defaults)
print(namedtuple("R", "class _x a a ok", rename=True)._fields)
for bad in (("1x", "a"), ("T", "a a"), ("T", "_a"), ("T", "def"), ("class", "a")):
    print(attempt(namedtuple, *bad))
print(attempt(namedtuple, "T", "a", defaults=[1, 2]))


class Vector(namedtuple("Vector", "x y")):
    __slots__ = ()

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    @property
    def length(self):
        return (self.x**2 + self.y**2) ** 0.5


print(Vector(1, 2) + Vector(2, 2), Vector(3, 4).length, Vector(1, 2)._replace(y=0))
match p:
    case Point(x=1, y=b):
        print("matched", b)
match p:
    case Point(a, b):
        print("matched", a, b)
print(sorted([Point(2, 1), Point(1, 5), Point(1, 2)]), namedtuple("E", "")(), namedtuple("O", "one")(1))

# Counter
c = Counter("abracadabra")
print(c, c["a"], c["zz"], "zz" in c, c.most_common(2), c.most_common(1), c.most_common(), c.total())
print(sorted(c.elements()), Counter(a=2, b=1), Counter({"x": 3}), Counter(), Counter().most_common(1))
c.update("aaa")
c.update({"b": 5}, z=1)
print(c)
c.subtract("ab")
c.subtract({"q": 2})
print(c, +c, -c)
a, b = Counter(a=3, b=1, c=-1), Counter(a=1, b=2, d=4)
print(a + b, a - b, a & b, a | b, a == b, a <= b, Counter(a=1) < Counter(a=2), Counter(a=1, b=0) == Counter(a=1))
a += b
print(a)
a -= Counter(d=4)
a &= Counter(a=2, b=2)
a |= Counter(e=1)
print(a)
del c["nothing"]
print(attempt(Counter.fromkeys, "ab"), Counter([1, 1, 2]).copy(), dict(Counter("aab")), type(Counter("a") + Counter("b")))
print([word for word, _ in Counter("the cat the dog a cat the".split()).most_common()])

# OrderedDict
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a")
print(o, list(o), list(reversed(o)))
o.move_to_end("c", last=False)
print(list(o.items()), o.popitem(), o.popitem(last=False), o)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), OrderedDict())
print(attempt(o.move_to_end, "zz"), attempt(OrderedDict().popitem), OrderedDict.fromkeys("xyz", 0))
o["b"] = 5
o.update(d=4)
print(o.pop("b"), o.pop("b", None), o.setdefault("e", 6), o | {"f": 7}, {"f": 7} | o, o.copy() == o, isinstance(o, dict))
print(OrderedDict(a=1) != OrderedDict(a=2), {"a": 1} == OrderedDict(a=1))

# defaultdict
d = defaultdict(list)
for word in "one two three four five".split():
    d[len(word)].append(word)
print(d, dict(d), d.default_factory, 99 in d, d.get(99))
counts = defaultdict(int, {"z": 1})
for letter in "banana":
    counts[letter] += 1
print(counts, sorted(counts.items()))
nothing = defaultdict()
print(nothing, attempt(lambda: nothing["k"]), attempt(defaultdict, 5))
nested = defaultdict(lambda: defaultdict(int))
nested["a"]["b"] += 1
print(nested["a"], list(nested), (d | {1: 2})[1], d.copy() == d)

# deque
q = deque([1, 2, 3], maxlen=4)
q.append(4)
q.append(5)
q.appendleft(0)
print(q, q.maxlen, q[0], q[-1], len(q), 3 in q)
q.rotate(1)
print(q, q.pop(), q.popleft(), list(reversed(q)))
q.extend([8, 9])
q.extendleft([7, 6])
q.insert(1, "i") if len(q) < 4 else print(attempt(q.insert, 1, "i"))
print(q, q.count(8), attempt(q.index, 8), q == deque(q), q.copy(), attempt(q.remove, 99), attempt(deque().pop), attempt(q.index, 99))
q.reverse()
q[0] = "first"
del q[1]
print(q, deque("ab") + deque("c"), deque("ab") * 2, deque([1, 2]) < deque([1, 3]), deque(range(3)))
q.clear()
print(q, bool(q), attempt(lambda: deque([1])[5]), attempt(q.popleft))

# ChainMap
defaults = {"color": "red", "user": "guest"}
chained = ChainMap({"user": "admin"}, defaults)
print(chained["color"], chained["user"], len(chained), sorted(chained), chained.get("zz", 0), "color" in chained)
chained["new"] = 1
print(chained.maps, chained.new_child({"color": "blue"})["color"], chained.parents, chained)
print(attempt(lambda: chained["zz"]), attempt(chained.pop, "color"), attempt(chained.__delitem__, "color"))
print(dict(chained), list(ChainMap({"b": 1}, {"a": 2, "b": 3})), chained | {"q": 1})


# UserDict, UserList, UserString
class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


u = Upper({"a": 1}, b=2)
u.update(c=3)
u["d"] = 4
print(u, len(u), "A" in u, u.get("zz"), u.pop("A"), sorted(u), u | {"q": 1}, u.copy())
print(attempt(lambda: u["nope"]), isinstance(u, dict), list(u.items()))


class Doubling(UserList):
    def append(self, item):
        super().append(item * 2)


items = Doubling([1, 2])
items.append(3)
print(items, items[0], items[1:], type(items[1:]).__name__, items + [7], len(items), 6 in items, items == [1, 2, 6], items * 2)
items.sort(reverse=True)
items.extend([1])
items[0] = 100
del items[1]
print(items, items.index(1), items.pop(), items.count(1), items)
s = UserString("hello")
print(s, repr(s), s.upper(), type(s.upper()).__name__, s + " world", s[1], s[1:3], len(s), "ell" in s, s == "hello")
print(s.replace("l", "L"), s.split("l"), s.find("l"), s * 2, s.center(11, "*"), "%s!" % s, s.startswith("he"), hash(s) == hash("hello"))
