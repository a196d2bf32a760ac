// Trees and syntax errors. The expected texts are CPython's: trees are what `ast.dump` says, and
// the table of errors was recorded with CPython 3.11.
#include <gtest/gtest.h>

#include <string>

#include "syntax/parser.h"

namespace gilt {
namespace {

std::string tree(std::string_view source, ParseMode mode = ParseMode::File) {
  ParseResult result = parse(source, "test", mode);
  return result.mod != nullptr ? dump_ast(*result.mod) : result.error->message;
}

// The tree of one expression, without line breaks.
std::string expr(std::string_view source) {
  std::string text = tree(source, ParseMode::Eval);
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n') {
      out += text[i];
      continue;
    }
    if (out.back() == ',') out += ' ';
    while (i + 1 < text.size() && text[i + 1] == ' ') ++i;
  }
  const std::string before = "Expression(body=";
  return out.starts_with(before) ? out.substr(before.size(), out.size() - before.size() - 1) : out;
}

std::string shown(std::string_view source) {
  ParseResult result = parse(source, "x.py");
  return result.error ? format_syntax_error(*result.error) : "no error";
}

bool parses(const std::string& source) {
  return parse(source, "test").mod != nullptr;
}

bool incomplete(std::string_view source) {
  return parse(source, "test", ParseMode::Single).incomplete;
}

// How operators group: `(a + (b * c))`.
std::string grouping(const ast::Expr& e) {
  static const char* const kText[] = {"+", "-", "*", "@", "/", "%", "**", "<<", ">>", "|", "^", "&", "//"};
  static const char* const kUnary[] = {"~", "not ", "+", "-"};
  if (auto* name = e.try_as<ast::Name>()) return std::string(name->id);
  if (auto* op = e.try_as<ast::BinOp>()) {
    return "(" + grouping(*op->left) + kText[int(op->op)] + grouping(*op->right) + ")";
  }
  if (auto* op = e.try_as<ast::UnaryOp>()) {
    return "(" + std::string(kUnary[int(op->op)]) + grouping(*op->operand) + ")";
  }
  if (auto* op = e.try_as<ast::BoolOp>()) {
    std::string out = "(";
    for (const ast::Expr* value : op->values) {
      if (out.size() > 1) out += op->op == ast::BoolOperator::And ? " and " : " or ";
      out += grouping(*value);
    }
    return out + ")";
  }
  if (auto* await = e.try_as<ast::Await>()) return "(await " + grouping(*await->value) + ")";
  return "?";
}

std::string grouping(std::string_view source) {
  ParseResult result = parse(source, "test", ParseMode::Eval);
  return result.mod != nullptr ? grouping(*result.mod->expr) : result.error->message;
}

TEST(Grammar, Precedence) {
  EXPECT_EQ(grouping("a + b * c - d"), "((a+(b*c))-d)");
  EXPECT_EQ(grouping("a ** b ** c"), "(a**(b**c))");
  EXPECT_EQ(grouping("-a ** -b"), "(-(a**(-b)))");
  EXPECT_EQ(grouping("-a * b"), "((-a)*b)");
  EXPECT_EQ(grouping("a | b ^ c & d << e"), "(a|(b^(c&(d<<e))))");
  EXPECT_EQ(grouping("a // b @ c % d"), "(((a//b)@c)%d)");
  EXPECT_EQ(grouping("not a or b and c or d"), "((not a) or (b and c) or d)");
  EXPECT_EQ(grouping("(a or b) or c"), "((a or b) or c)");
  EXPECT_EQ(grouping("await a ** b"), "((await a)**b)");
}

TEST(Grammar, Module) {
  EXPECT_EQ(tree("x = 1\nif x: pass\n"), "Module(\n"
                                         "  body=[\n"
                                         "    Assign(\n"
                                         "      targets=[\n"
                                         "        Name(id='x', ctx=Store())],\n"
                                         "      value=Constant(value=1)),\n"
                                         "    If(\n"
                                         "      test=Name(id='x', ctx=Load()),\n"
                                         "      body=[\n"
                                         "        Pass()],\n"
                                         "      orelse=[])],\n"
                                         "  type_ignores=[])");
}

