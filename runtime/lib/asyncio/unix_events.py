"""The event loop: what there is to connect, to serve, to read from and to run.

Names are resolved in threads; sockets are made, and watched, here. Signals: the C part of a handler writes the number into a
socket pair that the loop reads, so that callbacks of add_signal_handler run in the loop like all others.
"""

import errno
import itertools
import os
import signal
import socket
import stat
import sys
import warnings
from asyncio import base_events, events, exceptions, futures, protocols, tasks, transports
from asyncio.socket_transports import (TransportSocket, _DatagramTransport, _ReadPipeTransport, _SocketStreamTransport,
                                       _Transport, _WritePipeTransport)

__all__ = ("SelectorEventLoop", "DefaultEventLoopPolicy")

_ACCEPT_RETRY_DELAY = 1  # seconds without accepting when the system has no descriptors left


def _fd_of(file):
    if isinstance(file, int):
        fd = file
    else:
        try:
            fd = int(file.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError(f"Invalid file object: {file!r}") from None
    if fd < 0:
        raise ValueError(f"Invalid file descriptor: {fd}")
    return fd


def _no_tls(ssl):
    if ssl:
        raise NotImplementedError("TLS is not supported by this event loop")


def _ignore(signum, frame):
    """A signal whose handler runs in the loop."""


class _UnixSelectorEventLoop(base_events.BaseEventLoop):
    """The event loop."""

    def __init__(self, selector=None):
        super().__init__()
        self._transports = {}  # descriptor -> transport
        self._signal_handlers = {}
        self._signal_sockets = None

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self.is_closed():
            return
        for number in list(self._signal_handlers):
            self.remove_signal_handler(number)
        super().close()

    # --- descriptors

    def _ensure_no_transport(self, fd):
        transport = self._transports.get(fd)
        if transport is not None and not transport.is_closing():
            raise RuntimeError(f"File descriptor {fd!r} is used by transport {transport!r}")

    def add_reader(self, fd, callback, *args):
        """Calls callback(*args) whenever there is something to read."""
        self._ensure_no_transport(fd := _fd_of(fd))
        self._add_watch(fd, False, callback, *args)

    def remove_reader(self, fd):
        self._ensure_no_transport(fd := _fd_of(fd))
        return self._remove_watch(fd, False)

    def add_writer(self, fd, callback, *args):
        """Calls callback(*args) whenever there is room to write."""
        self._ensure_no_transport(fd := _fd_of(fd))
        self._add_watch(fd, True, callback, *args)

    def remove_writer(self, fd):
        self._ensure_no_transport(fd := _fd_of(fd))
        return self._remove_watch(fd, True)

    # --- signals

    def add_signal_handler(self, sig, callback, *args):
        """Calls callback(*args) in the loop when the signal comes."""
        from asyncio import coroutines

        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        self._check_signal(sig)
        self._check_closed()
        if self._signal_sockets is None:
            reader, writer = socket.socketpair()
            reader.setblocking(False)
            writer.setblocking(False)
            try:
                signal.set_wakeup_fd(writer.fileno())
            except ValueError as error:
                reader.close()
                writer.close()
                raise RuntimeError(str(error))
            self._signal_sockets = reader, writer
            self._add_watch(reader.fileno(), False, self._read_signals)
        handle = _SignalCallback(callback, args)
        self._signal_handlers[sig] = handle
        try:
            signal.signal(sig, _ignore)
            signal.siginterrupt(sig, False)
        except OSError as error:
            del self._signal_handlers[sig]
            self._drop_signal_sockets()
            if error.errno == errno.EINVAL:
                raise RuntimeError(f"sig {sig} cannot be caught")
            raise

    def remove_signal_handler(self, sig):
        """Whether there was one."""
        self._check_signal(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        self._drop_signal_sockets()
        return True

    def _drop_signal_sockets(self):
        if self._signal_handlers or self._signal_sockets is None:
            return
        reader, writer = self._signal_sockets
        self._signal_sockets = None
        signal.set_wakeup_fd(-1)
        self._remove_watch(reader.fileno(), False)
        reader.close()
        writer.close()

    def _read_signals(self):
        try:
            numbers = self._signal_sockets[0].recv(4096)
        except (BlockingIOError, InterruptedError):
            return
        for number in numbers:
            callback = self._signal_handlers.get(number)
            if callback is not None:
                self.call_soon(callback.function, *callback.args)

    def _check_signal(self, sig):
        if not isinstance(sig, int):
            raise TypeError(f"sig must be an int, not {sig!r}")
        if sig not in signal.valid_signals():
            raise ValueError(f"invalid signal number {sig}")

    # --- connecting

    async def create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0,
                                sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None,
                                ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None,
                                all_errors=False):
        """Connects to a server. Gives (transport, protocol)."""
        _no_tls(ssl)
        if server_hostname is not None:
            raise ValueError("server_hostname is only meaningful with ssl")
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError("host/port and sock can not be specified at the same time")
            sock = await self._connect_to_any(host, port, family, proto, flags, local_addr, all_errors)
        elif sock is None:
            raise ValueError("host and port was not specified and no sock specified")
        elif sock.type != socket.SOCK_STREAM:
            raise ValueError(f"A Stream Socket was expected, got {sock!r}")
        return await self._make_connection(sock, protocol_factory)

    async def _connect_to_any(self, host, port, family, proto, flags, local_addr, all_errors):
        infos = await self._resolve((host, port), family, socket.SOCK_STREAM, proto, flags)
        if not infos:
            raise OSError("getaddrinfo() returned empty list")
        local_infos = None
        if local_addr is not None:
            local_infos = await self._resolve(local_addr, family, socket.SOCK_STREAM, proto, flags)
            if not local_infos:
                raise OSError("getaddrinfo() returned empty list")
        errors = []
        for info in infos:
            try:
                return await self._connect_to(info, local_infos)
            except OSError as error:
                errors.append(error)
        if all_errors:
            raise ExceptionGroup("create_connection failed", errors)
        if len({str(error) for error in errors}) == 1:
            raise errors[0]
        raise OSError(f"Multiple exceptions: {', '.join(str(error) for error in errors)}")

    async def _connect_to(self, info, local_infos):
        family, kind, proto, _, address = info
        sock = socket.socket(family, kind, proto)
        try:
            sock.setblocking(False)
            if local_infos is not None:
                self._bind_to_any(sock, family, local_infos)
            await self.sock_connect(sock, address)
            return sock
        except:
            sock.close()
            raise

    def _bind_to_any(self, sock, family, local_infos):
        errors = []
        for local_family, _, _, _, address in local_infos:
            if local_family != family:
                continue
            try:
                sock.bind(address)
                return
            except OSError as error:
                errors.append(OSError(error.errno, f"error while attempting to bind on address {address!r}: "
                                                   f"{error.strerror.lower()}"))
        raise errors.pop() if errors else OSError(f"no matching local address with family={family} found")

    async def _resolve(self, address, family, type, proto, flags):
        """getaddrinfo(), without a thread if there is nothing to look up."""
        host, port = address[:2]
        if host is not None and (port is None or isinstance(port, int)):
            for kind in (socket.AF_INET, socket.AF_INET6) if family == socket.AF_UNSPEC else (family,):
                try:
                    socket.inet_pton(kind, host)
                except (OSError, TypeError, ValueError):
                    continue
                name = (host, port or 0) if kind == socket.AF_INET else (host, port or 0, 0, 0)
                if proto == 0:
                    proto = socket.IPPROTO_UDP if type == socket.SOCK_DGRAM else socket.IPPROTO_TCP
                return [(kind, type, proto, "", name)]
        return await self.getaddrinfo(host, port, family=family, type=type, proto=proto, flags=flags)

    async def create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None,
                                     ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        """Connects to a Unix socket. Gives (transport, protocol)."""
        _no_tls(ssl)
        if path is not None:
            if sock is not None:
                raise ValueError("path and sock can not be specified at the same time")
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                sock.setblocking(False)
                await self.sock_connect(sock, os.fspath(path))
            except:
                sock.close()
                raise
        elif sock is None:
            raise ValueError("no path and sock were specified")
        elif sock.family != socket.AF_UNIX or sock.type != socket.SOCK_STREAM:
            raise ValueError(f"A UNIX Domain Stream Socket was expected, got {sock!r}")
        return await self._make_connection(sock, protocol_factory)

    async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None,
                                      ssl_shutdown_timeout=None):
        """A transport for a connection that was accepted elsewhere."""
        _no_tls(ssl)
        if sock.type != socket.SOCK_STREAM:
            raise ValueError(f"A Stream Socket was expected, got {sock!r}")
        return await self._make_connection(sock, protocol_factory)

    async def _make_connection(self, sock, protocol_factory):
        sock.setblocking(False)
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = _SocketStreamTransport(self, sock, protocol, waiter)
        try:
            await waiter
        except:
            transport.close()
            raise
        return transport, protocol

    async def start_tls(self, transport, protocol, sslcontext, **options):
        _no_tls(sslcontext)

    async def create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0,
                                       flags=0, reuse_port=None, allow_broadcast=None, sock=None):
        """A socket for packets. Gives (transport, protocol)."""
        remote = None
        if sock is not None:
            if sock.type == socket.SOCK_STREAM:
                raise ValueError(f"A datagram socket was expected, got {sock!r}")
            modifiers = {"local_addr": local_addr, "remote_addr": remote_addr, "family": family, "proto": proto, "flags": flags,
                         "reuse_port": reuse_port, "allow_broadcast": allow_broadcast}
            if problems := ", ".join(f"{name}={value}" for name, value in modifiers.items() if value):
                raise ValueError("socket modifier keyword arguments can not be used when sock is specified. "
                                 f"({problems})")
            sock.setblocking(False)
        else:
            sock, remote = await self._make_datagram_socket(local_addr, remote_addr, family, proto, flags, reuse_port,
                                                            allow_broadcast)
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = _DatagramTransport(self, sock, protocol, remote, waiter)
        try:
            await waiter
        except:
            transport.close()
            raise
        return transport, protocol

    async def _make_datagram_socket(self, local_addr, remote_addr, family, proto, flags, reuse_port, allow_broadcast):
        if family == getattr(socket, "AF_UNIX", None) and (local_addr or remote_addr):
            choices = [((family, proto), (local_addr, remote_addr))]
        elif not (local_addr or remote_addr):
            if family == 0:
                raise ValueError("unexpected address family")
            choices = [((family, proto), (None, None))]
        else:
            found = {}
            for index, address in ((0, local_addr), (1, remote_addr)):
                if address is None:
                    continue
                if not (isinstance(address, tuple) and len(address) == 2):
                    raise TypeError("2-tuple is expected")
                infos = await self._resolve(address, family, socket.SOCK_DGRAM, proto, flags)
                if not infos:
                    raise OSError("getaddrinfo() returned empty list")
                for kind, _, number, _, name in infos:
                    found.setdefault((kind, number), [None, None])[index] = name
            choices = [(key, pair) for key, pair in found.items()
                       if not (local_addr and pair[0] is None or remote_addr and pair[1] is None)]
            if not choices:
                raise ValueError("can not get address information")
        errors = []
        for (kind, number), (local, remote) in choices:
            sock = None
            try:
                sock = socket.socket(kind, socket.SOCK_DGRAM, number)
                if reuse_port:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                if allow_broadcast:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                sock.setblocking(False)
                if local:
                    sock.bind(local)
                if remote and not allow_broadcast:
                    await self.sock_connect(sock, remote)
                return sock, remote
            except OSError as error:
                if sock is not None:
                    sock.close()
                errors.append(error)
            except:
                sock.close()
                raise
        raise errors[0]

    # --- serving

    async def create_server(self, protocol_factory, host=None, port=None, *, family=0, flags=None, sock=None,
                            backlog=100, ssl=None, reuse_address=None, reuse_port=None, ssl_handshake_timeout=None,
                            ssl_shutdown_timeout=None, start_serving=True):
        """A server for TCP connections, at each address of the host, or of each of several hosts."""
        _no_tls(ssl)
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError("host/port and sock can not be specified at the same time")
            flags = socket.AI_PASSIVE if flags is None else flags
            hosts = [None] if host == "" or host is None else [host] if isinstance(host, str) else list(host)
            found = await tasks.gather(*[self._resolve((name, port), family, socket.SOCK_STREAM, 0, flags)
                                         for name in hosts])
            sockets = self._listening_sockets(set(itertools.chain.from_iterable(found)),
                                              True if reuse_address is None else reuse_address, reuse_port)
        elif sock is None:
            raise ValueError("Neither host/port nor sock were specified")
        elif sock.type != socket.SOCK_STREAM:
            raise ValueError(f"A Stream Socket was expected, got {sock!r}")
        else:
            sockets = [sock]
        return await self._make_server(sockets, protocol_factory, backlog, start_serving)

    def _listening_sockets(self, infos, reuse_address, reuse_port):
        sockets = []
        try:
            for family, kind, proto, _, address in sorted(infos, key=lambda info: info[0]):
                try:
                    sock = socket.socket(family, kind, proto)
                except OSError as error:
                    if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                        raise
                    continue  # the system knows the address, but not the family
                sockets.append(sock)
                if reuse_address:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
                if reuse_port:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                if family == socket.AF_INET6:
                    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
                try:
                    sock.bind(address)
                except OSError as error:
                    text = f"error while attempting to bind on address {address!r}: {error.strerror.lower()}"
                    if error.errno == errno.EADDRNOTAVAIL and len(infos) > 1:
                        sockets.pop().close()
                        continue
                    raise OSError(error.errno, text) from None
            if not sockets:
                raise OSError("could not bind on any address out of " + repr([info[4] for info in infos]))
        except:
            for sock in sockets:
                sock.close()
            raise
        return sockets

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,
                                 ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True):
        """A server at a Unix socket."""
        _no_tls(ssl)
        if path is not None:
            if sock is not None:
                raise ValueError("path and sock can not be specified at the same time")
            path = os.fspath(path)
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            if path[0] not in (0, "\x00"):
                try:
                    if stat.S_ISSOCK(os.stat(path).st_mode):
                        os.remove(path)  # left by a server that is gone
                except FileNotFoundError:
                    pass
            try:
                sock.bind(path)
            except OSError as error:
                sock.close()
                if error.errno == errno.EADDRINUSE:
                    raise OSError(errno.EADDRINUSE, f"Address {path!r} is already in use") from None
                raise
        elif sock is None:
            raise ValueError("path was not specified, and no sock specified")
        elif sock.family != socket.AF_UNIX or sock.type != socket.SOCK_STREAM:
            raise ValueError(f"A UNIX Domain Stream Socket was expected, got {sock!r}")
        return await self._make_server([sock], protocol_factory, backlog, start_serving)

    async def _make_server(self, sockets, protocol_factory, backlog, start_serving):
        for sock in sockets:
            sock.setblocking(False)
        server = base_events.Server(self, sockets, protocol_factory, backlog)
        if start_serving:
            server._start_serving()
            await tasks.sleep(0)
        return server

    def _start_serving(self, protocol_factory, sock, server, backlog):
        self._add_watch(sock.fileno(), False, self._accept, protocol_factory, sock, server, backlog)

    def _stop_serving(self, sock):
        self._remove_watch(sock.fileno(), False)
        sock.close()

    def _accept(self, protocol_factory, sock, server, backlog):
        for _ in range(backlog + 1):
            try:
                connection, address = sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                    raise
                # The connection stays in the system's queue: try again when others may have closed.
                self.call_exception_handler({"message": "socket.accept() out of system resource", "exception": error,
                                             "socket": TransportSocket(sock)})
                self._remove_watch(sock.fileno(), False)
                self.call_later(_ACCEPT_RETRY_DELAY, self._serve_again, protocol_factory, sock, server, backlog)
                return
            connection.setblocking(False)
            try:
                _SocketStreamTransport(self, connection, protocol_factory(), None, {"peername": address}, server)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                connection.close()
                self.call_exception_handler({"message": "Error on transport creation for incoming connection",
                                             "exception": error})

    def _serve_again(self, protocol_factory, sock, server, backlog):
        if server.is_serving():
            self._start_serving(protocol_factory, sock, server, backlog)

    # --- sockets by hand

    async def _when_ready(self, sock, is_writer, attempt):
        """What attempt() gives as soon as it does not have to wait."""
        if self.get_debug() and sock.gettimeout() != 0:
            raise ValueError("the socket must be non-blocking")
        while True:
            try:
                return attempt()
            except (BlockingIOError, InterruptedError):
                pass
            await self._wait_ready(sock, is_writer)

    async def _wait_ready(self, sock, is_writer):
        fd = sock.fileno()
        self._ensure_no_transport(fd)
        future = self.create_future()
        self._add_watch(fd, is_writer, tasks._set_if_pending, future, None)
        try:
            await future
        finally:
            self._remove_watch(fd, is_writer)

    async def sock_recv(self, sock, n):
        return await self._when_ready(sock, False, lambda: sock.recv(n))

    async def sock_recv_into(self, sock, buf):
        return await self._when_ready(sock, False, lambda: sock.recv_into(buf))

    async def sock_recvfrom(self, sock, bufsize):
        return await self._when_ready(sock, False, lambda: sock.recvfrom(bufsize))

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        return await self._when_ready(sock, False, lambda: sock.recvfrom_into(buf, nbytes or len(buf)))

    async def sock_sendto(self, sock, data, address):
        return await self._when_ready(sock, True, lambda: sock.sendto(data, address))

    async def sock_sendall(self, sock, data):
        rest = memoryview(data)
        while rest:
            rest = rest[await self._when_ready(sock, True, lambda: sock.send(rest)):]

    async def sock_accept(self, sock):
        connection, address = await self._when_ready(sock, False, sock.accept)
        connection.setblocking(False)
        return connection, address

    async def sock_connect(self, sock, address):
        if self.get_debug() and sock.gettimeout() != 0:
            raise ValueError("the socket must be non-blocking")
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            infos = await self._resolve(address, sock.family, sock.type, sock.proto, 0)
            address = infos[0][4]
        try:
            sock.connect(address)
            return
        except (BlockingIOError, InterruptedError):
            pass
        await self._wait_ready(sock, True)
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise OSError(error, f"Connect call failed {address}")

    async def sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=True):
        """Sends a file over a socket. Gives the number of bytes."""
        self._check_sendfile(file, offset, count)
        if sock.type != socket.SOCK_STREAM:
            raise ValueError("only SOCK_STREAM type sockets are supported")
        try:
            fd = file.fileno()
            size = os.fstat(fd).st_size
        except (AttributeError, OSError) as error:
            if not fallback:
                raise exceptions.SendfileNotAvailableError("not a regular file") from error
            return await self._send_by_reading(file, offset, count, lambda data: self.sock_sendall(sock, data))
        left = max(0, size - offset) if count is None else count
        total = 0
        while left > 0:
            sent = await self._when_ready(
                sock, True, lambda: os.sendfile(sock.fileno(), fd, offset + total, min(left, 1 << 30)))
            if not sent:
                break
            total += sent
            left -= sent
        if total:
            file.seek(offset + total)
        return total

    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        """The same over a transport."""
        if transport.is_closing():
            raise RuntimeError("Transport is closing")
        self._check_sendfile(file, offset, count)
        if not isinstance(transport, _SocketStreamTransport):
            raise RuntimeError(f"sendfile is not supported for transport {transport!r}")
        was_reading = transport.is_reading()
        transport.pause_reading()
        await transport._make_empty_waiter()
        del self._transports[transport._fd]
        try:
            return await self.sock_sendfile(transport._sock, file, offset, count, fallback=fallback)
        finally:
            self._transports[transport._fd] = transport
            transport._empty_waiter = None
            if was_reading:
                transport.resume_reading()

    def _check_sendfile(self, file, offset, count):
        if "b" not in getattr(file, "mode", "b"):
            raise ValueError("file should be opened in binary mode")
        if count is not None:
            if not isinstance(count, int):
                raise TypeError(f"count must be a positive integer (got {count!r})")
            if count <= 0:
                raise ValueError(f"count must be a positive integer (got {count!r})")
        if not isinstance(offset, int):
            raise TypeError(f"offset must be a non-negative integer (got {offset!r})")
        if offset < 0:
            raise ValueError(f"offset must be a non-negative integer (got {offset!r})")

    async def _send_by_reading(self, file, offset, count, send):
        if hasattr(file, "seek"):
            file.seek(offset)
        total = 0
        while count is None or total < count:
            size = 16384 if count is None else min(count - total, 16384)
            data = await self.run_in_executor(None, file.read, size)
            if not data:
                break
            await send(data)
            total += len(data)
        return total

    # --- pipes and processes

    async def connect_read_pipe(self, protocol_factory, pipe):
        """Gives (transport, protocol) for the reading end of a pipe."""
        return await self._connect_pipe(_ReadPipeTransport, protocol_factory(), pipe)

    async def connect_write_pipe(self, protocol_factory, pipe):
        """Gives (transport, protocol) for the writing end of a pipe."""
        return await self._connect_pipe(_WritePipeTransport, protocol_factory(), pipe)

    async def _connect_pipe(self, kind, protocol, pipe):
        waiter = self.create_future()
        transport = kind(self, pipe, protocol, waiter)
        try:
            await waiter
        except:
            transport.close()
            raise
        return transport, protocol

    async def subprocess_shell(self, protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False,
                               shell=True, bufsize=0, encoding=None, errors=None, text=None, **kwargs):
        """Runs a command line. Gives (transport, protocol)."""
        if not isinstance(cmd, (bytes, str)):
            raise ValueError("cmd must be a string")
        if not shell:
            raise ValueError("shell must be True")
        self._check_bytes_only(universal_newlines, bufsize, encoding, errors, text)
        return await self._start_process(protocol_factory, cmd, True, stdin, stdout, stderr, kwargs)

    async def subprocess_exec(self, protocol_factory, program, *args, stdin=-1, stdout=-1, stderr=-1,
                              universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None,
                              **kwargs):
        """Runs a program. Gives (transport, protocol)."""
        if shell:
            raise ValueError("shell must be False")
        self._check_bytes_only(universal_newlines, bufsize, encoding, errors, text)
        return await self._start_process(protocol_factory, (program, *args), False, stdin, stdout, stderr, kwargs)

    def _check_bytes_only(self, universal_newlines, bufsize, encoding, errors, text):
        for condition, message in ((universal_newlines, "universal_newlines must be False"),
                                   (bufsize, "bufsize must be 0"), (text, "text must be False"),
                                   (encoding is not None, "encoding must be None"),
                                   (errors is not None, "errors must be None")):
            if condition:
                raise ValueError(message)

    async def _start_process(self, protocol_factory, args, shell, stdin, stdout, stderr, options):
        from asyncio.process_transport import _ProcessTransport

        protocol = protocol_factory()
        transport = _ProcessTransport(self, protocol, args, shell, stdin, stdout, stderr, options)
        try:
            await transport._connect_pipes()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            transport.close()
            await transport._wait()
            raise
        return transport, protocol


class _SignalCallback:
    def __init__(self, function, args):
        self.function = function
        self.args = args


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """The policy that is there unless a program sets another."""

    _loop_factory = _UnixSelectorEventLoop


# The names in programs; those of the classes are the ones that are shown.
SelectorEventLoop = _UnixSelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
