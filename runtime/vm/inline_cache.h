// Inline caches: what an attribute or global access learnt the last time, in the word after the instruction.
//
// One word, because two threads without a GIL may fill and use it at the same time: whatever a reader finds is one
// complete entry, and every entry carries its own guard.
//
//     slot entry       shape in the low 48 bits, slot number above (never 0): the attribute is in that slot of any
//                      object with that shape. GETATTR_SLOT, SETATTR_SLOT.
//     record           the address of an AttributeCache, immutable as long as another thread may be reading it.
//                      GETATTR_METHOD, LOAD_METHOD_CACHED, SETATTR_RECORD.
//     global entry     keys version of the namespace's table above, entry index below. LOAD_GLOBAL_MODULE: in the
//                      globals; LOAD_GLOBAL_BUILTIN: not in the globals of that version, but in the builtins,
//                      at that index (whose key is compared). For builtins all bits of the version are inverted, so
//                      that a thread still running one form of the instruction does not take the other's entry.
//
// A slot entry needs no class version: instance attributes win over everything on the class but data descriptors,
// and the rare change that puts a data descriptor where instances had an attribute clears all caches
// with the world stopped (flush_inline_caches). So do other rare changes that no version in the record tells of: a class whose
// instances may be attributes of others becomes a descriptor, or a metaclass comes between a class and its attributes.
//
// Plain data of a class changes without a new version (objects/class.h): a record says where it is, in the way a module's does.
#pragma once

#include "objects/dict.h"
#include "value/object.h"
#include "value/shape.h"
#include "vm/instructions.h"

namespace gilt {

struct Code;

enum class CacheKind : uint8_t {
    Method,        // `value` is a function found on the class: call it with the object, or bind it
    ClassValue,    // `value` is a class attribute that is given as it is, but no plain data
    InstanceItem,  // plain data of the class: entry `index` of the namespace `value`, as long as that has `keys_version`
    Property,      // `value` is the getter, a script function
    OnClass,       // the object is the class `owner` itself; `value` is the attribute, bound already
    ClassItem,     // the object is the class `owner` itself; its plain data, found as for InstanceItem. SETATTR: the class's own
    ModuleItem,    // the object is a module whose namespace has `keys_version`; entry `index`
    AddSlot,       // SETATTR: the object gets the attribute: shape -> next_shape, at `index`
};

struct AttributeCache : Object {
    CacheKind cache_kind;
    uint32_t version;      // of the class
    uint32_t index;
    uint32_t keys_version;
    Shape* object_shape;
    Shape* next_shape;
    Object* owner;
    Value value;
};

inline constexpr Word kCachePointerMask = (Word{1} << 48) - 1;
inline Word slot_entry(Shape* shape, uint16_t slot) {
    return reinterpret_cast<Word>(shape) | Word{slot} << 48;
}

// What is there now where an InstanceItem or a ClassItem was found; empty if the namespace's items have moved.
inline Value cached_item(AttributeCache* cache) {
    DictTable* table = as_dict(cache->value)->table();
    if (table->keys_version.load(std::memory_order_relaxed) != cache->keys_version) return {};
    return table->entries()[cache->index].value.load();
}

// SETATTR: stores there, if that is data for data in the class's own namespace. Its version stays then, and need not be looked at.
bool store_cached_item(AttributeCache* cache, Value value);

// Marks what the caches of one Code remember.
void trace_inline_caches(Code* code, Marker& marker);
// For boot: the same for all permanent Codes, which no collection goes through.
void trace_permanent_caches(Marker& marker);
// Forgets what all caches of attributes know. Stops the world.
void flush_inline_caches(Thread& thread);

// GETATTR and LOAD_METHOD the long way, leaving what was learnt in *cache and the specialised form in *instruction.
// LOAD_METHOD: *self receives the object if the result is to be called with it as first argument, else empty.
Value get_attr_caching(Thread& thread, Value object, Str* name, CodeWord* instruction, CodeWord* cache);
Value load_method_caching(Thread& thread, Value object, Str* name, CodeWord* instruction, CodeWord* cache, Value* self);
[[nodiscard]] bool set_attr_caching(Thread& thread, Value object, Str* name, Value value, CodeWord* instruction, CodeWord* cache);

}  // namespace gilt
