from .. import flat as parent
def area(a): return a * a
def parent_name(): return parent.__name__
