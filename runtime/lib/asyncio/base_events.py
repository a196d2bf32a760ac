"""What every event loop does, whatever system it runs on.

The loop's core is native (runtime/modules/asyncio_loop.cpp): the ready queue, the timers, the poller. One turn of it, `_run`:

    wait for descriptors, until the first timer is due; not at all if something is ready to run
    put the callbacks of what was found, then of the timers that are due, on the ready queue
    run what is on the ready queue now

Everything here is built on call_soon, call_at and the watching of descriptors.
"""

import _asyncio
import sys
import threading
import warnings
import weakref
from asyncio import coroutines, events, exceptions, format_helpers, futures, log, tasks

__all__ = ("BaseEventLoop", "Server")


# --- what the native parts ask for


def _callback_failed(loop, callback, argument, handle, error):
    """A callback raised: the exception handler hears of it."""
    if handle is None:
        name = format_helpers._format_callback_source(callback, () if argument is None else (argument,))
    else:
        name = format_helpers._format_callback_source(callback, handle._args)
    context = {"message": f"Exception in callback {name}", "exception": error}
    if handle is not None:
        context["handle"] = handle
        if handle._source_traceback:
            context["source_traceback"] = handle._source_traceback
    loop.call_exception_handler(context)


def _slow_callback(loop, what, argument, seconds):
    if seconds < loop.slow_callback_duration:
        return
    if isinstance(what, tuple):
        name = f"<Handle {format_helpers._format_callback_source(what[0], (argument,))}>"
    elif isinstance(getattr(getattr(what, "_callback", None), "__self__", None), tasks.Task):
        name = repr(what._callback.__self__)
    else:
        name = repr(what)
    log.warning("Executing %s took %.3f seconds", name, seconds)


def _check_debug_call(loop, callback, method):
    """Debug mode looks closer at who calls what. Gives the stack, to be kept with the handle."""
    if method == "call_soon" or method.startswith("call_at") or method.startswith("call_later"):
        if loop._thread_id is not None and loop._thread_id != threading.get_ident():
            raise RuntimeError("Non-thread-safe operation invoked on an event loop other than the current one")
    if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
        raise TypeError(f"coroutines cannot be used with {method}()")
    if not callable(callback):
        raise TypeError(f"a callable object was expected by {method}(), got {callback!r}")
    return format_helpers.extract_stack(sys._getframe(1))  # native methods have no frames: 1 is their caller's


_asyncio._use_library(
    CancelledError=exceptions.CancelledError, InvalidStateError=exceptions.InvalidStateError,
    future_repr=format_helpers.future_repr, task_repr=format_helpers.task_repr,
    handle_repr=format_helpers.handle_repr, callback_failed=_callback_failed,
    never_retrieved=tasks._never_retrieved, destroyed_pending=tasks._destroyed_pending,
    step_raised=tasks._step_raised, step_yielded=tasks._step_yielded, is_coroutine=coroutines.iscoroutine,
    extract_stack=lambda: format_helpers.extract_stack(sys._getframe(1)), get_event_loop=events.get_event_loop,
    slow_callback=_slow_callback, check_debug_call=_check_debug_call,
    get_stack=tasks._get_stack, print_stack=tasks._print_stack, foreign_sleep=tasks._foreign_sleep)


# --- the loop


