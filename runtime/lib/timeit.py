"""How long small pieces of code take.

The statement is put into a loop that is compiled once, so that little but the statement is measured; the loop runs over
itertools.repeat, which makes no new objects. The best of several runs says most: the others were disturbed.
"""

import itertools
import sys
import time

__all__ = ["Timer", "timeit", "repeat", "default_timer"]

default_timer = time.perf_counter
default_number = 1000000
default_repeat = 5

_TEMPLATE = """
def inner(_it, _timer{parameters}):
    {setup}
    _t0 = _timer()
    for _i in _it:
        {stmt}
        pass
    _t1 = _timer()
    return _t1 - _t0
"""


def _indented(code, depth):
    return code.replace("\n", "\n" + " " * depth)


class Timer:
    """stmt and setup are source text or functions without parameters."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        namespace = {}
        parameters = ""
        if isinstance(setup, str):
            compile(setup, "<timeit-src>", "exec")
            setup_text = _indented(setup, 4)
        elif callable(setup):
            namespace["_setup"] = setup
            parameters += ", _setup=_setup"
            setup_text = "_setup()"
        else:
            raise ValueError("setup is neither a string nor callable")
        if isinstance(stmt, str):
            compile((setup + "\n" if isinstance(setup, str) else "") + stmt, "<timeit-src>", "exec")
            stmt_text = _indented(stmt, 8)
        elif callable(stmt):
            namespace["_stmt"] = stmt
            parameters += ", _stmt=_stmt"
            stmt_text = "_stmt()"
        else:
            raise ValueError("stmt is neither a string nor callable")
        self.src = _TEMPLATE.format(parameters=parameters, setup=setup_text, stmt=stmt_text)
        global_namespace = {} if globals is None else globals
        exec(compile(self.src, "<timeit-src>", "exec"), global_namespace, namespace)
        self.inner = namespace["inner"]

    def timeit(self, number=default_number):
        """Seconds for `number` executions."""
        import gc

        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return self.inner(itertools.repeat(None, number), self.timer)
        finally:
            if was_enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """timeit() several times."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """Finds a number of executions that takes at least 0.2 seconds: (number, seconds)."""
        scale = 1
        while True:
            for factor in 1, 2, 5:
                number = scale * factor
                seconds = self.timeit(number)
                if callback:
                    callback(number, seconds)
                if seconds >= 0.2:
                    return number, seconds
            scale *= 10

    def print_exc(self, file=None):
        """Prints the traceback of the exception being handled, with the lines of the timed code."""
        import linecache
        import traceback

        linecache.cache["<timeit-src>"] = (len(self.src), None, self.src.split("\n"), "<timeit-src>")
        traceback.print_exc(file=file)


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """Seconds for `number` executions."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


def _format_time(seconds):
    for unit, scale in (("sec", 1.0), ("msec", 1e-3), ("usec", 1e-6), ("nsec", 1e-9)):
        if seconds >= scale or unit == "nsec":
            return f"{seconds / scale:.3g} {unit}"


def main(args=None):
    """python -m timeit [-n N] [-r N] [-s SETUP] [STATEMENT ...]"""
    args = list(sys.argv[1:] if args is None else args)
    number, times, setup = 0, default_repeat, []
    while args and args[0].startswith("-") and args[0] != "-":
        option = args.pop(0)
        if option == "--":
            break
        if option[:2] not in ("-n", "-r", "-s"):
            print(f"option {option} not recognized\nuse -h/--help for command line help", file=sys.stderr)
            return 2
        value = option[2:] or (args.pop(0) if args else "")
        if option[1] == "n":
            number = int(value)
        elif option[1] == "r":
            times = max(int(value), 1)
        else:
            setup.append(value)
    timer = Timer("\n".join(args) or "pass", "\n".join(setup) or "pass")
    if not number:
        number, _ = timer.autorange()
    results = [seconds / number for seconds in timer.repeat(times, number)]
    print(f"{number} loop{'s' if number != 1 else ''}, best of {times}: {_format_time(min(results))} per loop")


if __name__ == "__main__":
    sys.exit(main())
