# sqlite3: the tree of errors, their attributes, and where each comes from.
import os
import sqlite3
import tempfile


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, '|', str(error).replace(folder, 'FOLDER'), '|', getattr(error, 'sqlite_errorname', None),
              getattr(error, 'sqlite_errorcode', None))


holder = tempfile.TemporaryDirectory()
folder = holder.name
for error in (sqlite3.Warning, sqlite3.Error, sqlite3.InterfaceError, sqlite3.DatabaseError, sqlite3.DataError,
              sqlite3.OperationalError, sqlite3.IntegrityError, sqlite3.InternalError, sqlite3.ProgrammingError,
              sqlite3.NotSupportedError):
    print([cls.__name__ for cls in error.__mro__[:-2]], error.__module__,
          getattr(sqlite3.connect(':memory:'), error.__name__) is error)

base = sqlite3.connect(':memory:')
base.executescript('''
    create table t (x integer primary key, y not null, z unique, w check (w > 0), v references t (x));
    create table strict (n integer) strict;
    pragma foreign_keys = on;
    insert into t values (1, 1, 1, 1, 1);
''')
for sql in ('selec', 'select', 'select 1 +', 'select * from nowhere', 'select nothing from t', 'insert into t values (1)',
            'insert into t values (1, 1, 2, 1, 1)', 'insert into t values (2, null, 2, 1, 1)', 'insert into t values (2, 1, 1, 1, 1)',
            'insert into t values (2, 1, 2, 0, 1)', 'insert into t values (2, 1, 2, 1, 5)', "insert into t values ('x', 1, 2, 1, 1)",
            "insert into strict values ('text')", 'create table t (x)', 'select "unclosed', "select 'a' 'b' 'c'", 'select @',
            'select randomblob(2000000000)', 'select abs(-9223372036854775808)', 'begin; begin', 'commit', 'rollback', 'vacuum',
            'drop table sqlite_master', 'select x from t group by sum(x)', "select raise(abort, 'x')", 'pragma nothing',
            "attach 'nowhere/at/all' as a", 'detach a', 'select load_extension(\'x\')', "select json('{')", 'select zeroblob(3000000000)',
            'with recursive r(n) as (select 1 union all select n + 1 from r) select y from r', "select 1 where 'a' like 'b' escape 'cc'"):
    attempt(lambda: base.execute(sql).fetchall())
    base.rollback()
base.execute('create trigger no before insert on strict begin select raise(abort, \'no more\'); end')
attempt(base.execute, 'insert into strict values (1)')
base.rollback()

# Limits.
print(base.getlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH) > 1000, base.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20) > 1000,
      base.getlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH))
attempt(base.execute, 'select 1            + 1')
attempt(base.executescript, 'select 1            + 1')
base.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 10 ** 6)
base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 100)
attempt(base.execute, 'select ?', ('x' * 200,))
attempt(base.execute, 'select ?', (b'x' * 200,))
attempt(base.getlimit, 1000)
attempt(base.setlimit, -1, 5)
base.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 2)
attempt(base.execute, 'select ?, ?, ?', (1, 2, 3))

# Opening.
attempt(sqlite3.connect, os.path.join(folder, 'no', 'base.db'))
attempt(sqlite3.connect, folder)
attempt(sqlite3.connect, 'a\0b')
attempt(sqlite3.connect, 5.5)
attempt(sqlite3.connect)
attempt(sqlite3.connect, ':memory:', timeout='x')
attempt(sqlite3.connect, ':memory:', nonsense=1)
attempt(sqlite3.connect, ':memory:', factory=lambda *args, **kwargs: 'made by a factory')
path = os.path.join(folder, 'base.db')
attempt(sqlite3.connect, f'file:{path}?mode=ro', uri=True)
attempt(sqlite3.connect, f'file:{path}?mode=nonsense', uri=True)
first = sqlite3.connect(path.encode())
first.execute('create table t (x)')
print(os.path.exists(path), os.listdir(folder))
read_only = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
attempt(read_only.execute, 'insert into t values (1)')
read_only.close()
in_memory = [sqlite3.connect('file:shared?mode=memory&cache=shared', uri=True) for _ in range(2)]
in_memory[0].execute('create table s (x)')
print(in_memory[1].execute('select * from s').fetchall(), os.path.exists('file:shared?mode=memory&cache=shared'))
in_memory[0].execute('insert into s values (1)')
attempt(in_memory[1].execute, 'select * from s')
for connection in in_memory:
    connection.close()


class Named:
    def __fspath__(self):
        return path


sqlite3.connect(Named()).close()

# Locked: by a writer, by a reader.
second = sqlite3.connect(path, timeout=0.05)
first.execute('insert into t values (1)')
attempt(second.execute, 'insert into t values (2)')
print(second.execute('select * from t').fetchall())
second.rollback()
first.commit()
reading = second.execute('select x from t union all select 5')
print(next(reading))
first.execute('insert into t values (3)')
first.execute('pragma busy_timeout = 0')
attempt(first.commit)
print(first.in_transaction, list(reading))
first.commit()
first.execute('begin exclusive')
attempt(second.execute, 'select * from t')
first.rollback()
attempt(lambda: second.execute('drop table t').fetchall())
first.close()
second.close()

# Corrupt, and no database at all.
with open(path, 'r+b') as file:
    size = file.seek(0, 2)
    file.seek(100)
    file.write(b'\xff' * (size - 100))
broken = sqlite3.connect(path)
attempt(broken.execute, 'select * from t')
broken.close()
with open(path, 'wb') as file:
    file.write(b'This is a text, and long enough to be looked at. ' * 50)
broken = sqlite3.connect(path)
attempt(broken.execute, 'select * from t')
attempt(broken.execute, 'create table t (x)')
broken.close()

# Full: a database may be told to stay small.
small = sqlite3.connect(':memory:')
small.execute('pragma max_page_count = 5')
small.execute('create table t (x)')
attempt(small.executemany, 'insert into t values (?)', [('x' * 1000,)] * 100)
print(small.in_transaction, small.execute('select count(*) from t').fetchone())
small.close()

# An object that was never made well.
class Unmade(sqlite3.Connection):
    def __init__(self, path):
        pass


unmade = Unmade(':memory:')
attempt(unmade.cursor)
attempt(unmade.execute, 'select 1')
attempt(unmade.close)
attempt(lambda: unmade.in_transaction)
attempt(sqlite3.complete_statement, 'select 1')
attempt(sqlite3.complete_statement, 'select 1;')
attempt(sqlite3.complete_statement, "create trigger t after insert on x begin select 1;")
attempt(sqlite3.complete_statement, 5)
holder.cleanup()
