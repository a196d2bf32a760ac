# Slices of every sequence: bounds, steps, negative numbers, out of range.

for s in ('abcdefgh', list(range(8)), tuple(range(8)), b'abcdefgh', range(8)):
    print(s[:], s[2:5], s[:3], s[5:], s[-3:], s[:-3], s[::2], s[1::3], s[::-1], s[5:2], s[5:2:-1], s[-2:-6:-2],
          s[100:], s[:100], s[-100:2], s[3:3], s[::100], s[7::-3])
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), s == slice(1, 10, 2), slice(5), slice(None).indices(3),
      'abcdefghijk'[s])
print([0, 1, 2][None:None], 'abc'[True:], 'abc'[False], slice(-5, None, -1).indices(3))
def error_of(sequence, key):
    try:
        print(sequence[key])
    except Exception as e:
        print(type(e).__name__, e)

for sequence in ([1], (), '', b'', range(2)):
    error_of(sequence, 5)
    error_of(sequence, -2)
    error_of(sequence, 10 ** 30)
for sequence in ([1], (1,), 'a', b'a', range(3)):
    for key in ('x', None, 1.0, (0, 1), slice(None, None, 0), slice('a', None), slice(None, 1.5)):
        error_of(sequence, key)
for unsubscriptable in (5, None, {1}, 1.5, len, iter([])):
    error_of(unsubscriptable, 0)
    error_of(unsubscriptable, slice(1, 2))
error_of({}, slice(1, 2))
error_of({}, 0)
try:
    slice()
except TypeError as e:
    print(e)

class Index:
    def __index__(self): return 2
print('abcd'[Index()], [1, 2, 3, 4][Index():], 'abcdef'[10 ** 30:], 'abcdef'[-10 ** 30:2], 'abc'[:10 ** 30])
nested = [[1, 2], [3, [4, 5]]]
print(nested[1][1][0], nested[0][::-1], nested[-1][-1][-1:])
copy = nested[:]
copy[0] = 'changed'
copy[1][0] = 'shared'
print(nested, copy)
