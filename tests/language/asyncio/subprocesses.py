# Child processes: output, input, return codes, signals, the end.
import asyncio
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT


async def main():
    process = await asyncio.create_subprocess_exec("/bin/echo", "hello", stdout=PIPE)
    print(await process.stdout.readline(), await process.wait(), process.returncode, process.stdin, process.stderr)
    process = await asyncio.create_subprocess_shell("cat; echo to stderr >&2; exit 3", stdin=PIPE, stdout=PIPE, stderr=PIPE)
    print(await process.communicate(b"through a child"), process.returncode)
    process = await asyncio.create_subprocess_shell("echo out; echo err >&2", stdout=PIPE, stderr=STDOUT)
    print(await process.communicate())
    process = await asyncio.create_subprocess_exec("/bin/sleep", "100")
    print(process.returncode, process.pid > 0)
    process.terminate()
    print(await process.wait() == -signal.SIGTERM)
    try:
        process.kill()
    except ProcessLookupError:
        print("ProcessLookupError")
    process = await asyncio.create_subprocess_exec("/bin/sleep", "100", stdout=DEVNULL)
    process.send_signal(signal.SIGKILL)
    print(await process.wait())
    processes = [await asyncio.create_subprocess_shell(f"sleep 0.0{n}; exit {n}") for n in (3, 1, 2)]
    print(await asyncio.gather(*[p.wait() for p in processes]))
    big = b"x" * 500_000
    process = await asyncio.create_subprocess_exec("/bin/cat", stdin=PIPE, stdout=PIPE)
    out, _ = await process.communicate(big)
    print(out == big)
    process = await asyncio.create_subprocess_exec("/bin/cat", stdin=PIPE, stdout=PIPE)
    process.stdin.write(b"line\n")
    await process.stdin.drain()
    print(await process.stdout.readline())
    process.stdin.close()
    await process.stdin.wait_closed()
    print(await process.wait())
    process = await asyncio.create_subprocess_exec("/bin/true", stdin=PIPE)
    print(await process.communicate(b"nobody reads this"))
    try:
        await asyncio.create_subprocess_exec("/nowhere/to/be/found")
    except FileNotFoundError as error:
        print(error)
    for wrong in (dict(text=True), dict(universal_newlines=True), dict(bufsize=5)):
        try:
            await asyncio.create_subprocess_shell("true", **wrong)
        except ValueError as error:
            print(error)
    process = await asyncio.create_subprocess_exec("/bin/sleep", "100")
    try:
        await asyncio.wait_for(process.wait(), 0.01)
    except TimeoutError:
        print("TimeoutError")
    process.kill()
    print(await process.wait())


asyncio.run(main())
