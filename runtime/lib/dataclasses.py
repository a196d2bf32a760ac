"""Classes that are mostly data: the fields are the annotated names of the class body, and the decorator writes the
methods that follow from them.

    @dataclass
    class Point:
        x: int
        y: int = 0

Methods with parameters and bodies of their own for every class (__init__, __eq__ ...) are written as source text and
compiled, so that they run as fast as if written by hand. What a field is stays in __dataclass_fields__, which is also
where subclasses find the fields they inherit.
"""

import sys
from types import MappingProxyType

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields", "asdict", "astuple",
    "make_dataclass", "replace", "is_dataclass",
]  # fmt: skip

_GenericAlias = type(list[int])


class FrozenInstanceError(AttributeError):
    """Someone tried to change a frozen instance."""


class _Marker:
    """A value that stands for nothing but itself."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


class _MISSING_TYPE:
    pass


class _KW_ONLY_TYPE:
    pass


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()
MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()

_EMPTY_METADATA = MappingProxyType({})
_FIELD = _Marker("_FIELD")
_FIELD_CLASSVAR = _Marker("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Marker("_FIELD_INITVAR")
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"


class InitVar:
    """x: InitVar[int] is a parameter of __init__ that is handed to __post_init__ and not kept."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        shown = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{shown}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known about one field."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata", "kw_only",
                 "_field_type")  # fmt: skip

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY_METADATA if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        shown = ",".join(
            f"{name}={getattr(self, name)!r}"
            for name in ("name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata",
                         "kw_only", "_field_type")
        )  # fmt: skip
        return f"Field({shown})"

    def __set_name__(self, owner, name):
        # The default may be a descriptor that wants to know its name, although it comes wrapped in a Field.
        set_name = getattr(type(self.default), "__set_name__", None)
        if set_name:
            set_name(self.default, owner, name)

    __class_getitem__ = classmethod(_GenericAlias)


class _DataclassParams:
    """The arguments of the decorator."""

    def __init__(self, **params):
        self.__dict__.update(params)

    def __repr__(self):
        return f"_DataclassParams({','.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):  # fmt: skip
    """More about a field than its type and default: x: list = field(default_factory=list)"""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


# --- what the annotations say


def _annotation_is(annotation, cls, module_name, name):
    """Whether an annotation is `name` of a module, also as the text that `from __future__ import annotations` leaves."""
    module = sys.modules.get(module_name)
    if not isinstance(annotation, str):
        if module is None:
            return False
        wanted = getattr(module, name)
        return annotation is wanted or getattr(annotation, "__origin__", None) is wanted or (
            isinstance(wanted, type) and type(annotation) is wanted
        )
    text = annotation.strip()
    word = ""
    for c in text:
        if not (c.isalnum() or c in "_."):
            break
        word += c
    if text[len(word) :].strip()[:1] not in ("", "["):
        return False
    prefix, _, last = word.rpartition(".")
    namespace = sys.modules[cls.__module__].__dict__ if cls.__module__ in sys.modules else {}
    if prefix:
        return namespace.get(prefix) is module and module is not None and last == name
    return module is not None and last in namespace and namespace[last] is getattr(module, name)


def _make_field(cls, name, annotation, kw_only):
    """The Field for an annotated name."""
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        made = default
    else:
        if type(default).__name__ == "member_descriptor":
            default = MISSING  # a slot of the class's own
        made = field(default=default)
    made.name = name
    made.type = annotation
    made._field_type = _FIELD
    if _annotation_is(annotation, cls, "typing", "ClassVar"):
        made._field_type = _FIELD_CLASSVAR
    elif _annotation_is(annotation, cls, "dataclasses", "InitVar"):
        made._field_type = _FIELD_INITVAR
    if made._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR) and made.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if made._field_type is not _FIELD_CLASSVAR:
        if made.kw_only is MISSING:
            made.kw_only = kw_only
    elif made.kw_only is not MISSING:
        raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    if made._field_type is _FIELD and made.default.__class__.__hash__ is None:
        raise ValueError(
            f"mutable default {type(made.default)} for field {name} is not allowed: use default_factory"
        )
    return made


