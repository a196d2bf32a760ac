"""Variables with a value for each context: for each thread, and for each task of an event loop.

A Context is a mapping from variables to values. Each thread has a current one; Context.run() makes another
current for the time of a call, and what the call sets is seen only there. copy_context() is cheap enough to be called for
every task: the mapping is copied when the copy is first written to.
"""

from _thread import _local

__all__ = ["Context", "ContextVar", "Token", "copy_context"]

_GenericAlias = type(list[int])


class _Current(_local):
    context = None


_current = _Current()


def _here():
    """The current context of this thread, made if it has none."""
    context = _current.context
    if context is None:
        context = _current.context = Context()
    return context


class Context:
    """A mapping from ContextVars to values."""

    def __init__(self):
        self._values = {}
        self._shared = False  # _values also belongs to a copy
        self._entered = False

    def run(self, callable, /, *args, **kwargs):
        """Calls a function with this context as the current one."""
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        self._entered = True
        outer = _current.context
        _current.context = self
        try:
            return callable(*args, **kwargs)
        finally:
            _current.context = outer
            self._entered = False

    def copy(self):
        new = Context()
        new._values = self._values
        new._shared = self._shared = True
        return new

    def _own(self):
        if self._shared:
            self._values = self._values.copy()
            self._shared = False
        return self._values

    def __getitem__(self, var):
        if not isinstance(var, ContextVar):
            raise TypeError(f"a ContextVar key was expected, got {var!r}")
        return self._values[var]

    def __contains__(self, var):
        if not isinstance(var, ContextVar):
            raise TypeError(f"a ContextVar key was expected, got {var!r}")
        return var in self._values

    def get(self, var, default=None, /):
        if not isinstance(var, ContextVar):
            raise TypeError(f"a ContextVar key was expected, got {var!r}")
        return self._values.get(var, default)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._values == other._values

    __hash__ = None


_missing = object()


class Token:
    """What ContextVar.set() returns: the way back to the value before."""

    MISSING = type("Token.MISSING", (), {"__repr__": lambda self: "<Token.MISSING>"})()

    def __init__(self, context, var, old_value):
        self._context = context
        self._var = var
        self._old_value = old_value
        self._used = False

    @property
    def var(self):
        return self._var

    @property
    def old_value(self):
        return self._old_value

    def __repr__(self):
        used = " used" if self._used else ""
        return f"<Token{used} var={self._var!r} at {id(self):#x}>"

    __class_getitem__ = classmethod(_GenericAlias)


class ContextVar:
    """A variable. Make them at the top of a module: a context keeps what it knows of."""

    def __init__(self, name, /, *, default=_missing):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self._name = name
        self._default = default

    @property
    def name(self):
        return self._name

    def get(self, default=_missing, /):
        """The value in the current context; else the default given here, or to the constructor."""
        context = _current.context
        if context is not None:
            value = context._values.get(self, _missing)
            if value is not _missing:
                return value
        if default is not _missing:
            return default
        if self._default is not _missing:
            return self._default
        raise LookupError(self)

    def set(self, value, /):
        context = _here()
        token = Token(context, self, context._values.get(self, Token.MISSING))
        context._own()[self] = value
        return token

    def reset(self, token, /):
        """Goes back to the value before the set() that gave the token."""
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        if token._context is not _here():
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        values = token._context._own()
        if token._old_value is Token.MISSING:
            del values[self]
        else:
            values[self] = token._old_value

    def __repr__(self):
        default = "" if self._default is _missing else f" default={self._default!r}"
        return f"<ContextVar name={self._name!r}{default} at {id(self):#x}>"

    __class_getitem__ = classmethod(_GenericAlias)


Context.__module__ = ContextVar.__module__ = Token.__module__ = "_contextvars"  # where CPython has them


def copy_context():
    """A copy of the current context."""
    return _here().copy()
