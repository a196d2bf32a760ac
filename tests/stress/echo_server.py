# An echo server under load. The server has a loop in one thread, its clients one in another; most of them talk properly, others
# send without reading, give up in the middle, reset the connection, or are cancelled. Promises: every byte comes back, in order;
# nobody hangs; at the end no connection, task or descriptor is left, and memory has not grown with the number of connections.

import asyncio
import gc
import os
import random
import resource
import socket
import struct
import sys
import threading
import time

CLIENTS = 50
PATIENCE = 60  # seconds after which somebody is taken to hang

served = {"connections": 0, "now": 0, "bytes": 0}


async def serve(reader, writer):
    served["connections"] += 1
    served["now"] += 1
    try:
        while data := await reader.read(4096):
            served["bytes"] += len(data)
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
        served["now"] -= 1


async def talk(reader, writer, dice):
    for _ in range(dice.randrange(1, 30)):
        message = dice.randbytes(dice.choice((1, 100, 5000)))
        writer.write(message)
        assert await reader.readexactly(len(message)) == message


async def lines(reader, writer, dice):
    """Many lines at once, and back in pieces."""
    sent = [b"%d\n" % dice.randrange(10**dice.randrange(1, 50)) for _ in range(50)]
    writer.writelines(sent)
    for line in sent:
        assert await reader.readline() == line


async def flood(reader, writer, dice):
    """More than fits anywhere: both sides have to wait for each other."""
    size = 300_000

    async def send():
        for _ in range(size // 10_000):
            writer.write(b"x" * 10_000)
            await writer.drain()
        writer.write_eof()

    async def receive():
        total = 0
        while data := await reader.read(50_000):
            total += len(data)
            await asyncio.sleep(0)
        return total

    _, total = await asyncio.gather(send(), receive())
    assert total == size, total


async def reset(reader, writer, dice):
    writer.write(b"x" * dice.randrange(100_000))
    if dice.random() < 0.5:
        await reader.read(10)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def gives_up(reader, writer, dice):
    """Waits for what never comes; its time is up, and the connection is good for more."""
    for _ in range(3):
        try:
            async with asyncio.timeout(dice.random() / 100):
                await reader.readexactly(10)
            raise AssertionError("data from nowhere")
        except TimeoutError:
            pass
    writer.write(b"still here")
    assert await reader.readexactly(10) == b"still here"


async def cancelled(reader, writer, dice):
    task = asyncio.create_task(talk(reader, writer, dice))
    await asyncio.sleep(dice.random() / 1000)
    task.cancel()
    await asyncio.wait([task])


async def client(address, dice, end):
    rounds = 0
    while time.monotonic() < end:
        what = dice.choice((talk, talk, talk, lines, flood, reset, gives_up, cancelled))
        reader, writer = await asyncio.open_connection(*address)
        try:
            await asyncio.wait_for(what(reader, writer, dice), PATIENCE)
        finally:
            writer.close()
            try:
                await writer.wait_closed()
            except ConnectionError:
                pass
        rounds += 1
    return rounds


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    ready = threading.Event()
    results = {}

    async def server():
        stop = asyncio.Event()
        results["stop"] = lambda: loop.call_soon_threadsafe(stop.set)
        loop = asyncio.get_running_loop()
        problems = results["problems"] = []
        loop.set_exception_handler(lambda loop, context: problems.append(context))
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
            results["address"] = listening.sockets[0].getsockname()
            ready.set()
            await stop.wait()
            limit = time.monotonic() + PATIENCE
            while served["now"] and time.monotonic() < limit:
                await asyncio.sleep(0.01)
        assert served["now"] == 0, served
        await asyncio.sleep(0.05)
        assert len(asyncio.all_tasks()) == 1, asyncio.all_tasks()

    async def clients(end):
        tasks = [client(results["address"], random.Random(n), end) for n in range(CLIENTS)]
        return sum(await asyncio.gather(*tasks))

    asyncio.run(asyncio.sleep(0))
    before = descriptors()
    thread = threading.Thread(target=asyncio.run, args=(server(),))
    thread.start()
    assert ready.wait(PATIENCE)
    begin = time.monotonic()
    rounds = asyncio.run(clients(begin + seconds / 4))  # the memory that it takes
    gc.collect()
    settled = memory()
    rounds += asyncio.run(clients(begin + seconds))
    results["stop"]()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    gc.collect()
    assert not results["problems"], results["problems"][:3]
    assert served["connections"] == rounds, (served, rounds)
    assert descriptors() == before, (before, descriptors())
    assert memory() < settled * 1.5 + 300, (settled, memory())  # a sanitizer keeps 256 MB of what was freed
    return served["bytes"] > 0


print(main())
