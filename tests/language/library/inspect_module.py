# inspect, pprint
import functools
import inspect
import pprint
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass
from types import SimpleNamespace
from typing import List, Optional


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def plain(a, b=1, *args, c, d=2, **kwargs):
    pass


def annotated(a: int, /, b: str = "x", *, c: Optional[int] = None, d: List["int"] = []) -> bool:
    """Has a doc.

        Indented.
    """


async def coroutine(x):
    pass


def generator():
    yield


class Base:
    """A base."""

    def __init__(self, x, y=2):
        self.x = x

    def method(self, a, *, b=3):
        """Method doc."""

    @classmethod
    def make(cls, n: int):
        return cls(n)

    @staticmethod
    def helper(q):
        pass

    @property
    def prop(self):
        return 1

    def __call__(self, z):
        pass


class Derived(Base):
    def method(self, a, *, b=3):
        pass


for f in (plain, annotated, coroutine, Base, Derived, Base.method, Base(1).method, Base.make, Base.helper, Base(1), lambda x, *y: 0, functools.partial(plain, 1, c=5), functools.partial(plain, b=7)):
    print(inspect.signature(f))


@functools.wraps(plain)
def wrapper(*args, **kwargs):
    pass


sig = inspect.signature(annotated)
print(inspect.signature(wrapper), inspect.signature(wrapper, follow_wrapped=False), repr(sig), sig.return_annotation, list(sig.parameters))
for p in inspect.signature(plain).parameters.values():
    print(p.name, p.kind, repr(p.kind), p.default is inspect.Parameter.empty, p.annotation is p.empty, repr(p))
s = inspect.signature(plain)
b = s.bind(1, 2, 3, 4, c=5, z=6)
print(b, b.args, b.kwargs, b.arguments)
b = s.bind(1, c=2)
b.apply_defaults()
print(b.arguments, attempt(s.bind), attempt(s.bind, 1), attempt(inspect.signature(lambda a: 0).bind, 1, 2), attempt(inspect.signature(lambda a: 0).bind, 1, b=2), attempt(inspect.signature(lambda a: 0).bind, 1, a=2), s.bind_partial(c=1), sep="\n")
print(sig == inspect.signature(annotated), sig.replace(return_annotation=int), attempt(inspect.signature, 5), inspect.Signature([inspect.Parameter("q", inspect.Parameter.KEYWORD_ONLY, default=1)]))
print(inspect.getfullargspec(plain), inspect.getfullargspec(Base(1).method), sorted(inspect.getcallargs(plain, 1, c=2).items()), sep="\n")
print([name for name, _ in inspect.getmembers(Base, inspect.isfunction)], [name for name, _ in inspect.getmembers(Base(1)) if not name.startswith("__")])
checks = ("ismodule", "isclass", "ismethod", "isfunction", "isbuiltin", "isroutine", "isgeneratorfunction", "iscoroutinefunction", "isgenerator", "iscoroutine", "isabstract", "isawaitable")
c = coroutine(1)
for value in (inspect, Base, Base(1).method, plain, len, generator, coroutine, generator(), c, 5, [].append):
    print([check for check in checks if getattr(inspect, check)(value)])
c.close()
print(repr(inspect.getdoc(annotated)), inspect.getdoc(Derived.method), inspect.getdoc(Derived), inspect.getdoc(5) == inspect.getdoc(int), repr(inspect.cleandoc("  a\n    b\n      c\n  ")))
print(inspect.getsource(Base.method), inspect.getsource(wrapper.__wrapped__), inspect.getsource(generator), sep="|")
print(inspect.getsourcelines(Derived), inspect.getsourcelines(plain)[1])
print(inspect.getmodule(plain).__name__, inspect.getmro(Derived), inspect.unwrap(wrapper) is plain, inspect.getfile(plain).rsplit("/", 1)[-1])
print(type(inspect.getattr_static(Base(1), "prop")), inspect.getattr_static(Base(5), "x"), attempt(inspect.getattr_static, Base(1), "nope"), inspect.getattr_static(Base, "helper").__class__)
print(inspect.currentframe().f_code.co_name, [info.function for info in (lambda: inspect.stack())()], inspect.get_annotations(annotated))
g = generator()
print(inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g), list(g), inspect.getgeneratorstate(g))
count = 3


def closes():
    local = 1
    return lambda: (local, count, len, undefined)


print(inspect.getclosurevars(closes()))

# pprint
data = {"name": "x" * 30, "items": list(range(30)), "nested": {"k%d" % i: {"deep": [i] * 3} for i in range(5)}, "tuple": (1,), "set": {3, 1, 2}, "text": "word " * 40}
pprint.pprint(data)
pprint.pprint(data, width=40, compact=True)
pprint.pprint(data, depth=1, indent=4)
pprint.pprint([["a" * 20] * 5, ("b" * 40, "c" * 40), {"z": 1, "a": 2}])
pprint.pp({"z": 1, "a": "y" * 80})
loop = [1]
loop.append(loop)
print(pprint.pformat(loop).startswith("[1, <Recursion on list"), pprint.isreadable([1]), pprint.isrecursive(loop), pprint.saferepr({"b": 1, "a": 2}), pprint.pformat({1: 2, "a": 3, None: 4}))


@dataclass
class Point:
    x: int
    text: str


pprint.pprint([Point(1, "t" * 50), Point(2, "u" * 50)])
pprint.pprint(Point(1, "a"))
pprint.pprint([OrderedDict((str(i), i) for i in range(20)), defaultdict(list, {i: [i] for i in range(20)}), Counter("abracadabra" * 3), deque(range(40)), SimpleNamespace(a=list(range(30)), b=1), frozenset(range(40)), b"bytes " * 30])
pprint.pprint("line one\nline two " + "long " * 30)
print(pprint.pformat(10**9, underscore_numbers=True), pprint.pformat([], width=5), pprint.pformat({}))
