# sqlite3: statements and their parameters, what a cursor gives back and remembers.
import sqlite3


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


base = sqlite3.connect(':memory:')
cursor = base.cursor()
print(cursor.description, cursor.rowcount, cursor.lastrowid, cursor.arraysize, cursor.connection is base)
print(cursor.execute('create table city (id integer primary key, name text, millions real, flag blob)') is cursor)
print(cursor.description, cursor.rowcount, cursor.lastrowid)
cursor.execute('insert into city (name, millions) values (?, ?)', ('Moscow', 13))
print(cursor.rowcount, cursor.lastrowid, cursor.description)
cursor.execute('insert into city (name, millions, flag) values (:name, @millions, $flag)',
               {'name': 'Казань', 'millions': 1.3, 'flag': b'\x00\xff', 'more': 'is ignored'})
print(cursor.rowcount, cursor.lastrowid)
cursor.executemany('insert into city (name, millions) values (?, ?)', [('Omsk', 1.1), ['Tver', None]])
print(cursor.rowcount, cursor.lastrowid)
cursor.executemany('insert into city (name) values (:n)', ({'n': name} for name in ('Perm', 'Ufa', 'Орёл', '🏙')))
print(cursor.rowcount, cursor.lastrowid)
print(cursor.execute('select * from city order by id').description)
print(cursor.rowcount, cursor.fetchone(), cursor.fetchmany(), cursor.fetchmany(2), cursor.fetchall(), cursor.fetchone(),
      cursor.fetchmany(5), cursor.fetchall())
print(cursor.description is not None)
for row in base.execute('select name, millions from city where millions > ? order by 2', [1.2]):
    print(row)
print(list(base.execute('select ?1, ?2, ?1', ('a', 'b'))), list(base.execute('select :x + :x', {'x': 21})))
print(base.execute('select 1, 2.5, null, \'text\', x\'0102\', 9223372036854775807, -9223372036854775808').fetchone())
cursor.arraysize = 3
print(cursor.arraysize, cursor.execute('select id from city').fetchmany(), cursor.fetchmany(size=1), cursor.fetchmany(0))
print(cursor.execute('update city set millions = 0 where id > 4').rowcount, cursor.lastrowid,
      cursor.execute('delete from city where id > 6').rowcount, cursor.execute('select count(*) from city').fetchone())
print(cursor.execute('with few as (select * from city limit 2) select name from few').fetchall(), cursor.rowcount)
print(cursor.execute('insert into city (name) values (?), (?) returning id, name', ('a', 'b')).fetchall(), cursor.rowcount,
      cursor.description)
print(cursor.execute('replace into city (id, name) values (1, ?)', ('Москва',)).rowcount, cursor.lastrowid)
print(cursor.execute('-- nothing but a comment').fetchall(), cursor.execute('').fetchone(), cursor.execute(' ; ').description)
print(cursor.execute('/* a comment */ insert into city (name) values (1) -- and another').rowcount)
print(base.total_changes)

# A script commits first, and is executed to its end.
base.execute("insert into city (name) values ('before')")
print(base.in_transaction)
cursor.executescript("create table a (x); insert into a values (1); insert into a values (';'); -- end")
print(base.execute('select x from a').fetchall(), base.in_transaction)
attempt(cursor.executescript, 'insert into a values (3); insert into nowhere values (4); insert into a values (5)')
attempt(cursor.executescript, b'select 1')
attempt(cursor.executescript, 'select 1\0; select 2')
attempt(cursor.executescript)
print(base.execute('select x from a').fetchall())

# What is wrong with parameters.
for parameters in ((), (1, 2, 3), [1], 5, None, 'ab', 'a', {'a': 1}, (object(),) * 2, (1, 2j), (2 ** 63, 1), ('\ud800', 1),
                   {1, 2}, iter([1, 2]), range(2)):
    try:
        print(base.execute('select ?, ?', parameters).fetchall())
    except Exception as error:
        print(type(parameters).__name__, '|', type(error).__name__, error)
attempt(base.execute, 'select :a, :b', {'a': 1})
attempt(base.execute, 'select ?', {'a': 1})
attempt(lambda: base.execute('select :a, :b', (1, 2)).fetchall())
attempt(base.execute, 'select 1; select 2')
attempt(lambda: base.execute('select 1; -- a comment').fetchall())
attempt(lambda: base.execute('select 1;;').fetchall())
attempt(base.execute, 'select 1\0')
attempt(base.execute, b'select 1')
attempt(base.execute, 5)
attempt(base.execute)
attempt(base.execute, 'select 1', (), ())
attempt(base.executemany, 'select 1', [()])
attempt(base.executemany, 'insert into a values (?)', 5)
attempt(base.executemany, 'insert into a values (?)', [5])
attempt(base.executemany, 'insert into a values (?)', [(1,), (2, 3)])
attempt(base.executemany, 'insert into a values (?)')


def fails():
    yield 'first',
    raise KeyError('in the middle')


base.commit()
attempt(base.executemany, 'insert into a values (?)', fails())
print(base.execute("select count(*) from a where x = 'first'").fetchone(), base.in_transaction)
base.rollback()


class Keys(dict):
    def __missing__(self, key):
        return f'no {key}'


class Pair:
    def __len__(self):
        return 2

    def __getitem__(self, index):
        if index > 1:
            raise IndexError
        return index * 10


class Text(str):
    pass


class Number(int):
    pass


print(base.execute('select :a, :b', Keys(a=1)).fetchone(), base.execute('select ?, ?', Pair()).fetchone())
print(base.execute('select ?, ?, ?, ?', (Text('t'), Number(7), True, bytearray(b'ba'))).fetchone(),
      base.execute('select ?, ?', (memoryview(b'mv'), float('inf'))).fetchone(),
      base.execute('select ?, ?', (float('nan'), -0.0)).fetchone())

# Cursors beside each other, a cursor used anew, one that is closed.
one, two = base.cursor(), base.cursor()
one.execute('select id from city order by id')
two.execute('select id from city order by id')
print(next(one), next(two), next(one), next(two))
one.execute('select 5')
print(next(one), next(two), list(one))
attempt(next, one)
two.close()
two.close()
attempt(two.fetchone)
attempt(two.execute, 'select 1')
attempt(two.fetchall)
attempt(iter(two).__next__)
attempt(base.cursor, None)
attempt(base.cursor, lambda connection: 5)
attempt(sqlite3.Cursor, 5)
attempt(sqlite3.Cursor)
print(one.setinputsizes([]), one.setoutputsize(1), one.setoutputsize(1, 2))


class Mine(sqlite3.Cursor):
    def shout(self):
        return [tuple(str(value).upper() for value in row) for row in self]


class Unmade(sqlite3.Cursor):
    def __init__(self, connection):
        pass


print(base.cursor(Mine).execute("select 'a', 1").shout(), type(base.cursor(factory=Mine)).__name__)
attempt(Unmade(base).execute, 'select 1')
attempt(Unmade(base).close)
# A statement that is being read while its table changes.
base.executescript('create table n (x); insert into n values (1); insert into n values (2); insert into n values (3)')
seen = []
for x, in base.execute('select x from n order by rowid'):
    seen.append(x)
    if x == 1:
        base.execute('delete from n where x = 3')
print(seen)
base.close()
base.close()
for call in (cursor.fetchone, base.cursor, base.commit, lambda: base.execute('select 1'), lambda: base.in_transaction,
             cursor.close, lambda: base.total_changes, base.__enter__, base.rollback, base.interrupt):
    attempt(call)
