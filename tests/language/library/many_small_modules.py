"""locale, platform, uuid, graphlib, colorsys, cmd, html and ipaddress."""
import locale, platform, uuid, graphlib, colorsys, cmd, html, html.parser, html.entities, ipaddress as ip, io, pickle
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: locale.setlocale(locale.LC_ALL, 'C')); t(lambda: locale.setlocale(locale.LC_ALL, 'xx_YY')); t(lambda: locale.localeconv()); t(lambda: locale.getlocale()); t(lambda: locale.format_string('%d %.2f', (1234567, 3.14159), grouping=True)); t(lambda: locale.atof('1.5')); t(lambda: locale.str(1.5)); t(lambda: locale.strcoll('a','b')); t(lambda: locale.currency(5)); t(lambda: locale.setlocale(locale.LC_NUMERIC)); t(lambda: locale.getpreferredencoding().lower()); t(lambda: locale.setlocale(locale.LC_CTYPE, 'C.UTF-8'))
t(lambda: platform.system()); t(lambda: platform.machine()); t(lambda: type(platform.uname()).__name__); t(lambda: platform.architecture()); t(lambda: platform.uname()._fields if 0 else platform.uname().system)
u = uuid.UUID('12345678-1234-5678-1234-567812345678')
for a in ['hex','int','bytes','bytes_le','fields','time','node','clock_seq','variant','version','urn','time_low','time_mid','is_safe']: t(lambda: getattr(u,a))
t(lambda: u); t(lambda: str(u)); t(lambda: uuid.UUID('{12345678123456781234567812345678}') == u); t(lambda: uuid.UUID('zz')); t(lambda: uuid.UUID()); t(lambda: uuid.UUID(int=-1)); t(lambda: uuid.UUID(int=5, version=4)); t(lambda: uuid.uuid3(uuid.NAMESPACE_DNS, 'python.org')); t(lambda: uuid.uuid5(uuid.NAMESPACE_URL, 'x')); t(lambda: uuid.uuid4().version); t(lambda: uuid.uuid1().version); t(lambda: len({uuid.uuid4() for _ in range(100)})); t(lambda: sorted([uuid.UUID(int=2), uuid.UUID(int=1)])); t(lambda: hash(u) == hash(uuid.UUID(int=u.int)))
def sa(): u.int = 5
t(sa); t(lambda: uuid.UUID(bytes=b'x'*16)); t(lambda: uuid.UUID(bytes_le=b'0123456789abcdef')); t(lambda: uuid.UUID(fields=(1,2,3,4,5,6))); t(lambda: pickle.loads(pickle.dumps(u)) == u)
t(lambda: list(graphlib.TopologicalSorter({'d': {'b','c'} and ['b','c'], 'b': ['a'], 'c': ['a']}).static_order())); t(lambda: list(graphlib.TopologicalSorter({1:[2],2:[3],3:[1]}).static_order()))
g = graphlib.TopologicalSorter(); g.add(1, 2, 3); t(lambda: g.get_ready()); g.prepare(); t(lambda: g.get_ready()); t(lambda: g.is_active()); t(lambda: g.done(1)); g.done(2, 3); t(lambda: g.get_ready()); t(lambda: g.add(5)); t(lambda: g.done(9)); t(lambda: g.done(2)); t(lambda: g.prepare())
for c in [(0,0,0),(1,1,1),(.2,.4,.6),(.9,.1,.5),(.3,.3,.7)]:
    for f in ['rgb_to_yiq','yiq_to_rgb','rgb_to_hls','hls_to_rgb','rgb_to_hsv','hsv_to_rgb']: t(lambda: getattr(colorsys,f)(*c))
class C(cmd.Cmd):
    prompt = '> '
    def do_add(self, a): "Add numbers."; print(sum(map(int, a.split())), file=self.stdout)
    def do_quit(self, a): return True
    def do_undoc(self, a): pass
    def help_topic(self): print('topic help', file=self.stdout)
    def default(self, l): print('?', l, file=self.stdout)
out = io.StringIO(); c = C(stdin=io.StringIO('add 1 2\nhelp\nhelp add\n? topic\nhelp zz\nfoo\n\nquit\n'), stdout=out); c.use_rawinput = False; c.cmdloop('hi'); print(out.getvalue()); out.truncate(0); out.seek(0); c.columnize(['abc%d' % i for i in range(30)], 40); print(out.getvalue()); t(lambda: c.parseline('!x')); t(lambda: c.parseline('?a b'))
for s in ['<a href="x">&\'</a>', 'a&amp;b', '&lt;&gt;&quot;&#39;&#x27;&eacute;&nbsp;', '&notit; &not', '&#0; &#128; &#xD800; &#x110000; &bogus; &amp', '&copy2', '&#65', '&CounterClockwiseContourIntegral;', '&Aacute', '& &&;', '&#1;x']: t(lambda: ascii(html.escape(s))); t(lambda: ascii(html.unescape(s))); t(lambda: html.escape(s, quote=False))
t(lambda: (len(html.entities.html5), len(html.entities.name2codepoint), html.entities.codepoint2name[233], html.entities.entitydefs['alpha'], html.entities.entitydefs['eacute'], html.entities.name2codepoint['lang']))
class P(html.parser.HTMLParser):
    def handle_starttag(self, t, a): print('start', t, a, self.getpos(), self.get_starttag_text())
    def handle_endtag(self, t): print('end', t)
    def handle_data(self, d): print('data', repr(d))
    def handle_comment(self, d): print('comment', repr(d))
    def handle_decl(self, d): print('decl', repr(d))
    def handle_pi(self, d): print('pi', repr(d))
    def handle_entityref(self, d): print('ent', d)
    def handle_charref(self, d): print('char', d)
    def unknown_decl(self, d): print('unk', d)
