# sqlite3: what makes a database anew: iterdump, backup, serialize; and blobs, read and written in place.
import os
import sqlite3
import tempfile


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


def filled():
    base = sqlite3.connect(':memory:')
    base.executescript('''
        create table city (id integer primary key autoincrement, name text, "odd ""name" blob);
        insert into city (name) values ('Moscow'), ('it''s'), (null);
        insert into city values (7, 'Казань', x'00ff');
        create table "select" (x real);
        insert into "select" values (1.5), (1e300), (-0.1);
        create index by_name on city (name);
        create view names as select name from city;
        create trigger t after insert on city begin select 1; end;
        create table without_rows (x);
    ''')
    return base


base = filled()
lines = list(base.iterdump())
print('\n'.join(lines))
again = sqlite3.connect(':memory:')
again.executescript('\n'.join(lines))
print(list(again.iterdump()) == lines)
base.row_factory = sqlite3.Row
print(list(base.iterdump()) == lines)
print(list(sqlite3.connect(':memory:').iterdump()))

target = sqlite3.connect(':memory:')
seen = []
print(base.backup(target, pages=2, progress=lambda status, remaining, total: seen.append((status, remaining, total))))
print(list(target.iterdump()) == lines, len(seen) > 1, seen[-1][:2], seen[-1][0] == sqlite3.SQLITE_DONE)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'copy.db')
    on_disk = sqlite3.connect(path)
    base.backup(on_disk)
    on_disk.close()
    on_disk = sqlite3.connect(path)
    print(on_disk.execute('select count(*) from city').fetchone())
    on_disk.close()
attempt(base.backup)
attempt(base.backup, 5)
attempt(base.backup, base)
attempt(base.backup, target, name='nowhere')
attempt(base.backup, target, progress=5)
attempt(base.backup, target, progress=lambda *args: 1 / 0)
attempt(base.backup, target, pages='x')
attempt(base.backup, target, sleep=-1)
base.backup(target, pages=0)
base.backup(target, pages=-1)
target.close()
attempt(base.backup, target)

image = base.serialize()
print(type(image).__name__, image[:15], len(image) % 4096)
other = sqlite3.connect(':memory:')
other.deserialize(image)
print(other.execute('select name from names').fetchall())
other.execute("insert into city (name) values ('more')")
print(other.execute('select count(*) from city').fetchone())
attempt(base.serialize, name='nowhere')
attempt(other.deserialize, 'text')
attempt(other.deserialize, 5)
attempt(lambda: other.deserialize(b'no database at all') or other.execute('select * from city').fetchall())

base = sqlite3.connect(':memory:')
base.execute('create table t (id integer primary key, b blob)')
base.execute('insert into t values (1, zeroblob(10))')
blob = base.blobopen('t', 'b', 1)
print(type(blob).__name__, len(blob), blob.tell(), blob.write(b'hello'), blob.tell(), blob.seek(0), blob.read(3), blob.read(),
      blob.read())
print(blob.seek(-2, os.SEEK_END), blob.tell(), blob.seek(-1, os.SEEK_CUR), blob.tell())
print(blob[0], blob[-1], blob[1:4], blob[::2], blob[5:5])
blob[0] = ord('J')
blob[1:3] = b'EL'
blob[5::2] = b'123'
print(base.execute('select b from t').fetchone())
for action in (lambda: blob[10], lambda: blob['x'], lambda: blob[1.5], lambda: blob.__setitem__(0, 256), lambda: blob.__setitem__(0, b'x'),
               lambda: blob.__setitem__(slice(0, 2), b'x'), lambda: blob.__setitem__(slice(0, 2), 5), lambda: blob.__delitem__(0),
               lambda: blob.__delitem__(slice(1)), lambda: blob.seek(11), lambda: blob.seek(-1), lambda: blob.seek(0, 5),
               lambda: blob.write(b'x' * 20), lambda: blob.write('text'), lambda: blob.read(-5), lambda: blob.seek(0), lambda: blob.read(-1)):
    attempt(action)
with blob as same:
    print(same is blob)
attempt(blob.read)
attempt(lambda: len(blob))
blob.close()
for args in (('t', 'b', 5), ('t', 'c', 1), ('u', 'b', 1), ('t', 'b'), (5, 'b', 1), ('t', 'b', 'x')):
    attempt(base.blobopen, *args)
with base.blobopen('t', 'b', 1, readonly=True) as blob:
    attempt(blob.write, b'x')
    print(blob.read(4))
blob = base.blobopen('t', 'b', 1)
base.execute("update t set b = 'changed'")
attempt(blob.read)
attempt(lambda: base.blobopen('t', 'b', 1, name='nowhere'))
base.close()
attempt(blob.read)
attempt(sqlite3.Blob)
