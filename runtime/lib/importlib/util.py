"""Questions about modules that are not imported by asking them."""

import sys
import _imp

from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader


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
    if spec := _find_by_hooks(full, None):
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


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    location = str(location)
    spec = ModuleSpec(name, loader or SourceFileLoader(name, location), origin=location)
    spec.has_location = True
    spec.submodule_search_locations = submodule_search_locations
    return spec


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec with what the loader says about the module."""
    if origin is None and hasattr(loader, "get_filename"):
        return spec_from_file_location(name, loader.get_filename(name), loader=loader,
                                       submodule_search_locations=[] if is_package else None)  # fmt: skip
    if is_package is None and hasattr(loader, "is_package"):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=bool(is_package))


def _find_by_hooks(name, path):
    """The spec that the first of the program's own finders gives."""
    for finder in list(sys.meta_path):
        if (find := getattr(finder, "find_spec", None)) and (spec := find(name, path, None)) is not None:
            return spec
    return None


def _load_by_hooks(name, path):
    """What the import statement calls when sys.meta_path holds something."""
    spec = _find_by_hooks(name, path)
    if spec is None:
        return None
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        if spec.loader is not None:
            spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return sys.modules[name]


def module_from_spec(spec):
    module = None
    if hasattr(spec.loader, "create_module"):
        module = spec.loader.create_module(spec)
    elif hasattr(spec.loader, "exec_module"):
        raise ImportError("loaders that define exec_module() must also define create_module()")
    if module is None:
        module = type(sys)(spec.name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    if spec.has_location:
        module.__file__ = spec.origin
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    return module
