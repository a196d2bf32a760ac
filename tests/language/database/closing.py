# sqlite3: a function that closes the connection its own query runs on. The query ends first, then the connection closes.
# (CPython crashes; the expected output was written by hand.)
import sqlite3
import sys

if sys.implementation.name == 'cpython':
    print(open('closing.out').read(), end='')
    raise SystemExit
base = sqlite3.connect(':memory:')
base.create_function('finish', 0, lambda: base.close())
base.execute('create table t (x)')
base.executemany('insert into t values (?)', [(1,), (2,), (3,)])
for sql in ('select x, finish() from t', 'select 1'):
    try:
        print(base.execute(sql).fetchall())
    except Exception as error:
        print(type(error).__name__, error)
