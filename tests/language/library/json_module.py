# json
import json
from collections import OrderedDict, namedtuple


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for value in (None, True, 0, -5, 10**30, 1.5, -0.0, 1e100, 1e-7, "text", "q\"b\\s/\b\f\n\r\t\x00\x1f\x7f", "é中😀\ud800", [], {}, [1, [2, []]], (1, 2),
              {"a": 1, "b": [True, None]}, {1: 2, None: 3, True: 4, 1.5: 5}, float("inf"), float("-inf"), "", [{}], {"a": {}}):
    text = json.dumps(value)
    print(text, json.loads(text) == value)
print(json.dumps(float("nan")), json.dumps("é中😀", ensure_ascii=False), json.dumps({"b": 1, "a": [1, 2]}, sort_keys=True))
print(json.dumps({"a": [1, {"b": 2}], "c": {}, "d": []}, indent=2))
print(json.dumps([1, [2, 3]], indent="--"), json.dumps([1, {"a": 2}], indent=0))
print(json.dumps([1, {"a": 2}], separators=(",", ":")), json.dumps({"a": 1}, indent=1, separators=(", ", " = ")))
print(json.dumps({(1, 2): 3, "k": 4}, skipkeys=True), json.dumps([1, 2, 3], indent=None), json.dumps(namedtuple("P", "x y")(1, 2)))
for call in (lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 2}), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps({1: 2, "a": 3}, sort_keys=True), lambda: json.dumps(b"x")):
    print(attempt(call))
loop = []
loop.append(loop)
print(attempt(json.dumps, loop))


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


print(json.dumps({"s": {3, 1}}, cls=Encoder), json.dumps([1 + 2j], default=lambda c: [c.real, c.imag]), attempt(json.dumps, object, cls=Encoder))
print(json.loads(' {"a" : [1, 2.5, -3e2, 1E+2, "x\\u00e9\\ud83d\\ude00\\n", true, false, null], "b": {"c": {}}} '))
print(json.loads("[]"), json.loads("-0"), json.loads("-0.0"), json.loads('"\\ud800"') == "\ud800", json.loads("NaN"), json.loads("[-Infinity, Infinity]"), json.loads(b'{"a": "\xc3\xa9"}'), json.loads('"\\/"'))
for text in ("", " ", "{", "[", "[1,", "[1,]", "[1 2]", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "{1:2}", "{'a':1}", '"abc', '"a\nb"', '"\\x"', '"\\u12"', "nul", "tru", "01", "1.", ".5", "+1", "-", "1 2", "[1]x", '{"a" 1}', "\ufeff1", '"\\', "[\n1,\n  x]", "-x", "'a'"):
    print(repr(text), attempt(json.loads, text))
print(json.loads('{"a": 1, "b": {"c": 2}}', object_hook=lambda d: sorted(d)), json.loads('{"b": 1, "a": 2}', object_pairs_hook=OrderedDict), json.loads("[1, 2.5]", parse_int=str, parse_float=lambda s: "f" + s), json.loads("[NaN]", parse_constant=str))
print(json.JSONDecoder().raw_decode('{"a": 1} rest'), attempt(json.loads, 5), json.loads('{"a": 1, "a": 2}'), json.loads('"\t"', strict=False))
try:
    json.loads("[1,\n 2,, 3]")
except json.JSONDecodeError as error:
    print(error.msg, error.pos, error.lineno, error.colno, error.doc, isinstance(error, ValueError))


class File:
    def __init__(self, text=""):
        self.text = text

    def write(self, text):
        self.text += text

    def read(self):
        return self.text


f = File()
json.dump({"x": [1, 2, {"y": None}]}, f, indent=1)
print(f.text, json.load(f))
