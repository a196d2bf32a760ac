# What a built-in function or method says when it is called with too many arguments, too few, or wrong names.


def attempt(text):
    try:
        result = eval(text)
    except Exception as error:
        print(f"{text}: {type(error).__name__}: {error}")
    else:
        print(f"{text} = {result!r}")


print("positional arguments only")
for text in ("len()", "len([], [])", "[].append()", "[].append(1, 2)", "[].insert(1)", "[].clear(1)", "{}.pop()",
             "{}.get(1, 2, 3)", "isinstance(1)", "getattr(1)", "''.replace('a')", "''.find()", "''.find(1, 2, 3, 4)",
             "''.upper(1)", "float(1, 2)", "list(1, 2)", "range()", "slice()"):
    attempt(text)

print("no names are taken")
for text in ("len(x=1)", "''.upper(x=1)", "''.upper('a', x=1)", "[].append(x=1)", "float(x=1)", "list(x=1)",
             "set().union(x=1)", "''.replace(old='a', new='b')", "{}.get(key=1)", "bool(x=1)", "chr(i=65)"):
    attempt(text)

print("some arguments have names")
for text in ("int(1, 2, 3)", "int(x=1)", "int(1, base=2, x=3)", "str(1, 2, 3, 4)", "bytes(x=1)", "round()",
             "round(1, 2, 3)", "round(x=1)", "sum()", "sum([1], x=1)", "pow(1)", "pow(1, x=2)", "enumerate(x=1)",
             "'a'.split(1, 2, 3)", "'a'.split('a', sep='b')", "'a'.encode(1, 2, x=3)", "'a'.expandtabs(1, 2)",
             "b''.translate()", "memoryview()", "memoryview(a=1, b=2)", "[].sort(1)", "zip(x=1)", "property(x=1)",
             "(1).to_bytes(1, 2, 3, 4)", "int.from_bytes()", "compile()", "complex(1, 2, 3)"):
    attempt(text)

print("None is told as None")
for text in ("''.encode(None)", "''.replace(None, '')", "''.removeprefix(None)", "bytes('a', None)", "format(1, None)",
             "b''.center(5, None)", "str(b'', None)"):
    attempt(text)

print("special methods")
for text in ("(1).__add__()", "(1).__add__(1, 2)", "(1).__add__(x=1)", "'a'.__len__(1)", "(2).__pow__()",
             "(2).__pow__(1, 2, 3)", "[].__setitem__(1)", "''.__format__()", "{}.__contains__()", "int.__add__()",
             "int.__add__('a', 1)", "str.upper()", "str.upper(1)", "list.__getitem__(1, 2)", "list.__len__(())",
             "dict.keys([])"):
    attempt(text)

print("what they are")
for thing in (int.__add__, str.upper, list.__getitem__, dict.__contains__, dict.__setitem__, object.__format__, float.__round__, len):
    print(repr(thing), type(thing).__name__)
print(type((1).__add__).__name__, type([].__len__).__name__, type([].append).__name__, type({}.__contains__).__name__)
print((1).__add__.__self__, (1).__add__.__name__, (1).__add__.__qualname__, (1).__add__.__objclass__, int.__add__.__objclass__)
print((1).__add__ == (1).__add__, (1).__add__ == (2).__add__, hash((1).__add__) == hash((1).__add__))
print("__module__" in dir([]), "__module__" in vars(int), int.__module__, [name for name in dir(object()) if "module" in name])
