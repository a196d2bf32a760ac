"""The lecture whole, as the notebook it is: all its cells in one .ipynb, run by one command. The cell that never ends is interrupted,
and `urls` is set to a server on this machine. What is saved has to be a notebook whose outputs are the recorded ones, where those are
always the same.

Used by run, with the project's own cells and, where GILT_LECTURE names them, with the lecture's.
"""

import json
import re
import subprocess
import tempfile
import threading
from pathlib import Path

import web

REQUESTS = 6


def notebook(cells):
    """nbformat 4.5; a cell is called by its name."""
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
            "cells": [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# The lecture"}] + [
                {"cell_type": "code", "id": name, "metadata": {"name": name}, "execution_count": None, "outputs": [], "source": code}
                for name, code in cells.items()]}


def shown(cell):
    """A cell's output as one text, without the times of %%time."""
    text = ""
    for output in cell["outputs"]:
        match output["output_type"]:
            case "stream" if output["name"] == "stdout":
                text += "".join(output["text"])
            case "execute_result":
                text += "".join(output["data"]["text/plain"]) + "\n"
            case "error":
                text += output["ename"] + "\n"
    return re.sub(r"CPU times: .*\nWall time: .*\n", "", text)


def check(report, what, command, cells, matches, timeout):
    """matches: cell name -> whether a text is what the cell has to show."""
    with web.SlowServer() as server, tempfile.TemporaryDirectory() as folder:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        (Path(folder) / "lecture.ipynb").write_text(json.dumps(notebook(cells)), "utf-8")
        urls = [f"http://127.0.0.1:{server.server_port}/{n}" for n in range(REQUESTS)]
        done = subprocess.run([*command, "lecture.ipynb", "--allow-errors", "--cell-timeout", str(timeout), "--set", f"urls={urls!r}",
                               "--save", "done.ipynb"], cwd=folder, capture_output=True, text=True, timeout=600)
        server.shutdown()
        thread.join()
        asked = sorted(server.paths)
        saved = Path(folder) / "done.ipynb"
        if done.returncode != 0 or not saved.exists():
            report.fail(what, f"ended with {done.returncode}\n{done.stdout}{done.stderr}")
            return
        result = json.loads(saved.read_text("utf-8"))
    code_cells = [cell for cell in result["cells"] if cell["cell_type"] == "code"]
    counts = [cell["execution_count"] for cell in code_cells]
    for good, why in (
        (result["nbformat"] == 4 and [cell["id"] for cell in code_cells] == list(cells), "the saved notebook has other cells"),
        (counts == list(range(1, len(cells) + 1)), f"execution counts {counts}"),
        (asked == sorted(f"/{n}" for n in range(REQUESTS) for _ in range(2)), f"asked the server for {asked}"),
    ):
        if good:
            report.ok()
        else:
            report.fail(what, why)
    for cell in code_cells:
        name = cell["id"]
        if matches[name](shown(cell)):
            report.ok()
        else:
            report.fail(f"{what}, {name}", f"shows {shown(cell)!r}\n{done.stderr}")
