# tomllib: every kind of value, tables in all spellings, and what is refused.
import decimal
import io
import tomllib

print(tomllib.loads('''
# a comment
title = "TOML"   # another
"quoted key" = 1_000
'literal key' = 0xDEAD_beef
bare-key.dotted . deep = 0o17
bits = 0b1010
half = -0.5e-1
special = [inf, -inf]
yes = true
when = 1979-05-27T07:32:00.123456Z
there = 1979-05-27 07:32:00-07:30
day = 1979-05-27
hour = 07:32:00
text = "tab\\t quote\\" unicode \\u00e9 \\U0001F600"
raw = 'C:\\path'
block = """
first
second \\
    joined ""quotes"" """
raw_block = \'\'\'
as \\is\'\'\'
lists = [
  [1, 2,], # trailing comma
  ["a", {x = 1, y.z = 2}],
]
inline = {}
[table]
x = 1
[table.below]
y = 2
[[many]]
n = 1
[[many]]
n = 2
[many.part]
z = 3
[later.already]
[later]
v = 1
'''))
print(tomllib.load(io.BytesIO(b"a = 1.10"), parse_float=decimal.Decimal))
for text in ("a = ", "a", "a = 1 b = 2", "a = 1\na = 2", "[a]\n[a]", "a.b = 1\n[a]", "a = {b = 1}\na.c = 2", "a = [1]\n[[a]]", "a = 'x", 'a = "\\q"',
             "a = 01", "a = 1979-13-01", "[a\nb = 1", "= 1", 'a = """x', "a = {b = 1, b = 2}", "a = [1 2]", "a = tru", "a = 2021-02-30"):
    try:
        print(text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        print(repr(text), error)
try:
    tomllib.load(io.StringIO("a = 1"))
except TypeError as error:
    print(error)
