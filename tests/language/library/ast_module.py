"""Trees: parsed, dumped, walked, changed, written down again and compiled."""
import ast, sys
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
src = open(__file__).read() if 0 else '''
"""doc"""
import os, sys as s
from a.b import c as d, e
from . import x
@dec(1)
class C(Base, metaclass=M):
    """cdoc"""
    a: int = 5
    b: str
    (c): int
    def f(self, a, /, b=1, *args, c, d=2, **kw) -> int:
        return a ** -b if c else (yield d)
    async def g(self):
        async with a as b, c: await d
        async for i in x: pass
        else: break
def h(*, k): return lambda x, *y, z=1, **w: x
x = y = 1, 2
x += [1, *a, {2, 3}, {}, {1: 2, **z}, (), (1,)]
for i, j in z: continue
while not True: pass
else: del a, b[1:2, ::3], c.d
try: raise E from F
except (A, B) as e: pass
except: raise
else: pass
finally: pass
try: pass
except* A: pass
with (a): pass
if a < b <= c and not d or e in f is not g: pass
elif x: global q
else: assert a, "m"
print(f"a{x!r:>{w}}b{y}", 'it\\'s', b"x", 1.5, 2j, ..., None, True, -1, 10**20, 1e400, """q"w'e""")
[a for b in c if d if e for f in g]; {a: b for c in d}; {a async for a in b}; (a for b in c)
a[b](c, *d, e=f, **g).h; (y := 5); not a; ~b; +c; a @ b // c % d << e >> f | g ^ h & i; (a, b)[0]; 1 .real; a if (b if c else d) else e; (a or b) and c; -(2 ** 3); (-2) ** 3; 2 ** -3; (a, *b); lambda: (yield)
match x:
    case 1 | "a": pass
    case [a, _, *r] if b: pass
    case {"k": v, **rest}: pass
    case P(1, x=2) as n: pass
    case None: pass
    case -1+2j: pass
    case a.b: pass
def outer():
    nonlocal_ = 1
    def inner():
        nonlocal nonlocal_
        return
'''
tree = ast.parse(src)
t(lambda: ast.dump(tree)); t(lambda: ast.dump(tree, indent=1)); t(lambda: ast.dump(tree, False))
t(lambda: ast.unparse(tree)); t(lambda: ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree))
for s in ['1','-1','"a"','[1,(2,),{3:4},{5},set()]','1+2j','None','True','...','b"x"','f(1)','1+1','a','[','"a" "b"','-(1)','  1','1\n','{1:2,**{}}', '-True', '+1', 'x.y','()','"\\x41"','1_000','0x10', '- 1 - 2j']:
    t(lambda: ast.literal_eval(s) if not 'at 0x' in s else 0) if s not in ('f(1)','1+1','a','{1:2,**{}}','x.y', '-True') else None
    def f():
        try: return ast.literal_eval(s)
        except ValueError as e: return str(e).split(':')[0]
    t(f)
class V(ast.NodeVisitor):
    def visit_Name(self, n): print('name', n.id, n.lineno, n.col_offset); self.generic_visit(n)
    def visit_Call(self, n): print('call'); self.generic_visit(n)
V().visit(ast.parse('f(a, b.c)\nx=1'))
class T(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value + 1), n)
    def visit_Pass(self, n): return None
tr = ast.fix_missing_locations(T().visit(ast.parse('x = 1 + 2\nif x: pass; y = 3'))); ns = {}; exec(compile(tr, '<t>', 'exec'), ns); t(lambda: (ns['x'], ns['y']))
e = ast.Expression(ast.BinOp(ast.Constant(2), ast.Mult(), ast.Constant(21))); t(lambda: eval(compile(ast.fix_missing_locations(e), '', 'eval'))); t(lambda: compile(e.body, '', 'eval')); t(lambda: compile(ast.Expression(ast.Constant(1)), '', 'eval'))
t(lambda: [type(n).__name__ for n in ast.walk(ast.parse('a+b'))]); t(lambda: list(ast.iter_fields(ast.parse('1').body[0].value))); t(lambda: ast.get_docstring(tree)); t(lambda: ast.get_docstring(tree.body[4])); t(lambda: ast.get_docstring(5)); t(lambda: ast.get_source_segment('x = f(1)\n', ast.parse('x = f(1)\n').body[0].value)); t(lambda: ast.increment_lineno(ast.parse('a'), 3).body[0].lineno)
t(lambda: ast.Name('x', 'y', 'z')); t(lambda: ast.Name(id='q').id); t(lambda: ast.Name().id); t(lambda: ast.dump(5)); t(lambda: ast.Constant(5).n); t(lambda: isinstance(ast.Constant(5), ast.Num)); t(lambda: isinstance(ast.Constant('s'), ast.Str)); t(lambda: ast.Name._fields); t(lambda: ast.FunctionDef._fields); t(lambda: ast.Name._attributes); t(lambda: ast.Name.__mro__); t(lambda: ast.parse('a b')); t(lambda: ast.parse('1+', mode='eval')); t(lambda: ast.dump(ast.parse('1', mode='eval'))); t(lambda: ast.dump(compile('a', '', 'exec', ast.PyCF_ONLY_AST))); t(lambda: ast.parse('x', mode='zz')); t(lambda: ast.dump(ast.arguments(args=[ast.arg('a')]))); t(lambda: ast.dump(ast.Name('a', ast.Load())))
match ast.parse('f(1)').body[0].value:
    case ast.Call(func=ast.Name(id=n), args=[ast.Constant(v)]): print('matched', n, v)
