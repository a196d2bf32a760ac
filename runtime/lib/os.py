"""The operating system: files and folders, processes, the environment.

The calls themselves are in the module `posix`, written in C++; here they get their Python face: os.environ as a
mapping, walk() and makedirs() over the single steps, scandir() and its entries, os.path.
"""

import posix as _posix
import stat as _stat
import sys
from posix import *
from posix import _exit, _scandir
from io import open as _open_file  # os.open is the system call

import posixpath as path
from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

sys.modules["os.path"] = path

name = "posix"
linesep = "\n"
supports_bytes_environ = True
supports_dir_fd = supports_effective_ids = supports_fd = set()
supports_follow_symlinks = {stat}

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2

P_WAIT = 0
P_NOWAIT = P_NOWAITO = 1


def _get_exports_list(module):
    try:
        return list(module.__all__)
    except AttributeError:
        return [name for name in dir(module) if name[0] != "_"]


__all__ = ["altsep", "curdir", "pardir", "sep", "pathsep", "linesep", "defpath", "name", "path", "devnull", "SEEK_SET",
           "SEEK_CUR", "SEEK_END", "fsencode", "fsdecode", "get_exec_path", "fdopen", "extsep", "makedirs", "removedirs",
           "renames", "walk", "fwalk", "execl", "execle", "execlp", "execlpe", "execvp", "execvpe", "environ", "getenv",
           "environb", "getenvb", "PathLike", "DirEntry", "scandir", "popen", "fork", "_exit", "register_at_fork"]
__all__ += _get_exports_list(_posix)


# ------------------------------------------------------------------ names of files

def fsencode(filename):
    """A file name as bytes."""
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    """A file name as str."""
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


class _PathLikeMeta(type):
    # An abstract class with one hook; `abc` would make every program that imports os slower to start.
    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        if cls is PathLike and hasattr(subclass, "__fspath__"):
            return True
        return super().__subclasscheck__(subclass) or subclass in cls.__dict__.get("_registry", ())

    def register(cls, subclass):
        cls._registry = cls.__dict__.get("_registry", ()) + (subclass,)
        return subclass


class PathLike(metaclass=_PathLikeMeta):
    """An object that is a path: its __fspath__ gives a str or bytes."""

    __slots__ = ()

    def __fspath__(self):
        raise NotImplementedError

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


# ------------------------------------------------------------------ the environment

