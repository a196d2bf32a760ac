# Protocols and what a transport tells them: every way to get one, flow control, errors, child processes.
import asyncio
import os
import signal
import socket
import tempfile


class Noting(asyncio.Protocol):
    def __init__(self, name="", log=None):
        self.name, self.log = name, [] if log is None else log
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.log.append((self.name, "made"))

    def data_received(self, data):
        self.log.append((self.name, data))

    def eof_received(self):
        self.log.append((self.name, "eof"))

    def pause_writing(self):
        self.log.append((self.name, "pause"))

    def resume_writing(self):
        self.log.append((self.name, "resume"))

    def connection_lost(self, error):
        self.log.append((self.name, "lost", error and type(error).__name__))
        self.lost.set_result(None)


async def connections():
    loop = asyncio.get_running_loop()
    log = []
    ours, theirs = socket.socketpair()
    transport, protocol = await loop.connect_accepted_socket(lambda: Noting("accepted", log), ours)
    theirs.send(b"hello")
    await asyncio.sleep(0.01)
    theirs.close()
    await protocol.lost
    print(log, transport.is_closing())
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        log = []
        server = await loop.create_unix_server(lambda: Noting("server", log), path)
        transport, protocol = await loop.create_unix_connection(lambda: Noting("client", log), path)
        print(transport.get_extra_info("peername") == path, server.sockets[0].family == socket.AF_UNIX)
        transport.writelines([b"a", b"b", b""])
        transport.write_eof()
        await protocol.lost
        print(sorted(log, key=str))
        try:
            await loop.create_unix_server(Noting, path)
        except OSError as error:
            print(error.strerror.split("'")[0])
        server.close()
        await server.wait_closed()
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        server = await loop.create_server(lambda: Noting("server", log), sock=listening, start_serving=False)
        await server.start_serving()
        await server.start_serving()
        client = socket.socket()
        client.connect(server.sockets[0].getsockname())
        transport, protocol = await loop.create_connection(lambda: Noting("client", log), sock=client)
        transport.set_protocol(other := Noting("other", log))
        print(transport.get_protocol() is other, transport.get_extra_info("socket").fileno() == client.fileno())
        transport.close()
        await other.lost
        async with server:
            pass
        print(server.is_serving())
    for wrong in (dict(sock=1, host="x"), dict(), dict(host="127.0.0.1", port=1, server_hostname="x")):
        try:
            await loop.create_connection(Noting, **wrong)
        except ValueError as error:
            print(error)
    for wrong in (dict(path="x", sock=1), dict()):
        try:
            await loop.create_unix_connection(Noting, **wrong)
        except ValueError as error:
            print(error)


async def flow():
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    transport, protocol = await loop.create_connection(lambda: Noting("writer"), sock=ours)
    print(transport.get_write_buffer_limits(), transport.get_write_buffer_size())
    for limits in (dict(high=1000), dict(low=10), dict(high=100, low=50), dict()):
        transport.set_write_buffer_limits(**limits)
        print(limits, transport.get_write_buffer_limits())
    try:
        transport.set_write_buffer_limits(high=1, low=2)
    except ValueError as error:
        print(error)
    transport.set_write_buffer_limits(high=1000, low=100)
    big = b"x" * 1_000_000
    transport.write(big)
    transport.write(b"more")
    print(protocol.log, transport.get_write_buffer_size() > 1000)
    total = 0
    while total < len(big) + 4:
        total += len(await loop.sock_recv(theirs, 1 << 16))
    await asyncio.sleep(0.01)
    print(protocol.log, transport.get_write_buffer_size())
    # close() sends what is buffered; abort() does not.
    transport.write(big)
    transport.close()
    print(transport.is_closing(), protocol.lost.done())
    total = 0
    while data := await loop.sock_recv(theirs, 1 << 16):
        total += len(data)
    await protocol.lost
    print(total, protocol.log)
    theirs.close()
    ours, theirs = socket.socketpair()
    transport, protocol = await loop.create_connection(lambda: Noting("aborts"), sock=ours)
    transport.write(big)
    transport.abort()
    await protocol.lost
    print(protocol.log)
    theirs.close()


async def failures():
    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append((context["message"], repr(context["exception"]))))

    class Bad(Noting):
        def data_received(self, data):
            raise ValueError(data)

    ours, theirs = socket.socketpair()
    transport, protocol = await loop.create_connection(lambda: Bad("bad"), sock=ours)
    theirs.send(b"x")
    await protocol.lost
    print(protocol.log, reports)
    theirs.close()
    # Writes to a lost connection.
    ours, theirs = socket.socketpair()
    transport, protocol = await loop.create_connection(lambda: Noting("writer"), sock=ours)
    theirs.close()
    transport.write(b"x")
    transport.write(b"y")
    await protocol.lost
    transport.write(b"z")
    print(protocol.log[-1], len(reports))

    class NoStart(Noting):
        def connection_made(self, transport):
            super().connection_made(transport)
            raise KeyError("in connection_made")

    reports.clear()
    ours, theirs = socket.socketpair()
    transport, protocol = await loop.create_connection(lambda: NoStart("no start"), sock=ours)
    await asyncio.sleep(0.01)
    print([message.split(" Noting")[0][:21] for message, _ in reports], [error for _, error in reports])
    transport.abort()
    await protocol.lost
    theirs.close()
    loop.set_exception_handler(None)


