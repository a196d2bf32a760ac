"""Stand-ins for objects in tests: a Mock takes any call and any attribute, remembers them, and answers as it was told.

A call is remembered as a `call` object: a tuple (name, args, kwargs) that compares by content. A child of a mock (an attribute, or
what it returns) tells its parent of its calls under its own path, so that `mock.mock_calls` holds all of them in order.

Each mock has a class of its own, made when it is: special methods are looked up on the class, so that is where MagicMock puts them.
"""

import asyncio
import builtins
import contextlib
import functools
import inspect
import io
import pkgutil
import pprint
import sys

__all__ = ("Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec", "AsyncMock", "FILTER_DIR",
           "NonCallableMock", "NonCallableMagicMock", "mock_open", "PropertyMock", "seal")  # fmt: skip

FILTER_DIR = True


class InvalidSpecError(Exception):
    """A mock cannot be the spec of a mock."""


# ------------------------------------------------------------------ named objects

class _Sentinel:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinels:
    """Makes an object for each name asked for."""

    def __init__(self):
        self._made = {}

    def __getattr__(self, name):
        if name == "__bases__":
            raise AttributeError
        return self._made.setdefault(name, _Sentinel(name))


sentinel = _Sentinels()
DEFAULT = sentinel.DEFAULT
_missing = sentinel.MISSING
_deleted = sentinel.DELETED


