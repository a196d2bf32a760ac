"""Managers: objects that live in a server process, and proxies for them.

The server has a thread for each connection. A proxy sends (object's id, method, arguments) and gets back what the method
returned or raised; methods that return an object to be shared return a proxy for it instead. The server keeps an object
as long as there is a proxy for it somewhere.
"""

import _signal
import os
import sys
import threading
import time
import traceback
from queue import Queue

from . import context, process
from .connection import Client, Listener, answer_challenge, deliver_challenge
from .process import AuthenticationString, register_after_fork

__all__ = ["BaseManager", "SyncManager", "BaseProxy", "Token", "SharedMemoryManager"]


class Token:
    """Which object, of which server."""

    __slots__ = ("typeid", "address", "id")

    def __init__(self, typeid, address, id):
        self.typeid, self.address, self.id = typeid, address, id

    def __getstate__(self):
        return self.typeid, self.address, self.id

    def __setstate__(self, state):
        self.typeid, self.address, self.id = state

    def __repr__(self):
        return "%s(typeid=%r, address=%r, id=%r)" % (self.__class__.__name__, self.typeid, self.address, self.id)


class RemoteError(Exception):
    def __str__(self):
        return "\n" + "-" * 75 + "\n" + str(self.args[0]) + "-" * 75


def _public_methods(obj):
    return [name for name in dir(obj) if callable(getattr(obj, name)) and name[0] != "_"]


def _dispatch(connection, ident, name, args=(), kwds={}):
    connection.send((ident, name, args, kwds))
    kind, result = connection.recv()
    if kind == "#RETURN":
        return result
    raise _error_for(kind, result)


def _error_for(kind, result):
    if kind == "#ERROR":
        return result
    if kind in ("#TRACEBACK", "#UNSERIALIZABLE"):
        return RemoteError(result)
    return ValueError("Unrecognized message type {!r}".format(kind))


# --- the server


