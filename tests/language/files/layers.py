# The three layers of a file, put together by hand: raw files written in the language, buffers over them, text over those.
import io
import os
import tempfile


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except BlockingIOError as error:
        print('BlockingIOError', error.strerror, error.characters_written)
    except Exception as error:
        print(type(error).__name__, error)


class Raw(io.RawIOBase):
    """Bytes in memory that come in pieces of at most three, and take at most five."""

    def __init__(self, content=b'', reads=True, writes=True):
        self.content, self.place = bytearray(content), 0
        self.reads, self.writes = reads, writes

    def readable(self):
        return self.reads

    def writable(self):
        return self.writes

    def seekable(self):
        return True

    def readinto(self, room):
        piece = self.content[self.place:self.place + min(3, len(room))]
        room[:len(piece)] = piece
        self.place += len(piece)
        return len(piece)

    def write(self, data):
        piece = bytes(data[:5])
        self.content[self.place:self.place + len(piece)] = piece
        self.place += len(piece)
        return len(piece)

    def seek(self, offset, whence=0):
        self.place = offset + (0, self.place, len(self.content))[whence]
        return self.place

    def truncate(self, size=None):
        size = self.place if size is None else size
        del self.content[size:]
        return size


# RawIOBase by itself.
raw = Raw(b'one\ntwo\nthree')
print(raw.read(2), raw.read(2), raw.readline(), raw.readlines(), raw.read(), raw.read(5), raw.readall())
print(raw.seek(0), list(raw), raw.tell(), raw.closed, raw.isatty())
attempt(raw.fileno)
raw.writelines([b'ab', b'cd'])
print(bytes(raw.content))
with raw:
    pass
attempt(raw.__enter__)
attempt(raw.readline)
attempt(raw.flush)
attempt(lambda: next(raw))

# Reading through a buffer.
raw = Raw(b'first\nsecond\nthird\n' + bytes(range(10)))
reader = io.BufferedReader(raw)
print(reader.read(2), reader.peek()[:1], reader.readline(), reader.read1(4), reader.tell(), reader.readline(), reader.readline(3))
print(reader.readline(), reader.read(), reader.read(), reader.readline(), reader.raw is raw)
print(reader.seek(6), reader.read(6), reader.seek(-3, 2), reader.read(), reader.seek(0), reader.readlines(10))
room = bytearray(7)
print(reader.seek(0), reader.readinto(room), room, reader.readinto1(room), room)
attempt(reader.write, b'x')
attempt(reader.seek, 0, 9)
attempt(reader.read, -5)
attempt(reader.fileno)
print(reader.readable(), reader.writable(), reader.seekable())
print(reader.detach() is raw)
attempt(reader.read)
attempt(lambda: reader.raw is None)

# Writing through a buffer.
raw = Raw()
writer = io.BufferedWriter(raw, 8)
print(writer.write(b'12345'), bytes(raw.content), writer.write(b'678'), writer.write(b'9'), bytes(raw.content), writer.tell())
print(writer.flush(), bytes(raw.content))
print(writer.write(b'x' * 30), bytes(raw.content).count(b'x') > 15, writer.flush(), bytes(raw.content).count(b'x'))
print(writer.seek(2), writer.write(b'ZZ'), writer.truncate(6), bytes(raw.content))
attempt(writer.read)
attempt(writer.write, 'text')
writer.close()
print(raw.closed, writer.closed, bytes(raw.content))
attempt(writer.write, b'x')

# Both ways.
raw = Raw(b'0123456789')
both = io.BufferedRandom(raw, 8)
print(both.read(2), both.write(b'AB'), both.read(2), both.tell(), both.seek(0), both.read(), bytes(raw.content))
print(both.seek(3), both.write(b'___'), both.seek(0), both.readline())
both.close()

# A pair of one-way streams.
left, right = Raw(b'to be read', writes=False), Raw(reads=False)
pair = io.BufferedRWPair(left, right)
print(pair.read(5), pair.write(b'written'), pair.peek()[:2], pair.read1(3), pair.flush(), bytes(right.content), pair.readable(),
      pair.writable(), pair.seekable(), pair.isatty(), pair.closed)
room = bytearray(1)
print(pair.readinto(room), room)
pair.close()
print(left.closed, right.closed, pair.closed)
attempt(io.BufferedRWPair, right, left)
attempt(io.BufferedReader, Raw(reads=False))
attempt(io.BufferedWriter, Raw(writes=False))
attempt(io.BufferedReader, Raw(), 0)
attempt(io.BufferedReader, object())

# Text over a buffer over a raw file of ours.
raw = Raw('строка\nещё одна\r\nи последняя'.encode())
text = io.TextIOWrapper(io.BufferedReader(raw), encoding='utf-8')
print([text.readline(), text.read(3), text.readlines()])
raw = Raw()
text = io.TextIOWrapper(io.BufferedWriter(raw), encoding='utf-8', newline='\r\n', line_buffering=True)
text.write('без конца')
print(bytes(raw.content))
text.write('и с концом\n')
print(repr(bytes(raw.content).decode()))
text.close()
print(raw.closed)


# A raw file that fails, says None, or says nonsense.
class Odd(Raw):
    answer = None

    def readinto(self, room):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def write(self, data):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


for Odd.answer in (None, OSError(5, 'from the raw file'), 100000, -1, 'text'):
    print(repr(Odd.answer))
    attempt(io.BufferedReader(Odd()).read, 5)
    attempt(io.BufferedReader(Odd()).readline)
    if Odd.answer is None or isinstance(Odd.answer, OSError):
        attempt(io.BufferedReader(Odd()).read)
    writer = io.BufferedWriter(Odd(), 4)
    attempt(writer.write, b'123')
    attempt(writer.flush)
    Odd.answer = 3
    attempt(writer.close)


# Classes that derive from the buffers and the text file.
class Counting(io.BufferedReader):
    count = 0

    def read(self, size=-1):
        self.count += 1
        return super().read(size)


class Loud(io.TextIOWrapper):
    def write(self, text):
        return super().write(text.upper())


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'file')
    with Loud(open(path, 'wb'), encoding='utf-8') as file:
        file.write('shout\n')
        print('and more', file=file)
    with Counting(io.FileIO(path)) as file:
        print(file.read(3), file.read(), file.count)
    # Two layers over one file, one after the other.
    file = open(path, 'rb')
    text = io.TextIOWrapper(file)
    print(text.readline(), text.detach() is file, file.closed)
    attempt(text.read)
    attempt(lambda: text.closed)
    attempt(text.close)
    file.close()
print(issubclass(io.FileIO, io.RawIOBase), issubclass(io.BytesIO, io.BufferedIOBase),
      issubclass(io.StringIO, io.TextIOBase), isinstance(open(os.devnull), io.TextIOBase), isinstance(open(os.devnull, 'rb'), io.BufferedIOBase))
decoder = io.IncrementalNewlineDecoder(None, True)
print(repr(decoder.decode('a\r')), repr(decoder.decode('\nb\rc\n')), decoder.newlines, repr(decoder.decode('\r', final=True)))
