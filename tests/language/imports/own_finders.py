# Finders and loaders of the program's own, on sys.meta_path.
import importlib.abc
import importlib.machinery
import importlib.resources
import importlib.util
import os
import sys
import tempfile

SOURCES = {"invented": "value = 1\nname = __name__\n", "package": "__all__ = ['inner']\n", "package.inner": "from . import __name__ as above\n",
           "broken": "1 / 0\n"}  # fmt: skip


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name not in SOURCES:
            return None
        print("asked for", name, path)
        return importlib.util.spec_from_loader(name, Loader(), is_package=name == "package")


class Loader(importlib.abc.Loader):
    def exec_module(self, module):
        exec(SOURCES[module.__name__], module.__dict__)


sys.meta_path.insert(0, Finder())
import invented
import package.inner
from package import *

print(invented.value, invented.name, invented.__spec__.name, type(invented.__loader__).__name__, package.inner.above, inner is package.inner)
import invented as again

print(again is invented, importlib.util.find_spec("invented") is invented.__spec__)
for name in "broken", "nowhere":
    try:
        __import__(name)
    except (ZeroDivisionError, ModuleNotFoundError) as error:
        print(type(error).__name__, error, name in sys.modules)
sys.meta_path.pop(0)


class Incomplete:
    def exec_module(self, module):
        pass


try:
    importlib.util.module_from_spec(importlib.machinery.ModuleSpec("x", Incomplete()))
except ImportError as error:
    print(error)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "plain.py")
    with open(path, "w") as file:
        file.write("print('running', __name__)\nx = 5\n")
    spec = importlib.util.spec_from_file_location("by_path", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    print(module.x, type(spec.loader).__name__, spec.loader.get_filename("by_path") == path)
    os.mkdir(os.path.join(folder, "kit"))
    for name, text in ("__init__.py", ""), ("data.txt", "content"):
        with open(os.path.join(folder, "kit", name), "w") as file:
            file.write(text)
    sys.path.insert(0, folder)
    print(importlib.resources.files("kit").joinpath("data.txt").read_text())

# Walking over sys.modules is safe for the built-in functions.
print(any(name == "sys" for name in sys.modules), len(sorted(name for name in sys.modules if name.startswith("own_"))))
