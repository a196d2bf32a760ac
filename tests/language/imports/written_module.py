# A module that the program has just written is imported whole, also if the file was dropped and not closed.
import os
import sys
import tempfile


def write(name, text):
    open(os.path.join(folder, name), "w").write(text)


with tempfile.TemporaryDirectory() as folder:
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    os.mkdir(os.path.join(folder, "written_package"))
    write("written_package/__init__.py", "from .part import value\n")
    write("written_package/part.py", "value = 'from a part'\n")
    write("written_module.py", "__all__ = 42\nvalue = 'from a file'\n")
    write("written_names.py", "__all__ = ['present', 'absent']\npresent = 1\n")
    import written_package
    import written_module

    print(written_package.value, written_module.value)
    for statement in "from written_module import *", "from written_names import *":
        try:
            exec(statement)
        except (TypeError, AttributeError) as error:
            print(type(error).__name__, error)
    try:
        written_module.__dict__ = {}
    except AttributeError as error:
        print(error)
