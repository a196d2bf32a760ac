# What goes wrong with files: a full disk, a limit on their size, nothing to read yet, files that are closed or gone.
import errno
import io
import os
import resource
import signal
import sys
import tempfile

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, 'file')


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except BlockingIOError as error:
        print('BlockingIOError', error.errno == errno.EAGAIN, error.strerror, getattr(error, 'characters_written', None))
    except OSError as error:
        print(type(error).__name__, errno.errorcode.get(error.errno), error.strerror, str(error.filename).replace(folder.name, 'FOLDER'))
    except Exception as error:
        print(type(error).__name__, error)


# The disk is full: found when it is written out, again and again, and when it is closed.
full = open('/dev/full', 'wb')
print(full.write(b'x'))
attempt(full.flush)
attempt(full.flush)
attempt(full.write, b'y' * 100000)
attempt(full.close)
print(full.closed)
attempt(full.write, b'z')
full = open('/dev/full', 'w')
print(full.write('text'))
attempt(full.close)
print(full.closed, full.buffer.closed)
full = open('/dev/full', 'wb', buffering=0)
attempt(full.write, b'x')
full.close()
full = open('/dev/full', 'w', buffering=1)
attempt(full.write, 'line\n')
attempt(full.close)
try:
    with open('/dev/full', 'w') as full:
        full.write('in a block')
except OSError as error:
    print('at the end of the block:', error.strerror)
try:
    with open('/dev/full', 'w') as full:
        full.write('in a block')
        1 / 0
except OSError as error:
    print('after an error:', error.strerror, type(error.__context__).__name__)
print(open('/dev/full').read(3) == '\0\0\0')

# A limit on the size of files.
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (10000, before[1]))
limited = open(path, 'wb')
print(limited.write(b'x' * 5000))
attempt(limited.write, b'y' * 20000)
attempt(limited.close)
resource.setrlimit(resource.RLIMIT_FSIZE, before)
print(os.path.getsize(path))

# A pipe that does not block.
ours, theirs = os.pipe()
for fd in ours, theirs:
    os.set_blocking(fd, False)
reader, writer = open(ours, 'rb'), open(theirs, 'wb')
attempt(reader.read, 5)
attempt(reader.read)
attempt(reader.read1, 5)
attempt(reader.readline)
attempt(reader.readinto, bytearray(3))
attempt(reader.peek)
attempt(open(ours, 'rb', buffering=0, closefd=False).read, 5)
attempt(open(ours, 'rb', buffering=0, closefd=False).read)
attempt(open(ours, 'rb', buffering=0, closefd=False).readinto, bytearray(3))
print(writer.write(b'abc'), writer.flush(), reader.read(2), reader.read(5), reader.read(1))
sent = 0
try:
    while True:
        sent += writer.write(b'x' * 5000)
except BlockingIOError as error:
    print(error.strerror, 0 < error.characters_written <= 5000)
    sent += error.characters_written
attempt(writer.flush)
received = 0
while received < sent:
    received += len(reader.read(100000) or b'')
    try:
        writer.flush()
    except BlockingIOError:
        pass
print(sent == received)
raw = open(theirs, 'wb', buffering=0, closefd=False)
while raw.write(b'x' * 65536) is not None:
    pass
print('full', raw.write(b'x'))
reader.close()
attempt(raw.write, b'x')  # nobody reads any more
attempt(writer.write, b'x')
attempt(writer.close)
ours, theirs = os.pipe()
os.close(theirs)
print(open(ours, 'rb').read(), end=' ')
print('is the end')

# Descriptors that are not open, or are a folder, or not for that.
attempt(open, 1000000)
attempt(open, -1)
attempt(open, 2 ** 40)
attempt(open, folder.name)
attempt(open, folder.name, 'w')
attempt(open, os.path.join(path, 'below a file'))
attempt(open, path + '/')
attempt(open, '')
attempt(open, 'x' * 300)
fd = os.open(path, os.O_RDONLY)
wrong = open(fd, 'wb')
wrong.write(b'x')
attempt(wrong.flush)
attempt(wrong.close)
attempt(os.fstat, fd)
fd = os.open(path, os.O_RDONLY)
gone = open(fd, 'rb')
os.close(fd)
attempt(gone.read)
attempt(gone.close)
print(gone.closed)
attempt(open(path, 'rb').seek, -1)
attempt(open(path, 'rb').seek, 2 ** 70)
attempt(open(path, 'rb').read, 2 ** 70)
attempt(open(path).read, 'x')
attempt(open(path).read, 1.5)
attempt(open(path, 'r+b').truncate, -5)
ours, theirs = os.pipe()
with open(ours, 'rb') as reader, open(theirs, 'wb') as writer:
    for call in (reader.seek, 0), (reader.tell,), (writer.truncate, 0), (writer.seek, 0):
        attempt(*call)
    print(reader.seekable(), writer.seekable())
ours, theirs = os.pipe()
with open(theirs, 'w') as writer, open(ours) as reader:
    writer.write('a\nb')
    writer.flush()
    attempt(reader.seek, 0)
    attempt(reader.tell)
    print(reader.readline(), end='')

# Every call on a file that is closed.
for mode in ('r', 'w', 'rb', 'wb', 'r+b'):
    file = open(path, mode)
    file.close()
    for name in ('read', 'readline', 'readlines', 'write', 'writelines', 'flush', 'seek', 'tell', 'truncate', 'fileno', 'isatty',
                 'readable', 'writable', 'seekable', '__enter__', '__iter__', '__next__', 'detach', 'reconfigure', 'readinto', 'peek',
                 'read1'):
        if hasattr(file, name):
            args = {'write': ('x' if 'b' not in mode else b'x',), 'seek': (0,), 'writelines': ([],), 'readinto': (bytearray(1),)}
            try:
                getattr(file, name)(*args.get(name, ()))
                print(mode, name, 'works')
            except Exception as error:
                print(mode, name, type(error).__name__, error)

# An opener, and openers that are no good.
attempt(lambda: open('a name', 'w', opener=lambda name, flags: os.open(path, flags)).name)
attempt(open, path, opener=lambda name, flags: -1)
attempt(open, path, opener=lambda name, flags: 'text')
attempt(open, path, opener=lambda name, flags: 1 / 0)
attempt(open, path, opener=lambda name, flags: os.open('/nowhere', flags))
seen = []
with open(path, 'r+b', opener=lambda name, flags: seen.append(flags) or os.open(name, flags)):
    pass
with open(path) as file:
    print(seen == [os.O_RDWR | os.O_CLOEXEC], os.get_inheritable(file.fileno()))

# A signal handler that raises while a read waits.
class Rang(Exception):
    pass


def ring(number, frame):
    raise Rang('from the handler')


signal.signal(signal.SIGALRM, ring)
ours, theirs = os.pipe()
reader = open(ours, 'rb')
signal.setitimer(signal.ITIMER_REAL, 0.02)
attempt(reader.read, 1)
signal.signal(signal.SIGALRM, lambda number, frame: os.write(theirs, b'late'))
signal.setitimer(signal.ITIMER_REAL, 0.02)
attempt(reader.read, 4)
folder.cleanup()
