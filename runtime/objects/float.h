// float: IEEE double, always inside the Value. Conversions to and from text as CPython does them
// (shortest repr).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct Str;

bool is_float(Value value);     // float or a subclass
double as_double(Value value);  // precondition: is_float
// float, int, bool, or anything with __float__ or __index__; TypeError "must be real number, not x".
[[nodiscard]] bool to_double(Thread& thread, Value value, double* out);

std::string float_repr(double number);
int64_t float_hash(double number);
Value float_floordiv(Thread& thread, double a, double b);
Value float_mod(Thread& thread, double a, double b);
[[nodiscard]] bool float_divmod(Thread& thread, double a, double b, double* quotient, double* remainder);
Value float_pow(Thread& thread, double a, double b);
// False if the text is not a float literal of float()'s grammar (whitespace stripped, underscores, inf, nan).
bool parse_float(std::string_view text, double* out);
// float(text): also any script's digits and spaces. ValueError "could not convert string to float: 'x'".
[[nodiscard]] bool float_from_text(Thread& thread, Value text, double* out);
// Correctly rounded to so many decimals (negative: tens, hundreds); infinity when the result is too large.
double round_to_digits(double number, int digits);
Value float_as_ratio(Thread& thread, double number);  // (numerator, denominator)
// OverflowError (34, 'Numerical result out of range').
Value raise_range_error(Thread& thread);

void trace_float(Object* object, Marker& marker);
void init_float_type(Thread& thread);

}  // namespace gilt
