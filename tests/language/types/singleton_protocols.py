# What the singletons say of themselves through their methods is what the built-in functions say.
import inspect

for value in (None, ..., NotImplemented):
    print(value, value.__hash__() == hash(value), {value: 1}[value])
print(None.__reduce_ex__(2)[1:], None.__reduce_ex__(4)[1:])


def annotated(first: int, *rest: str, last: float = 1.5) -> bool:
    pass


print(inspect.getfullargspec(annotated).annotations)