# --- writing methods


def _compile(name, parameters, body, values, globals, annotations=None):
    """Compiles def name(parameters): body; `values` are names that the text uses and that stand for objects."""
    inner = "\n".join(f"        {line}" for line in body) or "        pass"
    text = f"def __make__({', '.join(values)}):\n    def {name}({', '.join(parameters)}):\n{inner}\n    return {name}"
    namespace = {}
    exec(text, globals, namespace)
    function = namespace["__make__"](**values)
    if annotations:
        function.__annotations__ = annotations
    return function


def _module_globals(cls):
    module = sys.modules.get(cls.__module__)
    return module.__dict__ if module is not None else {}


def _write_init(cls, fields, frozen, has_post_init, slots):
    positional = [f for f in fields if f.init and not f.kw_only]
    keyword = [f for f in fields if f.init and f.kw_only]
    self_name = "__dataclass_self__" if any(f.name == "self" for f in fields) else "self"
    seen_default = False
    for f in positional:
        if f.default is not MISSING or f.default_factory is not MISSING:
            seen_default = True
        elif seen_default:
            raise TypeError(f"non-default argument {f.name!r} follows default argument")

    values = {
        "__dataclass_MISSING__": MISSING,
        "__dataclass_HAS_DEFAULT_FACTORY__": _HAS_DEFAULT_FACTORY,
        "__dataclass_object__": object,
    }
    body = []

    def parameter(f):
        if f.default_factory is not MISSING:
            return f"{f.name}=__dataclass_HAS_DEFAULT_FACTORY__"
        if f.default is not MISSING:
            values[f"__dataclass_default_{f.name}__"] = f.default
            return f"{f.name}=__dataclass_default_{f.name}__"
        return f.name

    for f in fields:
        value = f.name
        if f.default_factory is not MISSING:
            factory = f"__dataclass_factory_{f.name}__"
            values[factory] = f.default_factory
            value = f"{factory}()"
            if f.init:
                value += f" if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ else {f.name}"
        elif not f.init:
            if not (slots and f.default is not MISSING):
                continue  # the class attribute is the default; a slot has none
            values[f"__dataclass_default_{f.name}__"] = f.default
            value = f"__dataclass_default_{f.name}__"
        if f._field_type is _FIELD_INITVAR:
            continue
        if frozen:
            body.append(f"__dataclass_object__.__setattr__({self_name}, {f.name!r}, {value})")
        else:
            body.append(f"{self_name}.{f.name} = {value}")
    if has_post_init:
        handed_on = ", ".join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body.append(f"{self_name}.__post_init__({handed_on})")
    parameters = [self_name, *map(parameter, positional)]
    if keyword:
        parameters += ["*", *map(parameter, keyword)]
    annotations = {f.name: f.type for f in positional + keyword}
    annotations["return"] = None
    return _compile("__init__", parameters, body, values, _module_globals(cls), annotations)


def _write_repr(cls, fields):
    from reprlib import recursive_repr

    shown = ", ".join(f"{f.name}={{self.{f.name}!r}}" for f in fields)
    body = [f"return f\"{{self.__class__.__qualname__}}({shown})\""]
    return recursive_repr()(_compile("__repr__", ["self"], body, {}, _module_globals(cls)))


def _tuple_text(object, fields):
    return f"({''.join(f'{object}.{f.name},' for f in fields)})"


def _write_comparison(cls, name, operator, fields):
    body = [
        "if other.__class__ is self.__class__:",
        f"    return {_tuple_text('self', fields)}{operator}{_tuple_text('other', fields)}",
        "return NotImplemented",
    ]
    return _compile(name, ["self", "other"], body, {}, _module_globals(cls))


