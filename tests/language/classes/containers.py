# A class that behaves as a container.

class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    def __len__(self): return len(self.rows)
    def __getitem__(self, key):
        if isinstance(key, tuple):
            row, column = key
            return self.rows[row][column]
        return self.rows[key]
    def __setitem__(self, key, value):
        row, column = key
        self.rows[row][column] = value
    def __delitem__(self, row): del self.rows[row]
    def __contains__(self, value): return any(value in row for row in self.rows)
    def __iter__(self): return (v for row in self.rows for v in row)
    def __reversed__(self): return reversed(list(self))
    def __call__(self, f): return Matrix([[f(v) for v in row] for row in self.rows])
    def __str__(self): return '\n'.join(' '.join(map(str, row)) for row in self.rows)

m = Matrix([[1, 2], [3, 4]])
print(m, len(m), m[0], m[1, 0], 4 in m, 5 in m, 5 not in m, list(m), list(reversed(m)))
m[0, 1] = 20
print(m(lambda v: v * 2))
del m[0]
print(m.rows, sum(m), sorted(m), [*m])

class Keys:
    def __getitem__(self, key): return key
k = Keys()
print(k[1], k['a'], k[1:2], k[::3], k[1, 2], k[1:2, 3], k[...], k[:], k[()], k[None:5])
print(repr(k[1:2].start), k[::2].step)

class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(Countdown(3)), sum(Countdown(5)), max(Countdown(4)), 2 in Countdown(5), [x for x in Countdown(2)])

class Old:
    """Iterable through __getitem__ alone."""
    def __getitem__(self, i):
        if i >= 3: raise IndexError(i)
        return i * i
print(list(Old()), 4 in Old(), [*Old()], dict(enumerate(Old())))
class OldSized(Old):
    def __len__(self): return 3
print(list(reversed(OldSized())))

class Missing(dict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]
d = Missing(a=1)
print(d['a'], d['xy'], dict(d), d.get('no'))
class Plain: pass
for f in (lambda: Plain()[0], lambda: len(Plain()), lambda: iter(Plain()), lambda: 1 in Plain(), lambda: Plain()(),
          lambda: reversed(Plain()), lambda: next(Plain())):
    try: f()
    except TypeError as e: print(e)
try: Plain()[0] = 1
except TypeError as e: print(e)
try: del Plain()[0]
except TypeError as e: print(e)
class BadIter:
    def __iter__(self): return 5
try: iter(BadIter())
except TypeError as e: print(e)
