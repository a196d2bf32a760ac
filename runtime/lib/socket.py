"""Sockets.

The calls of the system are native (runtime/modules/socket_object.cpp). Here: names for the numbers, files over sockets, and
the functions that do in one line what programs do all the time.
"""

import _socket
import io
import os
from _socket import *
from _socket import (CMSG_LEN, CMSG_SPACE, SocketType, dup, error, gaierror, getdefaulttimeout, gethostbyaddr, gethostbyname,
                     gethostbyname_ex, gethostname, getnameinfo, getprotobyname, getservbyname, getservbyport, herror,
                     htonl, htons, if_indextoname, if_nameindex, if_nametoindex, inet_aton, inet_ntoa, inet_ntop,
                     inet_pton, ntohl, ntohs, setdefaulttimeout, timeout)
from enum import IntEnum, IntFlag
from errno import EAGAIN, EBADF, EWOULDBLOCK


def _numbers(base, name, prefix, without=()):
    """An enumeration of the module's numbers with this prefix; the names become its members."""
    numbers = {key: value for key, value in vars(_socket).items() if key.startswith(prefix) and key not in without}
    members = base(name, sorted(numbers.items(), key=lambda item: (item[1], item[0])), module=__name__)
    members.__repr__ = lambda self: f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"
    globals().update(members.__members__)
    return members


AddressFamily = _numbers(IntEnum, "AddressFamily", "AF_")
SocketKind = _numbers(IntEnum, "SocketKind", "SOCK_")
MsgFlag = _numbers(IntFlag, "MsgFlag", "MSG_")
AddressInfo = _numbers(IntFlag, "AddressInfo", "AI_")
globals().update({name: value for name, value in vars(_socket).items() if name.isupper()
                  and not name.startswith(("AF_", "SOCK_", "MSG_", "AI_"))})
has_ipv6 = _socket.has_ipv6

__all__ = ["fromfd", "getfqdn", "create_connection", "create_server", "has_dualstack_ipv6", "AddressFamily",
           "SocketKind", "socketpair", "socket", "getaddrinfo", "send_fds", "recv_fds"]
__all__ += [name for name in vars(_socket) if not name.startswith("_") and name not in ("socket", "socketpair", "getaddrinfo")]


def _named(number, names):
    try:
        return names(number)
    except ValueError:
        return number


class _GiveupOnSendfile(Exception):
    """os.sendfile() cannot do it: read and send instead."""


