"""Files compressed as gzip has them."""

import builtins
import io
import os
import struct
import sys
import time
import zlib

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16
READ, WRITE = 1, 2
_COMPRESS_LEVEL_FAST = 1
_COMPRESS_LEVEL_TRADEOFF = 6
_COMPRESS_LEVEL_BEST = 9


class BadGzipFile(OSError):
    """What was read is no gzip file."""


def open(filename, mode="rb", compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None, newline=None):
    """A compressed file, given by name or as a file object; with "t" in the mode, of text."""
    if "t" in mode:
        if "b" in mode:
            raise ValueError("Invalid mode: %r" % (mode,))
    else:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"Argument {name!r} not supported in binary mode")
    binary = mode.replace("t", "")
    if isinstance(filename, (str, bytes, os.PathLike)):
        file = GzipFile(filename, binary, compresslevel)
    elif hasattr(filename, "read") or hasattr(filename, "write"):
        file = GzipFile(None, binary, compresslevel, filename)
    else:
        raise TypeError("filename must be a str or bytes object, or a file")
    if "t" in mode:
        return io.TextIOWrapper(file, io.text_encoding(encoding), errors, newline)
    return file


def _read_exact(file, n):
    data = file.read(n)
    while len(data) < n:
        more = file.read(n - len(data))
        if not more:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        data += more
    return data


def _read_gzip_header(file):
    """Reads a member's header: its time, or None at the end of the file."""
    magic = file.read(2)
    if magic == b"":
        return None
    if magic != b"\037\213":
        raise BadGzipFile("Not a gzipped file (%r)" % magic)
    method, flag, mtime = struct.unpack("<BBIxx", _read_exact(file, 8))
    if method != 8:
        raise BadGzipFile("Unknown compression method")
    if flag & FEXTRA:
        _read_exact(file, struct.unpack("<H", _read_exact(file, 2))[0])
    for bit in (FNAME, FCOMMENT):
        if flag & bit:
            while _read_exact(file, 1) != b"\0":
                pass
    if flag & FHCRC:
        _read_exact(file, 2)
    return mtime


class _Members:
    """The contents of a gzip file, which may have several members one after the other."""

    def __init__(self, file):
        self._file = file
        self._left = b""          # read from the file, not yet given to zlib
        self._decompressor = None  # of the member being read
        self.mtime = None

    def read(self, n):
        """Bytes that have been read but not used, then the file."""
        data, self._left = self._left[:n], self._left[n:]
        return data + self._file.read(n - len(data)) if len(data) < n else data

    def next_piece(self):
        """More contents; empty at the end."""
        while True:
            if self._decompressor is None:
                mtime = _read_gzip_header(self)
                if mtime is None:
                    return b""
                self.mtime = mtime
                self._decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
                self._crc = 0
                self._size = 0
            compressed = self.read(io.DEFAULT_BUFFER_SIZE)
            if not compressed:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            data = self._decompressor.decompress(compressed)
            self._crc = zlib.crc32(data, self._crc)
            self._size += len(data)
            if self._decompressor.eof:
                self._left = self._decompressor.unused_data + self._left
                self._decompressor = None
                crc, size = struct.unpack("<II", _read_exact(self, 8))
                if crc != self._crc:
                    raise BadGzipFile("CRC check failed %s != %s" % (hex(crc), hex(self._crc)))
                if size != self._size & 0xFFFFFFFF:
                    raise BadGzipFile("Incorrect length of data produced")
                c = b"\0"
                while c == b"\0":  # files may be padded with zeros
                    c = self.read(1)
                self._left = c + self._left
            if data:
                return data


