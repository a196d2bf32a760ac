# Text files: encodings and errors, line ends, positions, what reconfigure changes.
import codecs
import io
import os
import tempfile

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, 'file')
TEXT = 'first line\nвторая строка\n第三行 🐍\nlast without an end'


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, str(error).replace(path, 'FILE'))


# Every encoding: written, read as a whole, by lines, in pieces; and places that are told and come back to.
for encoding in ('utf-8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-be', 'UTF8', 'U16'):
    with open(path, 'w', encoding=encoding) as file:
        file.write(TEXT[:5])
        file.write(TEXT[5:])
    print(encoding, os.path.getsize(path), open(path, 'rb').read(6), end=' ')
    with open(path, encoding=encoding) as file:
        print(file.read() == TEXT, file.encoding, end=' ')
        file.seek(0)
        lines = [file.readline()]
        place = file.tell()
        lines += [file.readline(), file.read(2)]
        inside = file.tell()
        rest = file.read()
        print(''.join(lines) + rest == TEXT, end=' ')
        file.seek(place)
        print(file.readline() == lines[1], end=' ')
        file.seek(inside)
        print(file.read() == rest, end=' ')
        file.seek(0)
        print(list(file) == TEXT.splitlines(True), end=' ')
        file.seek(0)
        print(''.join(iter(lambda: file.read(1), '')) == TEXT)
    with open(path, 'a', encoding=encoding) as file:
        file.write('\nappended')
    print('', open(path, encoding=encoding).read() == TEXT + '\nappended')

# A long file in a wide encoding does not have to be read to its end.
with open(path, 'w', encoding='utf-16') as file:
    for number in range(5000):
        file.write(f'строка {number}\n')
with open(path, encoding='utf-16') as file:
    print(file.readline(), file.buffer.tell() < os.path.getsize(path))
    for _ in range(3000):
        line = file.readline()
    place = file.tell()
    rest = file.read()
    print(line, len(rest), file.seek(place) >= 0, file.read() == rest)

for encoding in ('ascii', 'latin-1', 'cp1251', 'koi8-r', 'cp866', 'iso8859-5'):
    with open(path, 'w', encoding=encoding, errors='replace') as file:
        print(file.write('Москва é №'), file.errors, end=' ')
    print(open(path, 'rb').read(), open(path, encoding=encoding).read())
    with open(path, 'w', encoding=encoding) as file:
        attempt(file.write, '中')
attempt(open, path, 'w', encoding='nonsense')

attempt(open, path, encoding='utf-8\0')
attempt(open, path, encoding=5)
attempt(open, path, newline='\n\n')
attempt(open, path, newline=b'\n')

# Bytes that are no text, in the first piece and far behind it.
for content in (b'good\n\xff bad', 'я'.encode() * 5000 + b'\xd1', b'x' * 8191 + 'я'.encode() + b'\nend \x80', b'a\xd1\n', b'\xed\xa0\x80'):
    with open(path, 'wb') as file:
        file.write(content)
    for errors in ('strict', 'replace', 'ignore', 'backslashreplace', 'surrogateescape', 'surrogatepass'):
        try:
            with open(path, encoding='utf-8', errors=errors) as file:
                print(errors, ascii(file.read()[-12:]))
        except UnicodeDecodeError as error:
            print(errors, error.reason, error.start, error.end, error.object[error.start:error.end], error.encoding)
    with open(path, encoding='utf-8') as file:
        lines = []
        try:
            for line in file:
                lines.append(len(line))
        except UnicodeDecodeError as error:
            print('by lines', lines, error.start, error.reason)
        else:
            print('by lines', lines)
with open(path, 'w', encoding='utf-8', errors='surrogateescape') as file:
    file.write('a\udcffb')
print(open(path, 'rb').read())
with open(path, 'w', encoding='ascii', errors='xmlcharrefreplace') as file:
    file.write('é и')
print(open(path, 'rb').read())
with open(path, 'w', encoding='ascii', errors='namereplace') as file:
    file.write('é')
