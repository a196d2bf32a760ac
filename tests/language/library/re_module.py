"""The functions and objects of re: templates, groups, positions, flags, errors."""
import re, copy
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e, getattr(e,'pos',''))
t(lambda: re.compile(b'a(b)').search(b'xab').groups())
t(lambda: re.search(b'\\w+', bytearray(b'  hey')).group())
t(lambda: re.findall(b'[\xe9]', b'\xe9a')); t(lambda: re.search('a', b'a')); t(lambda: re.search(b'a', 'a')); t(lambda: re.search('a', 5)); t(lambda: re.search('a', None)); t(lambda: re.compile(5)); 
t(lambda: re.sub('a', 5, 'a')); t(lambda: re.sub('a', b'x', 'a')); t(lambda: re.sub(b'a', 'x', b'a')); t(lambda: re.sub('a', lambda m: 5, 'a')); t(lambda: re.sub('a', lambda m: None, 'bab')); t(lambda: re.sub('a', lambda m: m.group().upper(), 'bab'))
for tpl in ['\\1','\\g<1>','\\g<n>','\\2','\\g<2>','\\g<zz>','\\g<','\\g','\\g<>','\\g<1','\\g<-1>','\\g<a b>','\\n\\t','\\q','\\.','\\0','\\012','\\101','\\777','\\','\\g<01>','\\\\','[\\g<0>]','\\99','\\g<100>', '\\g<n']:
    t(lambda: re.sub('(?P<n>a)(b)?', tpl, 'xaby') if '2' not in tpl else re.sub('(?P<n>a)', tpl, 'xay'))
    t(lambda: re.match('(?P<n>a)', 'ab').expand(tpl))
