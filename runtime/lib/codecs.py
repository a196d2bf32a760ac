"""Encodings by name, and files that are encoded and decoded on the way.

The encodings of text are built in (`_codecs`); here are those that turn text into text or bytes into bytes (rot13, hex,
base64, zlib ...), the registry for codecs and error handlers of scripts, and the classes for encoding bit by bit.
"""

import _codecs
import builtins
import io
import sys

__all__ = [
    "register", "lookup", "open", "EncodedFile", "BOM", "BOM_BE", "BOM_LE", "BOM32_BE", "BOM32_LE", "BOM64_BE", "BOM64_LE",
    "BOM_UTF8", "BOM_UTF16", "BOM_UTF16_LE", "BOM_UTF16_BE", "BOM_UTF32", "BOM_UTF32_LE", "BOM_UTF32_BE", "CodecInfo",
    "Codec", "IncrementalEncoder", "IncrementalDecoder", "StreamReader", "StreamWriter", "StreamReaderWriter",
    "StreamRecoder", "getencoder", "getdecoder", "getincrementalencoder", "getincrementaldecoder", "getreader",
    "getwriter", "encode", "decode", "iterencode", "iterdecode", "strict_errors", "ignore_errors", "replace_errors",
    "xmlcharrefreplace_errors", "backslashreplace_errors", "namereplace_errors", "register_error", "lookup_error",
]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = b"\x00\x00\xfe\xff"
BOM = BOM_UTF16 = BOM_UTF16_LE
BOM_UTF32 = BOM_UTF32_LE
BOM32_LE = BOM_UTF16_LE
BOM32_BE = BOM_UTF16_BE
BOM64_LE = BOM_UTF32_LE
BOM64_BE = BOM_UTF32_BE


class CodecInfo(tuple):
    """What lookup() returns: encode, decode, and the classes for streams."""

    _is_text_encoding = True

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None,
                incrementaldecoder=None, name=None, *, _is_text_encoding=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode = encode
        self.decode = decode
        self.incrementalencoder = incrementalencoder
        self.incrementaldecoder = incrementaldecoder
        self.streamwriter = streamwriter
        self.streamreader = streamreader
        if _is_text_encoding is not None:
            self._is_text_encoding = _is_text_encoding
        return self

    def __repr__(self):
        return "<%s.%s object for encoding %s at %#x>" % (
            self.__class__.__module__, self.__class__.__qualname__, self.name, id(self))


class Codec:
    """The interface of a codec: both methods return the result and how much of the input was used."""

    def encode(self, input, errors="strict"):
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        raise NotImplementedError


# ------------------------------------------------------------------ piece by piece

class IncrementalEncoder:
    def __init__(self, errors="strict"):
        self.errors = errors
        self.buffer = ""

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class BufferedIncrementalEncoder(IncrementalEncoder):
    """Keeps what _buffer_encode() could not use yet."""

    def _buffer_encode(self, input, errors, final):
        raise NotImplementedError

    def encode(self, input, final=False):
        data = self.buffer + input
        result, used = self._buffer_encode(data, self.errors, final)
        self.buffer = data[used:]
        return result

    def reset(self):
        self.buffer = ""

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ""


class IncrementalDecoder:
    def __init__(self, errors="strict"):
        self.errors = errors

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return b"", 0

    def setstate(self, state):
        pass


