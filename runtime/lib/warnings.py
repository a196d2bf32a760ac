"""Warnings: things a program should not do, said on standard error instead of raised.

`filters` decides what becomes of one, first match wins: an entry is (action, message, category, module, line number), message
and module being prefixes or compiled patterns, or None. The actions: "error" raises it, "ignore" drops it, "always" prints it,
"default" prints it once per place, "module" once per module, "once" once. A module keeps what it has printed in its
__warningregistry__.
"""

import sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter", "resetwarnings",
           "catch_warnings"]  # fmt: skip

_ACTIONS = ("error", "ignore", "always", "default", "module", "once")
_defaultaction = "default"
onceregistry = {}
_version = 1  # of the filters; a registry from before a change says nothing any more

filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]


class WarningMessage:
    """What showwarning() is told."""

    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line", "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message, self.category = message, category
        self.filename, self.lineno = filename, lineno
        self.file, self.line, self.source = file, line, source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (
            f"{{message : {self.message!r}, category : {self._category_name!r}, filename : {self.filename!r}, "
            f"lineno : {self.lineno}, line : {self.line!r}}}"
        )


# --- showing


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning."""
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    if line is None:
        try:
            import linecache

            line = linecache.getline(filename, lineno)
        except Exception:
            line = None  # the interpreter may be on its way out
    if line and line.strip():
        text += f"  {line.strip()}\n"
    return text


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Prints a warning. A program may put its own function here."""
    file = sys.stderr if file is None else file
    if file is None:
        return
    try:
        file.write(formatwarning(message, category, filename, lineno, line))
    except OSError:
        pass


_showwarning = showwarning


def _showwarnmsg(msg):
    if showwarning is not _showwarning and not callable(showwarning):
        raise TypeError("warnings.showwarning() must be set to a function or method")
    showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
    if msg.source is not None and showwarning is _showwarning and sys.stderr is not None:
        sys.stderr.write(f"{msg.category.__name__}: Enable tracemalloc to get the object allocation traceback\n")


# --- filters


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Adds a filter; message and module are regular expressions the text and the module's name must begin with."""
    assert action in _ACTIONS, f"invalid action: {action!r}"
    assert isinstance(message, str), "message must be a string"
    assert isinstance(category, type), "category must be a class"
    assert issubclass(category, Warning), "category must be a Warning subclass"
    assert isinstance(module, str), "module must be a string"
    assert isinstance(lineno, int) and lineno >= 0, "lineno must be an int >= 0"
    if message or module:
        import re

        message = re.compile(message, re.I) if message else None
        module = re.compile(module) if module else None
    _add_filter((action, message or None, category, module or None, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Adds a filter for all messages and modules."""
    assert action in _ACTIONS, f"invalid action: {action!r}"
    assert isinstance(lineno, int) and lineno >= 0, "lineno must be an int >= 0"
    _add_filter((action, None, category, None, lineno), append)


def _add_filter(item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    _filters_mutated()


def resetwarnings():
    """Removes all filters."""
    filters.clear()
    _filters_mutated()


def _filters_mutated():
    global _version
    _version += 1


def _matches(pattern, text):
    if pattern is None:
        return True
    if isinstance(pattern, str):
        return pattern == text
    return pattern.match(text) is not None


# --- warning


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Warns. `stacklevel` says who is to blame: 1 the caller, 2 its caller ..."""
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    try:
        frame = sys._getframe(1)
        for _ in range(stacklevel - 1):
            frame = frame.f_back
            if frame is None:
                raise ValueError
        while skip_file_prefixes and frame.f_code.co_filename.startswith(skip_file_prefixes) and frame.f_back:
            frame = frame.f_back
    except ValueError:
        module_globals, filename, lineno = sys.__dict__, "sys", 1
    else:
        module_globals, filename, lineno = frame.f_globals, frame.f_code.co_filename, frame.f_lineno
    warn_explicit(
        message, category, filename, lineno, module_globals.get("__name__", "<string>"),
        module_globals.setdefault("__warningregistry__", {}), module_globals, source,
    )  # fmt: skip


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Warns about a place that the caller names."""
    lineno = int(lineno)
    if module is None:
        module = filename or "<unknown>"
        if module[-3:].lower() == ".py":
            module = module[:-3]
    if registry is None:
        registry = {}
    if registry.get("version", 0) != _version:
        registry.clear()
        registry["version"] = _version
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    for action, pattern, cat, module_pattern, line in filters:
        if (
            _matches(pattern, text)
            and issubclass(category, cat)
            and _matches(module_pattern, module)
            and line in (0, lineno)
        ):
            break
    else:
        action = _defaultaction
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action == "once":
        registry[key] = 1
        oncekey = (text, category)
        if onceregistry.get(oncekey):
            return
        onceregistry[oncekey] = 1
    elif action == "module":
        registry[key] = 1
        altkey = (text, category, 0)
        if registry.get(altkey):
            return
        registry[altkey] = 1
    elif action == "default":
        registry[key] = 1
    elif action != "always":
        raise RuntimeError(f"Unrecognized action ({action!r}) in warnings.filters:\n {(action, pattern, cat)}")
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


def _warn_unawaited_coroutine(coro, filename, lineno):
    """Called by the runtime for a coroutine that died, made at this place, without having been awaited."""
    message = f"coroutine '{coro.__qualname__}' was never awaited"
    if coro.cr_origin is not None:
        message += "\nCoroutine created at (most recent call last)\n"
        for place, line, function in reversed(coro.cr_origin):
            message += f'  File "{place}", line {line}, in {function}\n'
            import linecache

            if text := linecache.getline(place, line).strip():
                message += f"    {text}\n"
        message = message.rstrip()
    warn_explicit(message, RuntimeWarning, filename, lineno, source=coro)


class catch_warnings:
    """A context manager: filters and showwarning() are as before at the end. record=True collects the warnings instead of
    printing them, and gives the list."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append("record=True")
        if self._module is not sys.modules["warnings"]:
            args.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        module = self._module
        self._saved = module.filters[:], module.showwarning
        module._filters_mutated()
        if self._filter is not None:
            simplefilter(*self._filter)
        if self._record:
            log = []

            def record(message, category, filename, lineno, file=None, line=None):
                log.append(WarningMessage(message, category, filename, lineno, file, line))

            module.showwarning = record
            return log
        return None

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        module = self._module
        module.filters[:], module.showwarning = self._saved
        module._filters_mutated()


def _take_options(options):
    """-W options: action:message:category:module:lineno, all but the first optional."""
    for option in options:
        fields = option.split(":")
        if len(fields) > 5:
            print("Invalid -W option ignored: too many fields (max 5):", repr(option), file=sys.stderr)
            continue
        action, message, category, module, lineno = (field.strip() for field in fields + [""] * (5 - len(fields)))
        action = next((known for known in _ACTIONS if action and known.startswith(action)), None if action else "default")
        found = getattr(sys.modules["builtins"], category or "Warning", None)
        if action is None or not (isinstance(found, type) and issubclass(found, Warning)):
            print("Invalid -W option ignored:", repr(option), file=sys.stderr)
            continue
        filters.insert(0, (action, message or None, found, module or None, int(lineno or 0)))


_take_options(getattr(sys, "warnoptions", ()))
