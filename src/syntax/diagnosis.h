// Turns "the parser stopped here" into a message that helps. See diagnosis.cpp.
#pragma once

#include "syntax/ast_builder.h"
#include "syntax/parser.h"
#include "syntax/scanner.h"
#include "syntax/syntax_error.h"
#include "syntax/token.h"

namespace gilt {

// All errors without file name and line text. `unclosed` is the bracket that is open at the end of
// the text, if there is one.
SyntaxError diagnose(const std::vector<Token>& tokens, const ParseFailure& failure, ParseMode mode,
                     const std::optional<Bracket>& unclosed, const AstBuilder& builder, Arena& arena);

// "'(' was never closed"
SyntaxError unclosed_error(const Bracket& bracket);

}  // namespace gilt
