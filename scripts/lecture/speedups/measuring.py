"""Runs works.py in every interpreter, way and round, in turn: whatever slows the machine down for a while meets all of them."""

import os
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


class Column:
    """One interpreter done one way: `gilt, threads without GIL`."""

    def __init__(self, interpreter, way, label, command):
        self.interpreter = interpreter
        self.way = way
        self.label = label
        self.command = command

    @property
    def key(self):
        return f"{self.interpreter} {self.label}"


def columns(gilt, python):
    """The columns of the table, the sequential one of each interpreter first."""
    made = [Column("gilt", "sequential", "sequential", [gilt, "-X", "gil=1"]), Column("gilt", "threads", "threads", [gilt, "-X", "gil=1"]),
            Column("gilt", "threads", "threads without GIL", [gilt, "-X", "gil=0"]),
            Column("gilt", "processes", "processes", [gilt, "-X", "gil=1"]), Column("gilt", "coroutines", "coroutines", [gilt, "-X", "gil=1"])]
    if python:
        made += [Column("CPython", way, way, [python]) for way in ("sequential", "threads", "processes", "coroutines")]
    return made


def find_python():
    """Debian's own python3, or the one that PATH finds, or None."""
    for candidate in (os.environ.get("REFERENCE_PYTHON"), "/usr/bin/python3", "python3"):
        if candidate and shutil.which(candidate):
            return shutil.which(candidate)
    return None


def version(command):
    return subprocess.run([command, "--version"], capture_output=True, text=True).stdout.strip()


class Failed(Exception):
    """A measurement that did not come to its end; the text says which and why."""


def _seconds(column, kind, address):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([*column.command, os.path.join(HERE, "works.py"), kind, column.way, address], capture_output=True, text=True,
                          env=environment | {"PYTHONDONTWRITEBYTECODE": "1"})
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise Failed(f"{column.key}, {kind}: ended with {done.returncode}: {last[0]}")
    return float(done.stdout)


def measure(kinds, every_column, rounds, gilt):
    """{kind: {column key: [seconds, one for each round]}}"""
    results = {kind: {column.key: [] for column in every_column} for kind in kinds}
    server = subprocess.Popen([gilt, os.path.join(HERE, "server.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        if not address:
            raise Failed("the local server did not start")
        for kind in kinds:
            for turn in range(rounds):
                for column in every_column:
                    _progress(f"{kind}, round {turn + 1} of {rounds}: {column.key}")
                    results[kind][column.key].append(_seconds(column, kind, address))
    finally:
        server.stdin.close()
        server.wait()
        _progress("")
    return results


def _progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def speedup(row, column):
    """How many times as fast as the same interpreter's sequential run. The fastest round of each counts: whatever else a machine
    does can only make work take longer."""
    return min(row[f"{column.interpreter} sequential"]) / min(row[column.key])


def spread(row, column):
    """How far the times of the rounds lie apart, as a fraction of their median."""
    times = row[column.key]
    return (max(times) - min(times)) / statistics.median(times)
