# A SyntaxError as an object: message and place.

def show(source):
    try:
        compile(source, 'name.py', 'exec')
    except SyntaxError as e:
        print(repr(source), type(e).__name__, e.msg, e.filename, e.lineno, e.offset)
    else:
        print(repr(source), 'compiles')
for source in ('x = 1', 'x =', 'a b', '(', ')', 'if x\n  pass', 'x = 1\n  y = 2', 'if 1:\npass', "'abc", 'x = = 2',
               'def f(a, a): pass', 'return', 'break', '1 = 2', 'f() = 1', 'x +', 'for x in', 'class',
               'lambda: (yield) = 1', 'a, b += 1', 'x = {1: 2, 3}',
               'import', 'from x import', 'from . import *\n', 'with x as 5: pass', 'while True print(1)',
               'def f()\n  pass', 'async x', '@', 'x = "a" 5', '{1, 2: 3}', '[1, 2', '[x for]', 'not', '5 5',
               'x..y', 'f(**a, *b)', 'f(a for a in b, c)', 'nonlocal x', 'global x', 'pass pass', 'x: int: 5',
               'raise a from', 'assert', 'del', 'yield', 'await x', '*x', 'print 5', 'exec "x"', 'try: pass',
               'try: pass\nexcept: pass\nexcept A: pass', 'match x:\n  case 1: pass', 'x = yield = 1', 'None = 1',
               'f(None=1)', 'f(True=1)', 'lambda None: 1', 'def f(None): pass', 'import a.b as c.d', '"""abc',
               '0777', '1__0', '1_', '0x', '0b2', '1e', '$', '\x00', 'x = \\', 'if x:\n\ty\n        z'):
    try:
        show(source)
    except ValueError as e:
        print(repr(source), type(e).__name__, e)
