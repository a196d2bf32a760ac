// Character classes from utf8proc's general categories, corrected by unicode_tables.h where Unicode's
// derived properties differ from them. Latin-1, which is most text, is answered from one table that the
// compiler computes.
#include "objects/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <iterator>

#include "objects/unicode_tables.h"

namespace gilt::unicode {

namespace {

constexpr uint8_t latin1_class(int c) {
    bool lower = (c >= 'a' && c <= 'z') || c == 0xAA || c == 0xB5 || c == 0xBA || (c >= 0xDF && c != 0xF7);
    bool upper = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
    int classes = 0;
    if ((c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0) classes |= kSpace;
    if (lower || upper) classes |= kAlpha;
    if (lower) classes |= kLower;
    if (upper) classes |= kUpper;
    if (c >= '0' && c <= '9') classes |= kDecimal;
    if ((c >= 0x20 && c < 0x7F) || (c > 0xA0 && c != 0xAD)) classes |= kPrintable;
    return static_cast<uint8_t>(classes);
}

#define ROW(c)                                                                                           \
    latin1_class(c), latin1_class(c + 1), latin1_class(c + 2), latin1_class(c + 3), latin1_class(c + 4), \
        latin1_class(c + 5), latin1_class(c + 6), latin1_class(c + 7)
#define ROWS(c) \
    ROW(c), ROW(c + 8), ROW(c + 16), ROW(c + 24), ROW(c + 32), ROW(c + 40), ROW(c + 48), ROW(c + 56)

template <size_t N>
bool in_table(const Range (&table)[N], uint32_t c) {
    auto after = std::upper_bound(std::begin(table), std::end(table), c,
                                  [](uint32_t c, const Range& range) { return c < range.first; });
    return after != std::begin(table) && c <= std::prev(after)->last;
}

utf8proc_category_t category(uint32_t c) { return utf8proc_category(static_cast<utf8proc_int32_t>(c)); }

bool is_letter(utf8proc_category_t category) {
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

const SpecialCase* special_case(uint32_t c) {
    auto found = std::lower_bound(std::begin(kSpecialCases), std::end(kSpecialCases), c,
                                  [](const SpecialCase& entry, uint32_t c) { return entry.letter < c; });
    return found != std::end(kSpecialCases) && found->letter == c ? found : nullptr;
}

int copy_case(const uint16_t (&from)[3], uint32_t out[3]) {
    int count = 0;
    while (count < 3 && from[count]) {
        out[count] = from[count];
        count++;
    }
    return count;
}

}  // namespace

const uint8_t latin1_classes[256] = {ROWS(0), ROWS(64), ROWS(128), ROWS(192)};
#undef ROW
#undef ROWS

bool has_class(uint32_t c, Class wanted) {
    switch (wanted) {
        case kSpace:
            return c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
                   c == 0x205F || c == 0x3000;
        case kAlpha: return is_letter(category(c));
        case kDecimal: return category(c) == UTF8PROC_CATEGORY_ND;
        case kLower: return category(c) == UTF8PROC_CATEGORY_LL || in_table(kOtherLowercase, c);
        case kUpper: return category(c) == UTF8PROC_CATEGORY_LU || in_table(kOtherUppercase, c);
        case kPrintable: {
            utf8proc_category_t kind = category(c);
            return kind != UTF8PROC_CATEGORY_CN && kind < UTF8PROC_CATEGORY_ZS;
        }
    }
    return false;
}

bool is_digit(uint32_t c) { return is_decimal(c) || (c > 0x7F && in_table(kOtherDigits, c)); }

bool is_numeric(uint32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9';
    utf8proc_category_t kind = category(c);
    return kind == UTF8PROC_CATEGORY_ND || kind == UTF8PROC_CATEGORY_NL || kind == UTF8PROC_CATEGORY_NO ||
           in_table(kOtherNumerics, c);
}

bool is_title(uint32_t c) { return c >= 0x80 && category(c) == UTF8PROC_CATEGORY_LT; }

bool is_case_ignorable(uint32_t c) {
    switch (category(c)) {
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_ME:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_SK: return true;
        default: return in_table(kOtherCaseIgnorable, c);
    }
}

bool is_id_start(uint32_t c) {
    if (c < 0x80) return is_alpha(c) || c == '_';
    utf8proc_category_t kind = category(c);
    if (is_letter(kind) || kind == UTF8PROC_CATEGORY_NL) return !in_table(kNotIdStart, c);
    return in_table(kOtherIdStart, c);
}

bool is_id_continue(uint32_t c) {
    if (c < 0x80) return is_alpha(c) || c == '_' || is_decimal(c);
    utf8proc_category_t kind = category(c);
    if (is_letter(kind) || kind == UTF8PROC_CATEGORY_NL || kind == UTF8PROC_CATEGORY_MN ||
        kind == UTF8PROC_CATEGORY_MC || kind == UTF8PROC_CATEGORY_ND || kind == UTF8PROC_CATEGORY_PC)
        return !in_table(kNotIdContinue, c);
    return in_table(kOtherIdContinue, c);
}

// Every script's digits stand in a row from 0 to 9, and where rows touch, each is complete.
int decimal_value(uint32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
    if (!is_decimal(c)) return -1;
    uint32_t first = c;
    while (is_decimal(first - 1)) first--;
    return static_cast<int>((c - first) % 10);
}

int to_lower(uint32_t c, uint32_t out[3]) {
    if (c == 0x130) {  // I with dot: the only one that grows
        out[0] = 'i';
        out[1] = 0x307;
        return 2;
    }
    out[0] = static_cast<uint32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
    return 1;
}

int to_upper(uint32_t c, uint32_t out[3]) {
    if (c >= 0xDF)
        if (const SpecialCase* special = special_case(c)) return copy_case(special->upper, out);
    out[0] = static_cast<uint32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
    return 1;
}

int to_title(uint32_t c, uint32_t out[3]) {
    if (c >= 0xDF)
        if (const SpecialCase* special = special_case(c)) return copy_case(special->title, out);
    out[0] = static_cast<uint32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(c)));
    return 1;
}

int fold_case(uint32_t c, uint32_t out[3]) {
    utf8proc_int32_t folded[4];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), folded, 4, UTF8PROC_CASEFOLD, &boundary);
    if (count < 1 || count > 3) {
        out[0] = c;
        return 1;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) out[i] = static_cast<uint32_t>(folded[i]);
    return static_cast<int>(count);
}

}  // namespace gilt::unicode
