"""Calls that would block the loop, moved to a thread."""

import contextvars
import functools
from asyncio import events

__all__ = ("to_thread",)


async def to_thread(func, /, *args, **kwargs):
    """Calls a function in a thread, in a copy of the current context, and waits for its result."""
    call = functools.partial(contextvars.copy_context().run, func, *args, **kwargs)
    return await events.get_running_loop().run_in_executor(None, call)
