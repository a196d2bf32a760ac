# sqlite3: when transactions begin and end.
import os
import sqlite3
import tempfile

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, 'base.db')


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


base = sqlite3.connect(path)
other = sqlite3.connect(path, timeout=0)


def count(connection=other):
    return connection.execute('select count(*) from t').fetchone()[0]


print(repr(base.isolation_level), base.in_transaction)
base.execute('create table t (x primary key)')
print(base.in_transaction)
base.execute('insert into t values (1)')
print(base.in_transaction, count(), count(base))
base.commit()
print(base.in_transaction, count())
base.execute('insert into t values (2)')
base.rollback()
print(base.in_transaction, count(base))
base.commit()
base.rollback()

with base as same:
    print(same is base)
    base.execute('insert into t values (3)')
print(count(), base.in_transaction)
try:
    with base:
        base.execute('insert into t values (4)')
        1 / 0
except ZeroDivisionError as error:
    print('left with', error, count(base), base.in_transaction)
try:
    with base:
        base.execute('insert into t values (5)')
        base.execute('insert into t values (3)')
except sqlite3.IntegrityError as error:
    print(error, count(base), base.in_transaction)
with base:
    pass
print(base.total_changes)

# Data definition is part of a transaction, and does not begin one.
base.execute('insert into t values (6)')
base.execute('create table u (x)')
print(base.in_transaction)
base.rollback()
attempt(base.execute, 'select * from u')

# A script commits what is open.
base.execute('insert into t values (7)')
base.executescript('select 1')
print(base.in_transaction, count())

# The kinds of transaction.
for level in ('', 'DEFERRED', 'immediate', 'EXCLUSIVE'):
    base.isolation_level = level
    seen = []
    base.set_trace_callback(seen.append)
    base.execute('insert into t values (?)', (level,))
    base.set_trace_callback(None)
    print(repr(base.isolation_level), base.in_transaction, seen)
    attempt(other.execute, "insert into t values ('other')")
    other.rollback()
    base.rollback()
base.isolation_level = None
base.execute('insert into t values (8)')
print(base.isolation_level, base.in_transaction, count())
base.execute('begin')
base.execute('insert into t values (9)')
print(base.in_transaction, count())
base.execute('rollback')
print(base.in_transaction, count(base))
base.execute('begin')
base.execute('insert into t values (10)')
base.isolation_level = None
print(base.in_transaction, count())
base.isolation_level = ''
base.execute('insert into t values (11)')
base.isolation_level = None
print(base.in_transaction, count())
for level in ('nonsense', 5, b'', 'DEFERRED\0', 'deferred '):
    try:
        base.isolation_level = level
    except Exception as error:
        print(type(error).__name__, error)
    try:
        sqlite3.connect(':memory:', isolation_level=level)
    except Exception as error:
        print(type(error).__name__, error)
try:
    del base.isolation_level
except Exception as error:
    print(type(error).__name__, error)

# Savepoints.
base.isolation_level = None
base.execute('savepoint one')
base.execute("insert into t values ('in a savepoint')")
base.execute('rollback to one')
base.execute('release one')
print(base.in_transaction, count())

# A reader keeps its place through a commit; a rollback ends it.
base.isolation_level = ''
reading = base.execute('select x from t order by rowid')
print(next(reading))
base.execute('insert into t values (12)')
base.commit()
print(next(reading))
base.execute('insert into t values (13)')
base.rollback()
attempt(lambda: len(reading.fetchall()) > 0)
print(base.execute('select x from t order by rowid').fetchall())

# What is not committed is lost when the connection is closed.
base.execute('insert into t values (14)')
base.close()
print(count())


class Loud(sqlite3.Connection):
    def __init__(self, *args, **kwargs):
        print('opening', os.path.basename(args[0]), kwargs)
        super().__init__(*args, **kwargs)

    def cursor(self, *args):
        print('cursor', args)
        return super().cursor(*args)


loud = sqlite3.connect(path, factory=Loud, timeout=1)
print(type(loud).__name__, loud.execute('select count(*) from t').fetchone())
loud.close()
print([line for line in other.iterdump() if 'TABLE' in line])
other.close()
folder.cleanup()
