"""Bytes as text: base64, base32, base16, and the two base85 encodings."""

import binascii
import struct

__all__ = [
    "encode", "decode", "encodebytes", "decodebytes",
    "b64encode", "b64decode", "b32encode", "b32decode", "b32hexencode", "b32hexdecode", "b16encode", "b16decode",
    "a85encode", "a85decode", "b85encode", "b85decode",
    "standard_b64encode", "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode",
]

bytes_types = (bytes, bytearray)


def _ascii(data):
    """What the decoders take: text of ASCII characters, or anything with bytes in it."""
    if isinstance(data, str):
        try:
            return data.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    if isinstance(data, bytes_types):
        return data
    try:
        return memoryview(data).tobytes()
    except TypeError:
        raise TypeError(
            f"argument should be a bytes-like object or ASCII string, not {type(data).__name__!r}"
        ) from None


def _binary(data):
    return data if isinstance(data, bytes) else memoryview(data).tobytes()


# --- base64 ---

def b64encode(s, altchars=None):
    """The bytes in base64; altchars replaces "+" and "/"."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """The opposite. Characters outside the alphabet are skipped, or with validate raise binascii.Error."""
    s = _ascii(s)
    if altchars is not None:
        altchars = _ascii(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


_to_urlsafe = bytes.maketrans(b"+/", b"-_")
_from_urlsafe = bytes.maketrans(b"-_", b"+/")


def urlsafe_b64encode(s):
    """Base64 with "-" and "_", which mean nothing in a URL or a file name."""
    return b64encode(s).translate(_to_urlsafe)


def urlsafe_b64decode(s):
    return b64decode(_ascii(s).translate(_from_urlsafe))


# --- base32 ---

_base32_alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_base32_hex_alphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
_base32_padding = {0: 0, 1: 6, 2: 4, 3: 3, 4: 1}  # "=" to write, by bytes in the last group


def _encode32(alphabet, data):
    data = _binary(data)
    rest = len(data) % 5
    if rest:
        data += bytes(5 - rest)
    encoded = bytearray()
    for start in range(0, len(data), 5):
        group = int.from_bytes(data[start:start + 5], "big")
        encoded.extend(alphabet[group >> shift & 31] for shift in range(35, -1, -5))
    padding = _base32_padding[rest]
    if padding:
        encoded[-padding:] = b"=" * padding
    return bytes(encoded)


def _decode32(alphabet, data, casefold, map01=None):
    data = _ascii(data)
    if len(data) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _ascii(map01)
        assert len(map01) == 1, repr(map01)
        data = data.translate(bytes.maketrans(b"01", b"O" + map01))
    if casefold:
        data = data.upper()
    length = len(data)
    data = data.rstrip(b"=")
    padding = length - len(data)
    values = {character: value for value, character in enumerate(alphabet)}
    decoded = bytearray()
    group = 0
    for start in range(0, len(data), 8):
        group = 0
        for character in data[start:start + 8]:
            if character not in values:
                raise binascii.Error("Non-base32 digit found")
            group = group << 5 | values[character]
        if len(data) - start >= 8:
            decoded += group.to_bytes(5, "big")
    if length % 8 or padding not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    if padding:
        decoded += (group << 5 * padding).to_bytes(5, "big")[:(8 - padding) * 5 // 8]
    return bytes(decoded)


def b32encode(s):
    return _encode32(_base32_alphabet, s)


def b32decode(s, casefold=False, map01=None):
    return _decode32(_base32_alphabet, s, casefold, map01)


def b32hexencode(s):
    return _encode32(_base32_hex_alphabet, s)


def b32hexdecode(s, casefold=False):
    return _decode32(_base32_hex_alphabet, s, casefold)


# --- base16 ---

def b16encode(s):
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    s = _ascii(s)
    if casefold:
        s = s.upper()
    if s.translate(None, b"0123456789ABCDEF"):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


# --- base85: four bytes as five characters ---

def _encode85(data, alphabet, pad, fold_zeros=False, fold_spaces=False):
    data = _binary(data)
    missing = -len(data) % 4
    words = struct.unpack(f"!{(len(data) + missing) // 4}I", data + bytes(missing))
    pieces = []
    for word in words:
        if fold_zeros and word == 0:
            pieces.append(b"z")
        elif fold_spaces and word == 0x20202020:
            pieces.append(b"y")
        else:
            digits = bytearray(5)
            for i in range(4, -1, -1):
                word, digit = divmod(word, 85)
                digits[i] = alphabet[digit]
            pieces.append(bytes(digits))
    if missing and not pad:
        if pieces[-1] == b"z":
            pieces[-1] = bytes([alphabet[0]]) * 5
        pieces[-1] = pieces[-1][:-missing]
    return b"".join(pieces)


_ascii85_alphabet = bytes(range(33, 118))


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Ascii85: zeros are folded into "z", with foldspaces four spaces into "y"; adobe frames it in <~ and ~>."""
    result = _encode85(b, _ascii85_alphabet, pad, True, foldspaces)
    if adobe:
        result = b"<~" + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b"")
        result = b"\n".join(lines)
    if adobe:
        result += b"~>"
    return result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    b = _ascii(b)
    if adobe:
        if not b.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b"<~") else b[:-2]
    decoded = []
    digits = []
    for character in b + b"u" * 4:
        if 33 <= character <= 117:
            digits.append(character)
            if len(digits) == 5:
                word = 0
                for digit in digits:
                    word = word * 85 + digit - 33
                try:
                    decoded.append(struct.pack("!I", word))
                except struct.error:
                    raise ValueError("Ascii85 overflow") from None
                digits = []
        elif character == 122:
            if digits:
                raise ValueError("z inside Ascii85 5-tuple")
            decoded.append(bytes(4))
        elif foldspaces and character == 121:
            if digits:
                raise ValueError("y inside Ascii85 5-tuple")
            decoded.append(b"    ")
        elif character not in ignorechars:
            raise ValueError(f"Non-Ascii85 digit found: {chr(character)}")
    result = b"".join(decoded)
    padding = 4 - len(digits)  # of the four "u" appended, those that completed a group
    return result[:-padding] if padding else result


