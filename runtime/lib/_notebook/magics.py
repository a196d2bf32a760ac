"""What % and ! do in a cell.

Each public method of Line is a line magic, each of Cell a cell magic, under its own name. Any other name is refused with
UsageError, which says what there is.
"""

import io
import os
import re
import subprocess
import sys
import timeit

from _notebook import source, timing


class UsageError(Exception):
    """A magic that gilt does not know, or that was called wrongly."""


class Magics:
    """`__cell__` in the namespace of a notebook."""

    def __init__(self, session):
        self.session = session
        self._line = Line(session)
        self._cell = Cell(session)

    def line(self, name, arguments):
        return _find(self._line, "%", name)(arguments)

    def cell(self, name, arguments, body):
        return _find(self._cell, "%%", name)(arguments, body)

    def shell(self, command):
        """!command: its output is shown as it comes."""
        self.session.namespace["_exit_code"] = _run(self._expanded(command), sys.stdout)

    def collect(self, command):
        """x = !command: the lines it prints."""
        text = io.StringIO()
        self.session.namespace["_exit_code"] = _run(self._expanded(command), text)
        return text.getvalue().splitlines()

    def _expanded(self, command):
        """With {expression} and $name replaced by their values; {{ and $$ stand for themselves."""
        space = self.session.namespace

        def value(match):
            if match["expression"] is not None:
                return str(eval(match["expression"], space))
            if match["name"] in space:
                return str(space[match["name"]])
            return match[0]

        return re.sub(r"\{\{|\$\$|\{(?P<expression>[^{}]+)\}|\$(?P<name>\w+)",
                      lambda match: match[0][0] if match[0] in ("{{", "$$") else value(match), command)


def _find(group, signs, name):
    method = None if name.startswith("_") else getattr(group, name, None)
    if method is None:
        known = ", ".join(signs + each for each in dir(group) if not each.startswith("_"))
        raise UsageError(f"gilt has no magic {signs}{name}; it has {known}")
    return method


def _run(command, out):
    process = subprocess.Popen(command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, errors="replace")
    with process:
        for line in process.stdout:
            out.write(line)
            out.flush()
    return process.returncode


class Line:
    def __init__(self, session):
        self._session = session

    def time(self, statement):
        """How long one statement takes; the value if it is an expression."""
        clock = timing.Clock()
        try:
            return self._session.execute(statement, "<timed>")
        finally:
            print(clock.report())

    def timeit(self, arguments):
        """How long a statement takes on average: [-n LOOPS] [-r RUNS] statement."""
        _time_often(self._session, arguments, None)

    def pwd(self, arguments):
        return os.getcwd()

    def cd(self, arguments):
        os.chdir(os.path.expanduser(arguments or "~"))
        print(os.getcwd())

    def ls(self, arguments):
        _run("ls " + arguments, sys.stdout)

    def env(self, arguments):
        if "=" in arguments:
            name, _, value = arguments.partition("=")
            os.environ[name.strip()] = value.strip()
        elif arguments:
            return os.environ.get(arguments)
        else:
            return dict(os.environ)

    def who(self, arguments):
        names = [name for name in self._session.namespace if not name.startswith("_")]
        print("\t ".join(names) if names else "Interactive namespace is empty.")


class Cell:
    def __init__(self, session):
        self._session = session

    def time(self, arguments, body):
        """How long the cell takes."""
        clock = timing.Clock()
        try:
            return self._session.execute(body)
        finally:
            print(clock.report())

    def timeit(self, arguments, body):
        """How long the cell takes on average: [-n LOOPS] [-r RUNS] [set-up]."""
        _time_often(self._session, arguments, body)

    def capture(self, arguments, body):
        """Keeps what the cell prints to itself; in a variable if one is named."""
        out, err = io.StringIO(), io.StringIO()
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = out, err
        try:
            self._session.execute(body)
        finally:
            sys.stdout, sys.stderr = streams
        if arguments:
            self._session.namespace[arguments] = Captured(out.getvalue(), err.getvalue())

    def bash(self, arguments, body):
        """Runs the cell as a script of the shell."""
        process = subprocess.run(["bash", "-c", body], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        sys.stdout.write(process.stdout)
        sys.stderr.write(process.stderr)
        process.check_returncode()

    def writefile(self, arguments, body):
        """Writes the cell into a file."""
        if not arguments:
            raise UsageError("%%writefile wants the name of a file")
        verb = "Overwriting" if os.path.exists(arguments) else "Writing"
        print(f"{verb} {arguments}")
        with open(arguments, "w", encoding="utf-8") as file:
            file.write(body.lstrip("\n"))


class Captured:
    """What %%capture kept."""

    def __init__(self, stdout, stderr):
        self.stdout = stdout
        self.stderr = stderr

    def __str__(self):
        return self.stdout

    def show(self):
        sys.stdout.write(self.stdout)
        sys.stderr.write(self.stderr)


def _time_often(session, arguments, body):
    loops, runs = 0, 7
    while match := re.match(r"-(?P<option>[nr])\s*(?P<number>\d+)\s*", arguments):
        if match["option"] == "n":
            loops = int(match["number"])
        else:
            runs = max(int(match["number"]), 1)
        arguments = arguments[match.end():]
    statement, setup = (arguments, "pass") if body is None else (body.strip("\n"), arguments or "pass")
    timer = timeit.Timer(source.python(statement), setup, globals=session.namespace)
    if not loops:
        loops, _ = timer.autorange()
    print(timing.repeated(timer.repeat(runs, loops), loops))
