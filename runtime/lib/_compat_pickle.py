"""What Python 2 called the modules and names that have moved since, for pickles of protocols 0 to 2."""

IMPORT_MAPPING = {
    "__builtin__": "builtins",
    "copy_reg": "copyreg",
    "Queue": "queue",
    "SocketServer": "socketserver",
    "ConfigParser": "configparser",
    "repr": "reprlib",
    "commands": "subprocess",
    "thread": "_thread",
    "dummy_thread": "_dummy_thread",
    "StringIO": "io",
    "cStringIO": "io",
    "cPickle": "pickle",
    "httplib": "http.client",
    "Cookie": "http.cookies",
    "cookielib": "http.cookiejar",
    "urllib2": "urllib.request",
    "urlparse": "urllib.parse",
    "robotparser": "urllib.robotparser",
    "xmlrpclib": "xmlrpc.client",
    "UserDict": "collections",
    "UserList": "collections",
    "UserString": "collections",
    "whichdb": "dbm",
    "anydbm": "dbm",
    "_multiprocessing": "multiprocessing.context",
    "multiprocessing": "multiprocessing.context",
    "multiprocessing.process": "multiprocessing.context",
}

_FUNCTIONS_OF_ITERTOOLS = {"izip": "zip", "imap": "map", "ifilter": "filter"}

NAME_MAPPING = {
    ("__builtin__", "xrange"): ("builtins", "range"),
    ("__builtin__", "reduce"): ("functools", "reduce"),
    ("__builtin__", "intern"): ("sys", "intern"),
    ("__builtin__", "unichr"): ("builtins", "chr"),
    ("__builtin__", "unicode"): ("builtins", "str"),
    ("__builtin__", "long"): ("builtins", "int"),
    ("__builtin__", "basestring"): ("builtins", "str"),
    ("itertools", "ifilterfalse"): ("itertools", "filterfalse"),
    ("itertools", "izip_longest"): ("itertools", "zip_longest"),
    ("UserDict", "IterableUserDict"): ("collections", "UserDict"),
    ("UserList", "UserList"): ("collections", "UserList"),
    ("UserString", "UserString"): ("collections", "UserString"),
    ("exceptions", "StandardError"): ("builtins", "Exception"),
    ("socket", "fromfd"): ("socket", "fromfd"),
} | {("itertools", old): ("builtins", new) for old, new in _FUNCTIONS_OF_ITERTOOLS.items()}

# Exceptions lived in a module of their own.
_EXCEPTIONS = [
    "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BufferError", "BytesWarning",
    "DeprecationWarning", "EOFError", "EnvironmentError", "Exception", "FloatingPointError", "FutureWarning",
    "GeneratorExit", "IOError", "ImportError", "ImportWarning", "IndentationError", "IndexError", "KeyError",
    "KeyboardInterrupt", "LookupError", "MemoryError", "NameError", "NotImplementedError", "OSError", "OverflowError",
    "PendingDeprecationWarning", "ReferenceError", "RuntimeError", "RuntimeWarning", "StopIteration", "SyntaxError",
    "SyntaxWarning", "SystemError", "SystemExit", "TabError", "TypeError", "UnboundLocalError", "UnicodeDecodeError",
    "UnicodeEncodeError", "UnicodeError", "UnicodeTranslateError", "UnicodeWarning", "UserWarning", "ValueError",
    "Warning", "ZeroDivisionError",
]  # fmt: skip
NAME_MAPPING |= {("exceptions", name): ("builtins", name) for name in _EXCEPTIONS}

# The way back, for writing. Of several old names the first is used.
REVERSE_IMPORT_MAPPING = {}
for _old, _new in IMPORT_MAPPING.items():
    REVERSE_IMPORT_MAPPING.setdefault(_new, _old)
for _new in ("collections", "io", "multiprocessing.context"):  # only part of what is there came from the old module
    del REVERSE_IMPORT_MAPPING[_new]
REVERSE_NAME_MAPPING = {}
for _old, _new in NAME_MAPPING.items():
    REVERSE_NAME_MAPPING.setdefault(_new, _old)
for _name in ("str", "int", "Exception"):  # their own names were known, too
    REVERSE_NAME_MAPPING.pop(("builtins", _name), None)
REVERSE_NAME_MAPPING["builtins", "Exception"] = ("exceptions", "Exception")
REVERSE_NAME_MAPPING["builtins", "str"] = ("__builtin__", "unicode")
REVERSE_NAME_MAPPING["builtins", "int"] = ("__builtin__", "long")
# Newer exceptions go as the nearest old one.
for _name in ("BlockingIOError", "BrokenPipeError", "ChildProcessError", "ConnectionAbortedError", "ConnectionError",
              "ConnectionRefusedError", "ConnectionResetError", "FileExistsError", "FileNotFoundError",
              "InterruptedError", "IsADirectoryError", "NotADirectoryError", "PermissionError", "ProcessLookupError",
              "TimeoutError"):  # fmt: skip
    REVERSE_NAME_MAPPING["builtins", _name] = ("exceptions", "OSError")
REVERSE_NAME_MAPPING["builtins", "ModuleNotFoundError"] = ("exceptions", "ImportError")
REVERSE_NAME_MAPPING["builtins", "RecursionError"] = ("exceptions", "RuntimeError")
del _old, _new, _name
