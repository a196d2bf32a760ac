// The tokens of the language. Build with:
//     re2c -W -c --no-debug-info -o lexer.cpp lexer.re
//
// The rules read like a table: longest match wins, and among equals the first. What a rule cannot
// say (indentation, the end of a string, what may follow a number) is in the functions around
// the table. The source ends with a NUL byte and has none inside, so no rule needs to ask whether
// there is more: a NUL matches nothing but the end.

#include <utf8proc.h>

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "objects/unicode.h"
#include "syntax/scanner.h"

namespace gilt {

using T = Parser::token;

namespace {

constexpr size_t kMaxBrackets = 200;
constexpr size_t kMaxIndents = 100;
constexpr size_t kMaxFStrings = 150;

bool continues_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int32_t decode(const char* at, int* length) {
    int32_t codepoint = 0;
    *length =
        static_cast<int>(utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(at), 4, &codepoint));
    return codepoint;
}

char closing(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

Location end_of(std::string_view source) {
    if (source.ends_with('\n')) source.remove_suffix(1);
    const int line = 1 + static_cast<int>(std::count(source.begin(), source.end(), '\n'));
    const size_t start = source.rfind('\n') + 1;  // 0 without any
    return {line, static_cast<int>(source.size() - start), 0, 0};
}

}  // namespace

Scanner::Scanner(std::string_view source, Arena& arena)
    : text_end(end_of(source)),
      arena_(arena),
      begin_(source.data()),
      cursor_(source.data()),
      end_(source.data() + source.size()),
      token_(cursor_),
      line_start_(cursor_) {
    tokens.reserve(source.size() / 4 + 16);
}

bool Scanner::scan() {
    while (!done_ && !error) {
        if (!fstrings_.empty() && fstrings_.back().in_text) {
            scan_fstring_text();
        } else if (at_line_start_) {
            scan_line_start();
        } else {
            scan_code();
        }
    }
    return !error;
}

// ---------------------------------------------------------------------------------------------
// Lines and indentation
// ---------------------------------------------------------------------------------------------

void Scanner::newline() {
    ++line_;
    line_start_ = cursor_;
}

// Only lines with code on them have an indentation; empty ones and comments leave it alone.
void Scanner::scan_line_start() {
    at_line_start_ = false;
    Indentation indent{0, 0};
    for (;; ++cursor_) {
        if (*cursor_ == ' ') {
            ++indent.column;
            ++indent.tab_one_column;
        } else if (*cursor_ == '\t') {
            indent.column = (indent.column / 8 + 1) * 8;
            ++indent.tab_one_column;
        } else if (*cursor_ == '\f') {
            indent = {0, 0};
        } else if (*cursor_ == '\\' && cursor_[1] == '\n' && cursor_ + 2 < end_) {
            // The indentation of a line that continues another is that of the first line.
            ++cursor_;
            line_start_ = cursor_ + 1;
            ++line_;
            while (cursor_[1] == ' ' || cursor_[1] == '\t' || cursor_[1] == '\f') ++cursor_;
        } else {
            break;
        }
    }
    if (*cursor_ == '#') {
        cursor_ = std::find(cursor_, end_, '\n');
    }
    if (*cursor_ == '\n') {
        ++cursor_;
        newline();
        at_line_start_ = true;
        return;
    }
    if (cursor_ == end_) return finish();

    token_ = cursor_;
    token_loc_ = here(cursor_, cursor_);
    const Location tab_error{line_, 0, 0, 0};
    const char* inconsistent = "inconsistent use of tabs and spaces in indentation";
    if (indent.column == indents_.back().column) {
        if (indent.tab_one_column != indents_.back().tab_one_column) {
            return fail_at(inconsistent, tab_error, SyntaxErrorKind::TabError);
        }
    } else if (indent.column > indents_.back().column) {
        if (indents_.size() >= kMaxIndents) {
            return fail_at("too many levels of indentation", {line_, 0, 0, 0},
                           SyntaxErrorKind::IndentationError);
        }
        if (indent.tab_one_column <= indents_.back().tab_one_column) {
            return fail_at(inconsistent, tab_error, SyntaxErrorKind::TabError);
        }
        indents_.push_back(indent);
        tokens.push_back({T::Indent,
                          false,
                          false,
                          here(line_start_, cursor_),
                          {line_start_, static_cast<size_t>(cursor_ - line_start_)}});
    } else {
        while (indent.column < indents_.back().column) {
            indents_.pop_back();
            emit(T::Dedent);
        }
        if (indent.column != indents_.back().column) {
            const char* line_end = std::find(cursor_, end_, '\n');
            return fail_at("unindent does not match any outer indentation level",
                           {line_, static_cast<int>(line_end - line_start_), 0, 0},
                           SyntaxErrorKind::IndentationError);
        }
        if (indent.tab_one_column != indents_.back().tab_one_column) {
            return fail_at(inconsistent, tab_error, SyntaxErrorKind::TabError);
        }
    }
}

// The end of the source ends the last line, and every open block.
void Scanner::finish() {
    done_ = true;
    if (!brackets_.empty()) {
        unclosed = brackets_.back();
        ended_early = true;
    }
    token_ = cursor_;
    if (brackets_.empty() && !tokens.empty() && tokens.back().kind != T::Newline &&
        tokens.back().kind != T::Dedent) {
        token_loc_ = here(cursor_, cursor_);
        tokens.push_back({T::Newline, false, false, token_loc_, {}});
        ++line_;
        line_start_ = cursor_;
    }
    // "if x:\n  y\n" could go on; "if x:\n  y\n\n" has been told to end.
    const char* last = end_;
    if (last > begin_ && last[-1] == '\n') --last;
    while (last > begin_ && (last[-1] == ' ' || last[-1] == '\t')) --last;
    ended_with_empty_line = last > begin_ && last < end_ && last[-1] == '\n';
    ended_in_block = indents_.size() > 1 && !ended_with_empty_line;
    token_loc_ = here(cursor_, cursor_);
    if (brackets_.empty()) {
        for (; indents_.size() > 1; indents_.pop_back()) emit(T::Dedent);
    }
    emit(T::YYEOF);
}

// ---------------------------------------------------------------------------------------------
// Code
// ---------------------------------------------------------------------------------------------

void Scanner::scan_code() {
    const char* marker = nullptr;
    token_ = cursor_;
    token_loc_ = here(cursor_, cursor_);

    /*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYPEEK = "static_cast<unsigned char>(*cursor_)";
    re2c:define:YYSKIP = "++cursor_;";
    re2c:define:YYBACKUP = "marker = cursor_;";
    re2c:define:YYRESTORE = "cursor_ = marker;";
    re2c:api:style = free-form;
    re2c:flags:input = custom;
    re2c:yyfill:enable = 0;
    re2c:indent:string = "    ";

    digits  = [0-9] ("_"? [0-9])*;
    integer = "0" ("_"? "0")* | [1-9] ("_"? [0-9])*;
    hexadecimal = '0x' ("_"? [0-9a-fA-F])+;
    octal   = '0o' ("_"? [0-7])+;
    binary  = '0b' ("_"? [01])+;
    exponent = [eE] [+-]? digits;
    float   = digits? "." digits exponent? | digits "." exponent? | digits exponent;
    quote   = ['] | ["] | "'''" | ["]["]["];

    // Space between tokens.
    [ \t\f]+            { return; }
    "#" [^\n\x00]*      { return; }
    "\\\n"              { newline();
                          if (cursor_ < end_) return;
                          ended_early = true;
                          return fail_at("unexpected EOF while parsing",
                                         {line_ - 1, token_loc_.column + 1, 0, 0}); }
    "\\"                { if (cursor_ < end_)
                              return fail_at("unexpected character after line continuation character",
                                             {line_, token_loc_.column + 1, 0, 0});
                          ended_early = true;
                          return fail_at("unexpected EOF while parsing",
                                         {line_, token_loc_.column + 1, 0, 0}); }
    "\n"                { if (brackets_.empty()) {
                              emit(T::Newline);
                              at_line_start_ = true;
                          }
                          return newline(); }
    "\x00"              { --cursor_;
                          return finish(); }

    // Keywords. The soft ones (match, case, type) are names here.
    "False"             { return emit(T::False); }
    "None"              { return emit(T::None); }
    "True"              { return emit(T::True); }
    "and"               { return emit(T::And); }
    "as"                { return emit(T::As); }
    "assert"            { return emit(T::Assert); }
    "async"             { return emit(T::Async); }
    "await"             { return emit(T::Await); }
    "break"             { return emit(T::Break); }
    "class"             { return emit(T::Class); }
    "continue"          { return emit(T::Continue); }
    "def"               { return emit(T::Def); }
    "del"               { return emit(T::Del); }
    "elif"              { return emit(T::Elif); }
    "else"              { return emit(T::Else); }
    "except"            { return emit(T::Except); }
    "finally"           { return emit(T::Finally); }
    "for"               { return emit(T::For); }
    "from"              { return emit(T::From); }
    "global"            { return emit(T::Global); }
    "if"                { return emit(T::If); }
    "import"            { return emit(T::Import); }
    "in"                { return emit(T::In); }
    "is"                { return emit(T::Is); }
    "lambda"            { return emit(T::Lambda); }
    "nonlocal"          { return emit(T::Nonlocal); }
    "not"               { return emit(T::Not); }
    "or"                { return emit(T::Or); }
    "pass"              { return emit(T::Pass); }
    "raise"             { return emit(T::Raise); }
    "return"            { return emit(T::Return); }
    "try"               { return emit(T::Try); }
    "while"             { return emit(T::While); }
    "with"              { return emit(T::With); }
    "yield"             { return emit(T::Yield); }

    // Names. Any byte of a character outside ASCII may be part of one; unicode_name looks closer.
    [a-zA-Z_][a-zA-Z0-9_]*                      { return emit(T::Name); }
    [a-zA-Z_\x80-\xff][a-zA-Z0-9_\x80-\xff]*    { return unicode_name(); }

    // Numbers.
    integer             { return number("decimal"); }
    float               { return number("decimal"); }
    (digits | float) [jJ]   { return number("imaginary"); }
    hexadecimal         { return number("hexadecimal"); }
    octal               { return number("octal"); }
    binary              { return number("binary"); }
    '0x' "_"?           { return fail("invalid hexadecimal literal", cursor_); }
    '0o' "_"?           { return number("octal"); }
    '0b' "_"?           { return number("binary"); }
    digits              { const char* zeros = token_;
                          while (*zeros == '0' || *zeros == '_') ++zeros;
                          return fail_at("leading zeros in decimal integer literals are not "
                                         "permitted; use an 0o prefix for octal integers",
                                         here(token_, zeros)); }

    // Strings: the rule finds the opening quote, the function the closing one.
    ('r' | 'u' | 'b' | 'br' | 'rb')? quote      { return string(cursor_ - 1); }
    ('f' | 'fr' | 'rf') quote                   { return fstring(cursor_ - 1); }

    // Brackets.
    "("                 { return open_bracket(T::LParen); }
    "["                 { return open_bracket(T::LBracket); }
    "{"                 { return open_bracket(T::LBrace); }
    ")"                 { return close_bracket(T::RParen); }
    "]"                 { return close_bracket(T::RBracket); }
    "}"                 { return close_bracket(T::RBrace); }

    // In a replacement field, ":" begins the format and "!" the conversion.
    ":="                { if (!in_field()) return emit(T::ColonEqual);
                          --cursor_;
                          fstrings_.back().in_text = true;
                          return emit(T::Colon); }
    ":"                 { if (in_field()) fstrings_.back().in_text = true;
                          return emit(T::Colon); }
    "!"                 { return in_field() ? emit(T::Exclamation) : invalid_character(); }

    // Operators.
    ","                 { return emit(T::Comma); }
    ";"                 { return emit(T::Semicolon); }
    "."                 { return emit(T::Dot); }
    "..."               { return emit(T::Ellipsis); }
    "->"                { return emit(T::Arrow); }
    "="                 { return emit(T::Equal); }
    "+"                 { return emit(T::Plus); }
    "-"                 { return emit(T::Minus); }
    "*"                 { return emit(T::Star); }
    "**"                { return emit(T::DoubleStar); }
    "/"                 { return emit(T::Slash); }
    "//"                { return emit(T::DoubleSlash); }
    "%"                 { return emit(T::Percent); }
    "@"                 { return emit(T::At); }
    "&"                 { return emit(T::Ampersand); }
    "|"                 { return emit(T::Bar); }
    "^"                 { return emit(T::Caret); }
    "~"                 { return emit(T::Tilde); }
    "<<"                { return emit(T::LeftShift); }
    ">>"                { return emit(T::RightShift); }
    "<"                 { return emit(T::Less); }
    ">"                 { return emit(T::Greater); }
    "<="                { return emit(T::LessEqual); }
    ">="                { return emit(T::GreaterEqual); }
    "=="                { return emit(T::EqualEqual); }
    "!="                { return emit(T::NotEqual); }
    "+="                { return emit(T::PlusEqual); }
    "-="                { return emit(T::MinusEqual); }
    "*="                { return emit(T::StarEqual); }
    "**="               { return emit(T::DoubleStarEqual); }
    "/="                { return emit(T::SlashEqual); }
    "//="               { return emit(T::DoubleSlashEqual); }
    "%="                { return emit(T::PercentEqual); }
    "@="                { return emit(T::AtEqual); }
    "&="                { return emit(T::AmpersandEqual); }
    "|="                { return emit(T::BarEqual); }
    "^="                { return emit(T::CaretEqual); }
    "<<="               { return emit(T::LeftShiftEqual); }
    ">>="               { return emit(T::RightShiftEqual); }

    *                   { return invalid_character(); }
    */
}

// `?`, `$` and a lone `!` are tokens no rule of the grammar accepts, so that an error before them
// is reported first. Control characters end the scan.
void Scanner::invalid_character() {
    if (*token_ == '?' || *token_ == '$' || *token_ == '!' || *token_ == '`') {
        return emit(T::Invalid);
    }
    fail(fmt::format("invalid non-printable character U+{:04X}", static_cast<unsigned char>(*token_)),
         cursor_);
}

void Scanner::unicode_name() {
    bool ok = true;
    for (const char* at = token_; at < cursor_;) {
        int length = 0;
        int32_t codepoint = decode(at, &length);
        const auto c = static_cast<uint32_t>(codepoint);
        ok = at == token_ ? unicode::is_id_start(c) : unicode::is_id_continue(c);
        if (!ok) {
            if (unicode::is_printable(c)) {
                return fail(fmt::format("invalid character '{}' (U+{:04X})",
                                        std::string_view(at, static_cast<size_t>(length)), codepoint),
                            at + 1);
            }
            return fail(fmt::format("invalid non-printable character U+{:04X}", codepoint), at + 1);
        }
        at += length;
    }
    emit(T::Name);
    utf8proc_uint8_t* normal = nullptr;
    auto size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(token_), cursor_ - token_, &normal,
                     static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
    if (size >= 0) {
        tokens.back().text =
            arena_.intern({reinterpret_cast<const char*>(normal), static_cast<size_t>(size)});
    }
    std::free(normal);
}

// A number must not run into a name: `1abc` is an error. But `1if x else y` is not, because people
// wrote it before anyone minded.
void Scanner::number(std::string_view what) {
    const bool based = what == "octal" || what == "binary";
    if (based && is_digit(*cursor_)) {
        return fail(fmt::format("invalid digit '{}' in {} literal", *cursor_, what), cursor_ + 1);
    }
    if (based && (!is_digit(cursor_[-1]) || *cursor_ == '_')) {
        return fail(fmt::format("invalid {} literal", what), cursor_ + (*cursor_ == '_'));
    }
    if (*cursor_ == '_' && cursor_[-1] != '.') {
        return fail(fmt::format("invalid {} literal", what), cursor_ + 1);
    }
    if ((*cursor_ == 'e' || *cursor_ == 'E') && (cursor_[1] == '+' || cursor_[1] == '-') &&
        what == "decimal") {
        return fail("invalid decimal literal", cursor_ + 2);
    }
    if (continues_name(*cursor_)) {
        const char* end = cursor_;
        while (continues_name(*end)) ++end;
        const std::string_view word(cursor_, static_cast<size_t>(end - cursor_));
        static constexpr std::string_view kMayFollow[] = {"and", "else", "for", "if",
                                                          "in",  "is",   "not", "or"};
        if (std::find(std::begin(kMayFollow), std::end(kMayFollow), word) == std::end(kMayFollow)) {
            return fail(fmt::format("invalid {} literal", what), cursor_);
        }
        warnings.push_back({fmt::format("invalid {} literal", what), here(token_, cursor_)});
    }
    emit(T::Number);
}

// `quote` is the last character of the opening quote.
void Scanner::string(const char* quote) {
    const char q = *quote;
    const bool triple = quote - token_ >= 2 && quote[-1] == q && quote[-2] == q;
    const int first_line = line_;
    for (;;) {
        const char c = *cursor_;
        if (c == q && (!triple || (cursor_[1] == q && cursor_[2] == q))) {
            cursor_ += triple ? 3 : 1;
            return emit(T::String);
        }
        if (cursor_ == end_ || (c == '\n' && !triple)) break;
        if (c == '\\' && cursor_ + 1 < end_) ++cursor_;
        if (*cursor_++ == '\n') newline();
    }
    // A quote that would have ended the f-string around us: its field was never closed.
    if (!fstrings_.empty() && in_field() && fstrings_.back().quote == q &&
        fstrings_.back().triple == triple) {
        return fail_at("f-string: expecting '}'", {token_loc_.line, token_loc_.column, 0, 0});
    }
    int last_line = line_;
    if (triple && line_ > first_line && cursor_[-1] == '\n') --last_line;
    ended_early = triple;
    fail_at(fmt::format("unterminated {}string literal (detected at line {})", triple ? "triple-quoted " : "",
                        last_line),
            {token_loc_.line, token_loc_.column, 0, 0});
}

// ---------------------------------------------------------------------------------------------
// F-strings
// ---------------------------------------------------------------------------------------------

void Scanner::fstring(const char* quote) {
    const char q = *quote;
    const bool triple = quote - token_ >= 2 && quote[-1] == q && quote[-2] == q;
    const bool raw = *token_ == 'r' || *token_ == 'R' || token_[1] == 'r' || token_[1] == 'R';
    if (fstrings_.size() >= kMaxFStrings) return fail("too many nested f-strings", cursor_);
    emit(T::FStringStart);
    fstrings_.push_back({token_loc_, q, triple, raw, true, 0});
}

// Up to the next thing that is not text. `{{` stands for a brace: the text goes up to and including
// the first one, the second is skipped. Inside a format there is no such thing.
void Scanner::scan_fstring_text() {
    FString& f = fstrings_.back();
    const bool in_format = f.open_fields > 0;
    token_ = cursor_;
    token_loc_ = here(cursor_, cursor_);
    const auto middle = [&] {
        if (cursor_ == token_) return;
        emit(T::FStringMiddle);
        tokens.back().raw = f.raw;
    };
    for (;;) {
        const char c = *cursor_;
        if (cursor_ == end_ || (c == '\n' && !f.triple)) {
            ended_early = f.triple;
            if (in_format && !f.triple) {
                return fail_at("f-string: expecting '}'", {line_, here(cursor_, cursor_).column, 0, 0});
            }
            int last_line = line_;
            if (f.triple && line_ > f.loc.line && cursor_[-1] == '\n') --last_line;
            return fail_at(fmt::format("unterminated {}f-string literal (detected at line {})",
                                       f.triple ? "triple-quoted " : "", last_line),
                           {f.loc.line, f.loc.column, 0, 0});
        }
        if (c == f.quote && (!f.triple || (cursor_[1] == c && cursor_[2] == c))) {
            if (in_format) {
                return fail_at("f-string: expecting '}'", {line_, here(cursor_, cursor_).column, 0, 0});
            }
            middle();
            token_ = cursor_;
            token_loc_ = here(cursor_, cursor_);
            cursor_ += f.triple ? 3 : 1;
            emit(T::FStringEnd);
            fstrings_.pop_back();
            return;
        }
        if (c == '{') {
            if (cursor_[1] == '{' && !in_format) {
                ++cursor_;
                middle();
                ++cursor_;
                return;
            }
            middle();
            token_ = cursor_;
            token_loc_ = here(cursor_, cursor_);
            ++cursor_;
            f.in_text = false;
            ++f.open_fields;
            return open_bracket(T::LBrace, true);
        }
        if (c == '}') {
            if (in_format) {
                middle();
                token_ = cursor_;
                token_loc_ = here(cursor_, cursor_);
                ++cursor_;
                return close_bracket(T::RBrace);
            }
            if (cursor_[1] != '}') {
                return fail_at("f-string: single '}' is not allowed",
                               {line_, here(cursor_, cursor_).column, 0, 0});
            }
            ++cursor_;
            middle();
            ++cursor_;
            return;
        }
        if (c == '\\' && cursor_ + 1 < end_ && cursor_[1] != '{' && cursor_[1] != '}') {
            ++cursor_;
            if (*cursor_ == 'N' && cursor_[1] == '{' && !f.raw) {
                while (cursor_ < end_ && *cursor_ != '}' && *cursor_ != '\n' && *cursor_ != f.quote) {
                    ++cursor_;
                }
                if (*cursor_ != '}') continue;
            }
        }
        if (*cursor_++ == '\n') newline();
    }
}

// ---------------------------------------------------------------------------------------------
// Output
// ---------------------------------------------------------------------------------------------

Location Scanner::here(const char* from, const char* to) const {
    return {line_, static_cast<int>(from - line_start_), line_, static_cast<int>(to - line_start_)};
}

void Scanner::emit(TokenKind kind) {
    token_loc_.end_line = line_;
    token_loc_.end_column = static_cast<int>(cursor_ - line_start_);
    tokens.push_back({kind, false, false, token_loc_, {token_, static_cast<size_t>(cursor_ - token_)}});
}

void Scanner::open_bracket(TokenKind kind, bool is_field) {
    if (brackets_.size() >= kMaxBrackets) return fail("too many nested parentheses", cursor_);
    brackets_.push_back({*token_, is_field, token_loc_});
    emit(kind);
    tokens.back().field = is_field;
}

void Scanner::close_bracket(TokenKind kind) {
    const char* prefix = fstrings_.empty() ? "" : "f-string: ";
    if (brackets_.empty()) return fail(fmt::format("unmatched '{}'", *token_), cursor_);
    const Bracket open = brackets_.back();
    if (closing(open.open) != *token_) {
        if (open.is_field) return fail(fmt::format("{}unmatched '{}'", prefix, *token_), cursor_);
        std::string message = fmt::format(
            "{}closing parenthesis '{}' does not match opening parenthesis '{}'", prefix, *token_, open.open);
        if (open.loc.line != line_) message += fmt::format(" on line {}", open.loc.line);
        return fail(message, cursor_);
    }
    brackets_.pop_back();
    emit(kind);
    if (open.is_field) {
        fstrings_.back().in_text = true;
        --fstrings_.back().open_fields;
    }
}

void Scanner::fail(std::string message, const char* at) {
    const int column = static_cast<int>(at - line_start_) - 1;
    fail_at(std::move(message), {line_, column < 0 ? 0 : column, 0, 0});
}

void Scanner::fail_at(std::string message, Location loc, SyntaxErrorKind kind) {
    if (error) return;
    error_waits = kind != SyntaxErrorKind::SyntaxError || message.starts_with("unexpected ");
    error = SyntaxError{kind, std::move(message), {}, loc, {}};
}

}  // namespace gilt
