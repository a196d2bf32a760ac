from .square import area as _square
def area(r): return 3 * _square(r)
