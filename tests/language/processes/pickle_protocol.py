# Picklers and unpicklers of one's own, errors, malformed input, files.
import pickle, io, copyreg, sys, random, types
class PP(pickle.Pickler):
    def persistent_id(self, obj):
        return ("id", obj.key) if isinstance(obj, K) else None
class UU(pickle.Unpickler):
    def persistent_load(self, pid): return ("loaded", pid)
    def find_class(self, module, name):
        print("find", module, name); return super().find_class(module, name)
class K:
    def __init__(self, key): self.key = key
for proto in (1, 2, 5):
    f = io.BytesIO(); PP(f, proto).dump([K(1), 2, K("x"), sys.getsizeof if 0 else len]); print(f.getvalue()); f.seek(0); print(UU(f).load())
class RO(pickle.Pickler):
    def reducer_override(self, obj):
        if isinstance(obj, types.FunctionType): return (str, (obj.__name__,))
        return NotImplemented
f = io.BytesIO(); RO(f).dump([lambda: 0, K(2)]); print(f.getvalue())
class DT(pickle.Pickler): dispatch_table = copyreg.dispatch_table.copy()
DT.dispatch_table[K] = lambda k: (dict, ([("k", k.key)],))
f = io.BytesIO(); DT(f).dump(K(3)); print(pickle.loads(f.getvalue()))
f = io.BytesIO(); p = pickle.Pickler(f); p.dispatch_table = {K: lambda k: "len"}
try: p.dump(K(1))
except pickle.PicklingError as e: print(str(e).split(" at 0x")[0], str(e).split(">")[-1])
bufs = []
data = bytearray(b"abc")
b = pickle.dumps([pickle.PickleBuffer(data), pickle.PickleBuffer(b"ro")], 5, buffer_callback=bufs.append); print(b, len(bufs))
out = pickle.loads(b, buffers=bufs); print(len(out))
print(pickle.loads(pickle.dumps([pickle.PickleBuffer(data), pickle.PickleBuffer(b"ro")], 5)))
def check(f):
    try: f()
    except Exception as e: print(type(e).__module__, type(e).__name__, e.__str__().split(" at 0x")[0])
    else: print("no error")
def outer():
    def local(): pass
    class LC: pass
    return local, LC
lo, LC = outer()
gen = (i for i in ())
check(lambda: pickle.dumps(lo)); check(lambda: pickle.dumps(LC())); check(lambda: pickle.dumps(lambda: 0)); check(lambda: pickle.dumps(gen)); check(lambda: pickle.dumps(sys))
check(lambda: pickle.dumps(io.BytesIO.__dict__)); check(lambda: pickle.dumps(1, 6)); check(lambda: pickle.dumps(1, buffer_callback=print)); check(lambda: pickle.Pickler(1)); check(lambda: pickle.Unpickler(1))
class BadR:
    def __init__(self, r): self.r = r
    def __reduce__(self): return self.r
for r in (1, (1,), (1, ()), (len, 1), (len, (), None, 1), (len, (), None, None, 1), (len, (), None, None, None, 1), "nosuch", (1,2,3,4,5,6,7)):
    check(lambda: pickle.dumps(BadR(r)))