class _Any:
    """Equal to everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _Any()


# ------------------------------------------------------------------ calls

class _Call(tuple):
    """A call that was made, or is expected: `call.name(1, a=2)`."""

    def __new__(cls, value=(), name="", parent=None, two=False, from_kall=True):
        args, kwargs = (), {}
        for item in value:
            if isinstance(item, str):
                name = item
            elif isinstance(item, tuple):
                args = item
            else:
                kwargs = item
        return tuple.__new__(cls, (args, kwargs) if two else (name, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    @staticmethod
    def _parts(value):
        """(name or None, args, kwargs) of a call or of a tuple written by hand; None for anything else."""
        name, args, kwargs = None, (), {}
        if not isinstance(value, tuple) or len(value) > 3:
            return None
        for item in value:
            if isinstance(item, str):
                name = item
            elif isinstance(item, tuple):
                args = item
            elif isinstance(item, dict):
                kwargs = item
            else:
                return None
        return name, args, kwargs

    def __eq__(self, other):
        mine, its = self._parts(self), self._parts(other)
        if its is None:
            return NotImplemented if not isinstance(other, tuple) else False
        same_name = len(self) == 2 or len(other) == 2 or (mine[0] or "") == (its[0] or "")
        own_parent, its_parent = self._mock_parent, getattr(other, "_mock_parent", None)
        if own_parent is not None and its_parent is not None and own_parent != its_parent:
            return False
        return same_name and its[1:] == mine[1:]

    __ne__ = object.__ne__
    __hash__ = None

    def __call__(self, /, *args, **kwargs):
        if self._mock_name is None:
            return _Call(("", args, kwargs), name="()")
        return _Call((self._mock_name, args, kwargs), name=self._mock_name + "()", parent=self)

    def __getattr__(self, name):
        if self._mock_name is None:
            return _Call(name=name, from_kall=False)
        return _Call(name=f"{self._mock_name}.{name}", parent=self, from_kall=False)

    def __getattribute__(self, name):
        if name in tuple.__dict__ and not name.startswith("__"):  # count and index are names like any other
            raise AttributeError
        return tuple.__getattribute__(self, name)

    @property
    def args(self):
        return self[-2]

    @property
    def kwargs(self):
        return self[-1]

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or "call"
            return name if name.startswith("call") else "call." + name
        name, args, kwargs = self if len(self) == 3 else ("", *self)
        name = "call" if not name else "call" + name if name.startswith("()") else "call." + name
        return _format_call(name, args, kwargs)

    def call_list(self):
        """This call and those its result was got by."""
        calls = []
        one = self
        while one is not None:
            if one._mock_from_kall:
                calls.append(one)
            one = one._mock_parent
        return _CallList(reversed(calls))


call = _Call(from_kall=False)


class _CallList(list):
    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        return any(self[i : i + len(value)] == value for i in range(len(self) - len(value) + 1))

    def __repr__(self):
        return pprint.pformat(list(self))


def _format_call(name, args, kwargs):
    return f"{name}({', '.join([*map(repr, args), *(f'{key}={value!r}' for key, value in kwargs.items())])})"


# ------------------------------------------------------------------ mocks

_SPECIAL_DEFAULTS = {
    "__hash__": lambda self: object.__hash__(self),
    "__str__": lambda self: object.__str__(self),
    "__sizeof__": lambda self: object.__sizeof__(self),
    "__fspath__": lambda self: f"{type(self).__name__}/{self._extract_mock_name()}/{id(self)}",
}
_SPECIAL_VALUES = {"__int__": 1, "__contains__": False, "__len__": 0, "__exit__": False, "__complex__": 1j, "__float__": 1.0,
                   "__bool__": True, "__index__": 1, "__aexit__": False,
                   "__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented, "__ge__": NotImplemented}  # fmt: skip
_NUMERIC = "add sub mul matmul truediv floordiv mod lshift rshift and xor or pow divmod".split()
_SPECIAL = {f"__{name}__" for name in (
    "hash str sizeof fspath lt gt le ge int contains len exit complex float bool index enter getitem setitem delitem iter round "
    "trunc floor ceil neg pos invert eq ne reversed missing format dir repr getformat subclasses getinitargs reduce aenter aexit "
    "aiter anext getnewargs getnewargs_ex getstate setstate reduce_ex copy deepcopy divmod rdivmod").split()}  # fmt: skip
_SPECIAL |= {f"__{prefix}{name}__" for prefix in ("", "r", "i") for name in _NUMERIC} - {"__idivmod__"}
_MAGIC = (_SPECIAL - {f"__{name}__" for name in (
    "reversed missing format dir repr getformat subclasses getinitargs reduce reduce_ex copy deepcopy getnewargs getnewargs_ex "
    "getstate setstate").split()}) - {f"__r{name}__" for name in _NUMERIC}  # fmt: skip
_ASYNC = {"__aenter__", "__aexit__", "__anext__"}

# What a mock keeps for itself; everything else that is asked for is a child.
_OWN = {"return_value", "side_effect", "called", "call_count", "call_args", "call_args_list", "mock_calls", "method_calls",
        "await_count", "await_args", "await_args_list"}  # fmt: skip


def _is_exception(value):
    return isinstance(value, BaseException) or isinstance(value, type) and issubclass(value, BaseException)


def _signature_of(spec, is_instance, skip_first=False):
    """The signature a mock of `spec` must be called with, or None if nothing is known."""
    try:
        if isinstance(spec, type):
            if is_instance:
                spec, skip_first = spec.__call__, True
            else:
                return inspect.signature(spec)
        sig = inspect.signature(spec)
    except (TypeError, ValueError, AttributeError):
        return None
    if skip_first:
        sig = sig.replace(parameters=list(sig.parameters.values())[1:])
    return sig


class Base:
    _mock_return_value = DEFAULT
    _mock_side_effect = None

    def __init__(self, /, *args, **kwargs):
        pass


class NonCallableMock(Base):
    """A Mock that cannot be called."""

    def __new__(cls, /, *args, **kwargs):
        return object.__new__(type(cls.__name__, (cls,), {"__doc__": cls.__doc__, "__module__": cls.__module__}))

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name="", _new_parent=None,
                 _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):  # fmt: skip
        if _new_parent is None:
            _new_parent = parent
        own = self.__dict__
        own["_mock_parent"] = parent
        own["_mock_name"] = name
        own["_mock_new_name"] = _new_name
        own["_mock_new_parent"] = _new_parent
        own["_mock_sealed"] = False
        own["_mock_unsafe"] = unsafe
        own["_mock_children"] = {}
        own["_mock_wraps"] = wraps
        own["_mock_delegate"] = None
        if spec_set is not None:
            spec = spec_set
        self._mock_add_spec(spec, spec_set is not None, _spec_as_instance, bool(_eat_self))
        self._reset_calls()
        if kwargs:
            self.configure_mock(**kwargs)
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state)

    def _reset_calls(self):
        own = self.__dict__
        own["_mock_called"] = False
        own["_mock_call_count"] = 0
        own["_mock_call_args"] = None
        own["_mock_call_args_list"] = _CallList()
        own["_mock_mock_calls"] = _CallList()
        own["method_calls"] = _CallList()

    def _mock_add_spec(self, spec, spec_set, as_instance=False, eat_self=False):
        own = self.__dict__
        if spec is not None and _is_mock(spec):
            raise InvalidSpecError(f"Cannot spec a Mock object. [object={spec!r}]")
        own["_spec_class"] = own["_spec_signature"] = None
        names = None
        if spec is not None:
            if isinstance(spec, (list, tuple)):
                names = list(spec)
            else:
                names = dir(spec)
                own["_spec_class"] = spec if isinstance(spec, type) else type(spec)
                own["_spec_signature"] = _signature_of(spec, as_instance, eat_self)
        own["_spec_set"] = spec_set
        own["_mock_methods"] = names

    def mock_add_spec(self, spec, spec_set=False):
        """Only attributes of `spec` may be asked for from here on."""
        self._mock_add_spec(spec, spec_set)

    def attach_mock(self, mock, attribute):
        """Makes another mock an attribute of this one: its calls are noted here."""
        inner = _mock_of(mock)
        inner._mock_parent = inner._mock_new_parent = None
        inner._mock_name, inner._mock_new_name = "", None
        setattr(self, attribute, mock)

    def configure_mock(self, /, **kwargs):
        """Sets attributes, also of children: configure_mock(**{"method.return_value": 3})."""
        for path, value in sorted(kwargs.items(), key=lambda item: item[0].count(".")):
            *between, name = path.split(".")
            target = self
            for step in between:
                target = getattr(target, step)
            setattr(target, name, value)

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        """Forgets all calls."""
        visited = visited or []
        if id(self) in visited:
            return
        visited.append(id(self))
        self._reset_calls()
        if return_value:
            self._mock_return_value = DEFAULT
        if side_effect:
            self._mock_side_effect = None
        for child in self._mock_children.values():
            if child is not _deleted and not isinstance(child, _SpecialMethod):
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)
        result = self._mock_return_value
        if _is_mock(result) and result is not self:
            result.reset_mock(visited)

    # --- what it answers and what it remembers ---

    @property
    def __class__(self):
        spec = self.__dict__.get("_spec_class")
        return type(self) if spec is None else spec

    @property
    def return_value(self):
        result = self._mock_return_value
        if self._mock_delegate is not None:
            result = self._mock_delegate.return_value
        if result is DEFAULT and self._mock_wraps is None:
            result = self._get_child_mock(_new_parent=self, _new_name="()")
            self.return_value = result
        return result

    @return_value.setter
    def return_value(self, value):
        if self._mock_delegate is not None:
            self._mock_delegate.return_value = value
            return
        self.__dict__["_mock_return_value"] = value
        _adopt(self, value, None, "()")

    @property
    def side_effect(self):
        if self._mock_delegate is not None:
            return self._mock_delegate.side_effect
        return self._mock_side_effect

    @side_effect.setter
    def side_effect(self, value):
        if value is not None and not callable(value) and not _is_exception(value):
            try:
                value = iter(value)
            except TypeError:
                pass
        if self._mock_delegate is not None:
            self._mock_delegate.side_effect = value
        else:
            self.__dict__["_mock_side_effect"] = value

    @staticmethod
    def _remembered(name):
        key = "_mock_" + name

        def get(self):
            delegate = self._mock_delegate
            return self.__dict__[key] if delegate is None else getattr(delegate, name)

        def set(self, value):
            if self._mock_delegate is None:
                self.__dict__[key] = value
            else:
                setattr(self._mock_delegate, name, value)

        return property(get, set)

    called = _remembered("called")
    call_count = _remembered("call_count")
    call_args = _remembered("call_args")
    call_args_list = _remembered("call_args_list")
    mock_calls = _remembered("mock_calls")

    # --- attributes ---

    def __getattr__(self, name):
        if name in {"_mock_methods", "_mock_unsafe", "_mock_children", "_mock_delegate"}:
            raise AttributeError(name)
        if self._mock_methods is not None:
            if name not in self._mock_methods or name in _SPECIAL:
                raise AttributeError(f"Mock object has no attribute {name!r}")
        elif _is_dunder(name):
            raise AttributeError(name)
        if not self._mock_unsafe and (not self._mock_methods or name not in self._mock_methods):
            if name.startswith(("assert", "assret", "asert", "aseert", "assrt")) or name in _ASSERTS_MISSPELLED:
                raise AttributeError(f"{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is meant to be an attribute.")
        child = self._mock_children.get(name)
        if child is _deleted:
            raise AttributeError(name)
        if child is None:
            wraps = getattr(self._mock_wraps, name) if self._mock_wraps is not None else None
            child = self._get_child_mock(parent=self, name=name, wraps=wraps, _new_name=name, _new_parent=self)
            self._mock_children[name] = child
        return child

    def __setattr__(self, name, value):
        if name in _OWN or name in self.__dict__ or name.startswith("_mock_"):
            return object.__setattr__(self, name, value)
        if self._spec_set and self._mock_methods is not None and name not in self._mock_methods:
            raise AttributeError(f"Mock object has no attribute '{name}'")
        if name in _SPECIAL:
            if self._mock_methods is not None and name not in self._mock_methods:
                raise AttributeError(f"Mock object has no attribute '{name}'")
            if _is_mock(value):
                _adopt(self, value, name, name)
                self._mock_children[name] = value
                setattr(type(self), name, lambda self, /, *args, **kwargs: value(*args, **kwargs))
            else:
                setattr(type(self), name, value if not inspect.isfunction(value) else functools.partialmethod(value).func)
            return
        if name == "__class__":
            self.__dict__["_spec_class"] = value
            return
        if _adopt(self, value, name, name):
            self._mock_children[name] = value
        if self._mock_sealed and name not in self.__dict__ and not hasattr(type(self), name):
            raise AttributeError(f"Cannot set {self._extract_mock_name()}.{name}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name in _SPECIAL and name in type(self).__dict__:
            delattr(type(self), name)
        found = self._mock_children.get(name, _missing)
        if name in self.__dict__:
            object.__delattr__(self, name)
        elif found is _deleted:
            raise AttributeError(name)
        if found is not _missing:
            del self._mock_children[name]
        self._mock_children[name] = _deleted

    def __dir__(self):
        names = self._mock_methods or []
        own = [name for name in object.__dir__(self) if not name.startswith("_")] if FILTER_DIR else object.__dir__(self)
        children = [name for name, child in self._mock_children.items() if child is not _deleted]
        return sorted({*names, *own, *children})

    def _extract_mock_name(self):
        """The path from the outermost mock."""
        parts = [self._mock_new_name] if self._mock_new_name else []
        last = self
        dot = "" if self._mock_new_name == "()" else "."
        parent = self._mock_new_parent
        names = parts
        while parent is not None:
            last = parent
            names.append((parent._mock_new_name or "") + dot if parent._mock_new_name else dot if parent._mock_new_parent else "")
            dot = "" if parent._mock_new_name == "()" else "."
            parent = parent._mock_new_parent
        path = "".join(reversed(names))
        first = last._mock_name or "mock"
        if last is self:
            return first if not path or path == last._mock_name else path
        return first + (dot if path and not path.startswith((".", "()")) else "") + path

    def __repr__(self):
        name = self._extract_mock_name()
        shown = f" name={name!r}" if name not in ("mock", "mock.") else ""
        spec = ""
        if self._spec_class is not None:
            spec = f" spec{'_set' if self._spec_set else ''}={self._spec_class.__name__!r}"
        return f"<{type(self).__name__}{shown}{spec} id='{id(self)}'>"

    def _get_child_mock(self, /, **kwargs):
        if self._mock_sealed:
            name = kwargs.get("name") or "()"
            path = self._extract_mock_name() + ("()" if name == "()" else "." + name)
            raise AttributeError(path)
        kind = type(self).__mro__[1]
        if issubclass(kind, AsyncMock):
            name = kwargs.get("_new_name")
            kind = AsyncMock if name not in ("()",) else MagicMock
        elif issubclass(kind, NonCallableMagicMock) and kwargs.get("_new_name") in _ASYNC:
            kind = AsyncMock
        elif not issubclass(kind, CallableMixin):
            kind = MagicMock if issubclass(kind, NonCallableMagicMock) else Mock
        return kind(**kwargs)

    # --- asserting ---

    def _bound(self, one):
        """The call with its arguments in the order of the signature, if there is one."""
        if isinstance(one, tuple) and self._spec_signature is not None and len(one) >= 2:
            args, kwargs = one[-2:]
            try:
                bound = self._spec_signature.bind(*args, **kwargs)
            except TypeError:
                return one
            return _Call(("", bound.args, bound.kwargs), two=len(one) == 2)
        return one

    def _name_for_message(self):
        return self._mock_name or "mock"

    def assert_not_called(self):
        if self.call_count:
            raise AssertionError(f"Expected '{self._name_for_message()}' to not have been called. "
                                 f"Called {self.call_count} times.{self._calls_text()}")  # fmt: skip

    def assert_called(self):
        if not self.call_count:
            raise AssertionError(f"Expected '{self._name_for_message()}' to have been called.")

    def assert_called_once(self):
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._name_for_message()}' to have been called once. "
                                 f"Called {self.call_count} times.{self._calls_text()}")  # fmt: skip

    def assert_called_with(self, /, *args, **kwargs):
        expected = _format_call(self._name_for_message(), args, kwargs)
        if self.call_args is None:
            raise AssertionError(f"expected call not found.\nExpected: {expected}\nActual: not called.")
        if self._bound(_Call((args, kwargs), two=True)) != self._bound(self.call_args):
            actual = _format_call(self._name_for_message(), *self.call_args)
            raise AssertionError(f"expected call not found.\nExpected: {expected}\nActual: {actual}")

    def assert_called_once_with(self, /, *args, **kwargs):
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._name_for_message()}' to be called once. "
                                 f"Called {self.call_count} times.{self._calls_text()}")  # fmt: skip
        self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        expected = self._bound(_Call((args, kwargs), two=True))
        if not any(expected == self._bound(one) for one in self.call_args_list):
            raise AssertionError(f"{_format_call(self._name_for_message(), args, kwargs)} call not found")

    def assert_has_calls(self, calls, any_order=False):
        expected = list(calls)
        if not any_order:
            if expected not in _CallList(self.mock_calls):
                raise AssertionError(f"Calls not found.\nExpected: {_CallList(expected)}{self._calls_text('  Actual')}")
            return
        rest = list(self.mock_calls)
        missing = []
        for one in expected:
            if one in rest:
                rest.remove(one)
            else:
                missing.append(one)
        if missing:
            raise AssertionError(f"{self._name_for_message()!r} does not contain all of {tuple(missing)!r} in its call list, "
                                 f"found {list(self.mock_calls)!r} instead")  # fmt: skip

    def _calls_text(self, prefix="Calls"):
        return f"\n{prefix}: {_CallList(self.mock_calls)!r}." if self.mock_calls else ""


_ASSERTS_MISSPELLED = {"called_once", "called_with", "called_once_with", "has_calls", "not_called", "any_call"} - {"called_once"}


def _is_dunder(name):
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


def _is_mock(value):
    return issubclass(type(value), NonCallableMock) or isinstance(getattr(value, "mock", None), NonCallableMock) and inspect.isfunction(value)


def _mock_of(value):
    return value if issubclass(type(value), NonCallableMock) else value.mock


def _adopt(parent, value, name, new_name):
    """Makes a mock without a parent a child of this one; whether it did."""
    if not _is_mock(value):
        return False
    value = _mock_of(value)
    if value._mock_name or value._mock_new_name or value._mock_parent is not None or value._mock_new_parent is not None:
        return False
    above = parent
    while above is not None:  # no circles
        if above is value:
            return False
        above = above._mock_new_parent
    if new_name:
        value._mock_new_parent = parent
        value._mock_new_name = new_name
    if name:
        value._mock_parent = parent
        value._mock_name = name
    return True


class CallableMixin(Base):
    """The part of a mock that is called."""

    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None, spec_set=None, parent=None,
                 _spec_state=None, _new_name="", _new_parent=None, **kwargs):  # fmt: skip
        self.__dict__["_mock_return_value"] = return_value
        self.__dict__["_mock_delegate"] = None
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state, _new_name, _new_parent, **kwargs)
        if return_value is not DEFAULT:
            _adopt(self, return_value, None, "()")
        self.side_effect = side_effect

    def __call__(self, /, *args, **kwargs):
        self._mock_check_sig(args, kwargs)
        self._note_call(args, kwargs)
        return self._execute(args, kwargs)

    def _mock_check_sig(self, args, kwargs):
        if self._spec_signature is not None and self.__dict__.get("_is_autospecced"):
            self._spec_signature.bind(*args, **kwargs)

    def _note_call(self, args, kwargs):
        self.called = True
        self.call_count += 1
        self.call_args = one = _Call((args, kwargs), two=True)
        self.call_args_list.append(one)
        is_method = self._mock_parent is not None
        method_name = self._mock_name
        name = self._mock_new_name
        is_call = name == "()"
        self.mock_calls.append(_Call(("", args, kwargs)))
        parent = self._mock_new_parent
        while parent is not None:
            if is_method:
                parent.method_calls.append(_Call((method_name, args, kwargs)))
                is_method = parent._mock_parent is not None
                if is_method:
                    method_name = f"{parent._mock_name}.{method_name}"
            parent.mock_calls.append(_Call((name, args, kwargs)))
            if parent._mock_new_name:
                dot = "" if is_call else "."
                is_call = parent._mock_new_name == "()"
                name = parent._mock_new_name + dot + name
            parent = parent._mock_new_parent

    def _execute(self, args, kwargs):
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            result = effect(*args, **kwargs) if callable(effect) else next(effect)
            if not callable(effect) and _is_exception(result):
                raise result
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_wraps is not None:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """Takes any call and any attribute, remembers what was done to it, and answers with `return_value` or `side_effect`."""


# ------------------------------------------------------------------ special methods

class _SpecialMethod:
    """On the class of a MagicMock: makes the mock of a special method when it is first looked up."""

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        child = instance._mock_children.get(self.name)
        if child is None:
            child = instance._get_child_mock(name=self.name, parent=instance, _new_name=self.name, _new_parent=instance)
            _set_default(instance, child, self.name)
            instance._mock_children[self.name] = child
        return child


def _set_default(mock, child, name):
    if name in _SPECIAL_VALUES:
        child.return_value = _SPECIAL_VALUES[name]
    elif name in _SPECIAL_DEFAULTS:
        child.return_value = _SPECIAL_DEFAULTS[name](mock)
    elif name == "__eq__":
        child.side_effect = lambda other: True if (known := child._mock_return_value) is not DEFAULT and known else (
            mock is other if known is DEFAULT else known)  # fmt: skip
    elif name == "__ne__":
        child.side_effect = lambda other: DEFAULT if child._mock_return_value is not DEFAULT else mock is not other
    elif name == "__iter__":
        child.side_effect = lambda: iter([] if (known := child._mock_return_value) is DEFAULT else known)
    elif name == "__aiter__":
        child.side_effect = lambda: _async_iter([] if (known := child._mock_return_value) is DEFAULT else known)


async def _async_iter(items):
    for item in items:
        yield item


class MagicMixin(Base):
    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._put_special_methods()

    def _put_special_methods(self):
        names = _MAGIC if self._mock_methods is None else _MAGIC & set(self._mock_methods)
        for name in names:
            if name not in type(self).__dict__:
                setattr(type(self), name, _SpecialMethod(name))

    def mock_add_spec(self, spec, spec_set=False):
        super().mock_add_spec(spec, spec_set)
        self._put_special_methods()


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A MagicMock that cannot be called."""


