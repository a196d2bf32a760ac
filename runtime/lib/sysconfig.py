"""Where things are installed."""

import os
import sys

__all__ = ["get_config_h_filename", "get_config_var", "get_config_vars", "get_makefile_filename", "get_path",
           "get_path_names", "get_paths", "get_platform", "get_python_version", "get_scheme_names", "parse_config_h"]


def get_python_version():
    return "%d.%d" % sys.version_info[:2]


def get_platform():
    info = os.uname()
    return f"{info.sysname.lower()}-{info.machine}"


def get_scheme_names():
    return ("posix_home", "posix_prefix", "posix_user", "venv")


def get_path_names():
    return ("stdlib", "platstdlib", "purelib", "platlib", "include", "scripts", "data")


def get_paths(scheme="posix_prefix", vars=None, expand=True):
    lib = os.path.join(sys.prefix, "lib", "python" + get_python_version())
    site = os.path.join(lib, "site-packages")
    return {"stdlib": lib, "platstdlib": lib, "purelib": site, "platlib": site,
            "include": os.path.join(sys.prefix, "include", "python" + get_python_version()),
            "scripts": os.path.join(sys.prefix, "bin"), "data": sys.prefix}


def get_path(name, scheme="posix_prefix", vars=None, expand=True):
    return get_paths(scheme, vars, expand)[name]


def get_config_vars(*args):
    values = {"prefix": sys.prefix, "exec_prefix": sys.exec_prefix, "py_version_short": get_python_version(),
              "py_version": "%d.%d.%d" % sys.version_info[:3], "base": sys.prefix, "EXT_SUFFIX": ".so", "SOABI": "",
              "Py_DEBUG": 0, "Py_GIL_DISABLED": 0}
    return [values.get(name) for name in args] if args else values


def get_config_var(name):
    return get_config_vars().get(name)


def is_python_build(check_home=None):
    return False
