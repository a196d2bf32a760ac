// A token: a kind, a place and the text it came from.
//
// The list of kinds is in grammar/parser.yy and nowhere else. The text points into the source, with
// one exception: a name with characters outside ASCII points to its normal form (NFKC). Strings
// and numbers are still as they were written; literals.h reads them.
#pragma once

#include <string_view>
#include <vector>

#include "parser.hpp"
#include "syntax/ast.h"

namespace gilt {

using TokenKind = Parser::token_kind_type;

struct Token {
    TokenKind kind;
    bool raw = false;    // FStringMiddle only: backslashes are ordinary characters
    bool field = false;  // LBrace only: it opens a replacement field of an f-string
    Location loc;
    std::string_view text;
};

// What the parser reads: a token that says what to parse, then `tokens` from `next` on. The last
// one, the end of the file, repeats for ever.
struct TokenStream {
    const std::vector<Token>& tokens;
    TokenKind start;
    size_t next = 0;
    size_t current = 0;  // the last one handed out
    bool started = false;
};

// NAME, KEYWORD, OP, NUMBER, STRING, NEWLINE, INDENT, DEDENT, ENDMARKER, FSTRING_START ...
std::string_view kind_name(TokenKind kind);

bool is_keyword(TokenKind kind);

// Can an expression begin with this token?
bool starts_expression(TokenKind kind);

bool is_opening_bracket(TokenKind kind);
bool is_closing_bracket(TokenKind kind);

}  // namespace gilt
