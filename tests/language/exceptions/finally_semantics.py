# finally runs on every way out.

def log(*a): print(*a, end='; ')
def way(how):
    for i in range(3):
        try:
            log('try', i)
            if how == 'return': return 'returned'
            if how == 'break': break
            if how == 'continue': continue
            if how == 'raise': raise ValueError(i)
        except ValueError as e:
            log('except', e)
            if i == 1: raise KeyError('from except')
        else:
            log('else')
        finally:
            log('finally')
    return 'end'
for how in ('return', 'break', 'continue', 'raise', 'none'):
    try: print(way(how))
    except KeyError as e: print(repr(e), repr(e.__context__))

def replaces():
    try: raise ValueError
    finally: return 'swallowed'
print(replaces())
def break_swallows():
    while True:
        try: raise ValueError
        finally: break
    return 'loop left'
print(break_swallows())
def nested():
    try:
        try: return log('value') or 'v'
        finally: log('inner')
    finally: log('outer')
print(nested())
def changes():
    x = 1
    try: return x
    finally: x = 2
print(changes())
def from_finally():
    try: raise ValueError('lost')
    finally: raise KeyError('shown')
try: from_finally()
except KeyError as e: print(repr(e), repr(e.__context__))
def gen():
    try:
        yield 1
        yield 2
    finally: print('generator cleaned')
g = gen(); next(g); g.close()
def deep(n):
    try:
        if n == 0: raise RuntimeError('bottom')
        deep(n - 1)
    finally: log(n)
try: deep(4)
except RuntimeError as e: print(e)
def continue_in_finally():
    out = []
    for i in range(3):
        try: out.append(1 // (i - 1))
        finally: continue
    return out
print(continue_in_finally())
