# Every kind of exception object: its fields, its text, what it accepts.
import sys, copy
def t(f, *a, **k):
    try: r = f(*a, **k); print(repr(r))
    except BaseException as e: print(type(e).__name__, e.args, str(e), repr(e))
for c in (Exception, ValueError, KeyError, OSError, StopIteration, SystemExit, ImportError, NameError, AttributeError, KeyboardInterrupt, UnicodeError, StopAsyncIteration, GeneratorExit, MemoryError, RecursionError, AssertionError, LookupError):
    for a in ((), ('x',), ('x', 2), (1, 2, 3)):
        e = c(*a); print(c.__name__, a, e.args, str(e), repr(e))
e = OSError(2, 'No such', 'file'); print(type(e), e.errno, e.strerror, e.filename, e.filename2, e.args, str(e))
e = OSError(17, 'E', 'a', None, 'b'); print(type(e), str(e), e.filename2)
print([type(OSError(n, '')).__name__ for n in (1, 2, 4, 3, 10, 11, 13, 17, 20, 21, 32, 103, 104, 110, 111, 5)])
class MyOS(OSError):
    def __init__(self, a): super().__init__(5, a); self.extra = 1
e = MyOS('zz'); print(e, e.errno, e.args, e.extra)
class MyOS2(OSError): pass
print(type(MyOS2(2, 'x')), MyOS2(2, 'x'))
e = ImportError('m', name='n', path='p'); print(e.name, e.path, e.msg, e)
e = NameError('x', name='nm'); print(e.name)
e = AttributeError('x', name='nm', obj=3); print(e.name, e.obj)
e = SystemExit(3); print(e.code); e = SystemExit(); print(e.code); e = SystemExit(1, 2); print(e.code)
e = StopIteration(4); print(e.value); e.value = 5; print(e.value)
e = SyntaxError('msg', ('f.py', 3, 5, 'text', 3, 7)); print(e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.print_file_and_line, e)
t(SyntaxError, 'a', ('x',)); t(SyntaxError, 'a', ('x', 1, 2, 3, 4, 5, 6)); t(SyntaxError, 'a', 5)
e = UnicodeDecodeError('utf-8', b'ab\xff', 2, 3, 'bad'); print(e, e.encoding, e.object, e.start, e.end, e.reason)
e = UnicodeEncodeError('ascii', 'aéb', 1, 2, 'no'); print(e); e = UnicodeEncodeError('ascii', 'a\u1234b', 1, 2, 'no'); print(e); e = UnicodeEncodeError('ascii', 'aébc', 1, 3, 'no'); print(e)
e = UnicodeTranslateError('abc', 0, 1, 'r'); print(e)
t(UnicodeDecodeError); t(UnicodeDecodeError, 1, 2, 3, 4, 5)
e = ValueError('v'); e.x = 1; print(e.__dict__, e.__reduce__(), vars(e))
e.__setstate__({'y': 2}); print(e.y)
print(e.with_traceback(None) is e)
t(e.with_traceback, 3)
try: e.__traceback__ = 5
except TypeError as x: print(x)
try: e.__context__ = 5
except TypeError as x: print(x)
try: e.__cause__ = 5
except TypeError as x: print(x)
e.__cause__ = KeyError(1); print(e.__cause__, e.__suppress_context__, e.__context__)
try: del e.__cause__
except TypeError as x: print(x)
e.args = [1, 2]; print(e.args, e)
e.add_note('n1'); e.add_note('n2'); print(e.__notes__)
t(e.add_note, 3)
try:
    try: 1/0
    except ZeroDivisionError as z:
        raise ValueError('b')
except ValueError as v:
    print(repr(v.__context__), v.__cause__, v.__suppress_context__)
try:
    try: 1/0
    except ZeroDivisionError as z: raise ValueError('b') from None
except ValueError as v: print(repr(v.__context__), v.__cause__, v.__suppress_context__)
def nested():
    try:
        try: raise ValueError(1)
        finally: raise KeyError(2)
    except KeyError as k: print(repr(k.__context__))
nested()
try: raise 5
except TypeError as x: print(x)
try: raise int
except TypeError as x: print(x)
class Weird(Exception):
    def __new__(cls): return 5
try: raise Weird
except TypeError as x: print(x)
try:
    try: 1/0
    except 5: pass
except TypeError as x: print(x)
try: raise ValueError from 5
except TypeError as x: print(x)
try: raise
except RuntimeError as x: print(x)
print(sys.exc_info(), sys.exception())
try: 1/0
except Exception as e: print(sys.exc_info()[0], sys.exception() is e)
print(issubclass(BlockingIOError, OSError), EnvironmentError is OSError, IOError is OSError, ExceptionGroup.__mro__, ExceptionGroup.__bases__)
eg = ExceptionGroup('g', [ValueError(1), ExceptionGroup('n', [TypeError(2), ValueError(3)])])
print(eg, repr(eg), eg.message, eg.exceptions, eg.args)
print(eg.split(ValueError)); print(eg.subgroup(lambda e: isinstance(e, TypeError))); print(eg.split((ValueError, TypeError))[1]); print(eg.derive([KeyError()]))
t(eg.split, 3); t(ExceptionGroup, 'x', []); t(ExceptionGroup, 'x', [1]); t(ExceptionGroup, 'x', 5); t(ExceptionGroup, 'x', [KeyboardInterrupt()]); t(BaseExceptionGroup, 'x', [KeyboardInterrupt()]); t(BaseExceptionGroup, 'x', [ValueError()])
try:
    raise eg
except* ValueError as g: print('caught', repr(g))
except* TypeError as g: print('caught2', repr(g))
try:
    try: raise eg
    except* ValueError: pass
except ExceptionGroup as rest: print('rest', repr(rest))
try:
    try: raise ValueError(9)
    except* ValueError as g: print(repr(g)); raise KeyError('new')
except ExceptionGroup as r: print(repr(r), repr(r.__context__))
except KeyError as k: print('plain', repr(k), repr(k.__context__))
class MyG(ExceptionGroup):
    def derive(self, excs): return MyG(self.message, excs)
print(repr(MyG('m', [ValueError(1), TypeError(2)]).split(ValueError)))
class A(Exception):
    def __init__(self, a, b): self.a = a; super().__init__(a, b)
a = A(1, 2); print(a.args, copy.copy(a).__dict__, a)
print(Exception.__doc__, KeyError.__module__, KeyError.__qualname__)
class KE(KeyError, ValueError): pass
print(KE('x'), KE.__mro__)
def g():
    try: yield 1
    except GeneratorExit: print('closed'); raise
x = g(); next(x); x.close()
try: next(iter([]))
except StopIteration as s: print(repr(s), s.value)
def gr():
    return 5; yield
try: next(gr())
except StopIteration as s: print(repr(s), s.value)
