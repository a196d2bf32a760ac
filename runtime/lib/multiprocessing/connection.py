"""Connections: objects and bytes from process to process, over pipes and sockets, in CPython's format."""

import _multiprocessing
import itertools
import os
from posix import _poll

from .context import AuthenticationError, BufferTooShort
from .reduction import DupFd, _extra_reducers, register

__all__ = ["Client", "Listener", "Pipe", "wait"]

BUFSIZE = 8192
CONNECTION_TIMEOUT = 20.0
_POLLIN = 1
_next_address = itertools.count().__next__


class _ConnectionBase:
    """One end of a pipe or socket."""

    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError("invalid handle")
        if not readable and not writable:
            raise ValueError("at least one of `readable` and `writable` must be True")
        self._handle = handle
        self._readable = readable
        self._writable = writable

    def __del__(self):
        if self._handle is not None:
            self._close()

    def _close(self, _close=os.close):
        handle, self._handle = self._handle, None
        _close(handle)

    def _check_closed(self):
        if self._handle is None:
            raise OSError("handle is closed")

    def _check_readable(self):
        if self._handle is None:
            raise OSError("handle is closed")
        if not self._readable:
            raise OSError("connection is write-only")

    def _check_writable(self):
        if self._handle is None:
            raise OSError("handle is closed")
        if not self._writable:
            raise OSError("connection is read-only")

    @property
    def closed(self):
        return self._handle is None

    @property
    def readable(self):
        return self._readable

    @property
    def writable(self):
        return self._writable

    def fileno(self):
        self._check_closed()
        return self._handle

    def close(self):
        if self._handle is not None:
            self._close()

    def send_bytes(self, buf, offset=0, size=None):
        """Sends bytes as one message."""
        self._check_writable()
        if offset == 0 and size is None and isinstance(buf, bytes):
            return _multiprocessing.send_bytes(self._handle, buf)
        view = memoryview(buf)
        if view.itemsize > 1:
            view = view.cast("B")
        n = view.nbytes
        if offset < 0:
            raise ValueError("offset is negative")
        if n < offset:
            raise ValueError("buffer length < offset")
        if size is None:
            size = n - offset
        elif size < 0:
            raise ValueError("size is negative")
        elif offset + size > n:
            raise ValueError("buffer length < offset + size")
        _multiprocessing.send_bytes(self._handle, view[offset : offset + size])

    def send(self, obj):
        """Sends an object."""
        self._check_writable()
        _multiprocessing.send(self._handle, obj, _extra_reducers)

    def recv_bytes(self, maxlength=None):
        """The next message, as bytes."""
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError("negative maxlength")
        data = _multiprocessing.recv_bytes(self._handle, maxlength)
        if data is None:
            if self._writable:
                self._readable = False
            else:
                self.close()
            raise OSError("bad message length")
        return data

    def recv_bytes_into(self, buf, offset=0):
        """Receives a message into a buffer; returns its length."""
        self._check_readable()
        view = memoryview(buf)
        itemsize = view.itemsize
        size = itemsize * len(view)
        if offset < 0:
            raise ValueError("negative offset")
        if offset > size:
            raise ValueError("offset too large")
        data = _multiprocessing.recv_bytes(self._handle)
        if size < offset + len(data):
            raise BufferTooShort(data)
        view.cast("B")[offset : offset + len(data)] = data
        return len(data)

    def recv(self):
        """The next object."""
        self._check_readable()
        return _multiprocessing.recv(self._handle)

    def poll(self, timeout=0.0):
        """Whether something can be received, now or within `timeout` seconds (None: wait for it)."""
        self._check_readable()
        return bool(_poll([(self._handle, _POLLIN)], timeout))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class Connection(_ConnectionBase):
    pass


def _rebuild_connection(fd, readable, writable):
    return Connection(fd.detach(), readable, writable)


register(Connection, lambda conn: (_rebuild_connection, (DupFd(conn.fileno()), conn.readable, conn.writable)))


def _reduce_outside_of_messages(self):
    from .context import assert_spawning

    assert_spawning(self)
    return _rebuild_connection, (DupFd(self.fileno()), self.readable, self.writable)


Connection.__reduce__ = _reduce_outside_of_messages


