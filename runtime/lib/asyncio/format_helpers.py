"""How futures, tasks, handles and callbacks look in messages."""

import reprlib


def _format_callback_source(func, args):
    """`name(arguments) at file:line`, the place only if it is a function of the language."""
    text = _format_callback(func, args, None)
    if code := _code_of(func):
        text += f" at {code.co_filename}:{code.co_firstlineno}"
    return text


def _code_of(func):
    while True:
        if hasattr(func, "__wrapped__"):
            func = func.__wrapped__
        elif hasattr(func, "func") and hasattr(func, "keywords"):  # partial
            func = func.func
        else:
            return getattr(func, "__code__", None)


def _format_callback(func, args, kwargs, suffix=""):
    if hasattr(func, "func") and hasattr(func, "keywords"):
        suffix = _format_args_and_kwargs(args, kwargs) + suffix
        return _format_callback(func.func, func.args, func.keywords, suffix)
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    return name + _format_args_and_kwargs(args, kwargs) + suffix


def _format_args_and_kwargs(args, kwargs):
    items = [reprlib.repr(arg) for arg in args or ()]
    items += [f"{name}={reprlib.repr(value)}" for name, value in (kwargs or {}).items()]
    return f"({', '.join(items)})"


def _created_at(source_traceback):
    return f"created at {source_traceback[-1][0]}:{source_traceback[-1][1]}"


# --- handles


def handle_repr(handle):
    info = [type(handle).__name__]
    if handle._cancelled:
        info.append("cancelled")
    if hasattr(handle, "when"):
        info.append(f"when={handle.when()}")
    if handle._callback is not None:
        info.append(_format_callback_source(handle._callback, handle._args))
    if handle._source_traceback:
        info.append(_created_at(handle._source_traceback))
    return f"<{' '.join(info)}>"


# --- futures and tasks


def _future_repr_info(future):
    info = [future._state.lower()]
    if future._state == "FINISHED":
        if future._exception is not None:
            info.append(f"exception={future._exception!r}")
        else:
            info.append(f"result={reprlib.repr(future._result)}")
    if future._callbacks:
        info.append(_format_callbacks(future._callbacks))
    if future._source_traceback:
        info.append(_created_at(future._source_traceback))
    return info


def _format_callbacks(pairs):
    """At most the first and the last of them."""
    names = [_format_callback_source(callback, ()) for callback, _ in (pairs if len(pairs) < 3 else (pairs[0], pairs[-1]))]
    if len(pairs) > 2:
        names.insert(1, f"<{len(pairs) - 2} more>")
    return f"cb=[{', '.join(names)}]"


@reprlib.recursive_repr()
def future_repr(future):
    return f"<{type(future).__name__} {' '.join(_future_repr_info(future))}>"


@reprlib.recursive_repr()
def task_repr(task):
    info = _future_repr_info(task)
    if task.cancelling() and not task.done():
        info[0] = "cancelling"
    info.insert(1, f"name={task.get_name()!r}")
    if task._fut_waiter is not None:
        info.insert(2, f"wait_for={task._fut_waiter!r}")
    if task._coro is not None:
        info.insert(2, f"coro=<{_format_coroutine(task._coro)}>")
    return f"<{type(task).__name__} {' '.join(info)}>"


def _format_coroutine(coro):
    """`name() running at file:line` or `name() done, defined at file:line`."""
    if hasattr(coro, "__qualname__") and coro.__qualname__:
        name = f"{coro.__qualname__}()"
    elif hasattr(coro, "__name__") and coro.__name__:
        name = f"{coro.__name__}()"
    else:
        name = f"<{type(coro).__name__} without __name__>()"
    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    if not code:
        return f"{name} running" if getattr(coro, "cr_running", False) else name
    frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None)
    if frame is None:
        return f"{name} done, defined at {code.co_filename}:{code.co_firstlineno}"
    return f"{name} running at {code.co_filename}:{frame.f_lineno}"


def extract_stack(f=None, limit=None):
    """The stack from here, for debug mode: where something was made."""
    import sys
    import traceback

    stack = traceback.StackSummary.extract(traceback.walk_stack(f or sys._getframe(1)), limit=limit or 10,
                                           lookup_lines=False)
    stack.reverse()
    return stack
