"""Paths as Windows has them, for computing with them anywhere. (On a POSIX system os.path is posixpath.)"""

import os  # first: genericpath and os import each other

from genericpath import *

__all__ = ["normcase", "isabs", "join", "splitdrive", "split", "splitext", "basename", "dirname", "commonprefix",
           "getsize", "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir", "isfile", "ismount",
           "expanduser", "expandvars", "normpath", "abspath", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep",
           "extsep", "devnull", "realpath", "supports_unicode_filenames", "relpath", "samefile", "sameopenfile",
           "samestat", "commonpath"]

curdir = "."
pardir = ".."
extsep = "."
sep = "\\"
pathsep = ";"
altsep = "/"
defpath = ".;C:\\bin"
devnull = "nul"
supports_unicode_filenames = True


def _words(path):
    """The separators in the type of the path: (backslash, slash, colon)."""
    return (b"\\", b"/", b":") if isinstance(path, bytes) else ("\\", "/", ":")


def normcase(s):
    s = os.fspath(s)
    back, slash, _ = _words(s)
    return s.replace(slash, back).lower()


def splitdrive(p):
    """("C:", rest), or for \\\\host\\share\\rest ("\\\\host\\share", "\\rest")."""
    p = os.fspath(p)
    back, slash, colon = _words(p)
    plain = p.replace(slash, back)
    if plain[:2] == back * 2:
        start = 8 if plain[:8].upper() == back * 2 + (b"?\\UNC\\" if isinstance(p, bytes) else "?\\UNC\\") else 2
        host = plain.find(back, start)
        if host == -1:
            return p, p[:0]
        share = plain.find(back, host + 1)
        return (p, p[:0]) if share == -1 else (p[:share], p[share:])
    if plain[1:2] == colon:
        return p[:2], p[2:]
    return p[:0], p


def isabs(s):
    s = os.fspath(s)
    back, slash, colon = _words(s)
    s = s[:3].replace(slash, back)
    return s.startswith(back) or s.startswith(colon + back, 1)


def join(path, *paths):
    path = os.fspath(path)
    back, slash, colon = _words(path)
    drive, rest = splitdrive(path)
    for each in map(os.fspath, paths):
        each_drive, each_rest = splitdrive(each)
        if each_rest[:1] in (back, slash) and each_rest:
            if each_drive or not drive:
                drive = each_drive
            rest = each_rest
            continue
        if each_drive and each_drive != drive:
            if each_drive.lower() != drive.lower():
                drive, rest = each_drive, each_rest
                continue
            drive = each_drive
        if rest and rest[-1:] not in (back, slash):
            rest += back
        rest += each_rest
    if rest and rest[:1] not in (back, slash) and drive and drive[-1:] != colon:
        return drive + back + rest
    return drive + rest


def split(p):
    p = os.fspath(p)
    back, slash, _ = _words(p)
    drive, rest = splitdrive(p)
    at = max(rest.rfind(back), rest.rfind(slash)) + 1
    head, tail = rest[:at], rest[at:]
    return drive + (head.rstrip(back + slash) or head), tail


def splitext(p):
    p = os.fspath(p)
    back, slash, _ = _words(p)
    dot = b"." if isinstance(p, bytes) else "."
    name = max(p.rfind(back), p.rfind(slash)) + 1
    at = p.rfind(dot)
    return (p[:at], p[at:]) if at > name and p[name:at].strip(dot) else (p, p[:0])


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def islink(path):
    return os.path.islink(path)


lexists = os.path.lexists


def ismount(path):
    drive, rest = splitdrive(os.fspath(path))
    return bool(drive) and rest in ("\\", "/")


def expanduser(path):
    path = os.fspath(path)
    if not path.startswith("~") or "USERPROFILE" not in os.environ:
        return path
    rest = path[1:]
    return os.environ["USERPROFILE"] + rest if rest[:1] in ("", "/", "\\") else path


def expandvars(path):
    import re
    path = os.fspath(path)
    return re.sub(r"%([^%]+)%|\$(\w+)|\$\{(\w+)\}",
                  lambda found: os.environ.get(found.group(1) or found.group(2) or found.group(3), found.group()), path)


def normpath(path):
    path = os.fspath(path)
    back, slash, _ = _words(path)
    dot, dots = (b".", b"..") if isinstance(path, bytes) else (".", "..")
    path = path.replace(slash, back)
    drive, rest = splitdrive(path)
    root = back if rest[:1] == back else rest[:0]
    names = []
    for name in rest.split(back):
        if not name or name == dot:
            continue
        if name == dots and names and names[-1] != dots:
            names.pop()
        elif name != dots or not root:
            names.append(name)
    return drive + root + back.join(names) or dot


def abspath(path):
    path = os.fspath(path)
    return normpath(path if isabs(path) else join(os.getcwd(), path))


realpath = abspath


def relpath(path, start=None):
    if not path:
        raise ValueError("no path specified")
    start_drive, start_rest = splitdrive(abspath(normpath(start or curdir)))
    drive, rest = splitdrive(abspath(normpath(path)))
    if normcase(start_drive) != normcase(drive):
        raise ValueError("path is on mount %r, start on mount %r" % (drive, start_drive))
    start_names = [name for name in start_rest.split(sep) if name]
    names = [name for name in rest.split(sep) if name]
    same = 0
    for a, b in zip(start_names, names):
        if normcase(a) != normcase(b):
            break
        same += 1
    return sep.join([pardir] * (len(start_names) - same) + names[same:]) or curdir


def commonpath(paths):
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    split_paths = [splitdrive(os.fspath(path).replace("/", "\\")) for path in paths]
    if len({rest[:1] == sep for _, rest in split_paths}) != 1:
        raise ValueError("Can't mix absolute and relative paths")
    if len({drive.lower() for drive, _ in split_paths}) != 1:
        raise ValueError("Paths don't have the same drive")
    lists = [[name for name in rest.split(sep) if name and name != curdir] for _, rest in split_paths]
    common = []
    for names in zip(*lists):
        if len({name.lower() for name in names}) != 1:
            break
        common.append(names[0])
    drive, rest = split_paths[0]
    return drive + (sep if rest[:1] == sep else "") + sep.join(common)
