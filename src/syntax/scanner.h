// From characters to tokens. The rules are in grammar/lexer.re; this is their state.
//
// The scanner is in one of three places, and `scan` picks by looking at the state:
//   - at the start of a line outside brackets: it measures the indentation and puts out Indent or
//     Dedent tokens;
//   - in code: the large table of rules;
//   - in the text of an f-string: everything is text up to a quote or a brace.
// An f-string may hold code that holds an f-string, to any depth, so f-strings form a stack. The
// innermost one is in text, or its innermost replacement field is open and we are in code. An open
// field is a bracket like any other, marked as one, which tells a `}` that ends the field from
// one that ends a dict.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/arena.h"
#include "syntax/syntax_error.h"
#include "syntax/token.h"

namespace gilt {

// A bracket that has not been closed yet.
struct Bracket {
    char open;
    bool is_field;  // it opened a replacement field of an f-string
    Location loc;
};

class Scanner {
 public:
    // `source` must outlive the tokens and have a NUL byte just behind its end, and none inside.
    Scanner(std::string_view source, Arena& arena);

    // The whole source. False when `error` is set; the tokens before the error are still there.
    bool scan();

    std::vector<Token> tokens;
    std::optional<SyntaxError> error;  // without file name and line text
    std::vector<SyntaxWarning> warnings;
    // The error is about lines or indentation: a mistake in the grammar before it comes first.
    bool error_waits = false;
    // The end of the last line, behind its last character: where an error is shown that needs more text.
    const Location text_end;
    // The innermost bracket still open at the end of the source.
    std::optional<Bracket> unclosed;
    // The source ended inside a bracket, a triple-quoted string or after a backslash.
    bool ended_early = false;
    // How the source ended, for a prompt: an empty line ends what was typed.
    bool ended_in_block = false;
    bool ended_with_empty_line = false;

 private:
    struct FString {
        Location loc;
        char quote;
        bool triple;
        bool raw;
        bool in_text;
        int open_fields;
    };

    void scan_line_start();
    void scan_code();
    void scan_fstring_text();
    void finish();

    void emit(TokenKind kind);
    void open_bracket(TokenKind kind, bool is_field = false);
    void close_bracket(TokenKind kind);
    void number(std::string_view what);
    void unicode_name();
    void string(const char* quote);
    void fstring(const char* quote);
    void invalid_character();
    void newline();
    bool in_field() const { return !brackets_.empty() && brackets_.back().is_field; }

    Location here(const char* from, const char* to) const;
    // An error at the character before `at`, as one caret.
    void fail(std::string message, const char* at);
    void fail_at(std::string message, Location loc, SyntaxErrorKind kind = SyntaxErrorKind::SyntaxError);

    Arena& arena_;
    const char* begin_;
    const char* cursor_;
    const char* end_;
    const char* token_;  // where the current token starts
    const char* line_start_;
    int line_ = 1;
    // Where the current token's line began, for tokens over several lines.
    Location token_loc_;
    bool at_line_start_ = true;
    bool done_ = false;

    // Column of each open block, counted twice: with tabs up to the next multiple of 8, and with
    // tabs one wide. Code whose nesting depends on which one is used gets a TabError.
    struct Indentation {
        int column;
        int tab_one_column;
    };
    std::vector<Indentation> indents_ = {{0, 0}};
    std::vector<Bracket> brackets_;
    std::vector<FString> fstrings_;
};

}  // namespace gilt
