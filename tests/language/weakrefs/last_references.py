# What is to be done when the last reference goes is done right then, not at some later collection.
import weakref


class Loud:
    def __init__(self, name, child=None):
        self.name = name
        self.child = child

    def __del__(self):
        print("del", self.name)


# `del` and None.
a = Loud("deleted")
del a
print("after del")
a = Loud("replaced")
a = None
print("after None")


# A function's variables go when it returns; what it returns stays.
def local():
    x = Loud("local")
    print("in the function")


local()
print("after the function")


def maker():
    return Loud("returned")


kept = maker()
print("kept")
del kept
print("not kept")
Loud("never named")
print("after the expression")

# Items and attributes.
items = [Loud("item"), 1]
del items[0]
print("item deleted")
table = {"key": Loud("value")}
del table["key"]
print("key deleted")


class Holder:
    pass


holder = Holder()
holder.attribute = Loud("attribute")
del holder.attribute
print("attribute deleted")
parent = Loud("parent", Loud("child"))
del parent
print("family gone")

# Weak references and their callbacks.
a = Loud("watched")
reference = weakref.ref(a, lambda dead: print("callback", dead()))
del a
print(reference())


# A loop that is left closes its generator.
def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("generator closed")


for number in numbers():
    break
print("after break")
paused = numbers()
next(paused)
del paused
print("after del")


def first():
    for number in numbers():
        return number


print(first())


# Closures and recursion.
def outer():
    captured = Loud("captured")

    def inner():
        return captured

    return inner


function = outer()
print("closure")
del function
print("closure gone")


def deeper(level):
    mine = Loud(level)
    if level < 3:
        deeper(level + 1)


deeper(1)
print("end")

# A name of the module that is given something else.
again = Loud("before")
again = Loud("after")
print("assigned")
