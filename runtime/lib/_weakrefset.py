"""The set of weak references behind weakref.WeakSet, in a module of its own because abc needs it early."""

from _weakref import ref
from collections.abc import MutableSet
from types import GenericAlias

__all__ = ["WeakSet"]


class WeakSet(MutableSet):
    """A set whose items vanish when nobody else refers to them."""

    def __init__(self, data=None):
        self.data = references = set()
        self._forget = references.discard
        if data is not None:
            self.update(data)

    def __iter__(self):
        for reference in list(self.data):
            if (item := reference()) is not None:
                yield item

    def __len__(self):
        return sum(1 for reference in list(self.data) if reference() is not None)

    def __contains__(self, item):
        try:
            return ref(item) in self.data
        except TypeError:
            return False

    def __eq__(self, other):
        # Other sets are never equal to one whose items may go.
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == {ref(item) for item in other}

    __hash__ = None

    def add(self, item):
        self.data.add(ref(item, self._forget))

    def discard(self, item):
        self.data.discard(ref(item))

    def remove(self, item):
        self.data.remove(ref(item))

    def clear(self):
        self.data.clear()

    def pop(self):
        while True:
            try:
                reference = self.data.pop()
            except KeyError:
                raise KeyError("pop from empty WeakSet") from None
            if (item := reference()) is not None:
                return item

    def update(self, other):
        for item in other:
            self.add(item)

    def copy(self):
        return self.__class__(self)

    def union(self, other):
        return self | other

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    def difference(self, other):
        return self.__class__(item for item in self if item not in set(other))

    def symmetric_difference(self, other):
        return self ^ self.__class__(other)

    def issubset(self, other):
        return all(item in other for item in self)

    def issuperset(self, other):
        return all(item in self for item in other)

    def intersection_update(self, other):
        self.__iand__(set(other))

    def difference_update(self, other):
        self.__isub__(set(other))

    def __repr__(self):
        return repr(set(self.data))
