# Writing a text file by lines, reading it so, and copying it in binary; its size in megabytes is the argument.
import os
import sys
import tempfile
import time

SIZE = int(sys.argv[1]) * 10**6
LINE = 'Line {} of a text file, about as long as a line of a program or a log is.\n'


def timed(action, *args):
    begin = time.perf_counter()
    action(*args)
    return time.perf_counter() - begin


def lines(path):
    length = 0
    with open(path, encoding='utf-8') as file:
        for line in file:
            length += len(line)
    assert length == os.path.getsize(path)


def copy(path):
    with open(path, 'rb') as source, open(path + '.copy', 'wb') as target:
        while piece := source.read(65536):
            target.write(piece)


def timed_copy(path):
    taken = timed(copy, path)
    os.unlink(path + '.copy')
    return taken


def write(path):
    with open(path, 'w', encoding='utf-8') as file:
        for number in range(SIZE // len(LINE)):
            file.write(LINE.format(number))


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'text')
    print('write_lines', timed(write, path))
    # What follows is about the interpreter and not the machine: the disk has nothing left to do, and the fastest of a few times
    # counts. A page that is new in the file system's cache may cost ten times what is copied to it.
    os.sync()
    print('read_lines', min(timed(lines, path) for _ in range(3)))
    print('copy', min(timed_copy(path) for _ in range(4)))
