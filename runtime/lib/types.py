"""Names for the built-in types that have none in builtins, and a few helpers to make classes.

Most types are found by making an instance and asking for its class.
"""

import sys


def _function():
    cell = 1

    def inner():
        return cell

    return inner


def _generator():
    yield


async def _coroutine():
    pass


async def _async_generator():
    yield


FunctionType = type(_function)
LambdaType = FunctionType
CodeType = type(_function.__code__)
MappingProxyType = type(type.__dict__)
CellType = type(_function().__closure__[0])
GeneratorType = type(_generator())
_running = _coroutine()
CoroutineType = type(_running)
_running.close()  # or it would be said that it was never awaited
AsyncGeneratorType = type(_async_generator())


class _Class:
    def method(self):
        pass


MethodType = type(_Class().method)
BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
WrapperDescriptorType = type(object.__init__)
MethodWrapperType = type(object().__str__)
MethodDescriptorType = type(str.join)
ClassMethodDescriptorType = type(dict.__dict__["fromkeys"])
ModuleType = type(sys)
try:
    raise TypeError
except TypeError as _error:
    TracebackType = type(_error.__traceback__)
    FrameType = type(_error.__traceback__.tb_frame)
GetSetDescriptorType = type(FunctionType.__code__)
MemberDescriptorType = type(FunctionType.__globals__)
GenericAlias = type(list[int])
UnionType = type(int | str)
EllipsisType = type(Ellipsis)
NoneType = type(None)
NotImplementedType = type(NotImplemented)
del _Class, _function, _generator, _coroutine, _async_generator, _running


SimpleNamespace = type(sys.implementation)


# --- making classes


def new_class(name, bases=(), kwds=None, exec_body=None):
    """What a class statement does; exec_body fills the namespace."""
    resolved = resolve_bases(bases)
    metaclass, namespace, kwds = prepare_class(name, resolved, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    return metaclass(name, resolved, namespace, **kwds)


def resolve_bases(bases):
    """Replaces bases that are no classes by what their __mro_entries__ gives."""
    resolved = []
    changed = False
    for base in bases:
        if not isinstance(base, type) and hasattr(base, "__mro_entries__"):
            entries = base.__mro_entries__(bases)
            if not isinstance(entries, tuple):
                raise TypeError("__mro_entries__ must return a tuple")
            resolved.extend(entries)
            changed = True
        else:
            resolved.append(base)
    return tuple(resolved) if changed else bases


def prepare_class(name, bases=(), kwds=None):
    """Finds the metaclass and makes the namespace: (metaclass, namespace, keywords without 'metaclass')."""
    kwds = dict(kwds or {})
    if "metaclass" in kwds:
        metaclass = kwds.pop("metaclass")
    else:
        metaclass = type(bases[0]) if bases else type
    if isinstance(metaclass, type):
        for base in bases:
            other = type(base)
            if issubclass(other, metaclass):
                metaclass = other
            elif not issubclass(metaclass, other):
                raise TypeError(
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                    "of the metaclasses of all its bases"
                )
    if hasattr(metaclass, "__prepare__"):
        namespace = metaclass.__prepare__(name, bases, **kwds)
    else:
        namespace = {}
    return metaclass, namespace, kwds


def get_original_bases(cls, /):
    """The bases as they were written, generic aliases and all."""
    try:
        return cls.__dict__.get("__orig_bases__", cls.__bases__)
    except AttributeError:
        raise TypeError(f"Expected an instance of type, not {type(cls).__name__!r}") from None


class DynamicClassAttribute:
    """A property of instances that on the class looks as if it were not there, so that a metaclass's __getattr__ decides."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = doc or getattr(fget, "__doc__", None)
        self.overwrite_doc = doc is None
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.__isabstractmethod__:
                return self
            raise AttributeError()
        if self.fget is None:
            raise AttributeError("unreadable attribute")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def getter(self, fget):
        return type(self)(fget, self.fset, self.fdel, fget.__doc__ if self.overwrite_doc else self.__doc__)

    def setter(self, fset):
        return type(self)(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return type(self)(self.fget, self.fset, fdel, self.__doc__)


def coroutine(func):
    """Lets a generator function be awaited."""
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    code = getattr(func, "__code__", None)
    if code is not None:
        CO_COROUTINE, CO_GENERATOR, CO_ITERABLE_COROUTINE = 0x80, 0x20, 0x100
        if code.co_flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE):
            return func
        if code.co_flags & CO_GENERATOR:
            func.__code__ = code.replace(co_flags=code.co_flags | CO_ITERABLE_COROUTINE)
            return func
    from functools import wraps

    @wraps(func)
    def wrapped(*args, **kwargs):
        result = func(*args, **kwargs)
        if isinstance(result, GeneratorType):
            return _AwaitableGenerator(result)
        return result

    return wrapped


class _AwaitableGenerator:
    def __init__(self, generator):
        self._generator = generator

    def __await__(self):
        return (yield from self._generator)


__all__ = [name for name in globals() if not name.startswith("_") and name != "sys"]