class BufferedIncrementalDecoder(IncrementalDecoder):
    """Keeps what _buffer_decode() could not use yet."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = b""

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + input
        result, used = self._buffer_decode(data, self.errors, final)
        self.buffer = data[used:]
        return result

    def reset(self):
        self.buffer = b""

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer = state[0]


# ------------------------------------------------------------------ streams

class StreamWriter(Codec):
    """Encodes what is written to a binary file."""

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors

    def write(self, object):
        self.stream.write(self.encode(object, self.errors)[0])

    def writelines(self, list):
        self.write("".join(list))

    def reset(self):
        pass

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        if whence == 0 and offset == 0:
            self.reset()

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReader(Codec):
    """Decodes what is read from a binary file."""

    charbuffertype = str

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors
        self.bytebuffer = b""
        self._chars = self.charbuffertype()

    def _fill(self, size):
        """Decodes some more; False at the end of the file."""
        new = self.stream.read() if size < 0 else self.stream.read(size)
        data = self.bytebuffer + new
        if not data:
            return False
        try:
            text, used = self.decode(data, self.errors)
        except UnicodeDecodeError as e:
            if not new or "end of data" not in e.reason and "truncated" not in e.reason:
                raise
            text, used = self.decode(data[:e.start], self.errors)
        self.bytebuffer = data[used:]
        self._chars += text
        return bool(new)

    def read(self, size=-1, chars=-1, firstline=False):
        if chars < 0:
            if size < 0:
                while self._fill(-1):
                    pass
            elif not self._chars:
                self._fill(size)
            result, self._chars = self._chars, self.charbuffertype()
            return result
        while len(self._chars) < chars and self._fill(max(size, 72)):
            pass
        result, self._chars = self._chars[:chars], self._chars[chars:]
        return result

    def readline(self, size=None, keepends=True):
        while True:
            lines = self._chars.splitlines(keepends=True)
            if lines and (len(lines) > 1 or lines[0].splitlines()[0] != lines[0] and not lines[0].endswith("\r")):
                line = lines[0]
                break
            if not self._fill(72):
                line = self._chars
                break
        self._chars = self._chars[len(line):]
        if not keepends and line:
            line = line.splitlines(keepends=False)[0]
        return line

    def readlines(self, sizehint=None, keepends=True):
        return self.read().splitlines(keepends)

    def reset(self):
        self.bytebuffer = b""
        self._chars = self.charbuffertype()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def __next__(self):
        line = self.readline()
        if line:
            return line
        raise StopIteration

    def __iter__(self):
        return self

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReaderWriter:
    """A binary file read and written as text."""

    encoding = "unknown"

    def __init__(self, stream, Reader, Writer, errors="strict"):
        self.stream = stream
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)
        self.errors = errors

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None):
        return self.reader.readline(size)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def __next__(self):
        return next(self.reader)

    def __iter__(self):
        return self

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def reset(self):
        self.reader.reset()
        self.writer.reset()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reader.reset()
        if whence == 0 and offset == 0:
            self.writer.reset()

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamRecoder:
    """A file in one encoding that looks like one in another."""

    data_encoding = "unknown"
    file_encoding = "unknown"

    def __init__(self, stream, encode, decode, Reader, Writer, errors="strict"):
        self.stream = stream
        self.encode = encode
        self.decode = decode
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)
        self.errors = errors

    def read(self, size=-1):
        return self.encode(self.reader.read(size), self.errors)[0]

    def readline(self, size=None):
        return self.encode(self.reader.readline(size), self.errors)[0]

    def readlines(self, sizehint=None):
        return self.encode(self.reader.read(), self.errors)[0].splitlines(keepends=True)

    def __next__(self):
        return self.encode(next(self.reader), self.errors)[0]

    def __iter__(self):
        return self

    def write(self, data):
        return self.writer.write(self.decode(data, self.errors)[0])

    def writelines(self, list):
        return self.write(b"".join(list))

    def reset(self):
        self.reader.reset()
        self.writer.reset()

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


# ------------------------------------------------------------------ the codecs there are

def _codec_info(name, encode, decode, is_text=True, incremental_decoder=None):
    """All the faces of a codec that is two functions."""
    class Encoder(IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class Decoder(IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)[0]

    class Reader(StreamReader):
        charbuffertype = str if is_text else bytes

    class Writer(StreamWriter):
        pass

    Reader.encode = Writer.encode = staticmethod(encode)
    Reader.decode = Writer.decode = staticmethod(decode)
    for cls, kind in ((Encoder, "IncrementalEncoder"), (Decoder, "IncrementalDecoder"), (Reader, "StreamReader"),
                      (Writer, "StreamWriter")):
        cls.__name__ = cls.__qualname__ = kind
        cls.__module__ = "encodings." + name.replace("-", "_")
    return CodecInfo(encode, decode, Reader, Writer, Encoder, incremental_decoder or Decoder, name,
                     _is_text_encoding=is_text)


def _text_codec(name):
    def encode(input, errors="strict"):
        return _codecs.encode(input, name, errors or "strict"), len(input)

    def decode(input, errors="strict"):
        return _codecs.decode(input, name, errors or "strict"), len(input)

    class Decoder(BufferedIncrementalDecoder):
        """Several bytes make a character: an incomplete one at the end waits for the rest."""

        mark = None  # after a byte order mark: the encoding it announced

        def _buffer_decode(self, input, errors, final):
            encoding = self.mark or name
            start = 0
            if self.mark is None and name in ("utf-16", "utf-32", "utf-8-sig"):
                size = {"utf-16": 2, "utf-32": 4, "utf-8-sig": 3}[name]
                if len(input) < size and not final:
                    return "", 0
                if name == "utf-8-sig":
                    self.mark = "utf-8"
                    start = 3 if input.startswith(BOM_UTF8) else 0
                else:
                    big = input.startswith(BOM_UTF16_BE if size == 2 else BOM_UTF32_BE)
                    self.mark = name + ("-be" if big else "-le")
                    if big or input.startswith(BOM_UTF16_LE if size == 2 else BOM_UTF32_LE):
                        start = size
                encoding = self.mark
            data = input[start:]
            if final:
                return _codecs.decode(data, encoding, errors), len(input)
            complete = len(data) - _incomplete(data, encoding)
            return _codecs.decode(data[:complete], encoding, errors), start + complete

        def reset(self):
            super().reset()
            self.mark = None

    several = name.startswith("utf-")
    info = _codec_info(name.replace("_", "-") if "escape" in name else name, encode, decode, True, Decoder if several else None)
    if several:
        Decoder.__name__ = Decoder.__qualname__ = "IncrementalDecoder"
        if name in ("utf-16", "utf-32", "utf-8-sig"):
            class Encoder(IncrementalEncoder):
                """Only the first piece gets a byte order mark."""

                first = True

                def encode(self, input, final=False):
                    plain = name if self.first else "utf-8" if name == "utf-8-sig" else name + "-le"
                    self.first = False
                    return _codecs.encode(input, plain, self.errors)

                def reset(self):
                    self.first = True

            info.incrementalencoder = Encoder
    return info


def _incomplete(data, encoding):
    """How many bytes at the end are the beginning of a character."""
    if encoding.startswith("utf-8"):
        for back in range(1, min(3, len(data)) + 1):
            byte = data[-back]
            if byte >= 0xC0:
                needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
                return back if back < needed else 0
            if byte < 0x80:
                return 0
        return 0
    if encoding.startswith("utf-32"):
        return len(data) % 4
    odd = len(data) % 2
    last = data[len(data) - odd - 2:len(data) - odd]
    if len(last) == 2:
        unit = int.from_bytes(last, "big" if encoding.endswith("be") else "little")
        if 0xD800 <= unit < 0xDC00:
            return odd + 2
    return odd


def _rot13(input, errors="strict"):
    lower, upper = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    table = str.maketrans(lower + upper, lower[13:] + lower[:13] + upper[13:] + upper[:13])
    return str.translate(input, table), len(input)


def _bytes_codec(name, encode, decode):
    def encoder(input, errors="strict"):
        assert errors == "strict"
        return encode(input), len(input)

    def decoder(input, errors="strict"):
        assert errors == "strict"
        return decode(input), len(input)

    return _codec_info(name, encoder, decoder, False)


def _special_codec(plain):
    if plain in ("rot13", "rot_13"):
        return _codec_info("rot-13", _rot13, _rot13, False)
    if plain in ("hex", "hex_codec"):
        import binascii
        return _bytes_codec("hex", binascii.b2a_hex, binascii.a2b_hex)
    if plain in ("base64", "base_64", "base64_codec"):
        import base64
        return _bytes_codec("base64", base64.encodebytes, base64.decodebytes)
    if plain in ("zlib", "zip", "zlib_codec"):
        import zlib
        return _bytes_codec("zlib", zlib.compress, zlib.decompress)
    if plain == "idna":
        def encode(input, errors="strict"):
            return ".".join(label if label.isascii() else "xn--" + _punycode(label.lower())
                            for label in input.split(".")).encode("ascii"), len(input)
        return _codec_info("idna", encode, lambda input, errors="strict": (str(input, "ascii"), len(input)))
    return None


def _punycode(text):
    """RFC 3492: the ASCII characters, a hyphen, and the others as numbers that say what to insert where."""
    basic = [c for c in text if c.isascii()]
    result = "".join(basic) + ("-" if basic else "")
    n, delta, bias, done = 128, 0, 72, len(basic)
    first = True
    while done < len(text):
        m = min(ord(c) for c in text if ord(c) >= n)
        delta += (m - n) * (done + 1)
        n = m
        for c in text:
            if ord(c) < n:
                delta += 1
            if ord(c) == n:
                q, k = delta, 36
                while True:
                    t = min(max(k - bias, 1), 26)
                    if q < t:
                        break
                    digit = t + (q - t) % (36 - t)
                    result += chr(digit + 97 if digit < 26 else digit + 22)
                    q = (q - t) // (36 - t)
                    k += 36
                result += chr(q + 97 if q < 26 else q + 22)
                delta = delta // 700 if first else delta // 2
                first = False
                done += 1
                delta += delta // done
                k = 0
                while delta > 455:
                    delta //= 35
                    k += 36
                bias = k + 36 * delta // (delta + 38)
                delta = 0
        delta += 1
        n += 1
    return result


# ------------------------------------------------------------------ the registry

_search_functions = []
_known = {}


def register(search_function, /):
    """Adds a function that is asked for codecs by name: it returns a CodecInfo or None."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _search_functions.append(search_function)


