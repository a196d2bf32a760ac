# return in every position.

def nothing(): pass
def bare(): return
def several(): return 1, 2
def starred(): return 0, *[1, 2]
def early(n):
    for i in range(10):
        if i == n:
            return 'found'
    return 'not found'
def from_while():
    while True:
        return 'from while'
def in_try():
    try:
        return 'try'
    finally:
        print('finally runs')
def overridden():
    try:
        return 'try'
    finally:
        return 'finally wins'
def from_except():
    try:
        1 / 0
    except ZeroDivisionError:
        return 'except'
    else:
        return 'else'
def nested():
    def inner():
        return 'inner'
    return inner
def branches(x):
    if x: return 'yes'
    return 'no'

print(nothing(), bare(), several(), starred())
print(early(3), early(30), from_while())
print(in_try(), overridden(), from_except())
print(nested()(), branches(1), branches(0))
a, b = several()
print(a + b)
print((lambda: None)(), (lambda: (yield))() is not None)
def loop_finally():
    for i in range(3):
        try:
            if i == 1: return i
        finally:
            print('leaving turn', i)
print(loop_finally())
