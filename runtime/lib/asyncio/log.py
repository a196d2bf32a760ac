"""The logger `asyncio`, through which everything is said that nobody asked for.

logging is imported when there is something to say: most programs never hear of it.
"""


def __getattr__(name):
    if name != "logger":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import logging

    return logging.getLogger("asyncio")


def error(message, *args, exc_info=None):
    import logging

    logging.getLogger("asyncio").error(message, *args, exc_info=exc_info)


def warning(message, *args):
    import logging

    logging.getLogger("asyncio").warning(message, *args)


def debug(message, *args):
    import sys

    if "logging" in sys.modules:  # else nobody can have asked to see it
        sys.modules["logging"].getLogger("asyncio").debug(message, *args)
