# A defaultdict that holds itself, and one whose factory is its own method.
from collections import defaultdict

holder = defaultdict(list)
holder["self"] = holder
print(holder)


class Counting(defaultdict):
    def __init__(self):
        super().__init__(self.make)

    def make(self):
        return len(self)


counting = Counting()
counting["a"], counting["b"]
print(sorted(counting.items()), repr(counting).count("..."))
print(defaultdict(None, a=1))
