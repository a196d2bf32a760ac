"""Child processes with streams."""

from asyncio import events, log, protocols, streams, tasks

__all__ = ("create_subprocess_exec", "create_subprocess_shell")

PIPE = -1  # as in the module subprocess, which is imported when a process is started
STDOUT = -2
DEVNULL = -3


class SubprocessStreamProtocol(streams.FlowControlMixin, protocols.SubprocessProtocol):
    """Puts what the child writes into StreamReaders."""

    def __init__(self, limit, loop):
        super().__init__(loop=loop)
        self._limit = limit
        self.stdin = self.stdout = self.stderr = None
        self._transport = None
        self._process_exited = False
        self._open_readers = []
        self._stdin_closed = self._loop.create_future()

    def __repr__(self):
        info = [type(self).__name__]
        for name in ("stdin", "stdout", "stderr"):
            if (stream := getattr(self, name)) is not None:
                info.append(f"{name}={stream!r}")
        return f"<{' '.join(info)}>"

    def connection_made(self, transport):
        self._transport = transport
        for fd, name in ((1, "stdout"), (2, "stderr")):
            pipe = transport.get_pipe_transport(fd)
            if pipe is not None:
                reader = streams.StreamReader(limit=self._limit, loop=self._loop)
                reader.set_transport(pipe)
                setattr(self, name, reader)
                self._open_readers.append(fd)
        pipe = transport.get_pipe_transport(0)
        if pipe is not None:
            self.stdin = streams.StreamWriter(pipe, self, None, self._loop)

    def _reader(self, fd):
        return {1: self.stdout, 2: self.stderr}.get(fd)

    def pipe_data_received(self, fd, data):
        if (reader := self._reader(fd)) is not None:
            reader.feed_data(data)

    def pipe_connection_lost(self, fd, exc):
        if fd == 0:
            if self.stdin is not None:
                self.stdin.close()
            self.connection_lost(exc)
            if exc is None:
                self._stdin_closed.set_result(None)
            else:
                self._stdin_closed.set_exception(exc)
                self._stdin_closed.exception()  # nobody need ask for it
            return
        if (reader := self._reader(fd)) is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if fd in self._open_readers:
            self._open_readers.remove(fd)
        self._maybe_close_transport()

    def process_exited(self):
        self._process_exited = True
        self._maybe_close_transport()

    def _maybe_close_transport(self):
        if not self._open_readers and self._process_exited:
            self._transport.close()
            self._transport = None

    def _get_close_waiter(self, stream):
        return self._stdin_closed


class Process:
    """A child process."""

    def __init__(self, transport, protocol, loop):
        self._transport = transport
        self._protocol = protocol
        self._loop = loop
        self.stdin = protocol.stdin
        self.stdout = protocol.stdout
        self.stderr = protocol.stderr
        self.pid = transport.get_pid()

    def __repr__(self):
        return f"<{type(self).__name__} {self.pid}>"

    @property
    def returncode(self):
        """None while it runs; negative: the signal that ended it."""
        return self._transport.get_returncode()

    async def wait(self):
        """Waits until it has ended. With pipes that nobody reads it may never: use communicate()."""
        return await self._transport._wait()

    def send_signal(self, signal):
        self._transport.send_signal(signal)

    def terminate(self):
        self._transport.terminate()

    def kill(self):
        self._transport.kill()

    async def communicate(self, input=None):
        """Sends input, reads everything, waits for the end. Gives (stdout, stderr)."""
        feed = self._feed_stdin(input) if self.stdin is not None else tasks.sleep(0)
        _, stdout, stderr = await tasks.gather(feed, self._read(1), self._read(2))
        await self.wait()
        return stdout, stderr

    async def _feed_stdin(self, input):
        try:
            if input is not None:
                self.stdin.write(input)
                await self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            log.debug("%r communicate: stdin got %r", self, error)  # it did not want to read it all
        self.stdin.close()

    async def _read(self, fd):
        stream = self.stdout if fd == 1 else self.stderr
        if stream is None:
            return None
        output = await stream.read()
        self._transport.get_pipe_transport(fd).close()
        return output


async def _create(start, limit):
    loop = events.get_running_loop()
    transport, protocol = await start(loop, lambda: SubprocessStreamProtocol(limit, loop))
    return Process(transport, protocol, loop)


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None, limit=streams._DEFAULT_LIMIT, **kwds):
    """Runs a command line."""
    return await _create(lambda loop, factory: loop.subprocess_shell(
        factory, cmd, stdin=stdin, stdout=stdout, stderr=stderr, **kwds), limit)


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None, limit=streams._DEFAULT_LIMIT,
                                 **kwds):
    """Runs a program."""
    return await _create(lambda loop, factory: loop.subprocess_exec(
        factory, program, *args, stdin=stdin, stdout=stdout, stderr=stderr, **kwds), limit)
