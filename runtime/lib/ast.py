"""The syntax tree of a program, as objects.

The parser describes its tree as the expression that builds it (`Module(body=[...])`); parse() evaluates that with the
classes below. unparse() goes the other way, and is also how compile() takes a tree.
"""

import _syntax
from contextlib import contextmanager as _contextmanager
from enum import IntEnum as _IntEnum, auto as _auto

PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000


class AST:
    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        fields = self._fields
        if len(args) > len(fields):
            name = type(self).__name__
            if fields:
                plural = "s" if len(fields) != 1 else ""
                raise TypeError(f"{name} constructor takes at most {len(fields)} positional argument{plural}")
            raise TypeError(f"{name} constructor takes at most 0 positional arguments")
        for field, value in zip(fields, args):
            if field in kwargs:
                raise TypeError(f"{type(self).__name__} got multiple values for argument {field!r}")
            setattr(self, field, value)
        self.__dict__.update(kwargs)

    def __reduce__(self):
        return type(self), (), self.__dict__.copy()

    __module__ = "ast"


_LOCATED = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def _define():
    """Makes the classes from a table: `base: Class(field, optional?, list*) ...`."""
    def add(name, base, spec, attributes):
        fields = tuple(field.rstrip("?*") for field in spec)
        namespace = {"_fields": fields, "__match_args__": fields, "__module__": "ast"}
        if attributes:
            namespace["_attributes"] = _LOCATED
            namespace["end_lineno"] = namespace["end_col_offset"] = None
        for field in spec:
            if field.endswith("?"):
                namespace[field[:-1]] = None
        globals()[name] = type(name, (base,), namespace)

    for line in _GRAMMAR.split("\n"):
        if not line.strip():
            continue
        head, _, rest = line.partition(":")
        family, _, located = head.strip().partition(" ")
        if family == "AST":
            base = AST
        else:
            add(family, AST, (), located)
            base = globals()[family]
        for item in rest.split(";"):
            name, _, fields = item.strip().partition("(")
            if name:
                add(name, base, fields.rstrip(")").replace(",", " ").split(), located)


_GRAMMAR = """
mod: Module(body*, type_ignores*); Interactive(body*); Expression(body); FunctionType(argtypes*, returns)
stmt located: FunctionDef(name, args, body*, decorator_list*, returns?, type_comment?); AsyncFunctionDef(name, args, body*, decorator_list*, returns?, type_comment?); ClassDef(name, bases*, keywords*, body*, decorator_list*); Return(value?); Delete(targets*); Assign(targets*, value, type_comment?); TypeAlias(name, type_params*, value); AugAssign(target, op, value); AnnAssign(target, annotation, value?, simple); For(target, iter, body*, orelse*, type_comment?); AsyncFor(target, iter, body*, orelse*, type_comment?); While(test, body*, orelse*); If(test, body*, orelse*); With(items*, body*, type_comment?); AsyncWith(items*, body*, type_comment?); Match(subject, cases*); Raise(exc?, cause?); Try(body*, handlers*, orelse*, finalbody*); TryStar(body*, handlers*, orelse*, finalbody*); Assert(test, msg?); Import(names*); ImportFrom(module?, names*, level?); Global(names*); Nonlocal(names*); Expr(value); Pass; Break; Continue
expr located: BoolOp(op, values*); NamedExpr(target, value); BinOp(left, op, right); UnaryOp(op, operand); Lambda(args, body); IfExp(test, body, orelse); Dict(keys*, values*); Set(elts*); ListComp(elt, generators*); SetComp(elt, generators*); DictComp(key, value, generators*); GeneratorExp(elt, generators*); Await(value); Yield(value?); YieldFrom(value); Compare(left, ops*, comparators*); Call(func, args*, keywords*); FormattedValue(value, conversion, format_spec?); JoinedStr(values*); Constant(value, kind?); Attribute(value, attr, ctx); Subscript(value, slice, ctx); Starred(value, ctx); Name(id, ctx); List(elts*, ctx); Tuple(elts*, ctx); Slice(lower?, upper?, step?)
expr_context: Load; Store; Del
boolop: And; Or
operator: Add; Sub; Mult; MatMult; Div; Mod; Pow; LShift; RShift; BitOr; BitXor; BitAnd; FloorDiv
unaryop: Invert; Not; UAdd; USub
cmpop: Eq; NotEq; Lt; LtE; Gt; GtE; Is; IsNot; In; NotIn
excepthandler located: ExceptHandler(type?, name?, body*)
pattern located: MatchValue(value); MatchSingleton(value); MatchSequence(patterns*); MatchMapping(keys*, patterns*, rest?); MatchClass(cls, patterns*, kwd_attrs*, kwd_patterns*); MatchStar(name?); MatchAs(pattern?, name?); MatchOr(patterns*)
type_ignore: TypeIgnore(lineno, tag)
type_param located: TypeVar(name, bound?); ParamSpec(name); TypeVarTuple(name)
AST: comprehension(target, iter, ifs*, is_async); arguments(posonlyargs*, args*, vararg?, kwonlyargs*, kw_defaults*, kwarg?, defaults*); withitem(context_expr, optional_vars?); match_case(pattern, guard?, body*)
AST located: arg(arg, annotation?, type_comment?); keyword(arg?, value); alias(name, asname?)
"""
_define()
_NODES = {name: value for name, value in globals().items() if isinstance(value, type) and issubclass(value, AST)}
_NODES |= {"inf": float("inf"), "infj": complex(0, float("inf"))}  # as repr() writes what 1e400 and 1e400j are


