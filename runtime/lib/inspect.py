"""Looking into live objects: what kind they are, which parameters they take, where their source is."""

import sys
import types

__all__ = [
    "Attribute", "BoundArguments", "ClosureVars", "FullArgSpec", "Parameter", "Signature", "classify_class_attrs",
    "cleandoc", "currentframe", "get_annotations", "getattr_static", "getcallargs", "getclosurevars", "getcomments",
    "getdoc", "getfile", "getfullargspec", "getgeneratorlocals", "getgeneratorstate", "getmembers", "getmembers_static",
    "getmodule", "getmodulename", "getmro", "getsource", "getsourcefile", "getsourcelines", "isabstract", "isasyncgen",
    "isasyncgenfunction", "isawaitable", "isbuiltin", "isclass", "iscode", "iscoroutine", "iscoroutinefunction",
    "isdatadescriptor", "isframe", "isfunction", "isgenerator", "isgeneratorfunction", "isgetsetdescriptor",
    "ismemberdescriptor", "ismethod", "ismethoddescriptor", "ismethodwrapper", "ismodule", "isroutine", "istraceback",
    "signature", "stack", "trace", "unwrap",
]  # fmt: skip

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS = 1, 2, 4, 8
CO_NESTED, CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 16, 32, 128, 256, 512

# --- kinds


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def isbuiltin(object):
    return isinstance(object, (types.BuiltinFunctionType, types.BuiltinMethodType))


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    return isinstance(object, types.CoroutineType)


def isasyncgen(object):
    return isinstance(object, types.AsyncGeneratorType)


def istraceback(object):
    return isinstance(object, types.TracebackType)


def isframe(object):
    return isinstance(object, types.FrameType)


def iscode(object):
    return isinstance(object, types.CodeType)


def isgetsetdescriptor(object):
    return isinstance(object, types.GetSetDescriptorType)


def ismemberdescriptor(object):
    return isinstance(object, types.MemberDescriptorType)


def ismethodwrapper(object):
    return isinstance(object, types.MethodWrapperType)


