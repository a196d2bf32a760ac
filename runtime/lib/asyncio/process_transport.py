"""Child processes as transports: pipes to their standard streams, and their end as an event.

The end of a child is seen through a descriptor that the system gives for it (pidfd): it becomes readable then. So no signal
handler is needed, and children may be started from any thread.
"""

import os
import signal
from asyncio import protocols, tasks, transports


class _ProcessTransport(transports.SubprocessTransport):
    """A child."""

    def __init__(self, loop, protocol, args, shell, stdin, stdout, stderr, options):
        import subprocess

        super().__init__()
        self._loop = loop
        self._protocol = protocol
        self._closed = False
        self._finished = False
        self._returncode = None
        self._exit_waiters = []
        self._pending = []  # calls of the protocol before connection_made
        self._pipes = {}
        self._process = subprocess.Popen(args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr,
                                         universal_newlines=False, bufsize=0, **options)
        self._pid = self._process.pid
        for fd, stream in enumerate((self._process.stdin, self._process.stdout, self._process.stderr)):
            if stream is not None:
                self._pipes[fd] = None
        self._extra["subprocess"] = self._process
        self._pidfd = os.pidfd_open(self._pid)
        loop._add_watch(self._pidfd, False, self._on_exit)

    def __repr__(self):
        info = [type(self).__name__]
        if self._closed:
            info.append("closed")
        info.append(f"pid={self._pid}")
        info.append(f"returncode={self._returncode}" if self._returncode is not None else "running")
        return f"<{' '.join(info)}>"

    async def _connect_pipes(self):
        loop, process = self._loop, self._process
        if process.stdin is not None:
            _, protocol = await loop.connect_write_pipe(lambda: _PipeProtocol(self, 0), process.stdin)
            self._pipes[0] = protocol
        for fd, stream in ((1, process.stdout), (2, process.stderr)):
            if stream is not None:
                _, protocol = await loop.connect_read_pipe(lambda: _PipeProtocol(self, fd), stream)
                self._pipes[fd] = protocol
        loop.call_soon(self._protocol.connection_made, self)
        for call in self._pending:
            loop.call_soon(*call)
        self._pending = None
        await tasks.sleep(0)  # connection_made() comes before whoever started the child goes on

    def _call(self, function, *data):
        if self._pending is not None:
            self._pending.append((function, *data))
        else:
            self._loop.call_soon(function, *data)

    # --- what happens to the child

    def _on_exit(self):
        self._loop._remove_watch(self._pidfd, False)
        os.close(self._pidfd)
        try:
            self._returncode = self._process.wait()
        except ChildProcessError:
            self._returncode = 255  # somebody else has waited for it
        self._process.returncode = self._returncode
        self._call(self._protocol.process_exited)
        self._try_finish()
        for waiter in self._exit_waiters:
            if not waiter.cancelled():
                waiter.set_result(self._returncode)
        self._exit_waiters = None

    def _pipe_lost(self, fd, error):
        self._call(self._protocol.pipe_connection_lost, fd, error)
        self._try_finish()

    def _pipe_data(self, fd, data):
        self._call(self._protocol.pipe_data_received, fd, data)

    def _try_finish(self):
        if self._finished or self._returncode is None:
            return
        if all(pipe is not None and pipe.disconnected for pipe in self._pipes.values()):
            self._finished = True
            self._call(self._connection_lost)

    def _connection_lost(self):
        try:
            self._protocol.connection_lost(None)
        finally:
            self._protocol = None

    # --- what can be asked of it

    async def _wait(self):
        """Waits until the child has ended; gives its return code."""
        if self._returncode is not None:
            return self._returncode
        waiter = self._loop.create_future()
        self._exit_waiters.append(waiter)
        return await waiter

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closed

    def close(self):
        """Closes the pipes, and kills the child if it still runs."""
        if self._closed:
            return
        self._closed = True
        for pipe in self._pipes.values():
            if pipe is not None and pipe.pipe is not None:
                pipe.pipe.close()
        if self._returncode is None and self._process.poll() is None:
            try:
                self._process.kill()
            except (ProcessLookupError, PermissionError):
                pass

    def get_pid(self):
        return self._pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        return self._pipes[fd].pipe if fd in self._pipes else None

    def send_signal(self, signal):
        if self._returncode is not None:
            raise ProcessLookupError()
        os.kill(self._pid, signal)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


class _PipeProtocol(protocols.Protocol):
    """One pipe of a child: passes everything on, with the number of the descriptor."""

    def __init__(self, process, fd):
        self.process = process
        self.fd = fd
        self.pipe = None
        self.disconnected = False

    def connection_made(self, transport):
        self.pipe = transport

    def data_received(self, data):
        self.process._pipe_data(self.fd, data)

    def connection_lost(self, exc):
        self.disconnected = True
        self.process._pipe_lost(self.fd, exc)
        self.process = None

    def pause_writing(self):
        self.process._protocol.pause_writing()

    def resume_writing(self):
        self.process._protocol.resume_writing()
