# Messages name a class of the library with its module, also where the class itself is what lacks the attribute.
import array
import collections
import datetime
import time


def attempt(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)


def set_attribute(owner, name, value):
    setattr(owner, name, value)


attempt(lambda: array.array.missing)
attempt(lambda: collections.deque.missing)
attempt(lambda: datetime.date.missing)
attempt(lambda: time.gmtime(0).missing)
attempt(lambda: int.missing)
attempt(lambda: set_attribute(collections.deque(), "maxlen", 3))
attempt(lambda: set_attribute(slice(1, 2), "start", 3))
attempt(lambda: time.asctime((1, 2, 3)))
attempt(lambda: time.mktime((1, 2, 3)))
attempt(lambda: time.strftime("%Y", (1, 2, 3)))
attempt(lambda: time.gmtime(10**20))
attempt(lambda: datetime.datetime.fromtimestamp(1e20))
attempt(lambda: datetime.tzinfo().tzname(None))


class Vague(datetime.tzinfo):
    def utcoffset(self, when):
        return 5


attempt(lambda: datetime.datetime(2020, 1, 1, tzinfo=Vague()).utcoffset())
attempt(lambda: eval("1", []))
attempt(lambda: eval("1", 5))
space = {}
exec("x = 1", space)
print(type(space["__builtins__"]), type(__builtins__), space["__builtins__"]["len"] is len)
print(len.__self__, datetime.__builtins__ is space["__builtins__"])

for source in ("def f() = 1", "def f", "def f(): def g(): pass", "async def f(): await = 1", "def f:"):
    try:
        compile(source, "<text>", "exec")
    except SyntaxError as e:
        print(repr(source), e.msg)

import types

attempt(lambda: types.SimpleNamespace(1))
attempt(lambda: types.SimpleNamespace(a=1).b)
attempt(lambda: hash(types.SimpleNamespace()))


class Watchful(types.SimpleNamespace):
    def __setattr__(self, name, value):
        print("set", name)


print(Watchful(a=1), Watchful(a=1) == types.SimpleNamespace(a=1))
