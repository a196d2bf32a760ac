"""A prompt in a program: lines go in, whole statements are run, errors are shown and survived."""

import codeop
import sys
import traceback

__all__ = ["InteractiveInterpreter", "InteractiveConsole", "interact", "compile_command"]

compile_command = codeop.compile_command


class InteractiveInterpreter:
    """Runs source in a namespace of its own."""

    def __init__(self, locals=None):
        self.locals = {"__name__": "__console__", "__doc__": None} if locals is None else locals
        self.compile = codeop.CommandCompiler()

    def runsource(self, source, filename="<input>", symbol="single"):
        """True if the source is the beginning of something and wants more lines."""
        try:
            code = self.compile(source, filename, symbol)
        except (OverflowError, SyntaxError, ValueError):
            self.showsyntaxerror(filename)
            return False
        if code is None:
            return True
        self.runcode(code)
        return False

    def runcode(self, code):
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except:
            self.showtraceback()

    def _show(self, kind, value, tb, lines):
        sys.last_type, sys.last_value, sys.last_traceback = kind, value, tb
        if sys.excepthook is sys.__excepthook__:
            self.write("".join(lines))
        else:  # somebody wants to see errors in another way
            sys.excepthook(kind, value, tb)

    def showsyntaxerror(self, filename=None):
        kind, value, _ = sys.exc_info()
        if filename and kind is SyntaxError:
            value.filename = filename
        self._show(kind, value, None, traceback.format_exception_only(kind, value))

    def showtraceback(self):
        kind, value, tb = sys.exc_info()
        tb = tb.tb_next  # without runcode's own frame
        self._show(kind, value, tb, traceback.format_exception(kind, value, tb))

    def write(self, data):
        sys.stderr.write(data)


class InteractiveConsole(InteractiveInterpreter):
    """The same, line by line."""

    def __init__(self, locals=None, filename="<console>"):
        super().__init__(locals)
        self.filename = filename
        self.resetbuffer()

    def resetbuffer(self):
        self.buffer = []

    def push(self, line):
        """Takes one line; True if the statement is not whole yet."""
        self.buffer.append(line)
        more = self.runsource("\n".join(self.buffer), self.filename)
        if not more:
            self.resetbuffer()
        return more

    def raw_input(self, prompt=""):
        return input(prompt)

    def interact(self, banner=None, exitmsg=None):
        sys.ps1 = getattr(sys, "ps1", ">>> ")
        sys.ps2 = getattr(sys, "ps2", "... ")
        if banner is None:
            note = 'Type "help", "copyright", "credits" or "license" for more information.'
            self.write(f"Python {sys.version} on {sys.platform}\n{note}\n({type(self).__name__})\n")
        elif banner:
            self.write(f"{banner}\n")
        more = False
        while True:
            try:
                try:
                    line = self.raw_input(sys.ps2 if more else sys.ps1)
                except EOFError:
                    self.write("\n")
                    break
                more = self.push(line)
            except KeyboardInterrupt:
                self.write("\nKeyboardInterrupt\n")
                self.resetbuffer()
                more = False
        if exitmsg is None:
            self.write(f"now exiting {type(self).__name__}...\n")
        elif exitmsg:
            self.write(f"{exitmsg}\n")


def interact(banner=None, readfunc=None, local=None, exitmsg=None):
    """A prompt until end of file. `readfunc` replaces input()."""
    console = InteractiveConsole(local)
    if readfunc is not None:
        console.raw_input = readfunc
    console.interact(banner, exitmsg)
