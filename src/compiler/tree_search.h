// Questions about a whole subtree.
#pragma once

#include "syntax/ast.h"

namespace gilt {

// Whether evaluating the expression may run a `:=` of the same function. Bodies of lambdas and generator
// expressions do not count: they run later, in functions of their own.
bool contains_walrus(const ast::Expr* expr);

}  // namespace gilt
