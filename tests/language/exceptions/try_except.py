# Which handler runs, in which order.

def attempt(f):
    try:
        result = f()
    except ZeroDivisionError as e:
        return f'zero: {e}'
    except (KeyError, IndexError) as e:
        return f'lookup: {type(e).__name__} {e}'
    except ValueError:
        return 'value'
    except Exception as e:
        return f'other: {type(e).__name__}'
    except:
        return 'anything'
    else:
        return f'fine: {result}'
    finally:
        print('finally', end=' ')

def exits(): raise SystemExit(3)
def interrupts(): raise KeyboardInterrupt
for f in (lambda: 1, lambda: 1 / 0, lambda: {}['k'], lambda: [][1], lambda: int('x'), lambda: undefined, exits,
          interrupts):
    print(attempt(f))

def nested():
    try:
        try:
            raise ValueError('inner')
        except KeyError:
            print('wrong')
        finally:
            print('inner finally')
    except ValueError as e:
        print('outer got', e)
nested()

def reraise():
    try:
        try:
            raise ValueError('again')
        except ValueError:
            print('first')
            raise
    except ValueError as e:
        print('second', e)
reraise()
try:
    raise
except RuntimeError as e:
    print(e)
for _ in range(2):
    try:
        raise KeyError
    except KeyError as e:
        last = repr(e)
print(last)
kinds = (ValueError, TypeError)
try: int([])
except kinds as e: print(e)
def pick(): 
    print('evaluated')
    return ValueError
try: raise ValueError
except pick(): print('dynamic')
try:
    try: raise ValueError('x')
    except 5: pass
except TypeError as e: print(e)
for bad in (5, 'text', int, None):
    try: raise bad
    except TypeError as e: print(e)
try: raise ValueError
except ValueError as e: print(e.args, repr(e), str(e) == '')
