# f-strings: expressions, conversions, nesting, debugging form.

name, n, pi, items = 'World', 42, 3.14159, [1, 2]
print(f'Hello {name}!', f"{n + 1} {n!r} {name!r} {name!s} {name!a}", f'{n}{n}', F'{n}', f'')
print(f'{{literal}} {{{n}}} {{}}', f'{items[0]} {items[-1]}', f"{ {'a': 1}['a'] }", f'{name.upper()} {len(name)}')
print(f'{pi:.2f} {pi:10.3f}| {n:05d} {n:x} {n:>6}| {name:*^11} {name:<8}|',
      f'{n:{10}} {pi:{8}.{3}} {name:{"^"}{9}}|')
print(f'{n=} {n = } {n=!s} {pi=:.1f} {name=} {n+1=} {items=!r:>10}')
print(f'{"nested " + f"{n} inside"}', f'{f"""{n}""" if n else ""}')
print(f'{n if n > 3 else 0}', f'{(lambda x: x * 2)(n)}', f'{[i for i in range(3)]}', f'{n,}', f'{(n, name)}')
print(rf'\n{n}\t', fr'{n}\d', f'\x41{n}\u00e9', f'{n}' 'plain' f'{name}', 'a{n}' f'{n}')
print(f'''multi
{n}
line {name}''', f"""{
    n
}""")
print(f'{n!r:>6}|{name!r:^10}|', f'{True:5}|{None}|{None!s:>6}|', f'{1e10} {1e16} {1e-5} {0.1 + 0.2}',
      f'{10 ** 20:,}')
class C:
    def __format__(self, spec): return f'<{spec}>'
    def __str__(self): return 'str'
    def __repr__(self): return 'repr'
print(f'{C()} {C():abc} {C()!s} {C()!r:>6} {C():{n}x} {C(): }')
print(f'{"a" "b"}', f'{n:d}%', f'{"%"}', f'{n!s:}', f'{n:}', f'{"{}"}', f'{"é"!a}')
print(f'{n!r}' == repr(n), f'{1}{2}' f'{3}', f'{not n}', f'{n == 42}', f'{n != 42}', f'{n >= 2}', f'{-n}',
      f'{n:+}')
d = {'key': 'v'}
print(f"{d['key']} {d}", f'{print("side effect")}', f'{*items,}', f'{(x := 5)} {x}')
for bad in (lambda: f'{n:q}', lambda: f'{name:d}', lambda: f'{items:5}', lambda: f'{undefined_name}',
            lambda: f'{None:>5}'):
    try: print(bad())
    except (ValueError, TypeError, NameError) as e: print(type(e).__name__, e)
