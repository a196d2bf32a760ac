// From source text to Code: the parser, the scopes and the code generator in one call, behind the interface that
// the runtime knows (vm/compiler_interface.h).
#pragma once

#include <string>
#include <string_view>

#include "syntax/syntax_error.h"
#include "vm/compiler_interface.h"

namespace gilt {

// Makes the compiler known to the runtime. Call before boot_runtime.
void register_compiler();

// Null with SyntaxError (or a subclass, or RecursionError) pending.
Code* compile_source(Thread& thread, std::string_view source, std::string_view filename,
                     const CompileOptions& options, bool* incomplete = nullptr);

// Raises a syntax error of the front end as an exception of the language, with the source line or without.
void raise_front_end_error(Thread& thread, const SyntaxError& error, bool show_line = true);

}  // namespace gilt
