# Everything is evaluated from left to right, right-hand sides before targets.

def say(text, value=None):
    print(text, end=' ')
    return value

def done():
    print()

say('a', 1) + say('b', 2) * say('c', 3); done()
[say('1'), say('2'), say('3')]; done()
{say('k1', 1): say('v1'), say('k2', 2): say('v2')}; done()
def f(*a, **k): pass
say('function', f)(say('x'), say('y'), key=say('z')); done()
f(*say('star', ()), named=say('named'), **say('double', {})); done()
say('list', [0, 0])[say('index', 0)] = say('value', 1); done()
box = [0, 0]
box[say('first', 0)], box[say('second', 1)] = say('right side', (1, 2)); done()
say('low', 1) < say('middle', 0) < say('high', 2); done()
say('then') if say('condition', True) else say('else'); done()
say('l', [1, 2, 3])[say('start', 0):say('stop', 2):say('step', 1)]; done()
x = say('left', {})
x[say('key', 'k')] = say('late', 1); done()
def g(a=say('default 1'), b=say('default 2')): pass
done()
@say('decorator 1', lambda f: say('apply 1', f))
@say('decorator 2', lambda f: say('apply 2', f))
def h(): pass
done()
class A(say('base', object)):
    say('body')
done()
f'{say("f1")}{say("f2")}'; done()
say('obj', box)[0] += say('increment', 1); done()
del say('d', [1])[say('i', 0)]; done()
