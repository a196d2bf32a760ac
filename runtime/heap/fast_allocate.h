// heap::allocate with its fast path inlined, for the interpreter loop and the few types it makes
// all the time.
#pragma once

#include "heap/heap.h"
#include "thread/thread.h"

namespace gilt::heap {

template <class T>
inline T* fast_allocate(Thread& thread, Shape* shape, size_t extra_bytes = 0) {
    size_t bytes = sizeof(T) + extra_bytes;
    if (bytes <= kLargestCell) [[likely]] {
        if (void* cell = thread.allocator.take(bytes)) [[likely]] {
            auto* object = static_cast<T*>(cell);
            object->set_shape(shape);
            return object;
        }
    }
    return static_cast<T*>(allocate(thread, bytes, shape));
}

}  // namespace gilt::heap
