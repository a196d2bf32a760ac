# compile() of a tree in which a node lies below itself ends in RecursionError.
import ast

place = {"lineno": 1, "col_offset": 0}
negation = ast.UnaryOp(op=ast.Not(), operand=None, **place)
negation.operand = negation
display = ast.List(elts=[], ctx=ast.Load(), **place)
display.elts.append(display)
call = ast.Call(func=None, args=[], keywords=[], **place)
call.func = call
for node in negation, display, call:
    try:
        compile(ast.Expression(node), "<cyclic>", "eval")
    except RecursionError as error:
        print(type(node).__name__, error)

# The nodes are known by the compiler's own module, too.
import _ast

print(_ast.Add is ast.Add, _ast.PyCF_ONLY_AST == ast.PyCF_ONLY_AST)
