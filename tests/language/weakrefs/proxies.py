# weakref.proxy: an object's stand-in that hands everything on.
import gc
import weakref


class Vector:
    def __init__(self, *items):
        self.items = list(items)

    def __repr__(self):
        return f"Vector{tuple(self.items)}"

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.items, other.items)))

    def __radd__(self, other):
        return ("reflected", other)

    def __iadd__(self, other):
        self.items.append(other)
        return self

    def __eq__(self, other):
        return self.items == other.items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]

    def __setitem__(self, index, value):
        self.items[index] = value

    def __delitem__(self, index):
        del self.items[index]

    def __contains__(self, item):
        return item in self.items

    def __neg__(self):
        return Vector(*(-item for item in self.items))

    def __bool__(self):
        return bool(self.items)


class Greeter:
    def __call__(self, *args, **kwargs):
        return args, kwargs


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


vector = Vector(1, 2)
proxy = weakref.proxy(vector)
print(type(proxy), proxy.__class__, isinstance(proxy, Vector), str(proxy))
print(proxy + vector, vector + proxy, proxy + proxy, 5 + proxy, -proxy)
print(proxy == Vector(1, 2), proxy != Vector(1, 2), len(proxy), bool(proxy), proxy[0], 2 in proxy, list(proxy))
proxy[0] = 10
del proxy[1]
proxy.label = "set through the proxy"
print(vector, vector.label, hasattr(proxy, "label"))
del proxy.label
print(hasattr(vector, "label"), proxy is weakref.proxy(vector))
attempt(lambda: hash(proxy))
attempt(lambda: proxy.missing)
attempt(lambda: next(proxy))
attempt(lambda: proxy())

greeter = Greeter()
calling = weakref.proxy(greeter)
print(type(calling), calling(1, 2, key=3), type(calling) in weakref.ProxyTypes, callable(calling), callable(proxy))

vector = None
gc.collect()
attempt(lambda: proxy.items)
attempt(lambda: proxy + 1)
attempt(lambda: str(proxy))
attempt(lambda: bool(proxy))
attempt(lambda: weakref.proxy(5))
