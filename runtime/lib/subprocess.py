"""Other programs: start them, feed them, read what they say, wait for their end.

Popen is one program that was started. `_posixsubprocess` does the starting; this module decides which descriptor becomes
which, keeps the parent's ends of the pipes, and waits. Talking to a program in both directions at once (communicate)
polls all pipes in one thread, so that neither side can get stuck on a full one.
"""

import _posixsubprocess
import builtins
import io
import os
import sys
import threading
import time
import warnings
from posix import _poll

__all__ = [
    "Popen", "PIPE", "STDOUT", "DEVNULL", "call", "check_call", "check_output", "run", "getstatusoutput", "getoutput",
    "SubprocessError", "CalledProcessError", "TimeoutExpired", "CompletedProcess", "list2cmdline",
]  # fmt: skip

PIPE = -1
STDOUT = -2
DEVNULL = -3

_POLLIN, _POLLOUT, _POLLERR, _POLLHUP = 1, 4, 8, 16
_CHUNK = 32768
_USE_POSIX_SPAWN = True
_USE_VFORK = True


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    """A program ended with something other than 0, and the caller wanted to know."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if self.returncode and self.returncode < 0:
            import signal

            try:
                return f"Command '{self.cmd}' died with {signal.Signals(-self.returncode)!r}."
            except ValueError:
                return f"Command '{self.cmd}' died with unknown signal {-self.returncode}."
        return f"Command '{self.cmd}' returned non-zero exit status {self.returncode}."

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class TimeoutExpired(SubprocessError):
    """A program did not end in time. It still runs."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CompletedProcess:
    """What run() returns: a program that has ended."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        parts = [f"args={self.args!r}", f"returncode={self.returncode!r}"]
        if self.stdout is not None:
            parts.append(f"stdout={self.stdout!r}")
        if self.stderr is not None:
            parts.append(f"stderr={self.stderr!r}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def __class_getitem__(cls, item):
        import types

        return types.GenericAlias(cls, item)

    def check_returncode(self):
        """Raises CalledProcessError unless the exit code is 0."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


