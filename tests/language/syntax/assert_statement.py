# assert: silent when true, AssertionError with the message otherwise.

assert 1
assert [0], 'not shown'
try:
    assert 0
except AssertionError as e:
    print(repr(e), e.args)
try:
    assert [] == [1], 'lists differ'
except AssertionError as e:
    print(repr(e), e)
try:
    assert False, ('a', 'tuple')
except AssertionError as e:
    print(repr(e))

def message():
    print('message evaluated')
    return 'late'
assert True, message()
try:
    assert False, message()
except AssertionError as e:
    print(e)
def checked(n):
    assert isinstance(n, int), f'{n!r} is no int'
    return n
print(checked(5))
checked('five')
