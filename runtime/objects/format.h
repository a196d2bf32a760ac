// The format mini-language and its three doors: format(), str.format and f-strings; and the % operator.
#pragma once
#include <string>
#include <string_view>
#include "value/object.h"

namespace gilt {
class Thread;
struct Str;
// format(value, spec): built-in types are handled here, others through __format__. An empty spec is
// str(value).
Value format_value(Thread& thread, Value value, Str* spec);
// The work behind int.__format__, float.__format__, str.__format__, complex.__format__.
Value format_int(Thread& thread, Value plain_int, Str* spec, std::string_view type_name = "int");
Value format_float(Thread& thread, double number, Str* spec);
Value format_str(Thread& thread, Str* text, Str* spec);
Value format_complex(Thread& thread, Value number, Str* spec);
Value percent_format(Thread& thread, Str* format, Value arguments);         // '%s' % x
Value percent_format_bytes(Thread& thread, Value format, Value arguments);  // b'%s' % x

// The digits of a number that is not negative: type e, f, g, r (shortest) or their capitals. `alternate`
// keeps the point and trailing zeros; `add_zero` makes "1" into "1.0". What both the mini-language and %
// build on.
std::string format_double(double magnitude, char type, int precision, bool alternate, bool add_zero);
}  // namespace gilt
