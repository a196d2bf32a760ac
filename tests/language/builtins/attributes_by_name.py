# getattr, setattr, hasattr, delattr, vars, dir, callable, isinstance, issubclass, type, id, hash.

class A:
    x = 1
    def m(self): return 'm'
class B(A): pass
b = B()
print(getattr(b, 'x'), getattr(b, 'm')(), getattr(b, 'no', 5), hasattr(b, 'x'), hasattr(b, 'no'),
      hasattr(5, 'real'))
setattr(b, 'y', 2); setattr(B, 'z', 3)
print(b.y, b.z, vars(b), 'z' in vars(B))
delattr(b, 'y')
print(hasattr(b, 'y'))
setattr(b, 'not an identifier', 1)
print(getattr(b, 'not an identifier'))
print(isinstance(1, int), isinstance(1, (str, int)), isinstance(True, int), isinstance(1, float), isinstance(b, A),
      isinstance('a', object), isinstance(int, type), isinstance(None, type(None)), isinstance(1, int | str),
      isinstance([], (str, (int, list))))
print(issubclass(B, A), issubclass(B, (int, A)), issubclass(bool, int), issubclass(int, object), issubclass(A, B),
      issubclass(type, object), issubclass(int, int | str))
print(type(5), type('a'), type(b) is B, type(type), type(None), type(len).__name__, type(A).__name__, type(...),
      type(NotImplemented), type(1j), type(b'').__name__, type(range(1)), type(slice(1)), type({}.keys()),
      type((x for x in [])), type(lambda: 0))
print(callable(A), callable(b), callable(b.m), callable(5), callable(len), callable(lambda: 0))
print(id(b) == id(b), id(A()) is not None, hash('a') == hash('a'), hash(5), hash(-1), hash(-2), hash(True),
      hash(2 ** 61 - 1), hash(2 ** 61), hash(1.0), hash(0.5), hash(float('inf')), hash(10 ** 30), hash(-10 ** 30),
      hash(1.5e300), hash(()) == hash(()), hash((1, 2)), hash((1, (2, 3))), hash(None) is not None,
      hash(frozenset()), hash(0.1), hash(-0.5))
for f in (lambda: getattr(b, 'no'), lambda: getattr(b), lambda: getattr(b, 1), lambda: hasattr(b, 1),
          lambda: delattr(b, 'no'), lambda: vars(5), lambda: isinstance(1, 5), lambda: isinstance(1, [int]),
          lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: hash([]), lambda: hash({}),
          lambda: hash(set()), lambda: hash(([],)), lambda: type(1, 2), lambda: type('X', 1, {}),
          lambda: type('X', (), 5), lambda: type(), lambda: hash(slice(1)), lambda: isinstance(1),
          lambda: hash(bytearray())):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def f(a, b=1):
    c = 2
    return sorted(locals()), sorted(vars()), dir()
print(f(0))
print(repr('a'), ascii('é\n'), repr(5), repr([1, 'a', None]), repr({'k': (1,)}), repr(A)[:9], repr(len), repr(int),
      repr(...), repr(NotImplemented), repr(range(2)), repr(b'\x00a'), repr(-0.0), repr(slice(1)))
print(chr(65), chr(0x1F600), ord('a'), ord('é'), ord(b'x'), bin(10), hex(255), oct(8), bin(-5), hex(-255),
      hex(2 ** 70), bin(0), format(255, 'x'))
for f in (lambda: chr(-1), lambda: chr(0x110000), lambda: ord('ab'), lambda: ord(''), lambda: ord(5),
          lambda: bin(1.5), lambda: hex('a'), lambda: chr('a'), lambda: oct(None)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(object() == object(), type(object()), A.__mro__, B.__base__, A.__dict__['x'], len(dir(object())) > 10)
