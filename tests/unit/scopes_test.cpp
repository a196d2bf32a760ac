// Scopes: what every name means, compared with what CPython's symtable module says about the same program.
//
// A dump has a line per block and, below it, a line per name. Inlined comprehensions show only their own targets: all
// other names in them are names of the function around.
#include "compiler/scopes.h"

#include <gtest/gtest.h>

#include "syntax/parser.h"

namespace gilt {
namespace {

std::string scopes(std::string_view source) {
    ParseResult parsed = parse(source, "test.py");
    if (parsed.error) return "parser: " + parsed.error->message;
    try {
        return "\n" + dump_scopes(build_scopes(*parsed.mod, *parsed.arena));
    } catch (const SyntaxError& error) {
        return error.message + " at " + std::to_string(error.loc.line) + ":" +
               std::to_string(error.loc.column);
    }
}

TEST(Scopes, AssignedNamesAreLocal) {
    EXPECT_EQ(scopes("def f(a, b=2, *c, d, **e):\n"
                     "    x = a\n"
                     "    for y in g: import os.path, sys as s\n"
                     "    with h as (z, w): pass\n"),
              R"(
<module>
  f: global
  f
    a: local
    b: local
    c: local
    d: local
    e: local
    g: implicit global
    h: implicit global
    os: local
    s: local
    w: local
    x: local
    y: local
    z: local
)");
}

TEST(Scopes, CapturedNamesBecomeCells) {
    EXPECT_EQ(scopes("def f(a):\n"
                     "    b = c = 1\n"
                     "    def g():\n"
                     "        nonlocal b\n"
                     "        b = a\n"
                     "        return lambda: (b, c, d)\n"),
              R"(
<module>
  f: global
  f
    a: cell
    b: cell
    c: cell
    g: local
    g
      a: free
      b: free
      <lambda>
        b: free
        c: free
        d: implicit global
)");
}

TEST(Scopes, FreeNamesPassThroughTheFunctionsBetween) {
    ParseResult parsed = parse("def f(a):\n    def g():\n        def h(): return a\n", "test.py");
    ScopeTree tree = build_scopes(*parsed.mod, *parsed.arena);
    Scope* g = tree.root()->children[0]->children[0];
    ASSERT_EQ(g->free_names.size(), 1u);
    EXPECT_EQ(g->free_names[0], "a");
}

TEST(Scopes, ClassNamesAreInvisibleInside) {
    EXPECT_EQ(scopes("def f():\n"
                     "    x = y = 1\n"
                     "    class C:\n"
                     "        x = 2\n"
                     "        z = y\n"
                     "        def m(self): return x, z\n"),
              R"(
<module>
  f: global
  f
    C: local
    x: cell
    y: cell
    C
      m: local
      x: local
      y: free
      z: local
      m
        self: local
        x: free
        z: implicit global
)");
}

TEST(Scopes, SuperNeedsTheClassCell) {
    ParseResult parsed = parse(
        "class C:\n    def f(self): return super().f()\n    def g(self): return [__class__ for _ in self]\n",
        "test.py");
    ScopeTree tree = build_scopes(*parsed.mod, *parsed.arena);
    Scope* cls = tree.root()->children[0];
    EXPECT_TRUE(cls->has_class_cell);
    for (Scope* method : cls->children) {
        ASSERT_EQ(method->free_names.size(), 1u);
        EXPECT_EQ(method->free_names[0], "__class__");
    }
}

TEST(Scopes, PrivateNamesAreMangled) {
    EXPECT_EQ(scopes("class _C:\n    __x = 1\n    __y__ = 2\n    def f(self, __z): return __x\n"),
              R"(
<module>
  _C: global
  _C
    _C__x: local
    __y__: local
    f: local
    f
      _C__x: implicit global
      _C__z: local
      self: local
)");
}

TEST(Scopes, Comprehensions) {
    EXPECT_EQ(scopes("def f(a):\n"
                     "    b = [x + a for x in a if (y := x)]\n"
                     "    c = [lambda: z for z in b]\n"
                     "    return (v + a for v in c)\n"),
              R"(
<module>
  f: global
  f
    a: cell
    b: local
    c: local
    y: local
    <listcomp> (inlined)
      x: local
    <listcomp> (inlined)
      z: cell
      <lambda>
        z: free
    <genexpr>
      .0: local
      a: free
      v: local
)");
    // Directly in a class body a comprehension is a function, and does not see the class's names.
    EXPECT_EQ(scopes("class C:\n    a = 1\n    b = [a for x in a]\n"),
              R"(
<module>
  C: global
  C
    a: local
    b: local
    <listcomp>
      .0: local
      a: implicit global
      x: local
)");
}

TEST(Scopes, WalrusBindsOutsideOfComprehensions) {
    EXPECT_EQ(scopes("def f(a):\n    return any((last := x) for x in a), last\n"),
              R"(
<module>
  f: global
  f
    a: local
    any: implicit global
    last: cell
    <genexpr>
      .0: local
      last: free
      x: local
)");
}

TEST(Scopes, TypeParameters) {
    EXPECT_EQ(scopes("def f[T](x: T): return T\ntype A[U] = list[U]\n"),
              R"(
<module>
  A: global
  f: global
  <generic parameters of f>
    T: cell
    f
      T: free
      x: local
  <generic parameters of A>
    U: cell
    A
      U: free
      list: implicit global
)");
}

TEST(Scopes, GlobalAfterAnotherStatement) {
    // As in the lecture: the declaration may come late if the name was not used before.
    EXPECT_EQ(scopes("counter = 0\ndef f():\n    with lock:\n        global counter\n        counter += 1\n"),
              R"(
<module>
  counter: global
  f: global
  f
    counter: global
    lock: implicit global
)");
}

struct Mistake {
    const char* source;
    const char* error;
};

class ScopeErrors : public ::testing::TestWithParam<Mistake> {};

TEST_P(ScopeErrors, AreReportedAsByCPython) { EXPECT_EQ(scopes(GetParam().source), GetParam().error); }

INSTANTIATE_TEST_SUITE_P(
    All, ScopeErrors,
    ::testing::Values(
        Mistake{"def f():\n x = 1\n global x", "name 'x' is assigned to before global declaration at 3:1"},
        Mistake{"def f():\n print(x)\n global x", "name 'x' is used prior to global declaration at 3:1"},
        Mistake{"def f(x):\n global x", "name 'x' is parameter and global at 2:1"},
        Mistake{"def f():\n x: int\n global x", "annotated name 'x' can't be global at 3:1"},
        Mistake{"def f():\n global x\n nonlocal x", "name 'x' is nonlocal and global at 2:1"},
        Mistake{"def f():\n nonlocal x", "no binding for nonlocal 'x' found at 2:1"},
        Mistake{"nonlocal x", "nonlocal declaration not allowed at module level at 1:0"},
        Mistake{"def f(a, a): pass", "duplicate argument 'a' in function definition at 1:9"},
        Mistake{"return", "'return' outside function at 1:0"},
        Mistake{"class C:\n yield 1", "'yield' outside function at 2:1"},
        Mistake{"[(yield) for x in y]", "'yield' inside list comprehension at 1:2"},
        Mistake{"def f(): await x", "'await' outside async function at 1:9"},
        Mistake{"await x", "'await' outside function at 1:0"},
        Mistake{"def f():\n [x async for x in y]",
                "asynchronous comprehension outside of an asynchronous function at 2:1"},
        Mistake{"async def f(): yield from x", "'yield from' inside async function at 1:15"},
        Mistake{"async def f():\n yield 1\n return 2", "'return' with value in async generator at 3:1"},
        Mistake{"[i := 0 for i in x]",
                "assignment expression cannot rebind comprehension iteration variable 'i' at 1:1"},
        Mistake{"[x for x in (y := z)]",
                "assignment expression cannot be used in a comprehension iterable expression at 1:13"},
        Mistake{"class C: [x := 1 for y in z]",
                "assignment expression within a comprehension cannot be used in a class body at 1:10"},
        Mistake{"def f(): from x import *", "import * only allowed at module level at 1:23"},
        Mistake{"x = 1\nfrom __future__ import annotations",
                "from __future__ imports must occur at the beginning of the file at 2:0"},
        Mistake{"try: pass\nexcept: pass\nexcept E: pass", "default 'except:' must be last at 2:0"},
        Mistake{"__debug__ = 1", "cannot assign to __debug__ at 1:0"}));

}  // namespace
}  // namespace gilt
