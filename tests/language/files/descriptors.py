# Descriptors and the calls of os for them: positions, several buffers at once, copies, locks, terminals, counters.
import errno
import os
import tempfile

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, 'file')


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except OSError as error:
        print(type(error).__name__, errno.errorcode.get(error.errno))
    except Exception as error:
        print(type(error).__name__, error)


fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
print(os.write(fd, b'0123456789'), os.lseek(fd, 2, os.SEEK_SET), os.read(fd, 3), os.lseek(fd, 0, os.SEEK_CUR), os.read(fd, 100), os.read(fd, 5))
print(os.pread(fd, 4, 3), os.pwrite(fd, b'AB', 4), os.lseek(fd, -6, os.SEEK_END), os.read(fd, 2))
rooms = [bytearray(2), bytearray(3), bytearray(20)]
os.lseek(fd, 0, os.SEEK_SET)
print(os.readv(fd, rooms), [bytes(room) for room in rooms])
rooms = [bytearray(3), memoryview(bytearray(4))]
print(os.preadv(fd, rooms, 1), [bytes(room) for room in rooms])
print(os.writev(fd, [b'one', bytearray(b'two'), memoryview(b'three')]), os.pwritev(fd, [b'X', b'Y'], 0), os.pread(fd, 100, 0))
attempt(os.readv, fd, [b'constant'])
attempt(os.readv, fd, 5)
attempt(os.writev, fd, ['text'])
attempt(os.preadv, fd, [bytearray(1)], -1)
print(os.ftruncate(fd, 5), os.fstat(fd).st_size, os.truncate(path, 7), os.fstat(fd).st_size, os.pread(fd, 10, 0))
print(os.posix_fallocate(fd, 0, 20), os.fstat(fd).st_size, os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_SEQUENTIAL), os.fsync(fd), os.fdatasync(fd))
attempt(os.posix_fallocate, fd, -1, 5)
other = os.dup(fd)
print(other != fd, os.get_inheritable(other), os.lseek(other, 0, os.SEEK_CUR) == os.lseek(fd, 0, os.SEEK_CUR), os.dup2(fd, other) == other)
print(os.set_inheritable(fd, True), os.get_inheritable(fd), os.isatty(fd), os.get_blocking(fd))
with os.fdopen(other, 'rb') as file:
    print(file.fileno() == other, file.name == other, file.read(3), os.lseek(fd, 0, os.SEEK_CUR) > 3)
attempt(os.close, other)
print(os.lockf(fd, os.F_LOCK, 0), os.lockf(fd, os.F_ULOCK, 0))
copy = os.open(path + '.copy', os.O_RDWR | os.O_CREAT)
os.lseek(fd, 0, os.SEEK_SET)
print(os.copy_file_range(fd, copy, 5), os.sendfile(copy, fd, 0, 3), os.fstat(copy).st_size)
for call in (lambda: os.read(fd, -1), lambda: os.read(fd, 'x'), lambda: os.write(fd, 'text'), lambda: os.lseek(fd, -1, 0), lambda: os.lseek(fd, 0, 9),
             lambda: os.read(9999, 1), lambda: os.write(9999, b'x'), lambda: os.close(9999), lambda: os.dup(9999), lambda: os.fstat(9999),
             lambda: os.open(folder.name, os.O_WRONLY), lambda: os.open(path, os.O_CREAT | os.O_EXCL), lambda: os.open('a\0b', 0), lambda: os.read(2 ** 40, 1),
             lambda: os.ftruncate(fd, -1), lambda: os.fdopen(fd, 'nonsense'), lambda: os.isatty(9999), lambda: os.pread(fd, 1, -1)):
    attempt(call)
os.close(fd)
os.close(copy)

ours, theirs = os.pipe()
print(os.get_inheritable(ours), os.write(theirs, b'through'), os.read(ours, 3), os.read(ours, 100))
attempt(os.lseek, ours, 0, 0)
os.set_blocking(ours, False)
attempt(os.read, ours, 1)
os.close(theirs)
print(os.read(ours, 1))
os.close(ours)
ours, theirs = os.pipe()
os.close(ours)
attempt(os.write, theirs, b'x')
os.close(theirs)
terminal, program = os.openpty()
print(os.isatty(terminal), os.isatty(program), os.write(terminal, b'typed\n'), os.read(program, 100), os.write(program, b'shown'))
os.close(terminal)
os.close(program)
counter = os.eventfd(3)
print(os.eventfd_write(counter, 4), os.eventfd_read(counter))
os.close(counter)
with open(path, 'rb') as file:
    print(os.path.sameopenfile(file.fileno(), file.fileno()), os.fstat(file.fileno()).st_size == os.stat(path).st_size)
folder.cleanup()
