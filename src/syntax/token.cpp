#include "syntax/token.h"

#include "syntax/parser.h"

namespace gilt {

using T = Parser::token;

bool is_keyword(TokenKind kind) { return kind >= T::False && kind <= T::Type; }

std::string_view kind_name(TokenKind kind) {
    if (is_keyword(kind)) return "KEYWORD";
    switch (kind) {
        case T::YYEOF: return "ENDMARKER";
        case T::Name: return "NAME";
        case T::Number: return "NUMBER";
        case T::String: return "STRING";
        case T::FStringStart: return "FSTRING_START";
        case T::FStringMiddle: return "FSTRING_MIDDLE";
        case T::FStringEnd: return "FSTRING_END";
        case T::Newline: return "NEWLINE";
        case T::Indent: return "INDENT";
        case T::Dedent: return "DEDENT";
        case T::Invalid: return "ERRORTOKEN";
        default: return "OP";
    }
}

bool starts_expression(TokenKind kind) {
    switch (kind) {
        case T::Name:
        case T::Number:
        case T::String:
        case T::FStringStart:
        case T::False:
        case T::None:
        case T::True:
        case T::Await:
        case T::Lambda:
        case T::Not:
        case T::LParen:
        case T::LBracket:
        case T::LBrace:
        case T::Ellipsis:
        case T::Plus:
        case T::Minus:
        case T::Tilde: return true;
        default: return false;
    }
}

bool is_opening_bracket(TokenKind kind) {
    return kind == T::LParen || kind == T::LBracket || kind == T::LBrace || kind == T::WithLParen;
}

bool is_closing_bracket(TokenKind kind) {
    return kind == T::RParen || kind == T::RBracket || kind == T::RBrace;
}

}  // namespace gilt
