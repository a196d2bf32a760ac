// The modules written in the language itself (runtime/lib), as they lie in the binary.
//
// The build turns every file of runtime/lib into an entry of one table (scripts/build/embed_library.cmake), sorted by
// name. `import` looks there after the modules written in C++ and before the file system. The text is compiled on
// first import: a program pays only for the modules it uses.

#pragma once

#include <span>
#include <string_view>

namespace gilt {

struct EmbeddedModule {
    std::string_view name;  // dotted: "threading", "concurrent.futures"
    bool is_package;        // it was an __init__.py; the name is the package's own
    std::string_view source;
};

std::span<const EmbeddedModule> embedded_modules();

}  // namespace gilt
