# Notes and exceptions whose text is odd.

import sys

class BadText(Exception):
    def __str__(self):
        raise ValueError('no text')

class Multi(Exception):
    pass

def show(e):
    try:
        raise e
    except Exception:
        sys.excepthook(*sys.exc_info())

e = ValueError('with notes')
e.add_note('first note')
e.add_note('second\nnote')
show(e)
show(BadText())
show(Multi('two\nlines'))
show(Multi())
show(KeyError('quoted'))
show(OSError(2, 'No such file or directory', 'f.txt'))
class Outer:
    class Inner(Exception): pass
show(Outer.Inner('qualified'))
