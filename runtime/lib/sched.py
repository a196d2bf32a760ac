"""Events at their time: a heap of things to be done, worked off by run()."""

import heapq
import threading
from itertools import count
from time import monotonic, sleep

__all__ = ["scheduler"]


class Event(tuple):
    """When, with which priority (smaller is sooner), as which of equals, and the call."""

    __slots__ = ()
    time = property(lambda self: self[0])
    priority = property(lambda self: self[1])
    sequence = property(lambda self: self[2])
    action = property(lambda self: self[3])
    argument = property(lambda self: self[4])
    kwargs = property(lambda self: self[5])

    def __repr__(self):
        names = ("time", "priority", "sequence", "action", "argument", "kwargs")
        return f"Event({', '.join(f'{name}={value!r}' for name, value in zip(names, self))})"


class scheduler:
    """timefunc() says what time it is, delayfunc(seconds) waits."""

    def __init__(self, timefunc=monotonic, delayfunc=sleep):
        self._queue = []
        self._lock = threading.RLock()
        self._next_sequence = count().__next__
        self.timefunc = timefunc
        self.delayfunc = delayfunc

    def enterabs(self, time, priority, action, argument=(), kwargs=None):
        """Plans a call for a time; the event returned can be cancelled."""
        with self._lock:
            event = Event((time, priority, self._next_sequence(), action, argument, {} if kwargs is None else kwargs))
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=None):
        """Plans a call for some time from now."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Makes all calls, each at its time; not blocking: those that are due, and returns how long until the next."""
        while True:
            with self._lock:
                if not self._queue:
                    return None
                event = self._queue[0]
                now = self.timefunc()
                is_due = event.time <= now
                if is_due:
                    heapq.heappop(self._queue)
            if not is_due:
                if not blocking:
                    return event.time - now
                self.delayfunc(event.time - now)
            else:
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)  # let other threads run

    @property
    def queue(self):
        """The events, in the order they will come."""
        with self._lock:
            return sorted(self._queue)
