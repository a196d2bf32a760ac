"""A cell's text on its way to being run.

Lines that are no Python are made into calls of `__cell__`, the Magics of the session, in the same place, so that line numbers in
tracebacks stay right:

    %time f(x)          __cell__.line('time', 'f(x)')
    files = !ls         files = __cell__.collect('ls')
    !ls                 __cell__.shell('ls')

Only a line that begins a statement can be one: not a line inside brackets or inside a text over several lines.
"""

import ast
import re

_LINE_MAGIC = re.compile(r"(?P<before>\s*(?:[\w.,\s]+=\s*)?)(?P<sign>[%!])(?P<rest>(?!=).*)$")
_CELL_MAGIC = re.compile(r"%%(?P<name>\S*)[ \t]*(?P<arguments>.*)$")


def cell_magic(source):
    """(name, arguments, body) if the text begins with %%name, else None. The body keeps its line numbers."""
    lines = source.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None
    match = _CELL_MAGIC.match(lines[first])
    if match is None:
        return None
    return match["name"], match["arguments"].strip(), "\n" * (first + 1) + "\n".join(lines[first + 1:])


def python(source):
    """The text with its line magics and commands made into calls."""
    lines = source.split("\n")
    if not any(sign in source for sign in "%!"):
        return source
    for number in _statement_lines(lines):
        match = _LINE_MAGIC.match(lines[number])
        if match and (match["before"].strip() == "" or "=" in match["before"]):
            lines[number] = match["before"] + _call(match["sign"], match["rest"].strip(), bool(match["before"].strip()))
    return "\n".join(lines)


def _call(sign, rest, wants_value):
    if sign == "!":
        return f"__cell__.{'collect' if wants_value else 'shell'}({rest!r})"
    name, _, arguments = rest.partition(" ")
    return f"__cell__.line({name!r}, {arguments.strip()!r})"


def _statement_lines(lines):
    """Numbers of the lines that begin a statement, as far as brackets, quotes and backslashes tell."""
    depth, quote = 0, None
    for number, line in enumerate(lines):
        if depth == 0 and quote is None:
            yield number
            if re.match(_LINE_MAGIC, line) and line.lstrip()[:1] in "%!":
                continue  # no Python: its quotes and brackets are its own
        at = 0
        while at < len(line):
            if quote is not None:
                if line[at] == "\\":
                    at += 1
                elif line.startswith(quote, at):
                    at += len(quote) - 1
                    quote = None
            elif line[at] == "#":
                break
            elif line[at] in "'\"":
                quote = line[at] * 3 if line.startswith(line[at] * 3, at) else line[at]
                at += len(quote) - 1
            elif line[at] in "([{":
                depth += 1
            elif line[at] in ")]}":
                depth = max(depth - 1, 0)
            at += 1
        if quote is not None and len(quote) == 1 and not line.endswith("\\"):
            quote = None  # an error that the parser will name


def parts(source, filename):
    """(statements, expression): texts to be compiled with mode exec and eval. The last statement is the expression if it is
    one, and no `;` follows it; else there is none. Raises SyntaxError."""
    tree = ast.parse(source, filename)
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        return source, None
    last = tree.body[-1]
    lines = source.encode().split(b"\n")  # columns count bytes
    before = lines[:last.lineno - 1] + [lines[last.lineno - 1][:last.col_offset]]
    after = [lines[last.end_lineno - 1][last.end_col_offset:]] + lines[last.end_lineno:]
    if after[0].lstrip().startswith(b";"):
        return source, None
    middle = source.encode().split(b"\n")[last.lineno - 1:last.end_lineno]
    middle[-1] = middle[-1][:last.end_col_offset]
    middle[0] = middle[0][last.col_offset:]
    # As many lines and columns before it as in the cell: a traceback then points where it should.
    indent = b"(" + b" " * (last.col_offset - 1) if last.col_offset else b""
    closing = b"\n)" if indent else b""
    expression = b"\n" * (last.lineno - 1) + indent + b"\n".join(middle) + closing
    statements = b"\n".join(before).rstrip(b" \t;")
    return statements.decode(), expression.decode()
