// When the memory of a dropped piece is used for the next one (vm/recycling.h). That nothing else is ever overwritten is for
// tests/language/files/dropped_pieces.py to show.
#include <gtest/gtest.h>

#include <string>

#include "compiler/compile.h"
#include "heap/heap.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects_fixture.h"
#include "vm/interpreter.h"

namespace gilt {
namespace {

class RecyclingTest : public testing::ObjectsTest {
 protected:
    void SetUp() override {
        register_compiler();
        ObjectsTest::SetUp();
    }

    // How many of 100 pieces got memory of their own, in a function with this body.
    double fresh_pieces(const std::string& body) {
        std::string source = "def read_pieces(source, target):\n" + body +
                             "\n"
                             "with open('/dev/zero', 'rb') as source, open('/dev/null', 'wb') as target:\n"
                             "    read_pieces(source, target)\n";
        Code* code = compile_source(thread(), source, "test.py", {});
        Dict* space = new_dict(thread());
        dict_set(thread(), space, names.dunder_builtins, namespaces.builtins);
        heap::collect(thread());
        size_t before = heap::statistics().allocated_bytes;
        if (!code || !run_code(thread(), code, space, {})) ADD_FAILURE() << format_exception(thread(), take_exception(thread()));
        return static_cast<double>(heap::statistics().allocated_bytes - before) / 65536;
    }

    static constexpr double kOne = 5;  // with what else such a function allocates
};

INSTANTIATE_TEST_SUITE_P(Gil, RecyclingTest, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "GilOn" : "GilOff"; });

TEST_P(RecyclingTest, APieceThatWasDroppedIsUsedAgain) {
    EXPECT_LT(fresh_pieces("    for i in range(100):\n"
                           "        piece = source.read(65536)\n"),
              kOne);
    EXPECT_LT(fresh_pieces("    for i in range(100):\n"
                           "        piece = source.read(65536 - i)\n"
                           "        if not piece: break\n"
                           "        target.write(piece)\n"
                           "        if len(piece) == 1: continue\n"
                           "        piece and target.write(piece)\n"),
              kOne);
    EXPECT_LT(fresh_pieces("    for i in range(50):\n"
                           "        one = source.read(65536)\n"
                           "        other = source.read(65536)\n"
                           "        len(one), len(other)\n"),
              kOne);
    EXPECT_LT(fresh_pieces("    left = 100\n"
                           "    try:\n"
                           "        with target:\n"
                           "            while piece := source.read(65536):\n"
                           "                target.write(piece)\n"
                           "                left -= 1\n"
                           "                if not left: return\n"
                           "    finally:\n"
                           "        source.close()\n"),
              kOne);
}

TEST_P(RecyclingTest, WhatMayStillBeReferredToIsNot) {
    for (const char* use : {
             "kept = piece",                                // locals() would show it after the next read
             "show = lambda: piece",                        // a cell
             "str(piece[:1])",                              // an operator
             "type(piece)",                                 // a built-in that has not said it keeps nothing
             "(target.write if i % 2 else repr)(piece)",    // or not always
             "for each in (target, target): each.write(piece)",
             "locals()",
         }) {
        std::string body = "    for i in range(100):\n        piece = source.read(65536)\n        target.write(piece)\n        " + std::string(use) + "\n";
        EXPECT_GT(fresh_pieces(body), 45) << use;
    }
    EXPECT_GT(fresh_pieces("    piece = b''\n"
                           "    for i in range(100):\n"
                           "        try: piece = source.read(65536)\n"
                           "        except OSError: print(piece)\n"),
              95);
}

}  // namespace
}  // namespace gilt
