// From the language's regular expressions to PCRE2's.
//
// The two look alike and differ in a hundred small things: \Z, {,n}, what \s means, flags, what may be repeated, what is an
// error and how the error reads. So a pattern is parsed in full, by the language's rules, and written down anew as a PCRE2
// pattern that uses only what means the same in every mode: numbered groups, explicit classes, no flags but (?i).
//
// A PCRE2 pattern is made for a Subject, the kind of text it is to be matched against, because text is matched in
// the width it is stored in (re_engine.h), and what \w or a literal beyond U+00FF stand for depends on it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gilt::re {

// The module's flags, with CPython's values.
enum Flag : uint32_t {
    kIgnoreCase = 2,
    kLocale = 4,
    kMultiline = 8,
    kDotAll = 16,
    kUnicode = 32,
    kVerbose = 64,
    kDebug = 128,
    kAscii = 256,
};

// What a text consists of; the narrowest that holds it.
enum class Subject : uint8_t { Bytes, Ascii, Latin1, Wide16, Wide32 };
inline constexpr int kSubjects = 5;

// What re.error is raised with. An empty message: no error.
struct SyntaxProblem {
    std::u32string message;
    int64_t position = -1;  // -1: none
    enum Kind : uint8_t { Error, Overflow, Value, Recursion } kind = Error;
    explicit operator bool() const { return !message.empty(); }
};

struct GroupName {
    std::u32string name;
    uint32_t group;
};

struct Translation {
    SyntaxProblem problem;
    std::u32string pattern;         // for PCRE2
    uint32_t flags = 0;             // those asked for, those in the pattern, and kUnicode where it is implied
    uint32_t groups = 0;            // without group 0
    std::vector<GroupName> names;   // in the order of their groups
    std::vector<uint32_t> closing;  // groups in the order in which their parentheses close
    bool groups_in_loops = false;   // a group may match more than once
    bool needs_wide = false;        // ignoring case, a wide literal may match a narrow character: use Wide16 or Wide32
};

Translation translate(const std::u32string& pattern, bool is_bytes, uint32_t flags, Subject subject);

}  // namespace gilt::re
