# Every kind of object in every protocol: the bytes are those CPython writes.
import pickle, sys, collections, datetime, enum, functools, operator, io, copyreg
class P:
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, o): return type(o) is P and (self.x, self.y) == (o.x, o.y)
    def m(self): return 1
class S:
    __slots__ = ("a", "b")
class SD(S): pass
class L(list): pass
class D(dict): pass
class I(int): pass
class St(str): pass
class G:
    def __init__(self, n): self.n = n
    def __getstate__(self): return self.n
    def __setstate__(self, s): self.n = s
class N:
    def __new__(cls, a, *, b=0): o = object.__new__(cls); o.v = (a, b); return o
    def __getnewargs_ex__(self): return (self.v[0],), {"b": self.v[1]}
class N2(tuple):
    def __new__(cls, a, b): return tuple.__new__(cls, (a, b))
    def __getnewargs__(self): return tuple(self)
class E(Exception):
    def __init__(self, a, b): super().__init__(a, b); self.extra = 5
class Color(enum.Enum): RED = 1
NT = collections.namedtuple("NT", "a b")
class Outer:
    class Inner: pass
    def meth(self): pass
rec = []; rec.append(rec)
recd = {}; recd["me"] = recd
rect = ([],); rect[0].append(rect)
p = P(1, 2); s = SD(); s.a = 1; s.z = 3
x = "shared string"; 
l = L([1, 2]); l.attr = "q"; d = D(a=1); d.t = 2
objs = {
 "none": None, "true": True, "false": False, "ints": [0, 1, 255, 256, 65535, 65536, -1, -128, -129, 2**31-1, -2**31, 2**31, -2**31-1, 2**49, -2**49, 2**63, -2**63, 2**64, 2**255, -2**2047, 2**2048, -(2**31)*256],
 "floats": [0.0, -0.0, 1.5, 1e300, float("inf"), float("nan"), -1e-5, 3.0, 1e16], "str": ["", "a", "h\xe9", "\u20ac", "\U0001f600", "a"*255, "b"*256, "x\ny\\\0\x1a", "\udc80"],
 "bytes": [b"", b"a", b"\xff"*255, b"z"*300], "bytearray": [bytearray(), bytearray(b"abc")], "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)], "list": [1, [2, [3]]], "onelist": [[1]],
 "dict": {"a": 1, "b": {2: 3}}, "onedict": {"k": "v"}, "set": {1}, "emptyset": set(), "fset": frozenset([1]), "rec": rec, "recd": recd, "rect": rect,
 "p": p, "twice": [p, p, x, x], "slots": s, "L": l, "D": d, "I": I(5), "St": St("sub"), "G": G(7), "G0": G(0), "N": N(1, b=2), "N2": N2(1, 2), "exc": E(1, 2), "valerr": ValueError("x", 3), "oserr": OSError(2, "no", "f"),
 "enum": Color.RED, "nt": NT(1, 2), "len": len, "class": P, "inner": Outer.Inner, "method": Outer.meth, "builtincls": int, "bm": p.m, "append": [].append,
 "range": range(5), "slice": slice(1, 2, None), "complex": 1+2j, "ell": ..., "NI": NotImplemented, "typenone": type(None), "typell": type(...),
 "od": collections.OrderedDict(a=1), "dd": collections.defaultdict(list, {1: [2]}), "deque": collections.deque([1, 2], 5), "counter": collections.Counter("aab"), "partial": functools.partial(int, "10", base=2),
 "big": list(range(2500)), "bigd": {i: str(i) for i in range(2500)}, "exact1000": {i: i for i in range(1000)}, "l1000": list(range(1000)), "l1001": list(range(1001)), "bigs": "s"*70000, "bigb": b"b"*70000, "mix": [b"q"*66000, 1, "r"*66000, 2], "frames": ["%07d" % i for i in range(20000)],
 "iter": iter([1, 2, 3]), "td": datetime.timedelta(1, 2), "manyp": [P(i, str(i)) for i in range(5)], "l1": L(range(1500)), "ImportError": ImportError("m", name="n"), "bool": bool, "obj": object, "ga": list[int],
}
objs["xr"] = [range(3), map, zip, OSError, Exception, str, int]
import hashlib
for name, o in objs.items():
    for proto in range(6):
        try:
            b = pickle.dumps(o, proto)
            back = pickle.loads(b)
            same = back == o if name not in ("rec", "recd", "rect", "floats") else "?"
            print(name, proto, b if len(b) < 120 else (len(b), hashlib.md5(b).hexdigest()), type(back).__name__, same if same is True else "")
        except Exception as e:
            print(name, proto, type(e).__name__, e)
