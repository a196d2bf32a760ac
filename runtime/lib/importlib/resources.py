"""The files beside a package's modules."""

import contextlib
import importlib
import pathlib
import types

__all__ = ["Package", "Resource", "as_file", "contents", "files", "is_resource", "open_binary", "open_text", "path", "read_binary", "read_text"]

Package = types.ModuleType | str
Resource = str


def files(package):
    """The folder of a package, as a path."""
    if not isinstance(package, types.ModuleType):
        package = importlib.import_module(package)
    spec = package.__spec__
    if spec is None or spec.submodule_search_locations is None:
        raise TypeError(f"{package!r} is not a package")
    return pathlib.Path(list(package.__path__)[0])


@contextlib.contextmanager
def as_file(path):
    yield path


def path(package, resource):
    return as_file(files(package) / resource)


def open_binary(package, resource):
    return (files(package) / resource).open("rb")


def open_text(package, resource, encoding="utf-8", errors="strict"):
    return (files(package) / resource).open("r", encoding=encoding, errors=errors)


def read_binary(package, resource):
    return (files(package) / resource).read_bytes()


def read_text(package, resource, encoding="utf-8", errors="strict"):
    with open_text(package, resource, encoding, errors) as file:
        return file.read()


def contents(package):
    return [entry.name for entry in files(package).iterdir()]


def is_resource(package, name):
    return (files(package) / name).is_file()