def unregister(search_function, /):
    if search_function in _search_functions:
        _search_functions.remove(search_function)
        _known.clear()


def _search(name):
    plain = name.lower().replace(" ", "_").replace("-", "_")
    info = _special_codec(plain)
    if info is not None:
        return info
    for function in _search_functions:
        info = function(plain)
        if info is not None:
            if not isinstance(info, tuple) or len(info) != 4:
                raise TypeError("codec search functions must return 4-tuples")
            return info
    return None


def lookup(encoding, /):
    """The CodecInfo of an encoding."""
    info = _known.get(encoding)
    if info is not None:
        return info
    name = _codecs.canonical(encoding)
    if name is not None:
        info = _text_codec(name)
    else:
        info = _search(encoding)
        if info is None:
            try:
                _codecs.encode("", encoding)
            except LookupError:
                raise LookupError(f"unknown encoding: {encoding}") from None
            info = _text_codec(encoding.lower().replace("_", "-") if encoding.startswith("iso") else encoding.lower())
    _known[encoding] = info
    return info


def _find_codec(name):
    info = _search(name)
    if info is None:
        raise LookupError(f"unknown encoding: {name}")
    return info


def encode(obj, encoding="utf-8", errors="strict"):
    return _explained("encoding", encoding, lookup(encoding).encode, obj, errors)


