"""Tracebacks as data and as text.

A FrameSummary is one entry, a StackSummary a list of them, and a TracebackException everything there is to say about an
exception, taken down without keeping the exception or its frames alive. Each has format(), which gives the lines as
the interpreter would print them.
"""

import linecache
import sys

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack", "format_tb",
    "print_exc", "format_exc", "print_exception", "print_last", "print_stack", "print_tb", "clear_frames",
    "FrameSummary", "StackSummary", "TracebackException", "walk_stack", "walk_tb", "print_list",
]  # fmt: skip

_RECURSIVE_CUTOFF = 3  # the same entry is printed that often; the rest is counted
_MAX_GROUP_WIDTH = 15
_MAX_GROUP_DEPTH = 10

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


# --- entries


class FrameSummary:
    """File, line and function of one entry; the text of the line is read when it is asked for."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "locals", "_anchors")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
                 end_colno=None):  # fmt: skip
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        self._anchors = None
        self.end_lineno, self.colno, self.end_colno = end_lineno, colno, end_colno
        if lookup_line:
            self.line
        self.locals = None if locals is None else {key: _shown(value, "local", repr) for key, value in locals.items()}

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return tuple(self) == tuple(other) and self.locals == other.locals
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, position):
        return (self.filename, self.lineno, self.name, self.line)[position]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __len__(self):
        return 4

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    @property
    def _original_line(self):
        self.line
        return self._line

    @property
    def line(self):
        """The source line, stripped; None if the line number is unknown."""
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()


def _shown(value, what, how=str):
    try:
        return how(value)
    except Exception:
        return f"<{what} {how.__name__}() failed>"


def walk_stack(f):
    """Goes from a frame (the caller's, if None) outwards: (frame, line number)."""
    if f is None:
        f = sys._getframe().f_back.f_back.f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Goes through a traceback: (frame, line number)."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _entries_of(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno, getattr(tb, "_position", None)
        tb = tb.tb_next


class StackSummary(list):
    """Entries, outermost first."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Makes one from (frame, line number) pairs."""
        entries = ((frame, lineno, None) for frame, lineno in frame_gen)
        return klass._extract(entries, limit, lookup_lines, capture_locals)

    @classmethod
    def _extract(klass, entries, limit=None, lookup_lines=True, capture_locals=False):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            entries = list(entries)
            entries = entries[:limit] if limit >= 0 else entries[limit:]
        result = klass()
        filenames = set()
        for frame, lineno, position in entries:
            code = frame.f_code
            filenames.add(code.co_filename)
            linecache.lazycache(code.co_filename, frame.f_globals)
            summary = FrameSummary(
                code.co_filename, lineno, code.co_name, lookup_line=False,
                locals=frame.f_locals if capture_locals else None,
            )  # fmt: skip
            if position is not None and position[0] == lineno:
                _, end_lineno, colno, end_colno, anchor_start, anchor_end = position
                summary.end_lineno, summary.colno, summary.end_colno = end_lineno, colno, end_colno
                if anchor_end:
                    summary._anchors = anchor_start, anchor_end
            result.append(summary)
        for filename in filenames:
            linecache.checkcache(filename)
        if lookup_lines:
            for summary in result:
                summary.line
        return result

    @classmethod
    def from_list(klass, a_list):
        """Makes one from FrameSummaries or (filename, lineno, name, line) tuples."""
        return klass(
            entry if isinstance(entry, FrameSummary) else FrameSummary(entry[0], entry[1], entry[2], line=entry[3])
            for entry in a_list
        )

    def format_frame_summary(self, frame_summary):
        """The lines of one entry, as one string."""
        f = frame_summary
        row = [f'  File "{f.filename}", line {f.lineno}, in {f.name}\n']
        if f.line:
            row.append(f"    {f.line}\n")
            if f.colno is not None and f.end_colno is not None:
                row.append(_markers(f))
        if f.locals:
            row += [f"    {name} = {value}\n" for name, value in sorted(f.locals.items())]
        return "".join(row)

    def format(self):
        """One string per entry; where an entry repeats, only the first few and a count."""
        result = []
        last = None
        count = 0
        for summary in self:
            text = self.format_frame_summary(summary)
            here = summary.filename, summary.lineno, summary.name
            if here != last:
                _say_repeated(result, count)
                last, count = here, 0
            count += 1
            if count <= _RECURSIVE_CUTOFF:
                result.append(text)
        _say_repeated(result, count)
        return result


def _say_repeated(result, count):
    if count > _RECURSIVE_CUTOFF:
        count -= _RECURSIVE_CUTOFF
        result.append(f"  [Previous line repeated {count} more time{'s' if count > 1 else ''}]\n")


def _markers(f):
    """The ~~~^^^ under the part of the line that failed; '' if that is the whole line."""
    line = f._original_line.rstrip("\n")
    stripped = line.strip()
    indent = len(line) - len(line.lstrip())

    def column(byte_offset):
        return len(line.encode("utf-8", "replace")[:byte_offset].decode("utf-8", "replace"))

    start = column(f.colno)
    end = column(f.end_colno) if f.lineno == f.end_lineno else len(line.rstrip())
    anchors = f._anchors if f.lineno == f.end_lineno else None
    if end - start >= len(stripped) and not anchors:
        return ""
    if anchors:
        left, right = column(anchors[0]), column(anchors[1])
        marks = "~" * (left - start) + "^" * (right - left) + "~" * (end - right)
    else:
        marks = "^" * (end - start)
    return f"    {' ' * (start - indent)}{marks}\n"


# --- exceptions


class TracebackException:
    """An exception taken down: its type, text, entries, and those it came from (__cause__, __context__)."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=_MAX_GROUP_WIDTH, max_group_depth=_MAX_GROUP_DEPTH, _seen=None):  # fmt: skip
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        self.max_group_width, self.max_group_depth = max_group_width, max_group_depth
        self.stack = StackSummary._extract(_entries_of(exc_traceback), limit, lookup_lines, capture_locals)
        self.exc_type = exc_type
        self._str = _shown(exc_value, "exception") if exc_type is not None else None
        self.__notes__ = getattr(exc_value, "__notes__", None)
        if exc_type is not None and issubclass(exc_type, SyntaxError):
            self.filename = exc_value.filename
            self.lineno = None if exc_value.lineno is None else str(exc_value.lineno)
            self.end_lineno = None if exc_value.end_lineno is None else str(exc_value.end_lineno)
            self.text, self.offset, self.end_offset = exc_value.text, exc_value.offset, exc_value.end_offset
            self.msg = exc_value.msg
        self.__suppress_context__ = getattr(exc_value, "__suppress_context__", False)

        def other(exception):
            if exception is None or id(exception) in seen:
                return None
            return TracebackException(
                type(exception), exception, exception.__traceback__, limit=limit, lookup_lines=lookup_lines,
                capture_locals=capture_locals, max_group_width=max_group_width, max_group_depth=max_group_depth,
                _seen=seen,
            )  # fmt: skip

        self.__cause__ = other(getattr(exc_value, "__cause__", None))
        if compact and (self.__cause__ is not None or self.__suppress_context__):
            self.__context__ = None
        else:
            self.__context__ = other(getattr(exc_value, "__context__", None))
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [
                found for found in map(other, exc_value.exceptions) if found is not None
            ]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    @property
    def exc_type_str(self):
        return self._type_name() if self.exc_type is not None else None

    def _type_name(self):
        module = self.exc_type.__module__
        name = self.exc_type.__qualname__
        if module in ("__main__", "builtins"):
            return name
        return f"{module if isinstance(module, str) else '<unknown>'}.{name}"

    def format_exception_only(self):
        """The lines that say what it is: 'ValueError: text', for a syntax error also where."""
        if self.exc_type is None:
            yield _with_value(None, self._str)
            return
        if issubclass(self.exc_type, SyntaxError):
            yield from self._format_syntax_error()
        else:
            yield _with_value(self._type_name(), self._str)
        notes = self.__notes__
        if isinstance(notes, (list, tuple)):
            for note in notes:
                yield from (line + "\n" for line in _shown(note, "note").split("\n"))
        elif notes is not None:
            yield _shown(notes, "__notes__", repr) + "\n"

    def _format_syntax_error(self):
        filename_suffix = ""
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            filename_suffix = f" ({self.filename})"
        if self.text is not None:
            line = self.text.rstrip("\n")
            stripped = line.lstrip(" \n\f")
            removed = len(line) - len(stripped)
            yield f"    {stripped}\n"
            if self.offset is not None:
                end = self.end_offset if self.end_offset not in (None, 0) else self.offset
                if self.offset == end or end == -1:
                    end = self.offset + 1
                start = self.offset - 1 - removed
                if start >= 0:
                    space = "".join(c if c.isspace() else " " for c in stripped[:start])
                    yield f"    {space}{'^' * (end - 1 - removed - start)}\n"
        yield f"{self._type_name()}: {self.msg or '<no detail available>'}{filename_suffix}\n"

    def format(self, *, chain=True, _depth=0):
        """All lines, the exceptions it came from first."""
        chained = []
        message, exception = None, self
        while exception is not None:
            chained.append((message, exception))
            if not chain:
                break
            if exception.__cause__ is not None:
                message, exception = _CAUSE, exception.__cause__
            elif exception.__context__ is not None and not exception.__suppress_context__:
                message, exception = _CONTEXT, exception.__context__
            else:
                break
        for message, exception in reversed(chained):
            if exception.exceptions is None:
                if exception.stack:
                    yield from _indented(["Traceback (most recent call last):\n", *exception.stack.format()], _depth)
                yield from _indented(exception.format_exception_only(), _depth)
            elif _depth > self.max_group_depth:
                yield from _indented([f"... (max_group_depth is {self.max_group_depth})\n"], _depth)
            else:
                yield from exception._format_group(_depth)
            if message is not None:
                yield from _indented([message], _depth)

    def _format_group(self, depth):
        outermost = depth == 0
        if outermost:
            depth = 1
        if self.stack:
            yield from _indented(
                ["Exception Group Traceback (most recent call last):\n"], depth, "+ " if outermost else None
            )
            yield from _indented(self.stack.format(), depth)
        yield from _indented(self.format_exception_only(), depth)
        count = len(self.exceptions)
        shown = count if count <= self.max_group_width else self.max_group_width + 1
        for i in range(shown):
            last = i == shown - 1
            truncated = self.max_group_width is not None and i >= self.max_group_width
            title = "..." if truncated else f"{i + 1}"
            corner = "+-" if i == 0 else "  "
            yield "  " * depth + f"{corner}+---------------- {title} ----------------\n"
            if truncated:
                more = count - self.max_group_width
                yield from _indented([f"and {more} more exception{'s' if more > 1 else ''}\n"], depth + 1)
            else:
                lines = list(self.exceptions[i].format(_depth=depth + 1))
                yield from lines
                last_is_group = self.exceptions[i].exceptions is not None and depth + 1 <= self.max_group_depth
                if last and last_is_group:
                    return  # its own closing line ends this one, too
            if last:
                yield "  " * (depth + 1) + "+------------------------------------\n"

    def print(self, *, file=None, chain=True):
        file = sys.stderr if file is None else file
        for line in self.format(chain=chain):
            print(line, file=file, end="")


def _indented(texts, depth, margin=None):
    """The lines of texts behind the bar that marks the group they belong to."""
    prefix = "  " * depth
    if depth:
        prefix += margin or "| "
    for text in texts:
        if not depth:
            yield text
            continue
        lines = text.splitlines(keepends=True)
        yield "".join(prefix + line for line in lines)


def _with_value(name, text):
    if text is None or text == "" or text == "None" and name is None:
        return f"{name}\n"
    return f"{name}: {text}\n"


# --- functions


_missing = object()


def _exception_of(exc, value):
    """The exception from (exc) or (type, value)."""
    if value is _missing:
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
        return exc
    return value


def _taken_down(exc, value, tb, limit=None):
    if (value is _missing) != (tb is _missing):
        raise ValueError("Both or neither of value and tb must be given")
    value = _exception_of(exc, value)
    if tb is _missing:
        tb = None if value is None else value.__traceback__
    return TracebackException(type(value) if value is not None else None, value, tb, limit=limit, compact=True)


def format_exception(exc, /, value=_missing, tb=_missing, limit=None, chain=True):
    """The lines the interpreter would print."""
    return list(_taken_down(exc, value, tb, limit).format(chain=chain))


def print_exception(exc, /, value=_missing, tb=_missing, limit=None, file=None, chain=True):
    _taken_down(exc, value, tb, limit).print(file=file, chain=chain)


def format_exception_only(exc, /, value=_missing):
    """Without the traceback."""
    value = _exception_of(exc, value)
    return list(TracebackException(type(value) if value is not None else None, value, None, compact=True).format_exception_only())


def print_exc(limit=None, file=None, chain=True):
    """Prints the exception that is being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Prints the exception that ended the last statement at the prompt."""
    if not hasattr(sys, "last_value"):
        raise ValueError("no last exception")
    print_exception(sys.last_value, limit=limit, file=file, chain=chain)


def extract_tb(tb, limit=None):
    return StackSummary._extract(_entries_of(tb), limit)


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    print_list(extract_tb(tb, limit), file)


def extract_stack(f=None, limit=None):
    """The entries of the frames that run, outermost first."""
    if f is None:
        f = sys._getframe().f_back
    return _stack_of(f, limit)


def _stack_of(f, limit):
    entries = []
    while f is not None and (limit is None or limit < 0 or len(entries) < limit):
        entries.append((f, f.f_lineno, None))
        f = f.f_back
    if limit is not None and limit < 0:
        entries = entries[limit:]
    entries.reverse()
    return StackSummary._extract(entries)


def format_stack(f=None, limit=None):
    return _stack_of(f or sys._getframe().f_back, limit).format()


def print_stack(f=None, limit=None, file=None):
    print_list(_stack_of(f or sys._getframe().f_back, limit), file)


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    file = sys.stderr if file is None else file
    for line in format_list(extracted_list):
        print(line, file=file, end="")


def clear_frames(tb):
    """Clears the locals of all frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except (RuntimeError, AttributeError):
            pass  # it still runs
        tb = tb.tb_next
