"""Configuration files: sections, interpolation, errors."""
import configparser, io
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
S='''[DEFAULT]
a = 1
base: /x

[one]
b = %(base)s/y
; comment
# another
multi = line1
  line2

  line4
Key With Space=v = w
empty =
[two]
b = ${x}
n: 5
f = 1.5
ok = yes
no = off
pct = 50%%
'''
c = configparser.ConfigParser(); c.read_string(S)
t(lambda: c.sections()); t(lambda: dict(c['one'])); t(lambda: c.get('one','b')); t(lambda: c['two'].getint('n')); t(lambda: c.getfloat('two','f')); t(lambda: c.getboolean('two','ok')); t(lambda: c['two'].getboolean('no')); t(lambda: c.getboolean('two','n')); t(lambda: c.get('two','pct')); t(lambda: c.get('no','x')); t(lambda: c.get('one','x')); t(lambda: c.get('one','x',fallback=3)); t(lambda: c['nope']); t(lambda: c['one']['nope']); t(lambda: c['one'].get('nope','d')); t(lambda: 'one' in c); t(lambda: c.has_option('one','A')); t(lambda: c.options('two')); t(lambda: c.items('one')); t(lambda: c.items('one', raw=True)); t(lambda: list(c)); t(lambda: len(c)); t(lambda: c['one']); t(lambda: repr(c['one']['multi']))
c['three'] = {'x': '1', 'Y': '2'}; c.set('three','z','%%d'); t(lambda: c.set('three','q',5)); t(lambda: c.set('three','q','%(')); t(lambda: c.add_section('three')); t(lambda: c.add_section('DEFAULT')); t(lambda: c.set('none','a','b')); t(lambda: c.remove_option('three','x')); t(lambda: c.remove_section('two')); t(lambda: c.remove_section('two'))
o = io.StringIO(); c.write(o); print(o.getvalue()); o = io.StringIO(); c.write(o, space_around_delimiters=False); print(o.getvalue())
for s in ['a=1\n','[s]\nnokey\n','[s]\na=1\na=2\n','[s]\n[s]\n','[s]\n=x\n','[s\na=1','[s]\na=%(b)s\n','[s]\na=%(a)s\n','[s]\na=%\n','[s] ; c\na = 1 ; inline\n','[s]\na\n','[s]\n  a=1\n b=2\n']:
    def f():
        p = configparser.ConfigParser(); p.read_string(s); return {k: dict(v) for k, v in p.items()}
    t(f)
    def f():
        p = configparser.ConfigParser(allow_no_value=True, inline_comment_prefixes=(';',), strict=False, interpolation=None); p.read_string(s); return {k: dict(v) for k, v in p.items()}
    t(f)
p = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation(), defaults={'d': 'D'}, delimiters=(':',), comment_prefixes=('!',)); p.read_string('[a]\nx: 1\ny: ${x}${b:z}$$\n! c\n[b]\nz: ${d}\nw: ${a:q}\nv: ${'); t(lambda: p['a']['y']); t(lambda: p['b']['w']); t(lambda: p['b']['v'])
p = configparser.RawConfigParser(); p.optionxform = str; p.read_dict({'S': {'Key': 1, 'b': None}}); t(lambda: dict(p['S'])); t(lambda: p.read('/nonexistent')); p = configparser.ConfigParser(converters={'list': lambda v: v.split(',')}); p.read_string('[a]\nl=1,2'); t(lambda: p.getlist('a','l')); t(lambda: p['a'].getlist('l')); t(lambda: p['a'].getlist('q', [])); t(lambda: configparser.ConfigParser(interpolation=5))
t(lambda: p.pop('a')); t(lambda: p.sections()); t(lambda: p.defaults())
