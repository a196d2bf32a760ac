# A blocked loop, in debug mode: who blocked it is named, with the place where it was made.
import asyncio
import functools
import logging
import re
import socket
import time


blocked = False


class Shown(logging.Handler):
    """Without times, and without places in the library; and only what was meant to be slow: on a busy machine, other callbacks are, too."""

    def emit(self, record):
        global blocked
        if not blocked:
            return
        blocked = False
        text = re.sub(r"took \d+\.\d+|when=\d+\.\d+", "TIME", record.getMessage())
        text = re.sub(r'(?:/usr/lib/python3\.\d+|<gilt>)/asyncio/\w+\.py:\d+', "LIBRARY", text)
        print(record.levelname, re.sub(r"[^ ]*/slow_callbacks\.py", "HERE", text))


logging.getLogger("asyncio").addHandler(Shown())
logging.getLogger("asyncio").propagate = False


def block():
    global blocked
    blocked = True
    time.sleep(0.15)


class Class:
    def method(self, *args):
        block()


async def step():
    block()


async def main():
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 0.1
    loop.call_soon(block)
    await asyncio.sleep(0.001)
    loop.call_soon(Class.method, 1, "x")
    await asyncio.sleep(0.001)
    loop.call_later(0.001, block)
    await asyncio.sleep(0.01)
    await asyncio.create_task(step(), name="named")
    await loop.create_task(step())
    loop.call_soon(functools.partial(block))
    await asyncio.sleep(0.001)
    task = loop.create_task(asyncio.sleep(0))
    block()
    await task
    a, b = socket.socketpair()
    loop.add_reader(a, lambda: (a.recv(10), block()))
    b.send(b"x")
    await asyncio.sleep(0.01)
    loop.remove_reader(a)
    a.close()
    b.close()

    def raises():
        block()
        raise ValueError(1)

    loop.set_exception_handler(lambda loop, context: print(sorted(context), repr(context["exception"])))
    loop.call_soon(raises)
    await asyncio.sleep(0.01)
    loop.slow_callback_duration = 100
    block()
    await asyncio.sleep(0)


asyncio.run(main(), debug=True)
