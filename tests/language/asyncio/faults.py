# What goes wrong on connections: resets, half lines, refused connections, no descriptors, cancelled reads.
import asyncio
import errno
import os
import socket
import struct
import sys

if "limited" not in sys.argv:  # again, with few descriptors
    os.execv("/bin/sh", ["sh", "-c", 'ulimit -n 200; exec "$@"', "sh", *sys.orig_argv, "limited"])


def reset(writer):
    """Closes so that the other side sees a reset."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def connect(handler):
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    return server, reader, writer


async def peer_resets():
    async def handler(reader, writer):
        await reader.readline()
        reset(writer)
    server, reader, writer = await connect(handler)
    writer.write(b"hello\n")
    try:
        await reader.readline()
    except ConnectionResetError as error:
        print(type(error).__name__, error.errno == errno.ECONNRESET, reader.exception() is error)
    try:
        writer.write(b"x")
        await writer.drain()
    except ConnectionResetError as error:
        print("drain:", type(error).__name__)
    writer.close()
    try:
        await writer.wait_closed()
    except ConnectionResetError:
        print("wait_closed: ConnectionResetError")
    server.close()


async def half_a_line():
    async def handler(reader, writer):
        writer.write(b"half a li")
        writer.close()
    server, reader, writer = await connect(handler)
    print(await reader.readline(), await reader.readline())
    writer.close()
    server.close()


async def refused():
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    try:
        await asyncio.open_connection(*sock.getsockname())
    except ConnectionRefusedError as error:
        print(type(error).__name__, "Connect call failed" in str(error))
    sock.close()


async def in_use():
    server, reader, writer = await connect(lambda reader, writer: writer.close())
    try:
        await asyncio.start_server(print, *server.sockets[0].getsockname())
    except OSError as error:
        print(error.errno == errno.EADDRINUSE, "while attempting to bind" in str(error))
    writer.close()
    server.close()


async def cancelled_read():
    given_up = asyncio.Event()

    async def handler(reader, writer):
        await given_up.wait()
        writer.write(b"late\n")
        await reader.read()
        writer.close()
    server, reader, writer = await connect(handler)
    try:
        await asyncio.wait_for(reader.readline(), 0.01)
    except TimeoutError:
        given_up.set()
        print("timeout, then", await reader.readline())
    writer.close()
    server.close()


async def no_descriptors():
    """A server that cannot accept goes on when it can again."""
    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append(context["message"]))

    async def handler(reader, writer):
        writer.write(b"served\n")
        await writer.drain()
        writer.close()
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    clients = [socket.create_connection(server.sockets[0].getsockname()) for _ in range(3)]
    kept = []
    try:
        while True:
            kept.append(os.open("/dev/null", os.O_RDONLY))
    except OSError as error:
        print(error.errno == errno.EMFILE)
    while not reports:
        await asyncio.sleep(0.01)
    print(reports[:1])
    for fd in kept:
        os.close(fd)
    for client in clients:
        client.setblocking(False)
        print(await loop.sock_recv(client, 100))
        client.close()
    loop.set_exception_handler(None)
    server.close()


async def cancel_during_cleanup():
    steps = []

    async def worker():
        try:
            await asyncio.sleep(100)
        finally:
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                steps.append("cancelled in the cleanup")
                raise
            finally:
                steps.append("the end")
    task = asyncio.create_task(worker())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print(steps, task.cancelling())


async def timeout_races():
    """A result that comes in the same turn as the timeout is not lost."""
    loop = asyncio.get_running_loop()
    outcomes = []
    for _ in range(20):
        future = loop.create_future()
        when = loop.time() + 0.002
        loop.call_at(when, future.set_result, "result")
        try:
            async with asyncio.timeout_at(when):
                outcomes.append(await future)
        except TimeoutError:
            outcomes.append("timeout")
    print(set(outcomes) <= {"result", "timeout"}, asyncio.current_task().cancelling())


async def main():
    for part in (peer_resets, half_a_line, refused, in_use, cancelled_read, no_descriptors,
                 cancel_during_cleanup, timeout_races):
        print("--", part.__name__)
        await part()


asyncio.run(main())
