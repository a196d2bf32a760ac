"""What the benchmark programs share: run each function of a program and print `name seconds`.

A function is run three times and its best time counts: within one process, everything that disturbs makes it slower."""

import time


def report(*functions):
    for f in functions:
        best = None
        for _ in range(3):
            begin = time.perf_counter()
            f()
            seconds = time.perf_counter() - begin
            best = seconds if best is None else min(best, seconds)
        print(f.__name__, best)
