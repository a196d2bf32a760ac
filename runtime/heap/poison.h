// What AddressSanitizer is told about the heap: a cell that holds no object is poisoned, and so is
// the rest of a cell behind its object, so that touching a dead object or running past the end of a
// living one is reported where it happens. Without the sanitizer all of this is nothing.
#pragma once

#include <cstddef>

#if defined(__has_feature)  // clang's way to say it
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__
#endif
#if __has_feature(thread_sanitizer)
#define __SANITIZE_THREAD__
#endif
#endif

#if defined(__SANITIZE_ADDRESS__)
#define GILT_ASAN 1
#include <sanitizer/asan_interface.h>
#else
#define GILT_ASAN 0
#endif

#if defined(__SANITIZE_THREAD__)
#define GILT_TSAN 1
#else
#define GILT_TSAN 0
#endif

// For code that reads memory the sanitizers would rather not see read: other threads' stacks, dead
// cells.
#define GILT_NO_SANITIZE __attribute__((no_sanitize("address", "thread"), noinline))

namespace gilt::heap {

inline void poison([[maybe_unused]] const void* from, [[maybe_unused]] size_t bytes) {
#if GILT_ASAN
    __asan_poison_memory_region(from, bytes);
#endif
}
inline void unpoison([[maybe_unused]] const void* from, [[maybe_unused]] size_t bytes) {
#if GILT_ASAN
    __asan_unpoison_memory_region(from, bytes);
#endif
}

}  // namespace gilt::heap
