# Closing a file that another thread reads in wakes that thread with an error. (CPython lets it wait; the expected output was
# written by hand.)
import os
import subprocess
import sys
import threading
import time

if sys.implementation.name == 'cpython':
    print(open('closing_wakes.out').read(), end='')
    raise SystemExit


def outcome(read):
    try:
        return read()
    except (OSError, ValueError) as error:
        return f'{type(error).__name__}: {error}'


def until_asleep(thread):
    """Waits until a thread that was started sleeps in the system, and seems to stay there."""
    quiet = 0
    while quiet < 5:
        time.sleep(0.005)
        with open(f'/proc/self/task/{thread.native_id}/stat') as file:
            quiet = quiet + 1 if file.read().rpartition(')')[2].split()[0] == 'S' else 0


def close_while(read, file):
    """What a thread that reads is told when the file is closed under it."""
    told = []
    thread = threading.Thread(target=lambda: told.append(outcome(read)))
    thread.start()
    until_asleep(thread)
    file.close()
    thread.join(30)
    return thread.is_alive(), told, file.closed


for name, options, read in (('raw', {'mode': 'rb', 'buffering': 0}, lambda file: file.read(10)),
                            ('buffered', {'mode': 'rb'}, lambda file: file.read(10)),
                            ('line', {'mode': 'rb'}, lambda file: file.readline()),
                            ('text', {'mode': 'r'}, lambda file: file.readline()),
                            ('iteration', {'mode': 'r'}, lambda file: list(file)),
                            ('all', {'mode': 'r'}, lambda file: file.read())):
    ours, theirs = os.pipe()
    file = open(ours, **options)
    print(name, *close_while(lambda: read(file), file))
    os.close(theirs)

# What had come before is not lost to others: a second file over the same pipe reads on.
ours, theirs = os.pipe()
first, second = open(ours, 'rb', buffering=0, closefd=False), open(ours, 'rb', buffering=0)
print(close_while(lambda: first.read(1), first))
os.write(theirs, b'x')
print(second.read(1))

# Four readers of one raw file.
told = []
threads = [threading.Thread(target=lambda: told.append(outcome(lambda: second.read(1)))) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    until_asleep(thread)
second.close()
for thread in threads:
    thread.join(30)
print([thread.is_alive() for thread in threads], told)

# The output of a child that says nothing.
child = subprocess.Popen(['sleep', '60'], stdout=subprocess.PIPE)
print(*close_while(child.stdout.read, child.stdout))
child.kill()
child.wait()
