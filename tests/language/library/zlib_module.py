"""zlib and gzip: at once, piece by piece, broken input."""
import zlib, gzip, io
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
d=b'hello hello hello'*50
t(lambda: zlib.compress(b'abc')); t(lambda: zlib.decompress(zlib.compress(d))==d); t(lambda: len(zlib.compress(d,9))); t(lambda: zlib.compress(d, level=0)[:10]); t(lambda: zlib.compress(d,10)); t(lambda: zlib.decompress(b'junk')); t(lambda: zlib.decompress(zlib.compress(d)[:-5])); t(lambda: zlib.decompress(b'')); t(lambda: zlib.compress('x')); t(lambda: zlib.crc32(b'abc')); t(lambda: zlib.adler32(b'abc')); t(lambda: zlib.crc32(b'c', zlib.crc32(b'ab')))
c=zlib.compressobj(); a=c.compress(b'abc')+c.compress(b'def')+c.flush(); t(lambda: a); t(lambda: c.compress(b'x'));
x=zlib.decompressobj(); t(lambda: x.decompress(a[:5])); t(lambda: x.eof); t(lambda: x.decompress(a[5:]+b'tail')); t(lambda: (x.eof,x.unused_data,x.unconsumed_tail,x.flush()))
x=zlib.decompressobj(); t(lambda: x.decompress(zlib.compress(d), 10)); t(lambda: len(x.unconsumed_tail)>0); t(lambda: len(x.flush())); t(lambda: x.decompress(b'', -1))
c=zlib.compressobj(wbits=-15); r=c.compress(d)+c.flush(); t(lambda: zlib.decompress(r, -15)==d); t(lambda: zlib.compressobj(level=20)); t(lambda: zlib.decompress(r)); c=zlib.compressobj(zdict=b'hello'); r=c.compress(b'hello world')+c.flush(); t(lambda: zlib.decompressobj(zdict=b'hello').decompress(r)); t(lambda: zlib.decompress(r)); t(lambda: zlib.error.__mro__); t(lambda: (zlib.Z_BEST_SPEED, zlib.MAX_WBITS, zlib.DEFLATED))
g=gzip.compress(b'data'*10, mtime=0); t(lambda: g); t(lambda: gzip.decompress(g)); t(lambda: gzip.decompress(g+g)); t(lambda: gzip.decompress(b'xx')); t(lambda: gzip.decompress(g[:-3])); t(lambda: gzip.decompress(b''))
b=io.BytesIO()
with gzip.GzipFile(fileobj=b, mode='wb', mtime=0, filename='') as f: f.write(b'line1\nline2\n'); f.write(b'line3')
b.seek(0)
with gzip.open(b, 'rt') as f: t(lambda: f.readline()); t(lambda: f.read())
b.seek(0); f=gzip.GzipFile(fileobj=b); t(lambda: list(f)); t(lambda: f.read()); f.seek(2); t(lambda: f.read(3)); t(lambda: f.tell()); f.close(); t(lambda: f.read()); t(lambda: gzip.GzipFile(fileobj=io.BytesIO(b'notgzip')).read()); t(lambda: gzip.open('/nonexist')); t(lambda: gzip.open(b, 'q'))