H = '<!DOCTYPE html>\n<html><!-- c --><head><title>T &amp; x</title><script>if (a<b) "</p>"</script></head><BODY class=x id="y&lt;" checked data-z=\'q\'>\n<p>Hi &eacute; &#233;<br/><img src=a.png /><a href="?a=1&b=2">l</a> 3 < 4 <? pi ?><![CDATA[x]]></p ></body></html>&am'
for cc in (True, False):
    p = P(convert_charrefs=cc); p.feed(H); p.close()
p = P(); [p.feed(c) for c in '<p a="b">te<b>x</b>']; p.close()
for s in ['1.2.3.4','0.0.0.0','255.255.255.255','1.2.3','1.2.3.256','01.2.3.4','a.b.c.d','','1.2.3.4.5','::','::1','2001:db8::1','1:2:3:4:5:6:7:8','1::2::3','::ffff:1.2.3.4','12345::','127.0.0.1','10.1.2.3','224.0.0.1','169.254.1.1','8.8.8.8','ff02::1','fc00::1','2002:102:304::', 5, 2**40, -1, b'\x01\x02\x03\x04']:
    t(lambda: repr(ip.ip_address(s))); t(lambda: (lambda a: (int(a), a.packed, a.exploded, a.compressed, a.reverse_pointer, a.is_private, a.is_global, a.is_multicast, a.is_loopback, a.is_link_local, a.is_reserved, a.is_unspecified, a.version, a.max_prefixlen))(ip.ip_address(s))); t(lambda: ip.IPv4Address(s)); t(lambda: ip.IPv6Address(s))
for s in ['192.168.0.0/24','192.168.0.1/24','10.0.0.0/8','1.2.3.4','1.2.3.0/255.255.255.0','1.2.3.0/0.0.0.255','1.2.3.0/33','2001:db8::/32','::/0','1.2.3.4/32','1.2.3.4/31','1.2.3.0/x','a/b/c']:
    t(lambda: repr(ip.ip_network(s))); t(lambda: repr(ip.ip_network(s, strict=False))); t(lambda: (lambda n: (n.network_address, n.broadcast_address, n.netmask, n.hostmask, n.num_addresses, n.prefixlen, n.with_netmask, n.with_hostmask, n.is_private, n[0], n[-1]))(ip.ip_network(s, False))); t(lambda: repr(ip.ip_interface(s))); t(lambda: ip.ip_interface(s).network); t(lambda: ip.ip_interface(s).ip); t(lambda: list(map(str, list(ip.ip_network(s, False).subnets())[:2]))); t(lambda: ip.ip_network(s, False).supernet()); t(lambda: [str(x) for _, x in zip(range(3), ip.ip_network(s, False).hosts())])
n = ip.ip_network('10.0.0.0/29'); t(lambda: list(n)); t(lambda: ip.ip_address('10.0.0.3') in n); t(lambda: n.overlaps(ip.ip_network('10.0.0.4/30'))); t(lambda: list(n.address_exclude(ip.ip_network('10.0.0.2/31')))); t(lambda: list(ip.collapse_addresses([ip.ip_network('10.0.0.0/25'), ip.ip_network('10.0.0.128/25')]))); t(lambda: list(ip.collapse_addresses([ip.ip_address('1.1.1.%d' % i) for i in range(6)]))); t(lambda: list(ip.summarize_address_range(ip.ip_address('1.1.1.0'), ip.ip_address('1.1.2.5')))); t(lambda: sorted([ip.ip_address('2.2.2.2'), ip.ip_address('1.1.1.1')])); t(lambda: ip.ip_address('1.1.1.1') + 5); t(lambda: ip.ip_address('1.1.1.1') < ip.ip_address('::1')); t(lambda: ip.ip_address('1.1.1.1') == ip.ip_interface('1.1.1.1/32')); t(lambda: n.subnet_of(ip.ip_network('10.0.0.0/8'))); t(lambda: list(n.subnets(new_prefix=31))); t(lambda: n.supernet(new_prefix=8)); t(lambda: format(ip.ip_address('1.2.3.4'), '#x')); t(lambda: f"{ip.ip_address('1.2.3.4'):b} {ip.ip_address('::1'):x} {ip.ip_address('1.2.3.4'):>10s}"); t(lambda: {ip.ip_address('1.1.1.1'): 1}[ip.ip_address('1.1.1.1')])
