# None, Ellipsis, NotImplemented, booleans: one of each.

print(None, ..., NotImplemented, None is None, type(None)() is None, type(...)() is ..., bool(None), bool(...),
      None == 0, None == False, [None] * 2, {None: 1}, str(None), repr(...), f'{None}')
print(True + 1, True is (1 == 1), bool(5) is True, True & True, True and 5, isinstance(False, int),
      [False, True][True], True == 1 == 1.0, True * 'a', ~False, -True, True << 3, sum([True, False, True]),
      {True: 'a', 1: 'b'}, 'ab'[False], True.__class__, int(True), str(True), True < 2, max(True, 0), round(True),
      True / 2, True // 2, True % 2, True ** 2)
nothing = None
for f in (lambda: None + 1, lambda: nothing(), lambda: None.x, lambda: nothing[0], lambda: len(None),
          lambda: iter(None), lambda: None < 1, lambda: -None, lambda: int(None), lambda: type(None)(5),
          lambda: setattr(None, 'x', 1), lambda: sum([None]), lambda: ''.join([None]),
          lambda: sorted([None, None]), lambda: range(None), lambda: {**None}, lambda: [*None],
          lambda: None in None, lambda: 'a' + None, lambda: ...  + 1, lambda: True.x, lambda: None @ 1):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def f(a=None): return 'given' if a is not None else 'not given'
print(f(), f(0), f(None), None or 'default', None and 1, not None)