class BaseEventLoop(_asyncio.Loop, events.AbstractEventLoop):
    """The part of a loop that needs no sockets, signals or processes."""

    _lends_its_thread = False  # whether asyncio.run() may run another loop while this one runs: that of a notebook

    def __init__(self):
        self._exception_handler = None
        self._task_factory = None
        self._default_executor = None
        self._executor_shutdown_called = False
        self._asyncgens = weakref.WeakSet()
        self._asyncgens_shutdown_called = False
        self.slow_callback_duration = 0.1
        self._old_origin_depth = None
        if coroutines._is_debug_mode():
            self.set_debug(True)

    def __repr__(self):
        return (f"<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} "
                f"debug={self.get_debug()}>")

    # --- running

    def run_forever(self):
        """Runs until stop() is called."""
        self._check_closed()
        self._check_running()
        outer = events._get_running_loop()
        self._begin_running()
        hooks = sys.get_asyncgen_hooks()
        try:
            self._track_origins(self.get_debug())
            sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
            events._set_running_loop(self)
            self._run()
        finally:
            events._set_running_loop(outer)
            self._end_running()
            self._track_origins(False)
            sys.set_asyncgen_hooks(*hooks)

    def run_until_complete(self, future):
        """Runs until the future is done; gives its result. A coroutine becomes a task."""
        self._check_closed()
        self._check_running()
        is_ours = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if is_ours:
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except:
            if is_ours and future.done() and not future.cancelled():
                future.exception()  # it comes out here: nobody need report it
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def set_debug(self, enabled):
        super().set_debug(enabled)
        if self.is_running():
            self.call_soon_threadsafe(self._track_origins, enabled)

    def _track_origins(self, enabled):
        """Debug mode: coroutines know where they were made."""
        if bool(enabled) == (self._old_origin_depth is not None):
            return
        if enabled:
            self._old_origin_depth = sys.get_coroutine_origin_tracking_depth()
            sys.set_coroutine_origin_tracking_depth(10)
        else:
            sys.set_coroutine_origin_tracking_depth(self._old_origin_depth)
            self._old_origin_depth = None

    def _check_closed(self):
        if self.is_closed():
            raise RuntimeError("Event loop is closed")

    def _check_running(self):
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        outer = events._get_running_loop()
        if outer is not None and not getattr(outer, "_lends_its_thread", False):
            raise RuntimeError("Cannot run the event loop while another loop is running")

    def close(self):
        """Forgets all callbacks. The loop must not run."""
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self.is_closed():
            return
        self._close_core()
        self._executor_shutdown_called = True
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    # --- tasks and executors

    def create_task(self, coro, *, name=None, context=None):
        """A task that runs the coroutine in this loop."""
        factory = self._task_factory
        if factory is None:
            task = self._new_task(coro, name, context)
            if task._source_traceback:
                del task._source_traceback[-1]  # this very line
            return task
        self._check_closed()
        task = factory(self, coro) if context is None else factory(self, coro, context=context)
        if name is not None and hasattr(task, "set_name"):
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        """factory(loop, coro, **kwargs) makes tasks from now on; None: the usual ones."""
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    def run_in_executor(self, executor, func, *args):
        """Calls func(*args) in an executor, by default in a pool of threads. Gives a future."""
        self._check_closed()
        if self.get_debug() and (coroutines.iscoroutine(func) or coroutines.iscoroutinefunction(func)):
            raise TypeError("coroutines cannot be used with run_in_executor()")
        if executor is None:
            if self._executor_shutdown_called:
                raise RuntimeError("Executor shutdown has been called")
            executor = self._default_executor
            if executor is None:
                from concurrent.futures import ThreadPoolExecutor

                executor = self._default_executor = ThreadPoolExecutor(thread_name_prefix="asyncio")
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        from concurrent.futures import ThreadPoolExecutor

        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        """Waits for the threads of the default executor; at most `timeout` seconds."""
        self._executor_shutdown_called = True
        if self._default_executor is None:
            return
        done = self.create_future()
        thread = threading.Thread(target=self._shut_executor_down, args=(done,))
        thread.start()
        try:
            from asyncio import timeouts

            async with timeouts.timeout(timeout):
                await done
        except TimeoutError:
            warnings.warn("The executor did not finishing joining its threads within "
                          f"{timeout} seconds.", RuntimeWarning, stacklevel=2)
            self._default_executor.shutdown(wait=False)
        else:
            thread.join()

    def _shut_executor_down(self, done):
        try:
            self._default_executor.shutdown(wait=True)
            if not self.is_closed():
                self.call_soon_threadsafe(futures._set_result_unless_cancelled, done, None)
        except Exception as error:
            if not self.is_closed() and not done.cancelled():
                self.call_soon_threadsafe(done.set_exception, error)

    # --- asynchronous generators: whoever leaves one unfinished has it closed by the loop

    def _asyncgen_firstiter_hook(self, generator):
        if self._asyncgens_shutdown_called:
            warnings.warn(f"asynchronous generator {generator!r} was scheduled after "
                          "loop.shutdown_asyncgens() call", ResourceWarning, source=self)
        self._asyncgens.add(generator)

    def _asyncgen_finalizer_hook(self, generator):
        self._asyncgens.discard(generator)
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, generator.aclose())

    async def shutdown_asyncgens(self):
        """Closes all asynchronous generators that were left unfinished."""
        self._asyncgens_shutdown_called = True
        generators = list(self._asyncgens)
        self._asyncgens.clear()
        if not generators:
            return
        results = await tasks.gather(*[generator.aclose() for generator in generators], return_exceptions=True)
        for result, generator in zip(results, generators):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    "message": f"an error occurred during closing of asynchronous generator {generator!r}",
                    "exception": result, "asyncgen": generator})

    # --- errors that nobody else hears of

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        """handler(loop, context) is told instead of the log; None: the log."""
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Logs the message, then each item of the context on a line of its own, then the traceback."""
        message = context.get("message") or "Unhandled exception in event loop"
        lines = [message]
        for key in sorted(context):
            if key in ("message", "exception"):
                continue
            value = context[key]
            if key in ("source_traceback", "handle_traceback"):
                import traceback

                made = "Object" if key == "source_traceback" else "Handle"
                value = f"{made} created at (most recent call last):\n" + "".join(traceback.format_list(value)).rstrip()
            else:
                value = repr(value)
            lines.append(f"{key}: {value}")
        error = context.get("exception")
        log.error("\n".join(lines), exc_info=False if error is None else (type(error), error, error.__traceback__))

    def call_exception_handler(self, context):
        """Says that something went wrong. Never fails itself."""
        try:
            if self._exception_handler is None:
                self.default_exception_handler(context)
            else:
                self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if self._exception_handler is None:
                log.error("Exception in default exception handler", exc_info=error)
                return
            try:
                self.default_exception_handler({"message": "Unhandled error in exception handler",
                                                "exception": error, "context": context})
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as another:
                log.error("Exception in default exception handler while handling an unexpected error in custom "
                          "exception handler", exc_info=another)

    # --- names

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        import socket

        return await self.run_in_executor(None, socket.getaddrinfo, host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        import socket

        return await self.run_in_executor(None, socket.getnameinfo, sockaddr, flags)


def _run_until_complete_cb(future):
    if not future.cancelled():
        error = future.exception()
        if isinstance(error, (SystemExit, KeyboardInterrupt)):
            return  # it has ended the loop already
    futures._get_loop(future).stop()


class Server(events.AbstractServer):
    """Listening sockets, and the connections that came through them."""

    def __init__(self, loop, sockets, protocol_factory, backlog):
        self._loop = loop
        self._sockets = sockets
        self._protocol_factory = protocol_factory
        self._backlog = backlog
        self._serving = False
        self._serving_forever = None  # a future, while serve_forever() runs
        self._transports = set()
        self._waiters = []

    def __repr__(self):
        return f"<{type(self).__name__} sockets={self.sockets!r}>"

    def _attach(self, transport):
        self._transports.add(transport)

    def _detach(self, transport):
        self._transports.discard(transport)
        if not self._transports and self._sockets is None:
            self._wake_waiters()

    def _wake_waiters(self):
        waiters, self._waiters = self._waiters, None
        for waiter in waiters or ():
            if not waiter.done():
                waiter.set_result(None)

    def get_loop(self):
        return self._loop

    def is_serving(self):
        return self._serving

    @property
    def sockets(self):
        if self._sockets is None:
            return ()
        from asyncio.socket_transports import TransportSocket

        return tuple(TransportSocket(sock) for sock in self._sockets)

    def close(self):
        if self._sockets is None:
            return
        sockets, self._sockets = self._sockets, None
        for sock in sockets:
            self._loop._stop_serving(sock)
        self._serving = False
        if self._serving_forever is not None and not self._serving_forever.done():
            self._serving_forever.cancel()
            self._serving_forever = None
        if not self._transports:
            self._wake_waiters()

    async def start_serving(self):
        self._start_serving()
        await tasks.sleep(0)

    def _start_serving(self):
        if self._serving:
            return
        self._serving = True
        for sock in self._sockets:
            sock.listen(self._backlog)
            self._loop._start_serving(self._protocol_factory, sock, self, self._backlog)

    async def serve_forever(self):
        if self._serving_forever is not None:
            raise RuntimeError(f"server {self!r} is already being awaited on serve_forever()")
        if self._sockets is None:
            raise RuntimeError(f"server {self!r} is closed")
        self._start_serving()
        self._serving_forever = self._loop.create_future()
        try:
            await self._serving_forever
        except exceptions.CancelledError:
            try:
                self.close()
                await self.wait_closed()
            finally:
                raise
        finally:
            self._serving_forever = None

    async def wait_closed(self):
        """Waits until the server is closed and its last connection gone."""
        if self._waiters is None:
            return
        waiter = self._loop.create_future()
        self._waiters.append(waiter)
        await waiter
