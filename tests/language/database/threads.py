# sqlite3 in several threads: a connection belongs to its thread unless told otherwise; waiting for a lock lets others run.
import os
import re
import sqlite3
import tempfile
import threading


def in_thread(function, *args):
    """What came of it, as text."""
    outcome = []

    def run():
        try:
            outcome.append(repr(function(*args)))
        except Exception as error:
            outcome.append(f'{type(error).__name__} {re.sub("[0-9]{5,}", "N", str(error))}')

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return outcome[0]


base = sqlite3.connect(':memory:')
cursor = base.execute('select 1')
for call in (base.cursor, base.commit, base.rollback, base.close, cursor.fetchone, cursor.close, lambda: base.__enter__() is base,
             lambda: base.execute('select 1'), lambda: cursor.execute('select 1'), lambda: list(cursor), lambda: base.total_changes,
             lambda: base.in_transaction, lambda: base.isolation_level, lambda: base.create_function('f', 0, int),
             lambda: base.blobopen('t', 'x', 1), lambda: list(base.iterdump()), lambda: base.backup(sqlite3.connect(':memory:'))):
    print(in_thread(call))
print(cursor.fetchone())

# Shared by agreement: every call is whole.
shared = sqlite3.connect(':memory:', check_same_thread=False, isolation_level=None)
shared.execute('create table t (who, n)')


def insert(who):
    for n in range(200):
        shared.execute('insert into t values (?, ?)', (who, n))


threads = [threading.Thread(target=insert, args=(who,)) for who in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(shared.execute('select who, count(*), sum(n) from t group by who').fetchall())

# One cursor, read by four: each row comes once.
cursor = shared.execute('select rowid from t')
seen = []


def read():
    while True:
        try:
            row = cursor.fetchone()
        except sqlite3.ProgrammingError:  # CPython: another thread is in the middle of it
            continue
        if row is None:
            return
        seen.append(row[0])


threads = [threading.Thread(target=read) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(seen) >= 800, set(seen) == set(range(1, 801)))

# A file, and a connection for each thread: who finds it locked waits.
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'base.db')
    base = sqlite3.connect(path)
    base.execute('create table t (who, n)')

    def work(who):
        mine = sqlite3.connect(path, timeout=60)
        for n in range(5):
            with mine:
                mine.execute('begin immediate')
                mine.execute('insert into t values (?, ?)', (who, n))
        mine.close()

    threads = [threading.Thread(target=work, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(base.execute('select who, count(*) from t group by who order by who').fetchall())

    # The lock is given up while another thread waits for it.
    base.execute('begin exclusive')
    waiting = threading.Event()

    def wait():
        mine = sqlite3.connect(path, timeout=60)
        waiting.set()
        result = mine.execute('select count(*) from t').fetchone()
        mine.close()
        return result

    outcome = []
    thread = threading.Thread(target=lambda: outcome.append(wait()))
    thread.start()
    waiting.wait()
    base.execute("insert into t values ('last', 0)")
    base.commit()
    thread.join()
    print(outcome)
    base.close()

# interrupt() ends a query of another thread.
endless = sqlite3.connect(':memory:', check_same_thread=False)
started = threading.Event()
endless.create_function('begun', 0, lambda: started.set())
outcome = []


def query():
    try:
        endless.execute('with recursive r(n) as (select begun() union all select 1 from r) select count(*) from r').fetchall()
    except sqlite3.OperationalError as error:
        outcome.append(str(error))


thread = threading.Thread(target=query)
thread.start()
started.wait()
endless.interrupt()
thread.join()
print(outcome, endless.execute('select 1').fetchone())

# Functions of the language, called in four databases at once.


def collect(number):
    mine = sqlite3.connect(':memory:')
    mine.create_function('twice', 1, lambda n: n * 2)
    mine.execute('create table t (n)')
    mine.executemany('insert into t values (?)', ((n,) for n in range(300)))
    results[number] = mine.execute('select sum(twice(n)) from t').fetchone()[0]


results = {}
threads = [threading.Thread(target=collect, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results.items()))