class _Environ:
    """os.environ: a mapping whose changes reach the process and its children."""

    def __init__(self, data, encode, decode):
        self._data = data
        self._encode = encode
        self._decode = decode

    def __getitem__(self, key):
        try:
            return self._decode(self._data[self._encode(key)])
        except KeyError:
            raise KeyError(key) from None

    def __setitem__(self, key, value):
        key, value = self._encode(key), self._encode(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encoded = self._encode(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        for key in list(self._data):
            yield self._decode(key)

    def __len__(self):
        return len(self._data)

    def __contains__(self, key):
        try:
            return self._encode(key) in self._data
        except TypeError:
            return False

    def __repr__(self):
        items = ", ".join(f"{key!r}: {value!r}" for key, value in self.items())
        return f"environ({{{items}}})"

    def __eq__(self, other):
        if isinstance(other, _Environ):
            return self._data == other._data
        return dict(self.items()) == other if isinstance(other, dict) else NotImplemented

    def __or__(self, other):
        if not hasattr(other, "keys"):
            return NotImplemented
        new = dict(self)
        new.update(other)
        return new

    def __ror__(self, other):
        if not hasattr(other, "keys"):
            return NotImplemented
        new = dict(other)
        new.update(self)
        return new

    def __ior__(self, other):
        self.update(other)
        return self

    def keys(self):
        return list(self)

    def values(self):
        return [self._decode(value) for value in list(self._data.values())]

    def items(self):
        return [(self._decode(key), self._decode(value)) for key, value in list(self._data.items())]

    def get(self, key, default=None):
        value = self._data.get(self._encode(key))
        return default if value is None else self._decode(value)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    _missing = object()

    def pop(self, key, default=_missing):
        try:
            value = self[key]
        except KeyError:
            if default is self._missing:
                raise
            return default
        del self[key]
        return value

    def popitem(self):
        for key in self:
            return key, self.pop(key)
        raise KeyError

    def update(self, other=(), /, **more):
        if hasattr(other, "keys"):
            for key in other.keys():
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
        for key, value in more.items():
            self[key] = value

    def clear(self):
        for key in self:
            del self[key]

    def copy(self):
        return dict(self.items())


def _encode_variable(value):
    if not isinstance(value, str):
        raise TypeError(f"str expected, not {type(value).__name__}")
    return value.encode("utf-8", "surrogateescape")


def _check_bytes(value):
    if not isinstance(value, bytes):
        raise TypeError(f"bytes expected, not {type(value).__name__}")
    return value


environ = _Environ(_posix.environ, _encode_variable, fsdecode)
environb = _Environ(environ._data, _check_bytes, bytes)


def getenv(key, default=None):
    return environ.get(key, default)


def getenvb(key, default=None):
    return environb.get(key, default)


def get_exec_path(env=None):
    if env is None:
        env = environ
    return env.get("PATH", defpath).split(pathsep)


# ------------------------------------------------------------------ folders

def makedirs(name, mode=0o777, exist_ok=False):
    """mkdir with the folders above it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass  # another process made it
        if tail == (curdir.encode() if isinstance(tail, bytes) else curdir):
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """rmdir, and the folders above it as long as they are empty."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


class DirEntry:
    """What scandir() gives: a name, and answers that mostly need no further system call."""

    __slots__ = ("name", "path", "_kind", "_stat", "_lstat")

    def __init__(self, name, full, kind):
        self.name = name
        self.path = full
        self._kind = kind
        self._stat = self._lstat = None

    def inode(self):
        return self.stat(follow_symlinks=False).st_ino

    def stat(self, *, follow_symlinks=True):
        if follow_symlinks and self.is_symlink():
            if self._stat is None:
                self._stat = stat(self.path)
            return self._stat
        if self._lstat is None:
            self._lstat = lstat(self.path)
        return self._lstat

    def _is(self, kind, mode, follow_symlinks):
        if self._kind not in (DT_UNKNOWN, DT_LNK) or (self._kind == DT_LNK and not follow_symlinks):
            return self._kind == kind
        try:
            return _stat.S_IFMT(self.stat(follow_symlinks=follow_symlinks).st_mode) == mode
        except FileNotFoundError:
            return False

    def is_dir(self, *, follow_symlinks=True):
        return self._is(DT_DIR, _stat.S_IFDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        return self._is(DT_REG, _stat.S_IFREG, follow_symlinks)

    def is_symlink(self):
        if self._kind == DT_UNKNOWN:
            return _stat.S_ISLNK(lstat(self.path).st_mode)
        return self._kind == DT_LNK

    def is_junction(self):
        return False

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


class _ScandirIterator:
    def __init__(self, folder):
        if folder is None:
            folder = "."
        found = _scandir(folder)
        if isinstance(folder, int):
            self._entries = iter([DirEntry(name, name, kind) for name, kind in found])
        else:
            folder = fspath(folder)
            self._entries = iter([DirEntry(name, path.join(folder, name), kind) for name, kind in found])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def scandir(path=None):
    """The entries of a folder, as DirEntry objects."""
    return _ScandirIterator(path)


def walk(top, topdown=True, onerror=None, followlinks=False):
    """(folder, names of its folders, names of its files) for `top` and everything below it."""
    sys.audit("os.walk", top, topdown, onerror, followlinks)
    stack = [fspath(top)]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            yield top
            continue
        dirs, nondirs, below = [], [], []
        try:
            entries = list(scandir(top))
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        for entry in entries:
            try:
                is_dir = entry.is_dir()
            except OSError:
                is_dir = False
            (dirs if is_dir else nondirs).append(entry.name)
            if not topdown and is_dir:
                try:
                    is_link = entry.is_symlink()
                except OSError:
                    is_link = False
                if followlinks or not is_link:
                    below.append(entry.path)
        if topdown:
            yield top, dirs, nondirs
            for name in reversed(dirs):
                new = path.join(top, name)
                if followlinks or not path.islink(new):
                    stack.append(new)
        else:
            stack.append((top, dirs, nondirs))
            stack.extend(reversed(below))


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None):
    """Like walk, with a descriptor of the folder as a fourth item, good until the next step."""
    sys.audit("os.fwalk", top, topdown, onerror, follow_symlinks, dir_fd)
    top = fspath(top)
    try:
        folder = open(top, O_RDONLY | O_NONBLOCK, dir_fd=dir_fd)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    try:
        if not follow_symlinks and path.islink(top):
            return
        dirs, nondirs = [], []
        with scandir(folder) as entries:
            for entry in entries:
                (dirs if entry.is_dir() else nondirs).append(fsencode(entry.name) if isinstance(top, bytes) else entry.name)
        if topdown:
            yield top, dirs, nondirs, folder
        for name in dirs:
            below = path.join(top, name)
            if follow_symlinks or not path.islink(below):
                yield from fwalk(below, topdown, onerror, follow_symlinks=follow_symlinks)
        if not topdown:
            yield top, dirs, nondirs, folder
    finally:
        close(folder)


# ------------------------------------------------------------------ descriptors and processes

def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    return _open_file(fd, mode, buffering, encoding, *args, **kwargs)


def _execvpe(file, args, env=None):
    run = (lambda name: execve(name, args, env)) if env is not None else (lambda name: execv(name, args))
    if path.dirname(file):
        run(file)
        return
    saved = None
    for folder in get_exec_path(env):
        try:
            run(path.join(folder, file))
        except (FileNotFoundError, NotADirectoryError) as error:
            last = error
        except OSError as error:
            last = error
            if saved is None:
                saved = error
    raise saved if saved is not None else last


def execl(file, *args):
    execv(file, args)


def execle(file, *args):
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    execvp(file, args)


def execlpe(file, *args):
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    _execvpe(file, args)


def execvpe(file, args, env):
    _execvpe(file, args, env)


def getlogin():
    name = environ.get("LOGNAME") or environ.get("USER")
    if name is None:
        raise OSError("no login name")
    return name


def popen(cmd, mode="r", buffering=-1):
    """A pipe to or from a shell command."""
    if not isinstance(cmd, str):
        raise TypeError(f"invalid cmd type ({type(cmd)}, expected string)")
    if mode not in ("r", "w"):
        raise ValueError(f"invalid mode {mode!r}")
    import subprocess
    if mode == "r":
        process = subprocess.Popen(cmd, shell=True, text=True, stdout=subprocess.PIPE, bufsize=buffering)
        return _Pipe(process.stdout, process)
    process = subprocess.Popen(cmd, shell=True, text=True, stdin=subprocess.PIPE, bufsize=buffering)
    return _Pipe(process.stdin, process)


class _Pipe:
    def __init__(self, stream, process):
        self._stream = stream
        self._process = process

    def close(self):
        self._stream.close()
        code = self._process.wait()
        if code == 0:
            return None
        return code << 8 if code > 0 else code

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)
