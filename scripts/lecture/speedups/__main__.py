"""The lecture's table of speed-ups, measured on this machine:

    build/release/gilt scripts/lecture/speedups                   all of it, some minutes
    build/release/gilt scripts/lecture/speedups --rounds 1 HTTP   one round of one kind of work

Every kind of work is done one after another, with threads under the GIL and without it, with processes and with coroutines, in gilt
and, where it is installed, in python3. The table shows how many times as fast each is as the same interpreter's sequential run; the
same stands in speedups.json, speedups.csv and speedups.svg then. The folder: works.py has the kinds of work, measuring.py
runs them, report.py and picture.py show the result.
"""

import argparse
import os
import sys

import measuring
import picture
import report
from works import WORKS

parser = argparse.ArgumentParser(prog="speedups", description="Measures the lecture's table of speed-ups.")
parser.add_argument("kinds", nargs="*", metavar="KIND", help="only these kinds of work: " + ", ".join(WORKS))
parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured (5)")
parser.add_argument("--output", default="build/speedups", metavar="FOLDER", help="where the files go (build/speedups)")
options = parser.parse_args()
if unknown := [kind for kind in options.kinds if kind not in WORKS]:
    parser.error(f"no kind of work is called {unknown[0]!r}; there are {', '.join(WORKS)}")

gilt, python = sys.executable, measuring.find_python()
every_column = measuring.columns(gilt, python)
kinds = options.kinds or list(WORKS)
try:
    results = measuring.measure(kinds, every_column, options.rounds, gilt)
except measuring.Failed as error:
    sys.exit(f"speedups: {error}")

versions = [measuring.version(command) for command in (gilt, python) if command]
facts = {"cores": os.cpu_count(), "versions": versions, "rounds": options.rounds}
fraction, kind, key = report.largest_spread(results, every_column)
caption = (f"{os.cpu_count()} cores; {'; '.join(versions)}; the fastest of {options.rounds} rounds, which differ by up to {fraction:.0%} "
           f"({kind}, {key})")
print("\n".join(report.table(results, every_column)))
print()
print(caption)
if python:
    print("* differs from CPython's speed-up by more than a fifth")
else:
    print("python3 was not found: the table is gilt's alone")
print()
print("Which tool for which work, from these numbers:")
for line in report.advice(results, every_column):
    print("  " + line)
report.write(options.output, results, every_column, facts)
with open(os.path.join(options.output, "speedups.svg"), "w", encoding="utf-8") as file:
    file.write(picture.svg(results, every_column, caption))
