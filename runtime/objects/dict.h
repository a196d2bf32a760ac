// dict: a hash table that remembers insertion order.
//
// As in CPython, a small index array (1, 2 or 4 bytes an entry) points into a dense array of
// entries in insertion order. Both are in one heap object, the DictTable; a dict is a pointer to
// its table, and an empty dict points to one table that all share, so making a dict is one small
// allocation. Module namespaces and class attributes are dicts, so the inline caches know this
// layout too: a global's cache remembers the table's `keys_version` and the entry's index.
//
// A table only ever fills up. An entry's key never changes; a removed entry keeps its place with an
// empty value; an index slot, once set, stays. When the entries are used up, the live ones are
// copied into a new table, which is published whole. The old one stays as it was for whoever still
// reads it.
//
// Without a GIL. Readers take no lock: they load the table once and probe it; an entry is published
// by the release store of its index slot. Writers hold the dict's lock byte. A lookup whose keys
// need script code to compare runs without the lock and is checked again under it before a write
// (dict.cpp).
#pragma once

#include <atomic>
#include <cstdint>

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct Class;
struct Str;

struct DictEntry {
    std::atomic<int64_t> hash;
    Slot key;    // empty: removed, and the collector has been here
    Slot value;  // empty: removed
};

struct DictTable : Object {
    // Unique among all tables of the process; renewed whenever a key is added or removed in place,
    // so that "version unchanged" means "this key is still at this entry, and absent keys are still
    // absent". With the GIL on, that is only done if dict_find_entry has been here since the last
    // time: nobody else remembers versions. An inline cache reads the version *before* it calls
    // dict_find_entry, so that a key added in between does not go unnoticed. (After 2**32 renewals
    // numbers come again; a cache would have to be that old, and its table hit the same one, to be
    // wrong.)
    std::atomic<uint32_t> keys_version;
    uint8_t log2_size;           // of the index
    uint8_t index_width;         // 1, 2, 4
    std::atomic<uint32_t> used;  // entries taken, removed ones included
    std::atomic<uint32_t> live;  // entries with a value
    uint32_t capacity;           // entries there is room for
    std::atomic<uint32_t> last;  // entries from here on are removed ones: where popitem looks
    // flags of the header: 1 if an inline cache may know the version. aux32: entries before this
    // one are removed ones, so a queue's front is found at once. Followed by DictEntry[capacity],
    // then the index: entry number + 1, 0 for a free slot.
    DictEntry* entries() { return reinterpret_cast<DictEntry*>(this + 1); }
    std::atomic<uint32_t>& first() { return aux32; }
    void* index() { return entries() + capacity; }
};
static_assert(sizeof(DictTable) == 40);

struct Dict : Object {
    std::atomic<DictTable*> table_word;  // never null
    Slot overflow;                       // attributes of subclass instances
    DictTable* table() const { return table_word.load(std::memory_order_acquire); }
    size_t count() const { return table()->live.load(std::memory_order_acquire); }
};
bool is_dict(Value value);  // dict or a subclass
inline Dict* as_dict(Value value) { return reinterpret_cast<Dict*>(value.as_object()); }

Dict* new_dict(Thread& thread, size_t expected = 0);
// A plain dict with the same items, taken at one moment.
Dict* dict_copy(Thread& thread, Dict* dict);
// What dict.__new__ does: an empty instance of `cls`, which is dict or derives from it.
Dict* allocate_dict(Thread& thread, Class* cls);

// For keys that are interned names: no script code can run, no error can happen.
Value dict_get(Dict* dict, Str* name);  // empty: absent
void dict_set(Thread& thread, Dict* dict, Str* name, Value value);
bool dict_remove(Thread& thread, Dict* dict, Str* name);  // whether it was there
// Replaces the value of a name that is there, if `may_replace` says yes to the one it has; whether it was replaced.
bool dict_replace(Dict* dict, Str* name, Value value, bool (*may_replace)(Value before));
// Entry index of an interned name in this table, or -1: for inline caches.
int64_t dict_find_entry(DictTable* table, Str* name);

// For any key. Lookup: 1 found (value in *out), 0 absent, -1 exception pending.
[[nodiscard]] int dict_lookup(Thread& thread, Dict* dict, Value key, Value* out);
[[nodiscard]] bool dict_store(Thread& thread, Dict* dict, Value key, Value value);
[[nodiscard]] int dict_delete(Thread& thread, Dict* dict, Value key,
                              Value* removed = nullptr);  // 1, 0, -1
Value dict_set_default(Thread& thread, Dict* dict, Value key, Value value);
void dict_clear(Thread& thread, Dict* dict);
// The same for a key whose hash is known.
[[nodiscard]] int dict_lookup_hashed(Thread& thread, Dict* dict, Value key, int64_t hash, Value* out);
[[nodiscard]] bool dict_store_hashed(Thread& thread, Dict* dict, Value key, int64_t hash, Value value);
// Takes the last item (or the first) away: false if the dict is empty.
bool dict_pop_item(Dict* dict, bool last, Value* key, Value* value);
// dict.update(mapping or pairs), and {**x}.
[[nodiscard]] bool dict_update(Thread& thread, Dict* dict, Value other);
// The items of `other` that `dict` does not hold already are added; others replace if `replace` is
// set.
[[nodiscard]] bool dict_merge(Thread& thread, Dict* dict, Dict* other, bool replace);
// dict == dict: 1, 0, -1.
[[nodiscard]] int dict_equal(Thread& thread, Dict* a, Dict* b);
// dict[key], with __missing__ for subclasses and KeyError.
Value dict_subscript(Thread& thread, Dict* dict, Value key);

// Iteration: *position starts at 0. False at the end. Skips removed entries; safe against changes
// (it stays on the table it is given).
bool dict_next(DictTable* table, uint32_t* position, Value* key, Value* value);

void trace_dict(Object* object, Marker& marker);
void trace_dict_table(Object* object, Marker& marker);
void init_dict_type(Thread& thread);

}  // namespace gilt
