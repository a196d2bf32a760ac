// Arguments that the methods of str and those of bytes and bytearray read alike.
#pragma once

#include <algorithm>
#include <cstdint>
#include <new>
#include <string_view>

#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

// Whether the one argument find, count, startswith ... cannot do without is there.
[[nodiscard]] inline bool first_given(Thread& thread, Args& args, std::string_view method) {
    return args.has(1) || bool(raise_type_error(thread, "{}() takes at least 1 argument (0 given)", method));
}

// The optional start and end of find, count, startswith ...: as slices take them. *start may lie behind
// the end of the text, where nothing is found, not even nothing.
[[nodiscard]] inline bool text_bounds(Thread& thread, Args& args, size_t first, size_t length, size_t* start,
                                      size_t* end) {
    int64_t bounds[2] = {0, INT64_MAX};
    auto size = static_cast<int64_t>(length);
    for (size_t i = 0; i < 2; i++) {
        if (first + i >= args.count) continue;  // a method that takes no range
        Value value = args[first + i];
        if (value && !value.is_none()) {
            if (!is_int(value) && !class_of(value)->special(Special::k_index))
                return bool(raise_type_error(
                    thread, "slice indices must be integers or None or have an __index__ method"));
            if (!to_index_clamped(thread, value, &bounds[i])) return false;
        }
        if (bounds[i] < 0) bounds[i] = std::max<int64_t>(bounds[i] + size, 0);
    }
    *start = static_cast<size_t>(bounds[0]);
    *end = static_cast<size_t>(std::min(bounds[1], size));
    return true;
}

// Runs `work` and turns running out of memory outside the heap (std::string, StrBuilder) into
// MemoryError: for what a script can make as large as it likes.
template <class Work>
Value with_memory_error(Thread& thread, Work work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return raise_memory_error(thread);
    }
}

// An optional count that means "all" when negative or left out.
[[nodiscard]] inline bool optional_count(Thread& thread, Value value, int64_t* out) {
    *out = -1;
    return value.is_empty() || to_int64(thread, value, out);
}

}  // namespace gilt
