"""Streams: files, and things that can be read and written like files.

Three layers, each a class that wraps the one below it:

    FileIO            a descriptor of the system: read and write are system calls
    BufferedReader    bytes, collected so that small reads and writes are cheap
    TextIOWrapper     text, encoded and decoded on the way

open() puts the right ones together. BytesIO and StringIO are files in memory. The classes themselves are written in C++
(the module `_io`); a class that behaves like one of them derives from RawIOBase, BufferedIOBase or TextIOBase.
"""

from _io import (
    BlockingIOError, BufferedRandom, BufferedReader, BufferedWriter, BytesIO, DEFAULT_BUFFER_SIZE, FileIO, StringIO,
    TextIOWrapper, UnsupportedOperation, open, open_code, text_encoding)
from _io import (
    _BufferedIOBase as BufferedIOBase, _IOBase as IOBase, _RawIOBase as RawIOBase, _TextIOBase as TextIOBase)

__all__ = ["BlockingIOError", "open", "open_code", "IOBase", "RawIOBase", "FileIO", "BytesIO", "StringIO",
           "BufferedIOBase", "BufferedReader", "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOBase",
           "TextIOWrapper", "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END", "DEFAULT_BUFFER_SIZE",
           "IncrementalNewlineDecoder", "text_encoding"]

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


class BufferedRWPair(BufferedIOBase):
    """Two streams, one to read from and one to write to, as one: the two ends of a connection made of two pipes."""

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /):
        for stream, ability in (reader, 'readable'), (writer, 'writable'):
            if not getattr(stream, ability)():
                raise UnsupportedOperation(f'File or stream is not {ability}.')
        self._reader = BufferedReader(reader, buffer_size)
        self._writer = BufferedWriter(writer, buffer_size)

    def read(self, size=-1, /):
        return self._reader.read(size)

    def read1(self, size=-1, /):
        return self._reader.read1(size)

    def readinto(self, buffer, /):
        return self._reader.readinto(buffer)

    def readinto1(self, buffer, /):
        return self._reader.readinto1(buffer)

    def peek(self, size=0, /):
        return self._reader.peek(size)

    def readline(self, size=-1, /):
        return self._reader.readline(size)

    def readable(self):
        return self._reader.readable()

    def write(self, data, /):
        return self._writer.write(data)

    def writable(self):
        return self._writer.writable()

    def flush(self):
        return self._writer.flush()

    def isatty(self):
        return self._reader.isatty() or self._writer.isatty()

    def close(self):
        try:
            self._writer.close()
        finally:
            self._reader.close()

    @property
    def closed(self):
        return self._writer.closed


class IncrementalNewlineDecoder:
    r"""Decodes pieces of a text, each with the decoder it is given (or none, if they are text already), and makes \r and
    \r\n into \n if it is to translate them. A \r at the end of a piece is kept back: a \n may follow."""

    def __init__(self, decoder, translate, errors='strict'):
        self._decoder, self._translate = decoder, translate
        self._kept = ''
        self._seen = set()

    def decode(self, input, final=False):
        text = self._kept + (input if self._decoder is None else self._decoder.decode(input, final))
        self._kept = ''
        if text.endswith('\r') and not final:
            text, self._kept = text[:-1], '\r'
        if '\r' in text:
            pairs = text.count('\r\n')
            if pairs:
                self._seen.add('\r\n')
            if text.count('\r') > pairs:
                self._seen.add('\r')
            if text.count('\n') > pairs:
                self._seen.add('\n')
            if self._translate:
                text = text.replace('\r\n', '\n').replace('\r', '\n')
        elif '\n' in text:
            self._seen.add('\n')
        return text

    def getstate(self):
        data, flag = (b'', 0) if self._decoder is None else self._decoder.getstate()
        return data, flag << 1 | bool(self._kept)

    def setstate(self, state):
        data, flag = state
        self._kept = '\r' if flag & 1 else ''
        if self._decoder is not None:
            self._decoder.setstate((data, flag >> 1))

    def reset(self):
        self._kept = ''
        self._seen.clear()
        if self._decoder is not None:
            self._decoder.reset()

    @property
    def newlines(self):
        seen = tuple(end for end in ('\r', '\n', '\r\n') if end in self._seen)
        return None if not seen else seen[0] if len(seen) == 1 else seen
