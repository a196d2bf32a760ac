// str.format and str.format_map.
#pragma once

#include <span>

#include "value/object.h"

namespace gilt {

class Thread;
struct Dict;
struct Str;

Value str_format(Thread& thread, Str* format, std::span<const Value> args, Dict* keywords);
Value str_format_map(Thread& thread, Str* format, Value mapping);

}  // namespace gilt
