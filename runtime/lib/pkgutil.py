"""What packages consist of."""

import importlib
import importlib.util
import os
import sys
from collections import namedtuple

__all__ = ["get_importer", "iter_importers", "get_loader", "find_loader", "walk_packages", "iter_modules", "get_data",
           "extend_path", "ModuleInfo", "resolve_name"]

ModuleInfo = namedtuple("ModuleInfo", "module_finder name ispkg")


def iter_modules(path=None, prefix=""):
    """The modules in these folders; in sys.path if none are given."""
    if isinstance(path, str):
        raise ValueError("path must be None or list of paths to look for modules in")
    seen = set()
    for folder in sys.path if path is None else path:
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for name in names:
            full = os.path.join(folder, name)
            is_package = os.path.isdir(full) and os.path.exists(os.path.join(full, "__init__.py"))
            module = name if is_package else name[:-3] if name.endswith(".py") else ""
            if module and module != "__init__" and module.isidentifier() and module not in seen:
                seen.add(module)
                yield ModuleInfo(None, prefix + module, is_package)


def walk_packages(path=None, prefix="", onerror=None):
    """The same, and the modules of the packages, which are imported for that."""
    for info in iter_modules(path, prefix):
        yield info
        if info.ispkg:
            try:
                package = importlib.import_module(info.name)
            except ImportError:
                if onerror is not None:
                    onerror(info.name)
            except Exception:
                if onerror is None:
                    raise
                onerror(info.name)
            else:
                yield from walk_packages(list(getattr(package, "__path__", [])), info.name + ".", onerror)


def get_importer(path_item):
    return None


def iter_importers(fullname=""):
    return iter(())


def find_loader(fullname):
    spec = importlib.util.find_spec(fullname)
    return spec.loader if spec is not None else None


get_loader = find_loader


def extend_path(path, name):
    return path


def get_data(package, resource):
    """The bytes of a file beside a package's modules."""
    module = importlib.import_module(package)
    file = getattr(module, "__file__", None)
    if file is None:
        return None
    with open(os.path.join(os.path.dirname(file), *resource.split("/")), "rb") as data:
        return data.read()


def resolve_name(name):
    """The object "package.module:attribute" or "package.module.attribute" means."""
    module, colon, attributes = name.partition(":")
    if colon:
        found = importlib.import_module(module)
        parts = attributes.split(".") if attributes else []
    else:
        parts = name.split(".")
        found = importlib.import_module(parts.pop(0))
        path = found.__name__
        while parts:
            path += "." + parts[0]
            try:
                found = importlib.import_module(path)
            except ImportError:
                break
            parts.pop(0)
    for part in parts:
        found = getattr(found, part)
    return found