class MagicMock(MagicMixin, Mock):
    """A Mock that has the special methods as well."""

    def reset_mock(self, /, *args, return_value=False, **kwargs):
        super().reset_mock(*args, return_value=return_value, **kwargs)


class AsyncMock(MagicMixin, CallableMixin, NonCallableMock):
    """A mock whose call is awaited."""

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__["_is_coroutine"] = asyncio.coroutines._is_coroutine if hasattr(asyncio.coroutines, "_is_coroutine") else True
        self._reset_awaits()

    def _reset_awaits(self):
        self.__dict__.update(await_count=0, await_args=None, await_args_list=_CallList())

    def reset_mock(self, /, *args, **kwargs):
        super().reset_mock(*args, **kwargs)
        self._reset_awaits()

    async def _execute(self, args, kwargs):
        one = _Call((args, kwargs), two=True)
        self.await_count += 1
        self.await_args = one
        self.await_args_list.append(one)
        effect = self.side_effect
        if effect is not None and not _is_exception(effect) and not callable(effect):
            try:
                result = next(effect)
            except StopIteration:
                raise StopAsyncIteration
            if _is_exception(result):
                raise result
            return result
        result = super()._execute(args, kwargs)
        if effect is not None and inspect.isawaitable(result):
            return await result
        return result

    def assert_awaited(self):
        if self.await_count == 0:
            raise AssertionError(f"Expected {self._name_for_message()} to have been awaited.")

    def assert_awaited_once(self):
        if self.await_count != 1:
            raise AssertionError(f"Expected {self._name_for_message()} to have been awaited once. Awaited {self.await_count} times.")

    def assert_awaited_with(self, /, *args, **kwargs):
        expected = _format_call(self._name_for_message(), args, kwargs)
        if self.await_args is None:
            raise AssertionError(f"Expected await: {expected}\nNot awaited")
        if self.await_args != _Call((args, kwargs), two=True):
            actual = _format_call(self._name_for_message(), *self.await_args)
            raise AssertionError(f"expected await not found.\nExpected: {expected}\nActual: {actual}")

    def assert_awaited_once_with(self, /, *args, **kwargs):
        self.assert_awaited_once()
        self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        if _Call((args, kwargs), two=True) not in self.await_args_list:
            raise AssertionError(f"{_format_call(self._name_for_message(), args, kwargs)} await not found")

    def assert_not_awaited(self):
        if self.await_count != 0:
            raise AssertionError(f"Expected {self._name_for_message()} to not have been awaited. Awaited {self.await_count} times.")