class Packets(asyncio.DatagramProtocol):
    def __init__(self):
        self.got, self.errors = asyncio.Queue(), asyncio.Queue()
        self.lost = asyncio.get_running_loop().create_future()

    def datagram_received(self, data, address):
        self.got.put_nowait((data, address))

    def error_received(self, error):
        self.errors.put_nowait(error)

    def connection_lost(self, error):
        self.lost.set_result(error)


async def packets():
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "packets")
        transport, protocol = await loop.create_datagram_endpoint(Packets, local_addr=path, family=socket.AF_UNIX)
        client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        client.sendto(b"over a path", path)
        print((await protocol.got.get())[0])
        client.close()
        transport.close()
        print(await protocol.lost)
    # Nobody listens there.
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.connect(sock.getsockname())  # hears only itself, and nobody else gets this port meanwhile
    transport, protocol = await loop.create_datagram_endpoint(Packets, remote_addr=sock.getsockname())
    transport.sendto(b"anybody?")
    print(type(await asyncio.wait_for(protocol.errors.get(), 60)).__name__)
    transport.sendto(b"")
    transport.abort()
    print(await protocol.lost)
    sock.close()
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    transport, protocol = await loop.create_datagram_endpoint(Packets, sock=sock)
    transport.sendto(b"to myself", sock.getsockname())
    print((await protocol.got.get())[0])
    try:
        transport.sendto("text", sock.getsockname())
    except TypeError as error:
        print(error)
    transport.close()
    for wrong in (dict(), dict(sock=sock, local_addr=("127.0.0.1", 0)), dict(local_addr=("127.0.0.1",))):
        try:
            await loop.create_datagram_endpoint(Packets, **wrong)
        except (ValueError, TypeError) as error:
            print(str(error).split(":")[0])


class Child(asyncio.SubprocessProtocol):
    def __init__(self):
        self.log = []
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.log.append("made")

    def pipe_data_received(self, fd, data):
        self.log.append((fd, data))

    def pipe_connection_lost(self, fd, error):
        self.log.append((fd, "lost"))

    def process_exited(self):
        self.log.append("exited")

    def connection_lost(self, error):
        self.over.set_result(error)


async def children():
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_exec(Child, "/bin/sh", "-c", "cat; echo error >&2; exit 5")
    stdin = transport.get_pipe_transport(0)
    print(transport.get_pid() > 0, transport.get_returncode(), type(protocol).__name__, transport.is_closing(),
          transport.get_pipe_transport(7))
    stdin.write(b"through the child")
    stdin.close()
    await protocol.over
    print(transport.get_returncode(), protocol.log[0], sorted(protocol.log[1:], key=str))
    transport.close()
    transport, protocol = await loop.subprocess_shell(Child, "exec sleep 100", stdin=None, stdout=None, stderr=None)
    transport.terminate()
    await protocol.over
    print(transport.get_returncode(), protocol.log)
    transport.close()
    transport, protocol = await loop.subprocess_shell(Child, "exec sleep 100", stdin=None)
    transport.send_signal(signal.SIGINT)
    await protocol.over
    print(transport.get_returncode())
    transport, protocol = await loop.subprocess_exec(Child, "/bin/sleep", "100", stdin=None)
    transport.close()
    await protocol.over
    print(transport.get_returncode(), transport.is_closing())
    for wrong in (lambda: loop.subprocess_exec(Child, "x", shell=True), lambda: loop.subprocess_shell(Child, 3),
                  lambda: loop.subprocess_exec(Child, "/bin/true", text=True)):
        try:
            await wrong()
        except ValueError as error:
            print(error)


async def abstract():
    for cls in (asyncio.BaseTransport, asyncio.ReadTransport, asyncio.WriteTransport, asyncio.Transport,
                asyncio.DatagramTransport, asyncio.SubprocessTransport):
        transport = cls({"key": "value"})
        missing = []
        for method, *args in (("close",), ("is_closing",), ("pause_reading",), ("write", b""), ("sendto", b""), ("get_pid",)):
            if hasattr(transport, method):
                try:
                    getattr(transport, method)(*args)
                except NotImplementedError:
                    missing.append(method)
        print(cls.__name__, transport.get_extra_info("key"), transport.get_extra_info("other", 5), missing)
    for cls in (asyncio.BaseProtocol, asyncio.Protocol, asyncio.DatagramProtocol, asyncio.SubprocessProtocol,
                asyncio.BufferedProtocol):
        print(cls.__name__, cls.__slots__, sorted(name for name in dir(cls) if not name.startswith("_")))


async def main():
    for part in (connections, flow, failures, packets, children, abstract):
        print("--", part.__name__)
        await part()


asyncio.run(main())
