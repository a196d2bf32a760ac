// The kernel's futex: sleep while a word has a value; wake those who sleep on a word.
//
// Both may return early for no reason, and a wake may reach a word that has been freed or reused
// since: every user waits in a loop that looks at its own condition again. Both are safe in a
// signal handler.
#pragma once

#include <atomic>
#include <cstdint>

namespace gilt {

inline constexpr uint64_t kNoDeadline = ~uint64_t{0};

enum class FutexResult { Woken, TimedOut, Interrupted };  // Interrupted: by a signal handler

// Sleeps while `word` is `expected`, until woken or until now_ns() reaches `deadline`.
FutexResult futex_wait(std::atomic<uint32_t>& word, uint32_t expected, uint64_t deadline);
void futex_wake(std::atomic<uint32_t>& word, int count);

}  // namespace gilt
