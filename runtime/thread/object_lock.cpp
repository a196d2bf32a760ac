// Waiting for an object's lock byte.
#include "thread/object_lock.h"

#include <sched.h>

namespace gilt {

// The holder is a few instructions from its end, unless the system has taken its CPU away: then
// spinning would only keep the CPU from it. Looks before it tries to take, so that waiting threads
// share the cache line.
void lock_contended(Object* object) {
    for (unsigned turn = 1;; turn++) {
        if (object->lock_byte.load(std::memory_order_relaxed) == 0 &&
            object->lock_byte.exchange(1, std::memory_order_acquire) == 0)
            return;
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
        if (turn % 64 == 0) sched_yield();
    }
}

}  // namespace gilt
