# A function is an object: its attributes, its doc string, its defaults.

def example(a, b=2, *args, c=3, **kw):
    """The first line.

    More lines."""
    return a

print(example.__name__, example.__qualname__, example.__module__)
print(example.__doc__)
print(example.__defaults__, example.__kwdefaults__)
example.note = 'attached'
print(example.note, example.__dict__)
print(example.__code__.co_name, example.__code__.co_argcount, example.__code__.co_varnames[:2])
print(callable(example), callable(5), callable(print), callable(int))

class Holder:
    def method(self): pass
    def outer(self):
        def inner(): pass
        return inner, lambda: 0

h = Holder()
print(Holder.method.__qualname__, h.method.__name__, h.outer()[0].__qualname__, h.outer()[1].__qualname__)
print(h.method.__self__ is h, h.method.__func__ is Holder.method, h.method == h.method, h.method is h.method)
print((lambda: 0).__name__)
example.__defaults__ = (20,)
print(example.__defaults__)
example.__name__ = 'renamed'
print(example.__name__)
try:
    example.missing
except AttributeError as e:
    print(e)
print(len.__name__, len.__doc__ is not None, [].append.__name__, str.upper.__name__)
print(type(example).__name__, type(h.method).__name__, type(len).__name__, type([].append).__name__,
      type(str.upper).__name__)
def no_doc(): pass
print(no_doc.__doc__, no_doc())
def f(): 'single quotes'
print(f.__doc__)
print(example.__globals__ is globals())


# Where the instructions come from. How many there are and what they do is each interpreter's own affair.
def product(x):
    y = x * 2
    return (y +
            x)


first = product.__code__.co_firstlineno
lines = product.__code__.co_lines()
print(iter(lines) is lines, {line - first for start, end, line in lines if line} >= {1, 2})
places = {place for place in product.__code__.co_positions() if place[0]}
print((first + 1, first + 1, 8, 13) in places, (first + 2, first + 3, 12, 13) in places)
