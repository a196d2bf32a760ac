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
           "BufferedIOBase", "BufferedReader", "BufferedWriter", "BufferedRandom", "TextIOBase", "TextIOWrapper",
           "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END", "DEFAULT_BUFFER_SIZE", "text_encoding"]

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