class socket(_socket.socket):
    """An end of a connection, or a place where connections arrive."""

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        super().__init__(family, type, proto, fileno)
        self._io_refs = 0  # files made from it that are open
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if not self._closed:
            self.close()

    def __repr__(self):
        text = (f"<{type(self).__module__}.{type(self).__qualname__}{' [closed]' if self._closed else ''} "
                f"fd={self.fileno()}, family={self.family!s}, type={self.type!s}, proto={self.proto}")
        if not self._closed:
            for label, get in (("laddr", self.getsockname), ("raddr", self.getpeername)):
                try:
                    address = get()
                except OSError:
                    continue
                if address:
                    text += f", {label}={address!s}"
        return text + ">"

    def __getstate__(self):
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")

    @property
    def family(self):
        return _named(super().family, AddressFamily)

    @property
    def type(self):
        return _named(super().type, SocketKind)

    def dup(self):
        """Another socket for the same connection."""
        copy = self.__class__(self.family, self.type, self.proto, fileno=dup(self.fileno()))
        copy.settimeout(self.gettimeout())
        return copy

    def accept(self):
        """Waits for a connection. Gives (socket, address of the other side)."""
        fd, address = self._accept()
        sock = socket(self.family, self.type, self.proto, fileno=fd)
        if getdefaulttimeout() is None and self.gettimeout():
            sock.setblocking(True)
        return sock, address

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        """A file that reads from and writes to the socket."""
        if not set(mode) <= {"r", "w", "b"}:
            raise ValueError(f"invalid mode {mode!r} (only r, w, b allowed)")
        writing = "w" in mode
        reading = "r" in mode or not writing
        raw = SocketIO(self, ("r" if reading else "") + ("w" if writing else ""))
        self._io_refs += 1
        if buffering is None:
            buffering = -1
        if buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if "b" not in mode:
                raise ValueError("unbuffered streams must be binary")
            return raw
        buffer = _BufferedSocket(raw, buffering)
        if "b" in mode:
            return buffer
        text = io.TextIOWrapper(buffer, io.text_encoding(encoding), errors, newline)
        text.mode = mode
        return text

    def sendfile(self, file, offset=0, count=None):
        """Sends a file, by the system itself where it can. Gives the number of bytes."""
        if "b" not in getattr(file, "mode", "b"):
            raise ValueError("file should be opened in binary mode")
        if not self.type & SOCK_STREAM:
            raise ValueError("only SOCK_STREAM type sockets are supported")
        if count is not None:
            if not isinstance(count, int):
                raise TypeError(f"count must be a positive integer (got {count!r})")
            if count <= 0:
                raise ValueError(f"count must be a positive integer (got {count!r})")
        if self.gettimeout() == 0:
            raise ValueError("non-blocking sockets are not supported")
        try:
            return self._sendfile_by_system(file, offset, count)
        except _GiveupOnSendfile:
            return self._sendfile_by_reading(file, offset, count)

    def _sendfile_by_system(self, file, offset, count):
        import selectors

        try:
            fd = file.fileno()
            size = os.fstat(fd).st_size
            send = os.sendfile
        except (AttributeError, io.UnsupportedOperation, OSError) as error:
            raise _GiveupOnSendfile(error)
        if not size:
            return 0
        total = 0
        with selectors.PollSelector() as selector:
            selector.register(self.fileno(), selectors.EVENT_WRITE)
            while count is None or total < count:
                if self.gettimeout() and not selector.select(self.gettimeout()):
                    raise TimeoutError("timed out")
                size_of_block = min(count - total if count else size, 1 << 30)
                try:
                    sent = send(self.fileno(), fd, offset, size_of_block)
                except BlockingIOError:
                    continue
                except OSError as error:
                    if not total:
                        raise _GiveupOnSendfile(error)
                    raise
                if sent == 0:
                    break
                offset += sent
                total += sent
        if total and hasattr(file, "seek"):
            file.seek(offset)
        return total

    def _sendfile_by_reading(self, file, offset, count):
        if offset:
            file.seek(offset)
        total = 0
        while count is None or total < count:
            data = file.read(min(count - total, 8192) if count else 8192)
            if not data:
                break
            self.sendall(data)
            total += len(data)
        if total and hasattr(file, "seek"):
            file.seek(offset + total)
        return total

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def close(self):
        """No more use of it. The descriptor is closed when the files made from it are, too."""
        self._closed = True
        if self._io_refs <= 0:
            super().close()

    def detach(self):
        """Gives the descriptor away, without closing it."""
        self._closed = True
        return super().detach()

    def get_inheritable(self):
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        os.set_inheritable(self.fileno(), inheritable)


def fromfd(fd, family, type, proto=0):
    """A socket for a copy of the descriptor."""
    return socket(family, type, proto, dup(fd))


def send_fds(sock, buffers, fds, flags=0, address=None):
    """Sends descriptors to another process, over a Unix socket."""
    import struct

    return sock.sendmsg(buffers, [(SOL_SOCKET, SCM_RIGHTS, struct.pack(f"{len(fds)}i", *fds))])


