// How the runtime reaches the compiler: `import`, `exec`, `eval`, `compile` and generator functions that
// the runtime itself is written in. src/ registers its entry points at start; runtime/ never includes src/.
#pragma once

#include <string_view>

#include "value/value.h"

namespace gilt {

struct Code;
class Thread;

enum class CompileMode { File, Eval, Single };

struct CompileOptions {
    CompileMode mode = CompileMode::File;
    bool allow_top_level_await = false;
    // The code may be run with a namespace apart from its globals (exec, eval): names are looked up there first.
    bool own_namespace = false;
    bool hidden = false;   // the code is part of the runtime
    int optimize = 0;      // 1: no assert, 2: no docstrings
};

struct CompilerInterface {
    // Null with SyntaxError (or a subclass) pending. `source` is UTF-8.
    Code* (*compile)(Thread& thread, std::string_view source, std::string_view filename,
                     const CompileOptions& options) = nullptr;
    // As above, for a REPL: `incomplete` is set instead of an error when more lines could mend the source.
    Code* (*compile_interactive)(Thread& thread, std::string_view source, std::string_view filename,
                                 const CompileOptions& options, bool* incomplete) = nullptr;
    // The syntax tree as the expression that builds it out of the module ast's classes, places included.
    Value (*describe_tree)(Thread& thread, std::string_view source, std::string_view filename,
                           CompileMode mode) = nullptr;
};

extern CompilerInterface compiler;

}  // namespace gilt
