// What a character is: classes and case mappings, as str's methods and the identifiers of the language
// need them.
#pragma once

#include <cstdint>

namespace gilt::unicode {

// The classes of Latin-1 characters, looked up instead of computed.
enum Class : uint8_t { kSpace = 1, kAlpha = 2, kDecimal = 4, kLower = 8, kUpper = 16, kPrintable = 32 };
extern const uint8_t latin1_classes[256];

// The same for the others; see the inline functions below.
bool has_class(uint32_t code_point, Class wanted);

inline bool is(uint32_t code_point, Class wanted) {
    return code_point < 256 ? (latin1_classes[code_point] & wanted) != 0 : has_class(code_point, wanted);
}
inline bool is_space(uint32_t c) { return is(c, kSpace); }
inline bool is_alpha(uint32_t c) { return is(c, kAlpha); }
inline bool is_decimal(uint32_t c) { return is(c, kDecimal); }
inline bool is_lower(uint32_t c) { return is(c, kLower); }
inline bool is_upper(uint32_t c) { return is(c, kUpper); }
inline bool is_printable(uint32_t c) { return is(c, kPrintable); }
bool is_digit(uint32_t code_point);
bool is_numeric(uint32_t code_point);
inline bool is_alphanumeric(uint32_t c) { return is_alpha(c) || is_numeric(c); }
bool is_title(uint32_t code_point);
inline bool is_cased(uint32_t c) { return is_lower(c) || is_upper(c) || is_title(c); }
bool is_case_ignorable(uint32_t code_point);
bool is_id_start(uint32_t code_point);
bool is_id_continue(uint32_t code_point);
// What str.splitlines splits at.
inline bool is_line_break(uint32_t c) {
    return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}
// 0 to 9 for a decimal digit of any script, else -1.
int decimal_value(uint32_t code_point);

// Case mappings: up to three characters are written; the result is their number.
int to_lower(uint32_t code_point, uint32_t out[3]);
int to_upper(uint32_t code_point, uint32_t out[3]);
int to_title(uint32_t code_point, uint32_t out[3]);
int fold_case(uint32_t code_point, uint32_t out[3]);

}  // namespace gilt::unicode
