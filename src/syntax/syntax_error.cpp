#include "syntax/syntax_error.h"

#include <algorithm>

#include <fmt/format.h>

namespace gilt {

std::string_view kind_name(SyntaxErrorKind kind) {
    switch (kind) {
        case SyntaxErrorKind::SyntaxError: return "SyntaxError";
        case SyntaxErrorKind::IndentationError: return "IndentationError";
        case SyntaxErrorKind::TabError: return "TabError";
        case SyntaxErrorKind::RecursionError: return "RecursionError";
    }
    return "SyntaxError";
}

namespace {

// Columns are bytes; carets stand under characters.
int characters(std::string_view text, int bytes) {
    const auto end = text.begin() + std::clamp<int>(bytes, 0, static_cast<int>(text.size()));
    const auto count = std::count_if(text.begin(), end, [](char c) { return (c & 0xC0) != 0x80; });
    return static_cast<int>(count) + std::max(0, bytes - static_cast<int>(text.size()));
}

}  // namespace

int SyntaxError::offset() const { return characters(line_text, loc.column) + 1; }

int SyntaxError::end_offset() const {
    if (loc.end_line == 0) return 0;
    if (loc.end_line != loc.line) return loc.end_column + 1;
    return characters(line_text, loc.end_column) + 1;
}

std::string format_syntax_error(const SyntaxError& error) {
    std::string out;
    if (error.loc.line > 0) {
        out = fmt::format("  File \"{}\", line {}\n", error.filename, error.loc.line);
        std::string_view text = error.line_text;
        while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
        const size_t indent = std::min(text.find_first_not_of(" \t\f"), text.size());
        const int length = characters(text, static_cast<int>(text.size()));
        int start = error.offset() - 1;
        int end = error.end_offset() - 1;
        if (error.loc.end_line > error.loc.line) end = length;
        if (end <= start) end = start + 1;
        start -= static_cast<int>(indent);
        end -= static_cast<int>(indent);
        text.remove_prefix(indent);
        if (!error.line_text.empty()) {
            out += fmt::format("    {}\n", text);
            if (start >= 0) {
                out += fmt::format("    {}{}\n", std::string(static_cast<size_t>(start), ' '),
                                   std::string(static_cast<size_t>(end - start), '^'));
            }
        }
    }
    out += fmt::format("{}: {}\n", kind_name(error.kind), error.message);
    return out;
}

}  // namespace gilt
