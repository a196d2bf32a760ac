"""The import machinery, as functions.

The work itself (finding a module, running it once however many threads ask) is done in C++, the same that serves the
import statement; here are the ways to ask for it.
"""

import sys

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

__import__ = __import__


def import_module(name, package=None):
    """The module of this name; with leading dots, relative to `package`."""
    level = 0
    if name.startswith("."):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        for character in name:
            if character != ".":
                break
            level += 1
        base = package.rsplit(".", level - 1)
        if len(base) < level:
            raise ImportError("attempted relative import beyond top-level package")
        name = base[0] + "." + name[level:] if name[level:] else base[0]
    __import__(name)
    return sys.modules[name]


def invalidate_caches():
    """Nothing is cached between two imports."""


_reloading = {}


def reload(module):
    """Runs the module's code again, in the namespace it has."""
    try:
        name = module.__spec__.name
    except AttributeError:
        try:
            name = module.__name__
        except AttributeError:
            raise TypeError("reload() argument must be a module") from None
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    if name in _reloading:
        return _reloading[name]
    _reloading[name] = module
    try:
        import _imp
        _imp.reload(module, name)
        return sys.modules[name]
    finally:
        del _reloading[name]
