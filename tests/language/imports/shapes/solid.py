from .flat import square
from . import flat
def cube(a): return square.area(a) * a
def module_name(): return __name__, __package__
