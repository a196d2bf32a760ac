// memoryview: a window on the bytes of another object, read as numbers.
//
// The view remembers the storage it was made on, which therefore stays alive; a bytearray that has grown
// into new storage since is no longer seen through it. CPython forbids the growing instead, by counting
// views. Without reference counts nobody tells when the last view is gone, so the methods of bytearray that resize it
// do the same only where a collection can find that out at a small price (is_exported).
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "value/object.h"
#include "vm/native.h"

namespace gilt {

class Marker;
class Thread;

struct MemoryView : Object {
    static constexpr int kMaxDimensions = 8;

    Slot exporter;  // the object asked for its bytes; empty once released
    Object* owner;  // what `start` points into
    char* start;
    int64_t item_size;
    int dimensions;
    bool readonly;
    char format[4];  // one character of the struct module, maybe after '@'
    int64_t shape[kMaxDimensions];
    int64_t strides[kMaxDimensions];

    int64_t byte_count() const {
        int64_t count = item_size;
        for (int i = 0; i < dimensions; i++) count *= shape[i];
        return count;
    }
    bool is_contiguous() const;         // the last index runs fastest
    bool is_column_contiguous() const;  // the first one does
};
bool is_memoryview(Value value);
Value new_memoryview(Thread& thread, Value exporter);
// Whether a view of the array is in use, as far as that is known: `method`, which is about to resize it, must be what the
// program's own code calls. True: BufferError is pending.
bool is_exported(Thread& thread, Object* array, NativeFn method);
// The number at `at`, read by a one-letter format of the struct module.
Value unpack_item(Thread& thread, char letter, const char* at);
// A view on bytes that `owner` keeps where they are, writable.
MemoryView* new_memoryview_on(Thread& thread, Object* owner, char* start, size_t size);
// The bytes if they lie in one piece; else false.
bool memoryview_bytes(MemoryView* view, std::string_view* out);

void trace_memoryview(Object* object, Marker& marker);
void init_memoryview_type(Thread& thread);

}  // namespace gilt
