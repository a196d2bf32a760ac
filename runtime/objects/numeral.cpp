// See numeral.h.
#include "objects/numeral.h"

#include "objects/str.h"
#include "objects/unicode.h"

namespace gilt {

std::string_view strip_ascii_space(std::string_view text) {
    auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::optional<std::string> plain_numeral(Str* text) {
    size_t start = 0, end = text->length;
    while (start < end && unicode::is_space(text->at(start))) start++;
    while (end > start && unicode::is_space(text->at(end - 1))) end--;
    std::string plain;
    plain.reserve(end - start);
    for (size_t i = start; i < end; i++) {
        uint32_t c = text->at(i);
        if (c >= 0x80) {
            int digit = unicode::decimal_value(c);
            if (digit < 0) return std::nullopt;
            c = static_cast<uint32_t>('0' + digit);
        }
        plain.push_back(static_cast<char>(c));
    }
    return plain;
}

}  // namespace gilt
