# __cause__, __context__, from, and what is left of a name after except.

def convert(text):
    try:
        return int(text)
    except ValueError as e:
        raise TypeError('conversion failed') from e

try: convert('x')
except TypeError as e:
    print(e, '<-', e.__cause__, e.__suppress_context__, e.__context__ is e.__cause__)

def implicit():
    try: 1 / 0
    except ZeroDivisionError: undefined_name
try: implicit()
except NameError as e:
    print(e, '<-', repr(e.__context__), e.__cause__, e.__suppress_context__)

def hidden():
    try: {}['k']
    except KeyError: raise ValueError('clean') from None
try: hidden()
except ValueError as e: print(e, e.__cause__, e.__suppress_context__, repr(e.__context__))

def three():
    try:
        try:
            try: raise ValueError(1)
            except ValueError: raise KeyError(2)
        except KeyError: raise IndexError(3)
    except IndexError as e:
        chain = []
        while e: chain.append(repr(e)); e = e.__context__
        return chain
print(three())
try: raise ValueError('x') from KeyError('given')
except ValueError as e: print(repr(e.__cause__), e.__context__)
try: raise ValueError('x') from KeyError
except ValueError as e: print(repr(e.__cause__))
try: raise ValueError('x') from 5
except TypeError as e: print(e)
try: raise KeyError
except KeyError as name: pass
print('name' in globals())
try:
    try: raise ValueError
    except ValueError as e: e = 5
    print('e' in globals())
finally: pass
import sys
print(sys.exc_info())
try: raise ValueError('now')
except ValueError:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1])
    try: raise KeyError
    except KeyError: print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
print(sys.exc_info()[0])
same = ValueError('same')
try:
    try: raise same
    except ValueError: raise same
except ValueError as e: print(e.__context__)