def recv_fds(sock, bufsize, maxfds, flags=0):
    """Receives them: (data, descriptors, flags, address)."""
    import struct

    data, ancillary, flags, address = sock.recvmsg(bufsize, CMSG_LEN(maxfds * 4))
    fds = []
    for level, kind, content in ancillary:
        if level == SOL_SOCKET and kind == SCM_RIGHTS:
            whole = len(content) // 4
            fds.extend(struct.unpack(f"{whole}i", content[:whole * 4]))
    return data, fds, flags, address


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Two sockets connected to each other."""
    if family is None:
        family = AF_UNIX
    first, second = _socket.socketpair(family, type, proto)
    return (socket(family, type, proto, first.detach()), socket(family, type, proto, second.detach()))


class SocketIO(io.RawIOBase):
    """A socket as a raw file."""

    def __init__(self, sock, mode):
        if mode not in ("r", "w", "rw", "rb", "wb", "rwb"):
            raise ValueError(f"invalid mode: {mode!r}")
        super().__init__()
        self._sock = sock
        self._mode = mode if "b" in mode else mode + "b"
        self._reading = "r" in mode
        self._writing = "w" in mode
        self._timeout_occurred = False

    def _check(self, allowed, what):
        if self._sock is None:
            raise ValueError("I/O operation on closed socket.")
        if not allowed:
            raise io.UnsupportedOperation(f"File or stream is not {what}.")

    def readinto(self, b):
        self._check(self._reading, "readable")
        return self._receive(lambda: self._sock.recv_into(b))

    def _receive(self, receive):
        """None if the socket does not block and there is nothing."""
        if self._timeout_occurred:
            raise OSError("cannot read from timed out object")
        try:
            return receive()
        except TimeoutError:
            self._timeout_occurred = True
            raise
        except BlockingIOError:
            return None

    def write(self, b):
        self._check(self._writing, "writable")
        try:
            return self._sock.send(b)
        except BlockingIOError:
            return None

    def readable(self):
        self._check(True, "")
        return self._reading

    def writable(self):
        self._check(True, "")
        return self._writing

    def seekable(self):
        self._check(True, "")
        return False

    def fileno(self):
        self._check(True, "")
        return self._sock.fileno()

    @property
    def name(self):
        return -1 if self._sock is None else self._sock.fileno()

    @property
    def mode(self):
        return self._mode

    @property
    def closed(self):
        return self._sock is None

    def close(self):
        if self._sock is not None:
            sock, self._sock = self._sock, None
            sock._decref_socketios()


class _BufferedSocket(io.BufferedIOBase):
    """A buffered binary file over a SocketIO, for reading, for writing, or both."""

    def __init__(self, raw, size):
        self.raw = raw
        self._size = size
        self._read_buffer = b""
        self._write_buffer = bytearray()

    # --- reading

    def _fill(self, wanted=0):
        """Adds what the socket has to the buffer. b"" at the end, None if there is nothing now."""
        raw = self.raw
        if raw._sock is None:
            raise ValueError("read of closed file")
        if not raw._reading:
            raise io.UnsupportedOperation("read")
        if self._write_buffer:
            self.flush()
        size = max(self._size, min(wanted, 1 << 18))
        data = raw._receive(lambda: raw._sock.recv(size))
        if data:
            self._read_buffer += data
        return data

    def _take(self, count):
        data = self._read_buffer[:count]
        self._read_buffer = self._read_buffer[count:]
        return data

    def peek(self, size=0):
        if not self._read_buffer:
            self._fill()
        return self._read_buffer

    def read1(self, size=-1):
        if not self._read_buffer and size != 0:
            self._fill()
        return self._take(len(self._read_buffer) if size is None or size < 0 else size)

    def read(self, size=-1):
        parts = [self._read_buffer]
        total = len(self._read_buffer)
        wanted = None if size is None or size < 0 else size
        while wanted is None or total < wanted:
            self._read_buffer = b""
            data = self._fill(1 << 16 if wanted is None else wanted - total)
            if not data:
                if data is None and not total:
                    self._read_buffer = b""
                    return None
                break
            parts.append(data)
            total += len(data)
        self._read_buffer = b"".join(parts)
        return self._take(total if wanted is None else wanted)

    def readinto(self, b):
        data = self.read(len(b))
        if data is None:
            return None
        memoryview(b).cast("B")[:len(data)] = data
        return len(data)

    def readinto1(self, b):
        data = self.read1(len(b))
        memoryview(b).cast("B")[:len(data)] = data
        return len(data)

    def readline(self, size=-1):
        limit = None if size is None or size < 0 else size
        seen = 0
        while (end := self._read_buffer.find(b"\n", seen)) < 0:
            seen = len(self._read_buffer)
            if limit is not None and seen >= limit or not self._fill():
                break
        count = len(self._read_buffer) if end < 0 else end + 1
        return self._take(count if limit is None else min(count, limit))

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        lines, total = [], 0
        for line in self:
            lines.append(line)
            total += len(line)
            if hint is not None and 0 < hint <= total:
                break
        return lines

    # --- writing

    def write(self, b):
        raw = self.raw
        if raw._sock is None:
            raise ValueError("write to closed file")
        if not raw._writing:
            raise io.UnsupportedOperation("write")
        count = memoryview(b).nbytes
        self._write_buffer += b
        if len(self._write_buffer) > self._size:
            self.flush()
        return count

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        raw = self.raw
        raw._check(True, "")
        if self._write_buffer:
            data, self._write_buffer = self._write_buffer, bytearray()
            raw._sock.sendall(data)

    # --- the rest

    def readable(self):
        return self.raw.readable()

    def writable(self):
        return self.raw.writable()

    def seekable(self):
        return False

    def fileno(self):
        return self.raw.fileno()

    def isatty(self):
        return False

    @property
    def name(self):
        return self.raw.name

    @property
    def mode(self):
        return self.raw.mode

    @property
    def closed(self):
        return self.raw.closed

    def detach(self):
        self.flush()
        raw, self.raw = self.raw, None
        return raw

    def close(self):
        if self.raw is None or self.raw.closed:
            return
        try:
            self.flush()
        finally:
            self.raw.close()

    def __enter__(self):
        self.raw._check(True, "")
        return self

    def __exit__(self, *exception):
        self.close()


def getfqdn(name=""):
    """The full name of a host, as far as it can be found out."""
    name = name.strip()
    if not name or name in ("0.0.0.0", "::"):
        name = gethostname()
    try:
        host, aliases, _ = gethostbyaddr(name)
    except error:
        return name
    return next((alias for alias in (host, *aliases) if "." in alias), host)


def create_connection(address, timeout=getdefaulttimeout, source_address=None, *, all_errors=False):
    """A connection to (host, port): the first of the host's addresses that answers."""
    host, port = address
    errors = []
    for family, kind, proto, _, sockaddr in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, proto)
            if timeout is not getdefaulttimeout:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(sockaddr)
            return sock
        except error as failure:
            errors.append(failure)
            if sock is not None:
                sock.close()
    if not errors:
        raise error("getaddrinfo returns an empty list")
    if all_errors:
        raise ExceptionGroup("create_connection failed", errors)
    raise errors[0]


def has_dualstack_ipv6():
    """Whether one socket can take connections of both kinds."""
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except error:
        return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    """A socket that listens at the address."""
    if reuse_port and not hasattr(_socket, "SO_REUSEPORT"):
        raise ValueError("SO_REUSEPORT not supported on this platform")
    if dualstack_ipv6:
        if not has_dualstack_ipv6():
            raise ValueError("dualstack_ipv6 not supported on this platform")
        if family != AF_INET6:
            raise ValueError("dualstack_ipv6 requires AF_INET6 family")
    sock = socket(family, SOCK_STREAM)
    try:
        sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if family == AF_INET6:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0 if dualstack_ipv6 else 1)
        try:
            sock.bind(address)
        except error as failure:
            raise error(failure.errno, f"{failure.strerror} (while attempting to bind on address {address!r})") from None
        if backlog is None:
            sock.listen()
        else:
            sock.listen(backlog)
        return sock
    except error:
        sock.close()
        raise


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """The addresses of a host and a service: [(family, type, proto, canonical name, address), ...]."""
    return [(_named(family, AddressFamily), _named(type, SocketKind), proto, name, address)
            for family, type, proto, name, address in _socket.getaddrinfo(host, port, family, type, proto, flags)]
