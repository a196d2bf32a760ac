# Own modules: executed once, shared, seen through every name.

import helpers.counted
import helpers.counted as again
from helpers import counted
from helpers.counted import up, count, public as renamed
print(helpers.counted is again is counted, up(), up(), count, counted.count, renamed)
counted.count = 50
print(up(), counted.count)
def inside():
    from helpers.counted import count as now
    import helpers.counted as local_name
    return now, local_name is counted
print(inside())
counted.added = 'from outside'
print(again.added, type(counted).__name__, 'up' in dir(counted))
from helpers import lazy
print(lazy.computed, hasattr(lazy, 'other'))
try: lazy.other
except AttributeError as e: print(e)
try: counted.missing
except AttributeError as e: print(e)
del counted.added
print(hasattr(counted, 'added'))
import helpers.circular_a, helpers.circular_b
print(helpers.circular_a.both(), helpers.circular_b.both())
import importlib
print(importlib.import_module('helpers.counted') is counted, __import__('helpers').counted is counted)
import sys
del sys.modules['helpers.counted']
import helpers.counted as fresh
print(fresh is counted, fresh.count)
from helpers.counted import *
print(public, '_under' in globals())