TEST(Grammar, Constants) {
  EXPECT_EQ(expr("9223372036854775808"), "Constant(value=9223372036854775808)");
  EXPECT_EQ(expr("0xffffffffffffffffffff"), "Constant(value=1208925819614629174706175)");
  EXPECT_EQ(expr("1e16"), "Constant(value=1e+16)");
  EXPECT_EQ(expr("1_0.50"), "Constant(value=10.5)");
  EXPECT_EQ(expr("2j"), "Constant(value=2j)");
  EXPECT_EQ(expr("..."), "Constant(value=Ellipsis)");
  EXPECT_EQ(expr("u'a' 'b'"), "Constant(value='ab', kind='u')");
  EXPECT_EQ(expr(R"('\x41\101\u00e9\U0001F600\q\
')"),
            R"(Constant(value='AAé😀\\q'))");
  EXPECT_EQ(expr(R"('\ud800')"), R"(Constant(value='\ud800'))");
  EXPECT_EQ(expr(R"(b'\xff' rb'\n')"), R"(Constant(value=b'\xff\\n'))");
}

TEST(Grammar, FStrings) {
  EXPECT_EQ(expr("f'a{b!r:>{w}}' 'c'"),
            "JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='b', ctx=Load()), "
            "conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), "
            "FormattedValue(value=Name(id='w', ctx=Load()), conversion=-1)])), "
            "Constant(value='c')])");
  EXPECT_EQ(expr("f'{x = }'"), "JoinedStr(values=[Constant(value='x = '), FormattedValue(value=Name(id='x', "
                               "ctx=Load()), conversion=114)])");
  EXPECT_EQ(expr("f'{{}}'"), "JoinedStr(values=[Constant(value='{}')])");
  EXPECT_EQ(expr("f'{f\"{'a'}\"}'"),
            "JoinedStr(values=[FormattedValue(value=JoinedStr(values=[FormattedValue("
            "value=Constant(value='a'), conversion=-1)]), conversion=-1)])");
}

TEST(Grammar, Targets) {
  EXPECT_TRUE(parses("a, (b, [c, *d]), e.f, g[0] = x"));
  EXPECT_TRUE(parses("for a, *b in x: pass"));
  EXPECT_TRUE(parses("with a as (b, c), d as e.f: pass"));
  EXPECT_TRUE(parses("with (a as b, c as d,): pass"));
  EXPECT_TRUE(parses("with (a, b): pass\nwith (a): pass\nwith (yield): pass\nwith (a), b: pass"));
  EXPECT_TRUE(parses("with (a for a in b): pass\nwith (a, b) as c: pass"));
  EXPECT_TRUE(parses("del a, (b, c), d[0]"));
  EXPECT_TRUE(parses("x: int\n(x): int = 1\nx.y: int\nx = y = yield z"));
}

TEST(Grammar, Version312) {
  EXPECT_TRUE(parses("type X[T: int, *Ts, **P] = list[T]"));
  EXPECT_TRUE(parses("def f[T](x: T) -> T: return x\nclass A[T](B[T]): pass"));
  EXPECT_TRUE(parses("try: a\nexcept* A as b: c"));
  EXPECT_TRUE(parses("def f(*args: *Ts): x[*a, 1:2]"));
  EXPECT_TRUE(parses("f'{\n'a' # comment\n}'"));
}

TEST(Grammar, Match) {
  EXPECT_TRUE(parses("match x, *y:\n"
                     "  case -1 | 1+2j | 'a' 'b' | None: pass\n"
                     "  case [a, *_, b] | (c, d) if e: pass\n"
                     "  case {'k': v, A.b: 1, **rest}: pass\n"
                     "  case A.B(1, x=y) as z: pass\n"
                     "  case a, *b: pass\n"
                     "  case _: match = case = type = 1\n"));
}

