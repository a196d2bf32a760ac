// Why the parser stopped.
//
// The grammar says only that a token may not stand where it stands. Most mistakes are one of a few
// dozen, and each of these can be told from the token that was not accepted, the tokens around it,
// what would have been accepted, and the last expression completed before it (see
// AstBuilder::Completed). Each `explain_` function below knows one mistake. They are asked in
// order; the first that recognises its own wins, and "invalid syntax" is what remains.

#include "syntax/diagnosis.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace gilt {

using T = Parser::token;
using S = Parser::symbol_kind;

namespace {

using Explanation = std::optional<SyntaxError>;

class Diagnosis {
 public:
    Diagnosis(const Scanner& scanner, const ParseFailure& failure, ParseMode mode, const AstBuilder& builder,
              Arena& arena);
    SyntaxError run() const;

 private:
    Explanation explain_indentation() const;
    Explanation explain_field() const;
    Explanation explain_unclosed_bracket() const;
    Explanation explain_print_statement() const;
    Explanation explain_missing_comma() const;
    Explanation explain_try() const;
    Explanation explain_ternary() const;
    Explanation explain_equal_sign() const;
    Explanation explain_dict() const;
    Explanation explain_comprehension_target() const;
    Explanation explain_import() const;
    Explanation explain_except() const;
    Explanation explain_parenthesised_parameters() const;
    Explanation explain_parameter_default() const;
    Explanation explain_missing_colon() const;
    Explanation explain_second_statement() const;

    const Token& token() const { return tokens_[at_]; }
    TokenKind kind(size_t i) const { return i < tokens_.size() ? tokens_[i].kind : T::YYEOF; }
    TokenKind before(size_t distance) const {
        return at_ >= distance ? tokens_[at_ - distance].kind : T::YYEOF;
    }
    bool in_bracket(TokenKind bracket) const { return bracket_ && kind(*bracket_) == bracket; }
    bool in_field() const { return bracket_ && tokens_[*bracket_].field; }

    bool expects(S::symbol_kind_type symbol) const {
        return std::find(failure_.expected.begin(), failure_.expected.end(), symbol) !=
               failure_.expected.end();
    }
    bool expects_only(S::symbol_kind_type symbol) const {
        return failure_.expected.size() == 1 && expects(symbol);
    }
    // Was `what` completed right before the token?
    bool ends_here(const AstBuilder::Completed& what) const;
    size_t line_start(size_t i) const;
    size_t closing(size_t open) const;
    // How far the expression goes that starts with token `i`: found by parsing it.
    std::optional<Location> expression_from(size_t i, TokenKind start = T::StartFragment) const;
    bool only_end_follows(size_t i) const;

    SyntaxError error(Location loc, std::string message) const {
        if (field_around_) message.insert(0, "f-string: ");
        return {SyntaxErrorKind::SyntaxError, std::move(message), {}, loc, {}};
    }
    // Of the token that was not accepted.
    Location token_location() const {
        if (only_end_follows(at_)) return text_end_;
        return token().kind == T::Newline ? caret(token().loc) : token().loc;
    }
    static Location range(const Location& from, const Location& to) {
        return {from.line, from.column, to.end_line, to.end_column};
    }
    static Location caret(Location loc) {
        loc.end_line = 0;
        return loc;
    }

