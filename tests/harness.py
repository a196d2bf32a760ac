"""What the test runners share: how a program is run, and how results are told.

Every runner below tests/ takes --gilt (the binary) and --gil (on, off or both), prints a line per failure with enough
to start from, and ends with `N passed, M failed`; its exit code says whether M is 0.
"""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# A runner started in the background of a shell ignores Ctrl-C, and its programs would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def arguments(description):
    """The parser every runner starts from."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--gilt", type=os.path.abspath, default=str(ROOT / "build/release/gilt"),
                        help="the binary to test (default: build/release/gilt)")
    parser.add_argument("--gil", choices=("on", "off", "both"), default="both", help="which modes to test")
    return parser


def modes(options):
    return ("on", "off") if options.gil == "both" else (options.gil,)


class Outcome:
    """What a program left behind: exit code, standard output, standard error, all as text."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


def run(command, cwd, timeout, stdin=None, interrupt_after=None):
    """Runs a command to its end. interrupt_after: seconds until it gets Ctrl-C. An overdue program is killed and
    told apart by the code "timeout"."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment.update(PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", PYTHONUTF8="1", LC_ALL="C.UTF-8")
    environment["RES_OPTIONS"] = "attempts:1 timeout:2"  # a name server that is out of reach must not use up a test's time
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=stdin or subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    code = None
    try:
        if interrupt_after is not None:
            try:
                out, err = process.communicate(timeout=interrupt_after)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=timeout)
        else:
            out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        code = "timeout"
    if code is None:
        code = process.returncode
    return Outcome(code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))


def first_lines(text, count=15):
    lines = text.rstrip("\n").split("\n")
    if len(lines) > count:
        lines = lines[:count] + [f"... and {len(lines) - count} more lines"]
    return "".join("    " + line + "\n" for line in lines)


class Report:
    """Counts, and prints failures as they come."""

    def __init__(self):
        self.passed = self.failed = 0

    def ok(self):
        self.passed += 1

    def fail(self, what, why):
        self.failed += 1
        print(f"FAILED {what}\n{first_lines(why)}", end="", flush=True)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)
