// Descriptors made by the runtime: attributes that live at a fixed place in an object (__slots__), or that C++ computes.
#pragma once
#include "value/object.h"
#include "vm/native.h"

namespace gilt {
struct Str;

struct Descriptor : Object {
    Str* name;
    Class* owner;
    uint16_t word;     // member: index of the Slot, in words from the start of the object; 0 for a computed one
    Value (*getter)(Thread& thread, Value self);
    bool (*setter)(Thread& thread, Value self, Value value);  // empty value: delete; null: read-only
    const char* doc;
    bool is_field;     // of the C++ struct, only shown
};
Descriptor* new_member_descriptor(Thread& thread, Class* owner, Str* name, uint16_t word);
Value descriptor_get(Thread& thread, Descriptor* descriptor, Value self);
[[nodiscard]] bool descriptor_set(Thread& thread, Descriptor* descriptor, Value self, Value value);
}  // namespace gilt
