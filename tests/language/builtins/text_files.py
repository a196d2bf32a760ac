# Files in text and binary mode: modes, newlines, encodings, positions, errors.
import io
import os

NAME = f'/tmp/gilt-text-files-{os.getpid()}'


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)).replace(NAME, 'FILE'))
    except Exception as error:
        print(type(error).__name__, str(error).replace(NAME, 'FILE'))


with open(NAME, 'w', encoding='utf-8') as f:
    print(f.write('héllo\nwörld\r\nx\ry'), f.mode, f.closed, f.readable(), f.writable(), f.seekable(), f.isatty())
print(f.closed)
attempt(f.read)
with open(NAME, encoding='utf-8') as f:
    print(repr(f.readline()), f.tell(), f.read(2), f.tell(), f.readlines(), repr(f.read()))
    print(f.seek(0), list(f))
    f.seek(0)
    next(f)
    attempt(f.tell)
    attempt(f.seek, 1, 1)
    attempt(f.seek, -1)
    attempt(f.write, 'x')
for newline in (None, '', '\n', '\r', '\r\n'):
    with open(NAME, newline=newline, encoding='utf-8') as f:
        print(repr(newline), f.readlines())
    with open(NAME + '2', 'w', newline=newline) as f:
        f.write('a\nb\n')
    with open(NAME + '2', 'rb') as f:
        print(f.read())
for mode in ('r', 'w', 'rb', 'wb', 'r+', 'a', 'rb+', 'x', 'rw', 'q', 'rbt', '', 'w+b', 'r++', 'U'):
    try:
        with open(NAME, mode) as f:
            print(mode, type(f).__name__, f.readable(), f.writable(), f.mode)
    except Exception as error:
        print(mode, type(error).__name__, str(error).replace(NAME, 'FILE'))
with open(NAME, 'w+') as f:
    f.write('abc\ndef\n')
    f.seek(0)
    print(repr(f.readline()))
    f.seek(0, 2)
    f.write('ghi')
    f.seek(0)
    print(repr(f.read()))
    print(f.truncate(5), f.seek(0), repr(f.read()))
with open(NAME, 'a+') as f:
    print(f.tell(), f.write('more'), f.seek(0), repr(f.read()))
with open(NAME, 'wb') as f:
    print(f.write(b'\xff\xfeabc'), f.tell())
    attempt(f.write, 'text')
    attempt(f.read)
attempt(lambda: open(NAME, encoding='utf-8').read())
for errors in ('replace', 'ignore', 'backslashreplace', 'surrogateescape'):
    print(ascii(open(NAME, encoding='utf-8', errors=errors).read()))
print(open(NAME, encoding='latin-1').read())
for encoding in ('utf-16', 'utf-8-sig', 'latin-1', 'ascii', 'utf-32-le', 'nonsense'):
    try:
        with open(NAME, 'w', encoding=encoding) as f:
            f.write('aü\n')
            f.write('v')
        print(encoding, open(NAME, 'rb').read(), repr(open(NAME, encoding=encoding).read()))
    except Exception as error:
        print(encoding, type(error).__name__, error)
with open(NAME, 'wb') as f:
    f.write(b'first\nsecond\nthird')
with open(NAME, 'rb') as f:
    print(f.read1(3), f.peek()[:3], f.readinto(bytearray(4)), f.tell(), f.readline(), f.readlines())
    print(f.seek(-3, 2), f.read(), f.seek(2), f.read(2), f.seek(1, 1), f.readline(3))
with open(NAME, 'rb', buffering=0) as f:
    print(type(f).__name__, f.read(3), f.readall(), f.closefd, f.mode)
with open(NAME, 'r+b') as f:
    print(f.read(2), f.write(b'XX'), f.seek(0), f.read())
attempt(open, NAME, 'r', buffering=0)
attempt(open, '/')
attempt(open, NAME + 'missing')
attempt(open, 1.5)
attempt(open, NAME, 'rb', encoding='utf-8')
attempt(open, NAME, newline='x')
attempt(open, NAME, closefd=False)
with open(NAME, 'w') as f:
    f.writelines(['a\n', 'b\n'])
    attempt(f.write, 1)
    attempt(f.writelines, 5)
    print(f.fileno() > 2, f.encoding.lower(), f.errors, f.line_buffering, f.newlines)
with open(NAME) as f:
    for number, line in enumerate(f):
        print(number, repr(line))
with open(NAME, 'w') as f:
    for number in range(50000):
        f.write(f'line {number}\n')
with open(NAME) as f:
    print(sum(len(line) for line in f), os.path.getsize(NAME))
with open(NAME) as f:
    text = f.read()
    print(len(text), text.count('\n'), text[-12:])
with open(NAME) as f:
    pieces = []
    while piece := f.read(1000):
        pieces.append(piece)
    print(len(pieces), ''.join(pieces) == text)
print(io.UnsupportedOperation.__mro__)
os.remove(NAME)
os.remove(NAME + '2')
