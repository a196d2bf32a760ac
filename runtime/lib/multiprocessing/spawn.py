"""The child's side of the start method "spawn".

The parent starts the interpreter with a command line that calls spawn_main(), and writes two things into a pipe: what
the child must know about the program (the main module's file above all), and the Process object. The child makes the
main module again, under the name __mp_main__, so that what is written under `if __name__ == "__main__"` is not done a
second time.
"""

import posix
import sys

from . import process

__all__ = ["get_executable", "set_executable", "spawn_main", "freeze_support", "get_preparation_data", "is_forking"]

_executable = sys.executable


def set_executable(executable):
    global _executable
    import os

    _executable = os.fsdecode(executable) if executable is not None else None


def get_executable():
    return _executable


def is_forking(argv):
    return len(argv) >= 2 and argv[1] == "--multiprocessing-fork"


def freeze_support():
    pass


def get_command_line(pipe_handle, parent, main):
    call = f"from multiprocessing.spawn import spawn_main; spawn_main({pipe_handle}, {parent}, {main})"
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    return [_executable, "-X", f"gil={int(gil)}", "-c", call, "--multiprocessing-fork"]


def spawn_main(pipe_handle, parent, main):
    """The child begins here."""
    from _pickle import load

    with open(pipe_handle, "rb") as pipe:
        process.current_process()._inheriting = True
        try:
            prepare(load(pipe))  # the Process object may need the main module
            process_obj = load(pipe)
        finally:
            del process.current_process()._inheriting
    code = process_obj._bootstrap(parent, main, process_obj._family())
    sys.exit(code)


_EXPLANATION = """
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable."""


def _check_not_importing_main():
    if getattr(process.current_process(), "_inheriting", False):
        raise RuntimeError(_EXPLANATION)


def get_preparation_data(name):
    """What the child must know before it can unpickle anything."""
    _check_not_importing_main()
    data = {
        "authkey": bytes(process.current_process().authkey),
        "name": name,
        "sys_path": [process.ORIGINAL_DIR if entry == "" and process.ORIGINAL_DIR is not None else entry for entry in sys.path],
        "sys_argv": sys.argv,
        "orig_dir": process.ORIGINAL_DIR,
        "dir": posix.getcwd(),
    }
    main = sys.modules["__main__"]
    main_name = getattr(getattr(main, "__spec__", None), "name", None)
    if main_name is not None:
        data["init_main_from_name"] = main_name
    else:
        path = getattr(main, "__file__", None)
        if path is not None:
            import os

            if not os.path.isabs(path) and process.ORIGINAL_DIR is not None:
                path = os.path.join(process.ORIGINAL_DIR, path)
            data["init_main_from_path"] = os.path.normpath(path)
    return data


def prepare(data):
    """Makes the child look like its parent."""
    if "name" in data:
        process.current_process().name = data["name"]
    if "authkey" in data:
        process.current_process().authkey = data["authkey"]
    if "sys_path" in data:
        sys.path[:] = data["sys_path"]
    if "sys_argv" in data:
        sys.argv = data["sys_argv"]
    if "dir" in data:
        posix.chdir(data["dir"])
    if "orig_dir" in data:
        process.ORIGINAL_DIR = data["orig_dir"]
    if "init_main_from_name" in data:
        _fixup_main_from_name(data["init_main_from_name"])
    elif "init_main_from_path" in data:
        _fixup_main_from_path(data["init_main_from_path"])


def _fixup_main_from_name(name):
    if name == "__main__" or name.endswith(".__main__"):
        return
    import importlib

    spec = importlib.util.find_spec(name)
    _run_main(spec.origin)


def _fixup_main_from_path(path):
    _run_main(path)


def _run_main(path):
    module = type(sys)("__mp_main__")
    module.__file__ = path
    with open(path, "rb") as file:
        source = file.read()
    sys.modules["__main__"] = sys.modules["__mp_main__"] = module
    exec(compile(source, path, "exec"), module.__dict__)
