# An object dies when the attribute or item that held it is overwritten or cleared, not only with a variable.
import collections
import weakref


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


class Holder:
    pass


holder = Holder()
holder.part = Noisy("attribute")
holder.part = 1
print("after the attribute")
items = [Noisy("item")]
items[0] = None
print("after the item")
items = [Noisy("cleared")]
items.clear()
print("after list.clear")
table = {"k": Noisy("value")}
table["k"] = 2
print("after the value")
table = {"k": Noisy("cleared value")}
table.clear()
print("after dict.clear")
unordered = {Noisy("member")}
unordered.clear()
print("after set.clear")
queue = collections.deque([Noisy("queued")])
queue.clear()
print("after deque.clear")

# A dead reference is seen inside a try block, where an exception may come at any instruction.
node = Holder()
proxy = weakref.proxy(node)
reference = weakref.ref(node)
del node
try:
    proxy.part
except ReferenceError as error:
    print(error)
print(reference())
named = weakref.WeakValueDictionary(a=holder)
holder = None
print(len(named))