print(open(path, 'rb').read())
with open(path, 'w', encoding='utf-8') as file:
    attempt(file.write, 'before \ud800')
    file.write('after')
print(open(path, 'rb').read())

# Line ends, on the edge of a piece, too.
content = b'a\r\nb\rc\n\r\r\n\nd'
for padding in (0, 8190, 8191, 8192):
    with open(path, 'wb') as file:
        file.write(b'x' * padding + content)
    for newline in (None, '', '\n', '\r', '\r\n'):
        with open(path, newline=newline) as file:
            lines = file.readlines()
            found = file.newlines
            file.seek(0)
            whole = file.read()
            file.seek(0)
            pieces = ''.join(iter(lambda: file.read(3), ''))
            file.seek(0)
            short = list(iter(lambda: file.readline(2), ''))
        print(padding, repr(newline), [line[-3:] for line in lines], found, whole == ''.join(lines), pieces == whole,
              ''.join(short) == whole, len(short))
for newline in (None, '', '\n', '\r', '\r\n'):
    with open(path, 'w', newline=newline) as file:
        file.writelines(['a\n', 'b\r\n', 'c\r'])
    print(repr(newline), open(path, 'rb').read())

# Positions while reading and writing.
with open(path, 'w+', encoding='utf-8') as file:
    print(file.write('привет\nмир\n'), file.tell(), file.seek(0), file.read(3), file.tell(), file.readline(), file.tell())
    print(file.seek(0, 2), file.write('ещё'), file.tell(), file.seek(2), file.read(2))
    print(file.seek(0, 1), file.truncate(13), file.seek(0), file.read())
    print(file.seek(4), file.truncate(), os.path.getsize(path), file.seek(0), file.read())
    attempt(file.seek, 0, 5)
    attempt(file.seek, 3, 2)
    attempt(file.truncate, -1)
with open(path, 'w', encoding='utf-8') as file:
    file.writelines(f'{n}\n' for n in range(5))
with open(path, 'r+', encoding='utf-8') as file:
    print(file.readline(), file.tell())
    file.seek(file.tell())
    file.write('X')
    file.flush()
    print(file.read())
print(open(path).read().split())
with open(path) as file:
    print(next(file), file.readline(), file.readlines(3), file.read(0), file.read(None))
    attempt(next, file)
    print(file.tell(), file.readline(), file.read())

# What can be changed later.
below = io.BytesIO()
text = io.TextIOWrapper(below, encoding='ascii', newline='\n')
attempt(text.write, 'é')
text.reconfigure(encoding='utf-8', newline='\r\n')
text.write('é\n')
text.reconfigure(encoding='latin-1', errors='replace', line_buffering=True)
print(text.encoding, text.errors, text.line_buffering, text.write_through)
text.write('é中\n')
print(below.getvalue())
text.reconfigure(write_through=True, line_buffering=False)
text.write('now')
print(below.getvalue(), text.line_buffering, text.write_through)
attempt(text.reconfigure, encoding='nonsense')
attempt(text.reconfigure, newline='x')
attempt(text.reconfigure, 'utf-8')
text = io.TextIOWrapper(io.BytesIO(b'a\nb\n'), encoding='ascii')
text.readline()
attempt(text.reconfigure, encoding='utf-8')
print(text.reconfigure(line_buffering=True))
text = io.TextIOWrapper(io.BytesIO('\ufeffmarked'.encode('utf-16-le')), encoding='utf-16')
print(text.read(), codecs.BOM_UTF16_LE)
text = io.TextIOWrapper(io.BytesIO(b'abc'))
print(text.read(2), text.read(2), text.read(2) == '', text.seek(0), text.read(), text.name if hasattr(text, 'name') else 'no name')
attempt(io.TextIOWrapper, 5)
attempt(io.TextIOWrapper)
attempt(io.TextIOWrapper, io.BytesIO(), newline='x')

print(io.text_encoding('x'), io.DEFAULT_BUFFER_SIZE)
folder.cleanup()
