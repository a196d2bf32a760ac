# The loop's calls for sockets by hand, and for names.
import asyncio
import os
import socket
import tempfile


def pair(kind=socket.SOCK_STREAM):
    ends = socket.socketpair(socket.AF_UNIX, kind)
    for end in ends:
        end.setblocking(False)
    return ends


async def receiving():
    loop = asyncio.get_running_loop()
    a, b = pair()
    buffer = bytearray(10)
    waiting = asyncio.create_task(loop.sock_recv(a, 100))
    await asyncio.sleep(0)
    await loop.sock_sendall(b, b"hello")
    print(await waiting)
    await loop.sock_sendall(b, b"into")
    print(await loop.sock_recv_into(a, buffer), bytes(buffer))
    await loop.sock_sendall(b, memoryview(b"view")[1:])
    print(await loop.sock_recv_into(a, memoryview(buffer)[4:]), bytes(buffer))
    await loop.sock_sendall(b, b"")
    b.close()
    print(await loop.sock_recv(a, 100), await loop.sock_recv_into(a, buffer))
    try:
        await loop.sock_sendall(a, b"nobody is there")
    except BrokenPipeError as error:
        print(type(error).__name__)
    a.close()


async def packets():
    loop = asyncio.get_running_loop()
    ends = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
    for end in ends:
        end.setblocking(False)
        end.bind(("127.0.0.1", 0))
    a, b = ends
    waiting = asyncio.create_task(loop.sock_recvfrom(b, 100))
    await asyncio.sleep(0)
    print(await loop.sock_sendto(a, b"packet", b.getsockname()))
    data, address = await waiting
    print(data, address == a.getsockname())
    await loop.sock_sendto(b, b"back", address)
    buffer = bytearray(8)
    count, address = await loop.sock_recvfrom_into(a, buffer)
    print(count, bytes(buffer), address == b.getsockname())
    await loop.sock_sendto(b, b"too long a packet", address=a.getsockname())
    print((await loop.sock_recvfrom_into(a, buffer, 3))[0], bytes(buffer))
    for end in ends:
        end.close()


async def connecting():
    loop = asyncio.get_running_loop()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.setblocking(False)
    client = socket.socket()
    client.setblocking(False)
    accepting = asyncio.create_task(loop.sock_accept(listening))
    await loop.sock_connect(client, listening.getsockname())
    connection, address = await accepting
    print(address == client.getsockname(), connection.gettimeout(), client.getpeername() == listening.getsockname())
    for each in (listening, connection, client):
        each.close()
    silent, refused = socket.socket(), socket.socket()
    silent.bind(("127.0.0.1", 0))  # and does not listen
    refused.setblocking(False)
    try:
        await loop.sock_connect(refused, silent.getsockname())
    except ConnectionRefusedError as error:
        print(type(error).__name__, str(error).split("] ")[1].startswith("Connect call failed"))
    refused.close()
    silent.close()


async def back_pressure():
    """sock_sendall waits while the other side does not read."""
    loop = asyncio.get_running_loop()
    a, b = pair()
    big = bytes(range(256)) * 8000
    sending = asyncio.create_task(loop.sock_sendall(a, big))
    await asyncio.sleep(0.01)
    print(sending.done())
    parts = []
    while sum(map(len, parts)) < len(big):
        parts.append(await loop.sock_recv(b, 100_000))
    await sending
    print(b"".join(parts) == big, len(parts) > 1)
    sending = asyncio.create_task(loop.sock_sendall(a, big))
    await asyncio.sleep(0)
    sending.cancel()
    print((await asyncio.gather(sending, return_exceptions=True))[0].__class__.__name__)
    a.close()
    b.close()


async def files():
    loop = asyncio.get_running_loop()
    a, b = pair()
    with tempfile.TemporaryFile() as file:
        file.write(b"0123456789")
        file.flush()
        print(await loop.sock_sendfile(a, file), await loop.sock_recv(b, 100), file.tell())
        print(await loop.sock_sendfile(a, file, 2, 5), await loop.sock_recv(b, 100), file.tell())
        print(await loop.sock_sendfile(a, file, 100))
        for wrong in (dict(offset=-1), dict(count=0), dict(offset="x"), dict(count="x")):
            try:
                await loop.sock_sendfile(a, file, **wrong)
            except (TypeError, ValueError) as error:
                print(type(error).__name__, error)
    with tempfile.TemporaryFile("w+") as file:
        try:
            await loop.sock_sendfile(a, file)
        except ValueError as error:
            print(error)
    a.close()
    b.close()


async def names():
    loop = asyncio.get_running_loop()
    for family, kind, proto, canonical, address in await loop.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM):
        print(family, kind, proto, canonical, address)
    print(len(await loop.getaddrinfo("localhost", None, family=socket.AF_INET, type=socket.SOCK_DGRAM)))
    try:
        await loop.getaddrinfo("no.such.host.invalid", 80)
    except socket.gaierror as error:
        print(type(error).__name__, error.errno < 0)
    print(await loop.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))


async def watching():
    """Readers and writers of descriptors of every kind; what they say when it is none."""
    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()
    seen = []
    loop.add_reader(reading, lambda: seen.append(os.read(reading, 100)))
    os.write(writing, b"one")
    await asyncio.sleep(0.01)
    loop.add_reader(reading, lambda text: seen.append((text, os.read(reading, 100))), "replaced")
    os.write(writing, b"two")
    await asyncio.sleep(0.01)
    print(seen, loop.remove_reader(reading), loop.remove_reader(reading), loop.remove_writer(reading))
    # In one turn both sides of a socket may be ready.
    a, b = pair()
    sides = []
    loop.add_reader(a, lambda: (sides.append("reader"), loop.remove_reader(a)))
    loop.add_writer(a, lambda: (sides.append("writer"), loop.remove_writer(a)))
    b.send(b"x")
    await asyncio.sleep(0.01)
    print(sorted(sides))
    # The other end is gone: readable, and read gives nothing.
    loop.add_reader(a, lambda: (sides.append(a.recv(100)), a.recv(100) or loop.remove_reader(a)))
    b.close()
    await asyncio.sleep(0.01)
    print(sides[-1], loop.remove_reader(a))
    for wrong in (-1, "text", None, 3.5):
        try:
            loop.add_reader(wrong, print)
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
    a.close()
    os.close(writing)
    os.close(reading)
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    fd = transport.get_extra_info("socket").fileno()
    for watch in (loop.add_reader, loop.add_writer, lambda fd, _: loop.remove_reader(fd), lambda fd, _: loop.remove_writer(fd)):
        try:
            watch(fd, print)
        except RuntimeError as error:
            print(str(error).replace(str(fd), "FD").split(" <")[0])
    transport.close()


async def main():
    for part in (receiving, packets, connecting, back_pressure, files, names, watching):
        print("--", part.__name__)
        await part()


asyncio.run(main())