class Popen:
    """A program running in a process of its own."""

    _child_created = False

    def __init__(
        self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True,
        shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0,
        restore_signals=True, start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None,
        encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None,
    ):  # fmt: skip
        self._waitpid_lock = threading.Lock()
        self._input = None
        self._communication_started = False
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if pipesize is None:
            pipesize = -1
        if not isinstance(pipesize, int):
            raise TypeError("pipesize must be an integer")
        if pass_fds and not close_fds:
            warnings.warn("pass_fds overriding close_fds.", RuntimeWarning)
            close_fds = True
        if startupinfo is not None:
            raise ValueError("startupinfo is only supported on Windows platforms")
        if creationflags != 0:
            raise ValueError("creationflags is only supported on Windows platforms")
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError(
                "Cannot disambiguate when both text and universal_newlines are supplied but different. Pass one or the other."
            )

        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.pipesize = pipesize
        self.text_mode = bool(encoding or errors or text or universal_newlines)

        ours, theirs = self._make_ends(stdin, stdout, stderr)  # three descriptors each, -1 for none
        try:
            line_buffering = False
            if self.text_mode and bufsize == 1:
                line_buffering = True
                bufsize = -1
            for name, fd, mode in zip(("stdin", "stdout", "stderr"), ours, ("wb", "rb", "rb")):
                if fd == -1:
                    continue
                stream = io.open(fd, mode, bufsize)
                if self.text_mode:
                    stream = io.TextIOWrapper(stream, encoding=encoding, errors=errors,
                                              write_through=mode == "wb" and line_buffering,
                                              line_buffering=mode == "wb" and line_buffering)
                setattr(self, name, stream)
            self._start(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, theirs, restore_signals,
                        start_new_session, process_group, _user_id(user), _group_id(group, "group"),
                        _group_ids(extra_groups), umask)
        except:
            for stream in (self.stdin, self.stdout, self.stderr):
                if stream is not None:
                    try:
                        stream.close()
                    except OSError:
                        pass
            raise
        finally:
            for fd in self._to_close:
                os.close(fd)

    # --- starting

    def _make_ends(self, stdin, stdout, stderr):
        """For each of the three streams the parent's end, if it is a pipe, and the child's."""
        ours, theirs = [-1, -1, -1], [-1, -1, -1]
        self._to_close = to_close = []  # when the child has them
        null = -1
        try:
            for i, wanted in enumerate((stdin, stdout, stderr)):
                if wanted is None:
                    continue
                if wanted == PIPE:
                    read, write = os.pipe()
                    if self.pipesize > 0:
                        _set_pipe_size(read, self.pipesize)
                    ours[i], theirs[i] = (write, read) if i == 0 else (read, write)
                    to_close.append(theirs[i])
                elif wanted == DEVNULL:
                    if null == -1:
                        null = os.open(os.devnull, os.O_RDWR)
                        to_close.append(null)
                    theirs[i] = null
                elif wanted == STDOUT and i == 2:
                    theirs[2] = theirs[1] if theirs[1] != -1 else 1
                elif isinstance(wanted, int):
                    theirs[i] = wanted
                else:
                    theirs[i] = wanted.fileno()
        except:
            for fd in [fd for fd in ours if fd != -1] + to_close:
                os.close(fd)
            self._to_close = []
            raise
        return ours, theirs

    def _start(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, fds, restore_signals,
               start_new_session, process_group, uid, gid, groups, umask):  # fmt: skip
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError("path-like args is not allowed when shell is true")
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ["/bin/sh", "-c"] + args
            if executable:
                args[0] = executable
        if executable is None:
            executable = args[0]
        sys.audit("subprocess.Popen", executable, args, cwd, env)
        program = os.fsencode(executable)
        if os.path.dirname(program):
            programs = (program,)
        else:
            programs = tuple(os.path.join(os.fsencode(folder), program) for folder in os.get_exec_path(env))
        result = _posixsubprocess.fork_exec(
            args, programs, cwd, env, fds, close_fds, restore_signals, start_new_session, pass_fds, process_group,
            None if umask is None or umask < 0 else umask, uid, gid, groups, preexec_fn,
        )  # fmt: skip
        if isinstance(result, int):
            self.pid = result
            self._child_created = True
            return
        stage, error = result
        if stage == 3:
            raise SubprocessError("Exception occurred in preexec_fn.")
        if stage == 0:
            raise OSError(error, os.strerror(error))
        raise OSError(error, os.strerror(error), executable if stage == 2 else cwd)

    # --- its life

    def __repr__(self):
        text = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        return text if len(text) <= 80 else text[:76] + "...>"

    def __class_getitem__(cls, item):
        import types

        return types.GenericAlias(cls, item)

    @property
    def universal_newlines(self):
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, value):
        self.text_mode = bool(value)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        for stream in (self.stdout, self.stderr):
            if stream:
                stream.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type is not KeyboardInterrupt:
                self.wait()
            else:  # it got the Ctrl-C, too: give it a moment
                try:
                    self.wait(timeout=0.25)
                except TimeoutExpired:
                    pass

    def _note(self, status):
        self.returncode = os.waitstatus_to_exitcode(status)

    def poll(self):
        """The exit code if the program has ended, else None."""
        if self.returncode is None and self._waitpid_lock.acquire(False):
            try:
                if self.returncode is None:
                    try:
                        pid, status = os.waitpid(self.pid, os.WNOHANG)
                        if pid == self.pid:
                            self._note(status)
                    except ChildProcessError:  # someone else waited for it; what it ended with is lost
                        self.returncode = 0
            finally:
                self._waitpid_lock.release()
        return self.returncode

    def wait(self, timeout=None):
        """Waits for the end of the program; returns its exit code."""
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            while self.returncode is None:
                with self._waitpid_lock:
                    if self.returncode is not None:
                        break
                    try:
                        pid, status = os.waitpid(self.pid, 0)
                        if pid == self.pid:
                            self._note(status)
                    except ChildProcessError:
                        self.returncode = 0
            return self.returncode
        end = time.monotonic() + timeout
        try:
            watch = os.pidfd_open(self.pid)
        except OSError:
            watch = None
        try:
            while self.poll() is None:
                left = end - time.monotonic()
                if left <= 0:
                    raise TimeoutExpired(self.args, timeout)
                if watch is None:
                    time.sleep(min(left, 0.01))
                else:
                    _poll([(watch, _POLLIN)], left)
        finally:
            if watch is not None:
                os.close(watch)
        return self.returncode

    def send_signal(self, sig):
        """Sends the program a signal, if it still runs."""
        self.poll()
        if self.returncode is None:
            try:
                os.kill(self.pid, sig)
            except ProcessLookupError:
                pass

    def terminate(self):
        self.send_signal(15)

    def kill(self):
        self.send_signal(9)

    # --- talking to it

    def communicate(self, input=None, timeout=None):
        """Writes `input` to the program, reads all it says, waits for its end; (stdout, stderr)."""
        if self._communication_started and input:
            raise ValueError("Cannot send input after starting communication")
        if timeout is None and not self._communication_started and [self.stdin, self.stdout, self.stderr].count(None) >= 2:
            # Only one pipe: nothing can get stuck.
            out = err = None
            if self.stdin:
                self._write_input(input)
            elif self.stdout:
                out = self.stdout.read()
                self.stdout.close()
            elif self.stderr:
                err = self.stderr.read()
                self.stderr.close()
            self.wait()
            return out, err
        end = None if timeout is None else time.monotonic() + timeout
        try:
            return self._communicate(input, end, timeout)
        except KeyboardInterrupt:  # it got the Ctrl-C, too: give it a moment
            try:
                self.wait(timeout=0.25)
            except TimeoutExpired:
                pass
            raise
        finally:
            self._communication_started = True

    def _write_input(self, input):
        try:
            if input:
                self.stdin.write(input)
            self.stdin.close()
        except BrokenPipeError:
            pass  # it has ended, or does not want to know

    def _communicate(self, input, end, timeout):
        if not self._communication_started:
            self._heard = {stream: [] for stream in (self.stdout, self.stderr) if stream}
            if self.stdin:
                try:
                    self.stdin.flush()
                except BrokenPipeError:
                    pass
                if not input:
                    try:
                        self.stdin.close()
                    except BrokenPipeError:
                        pass
            if input is not None and self.text_mode:
                input = input.encode(self.stdin.encoding, self.stdin.errors)
            self._input = memoryview(input) if input else None
            self._input_done = 0
        heard = self._heard
        try:
            while True:
                wanted = [(stream.fileno(), _POLLIN) for stream in heard if not stream.closed]
                if self._input is not None and not self.stdin.closed:
                    wanted.append((self.stdin.fileno(), _POLLOUT))
                if not wanted:
                    break
                left = None if end is None else end - time.monotonic()
                if left is not None and left < 0:
                    raise self._timed_out(heard, timeout)
                ready = dict(_poll(wanted, left))
                if end is not None and time.monotonic() > end:
                    raise self._timed_out(heard, timeout)
                for stream, chunks in heard.items():
                    if not stream.closed and stream.fileno() in ready:
                        data = os.read(stream.fileno(), _CHUNK)
                        if data:
                            chunks.append(data)
                        else:
                            stream.close()
                if self._input is not None and not self.stdin.closed and self.stdin.fileno() in ready:
                    try:
                        # A pipe that is ready takes this much without waiting.
                        self._input_done += os.write(self.stdin.fileno(), self._input[self._input_done : self._input_done + 4096])
                    except BrokenPipeError:
                        self._input_done = len(self._input)
                    if self._input_done >= len(self._input):
                        try:
                            self.stdin.close()
                        except BrokenPipeError:
                            pass
        except TimeoutExpired:
            raise
        try:
            self.wait(None if end is None else max(0, end - time.monotonic()))
        except TimeoutExpired:
            raise self._timed_out(heard, timeout) from None
        return tuple(self._text(stream, heard) for stream in (self.stdout, self.stderr))

    def _timed_out(self, heard, timeout):
        parts = [b"".join(heard[stream]) if heard.get(stream) else None for stream in (self.stdout, self.stderr)]
        return TimeoutExpired(self.args, timeout, output=parts[0], stderr=parts[1])

    def _text(self, stream, heard):
        if stream is None:
            return None
        data = b"".join(heard[stream])
        if not self.text_mode:
            return data
        return data.decode(stream.encoding, stream.errors).replace("\r\n", "\n").replace("\r", "\n")