def ismethoddescriptor(object):
    """A method of a class written in C++, say."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    cls = type(object)
    return hasattr(cls, "__get__") and not hasattr(cls, "__set__")


def isdatadescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    cls = type(object)
    return hasattr(cls, "__set__") or hasattr(cls, "__delete__")


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)


def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", None))


def _has_flag(f, flag):
    import functools

    while ismethod(f):
        f = f.__func__
    while isinstance(f, functools.partial):
        f = f.func
    if not isfunction(f):
        return False
    return bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    return _has_flag(obj, CO_GENERATOR)


def iscoroutinefunction(obj):
    return _has_flag(obj, CO_COROUTINE) or getattr(obj, "_is_coroutine_marker", None) is _coroutine_mark


def isasyncgenfunction(obj):
    return _has_flag(obj, CO_ASYNC_GENERATOR)


_coroutine_mark = object()


def markcoroutinefunction(func):
    """Makes iscoroutinefunction() say yes."""
    getattr(func, "__func__", func)._is_coroutine_marker = _coroutine_mark
    return func


def isawaitable(object):
    if isinstance(object, types.CoroutineType):
        return True
    if isinstance(object, types.GeneratorType):
        return bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
    return hasattr(type(object), "__await__")


# --- members


def getmro(cls):
    return cls.__mro__


def unwrap(func, *, stop=None):
    """Follows __wrapped__ to the function inside."""
    first = func
    seen = {id(func)}
    while isinstance(func, type) is False and hasattr(func, "__wrapped__"):
        if stop is not None and stop(func):
            break
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError(f"wrapper loop when unwrapping {first!r}")
        seen.add(id(func))
    return func


def _members(object, predicate, get):
    names = dir(object)
    if isclass(object):
        mro = (object, *object.__mro__)
    else:
        mro = ()
    found = {}
    for name in names:
        try:
            value = get(object, name)
        except AttributeError:
            for base in mro:
                if name in base.__dict__:
                    value = base.__dict__[name]
                    break
            else:
                continue
        if predicate is None or predicate(value):
            found[name] = value
    return sorted(found.items())


def getmembers(object, predicate=None):
    """All attributes, as sorted (name, value) pairs."""
    return _members(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    return _members(object, predicate, getattr_static)


_missing = object()


def getattr_static(obj, attr, default=_missing):
    """An attribute without calling descriptors, __getattr__ or __getattribute__."""
    in_class = _missing
    cls = obj if isinstance(obj, type) else type(obj)
    for base in type.__dict__["__mro__"].__get__(cls) if "__mro__" in type.__dict__ else cls.__mro__:
        if attr in base.__dict__:
            in_class = base.__dict__[attr]
            break
    if not isinstance(obj, type):
        try:
            own = object.__getattribute__(obj, "__dict__")
        except AttributeError:
            own = {}
        if attr in own:
            if in_class is _missing or not (hasattr(type(in_class), "__set__") and hasattr(type(in_class), "__get__")):
                return own[attr]
    if in_class is not _missing:
        return in_class
    if isinstance(obj, type):
        for base in type(obj).__mro__:
            if attr in base.__dict__:
                return base.__dict__[attr]
    if default is not _missing:
        return default
    raise AttributeError(attr)


class Attribute(tuple):
    """One entry of classify_class_attrs()."""

    name = property(lambda self: self[0])
    kind = property(lambda self: self[1])
    defining_class = property(lambda self: self[2])
    object = property(lambda self: self[3])

    def __repr__(self):
        return f"Attribute(name={self[0]!r}, kind={self[1]!r}, defining_class={self[2]!r}, object={self[3]!r})"


def classify_class_attrs(cls):
    """For each attribute of a class: its name, kind, the class that defines it, and what lies in that class."""
    result = []
    for name in dir(cls):
        for base in cls.__mro__:
            if name in base.__dict__:
                break
        else:
            continue
        value = base.__dict__[name]
        if isinstance(value, (staticmethod, types.BuiltinFunctionType)):
            kind = "static method"
        elif isinstance(value, (classmethod, types.ClassMethodDescriptorType)):
            kind = "class method"
        elif isinstance(value, property):
            kind = "property"
        elif isroutine(value):
            kind = "method"
        else:
            kind = "data"
        result.append(Attribute((name, kind, base, value)))
    return result


# --- documentation and source


def cleandoc(doc):
    """Documentation without the indentation of the code around it."""
    lines = doc.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    """The documentation, if need be that of what the object overrides."""
    doc = getattr(object, "__doc__", None)
    if doc is None:
        doc = _inherited_doc(object)
    return cleandoc(doc) if isinstance(doc, str) else None


def _inherited_doc(object):
    if isclass(object):
        for base in object.__mro__[1:]:
            if base is not builtins_object and base.__doc__ is not None:
                return base.__doc__
        return None
    name = getattr(object, "__name__", None)
    if ismethod(object):
        owner = object.__self__ if isclass(object.__self__) else type(object.__self__)
    elif isfunction(object):
        owner = _class_of_function(object)
    elif isinstance(object, property):
        name = object.fget.__name__
        owner = _class_of_function(object.fget)
    else:
        return None
    for base in getattr(owner, "__mro__", ()):
        doc = getattr(getattr(base, name, None), "__doc__", None)
        if doc is not None:
            return doc
    return None


builtins_object = object


def _class_of_function(func):
    owner = sys.modules.get(func.__module__)
    for name in func.__qualname__.split(".")[:-1]:
        owner = getattr(owner, name, None)
    return owner if isclass(owner) else None


def getfile(object):
    """The file an object was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        if object.__module__ == "__main__":
            raise OSError("source code not available")
        raise TypeError(f"{object!r} is a built-in class")
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError(
        "module, class, method, function, traceback, frame, or code object was expected, got "
        f"{type(object).__name__}"
    )


def getsourcefile(object):
    return getfile(object)


def getmodulename(path):
    """The name of the module in a file, or None."""
    name = path.rpartition("/")[2]
    return name[:-3] if name.endswith(".py") else None