class PropertyMock(Mock):
    """Put on a class: reading the attribute calls it, writing calls it with the value."""

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, value):
        self(value)


def seal(mock):
    """No attribute that was not there before may be asked for."""
    mock._mock_sealed = True
    for child in list(mock._mock_children.values()):
        if isinstance(child, NonCallableMock) and child._mock_new_parent is mock:
            seal(child)


# ------------------------------------------------------------------ specs

def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *, unsafe=False, **kwargs):
    """A mock with the attributes of `spec`, whose functions take the same arguments."""
    if _is_mock(spec):
        raise InvalidSpecError(f"Cannot autospec a Mock object. [object={spec!r}]")
    if isinstance(spec, (list, tuple)):
        spec = type(spec)
    options = {"spec_set" if spec_set else "spec": spec}
    kind = MagicMock
    if inspect.isdatadescriptor(spec):
        options = {}
    elif inspect.iscoroutinefunction(spec):
        kind = AsyncMock
    elif not callable(spec) or isinstance(spec, type) and instance and not hasattr(spec, "__call__"):
        kind = NonCallableMagicMock
    elif isinstance(spec, type) and instance and "__call__" not in dir(spec):
        kind = NonCallableMagicMock
    name = _name or getattr(spec, "__name__", None)
    mock = kind(parent=_parent, _new_parent=_parent, _new_name=_name or "", name=name, unsafe=unsafe, _spec_as_instance=instance,
                **options, **kwargs)  # fmt: skip
    mock.__dict__["_is_autospecced"] = True
    result = mock
    if inspect.isroutine(spec):
        result = _function_for(mock, spec)
    elif isinstance(spec, type) and not instance and "return_value" not in kwargs:
        mock.return_value = create_autospec(spec, spec_set, instance=True, _name="()", _parent=mock)
    for attribute in dir(spec) if not inspect.isroutine(spec) else ():
        if _is_dunder(attribute):
            continue
        try:
            original = getattr(spec, attribute)
        except AttributeError:
            continue
        if not inspect.isroutine(original):
            continue
        static = inspect.getattr_static(spec, attribute)
        skip_first = isinstance(spec, type) and instance and inspect.isfunction(static)
        child_kind = AsyncMock if inspect.iscoroutinefunction(original) else MagicMock
        child = child_kind(parent=mock, name=attribute, _new_name=attribute, _new_parent=mock, _eat_self=skip_first, spec=original)
        child.__dict__["_is_autospecced"] = True
        mock._mock_children[attribute] = child
    return result


