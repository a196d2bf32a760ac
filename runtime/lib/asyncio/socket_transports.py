"""Transports over sockets and pipes.

A transport watches its descriptor in the loop. What arrives is given to the protocol at once. What is written is sent at once as
far as the system takes it; the rest waits in a buffer, and the loop watches for room.

Closing. close() stops reading, sends what is buffered, and then has connection_lost(None) called, which is the last thing a
protocol hears. abort(), and every error, skip the sending. The descriptor is closed after connection_lost, in a turn of the
loop of its own.
"""

import collections
import os
import socket
import stat
import warnings
from asyncio import futures, log, protocols, transports

_MOST_AT_ONCE = 256 * 1024
_LOST_ENOUGH_WRITES = 5  # writes to a lost connection before it is worth a warning


class TransportSocket:
    """What get_extra_info("socket") gives: a socket to ask and to set, not to read or write."""

    __slots__ = ("_sock",)

    def __init__(self, sock):
        self._sock = sock

    family = property(lambda self: self._sock.family)
    type = property(lambda self: self._sock.type)
    proto = property(lambda self: self._sock.proto)

    def __repr__(self):
        text = f"<asyncio.TransportSocket fd={self.fileno()}, family={self.family!s}, type={self.type!s}, proto={self.proto}"
        if self.fileno() != -1:
            for label, get in (("laddr", self.getsockname), ("raddr", self.getpeername)):
                try:
                    address = get()
                except OSError:
                    continue
                if address:
                    text += f", {label}={address}"
        return text + ">"

    def __getstate__(self):
        raise TypeError("Cannot serialize asyncio.TransportSocket object")

    def settimeout(self, value):
        if value != 0:
            raise ValueError("settimeout(): only 0 timeout is allowed on transport sockets")

    def gettimeout(self):
        return 0

    def setblocking(self, flag):
        if flag:
            raise ValueError("setblocking(): transport sockets cannot be blocking")


for _name in "fileno dup get_inheritable shutdown getsockopt setsockopt getpeername getsockname".split():
    def _forward(self, *args, _name=_name):
        return getattr(self._sock, _name)(*args)

    _forward.__name__ = _name
    setattr(TransportSocket, _name, _forward)