# ------------------------------------------------------------------ older names for constants

class _ConstantKind(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, Constant) and isinstance(instance.value, cls._types) and (
            cls._types != (int, float, complex) or not isinstance(instance.value, bool))


class Num(Constant, metaclass=_ConstantKind):
    _types = (int, float, complex)

    def __new__(cls, n, **kwargs):
        return Constant(n, **kwargs)


class Str(Constant, metaclass=_ConstantKind):
    _types = (str,)

    def __new__(cls, s, **kwargs):
        return Constant(s, **kwargs)


class Bytes(Constant, metaclass=_ConstantKind):
    _types = (bytes,)

    def __new__(cls, s, **kwargs):
        return Constant(s, **kwargs)


class NameConstant(Constant, metaclass=_ConstantKind):
    _types = (bool, type(None))

    def __new__(cls, value, **kwargs):
        return Constant(value, **kwargs)


class Ellipsis(Constant, metaclass=_ConstantKind):
    _types = (type(...),)

    def __new__(cls, **kwargs):
        return Constant(..., **kwargs)


def _get_value(self):
    return self.value


def _set_value(self, value):
    self.value = value


Constant.n = Constant.s = property(_get_value, _set_value)


# ------------------------------------------------------------------ parsing

def parse(source, filename="<unknown>", mode="exec", *, type_comments=False, feature_version=None):
    """The tree of a program ("exec"), one expression ("eval") or one interactive statement ("single")."""
    if mode not in ("exec", "eval", "single"):
        if mode == "func_type":
            raise ValueError("compile() mode 'func_type' is not supported")
        raise ValueError("compile() mode must be 'exec', 'eval', 'single' or 'func_type'")
    if isinstance(source, AST):
        return source
    return eval(_syntax.describe(source, filename, mode), dict(_NODES))


def literal_eval(node_or_string):
    """The value of an expression of literals: numbers, text, tuples, lists, dicts, sets, True, False, None."""
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(" \t"), mode="eval")
    if isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    return _literal(node_or_string)


def _malformed(node):
    message = "malformed node or string"
    line = getattr(node, "lineno", None)
    if line:
        message += f" on line {line}"
    raise ValueError(message + f": {node!r}")


def _number(node):
    if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
        _malformed(node)
    return node.value


def _signed_number(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        value = _number(node.operand)
        return +value if isinstance(node.op, UAdd) else -value
    return _number(node)


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Tuple):
        return tuple(map(_literal, node.elts))
    if isinstance(node, List):
        return list(map(_literal, node.elts))
    if isinstance(node, Set):
        return set(map(_literal, node.elts))
    if isinstance(node, Call) and isinstance(node.func, Name) and node.func.id == "set" and node.args == node.keywords == []:
        return set()
    if isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            _malformed(node)
        return dict(zip(map(_literal, node.keys), map(_literal, node.values)))
    if isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        left, right = _signed_number(node.left), _number(node.right)
        if isinstance(left, (int, float)) and isinstance(right, complex):
            return left + right if isinstance(node.op, Add) else left - right
    return _signed_number(node)


# ------------------------------------------------------------------ looking at trees

