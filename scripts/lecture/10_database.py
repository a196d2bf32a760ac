# A database: queries let go of the GIL.
#
# Watch for: four heavy queries in four threads. The work is SQLite's, not the interpreter's: it needs no GIL, and on several
# cores the threads gain although there is one. (CPython gains little: SQLite counts its memory under one global lock.)
# Then four threads add to one file, each through a connection of its own; SQLite lets one write at a time, the others wait.
#
# How many numbers a query goes through may be given as an argument. The file lies in a temporary folder.

import os
import sqlite3
import sys
import tempfile
import threading
import time

numbers = int(sys.argv[1]) if len(sys.argv) > 1 else 10**6
HEAVY = """with recursive numbers(x) as (select 1 union all select x + 1 from numbers where x < ?)
           select sum(x % 7), max(x * 3 % 1009) from numbers"""


def heavy_query(results):
    base = sqlite3.connect(':memory:')
    results.append(base.execute(HEAVY, (numbers,)).fetchone())
    base.close()


def run_in_threads(target, arguments):
    threads = [threading.Thread(target=target, args=args) for args in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def timed(action, *args):
    begin = time.perf_counter()
    action(*args)
    return time.perf_counter() - begin


def one_after_another(results):
    for _ in range(4):
        heavy_query(results)


results = []
alone = timed(one_after_another, results)
together = timed(run_in_threads, heavy_query, [(results,)] * 4)
print('all eight results are the same:', len(set(results)) == 1)
print('four queries: one after another {:.3f} s, four threads {:.3f} s'.format(alone, together))


def deposit(path, owner, count):
    base = sqlite3.connect(path, timeout=60)
    for _ in range(count):
        with base:  # one transaction: committed at the end, or rolled back
            base.execute('begin immediate')
            base.execute('update account set balance = balance + 1 where owner = ?', (owner,))
            base.execute("update account set balance = balance + 1 where owner = 'bank'")
    base.close()


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'bank.db')
    base = sqlite3.connect(path)
    base.row_factory = sqlite3.Row
    base.execute('create table account (owner text primary key, balance integer not null check (balance >= 0))')
    owners = ['Анна', 'Борис', 'Вера', 'Глеб']
    with base:
        base.executemany('insert into account values (?, 0)', [(owner,) for owner in ['bank', *owners]])
    run_in_threads(deposit, [(path, owner, 10) for owner in owners])
    for row in base.execute('select * from account order by balance desc, owner'):
        print('{:6} {:3}'.format(row['owner'], row['balance']))

    # A transaction that fails leaves nothing behind.
    try:
        with base:
            base.execute("update account set balance = balance + 50 where owner = 'Анна'")
            base.execute("update account set balance = balance - 50 where owner = 'bank'")
    except sqlite3.IntegrityError as error:
        print('refused:', error, error.sqlite_errorname)
    print('Анна has', base.execute("select balance from account where owner = 'Анна'").fetchone()[0])

    # Who does not want to wait for the lock is told so at once.
    impatient = sqlite3.connect(path, timeout=0)
    base.execute('begin immediate')
    try:
        impatient.execute("delete from account")
    except sqlite3.OperationalError as error:
        print('refused:', error)
    base.rollback()
    impatient.close()
    base.close()
