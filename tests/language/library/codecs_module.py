"""codecs: encodings by name, bit by bit, in files, of scripts; error handlers."""
import codecs, io, os
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
for enc in ['utf-8','UTF8','latin-1','ascii','utf-16','utf-16-le','utf-32-be','utf-8-sig','cp1252','cp437','koi8-r','iso8859-15','rot13','hex','base64','nope','unicode_escape']:
    t(lambda: codecs.lookup(enc).name); t(lambda: 'aé€'.encode(enc)); t(lambda: codecs.encode('ab', enc)); t(lambda: b'a\xe9\x81'.decode(enc)); t(lambda: codecs.decode(b'6162', enc))
    for e in ['ignore','replace','xmlcharrefreplace','backslashreplace','namereplace']: t(lambda: 'aé€😀'.encode(enc, e))
    t(lambda: b'a\xe9\x81\xff'.decode(enc, 'replace'))
t(lambda: codecs.decode('Uryyb', 'rot13')); t(lambda: codecs.encode(b'hi', 'hex')); t(lambda: codecs.encode(b'hi', 'base64')); t(lambda: codecs.decode(codecs.encode(b'hi','zlib'),'zlib'))
for name in ['utf-8','utf-16','utf-32','utf-8-sig','utf-16-be','latin-1']:
    d = codecs.getincrementaldecoder(name)(); data = 'aé€😀'.encode(name, 'replace'); t(lambda: [d.decode(data[i:i+1]) for i in range(len(data))] + [d.decode(b'', True)])
    e = codecs.getincrementalencoder(name)(errors='replace'); t(lambda: [e.encode(c) for c in 'aé€'])
d = codecs.getincrementaldecoder('utf-8')(); t(lambda: d.decode(b'\xe2\x82')); t(lambda: d.getstate()); t(lambda: d.decode(b'', True)); d.reset(); t(lambda: d.decode(b'x'))
codecs.register_error('mine', lambda e: ('[%s]' % e.object[e.start:e.end], e.end)); t(lambda: 'aéb€'.encode('ascii', 'mine')); t(lambda: b'a\xff'.decode('utf-8', 'mine')); codecs.register_error('b', lambda e: (b'!', e.end)); t(lambda: 'é'.encode('ascii','b')); t(lambda: 'é'.encode('ascii','nohandler')); t(lambda: codecs.lookup_error('zz')); t(lambda: codecs.lookup_error('replace')(UnicodeEncodeError('ascii','é',0,1,'r'))); codecs.register_error('bad', lambda e: 5); t(lambda: 'é'.encode('ascii','bad')); t(lambda: codecs.replace_errors(5))
def search(n): return codecs.CodecInfo(lambda s, e='strict': (s.upper().encode(), len(s)), lambda b, e='strict': (bytes(b).decode().lower(), len(b)), name='up') if n == 'upcase' else None
codecs.register(search); t(lambda: 'abc'.encode('upcase')); t(lambda: b'ABC'.decode('upcase')); t(lambda: codecs.lookup('upcase').name)
import tempfile
fd, p = tempfile.mkstemp(); os.close(fd)
with codecs.open(p, 'w', 'utf-16') as f: f.write('line1é\nline2\n')
with codecs.open(p, encoding='utf-16') as f: t(lambda: f.read())
with codecs.open(p, 'wb', 'utf-8') as f: f.writelines(['a€\n','b\n','c'])
with codecs.open(p, 'r', 'utf-8') as f: t(lambda: f.readline()); t(lambda: list(f))
with codecs.open(p, 'r', 'utf-8') as f: t(lambda: f.readlines())
os.unlink(p)
r = codecs.getreader('utf-8')(io.BytesIO('é\nx'.encode())); t(lambda: r.readline()); t(lambda: r.read()); w = io.BytesIO(); codecs.getwriter('latin-1')(w).write('é'); t(lambda: w.getvalue())
t(lambda: list(codecs.iterdecode([b'\xe2\x82', b'\xac'], 'utf-8'))); t(lambda: list(codecs.iterencode('ab', 'utf-8'))); t(lambda: codecs.BOM_UTF8); t(lambda: codecs.utf_8_decode(b'\xc3\xa9')); t(lambda: codecs.escape_decode(b'a\\n')); t(lambda: codecs.getencoder('ascii')('x')); t(lambda: codecs.encode('x')); t(lambda: 'пример.com'.encode('idna'))
t(lambda: b'\x81'.decode('cp1252')); t(lambda: 'ы'.encode('cp1252')); t(lambda: 'привет'.encode('cp1251')); t(lambda: '漢字'.encode('shift_jis')); t(lambda: '漢字'.encode('euc_jp').decode('euc_jp'))