def dump(node, annotate_fields=True, include_attributes=False, *, indent=None):
    """The tree as the expression that builds it."""
    if not isinstance(node, AST):
        raise TypeError("expected AST, got %r" % node.__class__.__name__)
    if indent is not None and not isinstance(indent, str):
        indent = " " * indent

    def write(node, level=0):
        if indent is not None:
            level += 1
            prefix = "\n" + indent * level
            separator = ",\n" + indent * level
        else:
            prefix = ""
            separator = ", "
        if isinstance(node, AST):
            cls = type(node)
            args = []
            all_simple = True
            keywords = annotate_fields
            for name in node._fields:
                try:
                    value = getattr(node, name)
                except AttributeError:
                    keywords = True
                    continue
                if value is None and getattr(cls, name, ...) is None:
                    keywords = True
                    continue
                value, simple = write(value, level)
                all_simple = all_simple and simple
                args.append("%s=%s" % (name, value) if keywords else value)
            if include_attributes and node._attributes:
                for name in node._attributes:
                    try:
                        value = getattr(node, name)
                    except AttributeError:
                        continue
                    if value is None and getattr(cls, name, ...) is None:
                        continue
                    value, simple = write(value, level)
                    all_simple = all_simple and simple
                    args.append("%s=%s" % (name, value))
            if all_simple and len(args) <= 3:
                return "%s(%s)" % (node.__class__.__name__, ", ".join(args)), not args
            return "%s(%s%s)" % (node.__class__.__name__, prefix, separator.join(args)), False
        if isinstance(node, list):
            if not node:
                return "[]", True
            return "[%s%s]" % (prefix, separator.join(write(each, level)[0] for each in node)), False
        return repr(node), True

    return write(node)[0]


def iter_fields(node):
    """(name, value) of the fields that are there."""
    for field in node._fields:
        try:
            yield field, getattr(node, field)
        except AttributeError:
            pass


def iter_child_nodes(node):
    for _, value in iter_fields(node):
        if isinstance(value, AST):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, AST):
                    yield item


def walk(node):
    """The node and all below it, level by level."""
    from collections import deque
    todo = deque([node])
    while todo:
        node = todo.popleft()
        todo.extend(iter_child_nodes(node))
        yield node


def copy_location(new_node, old_node):
    for attribute in _LOCATED:
        if attribute in old_node._attributes and attribute in new_node._attributes:
            value = getattr(old_node, attribute, None)
            if value is not None or hasattr(old_node, attribute) and attribute.startswith("end_"):
                setattr(new_node, attribute, value)
    return new_node


def fix_missing_locations(node):
    """Gives nodes without a place that of their parents."""
    def fix(node, lineno, col_offset, end_lineno, end_col_offset):
        if "lineno" in node._attributes:
            if not hasattr(node, "lineno"):
                node.lineno = lineno
            else:
                lineno = node.lineno
            if getattr(node, "end_lineno", None) is None:
                node.end_lineno = end_lineno
            else:
                end_lineno = node.end_lineno
            if not hasattr(node, "col_offset"):
                node.col_offset = col_offset
            else:
                col_offset = node.col_offset
            if getattr(node, "end_col_offset", None) is None:
                node.end_col_offset = end_col_offset
            else:
                end_col_offset = node.end_col_offset
        for child in iter_child_nodes(node):
            fix(child, lineno, col_offset, end_lineno, end_col_offset)

    fix(node, 1, 0, 1, 0)
    return node


def increment_lineno(node, n=1):
    for child in walk(node):
        if isinstance(child, TypeIgnore):
            child.lineno = getattr(child, "lineno", 0) + n
            continue
        if "lineno" in child._attributes:
            child.lineno = getattr(child, "lineno", 0) + n
        if "end_lineno" in child._attributes and (end := getattr(child, "end_lineno", 0)) is not None:
            child.end_lineno = end + n
    return node


def get_docstring(node, clean=True):
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError("%r can't have docstrings" % node.__class__.__name__)
    if not (node.body and isinstance(node.body[0], Expr)):
        return None
    node = node.body[0].value
    if not (isinstance(node, Constant) and isinstance(node.value, str)):
        return None
    text = node.value
    if clean:
        import inspect
        text = inspect.cleandoc(text)
    return text


