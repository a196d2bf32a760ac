# Four heavy queries, each in a database of its own in memory: one after another, then in four threads; and what passing rows
# to and from the language costs.
import sqlite3
import threading
import time

QUERY = """with recursive n(x) as (select 1 union all select x + 1 from n where x < 400000)
           select count(*), sum(x % 7), max(x * 3 % 1009) from n"""


def query(results):
    base = sqlite3.connect(':memory:')
    results.append(base.execute(QUERY).fetchone())
    base.close()


def timed(action):
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def one_after_another():
    results = []
    for _ in range(4):
        query(results)


def in_threads():
    results = []
    threads = [threading.Thread(target=query, args=(results,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


times = [(timed(one_after_another), timed(in_threads)) for _ in range(3)]
print('queries_in_turn', min(turn for turn, _ in times))
print('queries_in_threads', min(threads for _, threads in times))

ROWS = 200_000
base = sqlite3.connect(':memory:')
base.execute('create table city (id integer primary key, name text, millions real)')
print('insert', timed(lambda: base.executemany('insert into city (name, millions) values (?, ?)',
                                               ((f'city {n}', n / 10) for n in range(ROWS)))) / ROWS)
print('fetch', timed(lambda: sum(len(name) for _, name, _ in base.execute('select * from city'))) / ROWS)
print('statement', timed(lambda: [base.execute('select name from city where id = ?', (n,)).fetchone()
                                  for n in range(1, 50_001)]) / 50_000)
