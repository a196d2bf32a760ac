# Files: reading and writing let go of the GIL.
#
# Watch for: the count that goes on while a thread waits for a pipe, and the words that four threads find in four files. The
# waiting thread holds nobody up; the four share the work of looking through the text, which is computing, and gains nothing as
# long as there is a GIL (with --gil=off it does).
#
# The number of lines of each file may be given as an argument. All files lie in a temporary folder.

import collections
import os
import sys
import tempfile
import threading
import time

lines = int(sys.argv[1]) if len(sys.argv) > 1 else 50000
WORDS = 'мы делили апельсин много нас а он один'.split()


def write_file(path, seed):
    with open(path, 'w', encoding='utf-8') as file:
        for number in range(lines):
            file.write('{} {}\n'.format(number, WORDS[(number * 7 + seed) % len(WORDS)]))


def count_words(path, counter):
    with open(path, encoding='utf-8') as file:
        for line in file:
            counter[line.split()[1]] += 1


def wait_for_a_word(pipe):
    with open(pipe, encoding='utf-8') as file:
        print('The waiting thread has read:', file.readline().strip())


with tempfile.TemporaryDirectory() as folder:
    # Somebody waits, somebody works.
    ours, theirs = os.pipe()
    waiting = threading.Thread(target=wait_for_a_word, args=(ours,))
    waiting.start()
    counted = sum(1 for _ in range(10**6))
    print('Meanwhile the main thread has counted to', counted)
    with open(theirs, 'w', encoding='utf-8') as file:
        file.write('Здравствуй!\n')
    waiting.join()

    # Four files, one thread or four.
    paths = [os.path.join(folder, 'text{}'.format(number)) for number in range(4)]
    for seed, path in enumerate(paths):
        write_file(path, seed)
    print('{} files of {} bytes'.format(len(paths), os.path.getsize(paths[0])))

    begin = time.perf_counter()
    total = collections.Counter()
    for path in paths:
        count_words(path, total)
    alone = time.perf_counter() - begin

    begin = time.perf_counter()
    counters = [collections.Counter() for _ in paths]
    threads = [threading.Thread(target=count_words, args=pair) for pair in zip(paths, counters)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = time.perf_counter() - begin
    print(total.most_common(1), 'the same in threads:', sum(counters, collections.Counter()) == total)
    print('one thread {:.3f} s, four threads {:.3f} s'.format(alone, together))

    # What goes wrong has a name.
    for name, mode in ((os.path.join(folder, 'nowhere'), 'r'), (folder, 'w'), (paths[0], 'x')):
        try:
            open(name, mode)
        except OSError as error:
            print('{}: {}'.format(type(error).__name__, error.strerror))
    with open(paths[0], 'wb') as file:
        file.write(b'\xff\xfe no text')
    try:
        open(paths[0], encoding='utf-8').read()
    except UnicodeDecodeError as error:
        print('{}: {} at byte {}'.format(type(error).__name__, error.reason, error.start))
    if os.path.exists('/dev/full'):
        try:
            with open('/dev/full', 'w') as file:
                file.write('A disk without room')
        except OSError as error:
            print('{}: {}'.format(type(error).__name__, error.strerror))