def get_source_segment(source, node, *, padded=False):
    """The part of the source a node stands for."""
    try:
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        lineno, end_lineno = node.lineno - 1, node.end_lineno - 1
        start, end = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    lines = source.splitlines(keepends=True)
    if lineno == end_lineno:
        return lines[lineno].encode()[start:end].decode()
    padding = ""
    if padded:
        padding = "".join(c if c in "\f\t" else " " for c in lines[lineno].encode()[:start].decode())
    first = padding + lines[lineno].encode()[start:].decode()
    last = lines[end_lineno].encode()[:end].decode()
    return "".join([first, *lines[lineno + 1:end_lineno], last])


class NodeVisitor:
    """Calls visit_<class>(node) for a node; generic_visit(), for those without, goes to the children."""

    def visit(self, node):
        return getattr(self, "visit_" + node.__class__.__name__, self.generic_visit)(node)

    def generic_visit(self, node):
        for _, value in iter_fields(node):
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, AST):
                        self.visit(item)
            elif isinstance(value, AST):
                self.visit(value)

    def visit_Constant(self, node):
        for kind, name in ((type(...), "Ellipsis"), (type(None), "NameConstant"), (bool, "NameConstant"),
                           (bytes, "Bytes"), (str, "Str"), ((int, float, complex), "Num")):
            if isinstance(node.value, kind):
                method = getattr(self, "visit_" + name, None)
                if method is not None:
                    import warnings
                    warnings.warn(f"visit_{name} is deprecated; add visit_Constant", DeprecationWarning, 2)
                    return method(node)
                break
        return self.generic_visit(node)


class NodeTransformer(NodeVisitor):
    """A visitor whose results replace the nodes; None removes one."""

    def generic_visit(self, node):
        for field, old in iter_fields(node):
            if isinstance(old, list):
                new = []
                for value in old:
                    if isinstance(value, AST):
                        value = self.visit(value)
                        if value is None:
                            continue
                        if not isinstance(value, AST):
                            new.extend(value)
                            continue
                    new.append(value)
                old[:] = new
            elif isinstance(old, AST):
                value = self.visit(old)
                if value is None:
                    delattr(node, field)
                else:
                    setattr(node, field, value)
        return node


# ------------------------------------------------------------------ back to source

class _Precedence(_IntEnum):
    """How tightly an expression binds: one that binds less than its place asks for gets parentheses."""

    NAMED_EXPR = _auto()
    TUPLE = _auto()
    YIELD = _auto()
    TEST = _auto()
    OR = _auto()
    AND = _auto()
    NOT = _auto()
    CMP = _auto()
    EXPR = _auto()
    BOR = EXPR
    BXOR = _auto()
    BAND = _auto()
    SHIFT = _auto()
    ARITH = _auto()
    TERM = _auto()
    FACTOR = _auto()
    POWER = _auto()
    AWAIT = _auto()
    ATOM = _auto()

    def next(self):
        try:
            return self.__class__(self + 1)
        except ValueError:
            return self


_P = _Precedence
_UNARY = {"Invert": ("~", _P.FACTOR), "Not": ("not", _P.NOT), "UAdd": ("+", _P.FACTOR), "USub": ("-", _P.FACTOR)}
_BINARY = {
    "Add": ("+", _P.ARITH), "Sub": ("-", _P.ARITH), "Mult": ("*", _P.TERM), "MatMult": ("@", _P.TERM),
    "Div": ("/", _P.TERM), "Mod": ("%", _P.TERM), "LShift": ("<<", _P.SHIFT), "RShift": (">>", _P.SHIFT),
    "BitOr": ("|", _P.BOR), "BitXor": ("^", _P.BXOR), "BitAnd": ("&", _P.BAND), "FloorDiv": ("//", _P.TERM),
    "Pow": ("**", _P.POWER),
}
_COMPARE = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not",
            "In": "in", "NotIn": "not in"}
_INFINITY = "1e309"


