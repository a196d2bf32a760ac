"""Variables with a value for each context: for each thread, and for each task of an event loop.

A Context is a mapping from variables to values. Each thread has a current one; Context.run() makes another
current for the time of a call, and what the call sets is seen only there.
"""

from collections.abc import Mapping
from _contextvars import Context, ContextVar, Token, copy_context

__all__ = ("Context", "ContextVar", "Token", "copy_context")

Mapping.register(Context)
