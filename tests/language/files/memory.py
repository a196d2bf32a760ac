# Files in memory: BytesIO and StringIO, and what they share with others.
import copy
import io
import pickle


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


b = io.BytesIO(b'0123456789')
print(b.read(3), b.tell(), b.read1(2), b.readline(), b.read(), b.seek(-4, 1), b.read(), b.seek(0), b.readlines())
print(b.seek(100), b.read(), b.readline(), b.write(b'x'), len(b.getvalue()), b.getvalue()[-3:])
print(b.truncate(5), b.getvalue(), b.tell(), b.seek(2), b.truncate(), b.getvalue())
view = io.BytesIO(b'abc').getbuffer()
print(type(view).__name__, view[1], bytes(view))
b = io.BytesIO()
print(b.writelines([b'a\n', bytearray(b'b'), memoryview(b'cd')]), b.getvalue(), b.flush(), b.isatty())
room = bytearray(4)
print(io.BytesIO(b'xyz').readinto(room), room, io.BytesIO(b'xyz').readinto1(memoryview(room)[1:3]), room)
for call in (lambda: b.write('text'), lambda: b.write(5), lambda: b.seek(0, 9), lambda: b.seek(-1), lambda: b.seek(1.5), lambda: b.read('x'),
             lambda: b.truncate(-1), lambda: b.fileno(), lambda: b.detach(), lambda: io.BytesIO('text'), lambda: io.BytesIO(5),
             lambda: b.readinto(b'constant'), lambda: io.BytesIO(initial_bytes=b'named').read(), lambda: b.readinto('x'), lambda: b.name,
             lambda: b.mode, lambda: b.encoding):
    attempt(call)
b.close()
for name in ('read', 'write', 'getvalue', 'getbuffer', 'seek', 'tell', 'truncate', 'readable', 'writable', 'seekable', 'isatty', 'flush',
             'readline', 'readlines', '__next__', '__enter__', 'close', 'read1'):
    arguments = {'write': (b'x',), 'seek': (0,)}.get(name, ())
    print(name, end=' ')
    attempt(getattr(b, name), *arguments)
with io.BytesIO(b'1\n2') as b:
    print(list(b), b.closed)
print(b.closed)

s = io.StringIO('первая\nвторая\r\nтретья\rчетвёртая')
print([s.read(3), s.tell(), s.readline(), s.readline(), s.readlines(), s.read(), s.newlines, s.encoding, s.errors, s.line_buffering])
print(s.seek(2), s.write('XX'), s.getvalue()[:8], s.seek(0, 2), s.write('🏙'), s.getvalue()[-3:], s.tell())
print(s.truncate(4), s.getvalue(), s.seek(10), s.write('!'), ascii(s.getvalue()))
for newline in (None, '', '\n', '\r', '\r\n'):
    s = io.StringIO('a\r\nb\rc\nd', newline)
    print(repr(newline), list(s), repr(s.getvalue()), s.newlines, end=' ')
    s.seek(0)
    print([s.readline(2) for _ in range(5)], end=' ')
    s.write('e\nf\r\n')
    print(repr(s.getvalue()))
s = io.StringIO()
print('printed', 5, file=s, end='')
print(s.getvalue(), s.seek(0), s.readline(3), s.readline(0), s.readline(None), s.isatty(), s.seekable())
for call in (lambda: s.write(b'x'), lambda: s.write(5), lambda: s.seek(1, 1), lambda: s.seek(1, 2), lambda: s.seek(0, 5), lambda: s.seek(-1),
             lambda: s.truncate(-1), lambda: s.read('x'), lambda: s.fileno(), lambda: s.detach(), lambda: io.StringIO(5),
             lambda: io.StringIO(newline='x'), lambda: io.StringIO(newline=5), lambda: s.buffer, lambda: s.reconfigure(),
             lambda: io.StringIO(initial_value='named', newline=None).read(), lambda: s.writelines(['a', 5]), lambda: s.read(1.5)):
    attempt(call)
s.close()
for name in ('read', 'write', 'getvalue', 'seek', 'tell', 'truncate', 'readable', 'isatty', 'flush', 'readline', '__iter__', '__next__', '__enter__',
             'close'):
    arguments = {'write': ('x',), 'seek': (0,)}.get(name, ())
    print(name, end=' ')
    attempt(getattr(s, name), *arguments)
attempt(lambda: s.line_buffering)
attempt(lambda: s.newlines)

# Copies and pickles keep the contents and the place.
for file in (io.BytesIO(b'content'), io.StringIO('содержание')):
    file.read(3)
    for again in (copy.copy(file), pickle.loads(pickle.dumps(file))):
        print(type(again).__name__, again.tell(), again.read(), again.getvalue())

# Classes that derive from them.
class Shouting(io.StringIO):
    mark = '!'

    def write(self, text):
        return super().write(text.upper() + self.mark)


class Counting(io.BytesIO):
    def __init__(self, *args):
        super().__init__(*args)
        self.reads = 0

    def read(self, size=-1):
        self.reads += 1
        return super().read(size)


s = Shouting('start')
s.seek(0, 2)
print('quiet', file=s)
s.extra = 5
print(repr(s.getvalue()), s.extra)
c = Counting(b'abc')
print(c.read(), c.reads, io.TextIOWrapper(c).buffer is c, io.BufferedReader(Counting(b'below')).read())
print([cls.__name__ for cls in io.StringIO.__mro__], [cls.__name__ for cls in io.BytesIO.__mro__])
print([cls.__name__ for cls in io.FileIO.__mro__], [cls.__name__ for cls in io.TextIOWrapper.__mro__])
