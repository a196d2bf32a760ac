"""One cell after another, in one `__main__`.

The time-out of a cell is an alarm that acts as Ctrl-C does: KeyboardInterrupt in the main thread, wherever it waits. Threads that a
cell leaves waiting for ever, as the lecture's deadlock does, do not keep the notebook from ending: once all cells have run
and the notebook is saved, the process ends and they with it, as they would with a kernel.
"""

import contextlib
import linecache
import os
import pprint
import signal
import sys
import threading
import traceback
from datetime import datetime, timezone

from _notebook import magics, output, source

_TOP_LEVEL_AWAIT = 0x2000  # ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_IS_COROUTINE = 0x80  # inspect.CO_COROUTINE
_WIDTH = 79


class Session:
    def __init__(self, book, options):
        self.book = book
        self.options = options
        main = sys.modules["__main__"]
        self.namespace = main.__dict__
        self.namespace["__cell__"] = magics.Magics(self)
        self._set = dict(options.set)
        self._was_set = set()
        self._record = output.Record()
        self._status = output.Status(sys.stderr)
        self._filename = None
        self._count = 0

    def run(self, cells):
        """Runs the cells, saves the notebook if that is wanted, and ends the process."""
        sys.path.insert(0, os.path.dirname(os.path.abspath(self.book.path)))
        sys.argv = [self.book.path]
        streams = sys.stdout, sys.stderr
        sys.stdout = output.Stream("stdout", streams[0], self._record, self._status)
        sys.stderr = output.Stream("stderr", streams[1], self._record, self._status)
        code = 0
        for cell in cells:
            failed = self._run_cell(cell, len(cells))
            code = code or int(failed)
            if failed and not self.options.allow_errors:
                break
        sys.stdout, sys.stderr = streams
        for name in self._set:
            if name not in self._was_set:
                print(f"gilt: --set {name}: no cell that ran sets it", file=sys.stderr)
        self._save()
        self._end(0 if self.options.allow_errors else code)

    def _run_cell(self, cell, total):
        """Whether it failed. Its outputs, its count and when it ran stand in the cell then."""
        self._count += 1
        self._filename = f"{os.path.basename(self.book.path)}, {cell.title}"
        text = cell.source
        linecache.cache[self._filename] = (len(text), None, [line + "\n" for line in text.split("\n")], self._filename)
        self._status.begin(f"{cell.title} of {total}")
        begin = datetime.now(timezone.utc)
        failed = False
        self._set_alarm(self.options.cell_timeout or 0)
        try:
            try:
                value = self._run_text(text)
                if value is not None:
                    self._show(value)
            finally:
                self._set_alarm(0)
        except SystemExit as error:
            failed = error.code not in (None, 0)
            if failed:
                self._show_error(error)
        except BaseException as error:
            failed = True
            self._show_error(error)
        sys.stdout.flush()
        self._status.end()
        for name, wanted in self._set.items():
            if name in self.namespace and self.namespace[name] is not wanted:
                self.namespace[name] = wanted
                self._was_set.add(name)
        cell.fields["execution_count"] = self._count
        cell.fields["outputs"] = self._record.take()
        cell.fields.setdefault("metadata", {})["execution"] = {
            "iopub.execute_input": begin.isoformat().replace("+00:00", "Z"),
            "shell.execute_reply": datetime.now(timezone.utc).isoformat().replace("+00:00", "Z"),
        }
        return failed

    def _run_text(self, text):
        if magic := source.cell_magic(text):
            return self.namespace["__cell__"].cell(*magic)
        return self.execute(text)

    def execute(self, text, filename=None):
        """Runs statements of the notebook; the value of the last one if it is an expression, else None."""
        filename = filename or self._filename
        statements, expression = source.parts(source.python(text), filename)
        self._evaluate(statements, filename, "exec")
        return None if expression is None else self._evaluate(expression, filename, "eval")

    def _evaluate(self, text, filename, mode):
        code = compile(text, filename, mode, _TOP_LEVEL_AWAIT, True)
        if code.co_flags & _IS_COROUTINE:
            return _shared_loop().run(eval(code, self.namespace))
        # Only notebooks that use asyncio wait for it to be imported: by now, or by this cell.
        uses_loop = "asyncio" in sys.modules or "asyncio" in code.co_names
        with _shared_loop().entered() if uses_loop else contextlib.nullcontext():
            return eval(code, self.namespace)

    def _show(self, value):
        self.namespace["_"] = value
        text = repr(value)
        if len(text) > _WIDTH and isinstance(value, (list, tuple, dict, set, frozenset)):
            text = pprint.pformat(value, width=_WIDTH, sort_dicts=False)
        self._status.make_way(text + "\n")
        sys.__stdout__.write(text + "\n")
        self._record.value(text, self._count)

    def _show_error(self, error):
        sys.stdout.flush()
        if isinstance(error, magics.UsageError):
            text = f"UsageError: {error}\n"
        else:
            text = "".join(_from_cells(traceback.TracebackException.from_exception(error)).format())
        self._status.make_way(text)
        sys.__stderr__.write(text)
        sys.__stderr__.flush()
        self._record.error(error, text)

    def _set_alarm(self, seconds):
        if not self.options.cell_timeout:
            return
        signal.signal(signal.SIGALRM, lambda number, frame: signal.raise_signal(signal.SIGINT))
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def _save(self):
        if not self.options.save:
            return
        for cell in self.book.code_cells:
            for each in cell.fields.setdefault("outputs", []):
                if isinstance(each.get("text"), str):
                    each["text"] = each["text"].splitlines(keepends=True)
            cell.fields.setdefault("execution_count", None)
        try:
            self.book.save(self.options.save)
        except OSError as error:
            print(f"gilt: cannot write {self.options.save}: {error.strerror}", file=sys.stderr)
            sys.exit(2)

    def _end(self, code):
        try:
            if "asyncio" in sys.modules:
                _shared_loop().finish()
        except BaseException as error:
            print(f"gilt: while the tasks that were left were cancelled: {error!r}", file=sys.stderr)
        left = [thread for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
        if not left:
            sys.exit(code)
        names = ", ".join(thread.name for thread in left[:3]) + (", ..." if len(left) > 3 else "")
        what = "thread still runs and ends" if len(left) == 1 else "threads still run and end"
        print(f"gilt: {len(left)} {what} here: {names}", file=sys.stderr)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _shared_loop():
    from asyncio import shared_loop

    return shared_loop


def _from_cells(report):
    """The report of an exception without what called the cell, and without the frames of this package."""
    for each in (report, report.__cause__, report.__context__):
        if each is None:
            continue
        if each is not report:
            _from_cells(each)
        frames = list(each.stack)
        while frames and frames[0].filename.startswith("<gilt>/"):
            del frames[0]
        each.stack = traceback.StackSummary.from_list(
            frame for frame in frames if not frame.filename.startswith("<gilt>/_notebook/"))
    return report
