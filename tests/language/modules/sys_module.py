# sys: what programs of this size ask for.

import sys
print(sys.argv, sys.maxsize, sys.byteorder, sys.version_info >= (3, 11), sys.version_info.major,
      sys.version_info[0], len(sys.version_info) , sys.platform, sys.maxunicode)
print(sys.getrecursionlimit(), sys.getswitchinterval(), type(sys.path).__name__, type(sys.modules).__name__,
      'sys' in sys.modules, sys.modules['__main__'].__name__)
print(sys.stdout.write('to stdout\n'), sys.stdout.writable(), sys.stdin is not None, sys.__stdout__ is sys.stdout,
      sys.stdout.encoding)
print(sys.stderr.write('to stderr\n'))
print(sys.getsizeof([]) > 0, isinstance(sys.version, str), sys.float_info.max, sys.float_info.epsilon,
      sys.float_info.dig, sys.int_info.bits_per_digit > 0, sys.exc_info(), sys.getdefaultencoding(),
      sys.getfilesystemencoding())
sys.setswitchinterval(0.001)
print(sys.getswitchinterval())
sys.setrecursionlimit(500)
print(sys.getrecursionlimit())
for f in (lambda: sys.setrecursionlimit(-1), lambda: sys.setrecursionlimit('a'), lambda: sys.setswitchinterval(0),
          lambda: sys.setswitchinterval('a'), lambda: sys.nothing, lambda: sys.exit(1, 2)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
def f(): return sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name, sys._getframe().f_lineno
print(f())
print(sys.intern('abc') is sys.intern('abc'), sys.executable != '', sys.flags is not None,
      sys.implementation is not None, hasattr(sys, 'settrace'), callable(sys.displayhook))
sys.displayhook('shown by displayhook'); sys.displayhook(None)
def hook(kind, value, tb): print('hook got', kind.__name__, value)
sys.excepthook = hook
raise KeyError('for the hook')
