// The code generator: the instructions of small programs, and rules that hold for the code of any program.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <unordered_set>

#include "compiler/assembler.h"
#include "compiler/compile.h"
#include "compiler/disassembler.h"
#include "heap/heap.h"
#include "modules/embed.h"
#include "objects/exception.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects_fixture.h"

namespace gilt {
namespace {

class CompilerTest : public testing::ObjectsTest {
 protected:
    void SetUp() override {
        register_compiler();
        ObjectsTest::SetUp();
    }

    Code* compile(std::string_view source) {
        CompileOptions options;
        Code* code = compile_source(thread(), source, "test.py", options);
        if (!code) ADD_FAILURE() << format_exception(thread(), take_exception(thread()));
        return code;
    }

    static Code* child(const Code* code) {
        for (const Slot& slot : code->constants) {
            Value value = slot.load();
            if (value.is_object() && value.as_object()->kind() == Kind::Code) {
                return static_cast<Code*>(value.as_object());
            }
        }
        return nullptr;
    }

    // The instructions of the first function in the source, without places and source lines.
    std::string function(std::string_view source) {
        Code* module = compile(source);
        if (!module) return "";
        std::string text = disassemble(child(module)), out = "\n";
        for (size_t start = 0; start < text.size();) {
            size_t end = text.find('\n', start);
            std::string line = text.substr(start, end - start);
            start = end + 1;
            if (!line.empty() && line[0] != ' ' && out.size() > 1) break;  // the next function
            if (line.find(" | ") != std::string::npos || line.size() < 18 || line[0] != ' ') continue;
            if (line.starts_with("        ") && line.find(" to ") != std::string::npos) {
                out += line.substr(8) + "\n";
                continue;
            }
            std::string label = line.substr(6, 5);
            label.erase(0, label.find_first_not_of(' '));
            out += (label.empty() ? "    " : label + " ") + line.substr(18) + "\n";
        }
        return out;
    }

    // Every Code in a program is well formed: registers hold values when they are read, jumps lead somewhere.
    void verify(const Code* code) {
        EXPECT_EQ(verify_code(code), "") << disassemble(code);
        for (const Slot& slot : code->constants) {
            Value value = slot.load();
            if (value.is_object() && value.as_object()->kind() == Kind::Code) {
                verify(static_cast<Code*>(value.as_object()));
            }
        }
    }

