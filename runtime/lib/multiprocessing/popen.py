"""A running child: how it is started, and how its parent waits for it."""

import _multiprocessing
import os
from posix import _poll
from time import sleep

from .process import _flush_std_streams

__all__ = ["ForkPopen", "SpawnPopen"]


class _Popen:
    method = None

    def __init__(self, process_obj):
        self.returncode = None
        self._sentinel = None
        self._is_lost = False
        _flush_std_streams()
        self._launch(process_obj)

    @property
    def sentinel(self):
        """The process as a descriptor. It can only be made as long as nobody has waited for the process."""
        if self._sentinel is None:
            if self.returncode is None:
                self._sentinel = os.pidfd_open(self.pid)
            else:  # always ready
                self._sentinel, write = os.pipe()
                os.close(write)
        return self._sentinel

    def poll(self, flag=os.WNOHANG):
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, flag)
            except ChildProcessError:
                return self._reaped_by_someone()
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def _reaped_by_someone(self):
        """Another thread has waited for the child and is about to say what it ended with; or someone who will never."""
        if not self._is_lost:
            for _ in range(100):
                if self.returncode is not None:
                    break
                sleep(0.001)
            else:
                self._is_lost = True
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None:
            if timeout is not None:
                if not _poll([(self.sentinel, 1)], timeout):
                    return None
            return self.poll(os.WNOHANG if timeout == 0.0 else 0)
        return self.returncode

    def _send_signal(self, number):
        if self.returncode is None:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass

    def terminate(self):
        self._send_signal(15)

    def kill(self):
        self._send_signal(9)

    def close(self):
        if self._sentinel is not None:
            os.close(self._sentinel)
            self._sentinel = None


class ForkPopen(_Popen):
    """The child is a copy of its parent."""

    method = "fork"

    def _launch(self, process_obj):
        parent = os.getpid()
        by_main_thread = _multiprocessing.is_main_thread()
        family = process_obj._family()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                code = process_obj._bootstrap(parent, by_main_thread, family)
            finally:
                _multiprocessing.end_process(code & 0xFF)
        self.pid = pid

    def duplicate_for_child(self, fd):
        return fd


class SpawnPopen(_Popen):
    """The child is the interpreter, started anew; it is told through a pipe what to do."""

    method = "spawn"

    def __init__(self, process_obj):
        self._fds = []
        super().__init__(process_obj)

    def duplicate_for_child(self, fd):
        self._fds.append(fd)
        return fd

    def _launch(self, process_obj):
        import _posixsubprocess

        from . import spawn
        from .context import set_spawning_popen
        from .reduction import ForkingPickler

        data = spawn.get_preparation_data(process_obj._name)
        set_spawning_popen(self)
        try:
            message = bytes(ForkingPickler.dumps(data)) + bytes(ForkingPickler.dumps(process_obj))
        finally:
            set_spawning_popen(None)
        read, write = os.pipe()
        try:
            command = spawn.get_command_line(pipe_handle=read, parent=os.getpid(), main=_multiprocessing.is_main_thread())
            result = _posixsubprocess.fork_exec(
                command, [os.fsencode(command[0])], None, None, (-1, -1, -1), True, False, False, [read, *self._fds],
                None, None, None, None, None, None,
            )  # fmt: skip
            if not isinstance(result, int):
                raise OSError(result[1], os.strerror(result[1]), command[0])
            self.pid = result
            os.close(read)
            read = -1
            with open(write, "wb", 0, closefd=False) as file:
                view = memoryview(message)
                while view:
                    try:
                        view = view[file.write(view) :]
                    except BrokenPipeError:
                        break  # it has ended; its exit code will tell
        finally:
            os.close(write)
            if read != -1:
                os.close(read)
