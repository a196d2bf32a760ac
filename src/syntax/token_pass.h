// Decides what one token of look-ahead cannot. See token_pass.cpp.
#pragma once

#include <vector>

#include "syntax/token.h"

namespace gilt {

void mark_soft_keywords(std::vector<Token>& tokens);

}  // namespace gilt
