"""Operations on path names, as POSIX writes them: the module that os.path is.

Nothing here but exists() and its kin looks at the file system; a path is text (or bytes) cut at slashes.
"""

# First of all: `os`, which is imported below, takes these from here.
curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = False

import genericpath as _generic
import os
from genericpath import (
    commonprefix, exists, getatime, getctime, getmtime, getsize, isdir, isfile, lexists, islink, samefile, sameopenfile,
    samestat)

__all__ = ["normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename", "dirname",
           "commonprefix", "getsize", "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir",
           "isfile", "ismount", "expanduser", "expandvars", "normpath", "abspath", "samefile", "sameopenfile",
           "samestat", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull", "realpath",
           "supports_unicode_filenames", "relpath", "commonpath", "isjunction"]


def _sep(path):
    return b"/" if isinstance(path, bytes) else "/"


def normcase(s):
    return os.fspath(s)


def isabs(s):
    s = os.fspath(s)
    return s.startswith(_sep(s))


def join(a, *p):
    """The parts with a slash between them; an absolute part throws away what came before."""
    a = os.fspath(a)
    sep = _sep(a)
    path = a
    try:
        for b in map(os.fspath, p):
            if b.startswith(sep):
                path = b
            elif not path or path.endswith(sep):
                path += b
            else:
                path += sep + b
    except (TypeError, AttributeError, BytesWarning):
        _generic._check_arg_types("join", a, *p)
        raise
    return path


def split(p):
    """(head, tail): tail is what stands behind the last slash."""
    p = os.fspath(p)
    sep = _sep(p)
    i = p.rfind(sep) + 1
    head, tail = p[:i], p[i:]
    if head and head != sep * len(head):
        head = head.rstrip(sep)
    return head, tail


def splitext(p):
    """(root, extension): the extension starts at the last dot that is not the first character of the name."""
    p = os.fspath(p)
    dot = b"." if isinstance(p, bytes) else "."
    name = p.rfind(_sep(p)) + 1
    i = p.rfind(dot)
    if i > name and p[name:i].strip(dot):
        return p[:i], p[i:]
    return p, p[:0]


def splitdrive(p):
    p = os.fspath(p)
    return p[:0], p


def splitroot(p):
    p = os.fspath(p)
    sep = _sep(p)
    if p[:1] != sep:
        return p[:0], p[:0], p
    if p[1:2] != sep or p[2:3] == sep:
        return p[:0], sep, p[1:]
    return p[:0], p[:2], p[2:]


def basename(p):
    p = os.fspath(p)
    return p[p.rfind(_sep(p)) + 1:]


def dirname(p):
    return split(p)[0]


def isjunction(path):
    os.fspath(path)
    return False


def ismount(path):
    try:
        own = os.lstat(path)
        if islink(path):
            return False
        parent = os.lstat(realpath(join(path, b".." if isinstance(path, bytes) else "..")))
    except (OSError, ValueError):
        return False
    return own.st_dev != parent.st_dev or own.st_ino == parent.st_ino


def expanduser(path):
    """~ and ~user at the start become that user's home."""
    path = os.fspath(path)
    is_bytes = isinstance(path, bytes)
    text = os.fsdecode(path)
    if not text.startswith("~"):
        return path
    end = text.find("/", 1)
    if end < 0:
        end = len(text)
    if end == 1:
        home = os.environ.get("HOME") or "/root"
    else:
        home = _home_of(text[1:end])
        if home is None:
            return path
    text = (home.rstrip("/") + text[end:]) or "/"
    return os.fsencode(text) if is_bytes else text


def _home_of(user):
    try:
        with open("/etc/passwd") as accounts:
            for line in accounts:
                fields = line.split(":")
                if fields[0] == user and len(fields) > 5:
                    return fields[5]
    except OSError:
        pass
    return None


def expandvars(path):
    """$name and ${name} become the environment variable's value; unknown ones stay."""
    path = os.fspath(path)
    is_bytes = isinstance(path, bytes)
    text = os.fsdecode(path)
    out = []
    i = 0
    while i < len(text):
        if text[i] != "$":
            out.append(text[i])
            i += 1
            continue
        if text[i + 1:i + 2] == "{":
            end = text.find("}", i)
            name = text[i + 2:end] if end >= 0 else ""
            stop = end + 1
        else:
            stop = i + 1
            while stop < len(text) and (text[stop] == "_" or text[stop].isascii() and text[stop].isalnum()):
                stop += 1
            name = text[i + 1:stop]
        if name and name in os.environ:
            out.append(os.environ[name])
            i = stop
        else:
            out.append("$")
            i += 1
    text = "".join(out)
    return os.fsencode(text) if is_bytes else text


def normpath(path):
    """Without empty parts, `.` and, where it can be told from the text alone, `..`."""
    path = os.fspath(path)
    sep = _sep(path)
    dot, dotdot = (b".", b"..") if isinstance(path, bytes) else (".", "..")
    _, root, rest = splitroot(path)
    parts = []
    for part in rest.split(sep):
        if not part or part == dot:
            continue
        if part != dotdot or (not root and not parts) or (parts and parts[-1] == dotdot):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + sep.join(parts) or dot


def abspath(path):
    path = os.fspath(path)
    if not isabs(path):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """The absolute path without symbolic links."""
    filename = os.fspath(filename)
    is_bytes = isinstance(filename, bytes)
    path = os.fsdecode(filename)
    rest = [part for part in reversed(path.split("/")) if part]
    result = "/" if path.startswith("/") else os.getcwd()
    seen = {}
    while rest:
        part = rest.pop()
        if part == ".":
            continue
        if part == "..":
            result = dirname(result)
            continue
        step = join(result, part)
        try:
            target = os.readlink(step)
        except OSError:
            if strict:
                os.lstat(step if path.startswith("/") else relpath(step))
            result = step
            continue
        if seen.get(step, 0) > 40:
            if strict:
                os.stat(step)
            result = step
            continue
        seen[step] = seen.get(step, 0) + 1
        if target.startswith("/"):
            result = "/"
        rest.extend(part for part in reversed(target.split("/")) if part)
    return os.fsencode(result) if is_bytes else result


def relpath(path, start=None):
    if not path:
        raise ValueError("no path specified")
    path = os.fspath(path)
    sep = _sep(path)
    curdir, pardir = (b".", b"..") if isinstance(path, bytes) else (".", "..")
    start = curdir if start is None else os.fspath(start)
    start_parts = [part for part in abspath(start).split(sep) if part]
    path_parts = [part for part in abspath(path).split(sep) if part]
    common = len(commonprefix([start_parts, path_parts]))
    parts = [pardir] * (len(start_parts) - common) + path_parts[common:]
    return sep.join(parts) or curdir


def commonpath(paths):
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    sep = _sep(paths[0])
    curdir = b"." if isinstance(paths[0], bytes) else "."
    try:
        split_paths = [path.split(sep) for path in paths]
        absolute = {path[:1] == sep for path in paths}
    except (TypeError, AttributeError):
        _generic._check_arg_types("commonpath", *paths)
        raise
    if len(absolute) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    split_paths = [[part for part in parts if part and part != curdir] for parts in split_paths]
    common = commonprefix(split_paths)
    return (sep if absolute.pop() else sep[:0]) + sep.join(common)
