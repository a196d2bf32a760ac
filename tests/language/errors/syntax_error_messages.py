# Messages whose place differs between versions of CPython: the message only.

for source in ('x = b"é"', 'if True:\nprint(1)', 'x = "\\N{no such name}"', 'x = b"\\x1"',
               'x = "\\u12"'):
    try:
        compile(source, 'name.py', 'exec')
    except SyntaxError as e:
        print(repr(source), type(e).__name__, e.msg)
