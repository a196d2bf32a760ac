# A dict subclass that iterates in its own way is copied through its methods; one that does not, as it is.
class Traced(dict):
    def keys(self):
        print("keys", end=" ")
        return super().keys()

    def __getitem__(self, key):
        print("get", key, end=" ")
        return super().__getitem__(key)


class Iterating(Traced):
    def __iter__(self):
        print("iter", end=" ")
        return super().__iter__()


for cls in Traced, Iterating:
    d = cls(a=1)
    print(cls.__name__)
    print(d.copy(), type(d.copy()).__name__)
    print(d | {"b": 2})
    print({"b": 2} | d)
    print(dict(d), {**d})
