# TCP echo over streams, server and clients in one loop: prints `echo seconds-per-round-trip`. One run in a process of its own:
# what a program meets that has just been started.
import asyncio
import time


async def echo(connections=50, turns=400):
    async def serve(reader, writer):
        while data := await reader.read(1000):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def client(port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        message = b"x" * 100
        for _ in range(turns):
            writer.write(message)
            await reader.readexactly(len(message))
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(*[client(port) for _ in range(connections)])
    server.close()
    return connections * turns


begin = time.perf_counter()
count = asyncio.run(echo())
print("echo", (time.perf_counter() - begin) / count)
