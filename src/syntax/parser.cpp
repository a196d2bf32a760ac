#include "syntax/parser.h"

#include <algorithm>

#include "syntax/diagnosis.h"
#include "syntax/scanner.h"
#include "syntax/source.h"
#include "syntax/token_pass.h"

namespace gilt {

using T = Parser::token;

namespace {

TokenKind start_token(ParseMode mode) {
    switch (mode) {
        case ParseMode::File: return T::StartFile;
        case ParseMode::Eval: return T::StartEval;
        case ParseMode::Single: return T::StartSingle;
    }
    return T::StartFile;
}

// Nothing left but what the scanner adds to end the source?
bool at_end(const std::vector<Token>& tokens, size_t i) {
    while (tokens[i].kind == T::Dedent) ++i;
    return tokens[i].kind == T::YYEOF;
}

}  // namespace

ParseResult parse(std::string_view source, std::string filename, ParseMode mode) {
    ParseResult result;
    result.arena = std::make_unique<Arena>();
    Arena& arena = *result.arena;

    if (mode == ParseMode::Eval) {
        source.remove_prefix(std::min(source.find_first_not_of(" \t"), source.size()));
    }
    SourceText text(source, arena);
    const auto fail = [&](SyntaxError error) {
        error.filename = std::move(filename);
        error.line_text = text.line(error.loc.line);
        result.error = std::move(error);
        return std::move(result);
    };
    if (text.error) return fail(*text.error);
    if (mode != ParseMode::File && text.text.empty()) {
        return fail({SyntaxErrorKind::SyntaxError, "invalid syntax", {}, {0, -1, 0, 0}, {}});  // before the first place
    }

    Scanner scanner(text.text, arena);
    const bool scanned = scanner.scan();
    std::vector<Token>& tokens = scanner.tokens;
    if (!scanned) tokens.push_back({T::YYEOF, false, false, scanner.error->loc, {}});
    mark_soft_keywords(tokens);

    AstBuilder builder(arena);
    ParseFailure failure;
    TokenStream stream{tokens, start_token(mode)};
    Parser parser(stream, builder, failure);
    parser.parse();

    const bool failed = builder.failed() || failure.happened;
    if (failed || !scanned) {
        const Token& last = tokens[stream.current];
        SyntaxError error;
        if (builder.failed()) {
            const bool later = scanner.unclosed && last.loc.line > scanner.unclosed->loc.line;
            error = later ? unclosed_error(*scanner.unclosed) : *builder.error;
        } else if (failed) {
            error = diagnose(scanner, failure, mode, builder, arena);
        }
        // A bad token is reported before a mistake in the grammar, even one further up; only
        // what is wrong with lines and their indentation waits its turn.
        const bool before_bad_token = failed && stream.current + 1 < tokens.size();
        if (!scanned &&
            !(before_bad_token && (scanner.error_waits || (!builder.failed() && last.kind == T::Indent)))) {
            result.incomplete = scanner.ended_early;
            return fail(*scanner.error);
        }
        result.incomplete =
            scanned &&
            (scanner.unclosed.has_value() ||
             (!builder.failed() && !scanner.ended_with_empty_line && at_end(tokens, failure.token)));
        return fail(std::move(error));
    }
    if (builder.max_depth > ast::kMaxTreeDepth) {
        return fail({SyntaxErrorKind::RecursionError,
                     "maximum recursion depth exceeded during compilation",
                     {},
                     {0, 0, 0, 0},
                     {}});
    }
    result.mod = failure.mod;
    result.warnings = std::move(scanner.warnings);
    result.warnings.insert(result.warnings.end(), builder.warnings.begin(), builder.warnings.end());
    result.incomplete = mode == ParseMode::Single && scanner.ended_in_block;
    return result;
}

}  // namespace gilt
