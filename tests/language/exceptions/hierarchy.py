# The built-in exceptions and how they descend from each other.

def line(cls):
    return ' < '.join(c.__name__ for c in cls.__mro__[:-1])
for cls in (ArithmeticError, AssertionError, AttributeError, BlockingIOError, BrokenPipeError, BufferError,
            ChildProcessError,
            ConnectionAbortedError, ConnectionError, ConnectionRefusedError, ConnectionResetError, EOFError,
            FileExistsError,
            FileNotFoundError, FloatingPointError, GeneratorExit, ImportError, IndentationError, IndexError,
            InterruptedError,
            IsADirectoryError, KeyError, KeyboardInterrupt, LookupError, MemoryError, ModuleNotFoundError,
            NameError,
            NotADirectoryError, NotImplementedError, OSError, OverflowError, PermissionError, ProcessLookupError,
            RecursionError,
            ReferenceError, RuntimeError, StopAsyncIteration, StopIteration, SyntaxError, SystemError, SystemExit,
            TabError,
            TimeoutError, TypeError, UnboundLocalError, UnicodeDecodeError, UnicodeEncodeError, UnicodeError,
            UnicodeTranslateError, ValueError, ZeroDivisionError, Warning, UserWarning, DeprecationWarning,
            SyntaxWarning,
            RuntimeWarning, FutureWarning, ImportWarning, BytesWarning, ResourceWarning, PendingDeprecationWarning,
            UnicodeWarning):
    print(line(cls))
print(IOError is OSError, EnvironmentError is OSError)
print(issubclass(KeyboardInterrupt, Exception), issubclass(SystemExit, Exception),
      issubclass(GeneratorExit, Exception))