class MovedC: pass
MovedC.__qualname__ = "Nope"; check(lambda: pickle.dumps(MovedC))
class Mod: pass
Mod.__module__ = "no.such"; check(lambda: pickle.dumps(Mod))
import collections
Real = collections.namedtuple("len", "x"); Real.__module__ = "builtins"; check(lambda: pickle.dumps(Real))
deep = []
for i in range(100000): deep = [deep]
try: pickle.dumps(deep)
except RecursionError as e: print("RecursionError", str(e).startswith("maximum recursion"))
deep = None
for bad in (b"", b"\x80", b"\x80\x09", b".", b"N", b"(.", b"1", b"0", b"t.", b"\x85.", b"a", b"]a", b"]K\x01", b"h\x05.", b"q\x00", b"X\xff\xff\xff\xff", b"\x8c\x05ab", b"\x95\x08\x00\x00\x00\x00\x00\x00\x00N.", b"cnosuchmod\nx\n.", b"c__main__\nK\n)R.", b"NNR.", b"}NNs", b"}(Ns.", b"}(Nu.", b"](e.", b"K\x01K\x01e", b"K\x01K\x02\x93.", b"(K\x01K\x02o.", b"\x81.", b"K\x01)\x81.", b"N)\x81.", b"b.", b"NK\x01b.", b"I1x\n.", b"S'a\n.", b"Sa\n.", b"\x8b\xff\xff\xff\xff.", b"\x82\x01.", b"\xff", b"z", b"P1\n.", b"NQ.", b"\x97.", b"\x98.", b"2.", b"\x90.", b"(\x91.", b"\x8c\x01\xff.", b"(d.", b"(K\x01d.", b"i__main__\nK\n.", b"(i__main__\nK\n.", b"V\\u12\n.", b"G\x00.", b"J\x00.", b"U\x05a", b"r\xff\xff\xff\x7f.", b"]."):
    try: r = pickle.loads(bad); print(bad, "->", r if not isinstance(r, K) else "K")
    except Exception as e: print(bad, type(e).__name__, e)
random.seed(5)
class Safe(pickle.Unpickler):
    def find_class(self, m, n):
        if (m, n) in (("builtins", "len"), ("__main__", "K"), ("builtins","set"),("builtins","frozenset"),("__builtin__","set"),("__builtin__","len")): return super().find_class(m, n)
        raise pickle.UnpicklingError
seeds = [pickle.dumps(x, p) for p in range(6) for x in ([1, "a", 2.5, None, (1, 2), {"k": [b"z"]}, {1, 2}, frozenset([3]), K(1), len, 2**70],)]
for n in range(2000):
    b = bytearray(random.choice(seeds))
    for _ in range(random.randint(1, 6)):
        op = random.random()
        if op < .5: b[random.randrange(len(b))] = random.randrange(256)
        elif op < .8: del b[random.randrange(len(b))]
        else: b.insert(random.randrange(len(b)), random.randrange(256))
        if not b: break
    b = bytes(b).replace(b'\x96', b'N').replace(b'\x97', b'N')
    try: Safe(io.BytesIO(b)).load()
    except Exception: pass
print("fuzz done")
f = io.BytesIO()
p = pickle.Pickler(f); x = ["shared"]; p.dump(x); p.dump([x, x]); n = f.tell(); p.clear_memo(); p.dump(x); f.seek(0); u = pickle.Unpickler(f); a = u.load(); bb = u.load(); print(bb[0] is a, u.load() is a, n)
f.seek(0); 
class Raw:
    def __init__(s, b): s.f = io.BytesIO(b); s.log = []
    def read(s, n): s.log.append(n); return s.f.read(n)
    def readline(s): return s.f.readline()
big = [list(range(30000)), "x" * 100000, {"a": 1}]
for proto in range(6):
    r = Raw(pickle.dumps(big, proto) + b"tail"); print(pickle.load(r) == big, r.f.read())
class W:
    def __init__(s): s.sizes = []
    def write(s, b): s.sizes.append(len(b))
w = W(); pickle.dump(big, w, 4); print(w.sizes)
print(pickle.loads(b"\x80\x02U\x03abcq\x00.", encoding="bytes"), pickle.loads(b"S'a\\x41\\n'\n."), pickle.loads(b"ccopy_reg\n_reconstructor\n(c__main__\nK\nc__builtin__\nobject\nNtR(dS'key'\nI5\nsb.").key)
copyreg.add_extension("builtins", "len", 200); b = pickle.dumps(len, 2); print(b, pickle.loads(b)); copyreg.remove_extension("builtins", "len", 200)
p = pickle.Pickler(io.BytesIO()); p.fast = True; print(p.fast, p.bin)