def _function_for(mock, spec):
    """A real function in front of a mock, for specs that are functions."""

    @functools.wraps(spec)
    def function(*args, **kwargs):
        return mock(*args, **kwargs)

    function.mock = mock
    for name in ("assert_called_with", "assert_called_once_with", "assert_called", "assert_not_called", "assert_called_once",
                 "assert_has_calls", "assert_any_call", "reset_mock"):  # fmt: skip
        setattr(function, name, getattr(mock, name))
    for name in ("called", "call_count", "call_args", "call_args_list", "method_calls", "mock_calls"):
        setattr(function, name, getattr(mock, name))
    function.return_value = mock.return_value
    function.side_effect = None
    mock.__dict__["_mock_delegate"] = function
    return function


# ------------------------------------------------------------------ patching

class _Patch:
    """Replaces an attribute for the time of a `with`, of a function, or of each test of a class."""

    attribute_name = None
    _active_patches = []

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs):
        if new_callable is not None and new is not DEFAULT:
            raise ValueError("Cannot use 'new' and 'new_callable' together")
        if new_callable is not None and autospec is not None:
            raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        self.getter = getter
        self.attribute = attribute
        self.new = new
        self.new_callable = new_callable
        self.spec = spec
        self.create = create
        self.spec_set = spec_set
        self.autospec = autospec
        self.kwargs = kwargs
        self.additional_patchers = []
        self.is_started = False

    def copy(self):
        other = _Patch(self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set, self.autospec, self.new_callable,
                       self.kwargs)  # fmt: skip
        other.attribute_name = self.attribute_name
        other.additional_patchers = [patcher.copy() for patcher in self.additional_patchers]
        return other

    def __call__(self, func):
        if isinstance(func, type):
            return self.decorate_class(func)
        if inspect.iscoroutinefunction(func):
            return self.decorate(func, True)
        return self.decorate(func, False)

    def decorate_class(self, cls):
        for name in dir(cls):
            if name.startswith(patch.TEST_PREFIX) and callable(value := getattr(cls, name)):
                setattr(cls, name, self.copy()(value))
        return cls

    def decorate(self, func, is_async):
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func

        @contextlib.contextmanager
        def patched(args, kwargs):
            extra = []
            with contextlib.ExitStack() as stack:
                for patching in wrapper.patchings:
                    made = stack.enter_context(patching)
                    if patching.attribute_name is not None:
                        kwargs.update(made)
                    elif patching.new is DEFAULT:
                        extra.append(made)
                yield args + tuple(extra), kwargs

        if is_async:

            @functools.wraps(func)
            async def wrapper(*args, **kwargs):
                with patched(args, kwargs) as (args, kwargs):
                    return await func(*args, **kwargs)
        else:

            @functools.wraps(func)
            def wrapper(*args, **kwargs):
                with patched(args, kwargs) as (args, kwargs):
                    return func(*args, **kwargs)

        wrapper.patchings = [self]
        return wrapper

    def get_original(self):
        target, name = self.getter(), self.attribute
        try:
            return target.__dict__[name], True
        except (AttributeError, KeyError):
            original = getattr(target, name, DEFAULT)
        if not self.create and name in dir(builtins) and inspect.ismodule(target):
            self.create = True
        if not self.create and original is DEFAULT:
            raise AttributeError(f"{target} does not have the attribute {name!r}")
        return original, False

    def make_new(self, original):
        spec, spec_set, kwargs = self.spec, self.spec_set, dict(self.kwargs)
        if self.autospec is not None and self.autospec is not False:
            spec = original if self.autospec is True else self.autospec
            return create_autospec(spec, spec_set=bool(spec_set), _name=self.attribute, **kwargs)
        if spec is True:
            spec = original
        if spec_set is True:
            spec_set = original
        if spec is not None:
            kwargs["spec"] = spec
        if spec_set is not None:
            kwargs["spec_set"] = spec_set
        kind = self.new_callable
        if kind is None:
            kind = AsyncMock if inspect.iscoroutinefunction(original) else MagicMock
        elif not (isinstance(kind, type) and issubclass(kind, NonCallableMock)):
            return kind(**kwargs)
        made = kind(**kwargs, **({} if "name" in kwargs else {"name": self.attribute}))
        if isinstance(spec or spec_set, type) and _is_mock(made):
            made.return_value = kind(spec=spec or spec_set, _new_name="()", _new_parent=made)
        return made

    def __enter__(self):
        if self.is_started:
            raise RuntimeError("Patch is already started")
        self.target = self.getter()
        original, local = self.get_original()
        new = self.make_new(original) if self.new is DEFAULT else self.new
        self.original, self.is_local = original, local
        self.is_started = True
        self.stack = contextlib.ExitStack()
        try:
            setattr(self.target, self.attribute, new)
            if self.attribute_name is None:
                return new
            made = {self.attribute_name: new} if self.new is DEFAULT else {}
            for patcher in self.additional_patchers:
                made.update(self.stack.enter_context(patcher))
            return made
        except:
            self.__exit__(*sys.exc_info())
            raise

    def __exit__(self, *error):
        if not self.is_started:
            return
        self.is_started = False
        if self.is_local and self.original is not DEFAULT:
            setattr(self.target, self.attribute, self.original)
        else:
            delattr(self.target, self.attribute)
            if not self.create and not hasattr(self.target, self.attribute):
                setattr(self.target, self.attribute, self.original)
        del self.target
        return self.stack.__exit__(*error)

    def start(self):
        result = self.__enter__()
        self._active_patches.append(self)
        return result

    def stop(self):
        if self not in self._active_patches:
            return None
        self._active_patches.remove(self)
        return self.__exit__(None, None, None)


