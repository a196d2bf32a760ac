"""The classes of the import system that programs name."""

import sys as _sys

ModuleSpec = type(_sys.__spec__) if _sys.__spec__ is not None else None

if ModuleSpec is None:
    import io as _io
    ModuleSpec = type(_io.__spec__)

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = []
EXTENSION_SUFFIXES = []


def all_suffixes():
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES
