// What the parser says about a program that is not one, and how it is shown.
//
// The front end throws nothing across its interface: a failed parse returns one SyntaxError. It
// keeps the text of the line it points at, so that it can be shown after the source is gone.
#pragma once

#include <string>
#include <string_view>

#include "syntax/ast.h"

namespace gilt {

enum class SyntaxErrorKind { SyntaxError, IndentationError, TabError, RecursionError };

struct SyntaxError {
    SyntaxErrorKind kind = SyntaxErrorKind::SyntaxError;
    std::string message;
    std::string filename;
    // line 0 means that no place is known (kind RecursionError). end_line 0: no end is known, and
    // one caret is shown.
    Location loc;
    std::string line_text;  // the source line `loc` starts in, with its line end if it has one

    // The attributes of the same names in the language: they count characters, from 1.
    // end_offset is 0 if no end is known.
    int offset() const;
    int end_offset() const;
};

// About source that is legal and hardly meant.
struct SyntaxWarning {
    std::string message;
    Location loc;
    bool is_deprecation = false;  // DeprecationWarning, which is not shown unless asked for
};

// "SyntaxError", "IndentationError", ...
std::string_view kind_name(SyntaxErrorKind kind);

// As the traceback module prints it, with a newline at the end:
//
//     File "x.py", line 1
//       f(a b)
//         ^^^
//   SyntaxError: invalid syntax. Perhaps you forgot a comma?
std::string format_syntax_error(const SyntaxError& error);

}  // namespace gilt
