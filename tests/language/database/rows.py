# sqlite3: what rows are made into: row_factory, Row, text_factory.
import collections.abc
import sqlite3


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


base = sqlite3.connect(':memory:')
print(base.row_factory, base.text_factory)
base.row_factory = lambda cursor, row: {column[0]: value for column, value in zip(cursor.description, row)}
print(base.execute('select 1 as one, 2 as two').fetchone(), base.execute('select 1 as x').fetchall(),
      list(base.execute("select 'a' as b")))
cursor = base.cursor()
base.row_factory = None
print(cursor.execute('select 1 as one').fetchone(), cursor.row_factory is not None)
cursor.row_factory = None
print(cursor.execute('select 1 as one').fetchone())
base.row_factory = lambda cursor, row: 1 / 0
attempt(base.execute('select 1').fetchone)
base.row_factory = 5
attempt(base.execute('select 1').fetchone)

base.row_factory = sqlite3.Row
row = base.execute("select 1 as one, 'two' as Two, 3.5 as \"три\", null as one").fetchone()
print(tuple(row), row[0], row['one'], row['ONE'], row['two'], row['tWo'], row['три'], row[-1], row[1:3], len(row))
print(row.keys(), list(row), dict(row), 1 in row, 'one' in row, [*reversed(row)])
for key in ('three', 5, -5, 1.0, None, 'ТРИ', 2 ** 100):
    attempt(lambda: row[key])
same = base.execute("select 1 as one, 'two' as Two, 3.5 as \"три\", null as one").fetchone()
renamed = base.execute("select 1 as uno, 'two' as Two, 3.5 as \"три\", null as one").fetchone()
print(row == same, row != same, hash(row) == hash(same), row == renamed, row != renamed, row == tuple(row), row == 5)
attempt(lambda: row < same)
try:
    row[0] = 5
except TypeError as error:
    print(error)
try:
    row.more = 5
except AttributeError as error:
    print(error)
print(isinstance(row, collections.abc.Sequence), type(row).__module__, type(row).__name__)
attempt(sqlite3.Row)
attempt(sqlite3.Row, 5, (1,))
attempt(sqlite3.Row, base.cursor(), [1])
attempt(sqlite3.Row, base.cursor(), (), 1)
made = sqlite3.Row(base.execute('select 1 as a, 2 as b'), (10, 20))
print(made['a'], made['b'], made.keys(), '{} {}'.format(*made), '%s' % dict(made))
empty = sqlite3.Row(base.cursor(), (1,))
print(len(empty), empty[0])


class Mine(sqlite3.Row):
    def __getattr__(self, name):
        return self[name]


base.row_factory = Mine
print(base.execute('select 5 as five').fetchone().five)
a, b = base.execute('select 1, 2').fetchone()
print(a, b, base.execute('select 1 as x').fetchone().keys())

# Texts.
base.row_factory = None
for factory in (bytes, str, bytearray, lambda data: data.decode('utf-8')[::-1], lambda data: data.decode('ascii', 'replace'), None):
    base.text_factory = factory
    attempt(lambda: base.execute("select 'пять', 5, x'05', null").fetchone())
base.text_factory = str
attempt(lambda: base.execute("select cast(x'61ff62' as text) as broken").fetchone())
base.text_factory = bytes
print(base.execute("select cast(x'61ff62' as text)").fetchone())
base.text_factory = lambda data: data.decode(errors='surrogateescape')
print(ascii(base.execute("select cast(x'61ff62' as text)").fetchone()))
base.text_factory = str
print(base.execute("select 'a' || char(0) || 'b'").fetchone(), base.execute("select ?, length(?)", ('x\0y', 'x\0y')).fetchone())