    const std::vector<Token>& tokens_;
    const Location text_end_;
    const ParseFailure& failure_;
    const ParseMode mode_;
    const std::optional<Bracket>& unclosed_;
    const AstBuilder& builder_;
    Arena& arena_;
    const size_t at_;                // the token that was not accepted
    size_t line_;                    // the first token of its logical line, after an `async`
    std::optional<size_t> bracket_;  // the innermost bracket around it
    bool field_around_ = false;      // one of the brackets around it is a replacement field
};

Diagnosis::Diagnosis(const Scanner& scanner, const ParseFailure& failure, ParseMode mode,
                     const AstBuilder& builder, Arena& arena)
    : tokens_(scanner.tokens),
      text_end_(scanner.text_end),
      failure_(failure),
      mode_(mode),
      unclosed_(scanner.unclosed),
      builder_(builder),
      arena_(arena),
      at_(failure.token),
      line_(line_start(at_)) {
    int closed = 0;
    for (size_t i = at_; i-- > line_;) {
        if (is_closing_bracket(kind(i))) ++closed;
        if (!is_opening_bracket(kind(i)) || closed-- > 0) continue;
        closed = 0;
        if (!bracket_) bracket_ = i;
        field_around_ = field_around_ || tokens_[i].field;
    }
    if (kind(line_) == T::Async) ++line_;
}

SyntaxError Diagnosis::run() const {
    static constexpr Explanation (Diagnosis::*kExplanations[])() const = {
        &Diagnosis::explain_indentation,
        &Diagnosis::explain_unclosed_bracket,
        &Diagnosis::explain_print_statement,
        &Diagnosis::explain_missing_comma,
        &Diagnosis::explain_field,
        &Diagnosis::explain_try,
        &Diagnosis::explain_ternary,
        &Diagnosis::explain_equal_sign,
        &Diagnosis::explain_dict,
        &Diagnosis::explain_comprehension_target,
        &Diagnosis::explain_import,
        &Diagnosis::explain_except,
        &Diagnosis::explain_parenthesised_parameters,
        &Diagnosis::explain_parameter_default,
        &Diagnosis::explain_missing_colon,
        &Diagnosis::explain_second_statement,
    };
    for (auto explain : kExplanations) {
        if (auto explanation = (this->*explain)()) return *explanation;
    }
    return error(token_location(), "invalid syntax");
}

size_t Diagnosis::line_start(size_t i) const {
    while (i > 0 && kind(i - 1) != T::Newline && kind(i - 1) != T::Indent && kind(i - 1) != T::Dedent) {
        --i;
    }
    return i;
}

size_t Diagnosis::closing(size_t open) const {
    int depth = 0;
    for (size_t i = open; i < tokens_.size(); ++i) {
        if (is_opening_bracket(kind(i))) ++depth;
        if (is_closing_bracket(kind(i)) && --depth == 0) return i;
    }
    return tokens_.size() - 1;
}

bool Diagnosis::ends_here(const AstBuilder::Completed& what) const {
    if (what.expr == nullptr || at_ == 0) return false;
    const Location& last = tokens_[at_ - 1].loc;
    return what.loc.end_line == last.end_line && what.loc.end_column == last.end_column;
}

bool Diagnosis::only_end_follows(size_t i) const {
    while (kind(i) == T::Dedent) ++i;
    return kind(i) == T::YYEOF;
}

std::optional<Location> Diagnosis::expression_from(size_t i, TokenKind start) const {
    if (!starts_expression(kind(i))) return std::nullopt;
    AstBuilder builder(arena_);
    ParseFailure failure;
    TokenStream stream{tokens_, start, i};
    Parser parser(stream, builder, failure);
    parser.parse();
    const AstBuilder::Completed& last = builder.last_expression;
    // An expression cut short by the end of the text is none.
    const bool cut_short = unclosed_ && kind(stream.current) == T::YYEOF;
    if (last.expr == nullptr || cut_short) return std::nullopt;
    const Location& from = tokens_[i].loc;
    const bool whole = last.loc.line == from.line && last.loc.column == from.column;
    if (!whole && start == T::StartFragment) return std::nullopt;
    return range(from, last.loc);
}

// ---------------------------------------------------------------------------------------------
// Lines and blocks
// ---------------------------------------------------------------------------------------------

Explanation Diagnosis::explain_indentation() const {
    if (token().kind == T::Indent) {
        Location loc = caret(token().loc);
        loc.column = std::max(0, loc.end_column - 1);
        return SyntaxError{SyntaxErrorKind::IndentationError, "unexpected indent", {}, loc, {}};
    }
    if (before(1) != T::Newline || before(2) != T::Colon) return std::nullopt;
    size_t head = line_start(at_ - 1);
    if (kind(head) == T::Async) ++head;
    std::string what = fmt::format("'{}' statement", tokens_[head].text);
    if (kind(head) == T::Def) what = "function definition";
    if (kind(head) == T::Class) what = "class definition";
    if (kind(head) == T::Except && kind(head + 1) == T::Star) what = "'except*' statement";
    const bool at_end = only_end_follows(at_);
    return SyntaxError{
        SyntaxErrorKind::IndentationError,
        fmt::format("expected an indented block after {} on line {}", what, tokens_[head].loc.line),
        {},
        at_end ? text_end_ : token().loc,
        {}};
}

// A bracket that is still open at the end explains whatever went wrong on the lines after it. On its
// own line it does so if an expression from here would go on to the end of the text.
Explanation Diagnosis::explain_unclosed_bracket() const {
    if (!unclosed_) return std::nullopt;
    const bool later = token().loc.line > unclosed_->loc.line || token().kind == T::YYEOF;
    const bool runs_out =
        ends_here(builder_.last_expression) && starts_expression(token().kind) && !expression_from(at_);
    if (!later && !runs_out) return std::nullopt;
    return unclosed_error(*unclosed_);
}

Explanation Diagnosis::explain_try() const {
    if (failure_.expected.size() != 2 || !expects(S::S_Except) || !expects(S::S_Finally)) {
        return std::nullopt;
    }
    return error(token_location(), "expected 'except' or 'finally' block");
}

Explanation Diagnosis::explain_missing_colon() const {
    if (bracket_) return std::nullopt;
    // After the name, or its type parameters; elsewhere on the line a great many other tokens would do as well.
    if (kind(line_) == T::Def && expects(S::S_LParen) && failure_.expected.size() <= 2) {
        return error(token_location(), "expected '('");
    }
    if (!expects(S::S_Colon)) return std::nullopt;
    switch (kind(line_)) {
        case T::Def:
        case T::For:
        case T::Else:
        case T::Try:
        case T::Finally: break;
        case T::If:
        case T::Elif:
        case T::While:
        case T::With:
        case T::Class:
        case T::Except:
        case T::Match:
        case T::Case:
            if (token().kind != T::Newline) return std::nullopt;
            break;
        default: return std::nullopt;
    }
    return error(token_location(), "expected ':'");
}

Explanation Diagnosis::explain_second_statement() const {
    if (mode_ != ParseMode::Single || !expects(S::S_YYEOF)) return std::nullopt;
    return error(caret(before(1) == T::Newline ? tokens_[at_ - 1].loc : token().loc),
                 "multiple statements found while compiling a single statement");
}

// ---------------------------------------------------------------------------------------------
// Expressions
// ---------------------------------------------------------------------------------------------

// `print x`, as it was written long ago.
Explanation Diagnosis::explain_print_statement() const {
    if (before(1) != T::Name || !ends_here(builder_.last_expression)) return std::nullopt;
    const Token& name = tokens_[at_ - 1];
    if (!builder_.last_expression.expr->is<ast::Name>()) return std::nullopt;
    if (name.text != "print" && name.text != "exec") return std::nullopt;
    const auto rest = expression_from(at_, T::StartFragments);
    if (!rest) return std::nullopt;
    return error(range(name.loc, *rest),
                 fmt::format("Missing parentheses in call to '{0}'. Did you mean {0}(...)?", name.text));
}

// Two expressions in a row inside brackets.
Explanation Diagnosis::explain_missing_comma() const {
    if (!bracket_ || !ends_here(builder_.last_expression)) return std::nullopt;
    // The next key of a dict: what is missing is its colon.
    if (in_bracket(T::LBrace) && !in_field() && expects(S::S_Colon) && !expects(S::S_Comma)) return std::nullopt;
    AstBuilder::Completed first = builder_.last_expression;
    // In `lambda: a b` it is a and b that stand in a row.
    while (true) {
        if (auto* lambda = first.expr->try_as<ast::Lambda>()) {
            first = {lambda->body, lambda->body->loc};
        } else if (auto* ternary = first.expr->try_as<ast::IfExp>()) {
            first = {ternary->orelse, ternary->orelse->loc};
        } else {
            break;
        }
    }
    // A name before a string is more likely a mistyped prefix than a missing comma.
    if (auto* name = first.expr->try_as<ast::Name>()) {
        if (token().kind == T::String || token().kind == T::FStringStart) return std::nullopt;
        if (name->id == "_" || name->id == "match" || name->id == "case" || name->id == "type") {
            return std::nullopt;
        }
    }
    const auto second = expression_from(at_);
    if (!second) return std::nullopt;
    return error(range(first.loc, *second), "invalid syntax. Perhaps you forgot a comma?");
}

Explanation Diagnosis::explain_ternary() const {
    if (!expects_only(S::S_Else) || !ends_here(builder_.last_ternary) || token().kind == T::Colon) {
        return std::nullopt;
    }
    return error(builder_.last_ternary.loc, "expected 'else' after 'if' expression");
}

// `if x = 3`, where a comparison must have been meant.
Explanation Diagnosis::explain_equal_sign() const {
    if (token().kind != T::Equal || !ends_here(builder_.last_named)) return std::nullopt;
    const auto value = expression_from(at_ + 1);
    if (!value) return std::nullopt;
    const ast::Expr& target = *builder_.last_named.expr;
    switch (target.kind) {
        case ast::ExprKind::Name:
            return error(range(builder_.last_named.loc, *value),
                         "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        case ast::ExprKind::List:
        case ast::ExprKind::Tuple:
        case ast::ExprKind::GeneratorExp:
        case ast::ExprKind::BoolOp:
        case ast::ExprKind::Compare:
        case ast::ExprKind::Lambda:
        case ast::ExprKind::IfExp: return std::nullopt;
        case ast::ExprKind::Constant:
            if (target.as<ast::Constant>()->type <= ast::ConstantType::False) return std::nullopt;
            [[fallthrough]];
        default:
            return error(target.loc,
                         fmt::format("cannot assign to {} here. Maybe you meant '==' instead of '='?",
                                     expression_name(target)));
    }
}

Explanation Diagnosis::explain_dict() const {
    if (!in_bracket(T::LBrace) || in_field()) return std::nullopt;
    const bool ended = token().kind == T::RBrace || token().kind == T::Comma;
    if (before(1) == T::Colon) {
        if (ended) {
            return error(tokens_[at_ - 1].loc, "expression expected after dictionary key and ':'");
        }
        const auto value = expression_from(at_ + 1);
        if (token().kind == T::Star && value) {
            return error(range(token().loc, *value), "cannot use a starred expression in a dictionary value");
        }
    }
    if (ends_here(builder_.last_expression) && expects(S::S_Colon) && !expects(S::S_Comma)) {
        return error(caret(tokens_[at_ - 1].loc), "':' expected after dictionary key");
    }
    return std::nullopt;
}

// `[a, b for a, b in c]`
Explanation Diagnosis::explain_comprehension_target() const {
    if (token().kind != T::For || in_field()) return std::nullopt;
    if (!in_bracket(T::LBracket) && !in_bracket(T::LBrace)) return std::nullopt;
    if (!expects(S::S_Comma) && before(1) != T::Comma) return std::nullopt;
    return error(range(tokens_[*bracket_ + 1].loc, tokens_[at_ - 1].loc),
                 "did you forget parentheses around the comprehension target?");
}

// What may stand in a replacement field of an f-string.
Explanation Diagnosis::explain_field() const {
    if (!in_field()) return std::nullopt;
    if (at_ == *bracket_ + 1) {
        switch (token().kind) {
            case T::RBrace:
            case T::Exclamation:
            case T::Colon:
            case T::Equal:
                return error(token().loc, fmt::format("valid expression required before '{}'", token().text));
            default: return std::nullopt;
        }
    }
    if (before(1) == T::Exclamation) {
        return error(token().loc, token().kind == T::RBrace || token().kind == T::Colon
                                      ? "missing conversion character"
                                      : "invalid conversion character");
    }
    if (before(2) == T::Exclamation) return error(token().loc, "expecting ':' or '}'");
    if (!expects(S::S_RBrace)) return std::nullopt;
    if (before(1) == T::Equal) return error(token().loc, "expecting '!', or ':', or '}'");
    return error(token().loc, "expecting '=', or '!', or ':', or '}'");
}

// ---------------------------------------------------------------------------------------------
// Particular statements
// ---------------------------------------------------------------------------------------------

Explanation Diagnosis::explain_import() const {
    if (kind(line_) != T::From || token().kind != T::Newline || before(1) != T::Comma) {
        return std::nullopt;
    }
    return error(token_location(), "trailing comma not allowed without surrounding parentheses");
}

Explanation Diagnosis::explain_except() const {
    if (kind(line_) != T::Except || bracket_) return std::nullopt;
    const bool star = kind(line_ + 1) == T::Star;
    if (star && at_ == line_ + 2 && (token().kind == T::Colon || token().kind == T::Newline)) {
        return error(token().loc, "expected one or more exception types");
    }
    if (at_ == line_ + 1 && (expects_only(S::S_Star) || token().kind == T::Star)) {
        const Location& except = tokens_[line_].loc;
        return error(token().kind == T::Star ? range(except, token().loc) : except,
                     "cannot have both 'except' and 'except*' on the same 'try'");
    }
    if (token().kind != T::Comma) return std::nullopt;
    size_t end = at_;
    while (kind(end + 1) != T::Colon && kind(end + 1) != T::Newline && kind(end + 1) != T::YYEOF) ++end;
    if (kind(end + 1) != T::Colon) return std::nullopt;
    return error(range(tokens_[line_ + (star ? 2 : 1)].loc, tokens_[end].loc),
                 "multiple exception types must be parenthesized");
}

// `def f((a, b))`
Explanation Diagnosis::explain_parenthesised_parameters() const {
    if (token().kind != T::LParen) return std::nullopt;
    if (before(1) == T::Lambda) {
        return error(range(token().loc, tokens_[closing(at_)].loc),
                     "Lambda expression parameters cannot be parenthesized");
    }
    if (kind(line_) == T::Def && bracket_ && *bracket_ == line_ + 2 &&
        (before(1) == T::LParen || before(1) == T::Comma)) {
        return error(range(token().loc, tokens_[closing(at_)].loc),
                     "Function parameters cannot be parenthesized");
    }
    return std::nullopt;
}

// `def f(*a=1)`
Explanation Diagnosis::explain_parameter_default() const {
    if (token().kind != T::Equal) return std::nullopt;
    const bool of_def = kind(line_) == T::Def && bracket_ && *bracket_ == line_ + 2;
    size_t first = at_;
    int depth = 0;
    for (; first > line_; --first) {
        const TokenKind before = kind(first - 1);
        if (is_closing_bracket(before)) ++depth;
        if (is_opening_bracket(before) && depth-- == 0) break;
        if (depth == 0 && (before == T::Comma || before == T::Lambda)) break;
    }
    if (!of_def && kind(first - 1) != T::Lambda && kind(first - 1) != T::Comma) return std::nullopt;

    if (kind(first) == T::Star) {
        return error(token().loc, "var-positional argument cannot have default value");
    }
    if (kind(first) == T::DoubleStar) {
        return error(token().loc, "var-keyword argument cannot have default value");
    }
    return std::nullopt;
}

}  // namespace

SyntaxError diagnose(const Scanner& scanner, const ParseFailure& failure, ParseMode mode,
                     const AstBuilder& builder, Arena& arena) {
    return Diagnosis(scanner, failure, mode, builder, arena).run();
}

SyntaxError unclosed_error(const Bracket& bracket) {
    Location loc = bracket.loc;
    loc.end_line = 0;
    return {SyntaxErrorKind::SyntaxError, fmt::format("'{}' was never closed", bracket.open), {}, loc, {}};
}

}  // namespace gilt
