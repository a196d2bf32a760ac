"""tempfile, shutil, glob and fnmatch in a folder of their own."""
import tempfile, shutil, os, stat
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, str(e).replace(d, 'D'))
scratch = tempfile.TemporaryDirectory()
d = scratch.name; os.chdir(d)
t(lambda: oct(os.stat(d).st_mode)); fd, n = tempfile.mkstemp(suffix='.x', prefix='p', dir=d); os.close(fd); t(lambda: (n.startswith(d+'/p'), n.endswith('.x'), len(os.path.basename(n)))); os.unlink(n)
with tempfile.TemporaryFile('w+') as f: f.write('abc'); f.seek(0); t(lambda: f.read())
with tempfile.NamedTemporaryFile('w', delete=False, dir=d, suffix='.txt') as f: f.write('hey')
t(lambda: open(f.name).read()); os.unlink(f.name)
with tempfile.NamedTemporaryFile() as f: t(lambda: os.path.exists(f.name)); f.write(b'z'); f.flush()
t(lambda: os.path.exists(f.name))
with tempfile.TemporaryDirectory() as td: open(td+'/a','w').close(); os.mkdir(td+'/s'); open(td+'/s/b','w').close()
t(lambda: os.path.exists(td))
with tempfile.SpooledTemporaryFile(10) as f: f.write(b'12345'); t(lambda: f._rolled); f.write(b'1234567890'); t(lambda: f._rolled); f.seek(0); t(lambda: f.read())
with tempfile.SpooledTemporaryFile(mode='w+') as f: f.write('x'); f.seek(0); t(lambda: f.read())
t(lambda: tempfile.gettempdir()); t(lambda: tempfile.gettempprefix()); t(lambda: tempfile.mkstemp(suffix=b'x', prefix='y'))
open('a.txt','w').write('hello'); os.chmod('a.txt', 0o640)
t(lambda: shutil.copy('a.txt','b.txt')); t(lambda: oct(os.stat('b.txt').st_mode)); t(lambda: shutil.copyfile('a.txt','c.txt')); t(lambda: shutil.copy2('a.txt','e.txt')); t(lambda: os.stat('a.txt').st_mtime_ns == os.stat('e.txt').st_mtime_ns); t(lambda: shutil.copyfile('a.txt','a.txt')); t(lambda: shutil.copyfile('no','x')); t(lambda: shutil.copyfile('a.txt','nodir/x'))
os.makedirs('tree/s1/s2'); open('tree/f.py','w').close(); open('tree/s1/g.txt','w').close(); open('tree/s1/s2/h.pyc','w').close(); os.symlink('f.py','tree/l')
ls = lambda p: sorted(os.path.relpath(os.path.join(a,x),p) for a,b,c in os.walk(p) for x in b+c)
t(lambda: shutil.copytree('tree','t2')); t(lambda: ls('t2')); t(lambda: shutil.copytree('tree','t2')); t(lambda: shutil.copytree('tree','t2',dirs_exist_ok=True)); t(lambda: shutil.copytree('tree','t3',ignore=shutil.ignore_patterns('*.pyc','g*'),symlinks=True)); t(lambda: (ls('t3'), os.path.islink('t3/l'))); t(lambda: shutil.move('t3','t4')); t(lambda: shutil.move('a.txt','t4')); t(lambda: ls('t4')); t(lambda: shutil.move('b.txt','t4/z.txt')); t(lambda: shutil.move('t4','t4/s1')); t(lambda: shutil.move('no','x')); t(lambda: shutil.rmtree('t4')); t(lambda: os.path.exists('t4')); t(lambda: shutil.rmtree('t4')); t(lambda: shutil.rmtree('t4', ignore_errors=True)); t(lambda: shutil.rmtree('c.txt')); t(lambda: shutil.rmtree('tree/l'))
t(lambda: shutil.which('sh')); t(lambda: shutil.which('nope-zz')); t(lambda: shutil.which('/bin/sh')); t(lambda: shutil.disk_usage('/')._fields); t(lambda: shutil.disk_usage('/').total > 0); import io; a=io.StringIO('x'*100); b=io.StringIO(); shutil.copyfileobj(a,b,7); t(lambda: len(b.getvalue())); t(lambda: shutil.chown('c.txt')); t(lambda: shutil.chown('c.txt', user='nobodyxx')); t(lambda: shutil.make_archive('x','nope')); t(lambda: shutil.Error.__mro__)
os.chdir('/'); shutil.rmtree(d)
import glob, fnmatch
os.makedirs(d+'/a/b'); [open(d+'/'+x,'w').close() for x in ['x.py','y.txt','.h.py','a/z.py','a/b/w.py','[q].py']]
os.chdir(d)
for p in ['*','*.py','**/*.py','a/*','**','*/','[xy]*','?.py','.*','nope','a/**/w.py','[[]q].py','**/','x.py','']:
    t(lambda: sorted(glob.glob(p))); t(lambda: sorted(glob.glob(p, recursive=True))); t(lambda: sorted(glob.glob(p, root_dir=d+'/a'))); t(lambda: sorted(glob.glob(p, include_hidden=True)))
t(lambda: glob.escape('a[b]*?c')); t(lambda: glob.has_magic('a*')); t(lambda: sorted(glob.iglob('*.py')))
for p in ['*.py','[!a]*','a?c','[a-c]x','[]]','a[','*','[!]a]','a\\b','**a**', '[b-a]','.*']: t(lambda: fnmatch.translate(p)); t(lambda: [fnmatch.fnmatch(x,p) for x in ['a.py','abc','bx',']','a[','.h','xay']])
os.chdir('/'); shutil.rmtree(d)
