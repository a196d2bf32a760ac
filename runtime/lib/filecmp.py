"""Files and folders compared."""

import os
import stat
from itertools import filterfalse
from types import GenericAlias

__all__ = ["clear_cache", "cmp", "dircmp", "cmpfiles", "DEFAULT_IGNORES"]

DEFAULT_IGNORES = ["RCS", "CVS", "tags", ".git", ".hg", ".bzr", "_darcs", "__pycache__"]
_cache = {}


def clear_cache():
    _cache.clear()


def cmp(f1, f2, shallow=True):
    """Whether two files are equal; with shallow, files of the same size and time are taken to be."""
    def signature(path):
        status = os.stat(path)
        return stat.S_IFMT(status.st_mode), status.st_size, status.st_mtime

    s1, s2 = signature(f1), signature(f2)
    if s1[0] != stat.S_IFREG or s2[0] != stat.S_IFREG:
        return False
    if shallow and s1 == s2:
        return True
    if s1[1] != s2[1]:
        return False
    key = (f1, f2, s1, s2)
    if key not in _cache:
        if len(_cache) > 100:
            clear_cache()
        _cache[key] = _same_contents(f1, f2)
    return _cache[key]


def _same_contents(f1, f2):
    with open(f1, "rb") as a, open(f2, "rb") as b:
        while True:
            x, y = a.read(8192), b.read(8192)
            if x != y:
                return False
            if not x:
                return True


def cmpfiles(a, b, common, shallow=True):
    """(equal, different, not comparable) of the names in both folders."""
    result = ([], [], [])
    for name in common:
        try:
            equal = cmp(os.path.join(a, name), os.path.join(b, name), shallow)
            result[not equal].append(name)
        except OSError:
            result[2].append(name)
    return result


class dircmp:
    """Two folders compared; each attribute is found out when it is asked for."""

    def __init__(self, a, b, ignore=None, hide=None):
        self.left = a
        self.right = b
        self.hide = [os.curdir, os.pardir] if hide is None else hide
        self.ignore = DEFAULT_IGNORES if ignore is None else ignore

    def phase0(self):
        hidden = set(self.hide) | set(self.ignore)
        self.left_list = sorted(name for name in os.listdir(self.left) if name not in hidden)
        self.right_list = sorted(name for name in os.listdir(self.right) if name not in hidden)

    def phase1(self):
        left, right = set(self.left_list), set(self.right_list)
        self.common = [name for name in self.left_list if name in right]
        self.left_only = [name for name in self.left_list if name not in right]
        self.right_only = [name for name in self.right_list if name not in left]

    def phase2(self):
        self.common_dirs, self.common_files, self.common_funny = [], [], []
        for name in self.common:
            try:
                kinds = [stat.S_IFMT(os.stat(os.path.join(folder, name)).st_mode) for folder in (self.left, self.right)]
            except OSError:
                kinds = [0, 1]
            if kinds[0] != kinds[1]:
                self.common_funny.append(name)
            elif kinds[0] == stat.S_IFDIR:
                self.common_dirs.append(name)
            elif kinds[0] == stat.S_IFREG:
                self.common_files.append(name)
            else:
                self.common_funny.append(name)

    def phase3(self):
        self.same_files, self.diff_files, self.funny_files = cmpfiles(self.left, self.right, self.common_files)

    def phase4(self):
        self.subdirs = {name: self.__class__(os.path.join(self.left, name), os.path.join(self.right, name), self.ignore,
                                             self.hide) for name in self.common_dirs}

    _phases = {"subdirs": phase4, "same_files": phase3, "diff_files": phase3, "funny_files": phase3,
               "common_dirs": phase2, "common_files": phase2, "common_funny": phase2, "common": phase1,
               "left_only": phase1, "right_only": phase1, "left_list": phase0, "right_list": phase0}

    def __getattr__(self, name):
        if name not in self._phases:
            raise AttributeError(name)
        self._phases[name](self)
        return getattr(self, name)

    def report(self):
        print("diff", self.left, self.right)
        for label, names in (("Only in %s :" % self.left, self.left_only), ("Only in %s :" % self.right, self.right_only),
                             ("Identical files :", self.same_files), ("Differing files :", self.diff_files),
                             ("Trouble with common files :", self.funny_files),
                             ("Common subdirectories :", self.common_dirs),
                             ("Common funny cases :", self.common_funny)):
            if names:
                print(label, sorted(names))

    def report_partial_closure(self):
        self.report()
        for each in self.subdirs.values():
            print()
            each.report()

    def report_full_closure(self):
        self.report()
        for each in self.subdirs.values():
            print()
            each.report_full_closure()

    __class_getitem__ = classmethod(GenericAlias)
