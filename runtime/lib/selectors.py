"""Waiting for several files at once, whatever the system offers for it.

A selector remembers files, what is waited for, and data to go with each (SelectorKey). select() waits, and gives those that are
ready.
"""

import math
import select
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = 1
EVENT_WRITE = 2

SelectorKey = namedtuple("SelectorKey", ["fileobj", "fd", "events", "data"])
SelectorKey.__doc__ = "A registered file: the object, its descriptor, the events waited for, and the data given with it."


def _fileobj_to_fd(fileobj):
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError(f"Invalid file object: {fileobj!r}") from None
    if fd < 0:
        raise ValueError(f"Invalid file descriptor: {fd}")
    return fd


class _SelectorMapping(Mapping):
    """The registered files, to read: file object -> key."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._fd_to_key)

    def __getitem__(self, fileobj):
        try:
            return self._selector._fd_to_key[self._selector._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    def __iter__(self):
        return iter(self._selector._fd_to_key)


class BaseSelector(metaclass=ABCMeta):
    """What all selectors can do."""

    @abstractmethod
    def register(self, fileobj, events, data=None):
        """Begins to watch a file. Gives its key."""

    @abstractmethod
    def unregister(self, fileobj):
        """Ends it. Gives the key it had."""

    def modify(self, fileobj, events, data=None):
        """Changes what is waited for, or the data."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    @abstractmethod
    def select(self, timeout=None):
        """Waits until a file is ready. Gives [(key, events), ...]; an empty list when the time is up."""

    def close(self):
        """Must be called when the selector is no longer needed."""

    def get_key(self, fileobj):
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError("Selector is closed")
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    @abstractmethod
    def get_map(self):
        """The registered files: file object -> key."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class _BaseSelectorImpl(BaseSelector):
    """The bookkeeping."""

    def __init__(self):
        self._fd_to_key = {}
        self._map = _SelectorMapping(self)

    def _fileobj_lookup(self, fileobj):
        """The descriptor. Of a file that is closed already, the one it was registered with."""
        try:
            return _fileobj_to_fd(fileobj)
        except ValueError:
            for key in self._fd_to_key.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError(f"Invalid events: {events!r}")
        key = SelectorKey(fileobj, self._fileobj_lookup(fileobj), events, data)
        if key.fd in self._fd_to_key:
            raise KeyError(f"{fileobj!r} (FD {key.fd}) is already registered")
        self._fd_to_key[key.fd] = key
        return key

    def unregister(self, fileobj):
        try:
            return self._fd_to_key.pop(self._fileobj_lookup(fileobj))
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    def modify(self, fileobj, events, data=None):
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        if events != key.events:
            self.unregister(fileobj)
            return self.register(fileobj, events, data)
        if data != key.data:
            key = self._fd_to_key[key.fd] = key._replace(data=data)
        return key

    def close(self):
        self._fd_to_key.clear()
        self._map = None

    def get_map(self):
        return self._map

    def _ready(self, fd, events):
        key = self._fd_to_key.get(fd)
        return (key, events & key.events) if key and events & key.events else None


class SelectSelector(_BaseSelectorImpl):
    """On select.select()."""

    def __init__(self):
        super().__init__()
        self._readers = set()
        self._writers = set()

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        if events & EVENT_READ:
            self._readers.add(key.fd)
        if events & EVENT_WRITE:
            self._writers.add(key.fd)
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        self._readers.discard(key.fd)
        self._writers.discard(key.fd)
        return key

    def select(self, timeout=None):
        timeout = None if timeout is None else max(timeout, 0)
        readable, writable, _ = select.select(self._readers, self._writers, [], timeout)
        readable, writable = set(readable), set(writable)
        events = {fd: (fd in readable and EVENT_READ) | (fd in writable and EVENT_WRITE) for fd in readable | writable}
        return [ready for fd, mask in events.items() if (ready := self._ready(fd, mask))]


class _PollLikeSelector(_BaseSelectorImpl):
    """What poll and epoll have in common: an object that keeps the descriptors."""

    _poller_type = _in = _out = None

    def __init__(self):
        super().__init__()
        self._selector = self._poller_type()

    def _mask(self, events):
        return (self._in if events & EVENT_READ else 0) | (self._out if events & EVENT_WRITE else 0)

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._mask(events))
        except:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            pass  # the descriptor was closed before
        return key

    def _collect(self, found):
        # An error makes a file both readable and writable: reading or writing will tell.
        events = [(fd, (mask & ~self._in and EVENT_WRITE) | (mask & ~self._out and EVENT_READ)) for fd, mask in found]
        return [ready for fd, mask in events if (ready := self._ready(fd, mask))]


class PollSelector(_PollLikeSelector):
    """On select.poll()."""

    _poller_type = select.poll
    _in = select.POLLIN
    _out = select.POLLOUT

    def select(self, timeout=None):
        return self._collect(self._selector.poll(None if timeout is None else max(0, math.ceil(timeout * 1e3))))


class EpollSelector(_PollLikeSelector):
    """On epoll."""

    _poller_type = select.epoll
    _in = select.EPOLLIN
    _out = select.EPOLLOUT

    def fileno(self):
        return self._selector.fileno()

    def select(self, timeout=None):
        timeout = None if timeout is None else max(0, math.ceil(timeout * 1e3) * 1e-3)
        return self._collect(self._selector.poll(timeout, max(len(self._fd_to_key), 1)))

    def close(self):
        self._selector.close()
        super().close()


DefaultSelector = EpollSelector
