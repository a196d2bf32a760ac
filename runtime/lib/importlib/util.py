"""Questions about modules that are not imported by asking them."""

import sys
import _imp

from importlib import import_module
from importlib.machinery import ModuleSpec


def resolve_name(name, package):
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} (required for relative module names)")
    level = len(name) - len(name.lstrip("."))
    base = package.rsplit(".", level - 1)
    if len(base) < level:
        raise ImportError("attempted relative import beyond top-level package")
    return base[0] + "." + name[level:] if name[level:] else base[0]


def find_spec(name, package=None):
    """The spec of a module, or None if there is none. The packages above it are imported."""
    full = resolve_name(name, package)
    if full in sys.modules:
        module = sys.modules[full]
        if module is None:
            return None
        spec = getattr(module, "__spec__", None)
        if spec is None:
            raise ValueError(f"{full}.__spec__ is None")
        return spec
    parent = full.rpartition(".")[0]
    folders = None
    if parent:
        try:
            folders = import_module(parent).__path__
        except AttributeError as error:
            raise ModuleNotFoundError(f"__path__ attribute not found on {parent!r} while trying to find {full!r}",
                                      name=full) from error
    return _imp.find_spec(full, folders)


class _SourceFileLoader:
    """Runs a source file in a module made from its spec."""

    def __init__(self, name, path):
        self.name = name
        self.path = path

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        with open(self.path, "rb") as file:
            code = compile(file.read(), self.path, "exec")
        exec(code, module.__dict__)

    def get_filename(self, name=None):
        return self.path


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    location = str(location)
    spec = ModuleSpec(name, loader or _SourceFileLoader(name, location), origin=location)
    spec.has_location = True
    spec.submodule_search_locations = submodule_search_locations
    return spec


def module_from_spec(spec):
    module = type(sys)(spec.name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    if spec.has_location:
        module.__file__ = spec.origin
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    return module
