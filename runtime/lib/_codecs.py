"""Between str and bytes by the name of an encoding; pickles of protocols 0 to 2 call this to make bytes from text."""


def encode(obj, encoding="utf-8", errors="strict"):
    return obj.encode(encoding, errors)


def decode(obj, encoding="utf-8", errors="strict"):
    return bytes(obj).decode(encoding, errors)
