# Packages: relative imports, submodules as attributes, __all__.

import shapes
print(shapes.__name__, shapes.__doc__, shapes.__package__, shapes.unit)
print(shapes.square.area(3), shapes.circle_area(2), shapes.solid.cube(2))
print(shapes.solid.module_name(), shapes.flat.square is shapes.square, shapes.square.parent_name())
import shapes.flat.circle
print(shapes.flat.circle.area(1))
import shapes.flat.circle as c
from shapes.flat import circle, square as sq
from shapes import *
print(c is circle, sq.area(5), unit, 'hidden' in globals(), 'square' in globals())
import sys
print('shapes.flat.square' in sys.modules, sys.modules['shapes'] is shapes)
from shapes.flat.square import (
    area,
    parent_name as pn,
)
print(area(2), pn())
print(hasattr(shapes, '__path__'), hasattr(sq, '__path__'), sq.__name__, sq.__file__.endswith('square.py'))
