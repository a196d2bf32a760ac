"""Modules and scripts run as if they were the main program."""

import importlib.util
import sys

__all__ = ["run_module", "run_path"]


def _run(code, namespace, init_globals, name, file, package, spec):
    if init_globals is not None:
        namespace.update(init_globals)
    namespace.update(__name__=name, __file__=file, __cached__=None, __doc__=None, __loader__=None, __package__=package,
                     __spec__=spec)
    exec(code, namespace)
    return namespace


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Runs a module by name: its namespace afterwards."""
    spec = importlib.util.find_spec(mod_name)
    if spec is None:
        raise ImportError("No module named %s" % mod_name)
    if spec.submodule_search_locations is not None:
        return run_module(mod_name + ".__main__", init_globals, run_name or mod_name, alter_sys)
    with open(spec.origin, encoding="utf-8") as file:
        code = compile(file.read(), spec.origin, "exec")
    return _run(code, {}, init_globals, run_name or mod_name, spec.origin, mod_name.rpartition(".")[0], spec)


def run_path(path_name, init_globals=None, run_name=None):
    """Runs a script: its namespace afterwards."""
    with open(path_name, encoding="utf-8") as file:
        code = compile(file.read(), path_name, "exec")
    name = "<run_path>" if run_name is None else run_name
    old_argv0 = sys.argv[0] if sys.argv else None
    sys.argv[:1] = [path_name]
    try:
        return _run(code, {}, init_globals, name, path_name, name.rpartition(".")[0], None)
    finally:
        if old_argv0 is not None:
            sys.argv[0] = old_argv0
