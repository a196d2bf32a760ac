#include "syntax/literals.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

#include "objects/unicode_names.h"

namespace gilt {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_octal(char c) { return c >= '0' && c <= '7'; }

// The escapes strings and bytes share. Returns the length of the escape behind the backslash, or 0
// if `text[at]` begins none of them.
size_t simple_escape(std::string_view text, size_t at, uint32_t& codepoint) {
    switch (text[at]) {
        case '\\': codepoint = '\\'; return 1;
        case '\'': codepoint = '\''; return 1;
        case '"': codepoint = '"'; return 1;
        case 'a': codepoint = '\a'; return 1;
        case 'b': codepoint = '\b'; return 1;
        case 'f': codepoint = '\f'; return 1;
        case 'n': codepoint = '\n'; return 1;
        case 'r': codepoint = '\r'; return 1;
        case 't': codepoint = '\t'; return 1;
        case 'v': codepoint = '\v'; return 1;
        default: break;
    }
    size_t length = 0;
    codepoint = 0;
    while (length < 3 && at + length < text.size() && is_octal(text[at + length])) {
        codepoint = codepoint * 8 + static_cast<uint32_t>(text[at + length] - '0');
        ++length;
    }
    return length;
}

bool decode_bytes(std::string_view text, std::string& value, std::string& error, char& unknown_escape) {
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            value += text[i];
            continue;
        }
        ++i;
        uint32_t codepoint = 0;
        if (text[i] == '\n') continue;
        if (text[i] == 'x') {
            const int high = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                error = fmt::format("(value error) invalid \\x escape at position {}", i - 1);
                return false;
            }
            value += static_cast<char>(high * 16 + low);
            i += 2;
        } else if (size_t length = simple_escape(text, i, codepoint); length > 0) {
            value += static_cast<char>(codepoint);
            i += length - 1;
        } else {
            if (!unknown_escape) unknown_escape = text[i];
            value += '\\';
            value += text[i];
        }
    }
    return true;
}

}  // namespace

void append_utf8(std::string& text, uint32_t c) {
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0 | (c >> 6));
        text += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0 | (c >> 12));
        text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | (c >> 18));
        text += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (c & 0x3F));
    }
}

bool decode_escapes(std::string_view text, std::string& value, std::string& error, char& unknown_escape) {
    value.reserve(value.size() + text.size());
    // Positions count a character outside ASCII as the ten bytes of its \U escape, as CPython's do.
    const auto position = [&](size_t at) {
        size_t wide = 0, following = 0;
        for (char c : text.substr(0, at)) {
            wide += (c & 0xC0) == 0xC0;
            following += (c & 0xC0) == 0x80;
        }
        return at - following + 9 * wide;
    };
    const auto fail = [&](size_t from, size_t to, std::string_view why) {
        error = fmt::format("(unicode error) 'unicodeescape' codec can't decode bytes in position {}-{}: {}",
                            position(from), position(to), why);
        return false;
    };
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            value += text[i];
            continue;
        }
        const size_t start = i++;
        const char kind = text[i];
        uint32_t codepoint = 0;
        if (kind == '\n') continue;
        if (kind == 'x' || kind == 'u' || kind == 'U') {
            const size_t wanted = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
            size_t digits = 0;
            while (digits < wanted && i + 1 + digits < text.size() && hex_value(text[i + 1 + digits]) >= 0) {
                codepoint = codepoint * 16 + static_cast<uint32_t>(hex_value(text[i + 1 + digits]));
                ++digits;
            }
            if (digits < wanted) {
                return fail(start, i + digits,
                            fmt::format("truncated \\{} escape", kind == 'x'   ? "xXX"
                                                                 : kind == 'u' ? "uXXXX"
                                                                               : "UXXXXXXXX"));
            }
            if (codepoint > 0x10FFFF) return fail(start, i + digits, "illegal Unicode character");
            append_utf8(value, codepoint);
            i += digits;
        } else if (kind == 'N') {
            const bool braced = i + 1 < text.size() && text[i + 1] == '{';
            const size_t close = braced ? std::min(text.find('}', i), text.size()) : i + 1;
            if (!braced || close == text.size() || close == i + 2) {
                return fail(start, close - 1, "malformed \\N character escape");
            }
            const int32_t named = character_named(text.substr(i + 2, close - i - 2));
            if (named < 0) return fail(start, close, "unknown Unicode character name");
            append_utf8(value, static_cast<uint32_t>(named));
            i = close;
        } else if (size_t length = simple_escape(text, i, codepoint); length > 0) {
            append_utf8(value, codepoint);
            i += length - 1;
        } else {
            if (!unknown_escape) unknown_escape = kind;
            value += '\\';
            value += kind;
        }
    }
    return true;
}

StringLiteral read_string(std::string_view text) {
    StringLiteral literal;
    bool raw = false;
    for (; text[0] != '\'' && text[0] != '"'; text.remove_prefix(1)) {
        const char prefix = static_cast<char>(text[0] | 0x20);
        raw = raw || prefix == 'r';
        literal.is_bytes = literal.is_bytes || prefix == 'b';
        literal.u_prefix = literal.u_prefix || text[0] == 'u';
    }
    const size_t quotes = text.size() >= 6 && text[1] == text[0] && text[2] == text[0] ? 3 : 1;
    text.remove_prefix(quotes);
    text.remove_suffix(quotes);

    if (literal.is_bytes) {
        for (char c : text) {
            if (static_cast<unsigned char>(c) >= 0x80) {
                literal.error = "bytes can only contain ASCII literal characters";
                return literal;
            }
        }
    }
    if (raw || text.find('\\') == std::string_view::npos) {
        literal.value = text;
    } else if (literal.is_bytes) {
        decode_bytes(text, literal.value, literal.error, literal.unknown_escape);
    } else {
        decode_escapes(text, literal.value, literal.error, literal.unknown_escape);
    }
    return literal;
}

void read_number(std::string_view text, Arena& arena, ast::Constant& constant) {
    std::string digits;
    if (text.find('_') != std::string_view::npos) {
        for (char c : text) {
            if (c != '_') digits += c;
        }
        text = digits;
    }
    const char second = text.size() > 1 ? static_cast<char>(text[1] | 0x20) : '0';
    const int base = text[0] != '0' ? 10 : second == 'x' ? 16 : second == 'o' ? 8 : second == 'b' ? 2 : 10;
    if (base != 10) text.remove_prefix(2);

    const bool imaginary = base == 10 && (text.back() == 'j' || text.back() == 'J');
    if (imaginary || (base == 10 && text.find_first_of(".eE") != std::string_view::npos)) {
        // strtod, not from_chars: what is too large must become infinity.
        constant.type = imaginary ? ast::ConstantType::Complex : ast::ConstantType::Float;
        constant.number = std::strtod(std::string(text).c_str(), nullptr);
        return;
    }
    constant.base = static_cast<uint8_t>(base);
    constant.type = ast::ConstantType::Int;
    const auto [end, failure] =
        std::from_chars(text.data(), text.data() + text.size(), constant.integer, base);
    if (failure == std::errc::result_out_of_range) {
        constant.type = ast::ConstantType::BigInt;
        constant.integer = 0;
        constant.text = arena.copy(text);
    }
}

}  // namespace gilt
