"""csv, shlex, getopt and hmac."""
import csv, io, shlex, getopt, hmac, hashlib
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
R=lambda s,**k: list(csv.reader(io.StringIO(s, newline=''),**k))
for s in ['a,b,c\n1,2,3\n','"a,b",c\r\n"x""y",z','','\n\n','a\n"multi\nline",b\n',"'a','b'",'a;b','a\tb',' a, b','"a" b,c','a,"b','a,b\rc,d','"a"b,c','a\\,b,c','1,"2",3.5\n','"",""',',']:
    t(lambda: R(s)); t(lambda: R(s, delimiter=';', quotechar="'")); t(lambda: R(s, skipinitialspace=True)); t(lambda: R(s, escapechar='\\', doublequote=False)); t(lambda: R(s, quoting=csv.QUOTE_NONE)); t(lambda: R(s, quoting=csv.QUOTE_NONNUMERIC)); t(lambda: R(s, strict=True))
def W(rows, **k):
    o = io.StringIO(newline=''); w = csv.writer(o, **k); w.writerows(rows); return repr(o.getvalue())
rows = [[1,'a',None,2.5],['x,y','q"q','new\nline',''],[''],[],[' sp ', True, "it's"], ('t',)]
for k in [{}, dict(delimiter=';'), dict(quoting=csv.QUOTE_ALL), dict(quoting=csv.QUOTE_NONNUMERIC), dict(quoting=csv.QUOTE_NONE, escapechar='\\'), dict(quoting=csv.QUOTE_NONE), dict(lineterminator='\n', quotechar="'"), dict(doublequote=False, escapechar='!'), dict(dialect='excel-tab'), dict(dialect='unix')]:
    t(lambda: W(rows, **k))
    for r in rows: t(lambda: W([r], **k))
for k in [dict(delimiter=''), dict(delimiter='ab'), dict(delimiter=5), dict(quotechar=None), dict(quoting=9), dict(foo=1), dict(dialect='nope'), dict(lineterminator=None), dict(quoting='x'), dict(escapechar='ab')]:
    t(lambda: W([['a']], **k))
t(lambda: W([5])); t(lambda: csv.writer(5)); t(lambda: list(csv.reader([b'a']))); t(lambda: list(csv.reader(5)))
d = csv.DictReader(io.StringIO('a,b\n1,2\n3\n4,5,6\n\n7,8\n')); t(lambda: list(d)); t(lambda: (d.fieldnames, d.line_num))
o = io.StringIO(newline=''); w = csv.DictWriter(o, ['x','y']); w.writeheader(); w.writerow({'x':1}); t(lambda: w.writerow({'x':1,'z':2})); w.writerows([{'y':2,'x':3}]); print(repr(o.getvalue()))
t(lambda: csv.list_dialects()); t(lambda: csv.get_dialect('excel').delimiter); t(lambda: csv.field_size_limit())
for s in ['a;b;c\n1;2;3\n4;5;6\n', "'a','b'\n'c','d'\n", 'a b c\nd e f\n', 'x|y|z\n1|2|3', '"a", "b"\n"c", "d"\n','name,age\nbob,5\nal,6\n']:
    t(lambda: (lambda d: (d.delimiter, d.quotechar, d.skipinitialspace, d.doublequote))(csv.Sniffer().sniff(s))); t(lambda: csv.Sniffer().has_header(s))
for s in ['a b c', 'a "b c" d', "it\\'s 'a b'", 'a#b', 'a # b', '"a\\"b" c', "''", 'a""b', "'unclosed", 'a\\', 'x=1;y=(2)', ' a  b ', 'é à', '"a\\nb"', 'a|b&&c>d']:
    t(lambda: shlex.split(s)); t(lambda: shlex.split(s, comments=True)); t(lambda: shlex.split(s, posix=False)); t(lambda: list(shlex.shlex(s))); t(lambda: list(shlex.shlex(s, posix=True, punctuation_chars=True)))
for s in ['', 'a', 'a b', "it's", 'é', 'a=b', '$x', 'a/b.c']: t(lambda: shlex.quote(s))
t(lambda: shlex.join(['a b', 'c']))
for a in [['-a','-bfoo','--long','--val=5','rest'],['-b'],['--vol','x'],['-z'],['--nope'],['--long=5'],['--val'],['a','-a'],['--','-a'],['-ab','x','-'],['--l']]:
    t(lambda: getopt.getopt(a, 'ab:', ['long','val=','valley'])); t(lambda: getopt.gnu_getopt(a, 'ab:', ['long','val=']))
t(lambda: hmac.new(b'key', b'msg', 'sha256').hexdigest()); t(lambda: hmac.new(b'k'*100, b'msg', hashlib.md5).hexdigest()); t(lambda: hmac.new('k', b'm', 'md5')); t(lambda: hmac.new(b'k', b'm')); t(lambda: hmac.compare_digest('a','a')); t(lambda: hmac.compare_digest(b'a','a')); t(lambda: hmac.compare_digest('é','é')); h=hmac.new(b'k', digestmod='sha1'); h.update(b'x'); t(lambda: (h.copy().hexdigest(), h.name, h.digest_size, h.block_size)); t(lambda: hmac.digest(b'k', b'm', 'sha512').hex())
