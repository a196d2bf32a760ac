# Every mistake in the table: what is said, and where. A line of three hyphens ends each.

TABLE = r"""
x = (1
---
foo(a, b for b in range(5), c)
---
if x
    pass
---
if x = 3:
    pass
---
while True print(1)
---
for x in range(10)
    pass
---
for x range(10):
    pass
---
def f()
    pass
---
def f:
    pass
---
def f(x) -> int
    pass
---
class A
    pass
---
class A(
---
try
    x
except:
    pass
---
try:
    x
---
try:
    x
y = 3
---
try:
    pass
except a, b:
    pass
---
try:
    pass
except a, b as c:
    pass
---
try:
    pass
except* a, b:
    pass
---
try:
    pass
except*:
    pass
---
try:
    pass
except A:
    pass
except* B:
    pass
---
try:
    pass
except* A:
    pass
except B:
    pass
---
with open(x) as f
    pass
---
with open(x) as 3:
    pass
---
with (open(x) as f, open(y) as g)
    pass
---
with (open(x) as f() ): pass
---
return 3
---
yield 3
---
await x
---
def f():
    await x
---
def f():
    async with x: pass
---
def f():
    async for x in y: pass
---
async with x: pass
---
async for x in y: pass
---
[x async for x in y]
---
def f():
    return [x async for x in y]
---
class A:
    return 3
---
class A:
    yield 3
---
break
---
continue
---
def f():
    break
---
for x in y:
    def f():
        continue
---
nonlocal x
---
def f():
    nonlocal x
---
def f(x):
    global x
---
def f(x):
    nonlocal x
---
def f():
    x = 1
    global x
---
def f():
    print(x)
    global x
---
def f():
    x: int
    global x
---
def f():
    global x
    x: int
---
def f():
    global x
    nonlocal x
---
def f():
    x = 1
    def g():
        x = 2
        nonlocal x
---
def f():
    x = 1
    def g():
        print(x)
        nonlocal x
---
def f(a, a): pass
---
lambda a, a: 1
---
def f(a, *, a): pass
---
def f(a, *a): pass
---
def f(a=1, b): pass
---
lambda a=1, b: 1
---
def f(*): pass
---
def f(*, **k): pass
---
def f(**k, a): pass
---
def f(*a, *b): pass
---
def f(*a, *): pass
---
def f(**k, *a): pass
---
def f(/, a): pass
---
def f(a, /, b, /): pass
---
def f(a, *, b, /): pass
---
def f((a, b)): pass
---
def f(a, (b, c)): pass
---
lambda (a, b): 1
---
def f(a.b): pass
---
def f(1): pass
---
def f("x"): pass
---
def f(None): pass
---
def f(a, True): pass
---
lambda None: 1
---
def None(): pass
---
class True: pass
---
def f(**False): pass
---
def f(*a=1): pass
---
def f(**a=1): pass
---
f(a=1, a=2)
---
f(**k, *a)
---
f(a=1, b)
---
f(**k, b)
---
f(x for x in y, 1)
---
f(1, x for x in y)
---
f(x for x in y, a=1)
---
f(a.b=1)
---
f(1=2)
---
f(True=2)
---
f(None=1)
---
f(a+b=1)
---
f((a)=1)
---
f(a, b=)
---
f(a=)
---
f(**a=1)
---
f(*a=1)
---
f(print x)
---
f(a b)
---
[a b]
---
{a b}
---
(a b)
---
{a: b c: d}
---
{a: b, c d}
---
{a: b, c}
---
{a, b: c}
---
{a: }
---
{a: , b: 2}
---
{a: *b}
---
{**a: b}
---
{a: **b}
---
{*a: b}
---
{a: b for *a in b}
---
{**a for a in b}
---
[*a for a in b]
---
(*a for a in b)
---
{*a for a in b}
---
[a, b for a, b in c]
---
{a, b for a, b in c}
---
(a, b for a, b in c)
---
[a for 1 in b]
---
[a for f() in b]
---
[a for a in]
---
[for a in b]
---
[a if b for c in d]
---
a if b
---
(a if b)
---
x = a if b
---
a if b else
---
print 1
---
print "hello"
---
print x, y
---
exec "x"
---
print -1
---
print (1) 2
---
print f(x) y
---
1 = x
---
f() = 1
---
f() = g() = 1
---
x = f() = 1
---
a + b = 1
---
-a = 1
---
a and b = 1
---
not a = 1
---
a < b = 1
---
None = 1
---
True = 1
---
__debug__ = 1
---
x.__debug__ = 1
---
del __debug__
---
import __debug__
---
for __debug__ in x: pass
---
class __debug__: pass
---
... = 1
---
"a" = 1
---
b"a" = 1
---
f"a" = 1
---
f"{a}" = 1
---
(a, 1) = 2
---
[a, 1] = 2
---
(a, f()) = 2
---
a, f() = 2
---
{a} = 1
---
{a: b} = 1
---
{} = 1
---
[x for x in y] = 1
---
(x for x in y) = 1
---
{x for x in y} = 1
---
{x: y for x in y} = 1
---
lambda: 1 = 2
---
lambda x: x = 2
---
a if b else c = 1
---
(a if b else c) = 1
---
(yield) = 1
---
yield = 1
---
def f():
    yield = 1
---
def f():
    (yield) = 1
---
def f():
    x = yield = 1
---
async def f():
    await x = 1
---
*a = 1
---
*a, *b = 1
---
*a
---
x = *a
---
(*a)
---
[*a, *b] = 1
---
*(a, b) = 1
---
*a, = x = 1
---
del f()
---
del 1
---
del a + b
---
del (a, 1)
---
del *a
---
del (*a, b)
---
del [*a]
---
del None
---
del x for x in y
---
del
---
del (a if b else c)
---
del {a}
---
del a, f(),
---
f() += 1
---
1 += 1
---
a, b += 1
---
[a, b] += 1
---
(a, b) += 1
---
None += 1
---
a = b += 1
---
a += b += 1
---
a += yield
---
x + 1 += 1
---
x, y: int
---
[x]: int
---
(x, y): int
---
f(): int
---
1: int
---
None: int
---
x: int: str
---
x: int = y = 3
---
x: yield
---
a := 1
---
(a.b := 1)
---
(a[0] := 1)
---
((a, b) := 1)
---
(1 := 2)
---
(f() := 2)
---
(None := 2)
---
f(a = b := 1)
---
[x := 1 for x in y]
---
[x for x in (y := [1])]
---
[x for x in [1] if (x := 2)]
---
class A:
    [y := 1 for x in [1]]
---
(lambda: x := 1)
---
x = y := 1
---
def f(x: y := 1): pass
---
def f(x = y := 1): pass
---
x[a:=1:2]
---
{a := 1: 2}
---
{1: a := 2}
---
assert x, y, z
---
assert
---
raise x from
---
raise from x
---
raise x, y
---
import
---
import a.b as
---
import a as b.c
---
import a.
---
from a import
---
from a import b,
---
from a import (b,
---
from a import ()
---
from . import *
---
def f():
    from a import *
---
from a import * as b
---
from a import b as 1
---
from import a
---
import a, 
---
global
---
global x y
---
global x.y
---
pass x
---
break x
---
return x y
---
else:
    pass
---
elif x:
    pass
---
if x:
pass
---
if x:
    pass
  else:
    pass
---
if x:
    pass
    else:
    pass
---
  x = 1
---
x = 1
  y = 2
---
def f():
x = 1
---
def f():
    pass
   x = 1
---
for x in y:
z
---
while x:
z
---
with x:
z
---
try:
x
---
try:
    x
except:
y
---
try:
    x
except A:
y
---
try:
    x
except A as b:
y
---
try:
    x
except* A:
y
---
try:
    x
finally:
y
---
try:
    x
except A:
    y
else:
z
---
class A:
x
---
if x:
    pass
elif y:
z
---
if x:
    pass
else:
z
---
for x in y:
    pass
else:
z
---
match x:
case 1:
    pass
---
match x:
    case 1:
    pass
---
match x
    case 1: pass
---
match x:
    case 1
        pass
---
match x:
    pass
---
match x:
    case a.b(): pass
    case a | b: pass
---
match x:
    case a: pass
    case b: pass
---
match x:
    case _: pass
    case b: pass
---
match x:
    case (a | 1): pass
---
match x:
    case [a, a]: pass
---
match x:
    case {"a": 1, "a": 2}: pass
---
match x:
    case {a: 1}: pass
---
match x:
    case {**r, "a": 1}: pass
---
match x:
    case {**_}: pass
---
match x:
    case [*a, *b]: pass
---
match x:
    case A(a=1, a=2): pass
---
match x:
    case A(a=1, 2): pass
---
match x:
    case 1 as _: pass
---
match x:
    case 1 as a.b: pass
---
match x:
    case -a: pass
---
match x:
    case 1 + 1: pass
---
match x:
    case 1j + 1: pass
---
match x:
    case 1 | a | 2: pass
---
match x:
    case [a] | [b]: pass
---
match x:
    case a if: pass
"""

for source in TABLE.split("\n---\n"):
    source = source.removeprefix("\n")
    print(source)
    try:
        compile(source + "\n", "table", "exec")
    except SyntaxError as error:
        end = error.end_offset if (error.end_lineno, error.end_offset or 0) > (error.lineno, error.offset) else None
        print("   ->", type(error).__name__, error.msg, (error.lineno, error.offset), (error.end_lineno, end))
    else:
        print("   -> nothing")
