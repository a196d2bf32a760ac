// The look-ahead pass between scanner and parser.
//
// Four things in the language look alike until much later in the line, more than the parser's one
// token ahead. This pass walks once over the tokens and gives those that mean something special a
// kind of their own:
//
//   match   is a keyword if it starts a line that ends in `:` and has something in between.
//           `match(x)` calls a function and `match: int` declares a variable; no other line that
//           starts with a name ends in `:`, so there is nothing to weigh.
//   case    is a keyword if it starts a line directly in the block of a match. Nothing else may
//           stand there.
//   type    is a keyword if it starts a statement and a name follows. Two names in a row are never
//           an expression.
//   (       after `with` encloses the items if it holds an `as` at its own level, or if `:` follows its
//           partner and it holds a comma there and nothing that only an expression may hold. Otherwise
//           it is an ordinary parenthesis, which includes `with (a):`, where both readings agree.
//
// A line here is a logical one: it ends with a Newline token, which the scanner leaves out inside
// brackets.

#include "syntax/token_pass.h"

namespace gilt {

using T = Parser::token;

namespace {

bool starts_line(const std::vector<Token>& tokens, size_t i) {
    if (i == 0) return true;
    const TokenKind before = tokens[i - 1].kind;
    return before == T::Newline || before == T::Indent || before == T::Dedent;
}

bool starts_statement(const std::vector<Token>& tokens, size_t i) {
    return starts_line(tokens, i) || tokens[i - 1].kind == T::Semicolon || tokens[i - 1].kind == T::Colon;
}

// Does the line starting at `i` read `match something:`? A comma or an operator cannot start
// the something, with the exception of those that are also unary.
bool is_match_line(const std::vector<Token>& tokens, size_t i) {
    const TokenKind next = tokens[i + 1].kind;
    if (!starts_expression(next) && next != T::Star) return false;
    size_t end = i + 1;
    while (tokens[end].kind != T::Newline && tokens[end].kind != T::YYEOF) ++end;
    if (tokens[end - 1].kind == T::Colon) return end - 1 > i + 1;
    // `match x` without a colon is an error, and a better one if it is known to be a match.
    return next == T::Name;
}

// Does the parenthesis at `open` enclose the items of a with statement?
bool encloses_with_items(const std::vector<Token>& tokens, size_t open) {
    int depth = 0;
    bool as = false, comma = false, expression_only = false;
    for (size_t i = open; i < tokens.size(); ++i) {
        const TokenKind kind = tokens[i].kind;
        if (is_opening_bracket(kind)) ++depth;
        if (is_closing_bracket(kind) && --depth == 0) {
            return as || (tokens[i + 1].kind == T::Colon && comma && !expression_only);
        }
        if (depth != 1) continue;
        if (kind == T::As) as = true;
        if (kind == T::Comma) comma = true;
        if (kind == T::For || kind == T::Yield || kind == T::ColonEqual) expression_only = true;
        if (kind == T::Star && (i == open + 1 || tokens[i - 1].kind == T::Comma)) {
            expression_only = true;
        }
    }
    return false;
}

}  // namespace

void mark_soft_keywords(std::vector<Token>& tokens) {
    // For each open block: is it that of a match? The line just read decides about the next one.
    std::vector<bool> in_match = {false};
    bool match_line = false;
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
        Token& token = tokens[i];
        switch (token.kind) {
            case T::Name:
                if (token.text == "match" && starts_line(tokens, i) && is_match_line(tokens, i)) {
                    token.kind = T::Match;
                    match_line = true;
                } else if (token.text == "case" && in_match.back() && starts_line(tokens, i)) {
                    token.kind = T::Case;
                } else if (token.text == "type" && tokens[i + 1].kind == T::Name &&
                           starts_statement(tokens, i)) {
                    token.kind = T::Type;
                }
                break;
            case T::LParen:
                if (i > 0 && tokens[i - 1].kind == T::With && encloses_with_items(tokens, i)) {
                    token.kind = T::WithLParen;
                }
                break;
            case T::Newline:
                if (tokens[i + 1].kind != T::Indent) match_line = false;
                break;
            case T::Indent:
                in_match.push_back(match_line);
                match_line = false;
                break;
            case T::Dedent: in_match.pop_back(); break;
            default: break;
        }
    }
}

}  // namespace gilt
