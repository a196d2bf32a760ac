# sqlite3: the names of the module and of its classes, and what the constants are.
import sqlite3

print([name for name in dir(sqlite3) if not name.startswith('_')
       and name not in ('collections', 'datetime', 'time', 'warnings', 'dbapi2', 'atexit', 'dump')])
print([(name, value) for name, value in sorted(vars(sqlite3).items()) if isinstance(value, int)])
for cls in (sqlite3.Connection, sqlite3.Cursor, sqlite3.Row, sqlite3.Blob):
    print(cls.__name__, cls.__module__, [name for name in dir(cls) if not name.startswith('_')])
print(sqlite3.apilevel, sqlite3.paramstyle, sqlite3.threadsafety, sqlite3.sqlite_version_info == tuple(map(int, sqlite3.sqlite_version.split('.'))))
print(sqlite3.connect(':memory:').execute('select sqlite_version()').fetchone()[0] == sqlite3.sqlite_version)
import sqlite3.dbapi2
print(sqlite3.dbapi2.connect is sqlite3.connect)
try:
    sqlite3.nonsense
except AttributeError as error:
    print(error)