m = re.match(r'(?P<y>\d+)-(?P<m>\d+)(-(\d+))?', '2020-12 x')
t(lambda: m); t(lambda: m[0]); t(lambda: m['y']); t(lambda: m.group(1,2,'m')); t(lambda: m.group(9)); t(lambda: m.group('q')); t(lambda: m[-1]); t(lambda: m.start('m')); t(lambda: m.end(3)); t(lambda: m.span(4)); t(lambda: m.groups('z')); t(lambda: m.groupdict()); t(lambda: (m.pos, m.endpos, m.string, m.re)); t(lambda: m.lastgroup); t(lambda: bool(m)); t(lambda: m[1.5]); t(lambda: m.start([]))
t(lambda: re.compile('a', re.I|re.M)); t(lambda: re.compile(b'a', re.I)); t(lambda: re.compile('a', re.A|re.X|re.S|re.DEBUG-128)); t(lambda: re.compile('x'*300)); t(lambda: repr(re.I|re.M)); t(lambda: str(re.I)); t(lambda: re.RegexFlag(0)); t(lambda: re.I); t(lambda: re.compile('a').flags); t(lambda: [re.A, re.DOTALL, re.NOFLAG])
t(lambda: re.compile(re.compile('a'), re.I)); t(lambda: re.compile('a', re.L)); t(lambda: re.compile('a', re.A|re.U)); t(lambda: re.compile(b'a', re.U))
t(lambda: re.compile('a') == re.compile('a')); t(lambda: re.compile('a') == re.compile('a', re.I)); t(lambda: hash(re.compile('a')) == hash(re.compile('a'))); t(lambda: copy.copy(re.compile('a')) is re.compile('a')); t(lambda: copy.deepcopy(m) is m)
t(lambda: re.split(r'(\W)', 'a,b;c')); t(lambda: re.split(r'\b', 'a b')); t(lambda: re.split('x*', 'axbc')); t(lambda: re.split('x', 'axbxc', 1)); t(lambda: re.split('x', 'axbxc', maxsplit=-1)); t(lambda: re.split('(x)|(y)', 'axbyc'))
t(lambda: re.sub('x*', '-', 'abxd')); t(lambda: re.sub('', '-', 'abc')); t(lambda: re.sub('a', 'b', 'aaa', count=2)); t(lambda: re.subn('a', 'b', 'aaa')); t(lambda: re.sub('a','b','aaa',-1))
t(lambda: re.escape('a.b*c d\n-é_#&~!"%,/:;<=>@`\'')); t(lambda: re.escape(b'a.b\x00\xff')); t(lambda: re.escape(5))
t(lambda: re.findall('(a)(b)?', 'aab')); t(lambda: list(re.finditer('a', 'banana'))); t(lambda: next(re.finditer('a','b'), 7))
t(lambda: re.match('a', 'a').group.__name__); t(lambda: type(m)); t(lambda: re.Pattern); t(lambda: re.Match[str]); t(lambda: re.compile('a').groupindex)
t(lambda: re.compile('a').search('bab', 1).span()); t(lambda: re.compile('^a').search('ba', 1)); t(lambda: re.compile('a').match('ba', 1)); t(lambda: re.compile('a$').search('aab', 0, 2)); t(lambda: re.compile(r'\bb').search('ab', 1)); t(lambda: re.compile('a').search(string='a', pos=0)); t(lambda: re.compile('a').search('a', 5)); t(lambda: re.compile('').search('a', 5)); t(lambda: re.compile('').search('abc', 2, 1)); t(lambda: re.compile('').findall('abc', 2, 1)); t(lambda: re.compile('a').search('aaa', -5, -1))
s = re.Scanner([(r'\d+', lambda s,t: int(t)), (r'\s+', None), (r'\w+', 'W')]); t(lambda: s.scan('12 ab 3 !x'))
sc = re.compile('(a)|b').scanner('abab'); t(lambda: [sc.match(), sc.search(), sc.match().span(), sc.match(), sc.match(), sc.match()])
t(lambda: re.error('x','ab\nc',4).lineno); t(lambda: (re.error('x','ab\nc',4).colno, str(re.error('x','ab\nc',4)), re.error('x').pos, re.error.__module__))
t(lambda: re.match('(?:a|ab)(?:c|bcd)(d*)', 'abcd').groups()); t(lambda: re.search(r'(["\'])(?:\\.|(?!\1).)*\1', 'x = "a\\"b" y').group()); t(lambda: re.match(r'(\w+)\s+\1', 'hey hey').group())
t(lambda: re.compile(r'(?P<num>\d+(\.\d*)?)|(?P<id>[A-Za-z_]\w*)|(?P<op>[-+*/=()])|(?P<ws>\s+)').match('x1').lastgroup)
t(lambda: [m.lastgroup for m in re.finditer(r'(?P<num>\d+(\.\d*)?)|(?P<id>[A-Za-z_]\w*)|(?P<op>[-+*/=()])|(?P<ws>\s+)', 'x = 3.5*(y+2)')])
t(lambda: len(re.findall('|'.join('w%d' % i for i in range(9000)), 'w17 w8999')));
t(lambda: re.match('(a|b)*', 'ab'*50000).end()); t(lambda: re.match('(?:a|b)*?c', 'ab'*50000)); t(lambda: re.match('('*150 + 'a' + ')'*150, 'a').groups()[149])
t(lambda: re.compile('(?i)a').flags); t(lambda: re.match('É', 'é', re.I).group()); t(lambda: re.match('\u0391', '\u03b1', re.I).group()); t(lambda: re.match('é', 'É', re.I|re.A));
class S(str): pass
t(lambda: type(re.match('a', S('a')).group())); t(lambda: type(re.sub('x','y',S('a')))); t(lambda: type(re.match('a', S('a')).string))
t(lambda: re.purge()); t(lambda: sorted(re.__all__))
try: re.compile('(')
except re.error as e: print(e.msg, e.pattern, e.pos, e.args)
t(lambda: {re.compile('a'): 1}[re.compile('a')])
match m:
    case re.Match(): print('is match')
