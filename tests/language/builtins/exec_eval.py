# exec, eval, compile and their namespaces.

x = 10
print(eval('x + 1'), eval('x * y', {'x': 2, 'y': 3}), eval('a', {}, {'a': 5}), eval(' 1 + 1'),
      eval('[i for i in range(3)]'), eval('(lambda v: v + 1)(1)'))
exec('made = x + 5')
print(made)
space = {}
exec('def f(n):\n    return n * 2\ny = f(4)', space)
print(space['y'], space['f'](5), '__builtins__' in space)
code = compile('x + 100', 'name', 'eval')
print(eval(code), code.co_filename)
exec(compile('print("from exec")\nz = 1', 'name', 'exec'))
print(z)
exec(compile('1 + 1', 'name', 'single'))
def local():
    v = 1
    exec('v = 2')
    inner = {}
    exec('w = v + 1', {'v': 5}, inner)
    return v, inner, eval('v')
print(local())
for text, call in (('1 +', eval), ('x = 1', eval), ('x = = 1', exec), ('if True:\nx', exec), ('1 / 0', eval),
                   ('undefined_name', eval), ('', eval), ('return 1', exec), ('break', exec),
                   ('raise ValueError("inside")', exec)):
    try: print(call(text))
    except Exception as e: print(f'{text!r}', type(e).__name__, e if not isinstance(e, SyntaxError) else e.msg)
exec('')
print(eval('__name__'), eval('len', {}) is len)
class D(dict):
    def __missing__(self, key): return f'<{key}>'
print(eval('a + b', {}, D()))
code = compile('total = sum(values)', '<sum>', 'exec')
for values in ([1, 2], [3]):
    ns = {'values': values}
    exec(code, ns)
    print(ns['total'])
try: eval(5)
except TypeError as e: print(e)
try: compile('1', 'f', 'nonsense')
except ValueError as e: print(e)
