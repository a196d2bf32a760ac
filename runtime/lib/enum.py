"""Enumerations: classes with a fixed number of instances that have names.

    class Color(Enum):
        RED = 1
        GREEN = 2

The metaclass does it. The class body is executed in an _EnumDict, which notes what is assigned to plain names: those will
be members. They are handed to type.__new__ as placeholders (_Member), and each becomes a real instance when the new class
calls its __set_name__; so members exist before __init_subclass__ runs. After that the class's __new__ only looks up:
Color(1) is Color.RED.

A Flag's members are bits. Combinations are instances, too, made when they are first asked for (Flag._missing_).
"""

import sys
from builtins import property as _property
from types import MappingProxyType

__all__ = [
    "EnumType", "EnumMeta", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto", "unique", "property",
    "verify", "member", "nonmember", "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP", "global_flag_repr",
    "global_enum_repr", "global_str", "global_enum", "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE",
    "show_flag_values", "pickle_by_global_name", "pickle_by_enum_name",
]  # fmt: skip

Enum = Flag = ReprEnum = EJECT = None  # until they are made


class nonmember:
    """Wraps a value that shall not become a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Wraps a value that shall become a member, although it is a function, say."""

    def __init__(self, value):
        self.value = value


class auto:
    """Stands for the next value: one more than the last; for flags the next bit; for StrEnum the name in lower case."""

    _unset = object()

    def __init__(self, value=_unset):
        self.value = value

    def __repr__(self):
        return f"auto({'' if self.value is self._unset else repr(self.value)})"


class property(_property):
    """A property of members. On the class, it gives way to a member of the same name."""

    def __set_name__(self, owner, name):
        self.clsname = owner.__name__
        self.name = name

    def __get__(self, instance, ownerclass=None):
        if instance is not None:
            if self.fget is None:
                raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")
            return self.fget(instance)
        try:
            return ownerclass._member_map_[self.name]
        except KeyError:
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}") from None

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")
        return self.fdel(instance)


def _is_descriptor(object):
    return hasattr(object, "__get__") or hasattr(object, "__set__") or hasattr(object, "__delete__")


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_private(class_name, name):
    prefix = f"_{class_name}__"
    return len(name) > len(prefix) and name.startswith(prefix) and not name.endswith("__")


def _bits(value):
    """The bits of a number, one by one, lowest first."""
    while value:
        bit = value & -value
        yield bit
        value ^= bit


def _is_single_bit(value):
    return value > 0 and value & (value - 1) == 0


def bin(num, max_bits=None):
    """Like the built-in, with room for the sign: bin(10) is '0b0 1010', bin(~10) is '0b1 0101'."""
    ceiling = 2 ** num.bit_length()
    if num >= 0:
        text, sign = format(num + ceiling, "b")[1:], "0"
    else:
        text, sign = format(~num ^ (ceiling - 1) + ceiling, "b")[1:], "1"
    if max_bits is not None:
        text = (sign * max_bits + text)[-max_bits:]
    return f"0b{sign} {text}"


class _EnumDict(dict):
    """The namespace of the class body: sees to it that every name that will be a member is given only once."""

    def __init__(self, class_name):
        super().__init__()
        self._class_name = class_name
        self._member_names = {}  # in order
        self._last_values = []
        self._ignore = []
        self._auto_called = False

    def __setitem__(self, key, value):
        if _is_private(self._class_name, key):
            pass
        elif _is_sunder(key):
            if key not in ("_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_", "_iter_member_",
                           "_iter_member_by_value_", "_iter_member_by_def_", "_add_alias_", "_add_value_alias_"):  # fmt: skip
                raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
            if key == "_generate_next_value_":
                if self._auto_called:
                    raise TypeError("_generate_next_value_ must be defined before members")
                self._generate_next_value = value.__func__ if isinstance(value, staticmethod) else value
            elif key == "_ignore_":
                value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
                self._ignore = value
                already = set(value) & set(self._member_names)
                if already:
                    raise ValueError(f"_ignore_ cannot specify already set names: {already!r}")
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_descriptor(value) and not isinstance(value, type):
            pass
        else:
            if key in self:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            if isinstance(value, member):
                value = value.value
            else:
                value = self._with_next_values(key, value)
            self._member_names[key] = None
            self._last_values.append(value)
        super().__setitem__(key, value)

    def _with_next_values(self, key, value):
        """Replaces auto(), also inside a tuple."""
        if isinstance(value, auto):
            if value.value is auto._unset:
                self._auto_called = True
                value.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
            return value.value
        if type(value) is tuple and any(isinstance(item, auto) for item in value):
            return tuple([self._with_next_values(key, item) for item in value])
        return value

    def update(self, members, **more_members):
        for key, value in members.items() if hasattr(members, "keys") else members:
            self[key] = value
        for key, value in more_members.items():
            self[key] = value


