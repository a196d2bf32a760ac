# print: separators, ends, files, flush.

import io
import sys
print()
print('a', 'b', 1, None, [1, 'x'], sep='|')
print('no newline', end='')
print(' then', 'more', sep='', end='!\n')
print(*range(3), sep=', ')
print('a', 'b', sep='', end='')
print(sep='x')
print('a\tb\\n', 'é 漢字')
out = io.StringIO()
print('to a file', 1, file=out)
print('again', end='', file=out, flush=True)
print(repr(out.getvalue()))
print('x', 'y', sep=None, end=None)
print('to stdout', file=sys.stdout, flush=True)
print('file None', file=None)
class Writer:
    def __init__(self): self.parts = []
    def write(self, text): self.parts.append(text)
    def flush(self): self.parts.append('<flush>')
w = Writer()
print('two', 'words', file=w)
print('f', file=w, flush=True)
print(w.parts)
for f in (lambda: print(1, sep=5), lambda: print(1, end=5), lambda: print(1, file=5)):
    try: f()
    except (TypeError, AttributeError) as e: print(e)
saved = sys.stdout
sys.stdout = Writer()
print('captured')
captured, sys.stdout = sys.stdout, saved
print(captured.parts)
print(print('x'))
sys.stdout.write('written\n')
print(sys.stdout.write('12345\n'))