def getmodule(object, _filename=None):
    """The module an object was defined in."""
    if ismodule(object):
        return object
    if hasattr(object, "__module__"):
        return sys.modules.get(object.__module__)
    try:
        file = getfile(object)
    except (TypeError, OSError):
        return None
    for module in list(sys.modules.values()):
        if ismodule(module) and getattr(module, "__file__", None) == file:
            return module
    return None


def findsource(object):
    """All lines of the file, and the position of the first line of the object."""
    import linecache

    file = getsourcefile(object)
    linecache.checkcache(file)
    module = getmodule(object, file)
    lines = linecache.getlines(file, module.__dict__ if module else None)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        return lines, _find_class(lines, object.__qualname__)
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if not iscode(object):
        raise OSError("could not find code object")
    line = object.co_firstlineno - 1
    if line >= len(lines):
        raise OSError("lineno is out of bounds")
    return lines, line


def _find_class(lines, qualname):
    """The line of a class statement, its decorators included."""
    wanted = [part for part in qualname.split(".") if part != "<locals>"]
    path = []  # (indentation, name) of the blocks around
    for number, line in enumerate(lines):
        stripped = line.lstrip()
        if not stripped.startswith(("class ", "def ", "async def ")):
            continue
        indent = len(line) - len(stripped)
        name = stripped.removeprefix("async ").split(None, 1)[1]
        end = 0
        while end < len(name) and (name[end].isalnum() or name[end] == "_"):
            end += 1
        while path and path[-1][0] >= indent:
            path.pop()
        path.append((indent, name[:end]))
        if stripped.startswith("class ") and [part for _, part in path] == wanted:
            while number and lines[number - 1].lstrip().startswith("@"):
                number -= 1
            return number
    raise OSError("could not find class definition")


