// array.array: numbers of one machine type, one behind the other.
//
// An array is a bytearray whose bytes are read in items: storage, growth, and what a reader without a lock may rely on
// are those of objects/bytearray.h. With the GIL off every access to an item takes the object's lock for its moment,
// because an item is wider than what the machine moves at once.
//
// The type itself is made by the module `array` (modules/array_module.cpp); what stands here is what the rest of the
// runtime knows of it: an array has a buffer (bytes.h), and a memoryview shows its items.
#pragma once

#include "objects/bytearray.h"

namespace gilt {

struct Array : ByteArray {
    char type_code;  // as in the module struct, and 'u': a character of four bytes
    uint8_t item_size;

    size_t item_count() const { return count() / item_size; }
};

inline bool is_array(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Array; }
inline Array* as_array(Value value) { return static_cast<Array*>(as_bytearray(value)); }

}  // namespace gilt