class _Member:
    """A member to be: becomes one when the class it belongs to exists."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, cls, name):
        type.__delattr__(cls, name)
        value = self.value
        args = value if isinstance(value, tuple) else (value,)
        member_type = cls._member_type_
        if member_type is tuple:
            args = (args,)
        new = cls._new_member_
        made = new(cls, *args) if cls._use_args_ else new(cls)
        if not hasattr(made, "_value_"):
            if member_type is object:
                made._value_ = value
            else:
                try:
                    made._value_ = member_type(*args)
                except Exception as error:
                    raise TypeError("_value_ not set in __new__, unable to create it") from error
        value = made._value_
        made._name_ = name
        made.__objclass__ = cls
        made.__init__(*args)
        made._sort_order_ = len(cls._member_names_)
        is_flag = Flag is not None and issubclass(cls, Flag)
        if is_flag and isinstance(value, int):
            cls._flag_mask_ |= value
            if _is_single_bit(value):
                cls._singles_mask_ |= value
            cls._all_bits_ = 2 ** cls._flag_mask_.bit_length() - 1
        found = cls._find_(value)
        if found is not None:
            made = found  # an alias: another name for the same member
        elif not is_flag or (isinstance(value, int) and _is_single_bit(value)):
            cls._member_names_.append(name)
        cls._member_map_[name] = made
        try:
            cls._value2member_map_.setdefault(value, made)
        except TypeError:
            cls._unhashable_values_.append(value)
        for base in cls.__mro__[1:]:
            inherited = base.__dict__.get(name)
            if isinstance(inherited, property):
                return  # which will find the member
        type.__setattr__(cls, name, made)


class EnumType(type):
    """The class of enumeration classes."""

    @classmethod
    def __prepare__(metacls, cls, bases, *, boundary=None, **kwds):
        metacls._refuse_to_extend(cls, bases)
        namespace = _EnumDict(cls)
        _, first_enum = metacls._data_type_and_enum(cls, bases)
        if first_enum is not None:
            namespace["_generate_next_value_"] = getattr(first_enum, "_generate_next_value_", None)
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        ignored = list(getattr(classdict, "_ignore", ()))
        for name in [*ignored, "_ignore_"] if ignored else ():
            classdict.pop(name, None)
        member_names = [name for name in classdict._member_names if name not in ignored]
        illegal = set(member_names) & {"mro", ""}
        if illegal:
            raise ValueError(f"invalid enum member name(s) {','.join(map(repr, illegal))}")
        order = classdict.pop("_order_", None)
        member_type, first_enum = metacls._data_type_and_enum(cls, bases)
        new, save_new, use_args = metacls._find_new(classdict, member_type, first_enum)

        namespace = dict(classdict)
        if "_generate_next_value_" in namespace and not isinstance(namespace["_generate_next_value_"], staticmethod):
            namespace["_generate_next_value_"] = staticmethod(namespace["_generate_next_value_"])
        for name in member_names:
            namespace[name] = _Member(namespace[name])
        namespace.update(
            _new_member_=new,
            _use_args_=use_args,
            _member_names_=[],
            _member_map_={},
            _value2member_map_={},
            _unhashable_values_=[],
            _member_type_=member_type,
            _boundary_=boundary or getattr(first_enum, "_boundary_", None),
            _flag_mask_=0,
            _singles_mask_=0,
            _all_bits_=0,
            _inverted_=None,
        )
        if "_value_repr_" not in namespace:
            namespace["_value_repr_"] = metacls._value_repr(cls, bases)
        try:
            enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        except RuntimeError as error:  # how older versions of the machine report errors in __set_name__
            raise error.__cause__ or error
        enum_class._settle_methods(classdict, bases, first_enum)
        if save_new:
            enum_class.__new_member__ = new
        if Enum is not None:
            enum_class.__new__ = Enum.__new__
        if Flag is not None and issubclass(enum_class, Flag):
            enum_class._settle_flags(bases)
        if order is not None:
            names = order.replace(",", " ").split() if isinstance(order, str) else list(order)
            names = [
                name for name in names
                if name not in enum_class._member_map_ or enum_class._member_map_[name]._name_ == name
            ]  # fmt: skip
            if names != enum_class._member_names_:
                raise TypeError(
                    f"member order does not match _order_:\n  {enum_class._member_names_!r}\n  {names!r}"
                )
        return enum_class

    def __init__(cls, *args, **kwds):
        pass

    # --- how a class is put together

    @classmethod
    def _refuse_to_extend(metacls, name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f"<enum {name!r}> cannot extend {base!r}")

    @classmethod
    def _data_type_and_enum(metacls, name, bases):
        """What members are besides being members (object if nothing), and the enumeration the class derives from."""
        if not bases or Enum is None:
            return object, Enum
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError(
                "new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`"
            )
        found = {}
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        found[base._member_type_] = None
                        break
                elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                    found[candidate or base] = None
                    break
                else:
                    candidate = candidate or base
        if len(found) > 1:
            raise TypeError(f"too many data types for {name!r}: {set(found)!r}")
        return next(iter(found), object), first_enum

    @classmethod
    def _value_repr(metacls, name, bases):
        """How values are shown: as the data type shows itself; None: by repr()."""
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                if "__repr__" in base.__dict__:
                    if "__dataclass_fields__" in base.__dict__ and base.__dataclass_params__.repr:
                        return _dataclass_repr
                    return base.__dict__["__repr__"]
        return None

    @classmethod
    def _find_new(metacls, classdict, member_type, first_enum):
        """What makes a member: (function, whether subclasses use it too, whether it takes the value as arguments)."""
        new = classdict.get("__new__")
        if new is not None:
            new = getattr(new, "__func__", new)
        save_new = first_enum is not None and new is not None
        if new is None:
            plain = (None, None.__new__, object.__new__, getattr(Enum, "__new__", None))
            for method in ("__new_member__", "__new__"):
                for possible in (member_type, first_enum):
                    target = getattr(possible, method, None)
                    if target not in plain:
                        new = target
                        break
                if new is not None:
                    break
            else:
                new = object.__new__
        use_args = first_enum is not None and new not in (getattr(Enum, "__new__", None), object.__new__)
        return new, save_new, use_args

    def _settle_methods(cls, classdict, bases, first_enum):
        """Makes sure that members print as members, also when a data type comes first in the MRO; or, for a ReprEnum,
        that they print as values."""
        if Enum is None:
            return
        data_type = cls._member_type_
        if ReprEnum is not None and ReprEnum in bases:
            if data_type is object:
                raise TypeError(
                    "ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)"
                )
            if "__format__" not in classdict:
                cls.__format__ = data_type.__format__
            if "__str__" not in classdict:
                cls.__str__ = data_type.__repr__ if data_type.__str__ is object.__str__ else data_type.__str__
        for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if name not in classdict:
                if getattr(cls, name) in (getattr(data_type, name), getattr(object, name)):
                    if name in ("__str__", "__format__") and ReprEnum is not None and ReprEnum in bases:
                        continue
                    setattr(cls, name, getattr(first_enum, name))

    def _settle_flags(cls, bases):
        for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
            if name not in cls.__dict__:
                setattr(cls, name, getattr(Flag, name))
        # Members are gone through in the order of definition; bit by bit is the same, and faster, if that is by value.
        values = [cls._member_map_[name]._value_ for name in cls._member_names_]
        if values != sorted(values):
            cls._iter_member_ = cls._iter_member_by_def_

    def _find_(cls, value):
        """The member with this value, or None."""
        try:
            return cls._value2member_map_.get(value)
        except TypeError:
            for member in cls._member_map_.values():
                if member._value_ == value:
                    return member

    # --- what a class can do

    def __bool__(cls):
        return True

    def __call__(cls, value, names=None, *values, module=None, qualname=None, type=None, start=1, boundary=None):
        """Color(1): the member with a value. Enum('Color', 'RED GREEN'): a new enumeration."""
        if cls._member_map_:
            if names is not None:
                value = (value, names, *values)
            return cls.__new__(cls, value)
        if names is None and type is None:
            return cls.__new__(cls, value)
        return cls._create_(value, names, module, qualname, type, start, boundary)

    def __contains__(cls, value):
        """Whether this is a member, or the value of one."""
        if isinstance(value, cls):
            return True
        try:
            return cls._find_(value) is not None
        except TypeError:
            return False

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __getattr__(cls, name):
        raise AttributeError(name)

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_property
    def __members__(cls):
        """All names, aliases included, and their members."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return f"<flag {cls.__name__!r}>"
        return f"<enum {cls.__name__!r}>"

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        super().__delattr__(name)

    def __dir__(cls):
        names = {"__class__", "__contains__", "__doc__", "__getitem__", "__iter__", "__len__", "__members__",
                 "__module__", "__name__", "__qualname__", "__init_subclass__", *cls._member_names_}  # fmt: skip
        if cls._member_type_ is object:
            return sorted(names)
        return sorted(names | set(dir(cls._member_type_)))

    def _create_(cls, class_name, names, module=None, qualname=None, type=None, start=1, boundary=None):
        """Makes an enumeration from a string of names, a list of names or (name, value) pairs, or a mapping."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            values = []
            pairs = []
            for count, name in enumerate(names):
                value = cls._generate_next_value_(name, start, count, values[:])
                values.append(value)
                pairs.append((name, value))
            names = pairs
        for item in names or ():
            name, value = (item, names[item]) if isinstance(item, str) else item
            classdict[name] = value
        if module is None:
            try:
                module = sys._getframe(2).f_globals["__name__"]
            except (AttributeError, ValueError, KeyError):
                pass
        if module is not None:
            classdict["__module__"] = module
        if qualname is not None:
            classdict["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Turns the constants of a module that filter(name) picks into an enumeration."""
        module_globals = sys.modules[module].__dict__
        source = source.__dict__ if source else module_globals
        members = sorted(
            ((key, value) for key, value in source.items() if filter(key)), key=lambda item: (item[1], item[0])
        )
        made = cls._create_(name, members, module=module, boundary=boundary or KEEP)
        module_globals.update(made.__members__)
        module_globals[name] = made
        return made