class Server:
    public = ["shutdown", "create", "accept_connection", "get_methods", "debug_info", "number_of_objects", "dummy",
              "incref", "decref"]  # fmt: skip

    def __init__(self, registry, address, authkey):
        self.registry = registry
        self.authkey = AuthenticationString(authkey)
        self.listener = Listener(address=address, backlog=128)
        self.address = self.listener.address
        self.objects = {"0": (None, ())}  # id -> (object, names of its methods)
        self.counts = {}
        self.mutex = threading.Lock()

    def serve_forever(self):
        self.stop_event = threading.Event()
        process.current_process()._manager_server = self
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            while not self.stop_event.is_set():
                self.stop_event.wait(1)
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            self.listener.close()
            sys.exit(0)

    def _accept(self):
        while True:
            try:
                connection = self.listener.accept()
            except OSError:
                if self.stop_event.is_set():
                    return
                continue
            except Exception:
                continue
            threading.Thread(target=self._handle_request, args=(connection,), daemon=True).start()

    def _handle_request(self, connection):
        """One request of a manager; or, after accept_connection, all requests of a proxy's thread."""
        try:
            deliver_challenge(connection, self.authkey)
            answer_challenge(connection, self.authkey)
        except Exception:
            connection.close()
            return
        try:
            ident, name, args, kwds = connection.recv()
            assert name in self.public, "%r unrecognized" % name
            function = getattr(self, name)
        except Exception:
            message = "#TRACEBACK", traceback.format_exc()
        else:
            try:
                message = "#RETURN", function(connection, *args, **kwds)
            except Exception:
                message = "#TRACEBACK", traceback.format_exc()
        try:
            connection.send(message)
        except Exception:
            try:
                connection.send(("#TRACEBACK", traceback.format_exc()))
            except Exception:
                pass
        connection.close()

    def accept_connection(self, connection, name):
        threading.current_thread().name = name
        connection.send(("#RETURN", None))
        self._serve_client(connection)

    def _serve_client(self, connection):
        while not self.stop_event.is_set():
            try:
                request = connection.recv()
            except (EOFError, OSError):
                sys.exit(0)
            ident, name, args, kwds = request
            try:
                obj, exposed = self.objects[ident]
                if name not in exposed:
                    if name in ("#GETVALUE", "__str__", "__repr__"):
                        answer = "#RETURN", obj if name == "#GETVALUE" else str(obj) if name == "__str__" else repr(obj)
                    else:
                        raise AttributeError("method %r of %r object is not in exposed=%r" % (name, type(obj), exposed))
                else:
                    try:
                        result = getattr(obj, name)(*args, **kwds)
                    except Exception as error:
                        answer = "#ERROR", error
                    else:
                        typeid = self.registry_of(ident).get(name)
                        if typeid:
                            new_id, new_exposed = self.create(connection, typeid, result)
                            answer = "#PROXY", (new_exposed, Token(typeid, self.address, new_id))
                        else:
                            answer = "#RETURN", result
            except Exception:
                answer = "#TRACEBACK", traceback.format_exc()
            try:
                try:
                    connection.send(answer)
                except (OSError, EOFError):
                    raise
                except Exception:
                    connection.send(("#UNSERIALIZABLE", traceback.format_exc()))
            except (OSError, EOFError):
                connection.close()
                sys.exit(0)

    def registry_of(self, ident):
        return self.method_to_typeid.get(ident) or {}

    method_to_typeid = {}

    def create(self, connection, typeid, /, *args, **kwds):
        callable_, exposed, method_to_typeid, proxytype = self.registry[typeid]
        if callable_ is None:
            if kwds or len(args) != 1:
                raise ValueError("Without callable, must have one non-keyword argument")
            obj = args[0]
        else:
            obj = callable_(*args, **kwds)
        if exposed is None:
            exposed = _public_methods(obj)
        if method_to_typeid is not None:
            exposed = list(exposed) + list(method_to_typeid)
        ident = "%x" % id(obj)
        with self.mutex:
            self.objects[ident] = obj, set(exposed)
            self.method_to_typeid[ident] = method_to_typeid
            self.counts.setdefault(ident, 0)
            self.counts[ident] += 1
        return ident, tuple(exposed)

    def get_methods(self, connection, token):
        return tuple(self.objects[token.id][1])

    def debug_info(self, connection):
        with self.mutex:
            return "\n".join(
                "  %s:       refcount=%s\n    %s" % (ident, self.counts[ident], str(self.objects[ident][0])[:75])
                for ident in sorted(self.counts)
            )

    def number_of_objects(self, connection):
        return len(self.counts)

    def dummy(self, connection):
        pass

    def incref(self, connection, ident):
        with self.mutex:
            self.counts[ident] = self.counts.get(ident, 0) + 1

    def decref(self, connection, ident):
        with self.mutex:
            count = self.counts.get(ident, 0) - 1
            if count > 0:
                self.counts[ident] = count
                return
            self.counts.pop(ident, None)
            obj = self.objects.pop(ident, None)
            self.method_to_typeid.pop(ident, None)

    def shutdown(self, connection):
        try:
            connection.send(("#RETURN", None))
        finally:
            self.stop_event.set()


class State:
    INITIAL, STARTED, SHUTDOWN = 0, 1, 2
    value = INITIAL


