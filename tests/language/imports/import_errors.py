# What goes wrong with an import.

import sys
def attempt(text):
    try: exec(text, {'__name__': 'test'})
    except BaseException as e: print(f'{text!r}: {type(e).__name__}: {e}')
    else: print(f'{text!r}: fine')
attempt('import no_such_module')
attempt('import no.such.module')
attempt('from no_such_module import x')
attempt('import helpers.nothing')
attempt('import sys.nothing')
attempt('from math import no_such_name')
attempt('from helpers import nothing')
attempt('import helpers.broken')
attempt('import helpers.broken')
attempt('from . import x')
attempt('import math as m, sys as s, os')
try: import no_such_module
except ModuleNotFoundError as e: print(e.name, isinstance(e, ImportError))
print('helpers.broken' in sys.modules)
try: from helpers import circular_from
except ImportError as e: print(str(e).split(' (most')[0].split(' from')[0])
try: import helpers.wrong
except SyntaxError as e: print(e.msg, e.lineno, e.filename.endswith('wrong.py'))
sys.modules['blocked'] = None
attempt('import blocked')
class FakeModule: attribute = 'from a class'
sys.modules['fake'] = FakeModule
import fake
from fake import attribute
print(fake.attribute, attribute)
try:
    import first_choice
except ImportError:
    import math as first_choice
print(first_choice.__name__)