def _set_pipe_size(fd, size):
    try:
        import fcntl

        fcntl.fcntl(fd, 1031, size)
    except (ImportError, OSError):
        pass


def _lookup(database, name, column, what):
    with builtins.open(database, encoding="utf-8") as file:
        for line in file:
            parts = line.rstrip("\n").split(":")
            if parts[0] == name:
                return int(parts[column])
    raise KeyError(f"{what}: name not found: {name!r}")


def _user_id(user):
    if user is None:
        return None
    if isinstance(user, str):
        return _lookup("/etc/passwd", user, 2, "getpwnam()")
    if isinstance(user, int):
        if user < 0:
            raise ValueError(f"User ID cannot be negative, got {user}")
        return user
    raise TypeError("User must be a string or an integer")


def _group_id(group, what):
    if group is None:
        return None
    if isinstance(group, str):
        return _lookup("/etc/group", group, 2, "getgrnam()")
    if isinstance(group, int):
        if group < 0:
            raise ValueError(f"Group ID cannot be negative, got {group}")
        return group
    raise TypeError(f"Group must be a string or an integer, not {type(group)}")


def _group_ids(groups):
    if groups is None:
        return None
    if isinstance(groups, str):
        raise TypeError("Groups must be a list, not a string")
    return [_group_id(group, "extra_groups") for group in groups]