class BaseManager:
    """A server process and the means to make objects in it."""

    _registry = {}
    _Server = Server

    def __init__(self, address=None, authkey=None, serializer="pickle", ctx=None, *, shutdown_timeout=1.0):
        if authkey is None:
            authkey = process.current_process().authkey
        self._address = address
        self._authkey = AuthenticationString(authkey)
        self._state = State()
        self._serializer = serializer
        self._ctx = ctx or context._default_context.get_context()
        self._shutdown_timeout = shutdown_timeout
        self._process = None

    def get_server(self):
        """A server in this process; serve_forever() runs it."""
        self._check_initial()
        return self._Server(self._registry, self._address, self._authkey)

    def _check_initial(self):
        if self._state.value != State.INITIAL:
            if self._state.value == State.STARTED:
                raise context.ProcessError("Already started server")
            raise context.ProcessError("Manager has shut down")

    def connect(self):
        """Connects to a server that runs already."""
        connection = Client(self._address, authkey=self._authkey)
        _dispatch(connection, None, "dummy")
        self._state.value = State.STARTED

    def start(self, initializer=None, initargs=()):
        """Starts the server process."""
        self._check_initial()
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        reader, writer = self._ctx.Pipe(duplex=False)
        self._process = self._ctx.Process(
            target=type(self)._run_server,
            args=(self._registry, self._address, self._authkey, self._serializer, writer, initializer, initargs),
        )
        ident = ":".join(str(i) for i in self._process._identity)
        self._process.name = type(self).__name__ + "-" + ident
        self._process.start()
        writer.close()
        try:
            self._address = reader.recv()
        except EOFError:
            self._process.join()
            raise context.ProcessError(f"the server process ended with exit code {self._process.exitcode}") from None
        reader.close()
        self._state.value = State.STARTED
        from .util import Finalize

        self.shutdown = Finalize(
            self, type(self)._finalize_manager,
            args=(self._process, self._address, self._authkey, self._state, self._shutdown_timeout), exitpriority=0,
        )  # fmt: skip

    @classmethod
    def _run_server(cls, registry, address, authkey, serializer, writer, initializer=None, initargs=()):
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)  # the parent decides
        process.current_process()._config["authkey"] = AuthenticationString(authkey)
        if initializer is not None:
            initializer(*initargs)
        server = cls._Server(registry, address, authkey)
        writer.send(server.address)
        writer.close()
        try:
            server.serve_forever()
        except SystemExit:
            # The threads that serve connections are still reading. No clean-up closes the descriptors under them.
            from .util import _exit_function

            _exit_function()
            process._flush_std_streams()
            os._exit(0)

    def _create(self, typeid, /, *args, **kwds):
        assert self._state.value == State.STARTED, "server not yet started"
        connection = Client(self._address, authkey=self._authkey)
        try:
            ident, exposed = _dispatch(connection, None, "create", (typeid,) + args, kwds)
        finally:
            connection.close()
        return Token(typeid, self._address, ident), exposed

    def join(self, timeout=None):
        if self._process is not None:
            self._process.join(timeout)
            if not self._process.is_alive():
                self._process = None

    def _ask(self, name):
        connection = Client(self._address, authkey=self._authkey)
        try:
            return _dispatch(connection, None, name)
        finally:
            connection.close()

    def _debug_info(self):
        return self._ask("debug_info")

    def _number_of_objects(self):
        return self._ask("number_of_objects")

    def __enter__(self):
        if self._state.value == State.INITIAL:
            self.start()
        assert self._state.value == State.STARTED
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    @staticmethod
    def _finalize_manager(process, address, authkey, state, shutdown_timeout):
        if process.is_alive():
            try:
                connection = Client(address, authkey=authkey)
                try:
                    _dispatch(connection, None, "shutdown")
                finally:
                    connection.close()
            except Exception:
                pass
            process.join(timeout=shutdown_timeout)
            if process.is_alive():
                process.terminate()
                process.join(timeout=shutdown_timeout)
                if process.is_alive():
                    process.kill()
                    process.join()
        state.value = State.SHUTDOWN
        BaseProxy._address_to_local.pop(address, None)

    @property
    def address(self):
        return self._address

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True):
        """Gives managers of this class a method `typeid` that makes such an object in the server."""
        if "_registry" not in cls.__dict__:
            cls._registry = cls._registry.copy()
        if proxytype is None:
            proxytype = AutoProxy
        exposed = exposed or getattr(proxytype, "_exposed_", None)
        method_to_typeid = method_to_typeid or getattr(proxytype, "_method_to_typeid_", None)
        cls._registry[typeid] = callable, exposed, method_to_typeid, proxytype
        if create_method:

            def create(self, /, *args, **kwds):
                token, exposed = self._create(typeid, *args, **kwds)
                proxy = proxytype(token, self._serializer, manager=self, authkey=self._authkey, exposed=exposed)
                _decref(token, self._authkey)  # the proxy has counted itself
                return proxy

            create.__name__ = typeid
            setattr(cls, typeid, create)


