# StringIO, BytesIO, and text wrapped around bytes in memory.
import io


def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error)


s = io.StringIO('a\nb\n')
print(repr(s.readline()), repr(s.read()), repr(s.getvalue()), s.tell(), s.seek(0), list(s), s.write('zz'), repr(s.getvalue()))
s.seek(1)
s.write('XYZ')
print(repr(s.getvalue()), s.truncate(2), repr(s.getvalue()), s.tell())
s.seek(6)
s.write('!')
print(repr(s.getvalue()))
attempt(s.seek, -1)
attempt(s.seek, 1, 1)
attempt(s.write, b'x')
print(s.readable(), s.writable(), s.seekable(), s.closed, s.isatty())
s.close()
attempt(s.read)
attempt(s.getvalue)
for newline in (None, '', '\n', '\r\n', '\r'):
    t = io.StringIO('a\r\nb\rc\n', newline=newline)
    t.seek(0, 2)
    t.write('d\n')
    print(repr(newline), repr(t.getvalue()), io.StringIO('a\r\nb\rc\n', newline=newline).readlines())
attempt(io.StringIO, 5)
b = io.BytesIO(b'abc')
print(b.read(1), b.getvalue(), b.tell(), b.seek(0, 2), b.write(b'xx'), b.getvalue(), b.seek(-2, 2), b.read(), b.read())
b.seek(0)
room = bytearray(3)
print(b.readinto(room), room, b.readline(), b.truncate(1), b.getvalue())
attempt(b.write, 'x')
attempt(b.seek, -1)
print([line for line in io.BytesIO(b'1\n2\n3')], io.BytesIO(b'1\n2\n3').readlines(2))
t = io.TextIOWrapper(io.BytesIO('l1\nl2\r\nlü3'.encode()), encoding='utf-8')
print(t.readlines())
raw = io.BytesIO()
t = io.TextIOWrapper(raw, encoding='utf-16', write_through=True)
t.write('hi')
t.flush()
print(raw.getvalue())
with io.StringIO() as f:
    print('one', 'two', sep='|', end='.', file=f)
    print(repr(f.getvalue()))


class Upper(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


u = Upper()
print('shout', file=u)
print(repr(u.getvalue()), isinstance(u, io.TextIOBase), isinstance(b, io.IOBase))


class Countdown(io.RawIOBase):
    def __init__(self, count):
        self.count = count

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.count:
            return 0
        self.count -= 1
        buffer[:1] = b'%d' % self.count
        return 1


print(Countdown(5).read(), Countdown(5).readall(), Countdown(2).read(10))
