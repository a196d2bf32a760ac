// The values of numbers and strings, from the way they are written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "syntax/ast.h"

namespace gilt {

// Fills in type and value of `constant` from the text of a number token.
void read_number(std::string_view text, Arena& arena, ast::Constant& constant);

struct StringLiteral {
    bool is_bytes = false;
    bool u_prefix = false;
    std::string value;
    std::string error;        // empty: none
    char unknown_escape = 0;  // the first character behind a backslash that means nothing there
};

// From the text of a whole string token: prefix, quotes and all.
StringLiteral read_string(std::string_view text);

// Replaces the escapes of a string (not bytes). False: `error` says why not. `unknown_escape` as above.
bool decode_escapes(std::string_view text, std::string& value, std::string& error, char& unknown_escape);

// A code point in UTF-8; a lone surrogate is encoded like any other.
void append_utf8(std::string& text, uint32_t codepoint);

}  // namespace gilt