# --- the usual cases


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Runs a program to its end; a CompletedProcess."""
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs["stdout"] = kwargs["stderr"] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            raise
        returncode = process.poll()
    if check and returncode:
        raise CalledProcessError(returncode, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, returncode, stdout, stderr)


def call(*popenargs, timeout=None, **kwargs):
    """Runs a program to its end; its exit code."""
    with Popen(*popenargs, **kwargs) as process:
        try:
            return process.wait(timeout=timeout)
        except:
            process.kill()
            raise


def check_call(*popenargs, **kwargs):
    """The same, with CalledProcessError for anything but 0."""
    returncode = call(*popenargs, **kwargs)
    if returncode:
        raise CalledProcessError(returncode, kwargs.get("args") or popenargs[0])
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Runs a program to its end; what it wrote to its standard output."""
    for name in ("stdout", "check"):
        if name in kwargs:
            raise ValueError(f"{name} argument not allowed, it will be overridden.")
    if "input" in kwargs and kwargs["input"] is None:
        kwargs["input"] = "" if kwargs.get("universal_newlines") or kwargs.get("text") or kwargs.get("encoding") or kwargs.get("errors") else b""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """(exit code, output and errors as text without the last line end) of a shell command."""
    try:
        data = check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding, errors=errors)
        code = 0
    except CalledProcessError as error:
        data = error.output
        code = error.returncode
    return code, data.removesuffix("\n")


def getoutput(cmd, *, encoding=None, errors=None):
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    """Arguments as one line, quoted the way Windows programs read them."""
    words = []
    for arg in map(os.fsdecode, seq):
        word, backslashes = [], 0
        quoted = " " in arg or "\t" in arg or not arg
        for char in arg:
            if char == "\\":
                backslashes += 1
            elif char == '"':
                word.append("\\" * (backslashes * 2 + 1) + '"')
                backslashes = 0
            else:
                word.append("\\" * backslashes + char)
                backslashes = 0
        word.append("\\" * (backslashes * 2 if quoted else backslashes))
        words.append('"' + "".join(word) + '"' if quoted else "".join(word))
    return " ".join(words)
