"""Paths as objects.

A path is its text, cut at the slashes: drive (always empty here), root, and parts. PurePath only computes with that text;
Path also asks the file system. PureWindowsPath understands Windows' rules, for computing with such paths anywhere.
"""

import fnmatch
import functools
import io
import ntpath
import os
import posixpath
import re
import sys
from collections.abc import Sequence
from errno import EBADF, ELOOP, ENOENT, ENOTDIR
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK
from urllib.parse import quote_from_bytes

__all__ = ["PurePath", "PurePosixPath", "PureWindowsPath", "Path", "PosixPath", "WindowsPath"]

# What "there is no such file" looks like to exists() and its kin.
_ABSENT = (ENOENT, ENOTDIR, EBADF, ELOOP)


def _is_absence(error):
    return error.errno in _ABSENT


class _Parents(Sequence):
    """The folders above a path, nearest first."""

    def __init__(self, path):
        self._path_class = type(path)
        self._drive, self._root, self._parts = path._drv, path._root, path._parts

    def __len__(self):
        return len(self._parts) - 1 if self._drive or self._root else len(self._parts)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if index >= len(self) or index < -len(self):
            raise IndexError(index)
        if index < 0:
            index += len(self)
        return self._path_class._from_parsed(self._drive, self._root, self._parts[:-index - 1])

    def __repr__(self):
        return f"<{self._path_class.__name__}.parents>"


