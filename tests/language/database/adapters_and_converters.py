# sqlite3: adapters, converters, and the types of columns; dates.
import datetime
import sqlite3
import warnings


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f'Point({self.x}, {self.y})'


class Conforming(Point):
    def __conform__(self, protocol):
        return f'{self.x};{self.y}' if protocol is sqlite3.PrepareProtocol else None


class Refusing:
    def __conform__(self, protocol):
        return None


class Failing:
    def __conform__(self, protocol):
        raise LookupError('from __conform__')


base = sqlite3.connect(':memory:', detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
attempt(base.execute, 'select ?', (Point(1, 2),))
print(base.execute('select ?', (Conforming(1, 2),)).fetchone())
attempt(base.execute, 'select ?', (Refusing(),))
attempt(base.execute, 'select ?', (Failing(),))
print(sqlite3.register_adapter(Point, lambda point: f'{point.x};{point.y}'))
print(base.execute('select ?, :b', (Point(1, 2), Point(3, 4))).fetchone())
attempt(lambda: base.execute('select ?', (Conforming(5, 6),)).fetchone())
sqlite3.register_adapter(bool, lambda value: 'yes' if value else 'no')
print(base.execute('select ?, ?, ?', (True, False, 1)).fetchone())
sqlite3.register_adapter(Refusing, lambda value: 1 / 0)
attempt(base.execute, 'select ?', (Refusing(),))
sqlite3.register_adapter(Refusing, lambda value: value)
attempt(base.execute, 'select ?', (Refusing(),))
sqlite3.register_adapter(str, str.upper)
sqlite3.register_adapter(int, lambda value: value * 100)
print(base.execute('select ?, ?', ('text', 5)).fetchone())
attempt(sqlite3.register_adapter, Point)
attempt(sqlite3.register_adapter)
print(sqlite3.adapt(Point(7, 8)), sqlite3.adapt(1.5, sqlite3.PrepareProtocol, 'alternative'))
attempt(sqlite3.adapt, 1.5)
attempt(sqlite3.adapt)
print(sorted((cls.__name__, protocol.__name__) for cls, protocol in sqlite3.adapters if cls.__module__ != '__main__'))
print(sorted(sqlite3.converters))

print(sqlite3.register_converter('Point', lambda text: Point(*map(int, text.split(b';')))))
sqlite3.register_converter('bool', lambda text: text == b'yes')
sqlite3.register_converter('bad', lambda text: 1 / 0)
attempt(sqlite3.register_converter, 5, int)
attempt(sqlite3.register_converter, 'x')
base.execute('create table t (p point, n POINT not null, b bool, d varchar(10), x [point], m "my type", z bad)')
base.execute('insert into t values (?, ?, ?, ?, ?, ?, null)', (Point(1, 2), Point(3, 4), True, '5;6', Point(7, 8), None))
print(base.execute('select p, n, b, d, x, m, z from t').fetchone())
cursor = base.execute('select p as "p [bool]", d as "d [point]", d as "d [POINT]", d as "[point]", d as "d [nothing]", '
                      'd as "d[point]", d "d [point", null as "q [point]" from t')
print([column[0] for column in cursor.description], cursor.fetchone())
print(base.execute('select p || \'\', max(p), (select p from t) from t').fetchone())
base.execute('update t set z = 1')
attempt(lambda: base.execute('select z from t').fetchone())
print(sqlite3.connect(':memory:').execute("select '1;2' as \"p [point]\"").description[0][0])
only_names = sqlite3.connect(':memory:', detect_types=sqlite3.PARSE_COLNAMES)
only_names.execute('create table t (p point)')
only_names.execute("insert into t values ('1;2')")
print(only_names.execute('select p, p as "p [point]" from t').fetchone())
only_types = sqlite3.connect(':memory:', detect_types=sqlite3.PARSE_DECLTYPES)
only_types.execute('create table t (p point)')
only_types.execute("insert into t values ('1;2')")
cursor = only_types.execute('select p, p as "p [point]", p as "q [bool]" from t')
print(cursor.fetchone(), [column[0] for column in cursor.description])

# A converter sees the bytes of what is stored.
sqlite3.register_converter('seen', repr)
base.execute('create table s (x seen)')
base.executemany('insert into s values (?)', [('text',), (b'\x00\xff',), (1.5,), (None,), (b'',)])
print(base.execute('select x from s').fetchall())

# Dates.
base.execute('create table d (d date, t timestamp)')
moments = [datetime.datetime(2024, 2, 29, 12, 30, 45, 123456), datetime.datetime(1999, 12, 31, 23, 59, 59),
           datetime.datetime(2000, 1, 1, 0, 0, 0, 500)]
for moment in moments:
    base.execute('insert into d values (?, ?)', (moment.date(), moment))
print(base.execute('select * from d').fetchall() == [(moment.date(), moment) for moment in moments])
print(base.execute('select d || \'\', t || \'\' from d').fetchall())
for text in ('2024-02-29 12:30:45.5', '2024-02-29 12:30:45.1234567', '2024-02-29 12:30:45', 'nonsense', '2024-02-29'):
    base.execute('delete from d')
    base.execute('insert into d (t) values (?)', (text,))
    try:
        print(base.execute('select t from d').fetchone())
    except Exception as error:
        print(type(error).__name__)
print(sqlite3.Date(2024, 1, 2), sqlite3.Time(1, 2, 3), sqlite3.Timestamp(2024, 1, 2, 3), sqlite3.Binary(b'x').tobytes())
print(sqlite3.DateFromTicks(86400 * 365), type(sqlite3.TimeFromTicks(0)).__name__, type(sqlite3.TimestampFromTicks(0)).__name__)
