# Streams: lines, exact reads, limits, back-pressure, ends; TCP and Unix sockets.
import asyncio
import os
import socket
import tempfile


async def with_server(handler, client, **options):
    server = await asyncio.start_server(handler, "127.0.0.1", 0, **options)
    async with server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            return await client(reader, writer)
        finally:
            writer.close()
            await writer.wait_closed()


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(b"> " + line)
        await writer.drain()
    writer.write_eof()
    writer.close()


async def talk(reader, writer):
    print(writer.get_extra_info("peername")[0], writer.get_extra_info("nothing", "default"), writer.can_write_eof())
    writer.writelines([b"one\n", b"two\n"])
    print(await reader.readline(), await reader.readline())
    writer.write(b"half a line")
    writer.write_eof()
    print(await reader.readline(), await reader.read(), reader.at_eof(), await reader.read(5), await reader.readline())


async def speak(reader, writer):
    writer.write(b"0123456789|second|" + b"x" * 20 + b"\nline\nrest")
    writer.close()


async def read_in_all_ways(reader, writer):
    print(await reader.readexactly(4), await reader.read(2), await reader.readuntil(b"|"), await reader.readuntil(b"|"))
    print(await reader.readline(), [line async for line in reader], reader.at_eof())
    try:
        await reader.readexactly(3)
    except asyncio.IncompleteReadError as error:
        print(error, error.partial, error.expected)
    for wrong in (lambda: reader.readuntil(b""), lambda: reader.readexactly(-1)):
        try:
            await wrong()
        except ValueError as error:
            print(error)


async def incomplete(reader, writer):
    try:
        await reader.readexactly(1000)
    except asyncio.IncompleteReadError as error:
        print(error, len(error.partial))


async def nothing_found(reader, writer):
    try:
        await reader.readuntil(b"never")
    except asyncio.IncompleteReadError as error:
        print(error, len(error.partial), error.expected)


def limits():
    reader = asyncio.StreamReader(limit=8)
    async def run():
        reader.feed_data(b"0123456789abcdef\nnext\n")
        try:
            await reader.readuntil()
        except asyncio.LimitOverrunError as error:
            print(error, error.consumed)
        try:
            await reader.readline()
        except ValueError as error:
            print(error)
        print(await reader.readline())
        reader.feed_data(b"0123456789abcdef")
        try:
            await reader.readline()
        except ValueError as error:
            print(error)
        waiting = asyncio.create_task(reader.readexactly(5))
        await asyncio.sleep(0)
        try:
            await reader.read(1)
        except RuntimeError as error:
            print(error)
        reader.feed_data(b"xyz12")
        print(await waiting, repr(reader))
        reader.set_exception(OSError("broken"))
        for method in (reader.readline, reader.read, lambda: reader.readexactly(1)):
            try:
                await method()
            except OSError as error:
                print(error)
    return run()


async def flood():
    """A fast writer waits in drain() for a slow reader; nothing is lost."""
    size, pauses = 2_000_000, 0

    async def slow(reader, writer):
        total = 0
        while data := await reader.read(50_000):
            total += len(data)
            await asyncio.sleep(0.001)
        writer.write(str(total).encode())
        writer.close()

    async def fast(reader, writer):
        nonlocal pauses
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 10_000)  # or the system may take it all
        writer.transport.set_write_buffer_limits(high=10_000)
        sent = 0
        while sent < size:
            writer.write(b"x" * 100_000)
            sent += 100_000
            pauses += writer.transport.get_write_buffer_size() > 10_000
            await writer.drain()
        writer.write_eof()
        print(await reader.read(), pauses > 0, writer.transport.get_write_buffer_limits())
    await with_server(slow, fast)


async def unix():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        server = await asyncio.start_unix_server(echo, path)
        reader, writer = await asyncio.open_unix_connection(path)
        writer.write(b"over a path\n")
        print(await reader.readline())
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()
        try:
            await asyncio.open_unix_connection(path + "nowhere")
        except FileNotFoundError as error:
            print(type(error).__name__)


async def many_clients():
    async def shout(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()
    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async def client(n):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"client %d\n" % n)
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer == b"CLIENT %d\n" % n
    print(sum(await asyncio.gather(*[client(n) for n in range(100)])))
    server.close()
    await server.wait_closed()


async def main():
    await with_server(echo, talk)
    await with_server(speak, read_in_all_ways)
    await with_server(speak, incomplete)
    await with_server(speak, nothing_found)
    await limits()
    await flood()
    await unix()
    await many_clients()


asyncio.run(main())
