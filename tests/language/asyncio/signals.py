# Ctrl-C and signal handlers.
import asyncio
import os
import signal


async def interrupted():
    asyncio.get_running_loop().call_later(0.02, os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("cancelled")
        raise
    finally:
        await asyncio.sleep(0.001)
        print("cleanup may await")


try:
    asyncio.run(interrupted())
except KeyboardInterrupt:
    print("KeyboardInterrupt")


async def swallows():
    asyncio.get_running_loop().call_later(0.02, os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        return "returned all the same"


print(asyncio.run(swallows()), signal.getsignal(signal.SIGINT) is signal.default_int_handler)


async def computes():
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
    await asyncio.sleep(0)
    for _ in range(1000):
        await asyncio.sleep(0)
    return "not reached"


try:
    asyncio.run(computes())
except KeyboardInterrupt:
    print("KeyboardInterrupt in a busy loop")


async def handlers():
    loop = asyncio.get_running_loop()
    got = asyncio.Queue()
    loop.add_signal_handler(signal.SIGUSR1, got.put_nowait, "usr1")
    loop.add_signal_handler(signal.SIGTERM, got.put_nowait, "term")
    os.kill(os.getpid(), signal.SIGUSR1)
    print(await got.get())
    os.kill(os.getpid(), signal.SIGTERM)
    print(await got.get())
    print(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
    loop.remove_signal_handler(signal.SIGTERM)
    for wrong in ("x", 1000, signal.SIGKILL):
        try:
            loop.add_signal_handler(wrong, print)
        except (TypeError, ValueError, RuntimeError) as error:
            print(type(error).__name__, error)


asyncio.run(handlers())


async def two_interrupts():
    loop = asyncio.get_running_loop()
    loop.call_later(0.01, os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(100)


try:
    asyncio.run(two_interrupts())
except KeyboardInterrupt:
    print("the second one comes at once")


async def exits():
    raise SystemExit(3)


try:
    asyncio.run(exits())
except SystemExit as error:
    print("SystemExit", error.code)
