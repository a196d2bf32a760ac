# match with every kind of pattern.

class Point:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y):
        self.x, self.y = x, y

class Color:
    RED = 'r'

def describe(value):
    match value:
        case None:
            return 'nothing'
        case True | False:
            return 'a truth value'
        case 0 | 1 | 2:
            return 'small'
        case -1:
            return 'minus one'
        case int(n) if n > 1000:
            return f'huge {n}'
        case int() | float():
            return 'number'
        case Color.RED:
            return 'red'
        case 'a' 'b':
            return 'joined'
        case str() as text:
            return f'text {text!r}'
        case []:
            return 'empty'
        case [x]:
            return f'one: {x}'
        case [x, y, *rest] if rest:
            return f'{x} and {y} and {rest}'
        case [Point(x=0, y=0), _]:
            return 'begins in the origin'
        case (first, *_):
            return f'begins with {first}'
        case Point(0, y):
            return f'on the y axis at {y}'
        case Point(x, y=0):
            return f'on the x axis at {x}'
        case Point():
            return 'elsewhere'
        case {'kind': 'circle', 'r': r}:
            return f'circle {r}'
        case {'kind': kind, **others}:
            return f'{kind} with {others}'
        case {}:
            return 'some mapping'
        case _:
            return 'unknown'

for value in (None, True, 1, -1, 5, 5000, 2.5, 'r', 'ab', 'abc', [], [7], [1, 2], (1, 2, 3, 4),
              [Point(0, 0), 1], Point(0, 3), Point(4, 0), Point(1, 1),
              {'kind': 'circle', 'r': 2, 'more': 1}, {'kind': 'square', 'a': 1}, {'z': 1}, {1, 2}, b'xy'):
    print(describe(value))

match = 'still a name'
case = 1
_ = 2
print(match, case, _)
match [1, [2, 3]]:
    case [a, [b, c]]:
        print(a, b, c)
match 1, 2:
    case a, b:
        print(a, b)
match {'a': [1, {'b': 2}]}:
    case {'a': [_, {'b': (1 | 2) as found}]}:
        print('deep', found)
match 5:
    case 6:
        print('no')
print('no case fits: goes on')
