"""The lecture's coroutine section: its eight cells run one after another in one program and one event loop, print what they
should, and take as long as the sleeps in them, within 50 ms a cell.

Used by run. A cell with `await` at its top level becomes a coroutine function whose names are global, and is run in the shared loop
(runtime/lib/asyncio/shared_loop.py), as a notebook would do it.
"""

import ast
import re
import subprocess
import tempfile
import textwrap
from pathlib import Path

SECTION = ["coroutine_defs", "asyncio_run", "gather", "wait_for", "cancelled", "shield", "tasks", "as_completed"]
SLACK = 0.05

# What each cell prints, and the seconds it sleeps: ours, and the lecture's. (The lecture's recording of `cancelled` ends with
# "timeout!", as Python did until 3.8: who swallows CancelledError now has its value awaited, and no timeout is raised.)
OURS = {
    "coroutine_defs": ("", 0),
    "asyncio_run": ("adding...\n1 + 2 = 3\n", 0.2),
    "gather": ("A: times 2\nB: times 2\nC: times 2\nA: 2! = 2\nB: times 3\nC: times 3\nB: 3! = 6\nC: times 4\nC: 4! = 24\n"
               "[2, 6, 24]\n", 0.3),
    "wait_for": ("timeout!\n", 0.2),
    "cancelled": ("closing\nclosed\ntimeout!\n", 0.3),
    "shield": ("timeout!\ndone\n", 0.4),
    "tasks": ("made\nbegin one\nbegin two\nend two\nend one\nbegin left over\n", 0.2),
    "as_completed": ("end left over\n0 0.1\n1 0.2\n2 0.3\nTrue\n", 0.3),
}
LECTURE = {
    "coroutine_defs": ("", 0),
    "asyncio_run": ("Compute...\n1 + 2 = 3\n", 1),
    "gather": (None, 3),
    "wait_for": ("timeout!\n", 1),
    "cancelled": ("closed\n", 6),
    "shield": ("timeout!\nyay!\n", 6),
    "tasks": (r"\d\d:\d\d:\d\d\nhehHi_1\nhehHi_2\nHi_2\nHi_1\n\d\d:\d\d:\d\d\n", 2),
    "as_completed": ("Factorial(2) = 2\nFactorial(3) = 6\nFactorial(4) = 24\n", 3),
}


def assigned_names(code):
    names = set()
    for node in ast.parse(code).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        for inner in ast.walk(node) if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else ():
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                names.add(inner.id)
            if isinstance(inner, (ast.Import, ast.ImportFrom)):
                names.update((alias.asname or alias.name).split(".")[0] for alias in inner.names)
    return sorted(names)


def awaits(code):
    """Whether the cell needs a coroutine: it does not compile as it is."""
    try:
        compile(code, "cell", "exec")
        return False
    except SyntaxError:
        return True


def program(cells):
    text = "import time as _time\nfrom asyncio import shared_loop as _shared\n"
    for name in SECTION:
        code = cells[name]
        text += f"print('== {name}', flush=True)\n_begin = _time.perf_counter()\n"
        if awaits(code):
            names = assigned_names(code)
            text += f"async def _cell():\n    global {', '.join(names)}\n{textwrap.indent(code, '    ')}\n"
            text += "_shared.run(_cell())\n"
        else:
            text += f"with _shared.entered():\n{textwrap.indent(code, '    ')}\n    pass\n"
        text += "print('-- took', _time.perf_counter() - _begin)\n"
    return text + "_shared.finish()\n"


def run_once(command, cells):
    """(the ended program, cell name -> what it printed and the seconds it took)."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "cells.py").write_text(program(cells), "utf-8")
        done = subprocess.run([*command, "cells.py"], cwd=folder, capture_output=True, text=True, timeout=120)
    parts = re.split(r"^== (\w+)\n", done.stdout, flags=re.MULTILINE)
    shown = {}
    for name, text in zip(parts[1::2], parts[2::2]):
        if match := re.fullmatch(r"(.*)-- took ([\d.e-]+)\n", text, flags=re.DOTALL):
            shown[name] = match[1], float(match[2])
    return done, shown


def check(report, what, command, cells, expected, slack=SLACK):
    # A busy machine makes a cell late now and then, a fault each time: the quickest of some runs counts.
    took = {}
    for _ in range(5):
        done, shown = run_once(command, cells)
        took = {name: min(seconds, took.get(name, seconds)) for name, (_, seconds) in shown.items()}
        if all(took[name] <= expected[name][1] + slack for name in took):
            break
    for name in SECTION:
        text, seconds = expected[name]
        if name not in shown or not (text is None or shown[name][0] == text or re.fullmatch(text, shown[name][0])):
            report.fail(f"{what}, {name}", f"printed {shown.get(name)!r}\n{done.stderr}")
        elif not seconds - 0.005 <= took[name] <= seconds + slack:
            report.fail(f"{what}, {name}", f"took {took[name]} s instead of {seconds} s\n")
        else:
            report.ok()
    if done.returncode == 0 and not done.stderr:
        report.ok()
    else:
        report.fail(what, f"ended with {done.returncode}\n{done.stderr}")
