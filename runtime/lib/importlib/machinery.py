"""The classes of the import system that programs name."""

from _imp import ModuleSpec
from importlib.abc import FileLoader

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = []
EXTENSION_SUFFIXES = []


class SourceFileLoader(FileLoader):
    """Runs a source file in a module made from its spec."""

    def is_package(self, fullname):
        return self.path.endswith("/__init__.py")


def all_suffixes():
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES
