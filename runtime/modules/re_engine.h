// A regular expression as PCRE2 runs it.
//
// PCRE2 comes as three libraries, for code units of 8, 16 and 32 bits, and gilt's str stores its characters in 1, 2 or
// 4 bytes. A text is therefore matched where it lies, without UTF: one code unit is one character, and the
// positions PCRE2 reports are the positions scripts see. The price is one compiled program per kind of text (Subject) and
// per way of matching, each made when it is first needed. ASCII texts have a program of their own: without Unicode
// tables PCRE2 is faster.
//
// A program is immutable once it is published, so threads share it. What a match writes to (match data, the JIT's
// stack) belongs to the OS thread.
//
// No match runs for ever unheard: PCRE2 counts its steps and stops at a limit; we poll a safepoint there (Ctrl-C, another
// thread's turn), and begin anew with twice the limit.
// At the last limit the match fails with an exception.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "modules/re_syntax.h"

namespace gilt {
class Thread;
}

namespace gilt::re {

enum class Way : uint8_t { Search, Match, FullMatch };
inline constexpr int kWays = 3;

// Where the groups matched: start and end of each, group 0 first; -1 for a group that did not take part.
using Spans = std::vector<int64_t>;

struct Text {
    const void* data;
    size_t length;  // characters
    Subject subject;
};

class Engine {
  public:
    Engine(std::u32string pattern, bool is_bytes, const Translation& translation);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // 1, 0, or -1 with an exception pending. `not_empty_at_start`: an empty match at `start` does not count.
    [[nodiscard]] int match(Thread& thread, Way way, const Text& text, size_t start, bool not_empty_at_start,
                            Spans* spans);
    // The kind of text this pattern can be matched against, at least as wide as `subject`: wider where the pattern
    // is too large for the narrow libraries or ignores case across widths. False with an exception pending.
    [[nodiscard]] bool choose_subject(Thread& thread, Way way, Subject* subject);

  private:
    // A compiled program for one subject and way. Null: not made yet.
    std::atomic<void*> programs_[kSubjects][kWays] = {};
    std::atomic<bool> too_large_{false};   // only the 32-bit library has room for it
    std::atomic<bool> needs_wide_{false};  // a narrow text has to be widened first
    const std::u32string pattern_;
    const bool is_bytes_;
    const uint32_t flags_;
    const uint32_t groups_;

    void* program(Thread& thread, Subject subject, Way way);
};

}  // namespace gilt::re
