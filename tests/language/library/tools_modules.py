"""token, tokenize, runpy, pkgutil, filecmp, fileinput, codeop."""
import token, tokenize, runpy, pkgutil, filecmp, sysconfig, site, codeop, fileinput, io, os, tempfile
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
S='''# c
def f(a, *b):  # x
    """doc
more"""
    if a >= 1_0.5e3 and not b'x\\'' != 0xFF:
\treturn [a,
            rf"b{a}", ...]

    x = a if (y := 3) else \\
        lambda: -1j
class C: pass
'''.replace('\t','        ')
t(lambda: [tuple(x) for x in tokenize.generate_tokens(io.StringIO(S).readline)]); t(lambda: list(tokenize.tokenize(io.BytesIO(S.encode()).readline))[:3]); t(lambda: tokenize.untokenize(tokenize.generate_tokens(io.StringIO(S).readline))==S)
for s in ['x', 'x = (1,\n', "'''abc", 'a $ b\n', 'if 1:\n  x\n y\n', '', '\n\n', 'x # c', 'é = 1\n']: t(lambda: [(token.tok_name[x.exact_type], x.string) for x in tokenize.generate_tokens(io.StringIO(s).readline)])
t(lambda: tokenize.untokenize([(1,'a'),(54,'='),(2,'5')])); t(lambda: tokenize.detect_encoding(io.BytesIO(b'# -*- coding: latin-1 -*-\nx').readline)); t(lambda: tokenize.detect_encoding(io.BytesIO(b'\xef\xbb\xbfx').readline)); t(lambda: (token.NAME, token.OP, token.EXACT_TOKEN_TYPES['->'], token.ISTERMINAL(3)))
scratch = tempfile.TemporaryDirectory()
d = scratch.name; os.chdir(d); open('m.py','w').write('x = 1\nprint(__name__, __file__[-4:])\n'); t(lambda: sorted(runpy.run_path('m.py'))[:3]); t(lambda: runpy.run_path('m.py', run_name='__main__')['x'])
os.mkdir('p'); open('p/__init__.py','w').close(); open('p/q.py','w').close(); t(lambda: [tuple(m)[1:] for m in pkgutil.iter_modules([d])]); t(lambda: pkgutil.resolve_name('os.path.join').__name__); t(lambda: pkgutil.resolve_name('os:getcwd').__name__)
open('a','w').write('1'); open('b','w').write('1'); open('c','w').write('2'); t(lambda: (filecmp.cmp('a','b',shallow=False), filecmp.cmp('a','c',shallow=False))); t(lambda: filecmp.cmpfiles('.','p',['a','q.py'])); dc = filecmp.dircmp('.','p'); t(lambda: (dc.left_only, dc.right_only, dc.common))
with fileinput.input(['a','c']) as f: t(lambda: [(fileinput.filename(), fileinput.lineno(), l) for l in f])
t(lambda: sysconfig.get_platform()); t(lambda: codeop.compile_command('x=1') is not None); t(lambda: codeop.compile_command('if 1:')); t(lambda: codeop.compile_command('def f():\n  pass')); t(lambda: codeop.compile_command('x = ('))
