# heapq, bisect, operator, keyword, string, reprlib
import bisect
import heapq
import keyword
import operator
import random
import reprlib
import string


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


# heapq
random.seed(5)
numbers = [random.randint(0, 99) for _ in range(40)]
heap = []
for number in numbers:
    heapq.heappush(heap, number)
print(heap)
print([heapq.heappop(heap) for _ in range(len(heap))] == sorted(numbers))
heap = numbers[:]
heapq.heapify(heap)
print(heap)
print(heapq.heappushpop(heap, -1), heapq.heappushpop(heap, 50), heapq.heapreplace(heap, 7), heap[0], heapq.heappushpop([], 3))
print(attempt(heapq.heappop, []), attempt(heapq.heapreplace, [], 1))
print(heapq.nsmallest(3, numbers), heapq.nlargest(3, numbers), heapq.nlargest(2, ["a", "ccc", "bb"], key=len), heapq.nsmallest(1, [3, 1]), heapq.nlargest(1, []), heapq.nsmallest(-1, [1]), heapq.nlargest(100, [1, 3]))
print(list(heapq.merge([1, 4, 7], [2, 5], [], [0, 9])), list(heapq.merge([7, 1], [5, 2], reverse=True)), list(heapq.merge(["a", "ccc"], ["bb"], key=len)))
print(list(heapq.merge([(1, "a")], [(1, "b")], key=lambda p: p[0])), list(heapq.merge()), list(heapq.merge([1, 2])))
tasks = []
for priority, name in [(3, "c"), (1, "a"), (2, "b"), (1, "z")]:
    heapq.heappush(tasks, (priority, name))
print([heapq.heappop(tasks) for _ in range(4)])

# bisect
a = [1, 3, 3, 5]
print([bisect.bisect(a, x) for x in range(7)], [bisect.bisect_left(a, x) for x in range(7)])
bisect.insort(a, 4)
bisect.insort_left(a, 3)
bisect.insort(a, -10, key=abs)
print(a, bisect.bisect(a, 3, 2, 3), bisect.bisect_left([("a", 1), ("b", 2)], 2, key=lambda p: p[1]), attempt(bisect.bisect, a, 1, -1))

# operator
print(operator.add(1, 2), operator.mul("ab", 2), operator.contains([1], 1), operator.truediv(7, 2), operator.neg(3), operator.not_([]))
print(operator.itemgetter(1)("abc"), operator.itemgetter(0, 2)("abc"), operator.itemgetter("k")({"k": 5}), operator.itemgetter(slice(1, 3))("abcd"))
print(operator.attrgetter("real")(5), operator.attrgetter("real", "imag")(5), operator.attrgetter("__class__.__name__")(5), operator.methodcaller("upper")("a"), operator.methodcaller("split", ",", maxsplit=1)("a,b,c"))
print(operator.itemgetter(1), operator.itemgetter(1, "a"), operator.attrgetter("a.b"), operator.methodcaller("f", 1, k=2))
print(attempt(operator.itemgetter(5), []), attempt(operator.attrgetter("nope"), 5), attempt(operator.itemgetter), attempt(operator.attrgetter, 5))
x = [1]
y = operator.iadd(x, [2])
operator.setitem(x, 0, "new")
operator.delitem(x, 1)
print(x, x is y, operator.countOf([1, 2, 1], 1), operator.indexOf("abc", "c"), attempt(operator.indexOf, [], 1), operator.length_hint(iter([1, 2])), operator.length_hint(5, 9), operator.index(True), attempt(operator.index, 1.5))
print(operator.concat([1], [2]), attempt(operator.concat, 1, 2), operator.is_(None, None), operator.call(max, 1, 2), operator.xor(5, 3), operator.__add__(1, 2), operator.matmul.__name__)

# keyword, string
print(keyword.iskeyword("for"), keyword.iskeyword("match"), keyword.issoftkeyword("match"), len(keyword.kwlist))
print(string.ascii_lowercase, string.digits, string.punctuation, repr(string.whitespace), string.capwords("hello  big world"), string.capwords("a-b", "-"))
t = string.Template("$who likes ${what}s; $$5 $who_else")
print(t.substitute(who="tim", what="bug", who_else="x"), t.safe_substitute(who="tim"), attempt(t.substitute, who=1), t.substitute({"who": 1, "what": 2}, who_else=3))
print(attempt(string.Template("a\n $ 5").substitute), string.Template("$ $5 ${a").safe_substitute(a=1), attempt(string.Template("$5").substitute))
print(string.Template("$a $b ${a}").get_identifiers(), string.Template("$").is_valid(), string.Template("$a").is_valid(), string.Template("x").template)
f = string.Formatter()
print(f.format("{0} {1!r} {x:>5} {0:{w}}|{{}}", 1, "a", x=2, w=4), f.format("{} {}", 1, 2), f.format("{a.real} {b[1]} {b[k]}".replace(" {b[k]}", ""), a=5, b=[1, 2]))
print(attempt(f.format, "{} {0}", 1), attempt(f.format, "{5}", 1), attempt(f.format, "{"), list(f.parse("a{b!r:c}d{{")))


class Default(string.Formatter):
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f"<{key}>") if isinstance(key, str) else super().get_value(key, args, kwargs)


print(Default().format("{a} {b} {0}", "zero", a=1))

# reprlib
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(10)}), reprlib.repr(set(range(10))), reprlib.repr(10**60), reprlib.repr((1,)), reprlib.repr([[[[[[[[1]]]]]]]]), reprlib.repr(frozenset()))


class Loop:
    @reprlib.recursive_repr()
    def __repr__(self):
        return f"<Loop {self.me!r}>"


loop = Loop()
loop.me = [loop]
print(loop)
