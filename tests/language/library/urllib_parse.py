"""URLs taken apart, joined and quoted."""
from urllib.parse import *
import urllib.parse as u
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
for s in ['http://user:pw@Host.com:8080/p/a;x=1/th;par?q=1&r=2#frag','','//h/p','/p?q','mailto:a@b','http:','HTTP://X','http://[::1]:80/','http://[::1','a:b:c','1a:b','path;p','file:///etc/passwd','http://h:99999/','http://h:x/','http://h?q','x?a=b?c#d#e',' http://a\tb/ ','http://ex.com/é?ü=1','ftp://a/b;type=i','javascript:alert(1)','http://h/%7Ea', 'http://a@b@c/', b'http://h/p?q']:
    t(lambda: urlparse(s)); t(lambda: urlsplit(s)); t(lambda: urlparse(s).geturl()); t(lambda: urlunsplit(urlsplit(s))); t(lambda: urldefrag(s))
    for a in ['hostname','port','username','password','netloc']: t(lambda: getattr(urlsplit(s), a))
for b in ['http://a/b/c/d;p?q','http://a/b/','http://a','a/b','file:///x/y','mailto:x']:
    for s in ['g:h','g','./g','g/','/g','//g','?y','g?y','#s','g#s',';x','.','./','..','../','../g','../..','../../../g','/./g','/../g','g.','.g','..g','./../g','g;x=1/../y','','http:g','g/./h']:
        t(lambda: urljoin(b, s))
for s in ['a b&c=d/é?','','~_-.','100%','%41','a+b','\u20ac', b'\xff a']:
    t(lambda: quote(s)); t(lambda: quote(s, safe='')); t(lambda: quote_plus(s)); t(lambda: unquote(s)); t(lambda: unquote_plus(s) if isinstance(s,str) else 0); t(lambda: unquote_to_bytes(s))
for s in ['%E2%82%AC','%zz','%4','%','%C3%28','a%20b+c','%e9']: t(lambda: unquote(s)); t(lambda: unquote(s, 'latin-1')); t(lambda: unquote_plus(s)); t(lambda: unquote_to_bytes(s)); t(lambda: unquote(s, errors='strict'))
for s in ['a=1&b=2&a=3','a=&b','a=1;b=2','&&a=1','a=b=c','a=%20+x','','=x']:
    t(lambda: parse_qs(s)); t(lambda: parse_qsl(s, keep_blank_values=True)); t(lambda: parse_qsl(s, strict_parsing=True)); t(lambda: parse_qs(s, separator=';'))
t(lambda: parse_qs(b'a=1')); t(lambda: urlencode({'a':1,'b':'x y','c':'é&'})); t(lambda: urlencode([('a',[1,2]),('b','xy')], doseq=True)); t(lambda: urlencode({'a':[1,2]})); t(lambda: urlencode('abc')); t(lambda: urlencode(5)); t(lambda: urlencode({'a':b'\xff','n':None}, quote_via=quote)); t(lambda: quote(5)); t(lambda: quote_from_bytes('a')); t(lambda: quote('é', encoding='latin-1')); t(lambda: urlparse('http://h/p')._replace(path='/z', query='k=v').geturl()); t(lambda: urljoin(b'http://a/b', b'c')); t(lambda: urljoin('http://a', b'c')); t(lambda: urlparse('x', scheme='http')); t(lambda: urlsplit('http://h/p#f', allow_fragments=False)); t(lambda: urlparse('http://H').encode()); t(lambda: unquote(5)); t(lambda: parse_qs('a=1&b=2', max_num_fields=1))
t(lambda: urlunparse(('http','h','p','','q','f'))); t(lambda: urlunsplit(('','h','p','',''))); t(lambda: sorted(u.__all__))
