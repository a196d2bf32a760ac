# weakref.ref, getweakrefs, callbacks, and which objects can be referred to weakly.
import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        return self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return f"Node({self.name!r})"


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


# A reference gives its object as long as there is one.
node = Node("a")
plain = weakref.ref(node)
print(plain() is node, plain is weakref.ref(node), node.__weakref__ is plain, plain.__callback__)
other = weakref.ref(node, print)
print(other is plain, other.__callback__ is print, weakref.getweakrefcount(node))
print(weakref.getweakrefs(node) == [plain, other], weakref.getweakrefs(node)[0] is plain)
print(weakref.getweakrefcount(3), weakref.getweakrefs([]))

# Equal while both live, hashed like their objects.
twin = Node("a")
print(plain == weakref.ref(twin), plain == weakref.ref(Node("b")), hash(plain) == hash(node))


# The collector empties it and calls back, the youngest first.
def lose():
    lost = Node("lost")
    return [weakref.ref(lost, lambda dead, i=i: print("callback", i, dead())) for i in range(3)]


references = lose()
gc.collect()
print([reference() for reference in references], references[0].__callback__)
print(references[0] == references[1], references[0] == references[0])
attempt(lambda: hash(references[0]))


# A callback that fails is reported and nothing more; a reference that died itself calls nobody.
def lose_with_its_reference():
    node = Node("both")
    weakref.ref(node, lambda dead: print("never printed"))


lose_with_its_reference()
gc.collect()


# Cycles are garbage as well.
def make_cycle():
    a, b = Node("x"), Node("y")
    a.other, b.other = b, a
    return weakref.ref(a), weakref.ref(b)


pair = make_cycle()
gc.collect()
print([reference() for reference in pair])


# Who can be referred to.
def function():
    yield 1


class Slotted:
    __slots__ = ("x",)


class SlottedWeakly:
    __slots__ = ("x", "__weakref__")


class Number(int):
    pass


class Text(str):
    pass


for value in (function, function(), {1}, frozenset({1}), Node, weakref, SlottedWeakly(), Text("t"), ValueError, len):
    print(type(value).__name__, weakref.ref(value)() is value)
for value in (1, 1.5, "text", (1,), [1], {}, None, Slotted(), Number(3), ValueError(), object(), range(3)):
    attempt(lambda: weakref.ref(value))
attempt(lambda: weakref.ref())
attempt(lambda: weakref.ref(node, None, 3))
attempt(lambda: weakref.ref(node, callback=None))


# Subclasses carry more.
class Named(weakref.ref):
    def __init__(self, target, callback=None, *, name):
        super().__init__(target, callback)
        self.name = name

    def __new__(cls, target, callback=None, *, name):
        return super().__new__(cls, target, callback)


named = Named(node, name="first")
print(named() is node, named.name, named is Named(node, name="second"), isinstance(named, weakref.ReferenceType))


# A method is made anew each time, so a reference to it needs a class of its own.
class Button:
    def press(self):
        return "pressed"


button = Button()
method = weakref.WeakMethod(button.press)
print(method()(), method() == button.press, method == weakref.WeakMethod(button.press))
button = None
gc.collect()
print(method())
attempt(lambda: weakref.WeakMethod(len))
