"""Dictionaries of a special kind."""

from collections.abc import Mapping, MutableMapping


class CaseInsensitiveDict(MutableMapping):
    """A dict whose keys are found in any case and shown in the one they were last set in."""

    def __init__(self, data=None, **kwargs):
        self._store = {}  # lower-case key -> (key, value)
        if data is None and not kwargs:
            return
        if isinstance(data, CaseInsensitiveDict) and not kwargs:
            self._store.update(data._store)
        else:
            self.update(data or {}, **kwargs)

    @classmethod
    def _of(cls, store):
        """One around a store that is made already."""
        new = cls.__new__(cls)
        new._store = store
        return new

    def __setitem__(self, key, value):
        self._store[key.lower()] = (key, value)

    def __getitem__(self, key):
        return self._store[key.lower()][1]

    def __delitem__(self, key):
        del self._store[key.lower()]

    def __contains__(self, key):
        return isinstance(key, str) and key.lower() in self._store

    def get(self, key, default=None):
        pair = self._store.get(key.lower())
        return default if pair is None else pair[1]

    def __iter__(self):
        for key, _ in self._store.values():
            yield key

    def __len__(self):
        return len(self._store)

    def lower_items(self):
        """(key in lower case, value) pairs."""
        return ((lower, pair[1]) for lower, pair in self._store.items())

    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.lower_items()) == dict(CaseInsensitiveDict(other).lower_items())

    def copy(self):
        other = CaseInsensitiveDict()
        other._store = dict(self._store)
        return other

    def __repr__(self):
        return str(dict(self.items()))


def pairs_of(headers):
    """The (key, value) pairs of a mapping; of a CaseInsensitiveDict without a call for each of them."""
    return headers._store.values() if type(headers) is CaseInsensitiveDict else headers.items()


class LookupDict(dict):
    """A dict of names: its attributes are its items, and what is not there is None."""

    def __init__(self, name=None):
        self.name = name
        super().__init__()

    def __repr__(self):
        return f"<lookup '{self.name}'>"

    def __getitem__(self, key):
        return self.__dict__.get(key)

    def get(self, key, default=None):
        return self.__dict__.get(key, default)
