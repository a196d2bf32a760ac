"""Whether what was typed so far is a whole statement."""

__all__ = ["compile_command", "Compile", "CommandCompiler"]


def compile_command(source, filename="<input>", symbol="single"):
    """The code of a whole statement; None if more lines may follow; SyntaxError if they would not help."""
    if not any(line.strip() and not line.strip().startswith("#") for line in source.split("\n")) and symbol != "eval":
        source = "pass"

    def attempt(text):
        try:
            return compile(text, filename, symbol), None
        except SyntaxError as e:
            return None, e

    code, error = attempt(source)
    _, error_with_one = attempt(source + "\n")
    _, error_with_two = attempt(source + "\n\n")
    if code is not None:
        lines = source.rstrip("\n").split("\n")
        opened = symbol == "single" and (len(lines) > 1 or lines[0].rstrip().endswith(":")) and (
            lines[-1][:1] in (" ", "\t") or lines[-1].rstrip().endswith(":")) and not source.endswith("\n")
        return None if opened else code
    message = str(error)
    for hint in ("was never closed", "unexpected EOF", "unterminated triple-quoted", "expected an indented block",
                 "incomplete input", "expected 'except' or 'finally' block"):
        if hint in message and error_with_two is not None:
            return None
    if error_with_one is None:
        return None
    raise error


class Compile:
    def __call__(self, source, filename, symbol):
        return compile(source, filename, symbol)


class CommandCompiler:
    def __init__(self):
        self.compiler = Compile()

    def __call__(self, source, filename="<input>", symbol="single"):
        return compile_command(source, filename, symbol)
