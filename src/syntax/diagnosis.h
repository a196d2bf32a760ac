// Turns "the parser stopped here" into a message that helps. See diagnosis.cpp.
#pragma once

#include "syntax/ast_builder.h"
#include "syntax/parser.h"
#include "syntax/scanner.h"
#include "syntax/syntax_error.h"
#include "syntax/token.h"

namespace gilt {

// All errors without file name and line text. The scanner has the tokens the parser read.
SyntaxError diagnose(const Scanner& scanner, const ParseFailure& failure, ParseMode mode,
                     const AstBuilder& builder, Arena& arena);

// "'(' was never closed"
SyntaxError unclosed_error(const Bracket& bracket);

}  // namespace gilt
