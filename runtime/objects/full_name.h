// Classes of the library that are written in the language here and in C in CPython (datetime.date, decimal.Decimal):
// messages name them with their module, as they name every class written in C++.
#pragma once

#include "objects/class.h"

namespace gilt {

// A ClassFlag beyond those of class.h, set by _imp.goes_by_full_name; not inherited.
inline constexpr auto kFullName = static_cast<ClassFlag>(1u << 20);

}  // namespace gilt
