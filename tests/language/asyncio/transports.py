# Transports and protocols: who is called when, datagrams, servers, sendfile, pipes.
import asyncio
import os
import socket
import tempfile

log = []


class Recorder(asyncio.Protocol):
    def __init__(self, name):
        self.name = name
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        log.append((self.name, "made"))

    def data_received(self, data):
        log.append((self.name, data))
        if data == b"ping":
            self.transport.write(b"pong")
        if data == b"bye":
            self.transport.close()

    def eof_received(self):
        log.append((self.name, "eof"))

    def connection_lost(self, error):
        log.append((self.name, "lost", error))
        self.lost.set_result(None)


async def until(condition):
    while not condition():
        await asyncio.sleep(0.001)


async def tcp():
    loop = asyncio.get_running_loop()
    served = []

    def factory():
        served.append(Recorder("server"))
        return served[-1]
    server = await loop.create_server(factory, "127.0.0.1", 0)
    print(server.is_serving(), len(server.sockets), server.get_loop() is loop)
    address = server.sockets[0].getsockname()
    transport, protocol = await loop.create_connection(lambda: Recorder("client"), *address)
    print(transport.is_reading(), transport.is_closing(), transport.get_protocol() is protocol,
          transport.get_extra_info("peername") == address, transport.get_extra_info("socket").family)
    transport.write(b"ping")
    await until(lambda: ("client", b"pong") in log)
    transport.pause_reading()
    print(transport.is_reading())
    served[0].transport.write(b"held back")
    await asyncio.sleep(0.02)
    print(log[-1])
    transport.resume_reading()
    await until(lambda: ("client", b"held back") in log)
    transport.write(b"bye")
    await protocol.lost
    await served[0].lost
    transport.write(b"too late")
    for entry in log:
        print(entry)
    for wrong in ("text", 3):
        try:
            transport.write(wrong)
        except TypeError as error:
            print(error)
    log.clear()
    transport, protocol = await loop.create_connection(lambda: Recorder("aborts"), *address)
    await until(lambda: len(served) == 2)
    transport.abort()
    await protocol.lost
    await served[1].lost
    print(sorted(entry[:2] for entry in log))
    server.close()
    await server.wait_closed()
    print(server.is_serving(), server.sockets)
    with socket.socket() as silent:  # takes the place that is free now, before others do
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        silent.bind(address)
        try:
            await loop.create_connection(lambda: Recorder("x"), *address)
        except ConnectionRefusedError as error:
            print(type(error).__name__, error.errno)
    for wrong in (lambda: loop.create_connection(Recorder), lambda: loop.create_server(Recorder)):
        try:
            await wrong()
        except ValueError as error:
            print(error)


async def serve_forever():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0, start_serving=False)
    print(server.is_serving())
    serving = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0.01)
    print(server.is_serving())
    serving.cancel()
    try:
        await serving
    except asyncio.CancelledError:
        print("cancelled", server.is_serving())


class Packets(asyncio.DatagramProtocol):
    def __init__(self):
        self.got = asyncio.Queue()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.got.put_nowait(data)
        if data.islower():
            self.transport.sendto(data.upper(), address)


async def udp():
    loop = asyncio.get_running_loop()
    server, server_protocol = await loop.create_datagram_endpoint(Packets, local_addr=("127.0.0.1", 0))
    address = server.get_extra_info("sockname")
    client, protocol = await loop.create_datagram_endpoint(Packets, remote_addr=address)
    for word in (b"one", b"two"):
        client.sendto(word)
    print(await protocol.got.get(), await protocol.got.get(), client.get_extra_info("peername") == address)
    try:
        client.sendto(b"x", ("127.0.0.1", 1))
    except ValueError as error:
        print(str(error).split(" (")[0])
    client.close()
    server.close()


class Buffered(asyncio.BufferedProtocol):
    def __init__(self):
        self.buffer = bytearray(8)
        self.parts = []
        self.over = asyncio.get_running_loop().create_future()

    def get_buffer(self, hint):
        return self.buffer

    def buffer_updated(self, count):
        self.parts.append(bytes(self.buffer[:count]))

    def connection_lost(self, error):
        self.over.set_result(b"".join(self.parts))


async def buffered():
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    transport, protocol = await loop.create_connection(Buffered, sock=ours)
    theirs.sendall(b"0123456789 and more than one buffer holds")
    theirs.close()
    print(await protocol.over, len(protocol.parts) > 3)


async def send_file():
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryFile() as file:
        file.write(b"0123456789" * 10000)
        file.flush()
        ours, theirs = socket.socketpair()
        theirs.setblocking(False)
        transport, _ = await loop.create_connection(asyncio.Protocol, sock=ours)

        async def receive(size):
            total = 0
            while total < size:
                total += len(await loop.sock_recv(theirs, 65536))
            return total
        print(await asyncio.gather(loop.sendfile(transport, file), receive(100000)))
        print(await asyncio.gather(loop.sendfile(transport, file, 5, 20), receive(20)))
        transport.close()
        theirs.close()


async def raw_sockets():
    loop = asyncio.get_running_loop()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    listening.setblocking(False)
    client = socket.socket()
    client.setblocking(False)
    (connection, _), _ = await asyncio.gather(loop.sock_accept(listening),
                                              loop.sock_connect(client, listening.getsockname()))
    big = b"x" * 1_000_000

    async def receive():
        total = 0
        buffer = bytearray(100_000)
        while total < len(big):
            total += await loop.sock_recv_into(connection, buffer)
        return total
    print(await asyncio.gather(loop.sock_sendall(client, big), receive()))
    waiting = asyncio.create_task(loop.sock_recv(connection, 10))
    await asyncio.sleep(0)
    waiting.cancel()
    try:
        await waiting
    except asyncio.CancelledError:
        print("cancelled")
    client.send(b"after")
    print(await loop.sock_recv(connection, 10))
    for sock in (client, connection, listening):
        sock.close()


async def readers_and_writers():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    a.setblocking(False)
    got = loop.create_future()
    loop.add_reader(a, lambda: got.done() or got.set_result(a.recv(10)))
    b.send(b"data")
    print(await got, loop.remove_reader(a), loop.remove_reader(a))
    ready = loop.create_future()
    loop.add_writer(a.fileno(), lambda: ready.done() or ready.set_result("room"))
    print(await ready, loop.remove_writer(a), loop.remove_writer(a))
    for wrong in (-1, "x"):
        try:
            loop.add_reader(wrong, print)
        except ValueError as error:
            print(error)
    with tempfile.TemporaryFile() as file:
        try:
            loop.add_reader(file, print)
        except PermissionError as error:
            print(error)
    a.close()
    b.close()


async def pipes():
    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()
    reader = asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, "rb"))
    out, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(writing, "wb"))
    out.write(b"through a pipe\n")
    print(await reader.readline())
    out.write(b"x" * 300_000)
    out.close()
    print(len(await reader.read()), reader.at_eof())
    transport.close()


async def main():
    for part in (tcp, serve_forever, udp, buffered, send_file, raw_sockets, readers_and_writers, pipes):
        print("--", part.__name__)
        await part()


asyncio.run(main())