def getblock(lines):
    """The lines of the definition that begins with the first one: up to the next line that is not indented deeper."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    end = 0
    depth = 0  # of brackets
    quote = None  # of a string over several lines
    in_header = True
    last_content = 0
    for number, line in enumerate(lines):
        stripped = line.strip()
        if number and not depth and quote is None and stripped and not stripped.startswith("#"):
            if not in_header and len(line) - len(line.lstrip()) <= indent:
                break
        if stripped and (quote is not None or not stripped.startswith("#") or len(line) - len(line.lstrip()) > indent):
            last_content = number
        depth, quote = _scan(line, depth, quote)
        if in_header and not depth and quote is None and not stripped.startswith("@") and stripped:
            in_header = False
    end = last_content + 1
    return lines[:end]


def _scan(line, depth, quote):
    """Bracket depth and open triple quote after a line."""
    i = 0
    while i < len(line):
        if quote is not None:
            close = line.find(quote, i)
            if close < 0:
                return depth, quote
            i = close + 3
            quote = None
            continue
        c = line[i]
        if c == "#":
            break
        if c in "\"'":
            if line[i : i + 3] == c * 3:
                quote = c * 3
                i += 3
                continue
            i += 1
            while i < len(line) and line[i] != c:
                i += 2 if line[i] == "\\" else 1
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        i += 1
    return depth, quote


def getsourcelines(object):
    """The lines of the source of an object, and the number of the first."""
    object = unwrap(object) if not isclass(object) else object
    lines, number = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or (isframe(object) and object.f_code.co_name == "<module>"):
        return lines, 0
    return getblock(lines[number:]), number + 1


def getsource(object):
    """The source text of an object."""
    return "".join(getsourcelines(object)[0])


def getcomments(object):
    """The comment lines right above an object."""
    try:
        lines, number = findsource(object)
    except (OSError, TypeError):
        return None
    start = number
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return "".join(line.lstrip() for line in lines[start:number]) or None


# --- signatures


class _empty:
    """Stands for what is not there."""


class _ParameterKind(int):
    """One of the five kinds, in the order they come in a signature."""

    def __new__(cls, value, name, description):
        self = int.__new__(cls, value)
        self.name, self.description = name, description
        return self

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"

    @property
    def value(self):
        return int(self)


_POSITIONAL_ONLY = _ParameterKind(0, "POSITIONAL_ONLY", "positional-only")
_POSITIONAL_OR_KEYWORD = _ParameterKind(1, "POSITIONAL_OR_KEYWORD", "positional or keyword")
_VAR_POSITIONAL = _ParameterKind(2, "VAR_POSITIONAL", "variadic positional")
_KEYWORD_ONLY = _ParameterKind(3, "KEYWORD_ONLY", "keyword-only")
_VAR_KEYWORD = _ParameterKind(4, "VAR_KEYWORD", "variadic keyword")
_KINDS = (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD)


def formatannotation(annotation, base_module=None):
    """The text of an annotation."""
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation)


class Parameter:
    """One parameter of a signature."""

    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _KINDS[kind]
        except (IndexError, TypeError):
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind") from None
        if default is not _empty and self._kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f"{self._kind.description} parameters cannot have default values")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if not name.isidentifier() and not name.startswith("."):
            raise ValueError(f"{name!r} is not a valid parameter name")
        self._name, self._default, self._annotation = name, default, annotation

    @property
    def name(self):
        return self._name

    @property
    def default(self):
        return self._default

    @property
    def annotation(self):
        return self._annotation

    @property
    def kind(self):
        return self._kind

    def replace(self, *, name=_missing, kind=_missing, annotation=_missing, default=_missing):
        return type(self)(
            self._name if name is _missing else name,
            self._kind if kind is _missing else kind,
            default=self._default if default is _missing else default,
            annotation=self._annotation if annotation is _missing else annotation,
        )

    def __str__(self):
        text = self._name
        if self._annotation is not _empty:
            text += f": {formatannotation(self._annotation)}"
        if self._default is not _empty:
            equals = " = " if self._annotation is not _empty else "="
            text += equals + repr(self._default)
        if self._kind == _VAR_POSITIONAL:
            return "*" + text
        if self._kind == _VAR_KEYWORD:
            return "**" + text
        return text

    def __repr__(self):
        return f'<{self.__class__.__name__} "{self}">'

    def __hash__(self):
        return hash((self._name, int(self._kind), self._annotation, self._default))

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name, self._kind, self._default, self._annotation) == (
            other._name, other._kind, other._default, other._annotation
        )  # fmt: skip


class BoundArguments:
    """Arguments put to the parameters of a signature."""

    __slots__ = ("arguments", "_signature")

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        """What to pass by position."""
        result = []
        for name, parameter in self._signature.parameters.items():
            if parameter.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                break
            if parameter.kind == _VAR_POSITIONAL:
                result.extend(self.arguments[name])
            else:
                result.append(self.arguments[name])
        return tuple(result)

    @property
    def kwargs(self):
        """What to pass by name."""
        result = {}
        by_name = False
        for name, parameter in self._signature.parameters.items():
            if not by_name:
                if parameter.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    by_name = True
                elif name not in self.arguments:
                    by_name = True
                    continue
                else:
                    continue
            if name in self.arguments:
                if parameter.kind == _VAR_KEYWORD:
                    result.update(self.arguments[name])
                else:
                    result[name] = self.arguments[name]
        return result

    def apply_defaults(self):
        """Adds the defaults of parameters that got no argument."""
        arguments = self.arguments
        complete = {}
        for name, parameter in self._signature.parameters.items():
            if name in arguments:
                complete[name] = arguments[name]
            elif parameter.default is not _empty:
                complete[name] = parameter.default
            elif parameter.kind == _VAR_POSITIONAL:
                complete[name] = ()
            elif parameter.kind == _VAR_KEYWORD:
                complete[name] = {}
        self.arguments = complete

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self._signature == other._signature and self.arguments == other.arguments

    def __repr__(self):
        shown = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        return f"<{self.__class__.__name__} ({shown})>"


class Signature:
    """The parameters of a callable and the annotation of its result."""

    __slots__ = ("_return_annotation", "_parameters")

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        ordered = {}
        last_kind = _POSITIONAL_ONLY
        seen_default = False
        for parameter in parameters or ():
            kind, name = parameter.kind, parameter.name
            if kind < last_kind:
                raise ValueError(
                    f"wrong parameter order: {last_kind.description} parameter before {kind.description} parameter"
                )
            last_kind = kind
            if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                if parameter.default is not _empty:
                    seen_default = True
                elif seen_default:
                    raise ValueError("non-default argument follows default argument")
            if name in ordered:
                raise ValueError(f"duplicate parameter name: {name!r}")
            ordered[name] = parameter
        self._parameters = types.MappingProxyType(ordered)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        return _signature(cls, obj, follow_wrapped, globals, locals, eval_str)

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_missing, return_annotation=_missing):
        return type(self)(
            self._parameters.values() if parameters is _missing else parameters,
            return_annotation=self._return_annotation if return_annotation is _missing else return_annotation,
        )

    def bind(self, /, *args, **kwargs):
        """Puts arguments to parameters; TypeError if a call would fail."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """The same, but arguments may be missing."""
        return self._bind(args, kwargs, partial=True)

    def _bind(self, args, kwargs, partial=False):
        arguments = {}
        parameters = list(self._parameters.values())
        position = 0
        for index, value in enumerate(args):
            if position >= len(parameters) or parameters[position].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                raise TypeError("too many positional arguments") from None
            parameter = parameters[position]
            if parameter.kind == _VAR_POSITIONAL:
                arguments[parameter.name] = tuple(args[index:])
                position += 1
                break
            if parameter.name in kwargs and parameter.kind != _POSITIONAL_ONLY:
                raise TypeError(f"multiple values for argument {parameter.name!r}") from None
            arguments[parameter.name] = value
            position += 1
        kwargs_parameter = None
        for parameter in parameters[position:]:
            name = parameter.name
            if parameter.kind == _VAR_KEYWORD:
                kwargs_parameter = parameter
            elif parameter.kind == _VAR_POSITIONAL:
                continue
            elif name in kwargs:
                if parameter.kind == _POSITIONAL_ONLY:
                    if any(p.kind == _VAR_KEYWORD for p in parameters) and parameter.default is not _empty:
                        continue
                    raise TypeError(
                        f"{name!r} parameter is positional only, but was passed as a keyword"
                    ) from None
                arguments[name] = kwargs.pop(name)
            elif not partial and parameter.default is _empty:
                raise TypeError(f"missing a required argument: {name!r}") from None
        if kwargs:
            if kwargs_parameter is None:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}") from None
            arguments[kwargs_parameter.name] = kwargs
        return BoundArguments(self, arguments)

    def __str__(self):
        parts = []
        after_positional_only = False
        needs_star = True
        for parameter in self._parameters.values():
            kind = parameter.kind
            if kind == _POSITIONAL_ONLY:
                after_positional_only = True
            elif after_positional_only:
                parts.append("/")
                after_positional_only = False
            if kind == _VAR_POSITIONAL:
                needs_star = False
            elif kind == _KEYWORD_ONLY and needs_star:
                parts.append("*")
                needs_star = False
            parts.append(str(parameter))
        if after_positional_only:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if self._return_annotation is not _empty:
            text += f" -> {formatannotation(self._return_annotation)}"
        return text

    def __repr__(self):
        return f"<{self.__class__.__name__} {self}>"

    def _key(self):
        parameters = self._parameters.values()
        return (
            tuple(p for p in parameters if p.kind != _KEYWORD_ONLY),
            {p.name: p for p in parameters if p.kind == _KEYWORD_ONLY},
            self._return_annotation,
        )

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self):
        positional, keyword, result = self._key()
        return hash((positional, frozenset(keyword.values()), result))


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """The signature of a callable."""
    return _signature(Signature, obj, follow_wrapped, globals, locals, eval_str)


def _without_first(sig):
    """As seen by a caller when the first parameter is bound."""
    parameters = list(sig.parameters.values())
    if not parameters or parameters[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    if parameters[0].kind != _VAR_POSITIONAL:
        parameters = parameters[1:]
    return sig.replace(parameters=parameters)


def _signature(cls, obj, follow_wrapped, globals, locals, eval_str):
    import functools

    def again(object):
        return _signature(cls, object, follow_wrapped, globals, locals, eval_str)

    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if ismethod(obj):
        return _without_first(again(obj.__func__))
    if follow_wrapped:
        inner = unwrap(obj, stop=lambda f: hasattr(f, "__signature__") or ismethod(f))
        if inner is not obj and ismethod(inner):
            return again(inner)
        obj = inner
    own = getattr(obj, "__signature__", None)
    if own is not None:
        if not isinstance(own, Signature):
            raise TypeError(f"unexpected object {own!r} in __signature__ attribute")
        return own
    if isfunction(obj):
        return _of_function(cls, obj, globals, locals, eval_str)
    if isinstance(obj, functools.partial):
        return _of_partial(again(obj.func), obj)
    if isinstance(obj, type):
        found = _of_class(obj, again)
        if found is not None:
            return found
        raise ValueError(f"no signature found for builtin type {obj!r}")
    text = getattr(obj, "__text_signature__", None)
    if text:
        sig = _from_text(cls, obj, text)
        is_bound = isbuiltin(obj) and not isinstance(obj.__self__, (types.ModuleType, type(None)))
        return _without_first(sig) if is_bound else sig
    if isbuiltin(obj) or ismethoddescriptor(obj) or ismethodwrapper(obj):
        raise ValueError(f"no signature found for builtin {obj!r}")
    call = getattr(type(obj), "__call__", None)
    if call is not None and isfunction(call):
        return _without_first(again(call))
    raise ValueError(f"callable {obj!r} is not supported by signature")


def _of_function(cls, func, globals, locals, eval_str):
    code = func.__code__
    annotations = get_annotations(func, globals=globals, locals=locals, eval_str=eval_str)
    names = code.co_varnames
    positional_count = code.co_argcount
    keyword_only_count = code.co_kwonlyargcount
    defaults = func.__defaults__ or ()
    keyword_defaults = func.__kwdefaults__ or {}
    first_default = positional_count - len(defaults)
    parameters = []
    for i, name in enumerate(names[:positional_count]):
        kind = _POSITIONAL_ONLY if i < code.co_posonlyargcount else _POSITIONAL_OR_KEYWORD
        default = defaults[i - first_default] if i >= first_default else _empty
        parameters.append(Parameter(name, kind, default=default, annotation=annotations.get(name, _empty)))
    position = positional_count + keyword_only_count
    if code.co_flags & CO_VARARGS:
        name = names[position]
        position += 1
        parameters.append(Parameter(name, _VAR_POSITIONAL, annotation=annotations.get(name, _empty)))
    for name in names[positional_count : positional_count + keyword_only_count]:
        parameters.append(
            Parameter(name, _KEYWORD_ONLY, default=keyword_defaults.get(name, _empty),
                      annotation=annotations.get(name, _empty))
        )  # fmt: skip
    if code.co_flags & CO_VARKEYWORDS:
        name = names[position]
        parameters.append(Parameter(name, _VAR_KEYWORD, annotation=annotations.get(name, _empty)))
    return cls(parameters, return_annotation=annotations.get("return", _empty))


def _of_partial(sig, partial):
    """Without the parameters that are filled by position; those filled by name become keyword-only with that default."""
    try:
        bound = sig.bind_partial(*partial.args, **partial.keywords)
    except TypeError as error:
        raise ValueError(f"partial object {partial!r} has incorrect arguments") from error
    parameters = []
    by_name = False
    for name, parameter in sig.parameters.items():
        if name in bound.arguments and parameter.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _KEYWORD_ONLY):
            if name not in partial.keywords:
                continue
            by_name = True
            if parameter.kind != _POSITIONAL_ONLY:
                parameters.append(parameter.replace(kind=_KEYWORD_ONLY, default=partial.keywords[name]))
        elif by_name and parameter.kind == _POSITIONAL_OR_KEYWORD:
            parameters.append(parameter.replace(kind=_KEYWORD_ONLY))
        elif not (by_name and parameter.kind == _VAR_POSITIONAL):
            parameters.append(parameter)
    return sig.replace(parameters=parameters)


def _of_class(obj, again):
    """From the metaclass's __call__, else from __new__ or __init__, whichever comes first in the MRO."""
    call = getattr(type(obj), "__call__", None)
    if isfunction(call):
        return _without_first(again(call))
    for base in obj.__mro__:
        new, init = base.__dict__.get("__new__"), base.__dict__.get("__init__")
        new = getattr(new, "__func__", new)
        for method in (new, init):
            if isfunction(method):
                return _without_first(again(method))
    for base in obj.__mro__[:-1]:
        text = getattr(base, "__text_signature__", None)
        if text:
            return _from_text(Signature, base, text)
    if type not in obj.__mro__ and obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
        return Signature()
    return None


