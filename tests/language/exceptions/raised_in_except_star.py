# What comes out of an except* clause that raises: always a group, unless the exception was none itself.


def t(f):
    try: f()
    except BaseException as e: print(repr(e), e.exceptions if hasattr(e,'exceptions') else '', repr(e.__context__), repr(e.__cause__))
    else: print("none")
def a():
    try: raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError: raise KeyError("one")
def b():
    try: raise ValueError(1)
    except* ValueError: raise KeyError("naked")
def c():
    try: raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as e: raise
def d():
    try: raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as e: raise e
def e_():
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError as e: raise
    except* TypeError as e: raise e
def f():
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError as e: raise KeyError(1)
    except* TypeError as e: raise
def g():
    try: raise ValueError(1)
    except* TypeError: pass
def h():
    try: raise ValueError(1)
    except* ValueError: raise
def i():
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* (ValueError, TypeError): raise RuntimeError from None
def j():
    try: raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError: raise ExceptionGroup("new", [OSError(1)])
for x in (a,b,c,d,e_,f,g,h,i,j): t(x)