def Pipe(duplex=True):
    """Two connected Connections; the first only receives and the second only sends unless it is duplex."""
    if duplex:
        first, second = _multiprocessing.socketpair()
        return Connection(first), Connection(second)
    read, write = os.pipe()
    return Connection(read, writable=False), Connection(write, readable=False)


# --- addresses


def arbitrary_address(family):
    if family == "AF_INET":
        return ("localhost", 0)
    if family == "AF_UNIX":
        from .util import get_temp_dir

        return os.path.join(get_temp_dir(), f"listener-{os.getpid()}-{_next_address()}")
    raise ValueError("unrecognized family")


def address_type(address):
    if type(address) is tuple:
        return "AF_INET"
    if type(address) is str:
        return "AF_UNIX"
    raise ValueError("address type of %r unrecognized" % address)


def _validate_family(family):
    if family not in ("AF_INET", "AF_UNIX"):
        raise ValueError("Family %s is not recognized." % family)


class Listener:
    """Waits for Clients to connect."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        family = family or (address and address_type(address)) or "AF_UNIX"
        address = address or arbitrary_address(family)
        _validate_family(family)
        if authkey is not None and not isinstance(authkey, bytes):
            raise TypeError("authkey should be a byte string")
        self._authkey = authkey
        self._family = family
        self._handle, self._address = _multiprocessing.listen(address, backlog)
        self._last_accepted = None

    def accept(self):
        """The Connection to the next Client."""
        if self._handle is None:
            raise OSError("listener is closed")
        fd, self._last_accepted = _multiprocessing.accept(self._handle)
        connection = Connection(fd)
        if self._authkey is not None:
            try:
                deliver_challenge(connection, self._authkey)
                answer_challenge(connection, self._authkey)
            except:
                connection.close()
                raise
        return connection

    def close(self):
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)
            if self._family == "AF_UNIX":
                try:
                    os.unlink(self._address)
                except OSError:
                    pass

    @property
    def address(self):
        return self._address

    @property
    def last_accepted(self):
        return self._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def Client(address, family=None, authkey=None):
    """A Connection to the Listener at this address."""
    _validate_family(family or address_type(address))
    if authkey is not None and not isinstance(authkey, bytes):
        raise TypeError("authkey should be a byte string")
    connection = Connection(_multiprocessing.connect(address))
    if authkey is not None:
        try:
            answer_challenge(connection, authkey)
            deliver_challenge(connection, authkey)
        except:
            connection.close()
            raise
    return connection


# --- both sides show that they know the key, without sending it: HMAC-MD5 of a random message

MESSAGE_LENGTH = 20
CHALLENGE = b"#CHALLENGE#"
WELCOME = b"#WELCOME#"
FAILURE = b"#FAILURE#"


def _digest(key, message):
    from hashlib import md5

    if len(key) > 64:
        key = md5(key).digest()
    key = key.ljust(64, b"\0")
    inner = md5(bytes(byte ^ 0x36 for byte in key) + message).digest()
    return md5(bytes(byte ^ 0x5C for byte in key) + inner).digest()


def deliver_challenge(connection, authkey):
    if not isinstance(authkey, bytes):
        raise ValueError("Authkey must be bytes, not {0!s}".format(type(authkey)))
    message = os.urandom(MESSAGE_LENGTH)
    connection.send_bytes(CHALLENGE + message)
    if connection.recv_bytes(256) == _digest(authkey, message):
        connection.send_bytes(WELCOME)
    else:
        connection.send_bytes(FAILURE)
        raise AuthenticationError("digest received was wrong")


def answer_challenge(connection, authkey):
    if not isinstance(authkey, bytes):
        raise ValueError("Authkey must be bytes, not {0!s}".format(type(authkey)))
    message = connection.recv_bytes(256)
    assert message[: len(CHALLENGE)] == CHALLENGE, "message = %r" % message
    connection.send_bytes(_digest(authkey, message[len(CHALLENGE) :]))
    if connection.recv_bytes(256) != WELCOME:
        raise AuthenticationError("digest sent was rejected")


def wait(object_list, timeout=None):
    """Those of the connections, sockets and sentinels that are ready to be read; waits until there is one."""
    by_fd = {}
    for obj in object_list:
        by_fd.setdefault(obj if isinstance(obj, int) else obj.fileno(), []).append(obj)
    ready = _poll([(fd, _POLLIN) for fd in by_fd], timeout)
    return [obj for fd, _ in ready for obj in by_fd[fd]]