def _from_text(cls, obj, text):
    """'($self, a, b=1, /)' as functions written in C++ have it."""
    text = text.strip()
    result = _empty
    namespace = {}
    try:
        exec(f"def f{text.replace('$', '')}: pass", {"sys": sys}, namespace)
    except Exception:
        raise ValueError(f"{obj!r} has invalid signature") from None
    sig = _of_function(cls, namespace["f"], None, None, False)
    if "$" in text and not isclass(obj):
        parameters = list(sig.parameters.values())
        if getattr(obj, "__self__", None) is not None:
            parameters = parameters[1:]
        sig = sig.replace(parameters=parameters)
    return sig.replace(return_annotation=result)


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """The annotations of a function, class or module, strings evaluated if asked for."""
    if isinstance(obj, type):
        annotations = obj.__dict__.get("__annotations__")
        obj_globals = getattr(sys.modules.get(obj.__module__), "__dict__", None)
        obj_locals = dict(vars(obj))
    elif isinstance(obj, types.ModuleType):
        annotations, obj_globals, obj_locals = getattr(obj, "__annotations__", None), vars(obj), None
    elif callable(obj):
        annotations, obj_locals = getattr(obj, "__annotations__", None), None
        obj_globals = getattr(unwrap(obj), "__globals__", None)
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if annotations is None:
        return {}
    if not isinstance(annotations, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    if not eval_str:
        return dict(annotations)
    globals = obj_globals if globals is None else globals
    locals = obj_locals if locals is None else locals
    return {
        name: eval(value, globals, locals) if isinstance(value, str) else value for name, value in annotations.items()
    }


class FullArgSpec(tuple):
    """What getfullargspec() returns."""

    _fields = ("args", "varargs", "varkw", "defaults", "kwonlyargs", "kwonlydefaults", "annotations")
    args = property(lambda self: self[0])
    varargs = property(lambda self: self[1])
    varkw = property(lambda self: self[2])
    defaults = property(lambda self: self[3])
    kwonlyargs = property(lambda self: self[4])
    kwonlydefaults = property(lambda self: self[5])
    annotations = property(lambda self: self[6])

    def __repr__(self):
        return f"FullArgSpec({', '.join(f'{name}={value!r}' for name, value in zip(self._fields, self))})"


def getfullargspec(func):
    """The parameters of a function, self included: the older form of a signature."""
    try:
        if ismethod(func):
            func = func.__func__
        sig = _signature(Signature, func, False, None, None, False)
    except Exception as error:
        raise TypeError("unsupported callable") from error
    args, kwonlyargs, defaults, kwonlydefaults, annotations = [], [], (), {}, {}
    varargs = varkw = None
    if sig.return_annotation is not _empty:
        annotations["return"] = sig.return_annotation
    for parameter in sig.parameters.values():
        if parameter.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            args.append(parameter.name)
            if parameter.default is not _empty:
                defaults += (parameter.default,)
        elif parameter.kind == _VAR_POSITIONAL:
            varargs = parameter.name
        elif parameter.kind == _KEYWORD_ONLY:
            kwonlyargs.append(parameter.name)
            if parameter.default is not _empty:
                kwonlydefaults[parameter.name] = parameter.default
        else:
            varkw = parameter.name
        if parameter.annotation is not _empty:
            annotations[parameter.name] = parameter.annotation
    return FullArgSpec((args, varargs, varkw, defaults or None, kwonlyargs, kwonlydefaults or None, annotations))


def getcallargs(func, /, *positional, **named):
    """Which parameter gets what in a call."""
    bound_self = (func.__self__,) if ismethod(func) else ()
    sig = signature(func.__func__ if ismethod(func) else func)
    bound = sig.bind(*bound_self, *positional, **named)
    bound.apply_defaults()
    return bound.arguments


class ClosureVars(tuple):
    """What getclosurevars() returns."""

    nonlocals = property(lambda self: self[0])
    globals = property(lambda self: self[1])
    builtins = property(lambda self: self[2])
    unbound = property(lambda self: self[3])

    def __repr__(self):
        return f"ClosureVars(nonlocals={self[0]!r}, globals={self[1]!r}, builtins={self[2]!r}, unbound={self[3]!r})"


def getclosurevars(func):
    """The outer names a function uses, and what they stand for."""
    import builtins

    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f"{func!r} is not a Python function")
    code = func.__code__
    nonlocals = {
        name: cell.cell_contents for name, cell in zip(code.co_freevars, func.__closure__ or ())
    }
    global_vars, builtin_vars, unbound = {}, {}, set()
    for name in code.co_names:
        if name in func.__globals__:
            global_vars[name] = func.__globals__[name]
        elif hasattr(builtins, name):
            builtin_vars[name] = getattr(builtins, name)
        else:
            unbound.add(name)
    return ClosureVars((nonlocals, global_vars, builtin_vars, unbound))


