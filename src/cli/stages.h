// --tokens and --ast: what the front end makes of a program, without a runtime.
#pragma once

#include "cli/options.h"

namespace gilt {

// Prints it; the exit code.
int print_stage(const Options& options);

}  // namespace gilt
