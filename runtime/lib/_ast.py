"""The classes of the nodes, by the module name under which CPython's compiler keeps them. They live in ast."""

import ast

globals().update(
    (name, value)
    for name, value in vars(ast).items()
    if name.startswith("PyCF_") or isinstance(value, type) and issubclass(value, ast.AST)
)
del ast