def _decref(token, authkey):
    connection = Client(token.address, authkey=authkey)
    try:
        _dispatch(connection, None, "decref", (token.id,))
    finally:
        connection.close()


# --- proxies


class _Local(threading.local):
    """Each thread has a connection of its own to a server."""

    connection = None


class BaseProxy:
    """Stands for an object in a server."""

    _address_to_local = {}
    _mutex = threading.Lock()

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
        with BaseProxy._mutex:
            self._tls = BaseProxy._address_to_local.setdefault(token.address, _Local())
        self._token = token
        self._id = token.id
        self._manager = manager
        self._serializer = serializer
        if authkey is not None:
            self._authkey = AuthenticationString(authkey)
        elif manager is not None:
            self._authkey = manager._authkey
        else:
            self._authkey = process.current_process().authkey
        if incref:
            self._incref()
        register_after_fork(self, BaseProxy._after_fork)

    def _connect(self):
        name = process.current_process().name
        if threading.current_thread().name != "MainThread":
            name += "|" + threading.current_thread().name
        connection = Client(self._token.address, authkey=self._authkey)
        _dispatch(connection, None, "accept_connection", (name,))
        self._tls.connection = connection

    def _callmethod(self, methodname, args=(), kwds={}):
        """Calls a method of the object; what it returns is copied."""
        if self._tls.connection is None:
            self._connect()
        connection = self._tls.connection
        connection.send((self._id, methodname, args, kwds))
        kind, result = connection.recv()
        if kind == "#RETURN":
            return result
        if kind == "#PROXY":
            exposed, token = result
            registry = self._manager._registry if self._manager is not None else SyncManager._registry
            proxytype = registry[token.typeid][-1]
            token.address = self._token.address
            proxy = proxytype(token, self._serializer, manager=self._manager, authkey=self._authkey, exposed=exposed)
            _decref(token, self._authkey)
            return proxy
        raise _error_for(kind, result)

    def _getvalue(self):
        """A copy of the object."""
        return self._callmethod("#GETVALUE")

    def _incref(self):
        from .util import Finalize

        connection = Client(self._token.address, authkey=self._authkey)
        try:
            _dispatch(connection, None, "incref", (self._id,))
        finally:
            connection.close()
        state = self._manager and self._manager._state
        self._close = Finalize(self, BaseProxy._forget, args=(self._token, self._authkey, state), exitpriority=10)

    @staticmethod
    def _forget(token, authkey, state):
        if state is None or state.value == State.STARTED:
            try:
                _decref(token, authkey)
            except Exception:
                pass  # the server is gone

    def _after_fork(self):
        self._manager = None
        self._tls.connection = None  # the parent's
        try:
            self._incref()
        except Exception:
            pass

    def __reduce__(self):
        kwds = {}
        if context.get_spawning_popen() is not None:
            kwds["authkey"] = self._authkey
        if getattr(self, "_isauto", False):
            kwds["exposed"] = self._exposed_
            return RebuildProxy, (AutoProxy, self._token, self._serializer, kwds)
        return RebuildProxy, (type(self), self._token, self._serializer, kwds)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return "<%s object, typeid %r at %#x>" % (type(self).__name__, self._token.typeid, id(self))

    def __str__(self):
        try:
            return self._callmethod("__repr__")
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def RebuildProxy(function, token, serializer, kwds):
    server = getattr(process.current_process(), "_manager_server", None)
    if server is not None and server.address == token.address:
        # One of the server's objects holds another: as a proxy, which keeps it for good.
        server.incref(None, token.id)
        kwds["incref"] = False
    return function(token, serializer, **kwds)


_proxy_types = {}