def _write_hash(cls, fields):
    return _compile("__hash__", ["self"], [f"return hash({_tuple_text('self', fields)})"], {}, _module_globals(cls))


def _freeze(cls, fields):
    names = frozenset(f.name for f in fields)

    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return __setattr__, __delattr__


def _set_new(cls, name, function):
    """Adds a method unless the class has its own; returns whether it has."""
    if name in cls.__dict__:
        return True
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, function)
    return False


def _signature_text(fields):
    """The documentation of a class that has none: its signature, as inspect would show it."""
    parts = []
    for f in [f for f in fields if f.init and not f.kw_only] + [f for f in fields if f.init and f.kw_only]:
        if f.kw_only and "*" not in parts:
            parts.append("*")
        annotation = f.type
        if isinstance(annotation, type) and not isinstance(annotation, _GenericAlias):
            name = annotation.__qualname__
            shown = name if annotation.__module__ in ("builtins", None) else f"{annotation.__module__}.{name}"
        else:
            shown = repr(annotation).replace("typing.", "")
        text = f"{f.name}: {shown}"
        if f.default_factory is not MISSING:
            text += " = <factory>"
        elif f.default is not MISSING:
            text += f" = {f.default!r}"
        parts.append(text)
    return f"({', '.join(parts)})"


# --- the decorator


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):  # fmt: skip
    """Adds __init__, __repr__ and __eq__ (and more, if asked for) to a class, made for its fields."""
    params = _DataclassParams(
        init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen
    )  # fmt: skip

    def decorate(cls):
        return _process(cls, params, match_args, kw_only, slots, weakref_slot)

    return decorate if cls is None else decorate(cls)


def _process(cls, params, match_args, kw_only, slots, weakref_slot):
    fields = {}
    any_frozen_base = has_bases = False
    all_frozen = None
    for base in cls.__mro__[-1:0:-1]:
        base_fields = base.__dict__.get(_FIELDS)
        if base_fields is not None:
            has_bases = True
            fields.update(base_fields)
            frozen = base.__dict__[_PARAMS].frozen
            all_frozen = frozen if all_frozen is None else all_frozen and frozen
            any_frozen_base = any_frozen_base or frozen

    # The fields of the class itself: annotated names, in order.
    annotations = cls.__dict__.get("__annotations__", {})
    own = []
    seen_kw_only = False
    for name, annotation in annotations.items():
        if annotation is KW_ONLY or _annotation_is(annotation, cls, "dataclasses", "KW_ONLY"):
            if seen_kw_only:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            seen_kw_only = kw_only = True
        else:
            own.append(_make_field(cls, name, annotation, kw_only))
    for f in own:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_bases:
        if any_frozen_base and not params.frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not all_frozen and params.frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")

    setattr(cls, _FIELDS, fields)
    setattr(cls, _PARAMS, params)
    class_hash = cls.__dict__.get("__hash__", MISSING)
    has_explicit_hash = not (class_hash is MISSING or (class_hash is None and "__eq__" in cls.__dict__))
    if params.order and not params.eq:
        raise ValueError("eq must be true if order is true")

    in_init = [f for f in fields.values() if f._field_type is not _FIELD_CLASSVAR]
    real = [f for f in fields.values() if f._field_type is _FIELD]
    compared = [f for f in real if f.compare]
    if params.init:
        _set_new(cls, "__init__", _write_init(cls, in_init, params.frozen, hasattr(cls, "__post_init__"), slots))
    _set_new(cls, "__replace__", _replace)
    if params.repr:
        _set_new(cls, "__repr__", _write_repr(cls, [f for f in real if f.repr]))
    if params.eq:
        _set_new(cls, "__eq__", _write_comparison(cls, "__eq__", "==", compared))
    if params.order:
        for name, operator in ("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">="):
            if _set_new(cls, name, _write_comparison(cls, name, operator, compared)):
                raise TypeError(
                    f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering"
                )
    if params.frozen:
        for function in _freeze(cls, real):
            if _set_new(cls, function.__name__, function):
                raise TypeError(f"Cannot overwrite attribute {function.__name__} in class {cls.__name__}")

    # An object that compares by value and can change must not be hashed; one that cannot change may.
    hashed = [f for f in real if (f.compare if f.hash is None else f.hash)]
    if params.unsafe_hash:
        if has_explicit_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        cls.__hash__ = _write_hash(cls, hashed)
    elif params.eq and not has_explicit_hash:
        cls.__hash__ = _write_hash(cls, hashed) if params.frozen else None

    if not getattr(cls, "__doc__"):
        cls.__doc__ = cls.__name__ + _signature_text(in_init)
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in in_init if f.init and not f.kw_only)
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _with_slots(cls, params.frozen, weakref_slot, real)
    if "__abstractmethods__" in cls.__dict__:
        from abc import update_abstractmethods

        update_abstractmethods(cls)
    return cls


