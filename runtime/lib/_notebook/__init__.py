"""Runs a Jupyter notebook: `gilt lecture.ipynb [options]`.

The code cells run in order in one `__main__`, and each shows what Jupyter would show below it. The work is divided like this:

    document    the file: reading it, checking it, writing it with the new outputs
    source      a cell's text: magics and !commands made into calls, the last expression set apart
    magics      what those calls do
    timing      durations in IPython's words
    output      what a cell prints, shown and kept at once
    session     one cell after another: values, errors, time-outs, `--set`

A cell with `await` at its top level runs in one loop that all cells share (asyncio.shared_loop).
"""

import argparse
import os
import sys

from _notebook import document, session


def _options(arguments):
    parser = argparse.ArgumentParser(prog="gilt NOTEBOOK.ipynb", description="Runs the code cells of a notebook in order.")
    parser.add_argument("notebook", help=argparse.SUPPRESS)
    parser.add_argument("--save", metavar="OUT.ipynb", help="write the notebook with its new outputs")
    parser.add_argument("--allow-errors", action="store_true", help="go on after a cell that failed")
    parser.add_argument("--cell-timeout", metavar="SECONDS", type=_positive, help="interrupt a cell that takes longer")
    parser.add_argument("--cell", metavar="NAME_OR_NUMBER", action="append", default=[],
                        help="run only this code cell, by its name, its id or its number from 1; may be given again")
    parser.add_argument("--set", metavar="NAME=VALUE", type=_assignment, action="append", default=[],
                        help="give a variable this value after each cell that sets it; a literal, or else a text")
    return parser.parse_args(arguments)


def _positive(text):
    seconds = float(text)
    if not seconds > 0:
        raise argparse.ArgumentTypeError("must be more than 0 seconds")
    return seconds


def _assignment(text):
    import ast

    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        if value[:1] in ("[", "(", "{"):
            raise argparse.ArgumentTypeError(f"{value!r} begins like a literal and is none; in quotes it is a text") from None
        return name, value


def main(arguments):
    """Runs the notebook arguments[0] with the options that follow. Ends the process: 0, 1 if a cell failed, 2 if the notebook
    cannot be run."""
    options = _options(arguments)
    try:
        book = document.load(options.notebook)
        wanted = [book.find(which) for which in options.cell]
    except document.Unusable as error:
        print(f"gilt: {options.notebook}: {error}", file=sys.stderr)
        sys.exit(2)
    if options.save:
        folder = os.path.dirname(os.path.abspath(options.save))
        if not os.access(folder, os.W_OK):  # known before an hour's work, not after it
            print(f"gilt: cannot write into {folder}", file=sys.stderr)
            sys.exit(2)
    session.Session(book, options).run(wanted or book.code_cells)
