# sqlite3: functions, aggregates, window functions and collations written in the language; authorizer, progress, trace.
import sqlite3


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


base = sqlite3.connect(':memory:')


def ask(sql, parameters=()):
    attempt(lambda: base.execute(sql, parameters).fetchall())


def fails_with(sql):
    """The class of the error alone: a function that was removed is one CPython calls and gilt does not find."""
    try:
        base.execute(sql).fetchall()
    except Exception as error:
        print(type(error).__name__)


print(base.create_function('describe', 1, repr))
for value in (1, 2.5, 'текст', b'\x00\x01', None, 2 ** 62, ''):
    ask('select describe(?)', (value,))
base.create_function('give', -1, lambda *args: args[0] if args else None)
for value in (1, -(2 ** 63), 2.5, 'текст', b'\x00\x01', None, 'a\0b'):
    ask('select give(?, 1, 2)', (value,))
ask('select give()')
for name, result in (('object', object()), ('long', 2 ** 63), ('surrogate', '\ud800'), ('true', True), ('bytes', bytearray(b'x')),
                     ('view', memoryview(b'y')), ('list', [])):
    base.create_function('f_' + name, 0, lambda result=result: result)
    ask(f'select f_{name}()')


def fails(error):
    raise error


base.create_function('fails', 0, lambda: 1 / 0)
base.create_function('no_memory', 0, lambda: fails(MemoryError()))
base.create_function('too_big', 0, lambda: fails(OverflowError('big')))
ask('select fails()')
ask('select no_memory()')
ask('select too_big()')
ask('select give(1, 2')
ask('select unknown(1)')
ask('select describe(1, 2)')
base.create_function('describe', 1, None)
fails_with('select describe(1)')
base.create_function('pure', 1, lambda x: x * 2, deterministic=True)
base.execute('create table t (x)')
base.executemany('insert into t values (?)', [(n,) for n in (3, 1, 2)])
base.execute('create index i on t (pure(x))')
ask('select x from t where pure(x) = 4')
attempt(base.execute, 'create index j on t (give(x))')
attempt(base.create_function, 'x')
attempt(base.create_function, 'x', -100, repr)
attempt(base.create_function, 'x', 1, repr, True)
attempt(base.create_function, 5, 1, repr)
attempt(base.create_function, name='by_name', narg=1, func=lambda x: x + 1)
ask('select by_name(1)')
base.create_function('nested', 1, lambda x: base.execute('select sum(x) + ? from t', (x,)).fetchone()[0])
ask('select nested(x) from t')


class Product:
    def __init__(self):
        self.value = 1

    def step(self, x):
        self.value *= x

    def finalize(self):
        return self.value


class Broken:
    stage = ''

    def __init__(self):
        if self.stage == 'init':
            1 / 0

    def step(self, x):
        if self.stage == 'step':
            1 / 0

    def finalize(self):
        if self.stage == 'finalize':
            1 / 0
        return object() if self.stage == 'result' else 'good'


class Stepless:
    def finalize(self):
        return 1


class Endless:
    def step(self, x):
        pass


print(base.create_aggregate('product', 1, Product))
ask('select product(x) from t')
ask('select x % 2, product(x) from t group by 1 order by 1')
ask('select product(x) from t where x > 10')
base.create_aggregate('broken', 1, Broken)
for Broken.stage in ('init', 'step', 'finalize', 'result', ''):
    ask('select broken(x) from t')
base.create_aggregate('stepless', 1, Stepless)
base.create_aggregate('endless', 1, Endless)
ask('select stepless(x) from t')
ask('select endless(x) from t')
base.create_aggregate('product', 1, None)
fails_with('select product(x) from t')
attempt(base.create_aggregate, 'x', -100, Product)


class Window:
    def __init__(self):
        self.values = []

    def step(self, x):
        self.values.append(x)

    def inverse(self, x):
        self.values.remove(x)

    def value(self):
        return ','.join(map(str, self.values))

    finalize = value


print(base.create_window_function('window', 1, Window))
ask('select x, window(x) over (order by x rows between 1 preceding and current row) from t')
ask('select window(x) from t')
del Window.value
ask('select window(x) over (order by x rows between 1 preceding and current row) from t')
Window.value = lambda self: 1 / 0
ask('select window(x) over (order by x rows between 1 preceding and current row) from t')
base.create_window_function('window', 1, None)
ask('select window(x) over () from t')

print(base.create_collation('backwards', lambda a, b: (a < b) - (a > b)))
ask('select x from (select \'a\' as x union select \'b\' union select \'я\') order by x collate backwards')
base.create_collation('backwards', None)
ask("select 'a' as x union select 'b' order by x collate backwards")
base.create_collation('fails', lambda a, b: 1 / 0)
ask("select 'a' as x union select 'b' order by x collate fails")
base.create_collation('wrong', lambda a, b: 'text')
ask("select 'a' as x union select 'b' order by x collate wrong")
attempt(base.create_collation, 'x', 5)
attempt(base.create_collation, 5, max)

asked = []


def authorize(action, *details):
    asked.append((action, *details))
    if action == sqlite3.SQLITE_READ and details[1] == 'secret':
        return answer
    return sqlite3.SQLITE_OK


base.execute('create table hidden (open, secret)')
base.execute("insert into hidden values ('o', 's')")
print(base.set_authorizer(authorize))
for answer in (sqlite3.SQLITE_OK, sqlite3.SQLITE_IGNORE, sqlite3.SQLITE_DENY, 'text', 2 ** 40):
    ask(f'select open, secret, {len(str(answer))} from hidden')
print(asked[:3])
base.set_authorizer(lambda *args: 1 / 0)
ask('select 1')
base.set_authorizer(None)
ask('select open, secret from hidden')

ticks = []
base.set_progress_handler(lambda: ticks.append(1), 10)
ask('select count(*) from t a, t b, t c, t d')
print(len(ticks) > 5)
base.set_progress_handler(lambda: True, 10)
ask('select count(*) from t a, t b, t c, t d')
base.set_progress_handler(lambda: 1 / 0, 10)
ask('select count(*) from t a, t b, t c, t d')
base.set_progress_handler(None, 10)
ask('select count(*) from t a, t b, t c, t d')

traced = []
base.set_trace_callback(traced.append)
base.execute('insert into t values (?)', ('with a parameter',))
base.execute('select :x', {'x': None})
base.commit()
base.set_trace_callback(lambda sql: 1 / 0)
ask('select 1')
base.set_trace_callback(None)
ask('select 1')
print(traced)