def _with_slots(cls, frozen, weakref_slot, fields):
    """The class once more, with __slots__: they cannot be added to a class that exists."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    names = tuple(f.name for f in fields)
    inherited = set()
    for base in cls.__mro__[1:-1]:
        slots = base.__dict__.get("__slots__", ())
        inherited.update((slots,) if isinstance(slots, str) else slots)
    slots = [name for name in (*names, "__weakref__") if name not in inherited]
    if not weakref_slot:
        slots.remove("__weakref__") if "__weakref__" in slots else None
    namespace["__slots__"] = tuple(slots)
    for name in (*names, "__dict__", "__weakref__"):
        namespace.pop(name, None)
    if frozen:
        if "__getstate__" not in namespace:
            namespace["__getstate__"] = _frozen_getstate
        if "__setstate__" not in namespace:
            namespace["__setstate__"] = _frozen_setstate
    qualname = cls.__qualname__
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = qualname
    if frozen:
        for function in _freeze(made, fields):  # they refer to the class they are in
            setattr(made, function.__name__, function)
    return made


def _frozen_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _frozen_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


# --- working with instances


def fields(class_or_instance):
    """The fields, as a tuple of Field objects."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Whether obj is a dataclass or an instance of one."""
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The fields as a dict; dataclasses, lists, tuples and dicts inside are converted, too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda pairs: dict_factory(pairs))


def astuple(obj, *, tuple_factory=tuple):
    """The fields as a tuple, with the same conversions."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, lambda pairs: tuple_factory([value for _, value in pairs]))


def _convert(obj, make):
    if _is_dataclass_instance(obj):
        return make([(f.name, _convert(getattr(obj, f.name), make)) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_convert(item, make) for item in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_convert(item, make) for item in obj)
    if isinstance(obj, dict):
        pairs = [(_convert(key, make), _convert(value, make)) for key, value in obj.items()]
        if hasattr(type(obj), "default_factory"):
            result = type(obj)(obj.default_factory)
            result.update(pairs)
            return result
        return type(obj)(pairs)
    if type(obj) in (int, float, str, bool, bytes, type(None), complex):
        return obj
    from copy import deepcopy

    return deepcopy(obj)


def replace(obj, /, **changes):
    """A new object of the same class, with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(
                    f"field {f.name} is declared with init=False, it cannot be specified with replace()"
                )
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False,
                   module=None):  # fmt: skip
    """A dataclass from a list of names, (name, type) or (name, type, field)."""
    from keyword import iskeyword
    from types import new_class

    namespace = dict(namespace or {})
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, annotation = item, "typing.Any"
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, defaults[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = annotation

    def fill(body):
        body.update(namespace)
        body.update(defaults)
        body["__annotations__"] = annotations

    cls = new_class(cls_name, bases, {}, fill)
    if module is None:
        try:
            module = sys._getframe(1).f_globals.get("__name__", "__main__")
        except (AttributeError, ValueError):
            pass
    if module is not None:
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)  # fmt: skip