def _split_target(target):
    try:
        module, attribute = target.rsplit(".", 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}") from None
    return functools.partial(pkgutil.resolve_name, module), attribute


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    """Replaces what a dotted name stands for."""
    getter, attribute = _split_target(target)
    return _Patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    """Replaces an attribute of an object."""
    if isinstance(target, str):
        raise TypeError(f"{target!r} must be the actual object to be patched, not a str")
    return _Patch(lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    """Replaces several attributes of one object."""
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    getter = functools.partial(pkgutil.resolve_name, target) if isinstance(target, str) else lambda: target
    patchers = [_Patch(getter, name, new, spec, create, spec_set, autospec, new_callable, {}) for name, new in kwargs.items()]
    for patcher in patchers:
        patcher.attribute_name = patcher.attribute
    first, *rest = patchers
    first.additional_patchers = rest
    return first


class _PatchDict:
    """Changes a dict, and gives it back what it held."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = {**dict(values), **kwargs}
        self.clear = clear
        self.original = None

    def __call__(self, func):
        if isinstance(func, type):
            for name in dir(func):
                if name.startswith(patch.TEST_PREFIX) and callable(value := getattr(func, name)):
                    setattr(func, name, _PatchDict(self.in_dict, self.values, self.clear)(value))
            return func

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            with self:
                return func(*args, **kwargs)

        return wrapper

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = pkgutil.resolve_name(self.in_dict)
        self.original = dict(self.in_dict)
        if self.clear:
            self._empty()
        self.in_dict.update(self.values)
        return self.in_dict

    def _empty(self):
        for key in list(self.in_dict):
            del self.in_dict[key]

    def __exit__(self, *error):
        if self.original is not None:
            self._empty()
            self.in_dict.update(self.original)
            self.original = None
        return False

    def start(self):
        result = self.__enter__()
        _Patch._active_patches.append(self)
        return result

    def stop(self):
        if self not in _Patch._active_patches:
            return None
        _Patch._active_patches.remove(self)
        return self.__exit__(None, None, None)


def _stop_all():
    """Ends all that was begun with start()."""
    for patcher in reversed(list(_Patch._active_patches)):
        patcher.stop()


patch.object = _patch_object
patch.dict = _PatchDict
patch.multiple = _patch_multiple
patch.stopall = _stop_all
patch.TEST_PREFIX = "test"


# ------------------------------------------------------------------ files

def mock_open(mock=None, read_data=""):
    """A mock of open() whose files hold `read_data`."""
    make = io.BytesIO if isinstance(read_data, bytes) else io.StringIO
    state = [make(read_data)]
    if mock is None:
        mock = MagicMock(name="open", spec=open)
    handle = MagicMock(spec=["read", "readline", "readlines", "write", "writelines", "close", "__enter__", "__exit__", "__iter__", "__next__"])
    handle.__enter__.return_value = handle
    handle.write.return_value = None
    for name in ("read", "readline", "readlines"):
        getattr(handle, name).side_effect = lambda *args, name=name: (
            DEFAULT if getattr(handle, name)._mock_return_value is not DEFAULT else getattr(state[0], name)(*args))  # fmt: skip
    handle.__iter__.side_effect = lambda: iter(state[0])
    type(handle).__next__ = lambda self: next(state[0])

    def renew(*args, **kwargs):
        state[0] = make(read_data)
        return DEFAULT

    mock.side_effect = renew
    mock.return_value = handle
    return mock