class GzipFile(io.BufferedIOBase):
    """A file that is compressed as it is written, or decompressed as it is read."""

    myfileobj = None

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None, mtime=None):
        if mode and ("t" in mode or "U" in mode):
            raise ValueError("Invalid mode: {!r}".format(mode))
        if mode and "b" not in mode:
            mode += "b"
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or "rb")
        if filename is None:
            filename = getattr(fileobj, "name", "")
            if not isinstance(filename, (str, bytes)):
                filename = ""
        else:
            filename = os.fspath(filename)
        if mode is None:
            mode = getattr(fileobj, "mode", "rb")
        if mode.startswith("r"):
            self.mode = READ
            self._members = _Members(fileobj)
            self._buffer = b""
        elif mode.startswith(("w", "a", "x")):
            self.mode = WRITE
            self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, 0)
            self._write_mtime = mtime
            self.crc = zlib.crc32(b"")
            self.size = 0
        else:
            raise ValueError("Invalid mode: {!r}".format(mode))
        self.name = filename
        self.fileobj = fileobj
        self.offset = 0
        if self.mode == WRITE:
            self._write_gzip_header(compresslevel)

    def __repr__(self):
        return "<gzip " + repr(self.fileobj)[1:-1] + " " + hex(id(self)) + ">"

    def _write_gzip_header(self, compresslevel):
        name = os.path.basename(self.name)
        if not isinstance(name, bytes):
            try:
                name = name.encode("latin-1")
            except UnicodeEncodeError:
                name = b""
        name = name.removesuffix(b".gz")
        mtime = time.time() if self._write_mtime is None else self._write_mtime
        extra = 2 if compresslevel == _COMPRESS_LEVEL_BEST else 4 if compresslevel == _COMPRESS_LEVEL_FAST else 0
        self.fileobj.write(struct.pack("<2sBBLBB", b"\037\213", 8, FNAME if name else 0, int(mtime), extra, 255))
        if name:
            self.fileobj.write(name + b"\0")

    @property
    def mtime(self):
        return self._members.mtime

    def _check_not_closed(self):
        if self.fileobj is None:
            raise ValueError("I/O operation on closed file")

    def _check_reading(self, what):
        self._check_not_closed()
        if self.mode != READ:
            import errno
            raise OSError(errno.EBADF, f"{what}() on write-only GzipFile object")

    def write(self, data):
        self._check_not_closed()
        if self.mode != WRITE:
            import errno
            raise OSError(errno.EBADF, "write() on read-only GzipFile object")
        if not isinstance(data, (bytes, bytearray)):
            data = memoryview(data).tobytes()
        if data:
            self.fileobj.write(self.compress.compress(data))
            self.size += len(data)
            self.crc = zlib.crc32(data, self.crc)
            self.offset += len(data)
        return len(data)

    def read(self, size=-1):
        self._check_reading("read")
        pieces = [self._buffer]
        count = len(self._buffer)
        while size is None or size < 0 or count < size:
            piece = self._members.next_piece()
            if not piece:
                break
            pieces.append(piece)
            count += len(piece)
        data = b"".join(pieces)
        if size is None or size < 0:
            size = len(data)
        self._buffer = data[size:]
        self.offset += min(size, len(data))
        return data[:size]

    def read1(self, size=-1):
        self._check_reading("read1")
        if not self._buffer:
            self._buffer = self._members.next_piece()
        if size < 0:
            size = len(self._buffer)
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        self.offset += len(data)
        return data

    def peek(self, n):
        self._check_reading("peek")
        if not self._buffer:
            self._buffer = self._members.next_piece()
        return self._buffer

    def readline(self, size=-1):
        self._check_reading("readline")
        while b"\n" not in self._buffer and (size < 0 or len(self._buffer) < size):
            piece = self._members.next_piece()
            if not piece:
                break
            self._buffer += piece
        end = self._buffer.find(b"\n") + 1 or len(self._buffer)
        if size >= 0:
            end = min(end, size)
        line, self._buffer = self._buffer[:end], self._buffer[end:]
        self.offset += len(line)
        return line

    @property
    def closed(self):
        return self.fileobj is None

    def close(self):
        fileobj = self.fileobj
        if fileobj is None:
            return
        self.fileobj = None
        try:
            if self.mode == WRITE:
                fileobj.write(self.compress.flush())
                fileobj.write(struct.pack("<LL", self.crc, self.size & 0xFFFFFFFF))
        finally:
            mine, self.myfileobj = self.myfileobj, None
            if mine:
                mine.close()

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        self._check_not_closed()
        if self.mode == WRITE:
            self.fileobj.write(self.compress.flush(zlib_mode))
            self.fileobj.flush()

    def fileno(self):
        return self.fileobj.fileno()

    def rewind(self):
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self.fileobj.seek(0)
        self._members = _Members(self.fileobj)
        self._buffer = b""
        self.offset = 0

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def tell(self):
        self._check_not_closed()
        return self.offset

    def seek(self, offset, whence=io.SEEK_SET):
        if self.mode == WRITE:
            if whence == io.SEEK_CUR:
                offset += self.offset
            elif whence != io.SEEK_SET:
                raise ValueError("Seek from end not supported")
            if offset < self.offset:
                raise OSError("Negative seek in write mode")
            self.write(bytes(offset - self.offset))
            return self.offset
        self._check_not_closed()
        if whence == io.SEEK_CUR:
            offset += self.offset
        elif whence == io.SEEK_END:
            while self.read(io.DEFAULT_BUFFER_SIZE):
                pass
            offset += self.offset
        if offset < self.offset:
            self.rewind()
        while self.offset < offset and self.read(min(io.DEFAULT_BUFFER_SIZE, offset - self.offset)):
            pass
        return self.offset


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=None):
    """The bytes as a gzip file."""
    if mtime == 0:
        return zlib.compress(data, level=compresslevel, wbits=31)
    extra = 2 if compresslevel == _COMPRESS_LEVEL_BEST else 4 if compresslevel == _COMPRESS_LEVEL_FAST else 0
    header = struct.pack("<BBBBLBB", 0x1F, 0x8B, 8, 0, int(time.time() if mtime is None else mtime), extra, 255)
    return (header + zlib.compress(data, level=compresslevel, wbits=-15)
            + struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFFFFFF))


def decompress(data):
    """The contents of a gzip file."""
    members = _Members(io.BytesIO(data))
    return b"".join(iter(members.next_piece, b""))
