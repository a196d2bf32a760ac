"""Functions that take functions and give functions.

`_functools` has those that programs call in loops: reduce, partial, cmp_to_key and the cache behind lru_cache.
"""

from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce

__all__ = [
    "update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering", "cache", "cmp_to_key",
    "lru_cache", "reduce", "partial", "partialmethod", "singledispatch", "singledispatchmethod", "cached_property",
]  # fmt: skip

_GenericAlias = type(list[int])

# --- wrappers that look like what they wrap

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Gives wrapper the name, documentation and attributes of wrapped, and remembers it as __wrapped__."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    # Last, so that it is not overwritten by a __wrapped__ of wrapped's own.
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """update_wrapper as a decorator, for use inside a decorator."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# --- caches


def _cache_info(hits, misses, maxsize, currsize):
    return _cache_info_type()(hits, misses, maxsize, currsize)


def _cache_info_type(_made=[]):
    if not _made:  # a tuple with names is not worth an import until someone asks
        from collections import namedtuple

        _made.append(namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"], module=__name__))
    return _made[0]


def lru_cache(maxsize=128, typed=False):
    """A decorator that remembers the results of the last maxsize different calls; of all, if it is None."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, typed)  # @lru_cache without parentheses
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda user_function: _cached(user_function, maxsize, typed)


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _cache_info)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """Remembers every result."""
    return lru_cache(maxsize=None)(user_function)


_NOT_FOUND = object()


