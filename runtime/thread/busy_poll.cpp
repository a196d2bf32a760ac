#include "thread/busy_poll.h"

#include <poll.h>
#include <sched.h>

#include "thread/clock.h"
#include "thread/thread.h"

namespace gilt {

namespace {

constexpr uint64_t kLookingTime = 50'000;  // nanoseconds

bool is_ready(int fd) {
    pollfd entry{fd, POLLIN, 0};
    return ::poll(&entry, 1, 0) > 0;
}

}  // namespace

int look_for_input(Thread& thread, int fd) {
    if (!is_only_thread() || !thread.polling.is_due()) return 0;
    bool found = is_ready(fd);
    if (!found) {
        uint64_t end = now_ns() + kLookingTime;
        do {
            sched_yield();
            found = is_ready(fd);
        } while (!found && thread.interrupts.load(std::memory_order_relaxed) == 0 && now_ns() < end);
    }
    thread.polling.note(found);
    // A signal that came meanwhile must not wait for the input, too.
    if (!thread.safepoint()) return -1;
    return found;
}

}  // namespace gilt
