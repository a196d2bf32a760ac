"""Files by pattern: glob('*.py'), glob('src/**/*.cpp', recursive=True). Names that begin with a dot only match patterns that
do."""

import fnmatch
import os

__all__ = ["escape", "glob", "iglob"]

_MAGIC = "*?["


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """All paths that fit the pattern."""
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The same, one by one."""
    pathname = os.fspath(pathname)
    root_dir = os.fspath(root_dir) if root_dir is not None else ""
    found = _iglob(pathname, root_dir, recursive, False, include_hidden)
    for path in found:
        if path:  # '**' also fits nothing at all
            yield path


def has_magic(s):
    return any(c in s for c in _MAGIC)


def _iglob(pathname, root_dir, recursive, only_folders, include_hidden):
    folder, base = os.path.split(pathname)
    if not has_magic(pathname):
        full = os.path.join(root_dir, pathname)
        if base:
            if os.path.lexists(full):
                yield pathname
        elif os.path.isdir(os.path.join(root_dir, folder)):
            yield pathname
        return
    if not folder:
        if recursive and base == "**":
            yield from _below(root_dir, folder, only_folders, include_hidden)
        else:
            yield from _in_folder(root_dir, base, only_folders, include_hidden)
        return
    if folder != pathname and has_magic(folder):
        folders = _iglob(folder, root_dir, recursive, True, include_hidden)
    else:
        folders = [folder]
    for folder in folders:
        full = os.path.join(root_dir, folder)
        if has_magic(base):
            if recursive and base == "**":
                names = _below(full, "", only_folders, include_hidden)
            else:
                names = _in_folder(full, base, only_folders, include_hidden)
        elif base:
            names = [base] if os.path.lexists(os.path.join(full, base)) else []
        else:
            names = [""] if os.path.isdir(full) else []
        for name in names:
            yield os.path.join(folder, name)


def _entries(folder, only_folders):
    try:
        with os.scandir(folder or os.curdir) as entries:
            for entry in entries:
                try:
                    if not only_folders or entry.is_dir():
                        yield entry.name
                except OSError:
                    pass
    except OSError:
        return


def _in_folder(folder, pattern, only_folders, include_hidden):
    names = _entries(folder, only_folders)
    if not (include_hidden or pattern.startswith(".")):
        names = (name for name in names if not name.startswith("."))
    return fnmatch.filter(names, pattern)


def _below(folder, prefix, only_folders, include_hidden):
    """'**': this folder, and everything in it at any depth."""
    if not folder or os.path.isdir(folder):
        yield prefix
    yield from _walk(folder, only_folders, include_hidden)


def _walk(folder, only_folders, include_hidden):
    for name in list(_entries(folder, only_folders)):
        if include_hidden or not name.startswith("."):
            yield name
            path = os.path.join(folder, name) if folder else name
            for below in _walk(path, only_folders, include_hidden) if os.path.isdir(path) else ():
                yield os.path.join(name, below)


def escape(pathname):
    """A pattern that fits just this path."""
    return "".join(f"[{c}]" if c in _MAGIC else c for c in pathname)
