"""Processes with the interface of threads: true parallelism, no shared memory.

    process.py       Process: a call that runs in a process of its own; the beginning and end of a child
    popen.py         how a process is started: fork, or spawn (the interpreter starts itself again, spawn.py)
    context.py       what belongs to a start method; the functions of this module are the default context's
    connection.py    Pipe, Connection, Listener, Client, wait
    reduction.py     pickling for other processes
    queues.py        Queue, JoinableQueue, SimpleQueue
    synchronize.py   Lock, RLock, Semaphore, Condition, Event, Barrier
    sharedctypes.py  Value, Array; shared_memory.py: SharedMemory, ShareableList
    crew.py          worker processes and the thread that keeps them busy; pool.py: Pool on top of it
    managers.py      objects that live in a server process
    dummy/           the same interface with threads
"""

import sys

from . import context
from .context import AuthenticationError, BufferTooShort, ProcessError, TimeoutError

__all__ = [name for name in dir(context._default_context) if not name.startswith("_")]
globals().update((name, getattr(context._default_context, name)) for name in __all__ if name != "reducer")


def __getattr__(name):
    if name == "reducer":
        return context._default_context.reducer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if "__main__" in sys.modules:
    sys.modules["__mp_main__"] = sys.modules["__main__"]  # so that what a spawned child pickles is found here
