# Exceptions of one's own.

class AppError(Exception):
    """Base of this program's errors."""
class WithCode(AppError):
    def __init__(self, code, message):
        super().__init__(code, message)
        self.code = code
    def __str__(self): return f'[{self.code}] {self.args[1]}'
class Silent(AppError): pass
class NoSuper(Exception):
    def __init__(self, a, b): self.a = a

for e in (AppError(), AppError('one'), AppError('one', 2), WithCode(404, 'not found'), Silent('x'), NoSuper(1, 2)):
    try: raise e
    except AppError as caught: print('app', repr(caught), str(caught), caught.args, caught is e)
    except Exception as caught: print('other', repr(caught), str(caught), caught.args)
e = ValueError('a')
e.extra = 'attribute'
e.args = ('changed', 1)
print(repr(e), e.extra, e)
print(KeyError('k'), str(KeyError('k')), KeyError('a', 'b'), IndexError('k'), repr(KeyError()))
print(StopIteration(5).value, SystemExit(3).code, SystemExit().code)
err = OSError(2, 'No such file or directory', 'name.txt')
print(err.errno, err.strerror, err.filename, err, type(err).__name__, repr(OSError('just text')))
print(type(OSError(13, 'x')).__name__, type(OSError(17, 'x')).__name__, type(OSError(999, 'x')).__name__)
print(AttributeError('m', name='n', obj=5).name, NameError('m', name='n').name,
      ImportError('m', name='n', path='p').path)
e.add_note('a note')
print(e.__notes__)
try: raise AppError
except AppError as x: print(type(x) is AppError)
try: raise WithCode
except TypeError as x: print(x)
def catches(kind):
    try: raise kind('x')
    except kind as e: return type(e).__name__
print([catches(k) for k in (ValueError, AppError, Silent, KeyboardInterrupt)])
print(ValueError('a') == ValueError('a'), isinstance(Silent(), (int, AppError)))
b = BaseException('base', 1)
print(b, repr(b), b.args, b.with_traceback(None) is b, b.__traceback__, b.__cause__, b.__suppress_context__)
