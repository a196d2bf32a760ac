"""Passwords asked for without showing them, and the name of the user."""

import io
import os
import sys
import warnings

__all__ = ["getpass", "getuser", "GetPassWarning"]


class GetPassWarning(UserWarning):
    pass


def getpass(prompt="Password: ", stream=None):
    """Asks at the terminal, with echo off where that is possible."""
    try:
        import termios
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except (ImportError, OSError):
        return fallback_getpass(prompt, stream)
    try:
        old = termios.tcgetattr(terminal)
        new = old[:]
        new[3] &= ~termios.ECHO
        termios.tcsetattr(terminal, termios.TCSAFLUSH, new)
        try:
            os.write(terminal, prompt.encode())
            typed = b""
            while not typed.endswith(b"\n"):
                more = os.read(terminal, 1024)
                if not more:
                    raise EOFError
                typed += more
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, old)
            os.write(terminal, b"\n")
        return typed[:-1].decode()
    finally:
        os.close(terminal)


def fallback_getpass(prompt="Password: ", stream=None):
    warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=2)
    stream = stream or sys.stderr
    print("Warning: Password input may be echoed.", file=stream)
    stream.write(str(prompt))
    stream.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix("\n")


unix_getpass = getpass


def getuser():
    """The user's name: from the environment, or else from the user database."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        user = os.environ.get(name)
        if user:
            return user
    import pwd
    return pwd.getpwuid(os.getuid())[0]
