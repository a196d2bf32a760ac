"""Keyed hashes for messages (RFC 2104)."""

import hashlib
import warnings

__all__ = ["new", "digest", "compare_digest", "HMAC"]

_inner = bytes(x ^ 0x36 for x in range(256))
_outer = bytes(x ^ 0x5C for x in range(256))
digest_size = None


class HMAC:
    """A hash of the message with a key mixed in before it and around it."""

    blocksize = 64

    def __init__(self, key, msg=None, digestmod=""):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f"key: expected bytes or bytearray, but got {type(key).__name__!r}")
        if not digestmod:
            raise TypeError("Missing required parameter 'digestmod'.")
        if callable(digestmod):
            make = digestmod
        elif isinstance(digestmod, str):
            def make(data=b""):
                return hashlib.new(digestmod, data)
        else:
            def make(data=b""):
                return digestmod.new(data)
        self._hash_of_outer = make()
        self._hash_of_inner = make()
        self.digest_size = self._hash_of_inner.digest_size
        self.block_size = getattr(self._hash_of_inner, "block_size", self.blocksize)
        if self.block_size < 16:
            warnings.warn("block_size of %d seems too small; using our default of %d."
                          % (self.block_size, self.blocksize), RuntimeWarning, 2)
            self.block_size = self.blocksize
        if len(key) > self.block_size:
            key = make(key).digest()
        key = bytes(key).ljust(self.block_size, b"\0")
        self._hash_of_outer.update(key.translate(_outer))
        self._hash_of_inner.update(key.translate(_inner))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return f"hmac-{self._hash_of_inner.name}"

    def update(self, msg):
        self._hash_of_inner.update(msg)

    def copy(self):
        other = self.__class__.__new__(self.__class__)
        other.digest_size = self.digest_size
        other.block_size = self.block_size
        other._hash_of_inner = self._hash_of_inner.copy()
        other._hash_of_outer = self._hash_of_outer.copy()
        return other

    def _current(self):
        result = self._hash_of_outer.copy()
        result.update(self._hash_of_inner.digest())
        return result

    def digest(self):
        return self._current().digest()

    def hexdigest(self):
        return self._current().hexdigest()


def new(key, msg=None, digestmod=""):
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b, /):
    """Whether two digests are equal, in a time that does not tell where they differ."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        a, b = a.encode(), b.encode()
    else:
        for digest in (a, b):
            if not isinstance(digest, (bytes, bytearray, memoryview)):
                raise TypeError(f"a bytes-like object is required, not {type(digest).__name__!r}")
        a, b = memoryview(a).tobytes(), memoryview(b).tobytes()
    difference = len(a) ^ len(b)
    for x, y in zip(a, b):
        difference |= x ^ y
    return difference == 0
