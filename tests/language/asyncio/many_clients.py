# A server with 2,000 clients at once: all are connected, then all are answered; some leave with a reset, some in the middle of
# a line, and nobody waits for ever.
import asyncio
import resource
import socket
import struct

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(5000, hard), hard))
CLIENTS = 2000
outcomes = {"line": 0, "half a line": 0, "reset": 0}
connected = 0


async def serve(reader, writer):
    try:
        line = await reader.readline()
        if line.endswith(b"\n"):
            writer.write(line.upper())
            await writer.drain()
            outcomes["line"] += 1
        else:
            outcomes["half a line"] += 1
    except ConnectionResetError:
        outcomes["reset"] += 1
    finally:
        writer.close()


async def client(number, address, everybody):
    global connected
    reader, writer = await asyncio.open_connection(*address)
    connected += 1
    if connected == CLIENTS:
        everybody.set()
    await everybody.wait()
    if number % 10 == 8:
        writer.write(b"half a li")
        writer.write_eof()
        answer = await reader.read() == b""
    elif number % 10 == 9:
        writer.write(b"never read")
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        answer = True
    else:
        writer.write(b"client %d\n" % number)
        answer = await reader.read() == b"CLIENT %d\n" % number
    writer.close()
    return answer


async def main():
    everybody = asyncio.Event()
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=CLIENTS)
    address = server.sockets[0].getsockname()
    answers = await asyncio.gather(*[client(number, address, everybody) for number in range(CLIENTS)])
    while sum(outcomes.values()) < CLIENTS:
        await asyncio.sleep(0.01)
    print(sum(answers), outcomes)
    server.close()
    await server.wait_closed()


asyncio.run(main())