class _Unparser:
    """Writes a tree as source: statements as lines, expressions as text."""

    def __init__(self):
        self.lines = []
        self.depth = 0

    # --- statements ---

    def line(self, text):
        self.lines.append("    " * self.depth + text)

    def block(self, head, body):
        self.line(head + ":")
        self.depth += 1
        self.body(body)
        self.depth -= 1

    def body(self, statements, docstring=False):
        for i, statement in enumerate(statements):
            is_doc = docstring and i == 0 and isinstance(statement, Expr) and isinstance(
                statement.value, Constant) and isinstance(statement.value.value, str)
            if is_doc:
                self.line(self.docstring(statement.value.value))
            else:
                getattr(self, "stmt_" + type(statement).__name__)(statement)

    def docstring(self, text):
        text = text.replace("\\", "\\\\").replace("\r", "\\r").replace('"""', '\\"\\"\\"')
        if text.endswith('"'):
            text = text[:-1] + '\\"'
        return f'"""{text}"""'

    def module(self, node):
        if isinstance(node, Expression):
            return self.expr(node.body)
        self.body(node.body, isinstance(node, Module))
        return "\n".join(self.lines).lstrip("\n")

    def stmt_Expr(self, node):
        self.line(self.expr(node.value, _P.YIELD))

    def stmt_Pass(self, node):
        self.line("pass")

    def stmt_Break(self, node):
        self.line("break")

    def stmt_Continue(self, node):
        self.line("continue")

    def stmt_Return(self, node):
        self.line("return" if node.value is None else "return " + self.expr(node.value))

    def stmt_Delete(self, node):
        self.line("del " + ", ".join(map(self.expr, node.targets)))

    def stmt_Assign(self, node):
        self.line("".join(self.target(each) + " = " for each in node.targets) + self.expr(node.value, _P.YIELD))

    def target(self, node):
        """At the top of a statement a tuple needs no parentheses."""
        return self.expr(node, _P.TUPLE if isinstance(node, Tuple) else _P.YIELD)

    def stmt_AugAssign(self, node):
        self.line(f"{self.expr(node.target)} {_BINARY[type(node.op).__name__][0]}= {self.expr(node.value, _P.YIELD)}")

    def stmt_AnnAssign(self, node):
        target = self.expr(node.target)
        if not node.simple and isinstance(node.target, Name):
            target = f"({target})"
        value = " = " + self.expr(node.value, _P.YIELD) if node.value is not None else ""
        self.line(f"{target}: {self.expr(node.annotation)}{value}")

    def stmt_TypeAlias(self, node):
        self.line(f"type {self.expr(node.name)}{self.type_params(node)} = {self.expr(node.value)}")

    def stmt_Raise(self, node):
        text = "raise"
        if node.exc is not None:
            text += " " + self.expr(node.exc)
        if node.cause is not None:
            text += " from " + self.expr(node.cause)
        self.line(text)

    def stmt_Assert(self, node):
        self.line("assert " + self.expr(node.test) + (", " + self.expr(node.msg) if node.msg is not None else ""))

    def stmt_Import(self, node):
        self.line("import " + ", ".join(map(self.alias, node.names)))

    def stmt_ImportFrom(self, node):
        self.line(f"from {'.' * (node.level or 0)}{node.module or ''} import {', '.join(map(self.alias, node.names))}")

    def alias(self, node):
        return node.name + (f" as {node.asname}" if node.asname else "")

    def stmt_Global(self, node):
        self.line("global " + ", ".join(node.names))

    def stmt_Nonlocal(self, node):
        self.line("nonlocal " + ", ".join(node.names))

    def stmt_If(self, node):
        self.block("if " + self.expr(node.test), node.body)
        rest = node.orelse
        while len(rest) == 1 and isinstance(rest[0], If):
            self.block("elif " + self.expr(rest[0].test), rest[0].body)
            rest = rest[0].orelse
        if rest:
            self.block("else", rest)

    def stmt_While(self, node):
        self.block("while " + self.expr(node.test), node.body)
        if node.orelse:
            self.block("else", node.orelse)

    def stmt_For(self, node, word="for"):
        self.block(f"{word} {self.target(node.target)} in {self.target(node.iter)}", node.body)
        if node.orelse:
            self.block("else", node.orelse)

    def stmt_AsyncFor(self, node):
        self.stmt_For(node, "async for")

    def stmt_With(self, node, word="with"):
        items = ", ".join(self.expr(item.context_expr)
                          + (" as " + self.expr(item.optional_vars) if item.optional_vars is not None else "")
                          for item in node.items)
        self.block(f"{word} {items}", node.body)

    def stmt_AsyncWith(self, node):
        self.stmt_With(node, "async with")

    def stmt_Try(self, node, star=""):
        self.block("try", node.body)
        for handler in node.handlers:
            head = "except" + star
            if handler.type is not None:
                head += " " + self.expr(handler.type)
            if handler.name:
                head += " as " + handler.name
            self.block(head, handler.body)
        if node.orelse:
            self.block("else", node.orelse)
        if node.finalbody:
            self.block("finally", node.finalbody)

    def stmt_TryStar(self, node):
        self.stmt_Try(node, "*")

    def type_params(self, node):
        params = getattr(node, "type_params", None)
        if not params:
            return ""
        marks = {"TypeVarTuple": "*", "ParamSpec": "**"}
        return "[" + ", ".join(marks.get(type(each).__name__, "") + each.name
                               + (": " + self.expr(each.bound) if getattr(each, "bound", None) is not None else "")
                               for each in params) + "]"

    def definition(self, node, head):
        if self.lines:
            self.lines.append("")
        for decorator in node.decorator_list:
            self.line("@" + self.expr(decorator))
        self.line(head + ":")
        self.depth += 1
        self.body(node.body, True)
        self.depth -= 1

    def stmt_ClassDef(self, node):
        arguments = ", ".join(list(map(self.expr, node.bases)) + list(map(self.keyword, node.keywords)))
        self.definition(node, f"class {node.name}{self.type_params(node)}" + (f"({arguments})" if arguments else ""))

    def stmt_FunctionDef(self, node, word="def"):
        returns = " -> " + self.expr(node.returns) if node.returns is not None else ""
        self.definition(node, f"{word} {node.name}{self.type_params(node)}({self.arguments(node.args)}){returns}")

    def stmt_AsyncFunctionDef(self, node):
        self.stmt_FunctionDef(node, "async def")

    def arguments(self, node):
        def one(arg, mark=""):
            return mark + arg.arg + (": " + self.expr(arg.annotation) if arg.annotation is not None else "")

        parts = []
        positional = node.posonlyargs + node.args
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        for i, (arg, default) in enumerate(zip(positional, defaults), 1):
            parts.append(one(arg) + ("=" + self.expr(default) if default is not None else ""))
            if i == len(node.posonlyargs):
                parts.append("/")
        if node.vararg is not None:
            parts.append(one(node.vararg, "*"))
        elif node.kwonlyargs:
            parts.append("*")
        for arg, default in zip(node.kwonlyargs, node.kw_defaults):
            parts.append(one(arg) + ("=" + self.expr(default) if default is not None else ""))
        if node.kwarg is not None:
            parts.append(one(node.kwarg, "**"))
        return ", ".join(parts)

    def stmt_Match(self, node):
        self.line(f"match {self.target(node.subject)}:")
        self.depth += 1
        for case in node.cases:
            guard = " if " + self.expr(case.guard) if case.guard is not None else ""
            self.block(f"case {self.pattern(case.pattern)}{guard}", case.body)
        self.depth -= 1

    def pattern(self, node, precedence=_P.TEST):
        kind = type(node).__name__
        if kind == "MatchValue":
            return self.expr(node.value)
        if kind == "MatchSingleton":
            return repr(node.value)
        if kind == "MatchSequence":
            return "[" + ", ".join(map(self.pattern, node.patterns)) + "]"
        if kind == "MatchStar":
            return "*" + (node.name or "_")
        if kind == "MatchMapping":
            parts = [f"{self.expr(key)}: {self.pattern(each)}" for key, each in zip(node.keys, node.patterns)]
            if node.rest is not None:
                parts.append("**" + node.rest)
            return "{" + ", ".join(parts) + "}"
        if kind == "MatchClass":
            parts = list(map(self.pattern, node.patterns))
            parts += [f"{name}={self.pattern(each)}" for name, each in zip(node.kwd_attrs, node.kwd_patterns)]
            return f"{self.expr(node.cls, _P.ATOM)}({', '.join(parts)})"
        if kind == "MatchAs":
            if node.name is None:
                return "_"
            if node.pattern is None:
                return node.name
            text = f"{self.pattern(node.pattern, _P.BOR)} as {node.name}"
            return f"({text})" if precedence > _P.TEST else text
        text = " | ".join(self.pattern(each, _P.BOR.next()) for each in node.patterns)
        return f"({text})" if precedence > _P.BOR else text

    # --- expressions ---

    def expr(self, node, precedence=_P.TEST):
        return getattr(self, "expr_" + type(node).__name__)(node, precedence)

    def wrap(self, text, precedence, own):
        return f"({text})" if precedence > own else text

    def expr_Name(self, node, precedence):
        return node.id

    def expr_Constant(self, node, precedence):
        value = node.value
        if value is ...:
            return "..."
        if isinstance(value, tuple):
            return "(" + ", ".join(map(repr, value)) + ("," if len(value) == 1 else "") + ")"
        if getattr(node, "kind", None) == "u":
            return "u" + repr(value)
        text = repr(value)
        if isinstance(value, (float, complex)):
            text = text.replace("inf", _INFINITY).replace("nan", f"({_INFINITY}-{_INFINITY})")
        return text

    def expr_NamedExpr(self, node, precedence):
        return self.wrap(f"{self.expr(node.target, _P.ATOM)} := {self.expr(node.value, _P.ATOM)}", precedence,
                         _P.NAMED_EXPR)

    def expr_BoolOp(self, node, precedence):
        word, own = ("and", _P.AND) if isinstance(node.op, And) else ("or", _P.OR)
        texts = []
        level = own
        for value in node.values:  # each binds tighter than the one before
            level = level.next()
            texts.append(self.expr(value, level))
        return self.wrap(f" {word} ".join(texts), precedence, own)

    def expr_BinOp(self, node, precedence):
        sign, own = _BINARY[type(node.op).__name__]
        right_associative = isinstance(node.op, Pow)
        left = self.expr(node.left, own.next() if right_associative else own)
        right = self.expr(node.right, own if right_associative else own.next())
        return self.wrap(f"{left} {sign} {right}", precedence, own)

    def expr_UnaryOp(self, node, precedence):
        sign, own = _UNARY[type(node.op).__name__]
        space = " " if own is _P.NOT else ""
        # -2 ** 3 is -(2 ** 3), so the operand of a sign may be a power.
        return self.wrap(f"{sign}{space}{self.expr(node.operand, own)}", precedence, own)

    def expr_Lambda(self, node, precedence):
        arguments = self.arguments(node.args)
        return self.wrap(f"lambda{' ' if arguments else ''}{arguments}: {self.expr(node.body)}", precedence, _P.TEST)

    def expr_IfExp(self, node, precedence):
        test = self.expr(node.test, _P.TEST.next())
        return self.wrap(f"{self.expr(node.body, _P.TEST.next())} if {test} else {self.expr(node.orelse)}", precedence,
                         _P.TEST)

    def expr_Compare(self, node, precedence):
        text = self.expr(node.left, _P.CMP.next())
        for op, operand in zip(node.ops, node.comparators):
            text += f" {_COMPARE[type(op).__name__]} {self.expr(operand, _P.CMP.next())}"
        return self.wrap(text, precedence, _P.CMP)

    def keyword(self, node):
        return ("**" if node.arg is None else node.arg + "=") + self.expr(node.value)

    def expr_Call(self, node, precedence):
        arguments = list(map(self.expr, node.args)) + list(map(self.keyword, node.keywords))
        return f"{self.expr(node.func, _P.ATOM)}({', '.join(arguments)})"

    def expr_Attribute(self, node, precedence):
        value = self.expr(node.value, _P.ATOM)
        if isinstance(node.value, Constant) and isinstance(node.value.value, int) and not isinstance(
                node.value.value, bool):
            value += " "  # 1 .real
        return f"{value}.{node.attr}"

    def expr_Subscript(self, node, precedence):
        if isinstance(node.slice, Tuple) and node.slice.elts:
            index = self.items(node.slice.elts)
        else:
            index = self.expr(node.slice)
        return f"{self.expr(node.value, _P.ATOM)}[{index}]"

    def items(self, elts):
        return self.expr(elts[0]) + "," if len(elts) == 1 else ", ".join(map(self.expr, elts))

    def expr_Slice(self, node, precedence):
        text = (self.expr(node.lower) if node.lower is not None else "") + ":"
        text += self.expr(node.upper) if node.upper is not None else ""
        return text + (":" + self.expr(node.step) if node.step is not None else "")

    def expr_Starred(self, node, precedence):
        return "*" + self.expr(node.value, _P.EXPR)

    def expr_Tuple(self, node, precedence):
        if not node.elts:
            return "()"
        return self.wrap(self.items(node.elts), precedence, _P.TUPLE)

    def expr_List(self, node, precedence):
        return "[" + ", ".join(map(self.expr, node.elts)) + "]"

    def expr_Set(self, node, precedence):
        return "{" + ", ".join(map(self.expr, node.elts)) + "}" if node.elts else "{*()}"

    def expr_Dict(self, node, precedence):
        return "{" + ", ".join(
            "**" + self.expr(value, _P.EXPR) if key is None else f"{self.expr(key)}: {self.expr(value)}"
            for key, value in zip(node.keys, node.values)) + "}"

    def generators(self, node):
        text = ""
        for each in node.generators:
            text += " async for " if each.is_async else " for "
            text += f"{self.expr(each.target, _P.TUPLE)} in {self.expr(each.iter, _P.TEST.next())}"
            text += "".join(" if " + self.expr(test, _P.TEST.next()) for test in each.ifs)
        return text

    def expr_ListComp(self, node, precedence):
        return f"[{self.expr(node.elt)}{self.generators(node)}]"

    def expr_SetComp(self, node, precedence):
        return "{" + f"{self.expr(node.elt)}{self.generators(node)}" + "}"

    def expr_GeneratorExp(self, node, precedence):
        return f"({self.expr(node.elt)}{self.generators(node)})"

    def expr_DictComp(self, node, precedence):
        return "{" + f"{self.expr(node.key)}: {self.expr(node.value)}{self.generators(node)}" + "}"

    def expr_Await(self, node, precedence):
        return self.wrap("await " + self.expr(node.value, _P.ATOM), precedence, _P.AWAIT)

    def expr_Yield(self, node, precedence):
        text = "yield" if node.value is None else "yield " + self.expr(node.value, _P.ATOM)
        return self.wrap(text, precedence, _P.YIELD)

    def expr_YieldFrom(self, node, precedence):
        return self.wrap("yield from " + self.expr(node.value, _P.ATOM), precedence, _P.YIELD)

    def expr_JoinedStr(self, node, precedence):
        pieces = self.fstring_pieces(node)
        # A quote that does not occur inside the expressions.
        inside = "".join(text for is_text, text in pieces if not is_text)
        for quote in ("'", '"', '"""', "'''"):
            if quote not in inside:
                break
        text = ""
        for is_text, piece in pieces:
            if is_text:
                piece = repr('"' + piece)[2:-1] if quote[0] == "'" else repr("'" + piece)[2:-1]
                piece = piece.replace("{", "{{").replace("}", "}}")
            text += piece
        return f"f{quote}{text}{quote}"

    def fstring_pieces(self, node):
        pieces = []
        for value in node.values:
            if isinstance(value, Constant):
                pieces.append((True, value.value))
            else:
                pieces.append((False, self.replacement(value)))
        return pieces

    def replacement(self, node):
        text = self.expr(node.value, _P.TEST.next())
        if text.startswith("{"):
            text = " " + text
        if node.conversion != -1:
            text += "!" + chr(node.conversion)
        if node.format_spec is not None:
            text += ":" + "".join(piece for _, piece in self.fstring_pieces(node.format_spec))
        return "{" + text + "}"

    expr_FormattedValue = lambda self, node, precedence: "f'" + self.replacement(node) + "'"