# --- what runs

GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"


def _state(prefix, running, frame, suspended):
    if running:
        return f"{prefix}_RUNNING"
    if suspended:
        return f"{prefix}_SUSPENDED"
    return f"{prefix}_CLOSED" if frame is None else f"{prefix}_CREATED"


def getgeneratorstate(generator):
    return _state("GEN", generator.gi_running, generator.gi_frame, generator.gi_suspended)


def getcoroutinestate(coroutine):
    return _state("CORO", coroutine.cr_running, coroutine.cr_frame, coroutine.cr_suspended)


def getgeneratorlocals(generator):
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    return generator.gi_frame.f_locals if generator.gi_frame is not None else {}


def getcoroutinelocals(coroutine):
    return coroutine.cr_frame.f_locals if coroutine.cr_frame is not None else {}


class FrameInfo(tuple):
    """An entry of stack() and trace()."""

    frame = property(lambda self: self[0])
    filename = property(lambda self: self[1])
    lineno = property(lambda self: self[2])
    function = property(lambda self: self[3])
    code_context = property(lambda self: self[4])
    index = property(lambda self: self[5])

    def __repr__(self):
        names = ("frame", "filename", "lineno", "function", "code_context", "index")
        return f"FrameInfo({', '.join(f'{name}={value!r}' for name, value in zip(names, self))})"