// A tree may not become deeper than later passes can walk; everything else has no limit.
TEST(Grammar, Depth) {
  const auto repeat = [](const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
  };
  const std::string too_deep = "maximum recursion depth exceeded during compilation";
  EXPECT_EQ(tree(repeat("a + ", 100000) + "a"), too_deep);
  EXPECT_EQ(tree(repeat("-", 100000) + "a"), too_deep);
  EXPECT_EQ(tree("if a: b\n" + repeat("elif a: b\n", 100000)), too_deep);
  EXPECT_EQ(tree(repeat("[", 100000)), "too many nested parentheses");
  EXPECT_TRUE(parses(repeat("a + ", 2900) + "a"));
  EXPECT_TRUE(parses(repeat("(", 200) + repeat(")", 200)));
  EXPECT_TRUE(parses(repeat("a or ", 100000) + "a"));
  EXPECT_TRUE(parses(repeat("x = 1;", 100000)));
}

TEST(Grammar, Prompt) {
  for (const char* source : {"if x:", "if x:\n  y", "x = (1,", "'''abc", "x = \\", "@d", "try:\n  x",
                             "class A:\n  def f():", "f(\n1"}) {
    EXPECT_TRUE(incomplete(source)) << source;
  }
  for (const char* source : {"x", "if x:\n  y\n\n", "x = )", "x +", "'abc", "if x: y\n\n"}) {
    EXPECT_FALSE(incomplete(source)) << source;
  }
  EXPECT_EQ(tree("a\nb", ParseMode::Single), "multiple statements found while compiling a single statement");
}

TEST(Grammar, ShownErrors) {
  EXPECT_EQ(shown("f(a b)"), "  File \"x.py\", line 1\n"
                             "    f(a b)\n"
                             "      ^^^\n"
                             "SyntaxError: invalid syntax. Perhaps you forgot a comma?\n");
  EXPECT_EQ(shown("if x:\n  grün ü"), "  File \"x.py\", line 2\n"
                                      "    grün ü\n"
                                      "         ^\n"
                                      "SyntaxError: invalid syntax\n");
  EXPECT_EQ(shown("x = (1,\n2"), "  File \"x.py\", line 1\n"
                                 "    x = (1,\n"
                                 "        ^\n"
                                 "SyntaxError: '(' was never closed\n");
}

TEST(Grammar, FStringErrors) {
  EXPECT_EQ(tree("f'{}'"), "f-string: valid expression required before '}'");
  EXPECT_EQ(tree("f'{a!x}'"), "f-string: invalid conversion character 'x': expected 's', 'r', or 'a'");
  EXPECT_EQ(tree("f'{a b}'"), "f-string: invalid syntax. Perhaps you forgot a comma?");
  EXPECT_EQ(tree("f'{a $ b}'"), "f-string: expecting '=', or '!', or ':', or '}'");
}