def unparse(ast_obj):
    """Source whose tree this is."""
    writer = _Unparser()
    if isinstance(ast_obj, mod):
        return writer.module(ast_obj)
    if isinstance(ast_obj, expr):
        return writer.expr(ast_obj)
    if isinstance(ast_obj, list):
        writer.body(ast_obj)
    elif isinstance(ast_obj, stmt):
        writer.body([ast_obj])
    elif isinstance(ast_obj, arguments):
        return writer.arguments(ast_obj)
    elif isinstance(ast_obj, arg):
        return ast_obj.arg
    elif isinstance(ast_obj, pattern):
        return writer.pattern(ast_obj)
    else:
        raise TypeError(f"cannot unparse {ast_obj!r}")
    return "\n".join(writer.lines)


def _source_for(tree, mode):
    """What compile() compiles for a tree: it must be the tree of a whole program of this mode."""
    wanted = {"exec": Module, "eval": Expression, "single": Interactive}[mode]
    if not isinstance(tree, wanted):
        raise TypeError(f"expected {wanted.__name__} node, got {type(tree).__name__}")
    try:
        _check_places(tree)
    except RecursionError:  # too deep, or a node that lies below itself
        raise RecursionError("maximum recursion depth exceeded while traversing 'expr' node") from None
    return unparse(tree) + "\n"


def _check_places(node):
    if "lineno" in node._attributes and not hasattr(node, "lineno"):
        raise TypeError(f'required field "lineno" missing from {_family(node)}')
    for child in iter_child_nodes(node):
        _check_places(child)


def _family(node):
    base = type(node).__base__
    return base.__name__ if base is not AST else type(node).__name__
