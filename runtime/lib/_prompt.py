"""What the prompt leaves to the language itself: completing names, and the event loop for `await` at the top level."""

import builtins
import keyword


def run(coroutine):
    """What the coroutine gives, run by one event loop that lives as long as the prompt."""
    from asyncio import shared_loop

    try:
        return shared_loop.run(coroutine)
    finally:
        coroutine.close()


def enter_loop():
    """From now on the loop counts as running. Gives what leave_loop() wants."""
    from asyncio import shared_loop

    entered = shared_loop.entered()
    entered.__enter__()
    return entered


def leave_loop(entered):
    entered.__exit__(None, None, None)


def close_loop():
    from asyncio import shared_loop

    shared_loop.finish()


def complete(line, names):
    """How the last word of the line may go on: the part of it that is to be replaced, and what could stand there."""
    start = len(line)
    while start and (line[start - 1].isalnum() or line[start - 1] in "_."):
        start -= 1
    *owners, part = line[start:].split(".")
    if not owners:
        known = {word: word + ("" if word in ("None", "True", "False") else " ") for word in keyword.kwlist}
        for space in (vars(builtins), names):
            known.update((name, name + _bracket(value)) for name, value in space.items() if isinstance(name, str))
    else:
        owner = _find(owners, names)
        known = {name: name + _bracket(_look(owner, name)) for name in dir(owner)} if owner is not None else {}
    hidden = part == "" and owners
    return part, sorted(known[name] for name in known if name.startswith(part) and not (hidden and name[0] == "_"))


def _find(path, names):
    first, *rest = path
    owner = names.get(first, getattr(builtins, first, None))
    for name in rest:
        owner = _look(owner, name)
    return owner


def _look(owner, name):
    """The attribute, without running a property for it."""
    if isinstance(getattr(type(owner), name, None), property):
        return None
    try:
        return getattr(owner, name, None)
    except Exception:
        return None


def _bracket(value):
    return "(" if callable(value) else ""