TEST(Grammar, Errors) {
  static const struct {
    const char* source;
    int line, offset;
    const char* message;
  } kErrors[] = {
      {"f() = 1", 1, 1, "cannot assign to function call here. Maybe you meant '==' instead of '='?"},
      {"a, f() = 1", 1, 4, "cannot assign to function call here. Maybe you meant '==' instead of '='?"},
      {"(a, f()) = 1", 1, 5, "cannot assign to function call"},
      {"f() = yield", 1, 1, "cannot assign to function call"},
      {"None = 1", 1, 1, "cannot assign to None"},
      {"x+1=2", 1, 1, "cannot assign to expression here. Maybe you meant '==' instead of '='?"},
      {"a = f() = 3", 1, 5, "cannot assign to function call"},
      {"f() = a = 3", 1, 1, "cannot assign to function call"},
      {"[x for x in a b]", 1, 15, "invalid syntax"},
      {"(a b)", 1, 2, "invalid syntax. Perhaps you forgot a comma?"},
      {"f(a, b c)", 1, 6, "invalid syntax. Perhaps you forgot a comma?"},
      {"{a b}", 1, 2, "invalid syntax. Perhaps you forgot a comma?"},
      {"{1: 2 3: 4}", 1, 5, "invalid syntax. Perhaps you forgot a comma?"},
      {"x = (a b", 1, 5, "'(' was never closed"},
      {"foo(a, b\nx = 1\n", 1, 4, "'(' was never closed"},
      {"if x\n y", 1, 5, "expected ':'"},
      {"if x y:\n z", 1, 6, "invalid syntax"},
      {"def f()\n  x", 1, 8, "expected ':'"},
      {"class A\n  x", 1, 8, "expected ':'"},
      {"for x in y\n  z", 1, 11, "expected ':'"},
      {"for x y:\n z", 1, 7, "invalid syntax"},
      {"else:\n", 1, 1, "invalid syntax"},
      {"while x\n", 1, 8, "expected ':'"},
      {"with a\n", 1, 7, "expected ':'"},
      {"try:\n x\ny", 3, 1, "expected 'except' or 'finally' block"},
      {"try\n x", 1, 4, "expected ':'"},
      {"lambda x 1", 1, 10, "invalid syntax"},
      {"print x", 1, 1, "Missing parentheses in call to 'print'. Did you mean print(...)?"},
      {"print f(x), y", 1, 1, "Missing parentheses in call to 'print'. Did you mean print(...)?"},
      {"exec 'a'", 1, 1, "Missing parentheses in call to 'exec'. Did you mean exec(...)?"},
      {"x = 1 +\ny", 1, 8, "invalid syntax"},
      {"a ? b", 1, 3, "invalid syntax"},
      {"a $ b", 1, 3, "invalid syntax"},
      {"  x", 1, 2, "unexpected indent"},
      {"if x:\ny", 2, 1, "expected an indented block after 'if' statement on line 1"},
      {"if x:\n", 1, 6, "expected an indented block after 'if' statement on line 1"},
      {"def f(a=1, b): pass", 1, 12, "non-default argument follows default argument"},
      {"lambda a=1, b: 1", 1, 13, "non-default argument follows default argument"},
      {"def f(*): pass", 1, 7, "named arguments must follow bare *"},
      {"f(a=1, b)", 1, 9, "positional argument follows keyword argument"},
      {"f(**a, *b)", 1, 3, "iterable argument unpacking follows keyword argument unpacking"},
      {"f(**a, b)", 1, 9, "positional argument follows keyword argument unpacking"},
      {"f(x for x in y, 1)", 1, 3, "Generator expression must be parenthesized"},
      {"f(1, x for x in y)", 1, 6, "Generator expression must be parenthesized"},
      {"f(a.b=1)", 1, 3, "expression cannot contain assignment, perhaps you meant \"==\"?"},
      {"f(True=1)", 1, 3, "cannot assign to True"},
      {"f(a b=1)", 1, 3, "invalid syntax. Perhaps you forgot a comma?"},
      {"if x = 3: pass", 1, 4, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
      {"if f() = 3: pass", 1, 4, "cannot assign to function call here. Maybe you meant '==' instead of '='?"},
      {"(a, b) += 1", 1, 1, "'tuple' is an illegal expression for augmented assignment"},
      {"f() += 1", 1, 1, "'function call' is an illegal expression for augmented assignment"},
      {"x: int: 3", 1, 7, "invalid syntax"},
      {"(a, b): int", 1, 1, "only single target (not tuple) can be annotated"},
      {"[a]: int", 1, 1, "only single target (not list) can be annotated"},
      {"f(): int", 1, 1, "illegal target for annotation"},
      {"del f()", 1, 5, "cannot delete function call"},
      {"del (a, 1)", 1, 9, "cannot delete literal"},
      {"for f() in x: pass", 1, 5, "cannot assign to function call"},
      {"for 1 in x: pass", 1, 5, "cannot assign to literal"},
      {"[x for 1 in y]", 1, 8, "cannot assign to literal"},
      {"with a as 1: pass", 1, 11, "cannot assign to literal"},
      {"with a as f(): pass", 1, 11, "cannot assign to function call"},
      {"import a.b as c.d", 1, 16, "invalid syntax"},
      {"from a import (b, c", 1, 15, "'(' was never closed"},
      {"from a import b,", 1, 17, "trailing comma not allowed without surrounding parentheses"},
      {"from a import", 1, 14, "invalid syntax"},
      {"import", 1, 7, "invalid syntax"},
      {"except: pass", 1, 1, "invalid syntax"},
      {"try: x\nexcept A, B: pass", 2, 8, "multiple exception types must be parenthesized"},
      {"try:\n x\nexcept A as 1: pass", 3, 13, "invalid syntax"},
      {"try:\n x\nexcept A\n pass", 3, 9, "expected ':'"},
      {"a b", 1, 3, "invalid syntax"},
      {"(x := 1) = 2", 1, 2, "cannot assign to named expression here. Maybe you meant '==' instead of '='?"},
      {"x := 1", 1, 3, "invalid syntax"},
      {"(a.b := 1)", 1, 2, "cannot use assignment expressions with attribute"},
      {"(a, b := 1) = 3", 1, 5, "cannot assign to named expression"},
      {"a = 1 = 2", 1, 5, "cannot assign to literal"},
      {"{**a for a in b}", 1, 2, "dict unpacking cannot be used in dict comprehension"},
      {"{*a for a in b}", 1, 2, "iterable unpacking cannot be used in comprehension"},
      {"[*a for a in b]", 1, 2, "iterable unpacking cannot be used in comprehension"},
      {"(*a)", 1, 2, "cannot use starred expression here"},
      {"yield = 1", 1, 1, "assignment to yield expression not possible"},
      {"(yield) = 1", 1, 2, "cannot assign to yield expression here. Maybe you meant '==' instead of '='?"},
      {"x = (1, 2", 1, 5, "'(' was never closed"},
      {"f(", 1, 2, "'(' was never closed"},
      {"match x:\n  y", 2, 3, "invalid syntax"},
      {"match x:\ncase", 2, 1, "expected an indented block after 'match' statement on line 1"},
      {"match x\n", 1, 8, "expected ':'"},
      {"class A(B: pass", 1, 10, "invalid syntax"},
      {"return x y", 1, 10, "invalid syntax"},
      {"import a b", 1, 10, "invalid syntax"},
      {"a.1", 1, 2, "invalid syntax"},
      {"a.b.", 1, 5, "invalid syntax"},
      {"a[", 1, 2, "'[' was never closed"},
      {"a[]", 1, 3, "invalid syntax"},
      {"def f(a, *, **k): pass", 1, 10, "named arguments must follow bare *"},
      {"def f(*a, *b): pass", 1, 11, "* argument may appear only once"},
      {"def f(**k, a): pass", 1, 12, "arguments cannot follow var-keyword argument"},
      {"def f(a, /, b, /): pass", 1, 16, "/ may appear only once"},
      {"def f(*, a, /): pass", 1, 13, "/ must be ahead of *"},
      {"def 1(): pass", 1, 5, "invalid syntax"},
      {"def f(1): pass", 1, 7, "invalid syntax"},
      {"def f((a, b)): pass", 1, 7, "Function parameters cannot be parenthesized"},
      {"async x", 1, 7, "invalid syntax"},
      {"await", 1, 6, "invalid syntax"},
      {"x = await", 1, 10, "invalid syntax"},
      {"global x.y", 1, 9, "invalid syntax"},
      {"nonlocal", 1, 9, "invalid syntax"},
      {"pass x", 1, 6, "invalid syntax"},
      {"raise a, b", 1, 8, "invalid syntax"},
      {"assert", 1, 7, "invalid syntax"},
      {"not", 1, 4, "invalid syntax"},
      {"a not b", 1, 7, "invalid syntax"},
      {"a is not", 1, 9, "invalid syntax"},
      {"a if b", 1, 1, "expected 'else' after 'if' expression"},
      {"a if b else", 1, 12, "invalid syntax"},
      {"[a, b for x in y]", 1, 2, "did you forget parentheses around the comprehension target?"},
      {"{a: b, c}", 1, 8, "':' expected after dictionary key"},
      {"{a, b: c}", 1, 6, "invalid syntax"},
      {"{a:}", 1, 3, "expression expected after dictionary key and ':'"},
      {"{a: *b}", 1, 5, "cannot use a starred expression in a dictionary value"},
      {"{**a: b}", 1, 5, "invalid syntax"},
      {"a;;b", 1, 3, "invalid syntax"},
      {"x = 5 6", 1, 7, "invalid syntax"},
      {"if True:\n  x\n    y", 3, 4, "unexpected indent"},
      {"foo(x, y\n)\n  z", 3, 2, "unexpected indent"},
      {"@x\ny", 2, 1, "invalid syntax"},
      {"a = = 1", 1, 5, "invalid syntax"},
      {"a +", 1, 4, "invalid syntax"},
      {"5()= 2", 1, 1, "cannot assign to function call here. Maybe you meant '==' instead of '='?"},
      {"a\n  b", 2, 2, "unexpected indent"},
      {"print(a", 1, 6, "'(' was never closed"},
      {"x = {", 1, 5, "'{' was never closed"},
      {"if (a:\n  b", 1, 6, "invalid syntax"},
      {"while a = b:\n pass", 1, 7, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
      {"elif a:\n b", 1, 1, "invalid syntax"},
      {"if a:\n b\nelif c\n d", 3, 7, "expected ':'"},
      {"if a:\n b\nelse\n d", 3, 5, "expected ':'"},
      {"if a:\n b\nelse:\nd", 4, 1, "expected an indented block after 'else' statement on line 3"},
      {"for a in b:\n c\nelse:\nd", 4, 1, "expected an indented block after 'else' statement on line 3"},
      {"try:\n a\nexcept:\nb", 4, 1, "expected an indented block after 'except' statement on line 3"},
      {"try:\n a\nexcept A:\nb", 4, 1, "expected an indented block after 'except' statement on line 3"},
      {"try:\n a\nfinally:\nb", 4, 1, "expected an indented block after 'finally' statement on line 3"},
      {"with a:\nb", 2, 1, "expected an indented block after 'with' statement on line 1"},
      {"while a:\nb", 2, 1, "expected an indented block after 'while' statement on line 1"},
      {"class A:\nb", 2, 1, "expected an indented block after class definition on line 1"},
      {"def f():\nb", 2, 1, "expected an indented block after function definition on line 1"},
      {"async def f():\nb", 2, 1, "expected an indented block after function definition on line 1"},
      {"match a:\n case 1:\n b", 3, 2, "expected an indented block after 'case' statement on line 2"},
      {"match a:\n case 1\n  b", 2, 8, "expected ':'"},
      {"match a:\n case 1, x+1: pass", 2, 11, "invalid syntax"},
      {"match a:\n case {**x, 1:2}: pass", 2, 13, "invalid syntax"},
      {"match a:\n case x as _: pass", 2, 12, "cannot use '_' as a target"},
      {"match a:\n case A(x=1, 2): pass", 2, 14, "positional patterns follow keyword patterns"},
      {"f(a for a in b, c=1)", 1, 3, "Generator expression must be parenthesized"},
      {"f(a=1, a for a in b)", 1, 8, "Generator expression must be parenthesized"},
      {"a, b += 1", 1, 1, "'tuple' is an illegal expression for augmented assignment"},
      {"'%s' % a b", 1, 10, "invalid syntax"},
      {"x = a b", 1, 7, "invalid syntax"},
      {"(a, b c d)", 1, 5, "invalid syntax. Perhaps you forgot a comma?"},
      {"[a b, c]", 1, 2, "invalid syntax. Perhaps you forgot a comma?"},
      {"(print x)", 1, 2, "Missing parentheses in call to 'print'. Did you mean print(...)?"},
      {"[a,b\nc]", 1, 4, "invalid syntax. Perhaps you forgot a comma?"},
      {"(a\nb\n)", 1, 2, "invalid syntax. Perhaps you forgot a comma?"},
      {"f(x\ny=1)", 1, 3, "invalid syntax. Perhaps you forgot a comma?"},
      {"x.y z", 1, 5, "invalid syntax"},
      {"x(1) y", 1, 6, "invalid syntax"},
      {"from . import *, a", 1, 16, "invalid syntax"},
      {"(a=1)", 1, 2, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
      {"[a=1]", 1, 2, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
      {"{a=1}", 1, 2, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
      {"x[a=1]", 1, 3, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
      {"lambda: (yield) = 1", 1, 1, "cannot assign to lambda"},
      {"lambda x: x = 1", 1, 1, "cannot assign to lambda"},
      {"-x = 1", 1, 1, "cannot assign to expression here. Maybe you meant '==' instead of '='?"},
      {"not x = 1", 1, 1, "cannot assign to expression"},
      {"a and b = 1", 1, 1, "cannot assign to expression"},
      {"a < b = 1", 1, 1, "cannot assign to comparison"},
      {"'a' = 1", 1, 1, "cannot assign to literal here. Maybe you meant '==' instead of '='?"},
      {"f'{x}' = 1", 1, 1, "cannot assign to f-string expression here. Maybe you meant '==' instead of '='?"},
      {"... = 1", 1, 1, "cannot assign to ellipsis here. Maybe you meant '==' instead of '='?"},
      {"{} = 1", 1, 1, "cannot assign to dict literal here. Maybe you meant '==' instead of '='?"},
      {"{a} = 1", 1, 1, "cannot assign to set display here. Maybe you meant '==' instead of '='?"},
      {"[x for x in y] = 1", 1, 1,
       "cannot assign to list comprehension here. Maybe you meant '==' instead of '='?"},
      {"(x for x in y) = 1", 1, 1, "cannot assign to generator expression"},
      {"a if b else c = 1", 1, 1, "cannot assign to conditional expression"},
      {"await x = 1", 1, 1, "cannot assign to await expression here. Maybe you meant '==' instead of '='?"},
      {"lambda = 1", 1, 8, "invalid syntax"},
      {"1 += 1", 1, 1, "'literal' is an illegal expression for augmented assignment"},
      {"[a, 1] = 1", 1, 5, "cannot assign to literal"},
      {"*a, 1 = 2", 1, 5, "cannot assign to literal here. Maybe you meant '==' instead of '='?"},
      {"True = 1", 1, 1, "cannot assign to True"},
      {"del *a", 1, 5, "cannot delete starred"},
      {"del a, *b", 1, 8, "cannot delete starred"},
      {"del a b", 1, 7, "invalid syntax"},
      {"del (yield)", 1, 6, "cannot delete yield expression"},
      {"try:\n  a\nexcept* A:\n b\nexcept B: c", 5, 1,
       "cannot have both 'except' and 'except*' on the same 'try'"},
      {"try:\n  a\nexcept*:\n b", 3, 8, "expected one or more exception types"},
      {"a\t=1\n\tb", 2, 1, "unexpected indent"},
  };
  for (const auto& expected : kErrors) {
    ParseResult result = parse(expected.source, "test");
    ASSERT_TRUE(result.error.has_value()) << expected.source;
    EXPECT_EQ(result.error->message, expected.message) << expected.source;
    EXPECT_EQ(result.error->loc.line, expected.line) << expected.source;
    EXPECT_EQ(result.error->offset(), expected.offset) << expected.source;
  }
}

} // namespace
} // namespace gilt
