# code.InteractiveConsole: lines in, whole statements run, errors shown.
import code
import contextlib
import io

console = code.InteractiveConsole({"a": 5})
for line in "print(a)", "def f():", "    return a + 1", "", "print(f())", "x = [", "1]", "print(x)":
    print(repr(line), console.push(line))
errors = io.StringIO()
with contextlib.redirect_stderr(errors):
    console.push("1/0")
    console.push("x = )")
    print(code.InteractiveInterpreter().runsource("while True:"))
print(errors.getvalue())
lines = iter(["b = 2", "print(b * 2)"])


def read(prompt):
    print(prompt, end="")
    try:
        return next(lines)
    except StopIteration:
        raise EOFError


with contextlib.redirect_stderr(errors):
    code.interact("hello", read, {}, "bye")
print(errors.getvalue().splitlines()[-3:])
print(exit, quit, help, type(exit).__name__, license)
