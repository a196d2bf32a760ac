# Descriptors are given back: of files and databases that fail to open, that are left by an exception, or simply dropped.
import gc
import io
import os
import resource
import sqlite3
import tempfile

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, 'file')
base_path = os.path.join(folder.name, 'base.db')
with open(path, 'w') as file:
    file.write('text\n' * 100)
sqlite3.connect(base_path).executescript('create table t (x); insert into t values (1); insert into t values (2);')


def count():
    gc.collect()
    return len(os.listdir('/proc/self/fd'))


def check(name, action):
    """Does it many times; nothing may stay open."""
    action()
    before = count()
    for _ in range(20):
        action()
    print(name, count() - before)


def failing(function, *args, **kwargs):
    def call():
        try:
            function(*args, **kwargs)
        except Exception:
            return
        raise AssertionError('it should have failed')
    return call


def leave_by_exception():
    try:
        with open(path) as file:
            file.readline()
            raise KeyError
    except KeyError:
        pass


def dropped_in_a_cycle():
    cycle = [open(path, 'rb')]
    cycle.append(cycle)


def detached():
    open(path).detach().detach().close()


def iterated():
    for line in open(path):
        break


def full_disk():
    file = open('/dev/full', 'w')
    file.write('x')
    try:
        file.close()
    except OSError:
        pass


def in_a_generator():
    def lines():
        with open(path) as file:
            yield from file

    next(lines())


check('dropped', lambda: open(path))
check('dropped, written', lambda: open(path + '.2', 'w').write('x'))
check('raw', lambda: io.FileIO(path))
check('left by an exception', leave_by_exception)
check('in a cycle', dropped_in_a_cycle)
check('detached', detached)
check('iterated', iterated)
check('in a generator', in_a_generator)
check('full disk', full_disk)
check('a folder', failing(open, folder.name))
check('unknown encoding', failing(open, path, encoding='nonsense'))
check('bad newline', failing(open, path, newline='x'))
check('unbuffered text', failing(open, path, buffering=0))
check('bad opener', failing(open, path, opener=lambda name, flags: 1 / 0))
check('no permission', failing(open, os.path.join(path, 'below')))


def query():
    base = sqlite3.connect(base_path)
    base.execute('select x from t').fetchone()


def unfinished():
    base = sqlite3.connect(base_path)
    base.execute("insert into t values (3)")
    base.close()


def failing_query():
    try:
        sqlite3.connect(base_path).execute('select nothing from nowhere')
    except sqlite3.OperationalError:
        pass


def copied():
    sqlite3.connect(base_path).backup(sqlite3.connect(':memory:'))


check('database', query)
check('transaction', unfinished)
check('failing query', failing_query)
check('backup', copied)
check('no such folder', failing(sqlite3.connect, os.path.join(path, 'no', 'base.db')))
check('no database', failing(sqlite3.connect(path).execute, 'select 1 from t'))
print(sqlite3.connect(base_path).execute('select count(*) from t').fetchone())

# Few descriptors are enough for many files, one after another, although nobody closes them.
limits = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (40, limits[1]))
print(sum(len(open(path).readline()) for _ in range(200)))
held = []
try:
    while True:
        held.append(open(path))
except OSError as error:
    print(error.errno, error.strerror)
for file in held:
    file.close()
print(open(path).readline(), end='')
resource.setrlimit(resource.RLIMIT_NOFILE, limits)
folder.cleanup()
