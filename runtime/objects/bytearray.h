// bytearray: bytes that change.
//
// Like a list, the object is one pointer to storage that knows its own capacity and count (a StrBuffer:
// `used` is the count). A reader without a lock loads the storage once. What makes the array longer
// writes behind the count first, or into new storage that is published whole; what moves bytes about
// makes new storage when there is no GIL.
#pragma once

#include <atomic>
#include <string_view>

#include "objects/str.h"
#include "value/object.h"

namespace gilt {

class Marker;
class Thread;

struct ByteArray : Object {
    std::atomic<StrBuffer*> storage_word;  // null: empty
    StrBuffer* storage() const { return storage_word.load(std::memory_order_acquire); }
    size_t count() const {
        StrBuffer* bytes = storage();
        return bytes ? bytes->used.load(std::memory_order_acquire) : 0;
    }
    // Valid until the next change.
    std::string_view view() const {
        StrBuffer* bytes = storage();
        if (!bytes) return {};
        return {bytes->bytes, bytes->used.load(std::memory_order_acquire)};
    }
};
bool is_bytearray(Value value);  // bytearray or a subclass
inline ByteArray* as_bytearray(Value value) { return reinterpret_cast<ByteArray*>(value.as_object()); }
// Replaces the bytes [start, end), both moved into the array's bounds, by `with`; atomic. False with MemoryError pending.
[[nodiscard]] bool bytearray_splice(Thread& thread, ByteArray* array, size_t start, size_t end, std::string_view with);
ByteArray* new_bytearray(Thread& thread, std::string_view bytes);

void trace_bytearray(Object* object, Marker& marker);
void init_bytearray_type(Thread& thread);

}  // namespace gilt