    std::string syntax_error(std::string_view source) {
        CompileOptions options;
        if (compile_source(thread(), source, "test.py", options)) return "compiles";
        std::string text = format_exception(thread(), take_exception(thread()));
        if (text.ends_with('\n')) text.pop_back();
        return text.substr(text.rfind('\n') + 1);
    }
};

// The GIL makes no difference to a compiler.
INSTANTIATE_TEST_SUITE_P(, CompilerTest, ::testing::Values(true));

TEST_P(CompilerTest, LocalsAreOperandsAndSmallIntsImmediate) {
    EXPECT_EQ(function("def f(a, b):\n"
                       "    c = a + b * 2\n"
                       "    return c\n"),
              R"(
    MUL_I           r3, r1:b, 2
    ADD             r2:c, r0:a, r3
    RETURN          r2:c
)");
}

TEST_P(CompilerTest, ALaterOperandMayRebindALocal) {
    EXPECT_EQ(function("def f(x):\n"
                       "    return x + (x := 1)\n"),
              R"(
    MOVE            r2, r0:x
    LOADI           r0:x, 1
    ADD             r1, r2, r0:x
    RETURN          r1
)");
}

TEST_P(CompilerTest, CallsStandAtTheTopOfTheTemporaries) {
    EXPECT_EQ(function("def f(a):\n"
                       "    return g(1, h(a), k=2) + a.m(a)\n"),
              R"(
    LOAD_GLOBAL     r1, g
    LOADI           r2, 1
    LOAD_GLOBAL     r3, h
    MOVE            r4, r0:a
    CALL            r3, r4
    LOADI           r4, 2
    CALL_KW         r1, r2..r4, names ('k',)
    LOAD_METHOD     r2, r0:a, m
    MOVE            r4, r0:a
    CALL_METHOD     r2, r4
    ADD             r1, r1, r2
    RETURN          r1
)");
}

TEST_P(CompilerTest, ConditionsAreJumps) {
    EXPECT_EQ(function("def f(a, b):\n"
                       "    if not (a < 5 and b is not None) or a in b:\n"
                       "        return 1\n"),
              R"(
    JNLT_I          r0:a, 5, L1
    JUMP_IF_NONE    r1:b, L1
    JNOT_IN         r0:a, r1:b, L2
L1: LOADI           r2, 1
    RETURN          r2
L2: LOADK           r2, None
    RETURN          r2
)");
}

TEST_P(CompilerTest, LoopsTestAtTheBottom) {
    EXPECT_EQ(function("def f(n):\n"
                       "    for i in range(n):\n"
                       "        if i == 3: break\n"
                       "        while n > i: n -= 1\n"),
              R"(
    LOAD_GLOBAL     r2, range
    MOVE            r3, r0:n
    CALL            r2, r3
    GET_ITER        r2..r3, r2
    JUMP            L4
L1: JEQ_I           r1:i, 3, L5
    JUMP            L3
L2: SUB_I           r0:n, r0:n, 1, in place
L3: JGT             r0:n, r1:i, L2
L4: FOR_ITER        r2, r1:i, L1
L5: DELETE_LOCAL    r2
    LOADK           r2, None
    RETURN          r2
)");
}

TEST_P(CompilerTest, ConstantsAreFoldedAndDeadCodeDropped) {
    EXPECT_EQ(function("def f():\n"
                       "    while True:\n"
                       "        if __debug__ and 1 < 2: return (-2 ** 3, 'a' * 2, 10 ** 7 // 3)\n"
                       "        return 5\n"
                       "        print(6)\n"
                       "    return 7\n"),
              R"(
    LOADI           r0, 1
    JNLT_I          r0, 2, L1
    LOADK           r0, (-8, 'aa', 3333333)
    RETURN          r0
L1: LOADI           r0, 5
    RETURN          r0
)");
}

TEST_P(CompilerTest, OnlyLocalsThatMayBeUnboundAreChecked) {
    EXPECT_EQ(function("def f(a):\n"
                       "    if a: x = 1\n"
                       "    else: x = 2\n"
                       "    if a: y = x\n"
                       "    return y, y\n"),
              R"(
    JUMP_IF_FALSE   r0:a, L1
    LOADI           r1:x, 1
    JUMP            L2
L1: LOADI           r1:x, 2
L2: JUMP_IF_FALSE   r0:a, L3
    MOVE            r2:y, r1:x
L3: CHECK_LOCAL     r2:y, y
    MOVE            r4, r2:y
    MOVE            r5, r2:y
    BUILD_TUPLE     r3, r4..r5
    RETURN          r3
)");
}

TEST_P(CompilerTest, SwapsMakeNoTuple) {
    EXPECT_EQ(function("def f(a, b):\n"
                       "    a, b = b, a + b\n"),
              R"(
    MOVE            r2, r1:b
    ADD             r1:b, r0:a, r1:b
    MOVE            r0:a, r2
    LOADK           r2, None
    RETURN          r2
)");
}

TEST_P(CompilerTest, ComprehensionsAreInlined) {
    EXPECT_EQ(function("def f(a):\n"
                       "    return [x * 2 for x in a if x]\n"),
              R"(
    GET_ITER        r2..r3, r0:a
    BUILD_LIST      r1, -
    JUMP            L2
L1: JUMP_IF_FALSE   r4, L2
    MUL_I           r5, r4, 2
    LIST_APPEND     r1, r5
L2: FOR_ITER        r2, r4, L1
    RETURN          r1
)");
}

TEST_P(CompilerTest, GeneratorExpressionsAreFunctions) {
    EXPECT_EQ(function("s = sum(x for x in y)\n"),
              R"(
    GET_ITER        r2..r3, r0:.0
    JUMP            L2
L1: YIELD           r4, r1:x
L2: FOR_ITER        r2, r1:x, L1
    LOADK           r4, None
    RETURN          r4
)");
}

TEST_P(CompilerTest, FinallyIsRepeatedOnEveryWayOut) {
    EXPECT_EQ(function("def f(x):\n"
                       "    try:\n"
                       "        return x\n"
                       "    finally:\n"
                       "        x = 2\n"),
              R"(
    MOVE            r1, r0:x
    LOADI           r0:x, 2
    RETURN          r1
L1: PUSH_HANDLED    r2, r1
    LOADI           r0:x, 2
    RERAISE         r1
L2: POP_HANDLED     r2
    RERAISE         r3
0 to 0: L1, exception in r1
4 to 5: L2, exception in r3
)");
}

TEST_P(CompilerTest, ExceptClauses) {
    EXPECT_EQ(function("def f(x):\n"
                       "    try: x()\n"
                       "    except E as e: x = e\n"),
              R"(
    MOVE            r2, r0:x
    CALL            r2, -
    JUMP            L5
L1: PUSH_HANDLED    r3, r2
    LOAD_GLOBAL     r4, E
    JUMP_UNLESS_MATCH r2, r4, L3
    MOVE            r1:e, r2
    MOVE            r0:x, r1:e
    POP_HANDLED     r3
    DELETE_LOCAL    r1:e
    JUMP            L5
L2: DELETE_LOCAL    r1:e
    RERAISE         r4
L3: RERAISE         r2
L4: POP_HANDLED     r3
    RERAISE         r4
L5: LOADK           r2, None
    RETURN          r2
0 to 1: L1, exception in r2
8 to 8: L2, exception in r4
4 to 8: L4, exception in r4
12 to 14: L4, exception in r4
)");
}

TEST_P(CompilerTest, ClosuresCaptureCells) {
    EXPECT_EQ(function("def f(a):\n"
                       "    b = 1\n"
                       "    return lambda: a + b\n"),
              R"(
    MAKE_CELL       r0:a
    MAKE_CELL       r1:b
    LOADI           r2, 1
    STORE_CELL      r1:b, r2
    CLOSURE         r2, <code f.<locals>.<lambda>>
    CAPTURE         r0:a
    CAPTURE         r1:b
    RETURN          r2
)");
}

TEST_P(CompilerTest, UnpackingInCalls) {
    EXPECT_EQ(function("def f(*args, **kwargs):\n"
                       "    return g(*args, **kwargs)\n"),
              R"(
    LOAD_GLOBAL     r2, g
    MOVE            r3, r0:args
    MOVE            r4, r1:kwargs
    CALL_EX         r2, any *r3, any **r4
    RETURN          r2
)");
}

TEST_P(CompilerTest, PositionsAreThoseOfCPython) {
    Code* code =
        child(compile("def f(a):\n"
                      "    return a.b(1)[2] + (a //\n"
                      "        3)\n"));
    auto position_of = [code](Op op) {
        for (uint32_t i = 0; i < code->words.size(); i++) {
            if (instruction::op(code->words[i].load()) == op) return code->position_at(i);
        }
        return Position{};
    };
    EXPECT_EQ(position_of(Op::LOAD_METHOD), (Position{2, 2, 11, 14, 0, 0}));
    EXPECT_EQ(position_of(Op::CALL_METHOD), (Position{2, 2, 11, 17, 0, 0}));
    EXPECT_EQ(position_of(Op::GETITEM_I), (Position{2, 2, 11, 20, 17, 20}));
    EXPECT_EQ(position_of(Op::FLOORDIV_I), (Position{2, 3, 24, 9, 0, 0}));
}

TEST_P(CompilerTest, AttributesOfSelfAreCounted) {
    Code* code =
        child(compile("def __init__(self, a):\n"
                      "    self.x = self.y = a\n"
                      "    a.z = self.w\n"
                      "    self.v += 1\n"));
    std::string names;
    for (Value name : code->self_attributes->span()) names += to_utf8(as_str(name)) + " ";
    EXPECT_EQ(names, "x y v ");
}

TEST_P(CompilerTest, WhatCodeKnowsAboutItself) {
    Code* code =
        child(compile("def f(a, b, /, c, *d, e, **g):\n"
                      "    'doc'\n"
                      "    h = 1\n"
                      "    yield h\n"));
    EXPECT_EQ(code->argument_count, 3);
    EXPECT_EQ(code->positional_only_count, 2);
    EXPECT_EQ(code->keyword_only_count, 1);
    EXPECT_EQ(code->flags, kOptimized | kNewLocals | kVarArgs | kVarKeywords | kGenerator);
    EXPECT_EQ(code->local_count, 7);
    EXPECT_FALSE(code->is_simple);
    EXPECT_EQ(to_utf8(as_str(code->docstring)), "doc");
    std::string names;
    for (Value name : code->local_names->span()) names += to_utf8(as_str(name)) + " ";
    EXPECT_EQ(names, "a b c e d g h ");
}

// Statements and expressions of every kind, in all the surroundings that change how they are compiled.
constexpr const char* kEverything = R"(
@deco(1)
class A(B, *bases, metaclass=M, **kw):
    "doc"
    x: int = 1
    y = [x for x in range(3)]
    def m(self, *a, b=1, **k):
        super().m(*a, b=b, **k)
        return [lambda: (self, i, __class__) for i in a if i for j in i]
def f(a, b=2, /, c=[], *args, d, e=4, **kw) -> int:
    global g1
    g1 = a
    del c[0], a.b, args
    x[f(1)] += 2; x.y //= 3; x[1:2] **= b
    (p, *q), r.s, t[u] = p2 = b
    assert a > 1 if b else c, f"{a!r:>{b}} and {c=}"
    while (line := f()) is not None and line:
        try:
            with a as (b1, b2), b as c.d:
                if line: continue
                if b: break
                return a, *b
        except (E1, E2) as e:
            raise X from e
        except:
            raise
        else:
            for k, v in b: pass
            else: print(k)
        finally:
            for z in a:
                if z: break
            else: del z
    else:
        try: pass
        except* E as eg: print(eg)
    match a:
        case 1 | -2.5 | "s" | None: pass
        case [x1, *_, [y1]] | {'k': x1, 'l': y1}: return x1 + y1
        case {"a": 1, **rest} if rest: pass
        case P(1, z=(q1 as q2)): pass
        case _: pass
    return not a or (b and c), a if b is None else c, 1 < a < b != c, {**a, 'b': 1}, {1, *b}, [*a, b]
def g():
    x = yield
    y = yield from x
    try: yield x, y
    finally: z = yield (a for a in y if (w := a))
    return w
async def h(a):
    async with a as b, b: await b
    async for x in a:
        if x: break
    else: return {k: await v async for k, v in a}
    return [y async for y in (await z for z in b)], [[i async for i in j] for j in a]
async def ag():
    try: yield 1
    finally: await x
def gen[T: int, *Ts, **P](a: T, *, b: Ts = 1) -> P: return a
class Box[T](Base[T]):
    y: T
    def m[U](self, u: U) -> T: return u
type Alias[K] = dict[K, int]
import os.path as path, sys.x
from . import y as z
from m import (a, b as c)
from m import *
lambda *a, b=1, **c: (a, b, c, (yield))
)";

TEST_P(CompilerTest, TheVerifierAcceptsEverything) {
    verify(compile(kEverything));
    Assembler::force_far_jumps = true;  // as in a function of millions of instructions
    verify(compile(kEverything));
    Assembler::force_far_jumps = false;
}

TEST_P(CompilerTest, LargeDisplaysAndTables) {
    std::string list = "x = [", names = "def f():\n", calls = "f(";
    for (int i = 0; i < 70000; i++) list += std::to_string(i) + "+y,";
    for (int i = 0; i < 3000; i++) names += "    a" + std::to_string(i) + " = b" + std::to_string(i) + "\n";
    for (int i = 0; i < 300; i++) calls += "a, ";
    verify(compile(list + "]"));
    verify(compile(names));
    verify(compile(calls + ")"));
}

TEST_P(CompilerTest, TheVerifierFindsMistakes) {
    using namespace instruction;
    Code* code = compile("x = 1");
    code->words = std::vector<CodeWord>(2);
    code->words[1] = make(Op::RETURN, 0);
    code->words[0] = make(Op::MOVE, 0, 5);
    EXPECT_NE(verify_code(code).find("no register 5"), std::string::npos);
    code->words[0] = make(Op::NOP);
    EXPECT_NE(verify_code(code).find("reads r0, which may be empty"), std::string::npos);
    code->words[0] = with_jump32(make(Op::JUMP), 7);
    EXPECT_NE(verify_code(code).find("jump to word 8"), std::string::npos);
    code->words[0] = make(Op::LOAD_GLOBAL, 0, 0);
    EXPECT_NE(verify_code(code), "");
}

// What keeps permanent code sound (heap/heap.h): it leads to nothing that a collection might take away.
TEST_P(CompilerTest, TheLibraryIsCompiledToWhatMayBePermanent) {
    std::unordered_set<Object*> seen;
    std::function<void(Value)> check = [&](Value value) {
        if (!value.is_object() || !seen.insert(value.as_object()).second) return;
        Object* object = value.as_object();
        if (!heap::is_permanent(object)) {
            bool is_kept = (is_exact_str(value) && (as_str(value)->is_interned() || as_str(value)->length == 1)) ||
                           (is_exact_tuple(value) && as_tuple(value)->span().empty());
            EXPECT_TRUE(is_kept) << "of kind " << static_cast<int>(object->kind());
            return;
        }
        switch (object->kind()) {
            case Kind::Str:
                EXPECT_TRUE(!as_str(value)->buffer() || heap::is_permanent(as_str(value)->buffer()));
                break;
            case Kind::Tuple:
                for (Value item : as_tuple(value)->span()) check(item);
                break;
            case Kind::FrozenSet: {
                SetTable* table = as_set(value)->table();
                EXPECT_TRUE(heap::is_permanent(table));
                for (size_t i = 0; i <= table->mask; i++) check(table->entries()[i].key.load());
                break;
            }
            case Kind::Code: {
                auto* code = static_cast<Code*>(object);
                for (const Slot& constant : code->constants) check(constant.load());
                for (Object* name : std::initializer_list<Object*>{code->name, code->qualified_name, code->filename, code->local_names,
                                                                   code->cell_names, code->free_names, code->global_names,
                                                                   code->self_attributes})
                    if (name) check(name);
                if (code->docstring) check(code->docstring);
                EXPECT_FALSE(code->has_caches.load());
                break;
            }
            case Kind::Bytes: case Kind::BigInt: case Kind::Complex: break;
            default: ADD_FAILURE() << "a constant of kind " << static_cast<int>(object->kind());
        }
    };
    for (const EmbeddedModule& module : embedded_modules()) {
        SCOPED_TRACE(module.name);
        Code* code;
        {
            heap::PermanentScope scope(thread());
            code = compile_source(thread(), module.source, module.name, {});
        }
        ASSERT_TRUE(code);
        EXPECT_TRUE(heap::is_permanent(code));
        check(code);
    }
    EXPECT_GT(seen.size(), 10'000u);
}

TEST_P(CompilerTest, ErrorsFoundWhileGenerating) {
    EXPECT_EQ(syntax_error("break"), "SyntaxError: 'break' outside loop");
    EXPECT_EQ(syntax_error("for x in y:\n  def f(): continue"),
              "SyntaxError: 'continue' not properly in loop");
    EXPECT_EQ(syntax_error("f(a=1, a=2)"), "SyntaxError: keyword argument repeated: a");
    EXPECT_EQ(syntax_error("a, *b, *c = d"), "SyntaxError: multiple starred expressions in assignment");
    EXPECT_EQ(syntax_error("match x:\n  case y: pass\n  case z: pass"),
              "SyntaxError: name capture 'y' makes remaining patterns unreachable");
    EXPECT_EQ(syntax_error("match x:\n  case 1 | y: pass"),
              "SyntaxError: alternative patterns bind different names");
    std::string nested;
    for (int i = 0; i < 21; i++) nested += std::string(static_cast<size_t>(i), ' ') + "while x:\n";
    EXPECT_EQ(syntax_error(nested + std::string(21, ' ') + "pass"),
              "SyntaxError: too many statically nested blocks");
}

}  // namespace
}  // namespace gilt
