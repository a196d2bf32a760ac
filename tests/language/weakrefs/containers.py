# Dictionaries and sets whose items may vanish, and finalizers.
import gc
import weakref


class Item:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"<{self.name}>"


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


# Values that vanish.
items = {name: Item(name) for name in "abcd"}
by_name = weakref.WeakValueDictionary(items)
by_name["e"] = extra = Item("e")
print(sorted(by_name), len(by_name), by_name["a"], by_name.get("z", "none"), "b" in by_name, "z" in by_name)
del items["a"], items["b"]
gc.collect()
print(sorted(by_name), len(by_name), "a" in by_name)
attempt(lambda: by_name["a"])
print(sorted(by_name.items(), key=str), sorted(map(str, by_name.values())))
print(by_name.pop("e") is extra, by_name.pop("e", "gone"), by_name.setdefault("f", extra) is extra)
print(sorted(by_name.copy()), sorted(by_name | {"g": extra}))
attempt(lambda: by_name.pop("nothing"))


# Keys that vanish.
def fill(table):
    short_lived = Item("short")
    table[short_lived] = 1
    print(len(table), short_lived in table)


colours = weakref.WeakKeyDictionary()
stay = Item("stay")
colours[stay] = "green"
fill(colours)
gc.collect()
print(len(colours), list(colours.items()), colours[stay], list(colours), colours.get(extra, "none"))
print([reference() for reference in colours.keyrefs()])
attempt(lambda: colours[1])  # no weak reference to an int
print(1 in colours, colours.pop(stay), len(colours))

# Sets.
one, two = Item("one"), Item("two")
group = weakref.WeakSet([one, two])
group.add(Item("lost"))
gc.collect()
print(len(group), one in group, sorted(map(str, group)), 7 in group)
print(sorted(map(str, group | {extra})), group == weakref.WeakSet([two, one]), group.issubset({one, two, extra}))
group.discard(one)
print(list(group), group.isdisjoint([one]), group - {two})
try:
    group.remove(one)
except KeyError:
    print("KeyError")


# Finalizers run once: when the object goes, when called, or at the end.
def finish(*args, **kwargs):
    print("finish", args, kwargs)
    return "finished"


def scope():
    local = Item("local")
    weakref.finalize(local, finish, "local", key=1)


scope()
gc.collect()
called = weakref.finalize(one, finish, "called")
print(called.alive, called.peek()[0], called(), called.alive, called(), called.peek())
detached = weakref.finalize(one, finish, "detached")
print(detached.detach()[2:], detached.alive)
never = weakref.finalize(one, finish, "not at exit")
never.atexit = False
first = weakref.finalize(one, finish, "first made, last run")
last = weakref.finalize(two, finish, "last made, first run")
print("end")