class Traceback(tuple):
    """What getframeinfo() returns."""

    filename = property(lambda self: self[0])
    lineno = property(lambda self: self[1])
    function = property(lambda self: self[2])
    code_context = property(lambda self: self[3])
    index = property(lambda self: self[4])

    def __repr__(self):
        names = ("filename", "lineno", "function", "code_context", "index")
        return f"Traceback({', '.join(f'{name}={value!r}' for name, value in zip(names, self))})"


def currentframe():
    """The frame of the caller."""
    return sys._getframe(1)


def getframeinfo(frame, context=1):
    if istraceback(frame):
        lineno, frame = frame.tb_lineno, frame.tb_frame
    else:
        lineno = frame.f_lineno
    filename = frame.f_code.co_filename
    lines = index = None
    if context > 0:
        try:
            all_lines, _ = findsource(frame)
        except OSError:
            pass
        else:
            start = max(0, min(lineno - 1 - context // 2, len(all_lines) - context))
            lines = all_lines[start : start + context]
            index = lineno - 1 - start
    return Traceback((filename, lineno, frame.f_code.co_name, lines, index))


def getouterframes(frame, context=1):
    result = []
    while frame:
        result.append(FrameInfo((frame, *getframeinfo(frame, context))))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    result = []
    while tb:
        result.append(FrameInfo((tb.tb_frame, *getframeinfo(tb, context))))
        tb = tb.tb_next
    return result


def stack(context=1):
    """The frames that run, the caller's first."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """The frames between here and where the exception being handled was raised."""
    exception = sys.exception()
    return getinnerframes(exception and exception.__traceback__, context)
