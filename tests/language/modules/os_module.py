# os and os.path: the basics.

import os
import tempfile
print(os.name, os.sep, os.linesep == '\n', os.curdir, os.pathsep, os.path.join('a', 'b', 'c.txt'),
      os.path.join('a', '/b'), os.path.join('a/', 'b'), os.path.join('a', ''))
print(os.path.basename('/x/y.txt'), os.path.dirname('/x/y.txt'), os.path.split('/x/y.txt'),
      os.path.splitext('a.tar.gz'), os.path.splitext('.bashrc'), os.path.isabs('/a'), os.path.isabs('a'),
      os.path.normpath('a/../b/./c//d'), os.path.commonprefix(['abc', 'abd']))
folder = tempfile.mkdtemp()
path = os.path.join(folder, 'file.txt')
print(os.path.exists(path), os.path.isdir(folder), os.path.isfile(path))
with open(path, 'w') as f: f.write('content')
print(os.path.exists(path), os.path.isfile(path), os.path.getsize(path), os.listdir(folder), os.stat(path).st_size)
os.rename(path, path + '.new')
os.mkdir(os.path.join(folder, 'sub'))
os.makedirs(os.path.join(folder, 'x', 'y', 'z'))
os.makedirs(os.path.join(folder, 'x', 'y'), exist_ok=True)
print(sorted(os.listdir(folder)), os.path.isdir(os.path.join(folder, 'x/y/z')))
for f in (lambda: os.mkdir(folder), lambda: os.remove(path), lambda: os.listdir(path), lambda: os.rmdir(folder),
          lambda: os.stat(path), lambda: os.rename(path, 'x'), lambda: os.getenv(5), lambda: os.path.join(1, 2),
          lambda: os.nothing):
    try: f()
    except Exception as e: print(type(e).__name__, str(e).replace(folder, '<folder>'))
os.remove(path + '.new')
os.removedirs(os.path.join(folder, 'x', 'y', 'z'))
os.rmdir(os.path.join(folder, 'sub'))
os.rmdir(folder)
print(os.path.exists(folder), os.getcwd() == os.path.abspath('.'),
      os.path.abspath('a') == os.path.join(os.getcwd(), 'a'), os.getpid() > 0, os.getppid() > 0,
      os.cpu_count() >= 1)
os.environ['GILT_TEST_VARIABLE'] = 'set'
print(os.environ['GILT_TEST_VARIABLE'], os.getenv('GILT_TEST_VARIABLE'), os.getenv('NO_SUCH_VARIABLE'),
      os.getenv('NO_SUCH_VARIABLE', 'default'), os.environ.get('NO_SUCH_VARIABLE', 5),
      'GILT_TEST_VARIABLE' in os.environ)
del os.environ['GILT_TEST_VARIABLE']
try: os.environ['GILT_TEST_VARIABLE']
except KeyError as e: print(repr(e))
print(os.strerror(2), len(os.urandom(5)), os.path.expanduser('a'), os.fspath('x'), os.error is OSError)
