"""The kinds of work the table compares, and the ways of doing several pieces of it at once.

    python works.py KIND WAY [ADDRESS]      prints the seconds it took

Run under gilt and under CPython alike: each measurement is a process of its own. A Work is done in `pieces` equal pieces. One
piece is a plain function, do(piece); where waiting can be awaited there is a coroutine as well. The way decides how the pieces
are spread:

    sequential   one after another
    threads      a thread for each piece (a pool of them for the tiny tasks)
    processes    a pool with a process for each core; for each piece where pieces only wait
    coroutines   a task for each piece, in one event loop in one thread
"""

import asyncio
import atexit
import concurrent.futures
import multiprocessing
import os
import sqlite3
import sys
import tempfile
import threading
import time
import urllib.request


class Work:
    """What is done, in how many pieces. prepare() runs before the clock starts."""

    pieces = 4
    processes = os.cpu_count()

    def prepare(self, address):
        pass

    def inputs(self):
        return range(self.pieces)

    async def do_async(self, piece):
        return self.do(piece)  # nothing here can be awaited: coroutines take turns only where something is


class Computing(Work):
    """Adds up numbers: nothing to wait for, the GIL is never let go of one's own accord."""

    def do(self, piece):
        return sum(n & 7 for n in range(15_000_000))


class Sleeping(Work):
    """Waits for a clock, as for any slow partner."""

    pieces = processes = 8  # who only waits needs no core

    def do(self, piece):
        time.sleep(0.1)

    async def do_async(self, piece):
        await asyncio.sleep(0.1)


class Http(Work):
    """Asks a server on this machine that takes 0.1 s to answer."""

    pieces = processes = 8

    def prepare(self, address):
        self.host, self.port = address.split(":")

    def do(self, piece):
        with urllib.request.urlopen(f"http://{self.host}:{self.port}/{piece}") as answer:
            return len(answer.read())

    async def do_async(self, piece):
        reader, writer = await asyncio.open_connection(self.host, int(self.port))
        writer.write(f"GET /{piece} HTTP/1.0\r\nHost: {self.host}\r\n\r\n".encode())
        await writer.drain()
        answer = await reader.read()
        writer.close()
        return len(answer)


class Files(Work):
    """Writes a file to the disk for good and reads it again."""

    SIZE = 24 << 20

    def prepare(self, address):
        self.folder = tempfile.mkdtemp()
        atexit.register(os.rmdir, self.folder)
        self.data = os.urandom(1 << 20) * (self.SIZE >> 20)

    def do(self, piece):
        path = os.path.join(self.folder, str(piece))
        with open(path, "wb") as file:
            file.write(self.data)
            file.flush()
            os.fsync(file.fileno())
        with open(path, "rb") as file:
            size = len(file.read())
        os.unlink(path)
        return size


class Database(Work):
    """A heavy query, each in a database of its own in memory."""

    QUERY = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 400000) select sum(i * i % 7) from n"

    def do(self, piece):
        connection = sqlite3.connect(":memory:")
        (result,) = connection.execute(self.QUERY).fetchone()
        connection.close()
        return result


class BigData(Work):
    """Adds up long lists that were there before: little work on much data. Processes have to be sent all of it."""

    def prepare(self, address):
        self.lists = [list(range(4_000_000)) for _ in range(self.pieces)]

    def inputs(self):
        return self.lists

    def do(self, piece):
        return sum(piece)


class TinyTasks(Work):
    """Very many tasks that do next to nothing: what is measured is what handing one over costs."""

    pieces = 3000

    def do(self, piece):
        return piece + 1

    async def do_async(self, piece):
        await asyncio.sleep(0)
        return piece + 1


WORKS = {"computing": Computing, "sleeping": Sleeping, "HTTP": Http, "files": Files, "database": Database, "big data": BigData,
         "tiny tasks": TinyTasks}
WAYS = ("sequential", "threads", "processes", "coroutines")

_MANY = 100  # more pieces than this share the threads of a pool


def sequential(work):
    for piece in work.inputs():
        work.do(piece)


def threads(work):
    if work.pieces > _MANY:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for _ in pool.map(work.do, work.inputs()):
                pass
        return
    started = [threading.Thread(target=work.do, args=(piece,)) for piece in work.inputs()]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()


def processes(work):
    with multiprocessing.Pool(work.processes) as pool:
        pool.map(work.do, work.inputs(), chunksize=1)


def coroutines(work):
    async def main():
        await asyncio.gather(*(work.do_async(piece) for piece in work.inputs()))

    asyncio.run(main())


def measure(kind, way, address=None):
    """Seconds for one kind of work, done one way."""
    work = WORKS[kind]()
    work.prepare(address)
    begin = time.perf_counter()
    globals()[way](work)
    return time.perf_counter() - begin


if __name__ == "__main__":
    print(measure(*sys.argv[1:]))
