# open and file objects: text, bytes, modes, errors.

import os
import tempfile
folder = tempfile.mkdtemp()
path = os.path.join(folder, 'test.txt')
with open(path, 'w') as f:
    print(f.write('first\n'), f.writable(), f.readable(), f.closed)
    f.writelines(['second\n', 'third é\n'])
    print('printed', file=f)
print(f.closed)
with open(path) as f:
    print(repr(f.readline()), repr(f.read(3)), repr(f.read()), repr(f.read()), repr(f.readline()))
with open(path, encoding='utf-8') as f:
    for n, line in enumerate(f): print(n, line.rstrip())
with open(path) as f: print(f.readlines())
with open(path, 'a') as f: f.write('appended')
print(open(path).read().splitlines()[-1], len(open(path, 'rb').read()))
with open(path, 'r+') as f:
    f.write('FIRST')
    f.seek(0)
    print(f.readline().strip(), f.tell() > 0)
with open(path, 'rb') as f:
    print(f.read(5), f.tell(), f.seek(2), f.read(3), f.seek(-3, 2), f.read(), f.mode)
with open(path, 'wb') as f: print(f.write(b'\x00\xff\n'))
print(open(path, 'rb').read(), os.path.getsize(path))
with open(path, 'w', newline='') as f: f.write('a\r\nb\rc\n')
print(open(path).readlines(), open(path, 'rb').read(), open(path, newline='').readlines())
try: open(os.path.join(folder, 'missing.txt'))
except FileNotFoundError as e: print(e.errno, e.strerror, os.path.basename(e.filename))
try: open(path, 'x')
except FileExistsError as e: print(e.errno)
try: open(folder)
except IsADirectoryError as e: print(e.errno)
for f in (lambda: open(path, 'q'), lambda: open(path, 'rw'), lambda: open(path, 'rb', encoding='utf-8'),
          lambda: open(5.5), lambda: open(), lambda: open(path, 'w').read(), lambda: open(path).write('x'),
          lambda: open(path, 'wb').write('text'), lambda: open(path, 'w').write(b'bytes')):
    try: f()
    except Exception as e: print(type(e).__name__, e)
f = open(path)
f.close(); f.close()
try: f.read()
except ValueError as e: print(e)
with open(path, 'wb') as f: f.write(b'\xff\xfe bad')
try: open(path, encoding='utf-8').read()
except UnicodeDecodeError as e: print(e)
print(repr(open(path, encoding='utf-8', errors='replace').read()), repr(open(path, encoding='latin-1').read()))
with open(path, 'w') as f: pass
print(repr(open(path).read()), list(open(path)), os.listdir(folder))
os.remove(path); os.rmdir(folder)
print(os.path.exists(folder))