class _Transport(transports._FlowControl):
    """What transports over a descriptor have in common: the way they end."""

    _closing = False
    _closed = False
    _server = None

    def _begin(self, loop, protocol, fd):
        self._loop = loop
        self._protocol = protocol
        self._fd = fd
        self._buffer = collections.deque()  # bytes-like objects not yet sent
        self._lost_writes = 0
        loop._transports[fd] = self

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def get_write_buffer_size(self):
        return sum(map(len, self._buffer))

    def _report(self, error, message):
        """Connections break all the time: only what is no OSError is worth saying aloud."""
        if isinstance(error, OSError):
            if self._loop.get_debug():
                log.debug("%r: %s", self, message)
        else:
            self._loop.call_exception_handler({
                "message": message, "exception": error, "transport": self, "protocol": self._protocol})

    def _fatal_error(self, error, message="Fatal error on transport"):
        self._report(error, message)
        self._force_close(error)

    def close(self):
        if self._closing:
            return
        self._closing = True
        self._loop._remove_watch(self._fd, False)
        if not self._buffer:
            self._loop._remove_watch(self._fd, True)
            self._loop.call_soon(self._connection_lost, None)

    def abort(self):
        self._force_close(None)

    def _force_close(self, error):
        if self._closed:
            return
        if self._buffer:
            self._buffer.clear()
        self._loop._remove_watch(self._fd, True)
        if not self._closing:
            self._closing = True
            self._loop._remove_watch(self._fd, False)
        self._closed = True
        self._loop.call_soon(self._connection_lost, error)

    def _connection_lost(self, error):
        self._closed = True
        self._closing = True
        try:
            if self._protocol_connected:
                self._protocol.connection_lost(error)
        finally:
            self._release()
            server, self._server = self._server, None
            if server is not None:
                server._detach(self)

    _protocol_connected = True

    def _release(self):
        """Closes the descriptor."""
        if self._loop._transports.get(self._fd) is self:
            del self._loop._transports[self._fd]

    def _count_lost_write(self):
        if self._lost_writes >= _LOST_ENOUGH_WRITES:
            log.warning("socket.send() raised exception.")
        self._lost_writes += 1

    def _check_data(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data argument must be a bytes-like object, not {type(data).__name__!r}")


class _SocketStreamTransport(_Transport, transports.Transport):
    """A connection."""

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        transports.Transport.__init__(self, extra)
        self._extra["socket"] = TransportSocket(sock)
        for name, get in (("sockname", sock.getsockname), ("peername", sock.getpeername)):
            if name not in self._extra:
                try:
                    self._extra[name] = get()
                except OSError:
                    self._extra[name] = None
        self._sock = sock
        self._begin(loop, protocol, sock.fileno())
        self._recv = sock.recv
        self._send = sock.send
        self._paused = False
        self._eof = False  # write_eof() was called
        self._empty_waiter = None  # a future, while sendfile waits for the buffer to drain
        self._server = server
        if server is not None:
            server._attach(self)
        if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        loop.call_soon(self._protocol.connection_made, self)
        loop.call_soon(self._start_reading)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def __repr__(self):
        info = [type(self).__name__]
        if self._sock is None:
            info.append("closed")
        elif self._closing:
            info.append("closing")
        info.append(f"fd={self._fd}")
        if not self._loop.is_closed():
            info.append(f"read={'idle' if self._paused else 'polling'}")
            info.append(f"write=<{'polling' if self._buffer else 'idle'}, bufsize={self.get_write_buffer_size()}>")
        return f"<{' '.join(info)}>"

    def __del__(self):
        if getattr(self, "_sock", None) is not None:
            warnings.warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self._sock.close()

    # --- reading

    def _start_reading(self):
        if not self._closing and not self._paused:
            self._loop._add_watch(self._fd, False, self._on_readable)

    def is_reading(self):
        return not self._closing and not self._paused

    def pause_reading(self):
        if self._closing or self._paused:
            return
        self._paused = True
        self._loop._remove_watch(self._fd, False)

    def resume_reading(self):
        if self._closing or not self._paused:
            return
        self._paused = False
        self._loop._add_watch(self._fd, False, self._on_readable)

    def _on_readable(self):
        if self._closed:
            return
        if isinstance(self._protocol, protocols.BufferedProtocol):
            return self._read_into_buffer()
        try:
            data = self._recv(_MOST_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal read error on socket transport")
            return
        if not data:
            self._on_eof()
            return
        try:
            self._protocol.data_received(data)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal error: protocol.data_received() call failed.")

    def _read_into_buffer(self):
        try:
            buffer = self._protocol.get_buffer(-1)
            if not len(buffer):
                raise RuntimeError("get_buffer() returned an empty buffer")
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal error: protocol.get_buffer() call failed.")
            return
        try:
            count = self._sock.recv_into(buffer)
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal read error on socket transport")
            return
        if not count:
            self._on_eof()
            return
        try:
            self._protocol.buffer_updated(count)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal error: protocol.buffer_updated() call failed.")

    def _on_eof(self):
        try:
            keep_open = self._protocol.eof_received()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal error: protocol.eof_received() call failed.")
            return
        if keep_open:
            self._loop._remove_watch(self._fd, False)  # half open: we may still write
        else:
            self.close()

    # --- writing

    def write(self, data):
        self._check_data(data)
        if self._eof:
            raise RuntimeError("Cannot call write() after write_eof()")
        if self._empty_waiter is not None:
            raise RuntimeError("unable to write; sendfile is in progress")
        if not data:
            return
        if self._closed:
            self._count_lost_write()
            return
        if not self._buffer:
            try:
                sent = self._send(data)
            except (BlockingIOError, InterruptedError):
                sent = 0
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                self._fatal_error(error, "Fatal write error on socket transport")
                return
            if sent == len(data):
                return
            data = memoryview(data)[sent:]
            self._loop._add_watch(self._fd, True, self._on_writable)
        elif isinstance(data, bytearray):
            data = bytes(data)  # its owner may go on to change it
        self._buffer.append(bytes(data) if isinstance(data, memoryview) else data)
        self._maybe_pause_protocol()

    def _on_writable(self):
        if self._closed:
            return
        buffer = self._buffer
        try:
            while buffer:
                data = buffer[0]
                sent = self._send(data)
                if sent == len(data):
                    buffer.popleft()
                else:
                    buffer[0] = memoryview(data)[sent:]
                    break
        except (BlockingIOError, InterruptedError):
            pass
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._loop._remove_watch(self._fd, True)
            buffer.clear()
            self._fatal_error(error, "Fatal write error on socket transport")
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(error)
            return
        self._maybe_resume_protocol()
        if buffer:
            return
        self._loop._remove_watch(self._fd, True)
        if self._empty_waiter is not None:
            self._empty_waiter.set_result(None)
        if self._closing:
            self._connection_lost(None)
        elif self._eof:
            self._shutdown()

    def write_eof(self):
        if self._closing or self._eof:
            return
        self._eof = True
        if not self._buffer:
            self._shutdown()

    def _shutdown(self):
        try:
            self._sock.shutdown(socket.SHUT_WR)
        except OSError as error:
            self._fatal_error(error, "Fatal error on socket shutdown")

    def can_write_eof(self):
        return True

    def _release(self):
        super()._release()
        self._sock.close()
        self._sock = self._recv = self._send = None
        self._protocol = None

    # --- sendfile takes the socket over for a while

    def _make_empty_waiter(self):
        if self._empty_waiter is not None:
            raise RuntimeError("Empty waiter is already set")
        self._empty_waiter = self._loop.create_future()
        if not self._buffer:
            self._empty_waiter.set_result(None)
        return self._empty_waiter


class _DatagramTransport(_Transport, transports.DatagramTransport):
    """Packets. The buffer has pairs of data and address."""

    def __init__(self, loop, sock, protocol, address=None, waiter=None, extra=None):
        transports.DatagramTransport.__init__(self, extra)
        self._extra["socket"] = TransportSocket(sock)
        try:
            self._extra["sockname"] = sock.getsockname()
        except OSError:
            self._extra["sockname"] = None
        if "peername" not in self._extra:
            try:
                self._extra["peername"] = sock.getpeername()
            except OSError:
                self._extra["peername"] = None
        self._sock = sock
        self._address = address
        self._begin(loop, protocol, sock.fileno())
        loop.call_soon(self._protocol.connection_made, self)
        loop.call_soon(self._start_reading)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def _start_reading(self):
        if not self._closing:
            self._loop._add_watch(self._fd, False, self._on_readable)

    def get_write_buffer_size(self):
        return sum(len(data) for data, _ in self._buffer)

    def _on_readable(self):
        if self._closed:
            return
        try:
            data, address = self._sock.recvfrom(_MOST_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            self._protocol.error_received(error)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal read error on datagram transport")
        else:
            self._protocol.datagram_received(data, address)

    def sendto(self, data, addr=None):
        self._check_data(data)
        if self._address:
            if addr not in (None, self._address):
                raise ValueError(f"Invalid address: must be None or {self._address}")
            addr = self._address
        if self._closed and self._address:
            self._count_lost_write()
            return
        if not self._buffer:
            if self._send_now(data, addr) is not False:
                return
            self._loop._add_watch(self._fd, True, self._on_writable)
        self._buffer.append((bytes(data), addr))
        self._maybe_pause_protocol()

    def _send_now(self, data, addr):
        """False if there is no room now."""
        try:
            if self._extra["peername"]:
                self._sock.send(data)
            else:
                self._sock.sendto(data, addr)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError as error:
            self._protocol.error_received(error)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal write error on datagram transport")

    def _on_writable(self):
        while self._buffer:
            if self._send_now(*self._buffer[0]) is False:
                break
            if not self._buffer:
                return  # an error has cleared it
            self._buffer.popleft()
        self._maybe_resume_protocol()
        if not self._buffer:
            self._loop._remove_watch(self._fd, True)
            if self._closing:
                self._connection_lost(None)

    def _release(self):
        super()._release()
        self._sock.close()
        self._sock = None
        self._protocol = None


# --- pipes


def _check_pipe(pipe):
    mode = os.fstat(pipe.fileno()).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)):
        raise ValueError("Pipe transport is for pipes/sockets only.")
    os.set_blocking(pipe.fileno(), False)
    return mode


class _ReadPipeTransport(_Transport, transports.ReadTransport):
    """The reading end of a pipe."""

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        transports.ReadTransport.__init__(self, extra)
        self._extra["pipe"] = pipe
        _check_pipe(pipe)
        self._pipe = pipe
        self._paused = False
        self._begin(loop, protocol, pipe.fileno())
        loop.call_soon(self._protocol.connection_made, self)
        loop.call_soon(self._start_reading)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    _start_reading = _SocketStreamTransport._start_reading
    is_reading = _SocketStreamTransport.is_reading
    pause_reading = _SocketStreamTransport.pause_reading
    resume_reading = _SocketStreamTransport.resume_reading

    def _on_readable(self):
        try:
            data = os.read(self._fd, _MOST_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._fatal_error(error, "Fatal read error on pipe transport")
            return
        if data:
            self._protocol.data_received(data)
            return
        self._closing = True
        self._loop._remove_watch(self._fd, False)
        self._loop.call_soon(self._protocol.eof_received)
        self._loop.call_soon(self._connection_lost, None)

    def _release(self):
        super()._release()
        self._pipe.close()
        self._protocol = None


class _WritePipeTransport(_Transport, transports.WriteTransport):
    """The writing end. That the reader has gone is seen by the descriptor becoming readable."""

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        transports.WriteTransport.__init__(self, extra)
        self._extra["pipe"] = pipe
        mode = _check_pipe(pipe)
        self._pipe = pipe
        self._begin(loop, protocol, pipe.fileno())
        loop.call_soon(self._protocol.connection_made, self)
        if not stat.S_ISCHR(mode):
            loop.call_soon(self._watch_reader)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def _watch_reader(self):
        if not self._closing:
            self._loop._add_watch(self._fd, False, self._on_reader_gone)

    def _on_reader_gone(self):
        self._force_close(BrokenPipeError() if self._buffer else None)

    def write(self, data):
        self._check_data(data)
        if not data:
            return
        if self._closed or self._closing:
            self._count_lost_write()
            return
        if not self._buffer:
            try:
                sent = os.write(self._fd, data)
            except (BlockingIOError, InterruptedError):
                sent = 0
            except OSError as error:
                self._fatal_error(error, "Fatal write error on pipe transport")
                return
            if sent == len(data):
                return
            data = memoryview(data)[sent:]
            self._loop._add_watch(self._fd, True, self._on_writable)
        self._buffer.append(bytes(data))
        self._maybe_pause_protocol()

    def _on_writable(self):
        buffer = self._buffer
        try:
            while buffer:
                sent = os.write(self._fd, buffer[0])
                if sent < len(buffer[0]):
                    buffer[0] = memoryview(buffer[0])[sent:]
                    break
                buffer.popleft()
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            buffer.clear()
            self._loop._remove_watch(self._fd, True)
            self._fatal_error(error, "Fatal write error on pipe transport")
            return
        self._maybe_resume_protocol()
        if not buffer:
            self._loop._remove_watch(self._fd, True)
            if self._closing:
                self._loop._remove_watch(self._fd, False)
                self._connection_lost(None)

    def can_write_eof(self):
        return True

    def write_eof(self):
        self.close()

    def _release(self):
        super()._release()
        self._pipe.close()
        self._protocol = None
