"""Hashes of bytes: sha256(data).hexdigest(). `_hashes` has MD5, SHA-1 and SHA-2; `_wide_hashes` SHA-3 and BLAKE2."""

import _hashes
import _wide_hashes
from _hashes import md5, sha1, sha224, sha256, sha384, sha512
from _wide_hashes import blake2b, blake2s, sha3_224, sha3_256, sha3_384, sha3_512, shake_128, shake_256

algorithms_guaranteed = {
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s",
    "sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256",
}  # fmt: skip
algorithms_available = set(algorithms_guaranteed)

__all__ = [*sorted(algorithms_guaranteed), "new", "algorithms_guaranteed", "algorithms_available", "pbkdf2_hmac", "file_digest"]


def _constructor(name):
    if not isinstance(name, str):
        raise TypeError(f"new() argument 'name' must be str, not {type(name).__name__}")
    lower = name.lower()
    for found in lower, lower.replace("-", "_"), lower.replace("-", ""):
        if found in algorithms_available:
            return getattr(_hashes, found, None) or getattr(_wide_hashes, found)
    raise ValueError("unsupported hash type " + name)


def new(name, data=b"", **kwargs):
    """A hash object, by the name of its algorithm."""
    return _constructor(name)(data, **kwargs)


def file_digest(fileobj, digest, /, *, _bufsize=2**18):
    """The hash object of everything in a file opened in binary mode."""
    hash = new(digest) if isinstance(digest, str) else digest()
    while data := fileobj.read(_bufsize):
        hash.update(data)
    return hash


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """A key made from a password: HMAC over and over, so that guessing is slow (PKCS #5)."""
    make = _constructor(hash_name)
    size = make().digest_size
    if dklen is None:
        dklen = size
    if dklen < 1:
        raise ValueError("key length must be greater than 0.")
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    block = make().block_size
    password = bytes(password)
    if len(password) > block:
        password = make(password).digest()
    password = password.ljust(block, b"\0")
    inner = make(bytes(byte ^ 0x36 for byte in password))  # both are the same in each round: hashed once, then copied
    outer = make(bytes(byte ^ 0x5C for byte in password))

    def hmac(message):
        first, second = inner.copy(), outer.copy()
        first.update(message)
        second.update(first.digest())
        return second.digest()

    key = b""
    number = 1
    while len(key) < dklen:
        last = hmac(bytes(salt) + number.to_bytes(4, "big"))
        mixed = int.from_bytes(last, "big")
        for _ in range(iterations - 1):
            last = hmac(last)
            mixed ^= int.from_bytes(last, "big")
        key += mixed.to_bytes(size, "big")
        number += 1
    return key[:dklen]
