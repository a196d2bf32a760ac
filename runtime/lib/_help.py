"""What the built-in help() prints about an object: what it is, how it is called, and its documentation."""

import builtins
import inspect


def _title(obj):
    name = getattr(obj, "__name__", None)
    module = getattr(obj, "__module__", None)
    where = f" in module {module}" if module else ""
    if inspect.ismodule(obj):
        return f"module {name}"
    if inspect.isclass(obj):
        return f"class {name}{where}"
    if inspect.isbuiltin(obj):
        return f"built-in function {name}{where}"
    if inspect.isroutine(obj):
        return f"{'function' if inspect.isfunction(obj) else 'method'} {name}{where}"
    return f"{type(obj).__name__}" + ("" if type(obj).__module__ == "builtins" else f" in module {type(obj).__module__}") + " object"


def _signature(obj):
    try:
        return str(inspect.signature(obj))
    except (TypeError, ValueError):
        return "(...)"


def _indented(text, by="    "):
    return "\n".join(by + line if line else by.rstrip() for line in text.splitlines())


def _routine(name, obj):
    doc = inspect.getdoc(obj)
    return f"{name}{_signature(obj)}" + (f"\n{_indented(doc)}" if doc else "")


def _class(cls):
    bases = ", ".join(base.__name__ if base.__module__ in ("builtins", cls.__module__) else f"{base.__module__}.{base.__name__}"
                      for base in cls.__bases__)  # fmt: skip
    lines = [f"class {cls.__name__}({bases})", f" |  {cls.__name__}{_signature(cls)}"]
    if doc := inspect.getdoc(cls):
        lines += [" |  ", _indented(doc, " |  ")]
    for name, value in cls.__dict__.items():
        if inspect.isroutine(value) and (not name.startswith("_") or name == "__init__"):
            lines += [" |  ", _indented(_routine(name, getattr(cls, name)), " |  ")]
    return "\n".join(lines)


def help(*request):
    if not request:
        print("help(object) prints what is known about the object.")
        return
    (obj,) = request
    if isinstance(obj, str):
        found = getattr(builtins, obj, None)
        if found is None:
            try:
                found = __import__(obj, fromlist=["*"])
            except ImportError:
                print(f"No Python documentation found for {obj!r}.")
                return
        obj = found
    if inspect.ismodule(obj):
        text = f"NAME\n    {obj.__name__}\n\nDESCRIPTION\n{_indented(inspect.getdoc(obj) or '')}"
    elif inspect.isclass(obj):
        text = _class(obj)
    elif inspect.isroutine(obj):
        text = _routine(obj.__name__, obj)
    else:
        text = _class(type(obj))
    print(f"Help on {_title(obj)}:\n\n{text}\n")