def decode(obj, encoding="utf-8", errors="strict"):
    return _explained("decoding", encoding, lookup(encoding).decode, obj, errors)


def _explained(doing, encoding, function, obj, errors):
    """Calls a codec; an error that does not tell which codec it comes from says so then."""
    try:
        return function(obj, errors)[0]
    except (UnicodeError, LookupError):
        raise
    except Exception as e:
        if type(e).__init__ is not Exception.__init__ or len(e.args) != 1:
            raise
        text = f"{doing} with {encoding!r} codec failed ({type(e).__name__}: {e})"
        raise type(e)(text) from e


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def getincrementalencoder(encoding):
    encoder = lookup(encoding).incrementalencoder
    if encoder is None:
        raise LookupError(encoding)
    return encoder


def getincrementaldecoder(encoding):
    decoder = lookup(encoding).incrementaldecoder
    if decoder is None:
        raise LookupError(encoding)
    return decoder


def getreader(encoding):
    return lookup(encoding).streamreader


def getwriter(encoding):
    return lookup(encoding).streamwriter


def iterencode(iterator, encoding, errors="strict", **kwargs):
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for input in iterator:
        if output := encoder.encode(input):
            yield output
    if output := encoder.encode("", True):
        yield output


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for input in iterator:
        if output := decoder.decode(input):
            yield output
    if output := decoder.decode(b"", True):
        yield output


# ------------------------------------------------------------------ error handlers

def strict_errors(exception):
    if isinstance(exception, Exception):
        raise exception
    raise TypeError("codec must pass exception instance")


def _check(exception, *kinds):
    if not isinstance(exception, kinds):
        raise TypeError(f"don't know how to handle {type(exception).__name__} in error callback")


def ignore_errors(exception):
    _check(exception, UnicodeError)
    return "", exception.end


def replace_errors(exception):
    _check(exception, UnicodeError)
    if isinstance(exception, UnicodeEncodeError):
        return "?" * (exception.end - exception.start), exception.end
    if isinstance(exception, UnicodeDecodeError):
        return "\ufffd", exception.end
    return "\ufffd" * (exception.end - exception.start), exception.end


