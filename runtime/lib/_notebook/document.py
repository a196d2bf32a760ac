"""The notebook file: JSON in the form nbformat 4 prescribes.

Everything the file holds is kept as it is; only the cells that run get new outputs. The file is written beside its name first
and renamed then, so that there is always a whole one.
"""

import json
import os


class Unusable(Exception):
    """The notebook cannot be run; the text says why, in one line."""


class CodeCell:
    """One code cell. `number` counts the code cells from 1."""

    def __init__(self, fields, number):
        self.fields = fields
        self.number = number

    @property
    def source(self):
        text = self.fields.get("source", "")
        return text if isinstance(text, str) else "".join(text)

    @property
    def name(self):
        """The name in the cell's metadata, or None."""
        return self.fields.get("metadata", {}).get("name")

    @property
    def title(self):
        return f"cell {self.number} ({self.name})" if self.name else f"cell {self.number}"

    def is_called(self, which):
        return which in (str(self.number), self.name, self.fields.get("id"))


class Notebook:
    def __init__(self, path, fields):
        self.path = path
        self.fields = fields
        code = [cell for cell in fields["cells"] if cell.get("cell_type") == "code"]
        self.code_cells = [CodeCell(cell, number) for number, cell in enumerate(code, 1)]

    def find(self, which):
        """The code cell with this name, id or number."""
        for cell in self.code_cells:
            if cell.is_called(which):
                return cell
        raise Unusable(f"no code cell is called {which!r}; there are {len(self.code_cells)}: "
                       + ", ".join(cell.name or str(cell.number) for cell in self.code_cells))

    def save(self, path):
        temporary = f"{path}.{os.getpid()}.tmp"
        try:
            with open(temporary, "w", encoding="utf-8") as file:
                json.dump(self.fields, file, ensure_ascii=False, indent=1)
                file.write("\n")
            os.replace(temporary, path)
        except BaseException:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise


def load(path):
    """The notebook at `path`. Raises Unusable."""
    try:
        with open(path, encoding="utf-8") as file:
            fields = json.load(file)
    except OSError as error:
        raise Unusable(error.strerror) from None
    except ValueError as error:  # no JSON, or no UTF-8
        raise Unusable(f"not a notebook, which is JSON: {error}") from None
    if not isinstance(fields, dict) or "nbformat" not in fields:
        raise Unusable("not a notebook: nbformat is missing")
    if fields["nbformat"] != 4:
        raise Unusable(f"written in nbformat {fields['nbformat']}; gilt reads nbformat 4 (nbconvert --to notebook makes it so)")
    cells = fields.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Unusable("not a notebook: cells are missing")
    metadata = fields.get("metadata", {})
    language = metadata.get("kernelspec", {}).get("language") or metadata.get("language_info", {}).get("name") or "python"
    if language.lower() not in ("python", "ipython", "python3"):
        raise Unusable(f"its cells are in {language}, not in Python")
    book = Notebook(path, fields)
    if not book.code_cells:
        raise Unusable("it has no code cells")
    return book