class cached_property:
    """A method that is called once per object; its result then is an attribute, found before this descriptor is."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            attributes = instance.__dict__
        except AttributeError:
            raise TypeError(
                f"No '__dict__' attribute on {type(instance).__name__!r} "
                f"instance to cache {self.attrname!r} property."
            ) from None
        value = attributes.get(self.attrname, _NOT_FOUND)
        if value is _NOT_FOUND:
            value = self.func(instance)
            try:
                attributes[self.attrname] = value
            except TypeError:
                raise TypeError(
                    f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                    f"does not support item assignment for caching {self.attrname!r} property."
                ) from None
        return value

    __class_getitem__ = classmethod(_GenericAlias)


# --- total_ordering: the missing comparisons from one that is there

# For each root, the others. "x > y" by "<" is: neither x < y nor x == y; and so on. What the root
# does not know how to compare (NotImplemented), the others do not know either.


def _from_root(root, name, result):
    def method(self, other):
        known = getattr(type(self), root)(self, other)
        if known is NotImplemented:
            return known
        return result(self, other, known)

    method.__name__ = name
    method.__doc__ = getattr(int, name).__doc__
    return method


def _negated(self, other, known): return not known
def _or_equal(self, other, known): return known or self == other
def _and_unequal(self, other, known): return known and self != other
def _neither_nor_equal(self, other, known): return not known and self != other
def _negated_or_equal(self, other, known): return not known or self == other


_DERIVED = {
    "__lt__": {"__gt__": _neither_nor_equal, "__le__": _or_equal, "__ge__": _negated},
    "__le__": {"__ge__": _negated_or_equal, "__lt__": _and_unequal, "__gt__": _negated},
    "__gt__": {"__lt__": _neither_nor_equal, "__ge__": _or_equal, "__le__": _negated},
    "__ge__": {"__le__": _negated_or_equal, "__gt__": _and_unequal, "__lt__": _negated},
}


def total_ordering(cls):
    """A class decorator: adds the order comparisons that the class does not define."""
    roots = {name for name in _DERIVED if getattr(cls, name, None) is not getattr(object, name, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(roots)  # prefers __lt__ to __le__ to __gt__ to __ge__
    for name, result in _DERIVED[root].items():
        if name not in roots:
            method = _from_root(root, name, result)
            method.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, method)
    return cls


# --- partialmethod


class partialmethod:
    """partial for methods: the object comes first, then the arguments given here, then those of the call."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args)]
        parts += [f"{name}={value!r}" for name, value in self.keywords.items()]
        cls = self.__class__
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def _unbound(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method._partialmethod = self
        return _method

    def __get__(self, obj, cls=None):
        bind = getattr(self.func, "__get__", None)
        if bind is not None:
            bound = bind(obj, cls)
            if bound is not self.func:
                # classmethod, staticmethod or another descriptor: it has put the object in its place.
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._unbound().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(_GenericAlias)


# --- singledispatch


def _best_match(cls, registry):
    """The registered class that describes cls best.

    Ordinary base classes rank as in the MRO. An abstract class that cls is only virtually derived from ranks right
    behind the class, deepest in the MRO, that has what it takes.
    """
    mro = cls.__mro__
    ranked = []
    for candidate in registry:
        if candidate in mro:
            ranked.append(((mro.index(candidate), 0), candidate))
        elif isinstance(candidate, type) and issubclass(cls, candidate):
            depth = max(
                position
                for position, ancestor in enumerate(mro)
                if issubclass(ancestor, candidate)
                and not any(issubclass(base, candidate) for base in ancestor.__bases__)
            )
            ranked.append(((depth, 1), candidate))
    best = None
    for rank, candidate in sorted(ranked, key=lambda entry: entry[0]):
        if best is None:
            best, best_rank = candidate, rank
        elif rank != best_rank:
            break
        elif issubclass(candidate, best):
            best = candidate
        elif not issubclass(best, candidate):
            raise RuntimeError(f"Ambiguous dispatch: {best} or {candidate}")
    return best


def _is_union(cls):
    import types
    import typing

    return typing.get_origin(cls) in {typing.Union, types.UnionType}


def singledispatch(func):
    """A function with several implementations; the class of the first argument says which is called.

    func itself is the one for object. Others are added with @func.register(cls), or with @func.register if the first
    parameter is annotated.
    """
    registry = {object: func}
    cache = {}
    cache_token = None

    def dispatch(cls):
        """The implementation for cls."""
        nonlocal cache_token
        from abc import get_cache_token

        if cache_token != (token := get_cache_token()):
            cache.clear()
            cache_token = token
        found = cache.get(cls)
        if found is None:
            found = registry.get(cls)
            if found is None:
                found = registry[_best_match(cls, registry)]
            cache[cls] = found
        return found

    def register(cls, func=None):
        """Adds an implementation for cls."""
        if isinstance(cls, type) and not isinstance(cls, _GenericAlias):
            if func is None:
                return lambda f: register(cls, f)
        elif not isinstance(cls, _GenericAlias) and func is None and hasattr(cls, "__annotations__"):
            func = cls
            annotations = func.__annotations__
            if not annotations:
                raise TypeError(
                    f"Invalid first argument to `register()`: {func!r}. "
                    f"Use either `@register(some_class)` or plain `@register` on an annotated function."
                )
            name, cls = next(iter(annotations.items()))
            if isinstance(cls, str):
                from typing import get_type_hints

                cls = get_type_hints(func)[name]
            if not (isinstance(cls, type) and not isinstance(cls, _GenericAlias)):
                if not _is_union(cls):
                    raise TypeError(f"Invalid annotation for {name!r}. {cls!r} is not a class.")
                if not all(isinstance(arg, type) for arg in cls.__args__):
                    raise TypeError(f"Invalid annotation for {name!r}. {cls!r} not all arguments are classes.")
        elif _is_union(cls) and all(isinstance(arg, type) for arg in cls.__args__):
            if func is None:
                return lambda f: register(cls, f)
        elif func is None:
            raise TypeError(
                f"Invalid first argument to `register()`: {cls!r}. "
                f"Use either `@register(some_class)` or plain `@register` on an annotated function."
            )
        else:
            raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
        for one in (cls,) if isinstance(cls, type) else cls.__args__:
            registry[one] = func
        cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    from types import MappingProxyType

    funcname = getattr(func, "__name__", "singledispatch function")
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = cache.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """singledispatch for methods: the class of the first argument after self decides."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Adds an implementation for cls."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            return self.dispatcher.dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
