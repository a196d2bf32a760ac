# except* and ExceptionGroup.

try:
    raise ExceptionGroup('several',
                         [ValueError('v'), TypeError('t'), ExceptionGroup('inner', [ValueError('w'), KeyError('k')])])
except* ValueError as group:
    print('values', [str(e) for e in group.exceptions], group.message)
except* (TypeError, KeyError) as group:
    print('others', repr(group))

try:
    try: raise ExceptionGroup('left', [OSError(1), ValueError(2)])
    except* ValueError: print('one handled')
except ExceptionGroup as rest: print(repr(rest))

try:
    raise ValueError('bare')
except* ValueError as group: print(repr(group))
g = ExceptionGroup('g', [ValueError(1), KeyError(2)])
print(g.subgroup(ValueError), g.split(KeyError), g.exceptions, isinstance(g, Exception))
for arguments in (('m', []), ('m', [5]), (5, [ValueError()])):
    try: ExceptionGroup(*arguments)
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
try:
    try: pass
    except* ValueError: print('never')
    else: print('else')
    finally: print('finally')
finally: print('done')
