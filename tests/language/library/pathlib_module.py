"""Pure paths of both flavours, and paths in a folder."""
import pathlib, os, tempfile, sys
from pathlib import *
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
for s in ['','.','/','//','///','a','a/b','/a/b/','a//b','./a','a/.','../a','a/../b','.bashrc','a.tar.gz','a.','..','/a.b/c','a b.txt','.a.b','//x/y']:
    p = PurePosixPath(s)
    t(lambda: (repr(p), str(p), p.parts, p.root, p.anchor, p.name, p.stem, p.suffix, p.suffixes, str(p.parent), [str(x) for x in p.parents], p.is_absolute()))
    t(lambda: p.with_suffix('.x')); t(lambda: p.with_name('z')); t(lambda: p.with_stem('st')); t(lambda: p / 'c'); t(lambda: p / '/c'); t(lambda: 'q' / p); t(lambda: p.relative_to('a')); t(lambda: p.is_relative_to('/')); t(lambda: p.match('*.gz')); t(lambda: p.match('a/*')); t(lambda: p.as_uri()); t(lambda: p.joinpath('x','y'))
for s in ['c:','c:/','c:\\a','c:a','\\\\h\\s\\x','\\a','a/b\\c','C:\\A\\b.TXT','//h/s','nul','a\\..\\b','']:
    p = PureWindowsPath(s)
    t(lambda: (repr(p), str(p), p.parts, p.drive, p.root, p.anchor, p.name, p.suffix, str(p.parent), p.is_absolute(), p.as_posix(), p.is_reserved()))
    t(lambda: p / 'x'); t(lambda: p / '\\x'); t(lambda: p / 'd:x'); t(lambda: p / 'c:x'); t(lambda: p / 'd:\\x'); t(lambda: p.as_uri())
t(lambda: PureWindowsPath('A') == PureWindowsPath('a')); t(lambda: PurePosixPath('a') == PureWindowsPath('a')); t(lambda: PurePosixPath('a') < PurePosixPath('b')); t(lambda: hash(Path('a')) == hash(Path('a/'))); t(lambda: sorted([Path('b'), Path('a/c'), Path('a')])); t(lambda: Path('a') < 5); t(lambda: Path(5)); t(lambda: Path('a') / 5); t(lambda: Path(b'a')); t(lambda: Path('a', 'b', Path('c'))); t(lambda: Path()); t(lambda: WindowsPath('a')); t(lambda: bytes(Path('é'))); t(lambda: os.fspath(Path('x'))); t(lambda: Path('a').parents[-1]); t(lambda: Path('a/b').parents[5]); t(lambda: Path('a/b/c').parents[0:2]); t(lambda: Path('a/b').parents); t(lambda: len(Path('/a/b').parents)); t(lambda: Path('a').with_suffix('x')); t(lambda: Path('a').with_name('b/c')); t(lambda: Path('a').match('')); t(lambda: isinstance(Path('a'), os.PathLike)); t(lambda: type(Path('a'))); t(lambda: Path.__mro__)
with tempfile.TemporaryDirectory() as d:
    os.chdir(d)
    r = Path('.')
    (r/'s1'/'s2').mkdir(parents=True); t(lambda: (r/'s1').mkdir()); (r/'s1').mkdir(exist_ok=True); t(lambda: (r/'q'/'w').mkdir())
    t(lambda: (r/'f.txt').write_text('héllo\nworld')); t(lambda: (r/'f.txt').read_text()); t(lambda: (r/'f.txt').read_bytes()); t(lambda: (r/'b.bin').write_bytes(b'123')); (r/'s1'/'g.py').touch(); (r/'s1'/'s2'/'h.py').touch(); (r/'.hid').touch(); t(lambda: (r/'f.txt').touch(exist_ok=False)); t(lambda: (r/'f.txt').write_text(5)); t(lambda: (r/'nope').read_text()); t(lambda: (r/'f.txt').stat().st_size)
    t(lambda: sorted(map(str, r.iterdir()))); t(lambda: sorted(map(str, r.glob('*')))); t(lambda: sorted(map(str, r.glob('**/*.py')))); t(lambda: sorted(map(str, r.rglob('*')))); t(lambda: sorted(map(str, r.glob('*/')))); t(lambda: sorted(map(str, r.glob('s1/*.py')))); t(lambda: sorted(map(str, r.glob('**')))); t(lambda: sorted(map(str, r.rglob('*.py')))); t(lambda: list(r.glob(''))); t(lambda: list(r.glob('/a'))); t(lambda: list(r.glob('a**'))); t(lambda: sorted(map(str, r.glob('[fb]*')))); t(lambda: sorted(map(str, r.glob('s?/../*.txt'))))
    t(lambda: [(p.exists(), p.is_file(), p.is_dir(), p.is_symlink()) for p in [r, r/'f.txt', r/'no', r/'f.txt'/'x']])
    (r/'link').symlink_to('f.txt'); t(lambda: ((r/'link').is_symlink(), str((r/'link').readlink()), (r/'link').resolve().name, (r/'link').samefile('f.txt'))); t(lambda: (r/'f.txt').rename('g.txt')); t(lambda: (r/'link').exists()); t(lambda: (r/'g.txt').replace(r/'f.txt')); t(lambda: (r/'f.txt').hardlink_to('b.bin')); (r/'hl').hardlink_to('f.txt'); t(lambda: (r/'hl').stat().st_nlink)
    t(lambda: (r/'no').unlink()); (r/'no').unlink(missing_ok=True); (r/'hl').unlink(); t(lambda: (r/'s1').rmdir()); (r/'f.txt').chmod(0o600); t(lambda: oct((r/'f.txt').stat().st_mode)); t(lambda: Path('a').absolute() == Path.cwd()/'a'); t(lambda: (r/'s1'/'..'/'f.txt').resolve() == Path.cwd().resolve()/'f.txt'); t(lambda: (r/'no').resolve(strict=True)); t(lambda: Path('~').expanduser() == Path.home()); t(lambda: (r/'no').stat()); t(lambda: (r/'f.txt').open().readline()); t(lambda: (r/'f.txt').owner())
    with (r/'f.txt').open('a') as f: f.write('!')
    t(lambda: (r/'f.txt').read_text()); os.chdir('/')
