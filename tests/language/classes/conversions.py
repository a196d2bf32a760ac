# Special methods that turn an instance into something else.

class Number:
    def __init__(self, n): self.n = n
    def __int__(self): return int(self.n)
    def __float__(self): return float(self.n)
    def __index__(self): return int(self.n)
    def __complex__(self): return complex(self.n)
    def __round__(self, digits=None): return ('rounded', digits)
    def __trunc__(self): return 'trunc'
    def __floor__(self): return 'floor'
    def __ceil__(self): return 'ceil'
    def __bytes__(self): return b'bytes'
    def __format__(self, spec): return f'formatted({spec})'
    def __str__(self): return 'str'
    def __repr__(self): return 'repr'
    def __hash__(self): return 7
    def __sizeof__(self): return 99
    def __length_hint__(self): return 5

import math
n = Number(3)
print(int(n), float(n), complex(n), round(n), round(n, 2), math.trunc(n), math.floor(n), math.ceil(n))
print(bytes(n), format(n, 'x>5'), f'{n:abc}', f'{n}', f'{n!r}', f'{n!s:>5}', str(n), [n], hash(n))
print([10, 20, 30, 40][n], hex(n), bin(n), oct(n), range(n), 'a' * n, [0] * n, (1, 2, 3, 4)[:n], chr(Number(65)))
print('%d %s %r %.1f %x' % (n, n, n, n, n))
class OnlyRepr:
    def __repr__(self): return 'only repr'
print(OnlyRepr(), str(OnlyRepr()), f'{OnlyRepr()}', '%s' % OnlyRepr())
class Plain: pass
print(repr(Plain()).startswith('<__main__.Plain object at 0x'), repr(Plain)[:24])
class BadStr:
    def __str__(self): return 5
    def __repr__(self): return None
for f in (lambda: str(BadStr()), lambda: repr(BadStr()), lambda: int(Plain()), lambda: float(Plain()),
          lambda: [1][Plain()], lambda: format(Plain(), 'x'), lambda: round(Plain()), lambda: bytes(Plain()),
          lambda: hex(Plain()), lambda: range(Plain()), lambda: complex(Plain()), lambda: '%d' % Plain()):
    try: f()
    except TypeError as e: print(e)
class BadInt:
    def __int__(self): return 'x'
    def __index__(self): return 'x'
    def __bool__(self): return 'x'
    def __len__(self): return 'x'
    def __float__(self): return 'x'
for f in (int, bool, len, float, hex):
    try: f(BadInt())
    except TypeError as e: print(e)