_base85_alphabet = (b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                    b"!#$%&()*+-;<=>?@^_`{|}~")
_base85_values = {character: value for value, character in enumerate(_base85_alphabet)}


def b85encode(b, pad=False):
    """Base85 as git writes it."""
    return _encode85(b, _base85_alphabet, pad)


def b85decode(b):
    b = _ascii(b)
    padding = -len(b) % 5
    b = b + b"~" * padding
    decoded = []
    for start in range(0, len(b), 5):
        word = 0
        for i, character in enumerate(b[start:start + 5]):
            if character not in _base85_values:
                raise ValueError(f"bad base85 character at position {start + i}")
            word = word * 85 + _base85_values[character]
        try:
            decoded.append(struct.pack("!I", word))
        except struct.error:
            raise ValueError(f"base85 overflow in hunk starting at byte {start}") from None
    result = b"".join(decoded)
    return result[:-padding] if padding else result


# --- files and lines, as MIME has them ---

MAXLINESIZE = 76
MAXBINSIZE = MAXLINESIZE // 4 * 3


def encode(input, output):
    """Copies a binary file into another as lines of base64."""
    while data := input.read(MAXBINSIZE):
        while len(data) < MAXBINSIZE:
            more = input.read(MAXBINSIZE - len(data))
            if not more:
                break
            data += more
        output.write(binascii.b2a_base64(data))


def decode(input, output):
    """The opposite."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def _check_bytes(data):
    try:
        view = memoryview(data)
    except TypeError:
        raise TypeError(f"expected bytes-like object, not {type(data).__name__}") from None
    if view.format not in ("c", "b", "B"):
        raise TypeError(f"expected single byte elements, not {view.format!r} from {type(data).__name__}")
    if view.ndim != 1:
        raise TypeError(f"expected 1-D data, not {view.ndim}-D data from {type(data).__name__}")


def encodebytes(s):
    """Base64 in lines of 76 characters."""
    _check_bytes(s)
    return b"".join(binascii.b2a_base64(s[i:i + MAXBINSIZE]) for i in range(0, len(s), MAXBINSIZE))


def decodebytes(s):
    _check_bytes(s)
    return binascii.a2b_base64(s)
