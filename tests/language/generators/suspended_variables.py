# A variable keeps its value while the generator that assigns the result of a yield to it is suspended, and when an
# exception is thrown in there.


def target_of_yield():
    x = 1
    try:
        x = yield 'waiting'
    except ValueError:
        print('x is still', x)
    y = 2
    try:
        y = yield from inner()
    except ValueError:
        print('y is still', y)
    z = [3]
    try:
        z[0] = yield 'again'
    except ValueError:
        print('z is still', z)
    z[0] = yield 'last'
    print('z is', z)


def inner():
    yield 'inner'


g = target_of_yield()
print(next(g))
print(g.throw(ValueError))
print(g.throw(ValueError))
print(g.throw(ValueError))
try:
    g.send('sent')
except StopIteration:
    print('done')


def echo():
    x = 'nothing yet'
    while True:
        x = yield x


e = echo()
print(next(e))
print(e.send('one'))
print(next(e))


# Every kind of range that a loop may count through by itself, or not.
for numbers in (range(0), range(3), range(2, -3, -2), range(-3, 3, 2), range(10**13, 10**13 + 3), range(0, 10**7, 5 * 10**6),
                range(3, 0), range(-1, -4, -1), range(10**20, 10**20 + 2), range(2**47 - 1, 2**47 + 2), range(0, -10, -131073)):
    print(numbers, [n for n in numbers], list(n for n in numbers))
for n in range(10**15):
    if n == 2:
        break
print(n)
