"""The lines of several files, one after the other: those named on the command line, or standard input."""

import io
import os
import sys
from types import GenericAlias

__all__ = ["input", "close", "nextfile", "filename", "lineno", "filelineno", "fileno", "isfirstline", "isstdin",
           "FileInput", "hook_compressed", "hook_encoded"]

_state = None


def input(files=None, inplace=False, backup="", *, mode="r", openhook=None, encoding=None, errors=None):
    global _state
    if _state and _state._file:
        raise RuntimeError("input() already active")
    _state = FileInput(files, inplace, backup, mode=mode, openhook=openhook, encoding=encoding, errors=errors)
    return _state


def close():
    global _state
    state, _state = _state, None
    if state:
        state.close()


def _active():
    if not _state:
        raise RuntimeError("no active input()")
    return _state


def nextfile():
    return _active().nextfile()


def filename():
    return _active().filename()


def lineno():
    return _active().lineno()


def filelineno():
    return _active().filelineno()


def fileno():
    return _active().fileno()


def isfirstline():
    return _active().isfirstline()


def isstdin():
    return _active().isstdin()


class FileInput:
    """The lines of the files; with inplace, what is printed meanwhile becomes the new contents."""

    def __init__(self, files=None, inplace=False, backup="", *, mode="r", openhook=None, encoding=None, errors=None):
        if isinstance(files, (str, os.PathLike)):
            files = (os.fspath(files),)
        elif files is None:
            files = tuple(sys.argv[1:]) or ("-",)
        else:
            files = tuple(files)
        if mode not in ("r", "rb"):
            raise ValueError("FileInput opening mode must be 'r' or 'rb'")
        if openhook and inplace:
            raise ValueError("FileInput cannot use an opening hook in inplace mode")
        self._files = list(files)
        self._inplace, self._backup, self._mode, self._openhook = inplace, backup, mode, openhook
        self._encoding, self._errors = encoding, errors
        self._file = self._output = self._saved_stdout = self._filename = self._backup_name = None
        self._lineno = self._filelineno = 0
        self._isstdin = False

    def __del__(self):
        self.close()

    def close(self):
        try:
            self.nextfile()
        finally:
            self._files = []

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def nextfile(self):
        if self._saved_stdout:
            sys.stdout, self._saved_stdout = self._saved_stdout, None
        if self._output:
            self._output.close()
            self._output = None
        if self._file and not self._isstdin:
            self._file.close()
        self._file = None
        self._isstdin = False
        if self._backup_name and not self._backup:
            os.unlink(self._backup_name)
        self._backup_name = None

    def readline(self):
        while True:
            if self._file is None:
                if not self._files:
                    return b"" if "b" in self._mode else ""
                self._open(self._files.pop(0))
            line = self._file.readline()
            if line:
                self._lineno += 1
                self._filelineno += 1
                return line
            self.nextfile()

    def _open(self, name):
        self._filename = name
        self._filelineno = 0
        text = {} if "b" in self._mode else {"encoding": self._encoding, "errors": self._errors}
        if name == "-":
            self._filename = "<stdin>"
            self._file = sys.stdin.buffer if "b" in self._mode else sys.stdin
            self._isstdin = True
        elif self._inplace:
            self._backup_name = os.fspath(name) + (self._backup or ".bak")
            if os.path.exists(self._backup_name):
                os.unlink(self._backup_name)
            os.rename(name, self._backup_name)
            self._file = open(self._backup_name, self._mode, **text)
            self._output = open(name, "w" + self._mode[1:], **text)
            self._saved_stdout, sys.stdout = sys.stdout, self._output
        elif self._openhook:
            self._file = self._openhook(name, self._mode)
        else:
            self._file = open(name, self._mode, **text)

    def filename(self):
        return self._filename

    def lineno(self):
        return self._lineno

    def filelineno(self):
        return self._filelineno

    def fileno(self):
        return self._file.fileno() if self._file else -1

    def isfirstline(self):
        return self._filelineno == 1

    def isstdin(self):
        return self._isstdin

    __class_getitem__ = classmethod(GenericAlias)


def hook_compressed(filename, mode, *, encoding=None, errors=None):
    if os.path.splitext(filename)[1] == ".gz":
        import gzip
        stream = gzip.open(filename, mode)
        return stream if "b" in mode else io.TextIOWrapper(stream, encoding=encoding, errors=errors)
    return open(filename, mode, encoding=encoding, errors=errors)


def hook_encoded(encoding, errors=None):
    return lambda filename, mode: open(filename, mode, encoding=encoding, errors=errors)
