# The traceback as an object: __traceback__, tb_lineno, tb_next, tb_frame.

def a(): b()
def b(): raise ValueError('deep')

try:
    a()
except ValueError as e:
    tb = e.__traceback__
    lines = []
    while tb:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(lines)
    saved = e
print(saved.__traceback__ is not None)
try: raise saved.with_traceback(None)
except ValueError as e: print(e.__traceback__.tb_next, e.__traceback__.tb_lineno)
try:
    try: a()
    except ValueError as e:
        raise
except ValueError as e:
    n, tb = 0, e.__traceback__
    while tb: n, tb = n + 1, tb.tb_next
    print(n)
