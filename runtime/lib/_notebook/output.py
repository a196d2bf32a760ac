"""What a cell prints: shown at once, and kept for the notebook.

sys.stdout and sys.stderr are replaced by a Stream each while cells run. Threads may print at the same time; one lock keeps the
kept pieces in the order in which they were shown. What a child process prints is shown, but not kept.
"""

import io
import sys
import threading
import time

from _notebook import timing


class Record:
    """The outputs of the cell that runs, in nbformat's form."""

    def __init__(self):
        self._lock = threading.Lock()
        self._outputs = []

    def text(self, name, text):
        with self._lock:
            last = self._outputs[-1] if self._outputs else None
            if last is not None and last.get("name") == name:
                last["text"] += text
            else:
                self._outputs.append({"output_type": "stream", "name": name, "text": text})

    def value(self, text, count):
        with self._lock:
            self._outputs.append({"output_type": "execute_result", "execution_count": count,
                                  "data": {"text/plain": text}, "metadata": {}})

    def error(self, exception, text):
        with self._lock:
            self._outputs.append({"output_type": "error", "ename": type(exception).__name__, "evalue": str(exception),
                                  "traceback": text.splitlines()})

    def take(self):
        """The outputs so far; the record is empty again."""
        with self._lock:
            outputs, self._outputs = self._outputs, []
        return outputs


class Stream(io.TextIOBase):
    """Writes through to `shown` and into the record. Like a terminal's stream it counts as one where the shown one does."""

    def __init__(self, name, shown, record, status):
        self._name = name
        self._shown = shown
        self._record = record
        self._status = status

    @property
    def name(self):
        return f"<{self._name}>"

    @property
    def encoding(self):
        return self._shown.encoding

    @property
    def errors(self):
        return self._shown.errors

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._status.make_way(text)
        self._shown.write(text)
        self._record.text(self._name, text)
        return len(text)

    def flush(self):
        self._shown.flush()

    def writable(self):
        return True

    def isatty(self):
        return self._shown.isatty()

    def fileno(self):
        return self._shown.fileno()


class Status:
    """On a terminal, a line that says which cell runs, and for how long: it stands at the bottom, and goes when something is printed.
    Elsewhere nothing."""

    def __init__(self, stream):
        self._stream = stream
        self._active = stream.isatty()
        self._lock = threading.Lock()
        self._title = None
        self._visible = False
        self._at_line_start = True
        if self._active:
            self._wake = threading.Event()
            threading.Thread(target=self._tick, name="notebook status", daemon=True).start()

    def begin(self, title):
        if not self._active:
            return
        with self._lock:
            self._hide()
            self._stream.write(f"\033[2m-- {title}\033[0m\n")
            self._stream.flush()
            self._title, self._begin, self._at_line_start = title, time.perf_counter(), True

    def end(self):
        if not self._active:
            return
        with self._lock:
            self._hide()
            if not self._at_line_start:
                self._stream.write("\n")
            self._stream.write(f"\033[2m   {timing.worded(time.perf_counter() - self._begin)}\033[0m\n")
            self._stream.flush()
            self._title = None

    def make_way(self, text):
        """Before `text` is shown."""
        if not self._active or not text:
            return
        with self._lock:
            self._hide()
            self._at_line_start = text.endswith("\n")

    def _hide(self):
        if self._visible:
            self._stream.write("\r\033[K")
            self._stream.flush()
            self._visible = False

    def _tick(self):
        while not self._wake.wait(0.5):
            with self._lock:
                if self._title and self._at_line_start:
                    seconds = time.perf_counter() - self._begin
                    self._stream.write(f"\r\033[K\033[2m   {self._title}: {seconds:.0f} s\033[0m")
                    self._stream.flush()
                    self._visible = True
