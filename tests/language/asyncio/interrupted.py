# Ctrl-C from outside, while the loop waits in the system: main is cancelled, every finally runs, nothing hangs.
import asyncio
import os
import signal
import subprocess
import sys
import threading
import time


def interrupt_when_told():
    """A process of its own sends the signal, 0.1 s after its standard input is closed."""
    return subprocess.Popen(["/bin/sh", "-c", f"read told; sleep 0.1; kill -INT {os.getpid()}"], stdin=subprocess.PIPE)


async def tidy(name, body):
    sender.stdin.close()
    try:
        return await body
    except asyncio.CancelledError:
        print("cancelled:", name)
        raise
    finally:
        await asyncio.sleep(0.001)
        print("tidy:", name)


def outcome(main):
    global sender
    sender = interrupt_when_told()
    begin = time.monotonic()
    try:
        print("gave", asyncio.run(main()))
    except KeyboardInterrupt as error:
        print("KeyboardInterrupt", error.args)
    print(time.monotonic() - begin < 40, signal.getsignal(signal.SIGINT) is signal.default_int_handler)
    sender.wait()


async def in_sleep():
    await tidy("sleep", asyncio.sleep(100))


async def in_read():
    async def silent(reader, writer):
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            await tidy("read", reader.readline())
        finally:
            writer.close()


async def with_others():
    """Main first; the others when main has ended."""
    others = [asyncio.create_task(tidy(name, asyncio.sleep(100))) for name in ("another", "another")]
    try:
        await tidy("main", asyncio.Event().wait())
    finally:
        print("others done:", [other.done() for other in others])


async def in_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(tidy("child", asyncio.sleep(100)))
        await asyncio.sleep(0)


async def in_subprocess():
    process = await asyncio.create_subprocess_exec("/bin/sleep", "100")
    try:
        await tidy("process", process.wait())
    finally:
        process.kill()
        print(await process.wait())


async def handled():
    got = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, got.set)
    sender.stdin.close()
    await got.wait()
    return "a handler of its own"


for main in (in_sleep, in_read, with_others, in_group, in_subprocess, handled):
    print("--", main.__name__)
    outcome(main)
