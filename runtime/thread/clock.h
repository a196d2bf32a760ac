// Times in nanoseconds: monotonic, as timeouts and the GIL count it, and of the processor.
#pragma once

#include <time.h>

#include <cstdint>

namespace gilt {

inline uint64_t now_ns() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

// The processor time of the calling thread: what its work costs, whatever else the machine does meanwhile.
inline uint64_t thread_cpu_ns() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

}  // namespace gilt