def MakeProxyType(name, exposed):
    """A proxy class with these methods."""
    exposed = tuple(exposed)
    try:
        return _proxy_types[name, exposed]
    except KeyError:
        pass

    def forward(method):
        def call(self, /, *args, **kwds):
            return self._callmethod(method, args, kwds)

        call.__name__ = method
        return call

    proxytype = type(name, (BaseProxy,), {method: forward(method) for method in exposed} | {"_exposed_": exposed})
    _proxy_types[name, exposed] = proxytype
    return proxytype


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
    """A proxy with the methods the object has."""
    if exposed is None:
        connection = Client(token.address, authkey=authkey or process.current_process().authkey)
        try:
            exposed = _dispatch(connection, None, "get_methods", (token,))
        finally:
            connection.close()
    proxytype = MakeProxyType("AutoProxy[%s]" % token.typeid, exposed)
    proxy = proxytype(token, serializer, manager=manager, authkey=authkey, incref=incref)
    proxy._isauto = True
    return proxy


class Namespace:
    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = sorted("%s=%r" % (name, value) for name, value in self.__dict__.items() if not name.startswith("_"))
        return "%s(%s)" % (self.__class__.__name__, ", ".join(items))


class Value:
    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    value = property(get, set)

    def __repr__(self):
        return "%s(%r, %r)" % (type(self).__name__, self._typecode, self._value)


def Array(typecode, sequence, lock=True):
    from array import array

    return array(typecode, sequence)


class IteratorProxy(BaseProxy):
    _exposed_ = ("__next__", "send", "throw", "close")

    def __iter__(self):
        return self

    def __next__(self, *args):
        return self._callmethod("__next__", args)

    def send(self, *args):
        return self._callmethod("send", args)

    def throw(self, *args):
        return self._callmethod("throw", args)

    def close(self, *args):
        return self._callmethod("close", args)


class AcquirerProxy(BaseProxy):
    _exposed_ = ("acquire", "release")

    def acquire(self, blocking=True, timeout=None):
        return self._callmethod("acquire", (blocking,) if timeout is None else (blocking, timeout))

    def release(self):
        return self._callmethod("release")

    def __enter__(self):
        return self._callmethod("acquire")

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod("release")


class ConditionProxy(AcquirerProxy):
    _exposed_ = ("acquire", "release", "wait", "notify", "notify_all")

    def wait(self, timeout=None):
        return self._callmethod("wait", (timeout,))

    def notify(self, n=1):
        return self._callmethod("notify", (n,))

    def notify_all(self):
        return self._callmethod("notify_all")

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        end = None if timeout is None else time.monotonic() + timeout
        while not result:
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result


class EventProxy(BaseProxy):
    _exposed_ = ("is_set", "set", "clear", "wait")

    def is_set(self):
        return self._callmethod("is_set")

    def set(self):
        return self._callmethod("set")

    def clear(self):
        return self._callmethod("clear")

    def wait(self, timeout=None):
        return self._callmethod("wait", (timeout,))


class BarrierProxy(BaseProxy):
    _exposed_ = ("__getattribute__", "wait", "abort", "reset")

    def wait(self, timeout=None):
        return self._callmethod("wait", (timeout,))

    def abort(self):
        return self._callmethod("abort")

    def reset(self):
        return self._callmethod("reset")

    @property
    def parties(self):
        return self._callmethod("__getattribute__", ("parties",))

    @property
    def n_waiting(self):
        return self._callmethod("__getattribute__", ("n_waiting",))

    @property
    def broken(self):
        return self._callmethod("__getattribute__", ("broken",))


class NamespaceProxy(BaseProxy):
    _exposed_ = ("__getattribute__", "__setattr__", "__delattr__")

    def __getattr__(self, key):
        if key[0] == "_":
            return object.__getattribute__(self, key)
        return object.__getattribute__(self, "_callmethod")("__getattribute__", (key,))

    def __setattr__(self, key, value):
        if key[0] == "_":
            return object.__setattr__(self, key, value)
        return object.__getattribute__(self, "_callmethod")("__setattr__", (key, value))

    def __delattr__(self, key):
        if key[0] == "_":
            return object.__delattr__(self, key)
        return object.__getattribute__(self, "_callmethod")("__delattr__", (key,))


class ValueProxy(BaseProxy):
    _exposed_ = ("get", "set")

    def get(self):
        return self._callmethod("get")

    def set(self, value):
        return self._callmethod("set", (value,))

    value = property(get, set)

    __class_getitem__ = classmethod(lambda cls, item: __import__("types").GenericAlias(cls, item))


