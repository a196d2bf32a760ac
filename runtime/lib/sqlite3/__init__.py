"""Databases in a file or in memory, by SQLite: the DB-API 2.0. The work is done in C++ (runtime/modules/sqlite3_*.cpp).

    connection = sqlite3.connect('cities.db')
    with connection:    # commits at the end, rolls back on an exception
        connection.execute('insert into city values (?, ?)', ('Moscow', 13))
    for name, millions in connection.execute('select * from city'):
        ...

While SQLite works, other threads run: preparing, stepping and committing let go of the GIL.
"""

from sqlite3.dbapi2 import *
from sqlite3.dbapi2 import _deprecated_names


def __getattr__(name):
    return _deprecated_names(__name__, name)
