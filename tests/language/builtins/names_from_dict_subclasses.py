# eval and exec in a namespace that is a dict of a script's class: names are looked up with its own methods.
import os
import sys
import types


class Lengths(dict):
    def __getitem__(self, key):
        return len(key)


class Recorder(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __missing__(self, key):
        if key == "print":
            raise KeyError(key)
        return "no " + key


print(eval("a + word", Lengths()))
print(eval("a + word", {}, Lengths()))
space = Recorder()
exec("first = 1\nprint(first, second)\ndef third(): return first\nprint(third())", space)
print(sorted(name for name in space if name != "__builtins__"))

# What such a namespace is given besides: the builtins as a dict, where a module has them, too.
space = {}
exec("", space)
print(list(space), type(space["__builtins__"]), type(__builtins__), type(os.__builtins__))
print(space["__builtins__"] is vars(__builtins__))

print(types.SimpleNamespace is type(sys.implementation), types.SimpleNamespace.__hash__)