def xmlcharrefreplace_errors(exception):
    _check(exception, UnicodeEncodeError)
    return "".join(f"&#{ord(c)};" for c in exception.object[exception.start:exception.end]), exception.end


def backslashreplace_errors(exception):
    _check(exception, UnicodeError)
    trouble = exception.object[exception.start:exception.end]
    if isinstance(exception, UnicodeDecodeError):
        return "".join(f"\\x{byte:02x}" for byte in trouble), exception.end
    return "".join(f"\\x{ord(c):02x}" if c <= "\xff" else f"\\u{ord(c):04x}" if c <= "\uffff" else f"\\U{ord(c):08x}"
                   for c in trouble), exception.end


def namereplace_errors(exception):
    _check(exception, UnicodeEncodeError)
    trouble = exception.object[exception.start:exception.end]
    return trouble.encode("ascii", "namereplace").decode(), exception.end


def _surrogateescape_errors(exception):
    _check(exception, UnicodeError)
    trouble = exception.object[exception.start:exception.end]
    if isinstance(exception, UnicodeEncodeError):
        if all("\udc80" <= c <= "\udcff" for c in trouble):
            return bytes(ord(c) - 0xDC00 for c in trouble), exception.end
    elif all(byte >= 128 for byte in trouble):
        return "".join(chr(0xDC00 + byte) for byte in trouble), exception.end
    raise exception


_handlers = {"strict": strict_errors, "ignore": ignore_errors, "replace": replace_errors,
             "xmlcharrefreplace": xmlcharrefreplace_errors, "backslashreplace": backslashreplace_errors,
             "namereplace": namereplace_errors, "surrogateescape": _surrogateescape_errors}


def register_error(errors, handler, /):
    """A function for errors=...: given the exception, it returns what to put there and where to go on."""
    if not callable(handler):
        raise TypeError("handler must be callable")
    _handlers[errors] = handler


def lookup_error(name, /):
    try:
        return _handlers[name]
    except KeyError:
        raise LookupError(f"unknown error handler name '{name}'") from None


_codecs.set_hooks(_find_codec, lookup_error)


# ------------------------------------------------------------------ files

def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    """A file that is encoded and decoded on the way, without any change to the ends of lines."""
    if encoding is not None and "b" not in mode:
        mode += "b"
    file = builtins.open(filename, mode, buffering)
    if encoding is None:
        return file
    try:
        info = lookup(encoding)
        wrapper = StreamReaderWriter(file, info.streamreader, info.streamwriter, errors)
        wrapper.encoding = encoding
        return wrapper
    except BaseException:
        file.close()
        raise


def EncodedFile(file, data_encoding, file_encoding=None, errors="strict"):
    if file_encoding is None:
        file_encoding = data_encoding
    data_info, file_info = lookup(data_encoding), lookup(file_encoding)
    recoder = StreamRecoder(file, data_info.encode, data_info.decode, file_info.streamreader, file_info.streamwriter,
                            errors)
    recoder.data_encoding = data_encoding
    recoder.file_encoding = file_encoding
    return recoder


# ------------------------------------------------------------------ one encoding by functions

def _functions(name):
    def encode(str, errors=None, /):
        return _codecs.encode(str, name, errors or "strict"), len(str)

    def decode(data, errors=None, final=True, /):
        return _codecs.decode(data, name, errors or "strict"), len(data)

    return encode, decode


utf_8_encode, utf_8_decode = _functions("utf-8")
latin_1_encode, latin_1_decode = _functions("iso8859-1")
ascii_encode, ascii_decode = _functions("ascii")
utf_16_encode, utf_16_decode = _functions("utf-16")
utf_16_le_encode, utf_16_le_decode = _functions("utf-16-le")
utf_16_be_encode, utf_16_be_decode = _functions("utf-16-be")
utf_32_encode, utf_32_decode = _functions("utf-32")
unicode_escape_encode, unicode_escape_decode = _functions("unicode_escape")
raw_unicode_escape_encode, raw_unicode_escape_decode = _functions("raw_unicode_escape")


def escape_decode(data, errors=None, /):
    """The bytes a literal with these characters would have."""
    if isinstance(data, str):
        data = data.encode()
    return data.decode("latin-1").encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1"), len(data)


def escape_encode(data, errors=None, /):
    return repr(data)[2:-1].replace('"', '"').encode(), len(data)


def charmap_build(decoding_table):
    return {ord(c): i for i, c in enumerate(decoding_table)}
