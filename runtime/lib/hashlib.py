"""Hashes of bytes: sha256(data).hexdigest(). `_hashes` has MD5, SHA-1 and SHA-2."""

import _hashes
from _hashes import md5, sha1, sha224, sha256, sha384, sha512

__all__ = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "new", "algorithms_guaranteed", "algorithms_available",
           "file_digest"]  # fmt: skip

algorithms_guaranteed = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}
algorithms_available = set(algorithms_guaranteed)


def new(name, data=b"", **kwargs):
    """A hash object, by the name of its algorithm."""
    found = name.lower().replace("-", "")
    if found not in algorithms_available:
        raise ValueError(f"unsupported hash type {name}")
    return getattr(_hashes, found)(data)


def file_digest(fileobj, digest, /, *, _bufsize=2**18):
    """The hash object of everything in a file opened in binary mode."""
    hash = new(digest) if isinstance(digest, str) else digest()
    while data := fileobj.read(_bufsize):
        hash.update(data)
    return hash
