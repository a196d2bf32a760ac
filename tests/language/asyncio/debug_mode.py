# Debug mode: slow callbacks are named, calls are checked.
import asyncio
import logging
import threading
import time

records = []


class Keep(logging.Handler):
    def emit(self, record):
        records.append(record.getMessage())


logging.getLogger("asyncio").addHandler(Keep())
logging.getLogger("asyncio").propagate = False


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), loop.slow_callback_duration)
    loop.slow_callback_duration = 100
    records.clear()
    await asyncio.sleep(0)
    time.sleep(0.15)
    await asyncio.sleep(0)
    print(records)
    loop.slow_callback_duration = 0.1
    time.sleep(0.15)
    await asyncio.sleep(0)
    print(records[0].split(" ")[0:4], records[0].split(" ")[-3], records[0].endswith("seconds"))

    async def coroutine():
        pass
    for wrong in (lambda: loop.call_soon(coroutine), lambda: loop.call_later(0, 3),
                  lambda: loop.run_in_executor(None, coroutine)):
        try:
            wrong()
        except TypeError as error:
            print(str(error).split(", got")[0])
    caught = []

    def elsewhere():
        try:
            loop.call_soon(print)
        except RuntimeError as error:
            caught.append(str(error))
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    print(caught)
    handle = loop.call_later(100, print)
    print("created at" in repr(handle))
    handle.cancel()
    print(repr(handle)[:22], "created at" in repr(loop.create_future()))


asyncio.run(main(), debug=True)
