// The source as the scanner wants it: UTF-8 without a byte order mark, lines ended by \n alone, no
// NUL byte inside and one behind the end. Copied into the arena, so that tokens may point into it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "syntax/arena.h"
#include "syntax/syntax_error.h"

namespace gilt {

class SourceText {
 public:
    SourceText(std::string_view source, Arena& arena);

    // Line `number` (from 1) with its line end; empty if there is none.
    std::string line(int number) const;

    std::string_view text;
    std::optional<SyntaxError> error;  // without file name and line text
};

}  // namespace gilt
