// futex(2), which the C library does not wrap.
#include "thread/futex.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace gilt {

FutexResult futex_wait(std::atomic<uint32_t>& word, uint32_t expected, uint64_t deadline) {
    timespec until{};
    if (deadline != kNoDeadline) {
        until.tv_sec = static_cast<time_t>(deadline / 1'000'000'000);
        until.tv_nsec = static_cast<long>(deadline % 1'000'000'000);
    }
    // The BITSET form takes an absolute time on the monotonic clock.
    long result =
        syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE, expected,
                deadline == kNoDeadline ? nullptr : &until, nullptr, FUTEX_BITSET_MATCH_ANY);
    if (result == 0) return FutexResult::Woken;
    if (errno == ETIMEDOUT) return FutexResult::TimedOut;
    if (errno == EINTR) return FutexResult::Interrupted;
    return FutexResult::Woken;  // EAGAIN: the word had changed
}

void futex_wake(std::atomic<uint32_t>& word, int count) {
    syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

}  // namespace gilt
