"""Abstract base classes.

A class whose metaclass is ABCMeta can have abstract methods, and then cannot be instantiated until a subclass defines
them all; and it can adopt classes as "virtual subclasses", which isinstance() and issubclass() then accept:
because they were registered, or because the class's __subclasshook__ finds in them what it asks for.

The answers to issubclass() are remembered. A registration anywhere can turn a no into a yes, so each no is only
good for the registrations it was given under: `_registrations` counts them.
"""

__all__ = ["ABC", "ABCMeta", "abstractmethod", "abstractclassmethod", "abstractstaticmethod", "abstractproperty",
           "get_cache_token", "update_abstractmethods"]  # fmt: skip

_registrations = 0


def abstractmethod(funcobj):
    """Marks a method that subclasses have to define."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """Deprecated: put @classmethod on top of @abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """Deprecated: put @staticmethod on top of @abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """Deprecated: put @property on top of @abstractmethod."""

    __isabstractmethod__ = True


class _Virtual:
    """What an abstract class knows about its virtual subclasses."""

    def __init__(self):
        self.registered = set()
        self.positive = set()
        self.negative = set()
        self.negative_as_of = _registrations


def _abstract_names(cls):
    names = {
        name for name, value in cls.__dict__.items() if getattr(value, "__isabstractmethod__", False)
    }
    for base in cls.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.add(name)
    return frozenset(names)


class ABCMeta(type):
    """The class of abstract base classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _abstract_names(cls)
        cls._abc_impl = _Virtual()
        return cls

    def register(cls, subclass):
        """Makes subclass a virtual subclass; returns it, so that this can be a decorator."""
        global _registrations
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        cls._abc_impl.registered.add(subclass)
        _registrations += 1
        return subclass

    def __instancecheck__(cls, instance):
        subclass = instance.__class__
        if subclass in cls._abc_impl.positive:
            return True
        if cls.__subclasscheck__(subclass):
            return True
        actual = type(instance)  # __class__ may pretend
        return actual is not subclass and cls.__subclasscheck__(actual)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        known = cls._abc_impl
        if subclass in known.positive:
            return True
        if known.negative_as_of != _registrations:
            known.negative = set()
            known.negative_as_of = _registrations
        elif subclass in known.negative:
            return False
        found = _is_virtual_subclass(cls, subclass)
        (known.positive if found else known.negative).add(subclass)
        return found

    def _dump_registry(cls, file=None):
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Registry: {cls._abc_impl.registered!r}", file=file)


def _is_virtual_subclass(cls, subclass):
    answer = cls.__subclasshook__(subclass)
    if answer is not NotImplemented:
        if not isinstance(answer, bool):
            raise AssertionError("__subclasshook__ must return either False, True, or NotImplemented")
        return answer
    if cls in getattr(subclass, "__mro__", ()):
        return True
    for registered in list(cls._abc_impl.registered):
        if issubclass(subclass, registered):
            return True
    for derived in type.__subclasses__(cls):
        if issubclass(subclass, derived):
            return True
    return False


def get_cache_token():
    """Changes with every registration."""
    return _registrations


def update_abstractmethods(cls):
    """Finds the abstract methods of a class again, after some were added to it (by a decorator, say)."""
    if hasattr(cls, "__abstractmethods__"):
        cls.__abstractmethods__ = _abstract_names(cls)
    return cls


class ABC(metaclass=ABCMeta):
    """Derive from this to get ABCMeta as the metaclass."""

    __slots__ = ()
