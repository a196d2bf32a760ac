# What is said when a call does not fit.

def plain(a, b): pass
def three(a, b, c): pass
def defaults(a, b=1): pass
def only_keywords(*, key): pass
def two_keywords(*, key, other): pass
def only_positions(a, b, /): pass
def none(): pass
def star(a, *rest): pass
number, text, nothing = 5, 'text', None
class Thing:
    def method(self, a): pass
    def __init__(self, size): pass

def error_of(f):
    try:
        f()
    except TypeError as e:
        return e
    return 'no error'

for call in (
    lambda: plain(), lambda: plain(1), lambda: plain(b=1), lambda: plain(1, 2, 3), lambda: plain(1, 2, c=3),
    lambda: plain(1, a=1), lambda: plain(1, 2, 3, 4, d=5), lambda: three(), lambda: three(1),
    lambda: defaults(), lambda: defaults(1, 2, 3), lambda: only_keywords(), lambda: only_keywords(1),
    lambda: only_keywords(1, key=2), lambda: two_keywords(), lambda: only_positions(1, b=2),
    lambda: only_positions(a=1, b=2), lambda: none(1), lambda: none(1, 2), lambda: none(x=1), lambda: star(),
    lambda: Thing(), lambda: Thing(1, 2), lambda: Thing(1).method(), lambda: Thing(1).method(1, 2),
    lambda: Thing.method(), lambda: plain(*[1, 2, 3]), lambda: plain(*5), lambda: plain(**5),
    lambda: plain(**{1: 2}), lambda: plain(1, **{'a': 2}), lambda: plain(a=1, **{'a': 2}),
    lambda: number(), lambda: text(), lambda: nothing(), lambda: (lambda x: x)(),
    lambda: len(), lambda: len(1, 2), lambda: len(5), lambda: [].append(), lambda: [].append(1, 2),
    lambda: ''.join(5), lambda: ''.join([1]), lambda: int('5', base='x'), lambda: print(5, nonsense=1),
):
    print(error_of(call))
