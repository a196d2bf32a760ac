"""Which loop is meant: the one that runs in this thread, the one set for it, the one a policy makes."""

import os
import sys
import threading
import warnings
from _asyncio import Handle, TimerHandle, _get_running_loop, _set_running_loop, get_running_loop

__all__ = ("AbstractEventLoopPolicy", "AbstractEventLoop", "AbstractServer", "Handle", "TimerHandle",
           "get_event_loop_policy", "set_event_loop_policy", "get_event_loop", "set_event_loop", "new_event_loop",
           "get_running_loop", "_set_running_loop", "_get_running_loop")


class AbstractServer:
    """What create_server() gives."""

    def close(self):
        """No more connections are taken; those that are there stay."""
        raise NotImplementedError

    def get_loop(self):
        raise NotImplementedError

    def is_serving(self):
        raise NotImplementedError

    async def start_serving(self):
        raise NotImplementedError

    async def serve_forever(self):
        raise NotImplementedError

    async def wait_closed(self):
        raise NotImplementedError

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        self.close()
        await self.wait_closed()


class AbstractEventLoop:
    """The names that an event loop has."""


def _add_abstract(names, prefix):
    for name in names.split():
        def method(self, *args, **kwargs):
            raise NotImplementedError

        async def coroutine(self, *args, **kwargs):
            raise NotImplementedError

        function = coroutine if prefix else method
        function.__name__ = name
        function.__qualname__ = f"AbstractEventLoop.{name}"
        setattr(AbstractEventLoop, name, function)


_add_abstract("run_forever run_until_complete stop is_running is_closed close call_soon call_later call_at time "
              "create_future create_task call_soon_threadsafe run_in_executor set_default_executor add_reader "
              "remove_reader add_writer remove_writer add_signal_handler remove_signal_handler set_task_factory "
              "get_task_factory get_exception_handler set_exception_handler default_exception_handler "
              "call_exception_handler get_debug set_debug", False)
_add_abstract("shutdown_asyncgens shutdown_default_executor getaddrinfo getnameinfo create_connection create_server "
              "start_tls create_unix_connection create_unix_server connect_accepted_socket create_datagram_endpoint "
              "connect_read_pipe connect_write_pipe subprocess_shell subprocess_exec sock_recv sock_recv_into "
              "sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto sock_connect sock_accept sock_sendfile "
              "sendfile", True)


class AbstractEventLoopPolicy:
    """Decides which loop belongs to whom."""

    def get_event_loop(self):
        raise NotImplementedError

    def set_event_loop(self, loop):
        raise NotImplementedError

    def new_event_loop(self):
        raise NotImplementedError

    def get_child_watcher(self):
        raise NotImplementedError

    def set_child_watcher(self, watcher):
        raise NotImplementedError


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """One loop for each thread; the main thread gets one without asking, other threads must set theirs."""

    _loop_factory = None

    class _Local(threading.local):
        loop = None
        was_set = False

    def __init__(self):
        self._local = self._Local()

    def get_event_loop(self):
        local = self._local
        if local.loop is None and not local.was_set and threading.current_thread() is threading.main_thread():
            depth, frame = 2, sys._getframe(1)
            while frame is not None and frame.f_globals.get("__name__", "").split(".")[0] == "asyncio":
                depth += 1
                frame = frame.f_back
            warnings.warn("There is no current event loop", DeprecationWarning, stacklevel=depth)
            self.set_event_loop(self.new_event_loop())
        if local.loop is None:
            raise RuntimeError(f"There is no current event loop in thread {threading.current_thread().name!r}.")
        return local.loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError("loop must be an instance of AbstractEventLoop or None, "
                            f"not {type(loop).__name__!r}")
        self._local.was_set = True
        self._local.loop = loop

    def new_event_loop(self):
        return self._loop_factory()


_event_loop_policy = None


def get_event_loop_policy():
    global _event_loop_policy
    if _event_loop_policy is None:
        from asyncio import DefaultEventLoopPolicy

        _event_loop_policy = DefaultEventLoopPolicy()
    return _event_loop_policy


def set_event_loop_policy(policy):
    global _event_loop_policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError("policy must be an instance of AbstractEventLoopPolicy or None, "
                        f"not {type(policy).__name__!r}")
    _event_loop_policy = policy


def get_event_loop():
    """The running loop; if none runs, the one set for this thread."""
    return _get_running_loop() or get_event_loop_policy().get_event_loop()


def set_event_loop(loop):
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    return get_event_loop_policy().new_event_loop()


# A forked child starts without a running loop.
os.register_at_fork(after_in_child=lambda: _set_running_loop(None))