BaseListProxy = MakeProxyType(
    "BaseListProxy",
    ("__add__", "__contains__", "__delitem__", "__getitem__", "__len__", "__mul__", "__reversed__", "__rmul__",
     "__setitem__", "append", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort", "__imul__"),
)  # fmt: skip


class ListProxy(BaseListProxy):
    def __iadd__(self, value):
        self._callmethod("extend", (value,))
        return self

    def __imul__(self, value):
        self._callmethod("__imul__", (value,))
        return self


DictProxy = MakeProxyType(
    "DictProxy",
    ("__contains__", "__delitem__", "__getitem__", "__iter__", "__len__", "__setitem__", "clear", "copy", "get", "items",
     "keys", "pop", "popitem", "setdefault", "update", "values"),
)  # fmt: skip
DictProxy._method_to_typeid_ = {"__iter__": "Iterator"}

ArrayProxy = MakeProxyType("ArrayProxy", ("__len__", "__getitem__", "__setitem__"))

BasePoolProxy = MakeProxyType(
    "PoolProxy",
    ("apply", "apply_async", "close", "imap", "imap_unordered", "join", "map", "map_async", "starmap", "starmap_async",
     "terminate"),
)  # fmt: skip
BasePoolProxy._method_to_typeid_ = {
    "apply_async": "AsyncResult", "map_async": "AsyncResult", "starmap_async": "AsyncResult", "imap": "Iterator",
    "imap_unordered": "Iterator",
}  # fmt: skip


class PoolProxy(BasePoolProxy):
    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class SyncManager(BaseManager):
    """A manager for the usual objects."""


def _new_pool(*args, **kwds):
    from .pool import Pool

    return Pool(*args, **kwds)


def _new_joinable_queue(maxsize=0):
    return Queue(maxsize)


# Views and iterators of a dict cannot travel; lists can.
class _Dict(dict):
    def items(self):
        return list(dict.items(self))

    def keys(self):
        return list(dict.keys(self))

    def values(self):
        return list(dict.values(self))

    def copy(self):
        return dict(self)

    def __reduce__(self):
        return dict, (dict(self),)


SyncManager.register("Queue", Queue)
SyncManager.register("JoinableQueue", _new_joinable_queue)
SyncManager.register("Event", threading.Event, EventProxy)
SyncManager.register("Lock", threading.Lock, AcquirerProxy)
SyncManager.register("RLock", threading.RLock, AcquirerProxy)
SyncManager.register("Semaphore", threading.Semaphore, AcquirerProxy)
SyncManager.register("BoundedSemaphore", threading.BoundedSemaphore, AcquirerProxy)
SyncManager.register("Condition", threading.Condition, ConditionProxy)
SyncManager.register("Barrier", threading.Barrier, BarrierProxy)
SyncManager.register("Pool", _new_pool, PoolProxy)
SyncManager.register("list", list, ListProxy)
SyncManager.register("dict", _Dict, DictProxy)
SyncManager.register("Value", Value, ValueProxy)
SyncManager.register("Array", Array, ArrayProxy)
SyncManager.register("Namespace", Namespace, NamespaceProxy)
SyncManager.register("Iterator", proxytype=IteratorProxy, create_method=False)
SyncManager.register("AsyncResult", create_method=False)


class SharedMemoryManager(BaseManager):
    """Makes shared memory, and unlinks all of it at the end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._segments = []

    def SharedMemory(self, size):
        from .shared_memory import SharedMemory

        memory = SharedMemory(None, create=True, size=size)
        self._segments.append(memory)
        return memory

    def ShareableList(self, sequence):
        from .shared_memory import ShareableList

        result = ShareableList(sequence)
        self._segments.append(result.shm)
        return result

    def start(self, initializer=None, initargs=()):
        """There is no server: the memory belongs to the process that asked for it."""
        self._check_initial()
        self._state.value = State.STARTED

    def shutdown(self):
        for memory in self._segments:
            try:
                memory.unlink()
            except FileNotFoundError:
                pass
        self._segments.clear()
        self._state.value = State.SHUTDOWN
