# traceback
import traceback, sys
def f(x): return 1/x
def g(): return f(0) + 1
def rec(n): return rec(n-1) if n else f(0)
try: g()
except ZeroDivisionError as e:
    print(traceback.format_exc())
    print(traceback.format_exception_only(e), traceback.format_exception(e)==traceback.format_exception(type(e),e,e.__traceback__))
    for fs in traceback.extract_tb(e.__traceback__): print(fs.lineno, fs.name, fs.line, fs)
    traceback.print_exc(file=sys.stdout)
    traceback.print_tb(e.__traceback__, file=sys.stdout)
try:
    try: rec(10)
    except Exception as e: raise KeyError("x") from e
except KeyError as e: traceback.print_exc(file=sys.stdout)
try:
    try: g()
    finally: {}["missing"]
except KeyError as e: traceback.print_exc(file=sys.stdout); traceback.print_exc(file=sys.stdout, chain=False); traceback.print_exc(file=sys.stdout, limit=1)
try: raise ExceptionGroup("group", [ValueError(1), ExceptionGroup("inner",[TypeError("t"), KeyError(2)]), OSError(3)])
except ExceptionGroup as e:
    e.add_note("a note\nmore"); traceback.print_exc(file=sys.stdout)
try: compile("x = = 1","f.py","exec")
except SyntaxError as e: traceback.print_exc(file=sys.stdout)
def h(): print("".join(traceback.format_stack())); return traceback.extract_stack()[-1].name
print(h())
class E(Exception):
    def __str__(self): raise ValueError
try: raise E()
except E as e: print(traceback.format_exception_only(e))
te = traceback.TracebackException.from_exception(KeyError("q")); print(te, list(te.format()))
print(traceback.format_list([("f.py",3,"fn","code()")]))
def long():
    a = {"k": {"v": None}}
    return a["k"]["v"]["z"]
try: long()
except TypeError as e: traceback.print_exc(file=sys.stdout)
