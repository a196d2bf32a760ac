"""The measurements as a table, as JSON and as CSV, and in words."""

import csv
import json
import os

from measuring import speedup, spread

DIFFERENT = 1.2  # gilt's speed-up against CPython's, or the other way round: worth a mark


def is_different(row, column, every_column):
    """Whether CPython has this way, too, and its speed-up differs by more than a fifth."""
    theirs = next((other for other in every_column if other.interpreter == "CPython" and other.label == column.label), None)
    if column.interpreter != "gilt" or theirs is None:
        return False
    ratio = speedup(row, column) / speedup(row, theirs)
    return not 1 / DIFFERENT <= ratio <= DIFFERENT


def _factor(gain):
    return f"{gain:.2f}x" if gain >= 0.1 else f"{gain:.1g}x"


def _milliseconds(seconds):
    value = seconds * 1000
    return f"{value:.0f} ms" if value >= 100 else f"{value:.3g} ms"


def table(results, every_column):
    """Lines of text: a row for each kind of work, a column for each way; sequential times in milliseconds."""
    # The header takes two lines: whose it is, and the way.
    rows = [[""] + [column.interpreter for column in every_column], ["kind of work"] + [column.label for column in every_column]]
    for kind, row in results.items():
        cells = [kind]
        for column in every_column:
            if column.label == "sequential":
                cells.append(f"{_milliseconds(min(row[column.key]))}")
            else:
                cells.append(_factor(speedup(row, column)) + ("*" if is_different(row, column, every_column) else " "))
        rows.append(cells)
    widths = [max(len(cells[i]) for cells in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.rjust(width) if i else cell.ljust(width) for i, (cell, width) in enumerate(zip(cells, widths))).rstrip()
            for cells in rows]


def largest_spread(results, every_column):
    """(fraction, kind, column key) of the measurement whose rounds differ most."""
    return max((spread(row, column), kind, column.key) for kind, row in results.items() for column in every_column)


def advice(results, every_column):
    """For each kind of work, the way that was fastest in gilt, from the numbers."""
    ways = [column for column in every_column if column.interpreter == "gilt" and column.label != "sequential"]
    lines = []
    for kind, row in results.items():
        best = max(ways, key=lambda column: speedup(row, column))
        gain = speedup(row, best)
        close = [column.label for column in ways if column is not best and speedup(row, column) > gain * 0.9]
        if gain < 1.1:
            lines.append(f"{kind}: one after another; the fastest other way comes to {_factor(gain)}")
        else:
            also = f" ({', '.join(close)} come close)" if close else ""
            lines.append(f"{kind}: {best.label}, {gain:.2f}x{also}")
    return lines


def write(folder, results, every_column, facts):
    """speedups.json and speedups.csv in the folder: every time, and what follows from them."""
    os.makedirs(folder, exist_ok=True)
    entries = [{"kind": kind, "interpreter": column.interpreter, "way": column.label, "seconds": row[column.key],
                "speedup": round(speedup(row, column), 3), "spread": round(spread(row, column), 3),
                "differs_from_cpython": is_different(row, column, every_column)}
               for kind, row in results.items() for column in every_column]
    with open(os.path.join(folder, "speedups.json"), "w", encoding="utf-8") as file:
        json.dump({"facts": facts, "measurements": entries}, file, indent=1)
        file.write("\n")
    with open(os.path.join(folder, "speedups.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["kind", "interpreter", "way", "fastest_seconds", "speedup", "spread"])
        for entry in entries:
            fastest = min(entry["seconds"])
            writer.writerow([entry["kind"], entry["interpreter"], entry["way"], f"{fastest:.6f}", entry["speedup"], entry["spread"]])
