#include "syntax/source.h"

#include <utf8proc.h>

#include <algorithm>

#include <fmt/format.h>

namespace gilt {

SourceText::SourceText(std::string_view source, Arena& arena) {
    if (source.starts_with("\xEF\xBB\xBF")) source.remove_prefix(3);

    auto* copy = static_cast<char*>(arena.allocate(source.size() + 1, 1));
    char* to = copy;
    int line = 1;
    for (size_t i = 0; i < source.size();) {
        const auto c = static_cast<unsigned char>(source[i]);
        if (c >= 0x80) {
            int32_t codepoint = 0;
            const auto length =
                utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(source.data() + i),
                                 static_cast<utf8proc_ssize_t>(source.size() - i), &codepoint);
            if (length < 0) {
                error = SyntaxError{SyntaxErrorKind::SyntaxError,
                                    fmt::format("Non-UTF-8 code starting with '\\x{:02x}' on line "
                                                "{}, but no encoding declared; see "
                                                "https://peps.python.org/pep-0263/ for details",
                                                c, line),
                                    {},
                                    {line, 0, 0, 0},
                                    {}};
                break;
            }
            to = std::copy_n(source.data() + i, length, to);
            i += static_cast<size_t>(length);
            continue;
        }
        if (c == '\0') {
            error = SyntaxError{SyntaxErrorKind::SyntaxError,
                                "source code string cannot contain null bytes",
                                {},
                                {line, 0, 0, 0},
                                {}};
            break;
        }
        if (c == '\r') {
            // \r\n and a lone \r both end a line.
            if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
            *to++ = '\n';
        } else {
            *to++ = source[i];
        }
        line += to[-1] == '\n';
        ++i;
    }
    *to = '\0';
    text = {copy, static_cast<size_t>(to - copy)};
}

std::string SourceText::line(int number) const {
    size_t start = 0;
    for (int i = 1; i < number; ++i) {
        start = text.find('\n', start);
        if (start == std::string_view::npos) return {};
        ++start;
    }
    if (number < 1 || start >= text.size()) return {};
    return std::string(text.substr(start, text.find('\n', start) - start)) + "\n";
}

}  // namespace gilt
