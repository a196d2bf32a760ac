# Annotations: evaluated in functions and modules, kept, and otherwise without effect.

count: int = 5
name: 'str'
items: list[int] = [1, 2]
(bracketed): int = 3

def greet(who: str, times: int = 1, *args: int, key: bool = False, **kw: float) -> str:
    local: int = 2
    never: undefined_name
    return who * times

print(count, items, bracketed)
print(greet('ab', 2))
print(sorted(greet.__annotations__))
print(greet.__annotations__['who'], greet.__annotations__['return'])
print(__annotations__['count'], __annotations__['name'])
try:
    name
except NameError as e:
    print(e)

class Typed:
    x: int
    y: str = 'default'
    def method(self: 'Typed', other: 'Typed') -> None: ...

print(Typed.y, hasattr(Typed, 'x'), list(Typed.__annotations__))
box = Typed()
box.z: int = 4
print(box.z)
d = {}
d['k']: int = 1
print(d)
def f(a: (lambda x: x)(int) | None = None): return a
print(f(), f(1))
