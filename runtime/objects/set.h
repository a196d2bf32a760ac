// set and frozenset: an open-addressed hash table published whole, under the same rules as dict
// (objects/dict.h).
//
// A slot of the table goes from free to a key and from a key to "removed", never back: what was
// removed is left out when the table is made anew. Slots are probed and tables grow exactly as in
// CPython, so that a set of small ints is printed and iterated in the same order.
#pragma once

#include <atomic>
#include <cstdint>

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct Class;

struct SetEntry {
    Slot key;  // empty: free; kRemovedKey: was removed
    std::atomic<int64_t> hash;
};

struct SetTable : Object {
    // aux32 of the header: where pop() goes on looking.
    uint64_t mask;                 // slots - 1
    std::atomic<uint64_t> filled;  // slots that are not free
    std::atomic<uint64_t> used;    // keys
    std::atomic<uint64_t> added;   // how often a key was entered; written under the set's lock
    // followed by SetEntry[mask + 1]
    SetEntry* entries() { return reinterpret_cast<SetEntry*>(this + 1); }
};
static_assert(sizeof(SetTable) == 48);

struct Set : Object {
    std::atomic<SetTable*> table_word;  // never null
    std::atomic<int64_t> hash_word;     // frozenset only; 0: not computed
    Slot overflow;                      // attributes of subclass instances
    SetTable* table() const { return table_word.load(std::memory_order_acquire); }
    size_t count() const { return table()->used.load(std::memory_order_acquire); }
};
bool is_set(Value value);  // set or a subclass
bool is_frozenset(Value value);
inline bool is_any_set(Value value) { return is_set(value) || is_frozenset(value); }
inline Set* as_set(Value value) { return reinterpret_cast<Set*>(value.as_object()); }

Set* new_set(Thread& thread);
// An empty instance of set, frozenset or a class derived from one of them.
Set* allocate_set(Thread& thread, Class* cls);
[[nodiscard]] int set_contains(Thread& thread, Set* set, Value key);  // 1, 0, -1
[[nodiscard]] int set_add(Thread& thread, Set* set, Value key);       // 1 added, 0 was there, -1
[[nodiscard]] int set_discard(Thread& thread, Set* set, Value key);
[[nodiscard]] bool set_update(Thread& thread, Set* set, Value iterable);
// The same for a key whose hash is known.
[[nodiscard]] int set_contains_hashed(Thread& thread, Set* set, Value key, int64_t hash);
[[nodiscard]] int set_add_hashed(Thread& thread, Set* set, Value key, int64_t hash);
[[nodiscard]] int set_discard_hashed(Thread& thread, Set* set, Value key, int64_t hash);
// Any key taken out; empty if the set is.
Value set_pop(Set* set);
void set_clear(Set* set);
// Makes the table anew if removing has left it mostly holes.
[[nodiscard]] bool set_compact(Thread& thread, Set* set);

// Iteration: *position starts at 0. False at the end. Stays on the table it is given.
bool set_next(SetTable* table, uint64_t* position, Value* key, int64_t* hash);
bool set_next(SetTable* table, uint32_t* position, Value* key);

void trace_set(Object* object, Marker& marker);
void trace_set_table(Object* object, Marker& marker);
void init_set_type(Thread& thread);
void init_frozenset_type(Thread& thread);

}  // namespace gilt
