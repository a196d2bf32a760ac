"""The programs of the language tests, and the form in which their results are recorded.

A test is a program `<topic>/<name>.py`. Beside it lies what CPython printed (tests/language/record writes it):

    <name>.out    standard output
    <name>.err    only where the program failed or wrote to standard error: a line `exit N`, then standard error
    <name>.in     optional, written by hand: standard input

Folders below a topic hold modules for the programs to import.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import harness

HERE = Path(__file__).resolve().parent


def programs():
    return sorted(HERE.glob("*/*.py"))


def name_of(path):
    return str(path.relative_to(HERE).with_suffix(""))


def without_library_frames(text):
    """A traceback without the frames inside the standard library, whose code is CPython's own or gilt's own. The
    names of our own files are relative here, so the others are those with an absolute path or one in brackets."""
    kept, skipping = [], False
    for line in text.splitlines(keepends=True):
        if re.match(r'  File "[/<]', line) and not line.startswith('  File "<string>"'):
            skipping = True
        elif skipping and line.startswith("    "):
            pass
        else:
            skipping = False
            kept.append(line)
    return "".join(kept)


def recorded_form(outcome, folder):
    """(text of .out, text of .err or None) for what a program in this folder did."""
    # Where the project lies on this machine is nobody's business.
    out = outcome.out.replace(f"{folder}/", "")
    err = without_library_frames(outcome.err.replace(f"{folder}/", ""))
    if outcome.code == 0 and not err:
        return out, None
    return out, f"exit {outcome.code}\n{err}"


def execute(command, path, timeout):
    typed = path.with_suffix(".in")
    stdin = typed.open("rb") if typed.exists() else None
    return harness.run([*command, path.name], cwd=path.parent, timeout=timeout, stdin=stdin)
