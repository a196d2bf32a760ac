"""Pickling for other processes: what only makes sense there, connections above all."""

import copyreg
import io
import os
import pickle

from . import context

__all__ = ["ForkingPickler", "register", "dump", "DupFd"]

_extra_reducers = {}  # class -> function; _multiprocessing asks it too


class ForkingPickler(pickle.Pickler):
    """A Pickler that also knows the classes given to register()."""

    _extra_reducers = _extra_reducers
    _copyreg_dispatch = copyreg.dispatch_table

    def __init__(self, *args):
        super().__init__(*args)
        self.dispatch_table = self._copyreg_dispatch | self._extra_reducers

    @classmethod
    def register(cls, type, reduce):
        """Has reduce(object) called to take objects of this class apart."""
        cls._extra_reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        buffer = io.BytesIO()
        cls(buffer, protocol).dump(obj)
        return buffer.getbuffer()

    loads = pickle.loads


register = ForkingPickler.register


def dump(obj, file, protocol=None):
    ForkingPickler(file, protocol).dump(obj)


class _InheritedFd:
    """A descriptor that a spawned child is given together with its Process."""

    def __init__(self, fd):
        self.fd = fd

    def detach(self):
        return self.fd


class _OfferedFd:
    """A descriptor for a process that runs already: it is fetched from the one that offers it, as long as that lives."""

    def __init__(self, pid, fd):
        self.pid = pid
        self.fd = fd

    def detach(self):
        import _multiprocessing

        return _multiprocessing.fetch_descriptor(self.pid, self.fd)


def DupFd(fd):
    """Something that can be pickled, and whose detach() is the same open file in the other process."""
    popen = context.get_spawning_popen()
    if popen is not None:
        return _InheritedFd(popen.duplicate_for_child(fd))
    # A copy that stays open: the receiver may come late.
    return _OfferedFd(os.getpid(), os.dup(fd))
