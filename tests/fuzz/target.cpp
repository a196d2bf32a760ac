// The fuzz target: any bytes through lexer, parser and compiler, for libFuzzer.
//
// What must hold, whatever the bytes: the front end gives a code object or an exception of the language, never both
// and never neither; every code object passes the verifier; the dumps of the tree and of the instructions get
// through. The sanitizers the preset builds with see to the rest. Nothing is run.
//
// Bytes alone seldom make a program, so half of the mutations work on tokens: one is taken out, doubled, exchanged
// with another, or replaced by a word of the language; the other half is libFuzzer's own.

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compile.h"
#include "compiler/disassembler.h"
#include "objects/exception.h"
#include "syntax/parser.h"
#include "thread/thread.h"
#include "vm/boot.h"
#include "vm/code.h"

using namespace gilt;

namespace {

Thread* the_thread;

[[noreturn]] void broken(const char* what, const std::string& more = "") {
    fprintf(stderr, "fuzz: %s %s\n", what, more.c_str());
    abort();
}

void verify_all(const Code* code) {
    if (std::string error = verify_code(code); !error.empty()) broken("the verifier says:", error);
    for (const Slot& slot : code->constants) {
        Value value = slot.load();
        if (value.is_object() && value.as_object()->kind() == Kind::Code)
            verify_all(static_cast<const Code*>(value.as_object()));
    }
}

void compile_one(std::string_view source, const CompileOptions& options, bool interactive) {
    Thread& thread = *the_thread;
    bool incomplete = false;
    Code* code = compile_source(thread, source, "fuzz.py", options, interactive ? &incomplete : nullptr);
    if (code) {
        if (thread.exception) broken("a code object and an exception");
        verify_all(code);
        if (disassemble(code, source).empty()) broken("no listing");
    } else if (!incomplete && !thread.exception) {
        broken("neither a code object nor an exception");
    }
    if (thread.exception && format_exception(thread, take_exception(thread)).empty()) broken("no message");
    (void)thread.safepoint();
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    register_compiler();
    the_thread = &boot_runtime({});
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view source(reinterpret_cast<const char*>(data), size);
    compile_one(source, {.mode = CompileMode::File}, false);
    compile_one(source, {.mode = CompileMode::Single, .allow_top_level_await = true}, true);
    compile_one(source, {.mode = CompileMode::Eval, .optimize = 2}, false);
    compile_one(source, {.mode = CompileMode::File, .own_namespace = true, .optimize = 1}, false);

    ParseResult parsed = parse(source, "fuzz.py");
    if ((parsed.mod != nullptr) == parsed.error.has_value()) broken("a tree and an error, or neither");
    if (parsed.mod && dump_ast(*parsed.mod, true).empty()) broken("no dump");
    if (parsed.error && format_syntax_error(*parsed.error).empty()) broken("no message");
    (void)dump_tokens(source, "fuzz.py");
    return 0;
}

// ---------------------------------------------------------------- mutation by tokens

namespace {

constexpr std::string_view kWords[] = {
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
    "match",
    "case",
    "type",
    "_",
    "*",
    "**",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ":=",
    "=",
    "==",
    "!=",
    "<",
    ">>=",
    "->",
    "@",
    ".",
    "...",
    ",",
    ";",
    "!",
    "!r",
    "\n",
    "\n    ",
    "\n\t",
    "    ",
    "\\\n",
    "f'{",
    "}'",
    "f\"{x!r:>{w}}\"",
    "'''",
    "b'\\x00'",
    "r''",
    "'\\N{DOT}'",
    "0x_f",
    "1_0j",
    "1e999",
    "0",
    "99999999999999999999",
    "__class__",
    "super()",
    "x",
    "self.__x",
    "é",
    "__debug__",
    "from __future__ import annotations\n",
    "except*",
    "global x\n",
    "nonlocal x\n",
    "yield from ",
    "async for x in y ",
    "lambda *a, k=1: ",
    "case {'a': [x, *_], **r}:",
    "with (a as b, c):",
    "if x:\n    pass\n",
    "def f(a, /, b=1, *c, d, **e):\n    return x\n",
    "class C[T: int](B, k=1):\n    x: int = 1\n",
    "try:\n    x\nfinally:\n    y\n",
    "[x for x in y if z]",
    "{**a, 'b': c}",
    "# -*- coding: latin-1 -*-\n",
};

std::vector<std::string_view> split(std::string_view text) {
    const auto is_word = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80);
    };
    std::vector<std::string_view> tokens;
    for (size_t i = 0; i < text.size();) {
        size_t end = i + 1;
        if (is_word(text[i]))
            while (end < text.size() && is_word(text[end])) end++;
        else if (text[i] == ' ')
            while (end < text.size() && text[end] == ' ') end++;
        tokens.push_back(text.substr(i, end - i));
        i = end;
    }
    return tokens;
}

}  // namespace

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
    std::minstd_rand random(seed);
    if (random() % 2) return LLVMFuzzerMutate(data, size, max_size);
    const std::string copy(reinterpret_cast<char*>(data), size);
    std::vector<std::string_view> tokens = split(copy);
    for (unsigned changes = 1 + random() % 4; changes-- > 0;) {
        const size_t at = tokens.empty() ? 0 : random() % tokens.size();
        const std::string_view word = kWords[random() % std::size(kWords)];
        const auto place = tokens.begin() + static_cast<ptrdiff_t>(at);
        if (tokens.empty()) {
            tokens.push_back(word);
            continue;
        }
        switch (random() % 5) {
            case 0: tokens.erase(place); break;
            case 1: tokens.insert(place, word); break;
            case 2: *place = word; break;
            case 3: std::swap(*place, tokens[random() % tokens.size()]); break;
            default: {  // a run of tokens once more, somewhere else
                const size_t count = std::min<size_t>(1 + random() % 12, tokens.size() - at);
                const std::vector<std::string_view> run(place, place + static_cast<ptrdiff_t>(count));
                const size_t to = random() % (tokens.size() + 1);
                tokens.insert(tokens.begin() + static_cast<ptrdiff_t>(to), run.begin(), run.end());
            }
        }
    }
    std::string changed;
    for (std::string_view token : tokens) changed += token;
    changed.resize(std::min(changed.size(), max_size));
    std::copy(changed.begin(), changed.end(), data);
    return changed.size();
}