EnumMeta = EnumType


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ", ".join(f"{name}={getattr(self, name)!r}" for name, field in fields.items() if field.repr)


class Enum(metaclass=EnumType):
    """Derive from this to make an enumeration."""

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            found = cls._find_(value)
            if found is not None:
                return found
        error = None
        try:
            result = cls._missing_(value)
        except Exception as e:
            error, result = e, None
        if isinstance(result, cls):
            return result
        if cls._boundary_ is EJECT and EJECT is not None and isinstance(result, int):
            return result
        invalid = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        if error is None:
            if result is None:
                raise invalid
            error = TypeError(
                f"error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member"
            )
        if not isinstance(error, ValueError):
            error.__context__ = invalid
        raise error

    def __init__(self, *args, **kwds):
        pass

    def __init_subclass__(cls, *args, **kwds):
        super().__init_subclass__(*args, **kwds)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """What auto() stands for."""
        if not last_values:
            return start
        try:
            return max(last_values) + 1
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None

    @classmethod
    def _missing_(cls, value):
        """What cls(value) is, for a value no member has: a member, or None."""
        return None

    def __repr__(self):
        show = self.__class__._value_repr_ or repr
        return f"<{self.__class__.__name__}.{self._name_}: {show(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __dir__(self):
        cls = self.__class__
        names = {"__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"}
        if cls._member_type_ is not object:
            names |= set(object.__dir__(self))
        names |= {name for name in getattr(self, "__dict__", {}) if name[0] != "_"}
        for base in cls.mro():
            for name, value in base.__dict__.items():
                if name[0] == "_":
                    continue
                if isinstance(value, property) and value.fget is None:
                    names.discard(name)
                elif name not in cls._member_map_:
                    names.add(name)
        return sorted(names)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return getattr, (self.__class__, self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def name(self):
        """The name of the member."""
        return self._name_

    @property
    def value(self):
        """The value of the member."""
        return self._value_


class ReprEnum(Enum):
    """An enumeration whose members print as their values: only repr() shows the name."""


class IntEnum(int, ReprEnum):
    """Members are ints."""


class StrEnum(str, ReprEnum):
    """Members are strings; auto() is the name in lower case."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError(f"encoding must be a string, not {values[1]!r}")
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError(f"errors must be a string, not {values[2]!r}")
        value = str(*values)
        made = str.__new__(cls, value)
        made._value_ = value
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def pickle_by_global_name(self, proto):
    return self.name


def pickle_by_enum_name(self, proto):
    return getattr, (self.__class__, self._name_)


# --- flags


class FlagBoundary(StrEnum):
    """What happens to bits that no member of a Flag stands for."""

    STRICT = auto()  # an error
    CONFORM = auto()  # they are dropped
    EJECT = auto()  # the result is a plain int
    KEEP = auto()  # they stay


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=CONFORM):
    """Members are bits that can be combined with | & ^ ~."""

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        last = max(last_values)
        try:
            return 1 << last.bit_length()
        except Exception:
            raise TypeError(f"invalid flag value {last!r}") from None

    _numeric_repr_ = repr

    @classmethod
    def _iter_member_by_value_(cls, value):
        for bit in _bits(value & cls._singles_mask_):
            yield cls._value2member_map_[bit]

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda member: member._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """A combination, or what is left of one after the boundary was heeded."""
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        mask, all_bits = cls._flag_mask_, cls._all_bits_
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            if cls._boundary_ is STRICT:
                width = max(value.bit_length(), mask.bit_length())
                raise ValueError(
                    f"{cls!r} invalid value {value!r}\n    given {bin(value, width)}\n  allowed {bin(mask, width)}"
                )
            if cls._boundary_ is CONFORM:
                value &= mask
            elif cls._boundary_ is EJECT:
                return value
            elif value < 0:
                value += max(all_bits + 1, 2 ** value.bit_length())
        negative = None
        if value < 0:
            negative = value
            value += all_bits + 1
        unknown = value & ~mask
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError(
                f"{cls.__name__}({value!r}) -->  unknown values {unknown!r} [{bin(unknown)}]"
            )
        if cls._member_type_ is object:
            made = object.__new__(cls)
        else:
            made = cls._member_type_.__new__(cls, value)
        if not hasattr(made, "_value_"):
            made._value_ = value
        members = list(cls._iter_member_(value & cls._singles_mask_))
        covered = value & cls._singles_mask_
        if value != covered:
            for member in cls._member_map_.values():
                if member._value_ and member._value_ & value == member._value_ and member not in members:
                    members.append(member)
                    covered |= member._value_
        made._name_ = "|".join(member._name_ for member in members) or None
        if members and value != covered:
            if cls._boundary_ is STRICT:
                raise ValueError(f"{cls.__qualname__}: no members with value {value ^ covered!r}")
            made._name_ += f"|{cls._numeric_repr_(value ^ covered)}"
        made = cls._value2member_map_.setdefault(value, made)  # another thread may have been first
        if negative is not None:
            cls._value2member_map_[negative] = made
        return made

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {self.__class__.__qualname__!r}"
            )
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        show = self.__class__._value_repr_ or repr
        name = "" if self._name_ is None else f".{self._name_}"
        return f"<{self.__class__.__name__}{name}: {show(self._value_)}>"

    def __str__(self):
        if self._name_ is None:
            return f"{self.__class__.__name__}({self._value_!r})"
        return f"{self.__class__.__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _bits_of(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return NotImplemented

    def __or__(self, other):
        bits = self._bits_of(other)
        return NotImplemented if bits is NotImplemented else self.__class__(self._value_ | bits)

    def __and__(self, other):
        bits = self._bits_of(other)
        return NotImplemented if bits is NotImplemented else self.__class__(self._value_ & bits)

    def __xor__(self, other):
        bits = self._bits_of(other)
        return NotImplemented if bits is NotImplemented else self.__class__(self._value_ ^ bits)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        if self._inverted_ is None:
            if self._boundary_ in (EJECT, KEEP):
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._singles_mask_ & ~self._value_)
        return self._inverted_


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Flags that are ints."""


# --- checks and decorators


def unique(enumeration):
    """A class decorator: no two names for one value."""
    aliases = [(name, found.name) for name, found in enumeration.__members__.items() if name != found.name]
    if aliases:
        shown = ", ".join(f"{alias} -> {name}" for alias, name in aliases)
        raise ValueError(f"duplicate values found in {enumeration!r}: {shown}")
    return enumeration


class EnumCheck(StrEnum):
    """What verify() can check."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """A class decorator that checks an enumeration."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        is_flag = issubclass(enumeration, Flag)
        for check in self.checks:
            if check is UNIQUE:
                aliases = [(name, found.name) for name, found in enumeration.__members__.items() if name != found.name]
                if aliases:
                    shown = ", ".join(f"{alias} -> {name}" for alias, name in aliases)
                    raise ValueError(f"aliases found in {enumeration!r}: {shown}")
            elif check is CONTINUOUS:
                values = {found.value for found in enumeration}
                if len(values) < 2:
                    continue
                low, high = min(values), max(values)
                if is_flag:
                    missing = [1 << i for i in range(low.bit_length(), high.bit_length()) if 1 << i not in values]
                else:
                    missing = [i for i in range(low + 1, high) if i not in values]
                if missing:
                    kind = "flag" if is_flag else "enum"
                    raise ValueError(
                        f"invalid {kind} {enumeration.__name__!r}: missing values {', '.join(map(str, missing))}"[:256]
                    )
            elif check is NAMED_FLAGS:
                bad_names, unnamed = [], 0
                singles = {found._value_ for found in enumeration}
                for name, alias in enumeration._member_map_.items():
                    if name in enumeration._member_names_ or alias.value < 0:
                        continue
                    without = [bit for bit in _bits(alias.value) if bit not in singles]
                    if without:
                        bad_names.append(name)
                        for bit in without:
                            unnamed |= bit
                if bad_names:
                    if len(bad_names) == 1:
                        who = f"alias {bad_names[0]} is missing"
                    else:
                        who = f"aliases {', '.join(bad_names[:-1])} and {bad_names[-1]} are missing"
                    if _is_single_bit(unnamed):
                        what = f"value 0x{unnamed:x}"
                    else:
                        what = f"combined values of 0x{unnamed:x}"
                    raise ValueError(
                        f"invalid Flag {enumeration.__name__!r}: {who} {what} [use enum.show_flag_values(value) for details]"
                    )
        return enumeration


def show_flag_values(value):
    """The bits of a value."""
    return list(_bits(value))


def global_enum_repr(self):
    return f"{self.__class__.__module__.split('.')[-1]}.{self._name_}"


def global_flag_repr(self):
    module = self.__class__.__module__.split(".")[-1]
    if self._name_ is None:
        return f"{module}.{self.__class__.__name__}({self._value_!r})"
    return "|".join(f"{module}.{name}" if not name[0].isdigit() else name for name in self._name_.split("|"))


def global_str(self):
    return self._name_ if self._name_ is not None else f"{self.__class__.__name__}({self._value_!r})"


def global_enum(cls, update_str=False):
    """A class decorator: members are also names of the module, and are shown that way."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls
