"""A package of shapes."""
print('shapes is initialised as', __name__)
from . import solid
from .flat import square
from .flat.circle import area as circle_area
__all__ = ['solid', 'square', 'unit']
unit = 'cm'
_private = 'p'
hidden = 'not in __all__'