class PurePath:
    """A path that is only text."""

    __slots__ = ("_drv", "_root", "_parts", "_str", "_hash", "_cparts")
    _flavour = posixpath

    def __new__(cls, *args):
        if cls is PurePath:
            cls = PurePosixPath
        drive, root, parts = cls._parse_args(args)
        return cls._from_parsed(drive, root, parts)

    def __reduce__(self):
        return self.__class__, tuple(self._parts)

    # --- from text to parts ---

    @classmethod
    def _split_root(cls, text):
        """(drive, root, rest). Two slashes at the start are a root of their own, three or more are one."""
        if not text.startswith("/"):
            return "", "", text
        rest = text.lstrip("/")
        return "", "//" if len(text) - len(rest) == 2 else "/", rest

    @classmethod
    def _parse_parts(cls, texts):
        """Only what follows the last root counts; under Windows its drive may stand further to the left."""
        drive = root = ""
        names = []
        remaining = [text for text in texts if text]
        while remaining and not (drive or root):
            drive, root, rest = cls._split_root(remaining.pop())
            names[:0] = [name for name in rest.split(cls._sep) if name and name != "."]
        while remaining and not drive:
            drive = cls._split_root(remaining.pop())[0]
        return drive, root, ([drive + root] if drive or root else []) + names

    @classmethod
    def _parse_args(cls, args):
        texts = []
        for arg in args:
            if isinstance(arg, PurePath):
                texts += arg._parts
            else:
                text = os.fspath(arg)
                if not isinstance(text, str):
                    raise TypeError("argument should be a str object or an os.PathLike object returning str, "
                                    f"not {type(text)!r}")
                texts.append(str(text))
        return cls._parse_parts(texts)

    @classmethod
    def _from_parsed(cls, drive, root, parts):
        self = object.__new__(cls)
        self._drv = drive
        self._root = root
        self._parts = parts
        return self

    _sep = "/"

    @staticmethod
    def _fold(text):
        """What is compared: case matters under POSIX."""
        return text

    # --- text ---

    def __str__(self):
        try:
            return self._str
        except AttributeError:
            parts = self._parts
            if self._drv or self._root:
                text = self._drv + self._root + self._sep.join(parts[1:])
            else:
                text = self._sep.join(parts)
            self._str = text or "."
            return self._str

    def __fspath__(self):
        return str(self)

    def as_posix(self):
        return str(self).replace(self._sep, "/")

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return f"{self.__class__.__name__}({self.as_posix()!r})"

    def as_uri(self):
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        return self._make_uri()

    def _make_uri(self):
        return "file://" + quote_from_bytes(bytes(self))

    # --- comparing ---

    @property
    def _compared(self):
        try:
            return self._cparts
        except AttributeError:
            self._cparts = [self._fold(part) for part in self._parts]
            return self._cparts

    def _is_alike(self, other):
        return isinstance(other, PurePath) and self._flavour is other._flavour

    def __eq__(self, other):
        if not self._is_alike(other):
            return NotImplemented
        return self._compared == other._compared

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(tuple(self._compared))
            return self._hash

    def __lt__(self, other):
        return self._compared < other._compared if self._is_alike(other) else NotImplemented

    def __le__(self, other):
        return self._compared <= other._compared if self._is_alike(other) else NotImplemented

    def __gt__(self, other):
        return self._compared > other._compared if self._is_alike(other) else NotImplemented

    def __ge__(self, other):
        return self._compared >= other._compared if self._is_alike(other) else NotImplemented

    # --- parts ---

    drive = property(lambda self: self._drv, doc="The drive, or an empty string.")
    root = property(lambda self: self._root, doc="The root of the path, if any.")

    @property
    def anchor(self):
        """Drive and root together."""
        return self._drv + self._root

    @property
    def parts(self):
        return tuple(self._parts)

    @property
    def name(self):
        """The last part."""
        parts = self._parts
        return "" if len(parts) == (1 if self._drv or self._root else 0) else parts[-1]

    @property
    def suffix(self):
        """The end of the name, from its last dot on."""
        name = self.name
        dot = name.rfind(".")
        return name[dot:] if 0 < dot < len(name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        if name.endswith("."):
            return []
        return ["." + suffix for suffix in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        """The name without its suffix."""
        name = self.name
        dot = name.rfind(".")
        return name[:dot] if 0 < dot < len(name) - 1 else name

    @property
    def parent(self):
        parts = self._parts
        if len(parts) == 1 and (self._drv or self._root):
            return self
        return self._from_parsed(self._drv, self._root, parts[:-1])

    @property
    def parents(self):
        return _Parents(self)

    # --- other paths ---

    def with_name(self, name):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        drive, root, parts = self._parse_parts((name,))
        if not name or name[-1] in (self._sep, "/") or drive or root or len(parts) != 1:
            raise ValueError(f"Invalid name {name!r}")
        return self._from_parsed(self._drv, self._root, self._parts[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if self._sep in suffix or "/" in suffix:
            raise ValueError(f"Invalid suffix {suffix!r}")
        if suffix and not suffix.startswith(".") or suffix == ".":
            raise ValueError("Invalid suffix %r" % suffix)
        name = self.name
        if not name:
            raise ValueError(f"{self!r} has an empty name")
        old = self.suffix
        name = name[:-len(old)] + suffix if old else name + suffix
        return self._from_parsed(self._drv, self._root, self._parts[:-1] + [name])

    def relative_to(self, *other):
        """This path as seen from another; ValueError if it is not below it."""
        if not other:
            raise TypeError("need at least one argument")
        base = type(self)(*other)
        count = len(base._parts)
        if base._compared != self._compared[:count] or (base._root and not self._root):
            raise ValueError(f"{str(self)!r} is not in the subpath of {str(base)!r}"
                             " OR one path is relative and the other is absolute.")
        return self._from_parsed("", "", self._parts[count:])

    def is_relative_to(self, *other):
        try:
            self.relative_to(*other)
            return True
        except ValueError:
            return False

    def joinpath(self, *args):
        drive, root, parts = self._parse_args(args)
        if root:
            if not drive and self._drv:
                drive, parts = self._drv, [self._drv + root] + parts[1:]
        elif not drive:
            drive, root, parts = self._drv, self._root, self._parts + parts
        elif self._fold(drive) == self._fold(self._drv):
            drive, root, parts = self._drv, self._root, self._parts + parts[1:]
        return self._from_parsed(drive, root, parts)

    def __truediv__(self, key):
        try:
            return self.joinpath(key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return type(self)(key).joinpath(self)
        except TypeError:
            return NotImplemented

    def is_absolute(self):
        return bool(self._root)

    def is_reserved(self):
        return False

    def match(self, path_pattern):
        """Whether the path, or its end if the pattern is relative, fits."""
        drive, root, wanted = self._parse_parts((self._fold(path_pattern),))
        if not wanted:
            raise ValueError("empty pattern")
        if drive and drive != self._fold(self._drv) or root and root != self._fold(self._root):
            return False
        parts = self._compared
        if drive or root:
            if len(wanted) != len(parts):
                return False
            wanted = wanted[1:]
        elif len(wanted) > len(parts):
            return False
        return all(fnmatch.fnmatchcase(part, pattern) for part, pattern in zip(reversed(parts), reversed(wanted)))

    def __class_getitem__(cls, type):
        return cls


os.PathLike.register(PurePath)


class PurePosixPath(PurePath):
    __slots__ = ()


class PureWindowsPath(PurePath):
    """Text with Windows' rules: drives, backslashes, case that does not matter."""

    __slots__ = ()
    _flavour = ntpath
    _sep = "\\"
    _RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
        device + digit for device in ("COM", "LPT") for digit in "123456789\xb9\xb2\xb3"}

    @classmethod
    def _split_root(cls, text):
        text = text.replace("/", "\\")
        drive, rest = ntpath.splitdrive(text)
        root = "\\" if rest.startswith("\\") or drive.startswith("\\\\") else ""
        return drive, root, rest.lstrip("\\")

    @staticmethod
    def _fold(text):
        return text.lower()

    def _make_uri(self):
        drive = self._drv
        if len(drive) == 2 and drive[1] == ":":
            rest = self.as_posix()[2:].lstrip("/")
            return "file:///" + drive + "/" + quote_from_bytes(rest.encode("utf-8"))
        return "file:" + quote_from_bytes(self.as_posix().encode("utf-8"))

    def is_absolute(self):
        return bool(self._root and self._drv)

    def is_reserved(self):
        if not self._parts or self._parts[0].startswith("\\\\"):
            return False
        name = self._parts[-1].partition(".")[0].partition(":")[0].rstrip(" ")
        return name.upper() in self._RESERVED


class Path(PurePath):
    """A path in the file system."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        drive, root, parts = cls._parse_args(args)
        if cls._flavour is not posixpath:
            raise NotImplementedError(f"cannot instantiate {cls.__name__!r} on your system")
        return cls._from_parsed(drive, root, parts)

    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        pass

    # --- where ---

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls("~").expanduser()

    def expanduser(self):
        if not (self._drv or self._root) and self._parts and self._parts[0][:1] == "~":
            home = os.path.expanduser(self._parts[0])
            if home[:1] == "~":
                raise RuntimeError("Could not determine home directory.")
            drive, root, parts = self._parse_parts((home,))
            return self._from_parsed(drive, root, parts + self._parts[1:])
        return self

    def absolute(self):
        """With the current folder before it, and nothing else changed."""
        if self.is_absolute():
            return self
        drive, root, parts = self._parse_parts([os.getcwd()] + self._parts)
        return self._from_parsed(drive, root, parts)

    def resolve(self, strict=False):
        """Absolute, without .. and symbolic links."""
        try:
            text = os.path.realpath(self, strict=strict)
        except OSError as e:
            if e.errno == ELOOP:
                raise RuntimeError("Symlink loop from %r" % e.filename) from None
            raise
        path = type(self)(text)
        if not strict:
            try:
                path.stat()
            except OSError as e:
                if e.errno == ELOOP:
                    raise RuntimeError("Symlink loop from %r" % e.filename) from None
        return path

    def samefile(self, other_path):
        mine = self.stat()
        try:
            other = other_path.stat()
        except AttributeError:
            other = self.__class__(other_path).stat()
        return os.path.samestat(mine, other)

    def readlink(self):
        return type(self)(os.readlink(self))

    # --- what is there ---

    def stat(self, *, follow_symlinks=True):
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        return self.stat(follow_symlinks=False)

    def _has_mode(self, test, follow=True):
        try:
            return test(self.stat(follow_symlinks=follow).st_mode)
        except OSError as e:
            if not _is_absence(e):
                raise
            return False
        except ValueError:  # a null character in the name
            return False

    def exists(self):
        return self._has_mode(lambda mode: True)

    def is_dir(self):
        return self._has_mode(S_ISDIR)

    def is_file(self):
        return self._has_mode(S_ISREG)

    def is_symlink(self):
        return self._has_mode(S_ISLNK, False)

    def is_block_device(self):
        return self._has_mode(S_ISBLK)

    def is_char_device(self):
        return self._has_mode(S_ISCHR)

    def is_fifo(self):
        return self._has_mode(S_ISFIFO)

    def is_socket(self):
        return self._has_mode(S_ISSOCK)

    def is_mount(self):
        return self.exists() and self.is_dir() and os.path.ismount(self)

    def owner(self):
        import pwd
        return pwd.getpwuid(self.stat().st_uid).pw_name

    def group(self):
        import grp
        return grp.getgrgid(self.stat().st_gid).gr_name

    # --- folders ---

    def iterdir(self):
        """The paths in this folder, in no order."""
        for name in os.listdir(self):
            yield self._child(name)

    def _child(self, name):
        return self._from_parsed(self._drv, self._root, self._parts + [name])

    def glob(self, pattern):
        """The paths below this one that fit; ** is any number of folders."""
        sys.audit("pathlib.Path.glob", self, pattern)
        if not pattern:
            raise ValueError("Unacceptable pattern: {!r}".format(pattern))
        drive, root, parts = self._parse_parts((pattern,))
        if drive or root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        if pattern[-1] == self._sep:
            parts.append("")
        return self._select(parts)

    def rglob(self, pattern):
        """The same with **/ before the pattern."""
        sys.audit("pathlib.Path.rglob", self, pattern)
        drive, root, parts = self._parse_parts((pattern,))
        if drive or root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        if pattern and pattern[-1] == self._sep:
            parts.append("")
        return self._select(["**"] + parts)

    def _select(self, parts):
        for part in parts:
            if "**" in part and part != "**":
                raise ValueError("Invalid pattern: '**' can only be an entire path component")
        if not self.is_dir():
            return iter(())
        return self._selected(parts)

    def _selected(self, parts):
        if not parts:
            yield self
            return
        first, rest = parts[0], parts[1:]
        if first == "**":
            seen = set()
            for folder in self._all_folders():
                for path in folder._selected(rest):
                    if rest.count("**") == 0:
                        yield path
                    elif path not in seen:
                        seen.add(path)
                        yield path
        elif first == "..":
            yield from self._child("..")._selected(rest)
        elif not any(c in first for c in "*?["):
            path = self._child(first) if first else self
            if path.is_dir() if rest or not first else path.exists():
                yield from path._selected(rest)
        else:
            try:
                with os.scandir(self) as entries:
                    entries = list(entries)
            except PermissionError:
                return
            matches = re.compile(fnmatch.translate(first)).match
            for entry in entries:
                if rest:
                    try:
                        if not entry.is_dir():
                            continue
                    except OSError as e:
                        if not _is_absence(e):
                            raise
                        continue
                if matches(entry.name):
                    yield from self._child(entry.name)._selected(rest)

    def _all_folders(self):
        """This folder and all below it, not going through symbolic links."""
        yield self
        try:
            with os.scandir(self) as entries:
                entries = list(entries)
        except PermissionError:
            return
        for entry in entries:
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
            except OSError as e:
                if not _is_absence(e):
                    raise
                continue
            if is_folder:
                yield from self._child(entry.name)._all_folders()

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        os.rmdir(self)

    # --- files ---

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        with self.open(mode="rb") as file:
            return file.read()

    def read_text(self, encoding=None, errors=None):
        with self.open(mode="r", encoding=io.text_encoding(encoding), errors=errors) as file:
            return file.read()

    def write_bytes(self, data):
        view = memoryview(data)
        with self.open(mode="wb") as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError("data must be str, not %s" % data.__class__.__name__)
        with self.open(mode="w", encoding=io.text_encoding(encoding), errors=errors, newline=newline) as file:
            return file.write(data)

    def touch(self, mode=0o666, exist_ok=True):
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                pass  # not there yet, or not ours
        flags = os.O_CREAT | os.O_WRONLY
        if not exist_ok:
            flags |= os.O_EXCL
        os.close(os.open(self, flags, mode))

    def unlink(self, missing_ok=False):
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        os.rename(self, target)
        return self.__class__(target)

    def replace(self, target):
        os.replace(self, target)
        return self.__class__(target)

    def symlink_to(self, target, target_is_directory=False):
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        os.link(target, self)

    def chmod(self, mode, *, follow_symlinks=True):
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def lchmod(self, mode):
        self.chmod(mode, follow_symlinks=False)


class PosixPath(Path, PurePosixPath):
    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    __slots__ = ()
