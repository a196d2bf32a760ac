// list: a growing array.
//
// The list object holds one pointer, to a ListStorage that knows its own capacity and count.
// Readers without a lock load the storage once and use only what that storage says. Growing makes a
// new storage and publishes it whole; the old one stays as it was for whoever still reads it. Items
// beyond the count, and items a concurrent pop has just taken, are empty, so a reader that meets an
// empty item treats the index as out of range.
//
// Inserting and deleting in the middle shift items in place: a reader sees each index either as it
// was or as it is now. What reads the whole list (a slice, ==, repr) starts from a copy made under
// the lock.
#pragma once

#include <atomic>
#include <initializer_list>
#include <span>

#include "thread/object_lock.h"
#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct Class;

struct ListStorage : Object {
    std::atomic<uint64_t> count;
    std::atomic<uint64_t> capacity;  // grows under the list's lock, where the heap has room behind the storage
    Slot items[];
};

struct List : Object {
    std::atomic<ListStorage*> storage_word;  // never null
    Slot overflow;                           // attributes of subclass instances
    ListStorage* storage() const { return storage_word.load(std::memory_order_acquire); }
    size_t count() const { return storage()->count.load(std::memory_order_acquire); }
};
bool is_list(Value value);  // list or a subclass
inline List* as_list(Value value) { return reinterpret_cast<List*>(value.as_object()); }

List* new_list(Thread& thread, size_t capacity = 0);
List* new_list(Thread& thread, std::span<const Value> items);
// An empty list that is about to get `expected` items, or so it seems: the room costs nothing until it is used.
List* new_list_for(Thread& thread, size_t expected);
// What list.__new__ does: an empty instance of `cls`, which is list or derives from it.
List* allocate_list(Thread& thread, Class* cls);

void list_append_slow(Thread& thread, List* list,
                      Value item);  // grows; MemoryError may be pending afterwards
// Atomic. Room for one more is the usual case.
inline void list_append(Thread& thread, List* list, Value item) {
    {
        ObjectLock lock(list);
        ListStorage* storage = list->storage_word.load(std::memory_order_relaxed);
        uint64_t count = storage->count.load(std::memory_order_relaxed);
        if (count < storage->capacity.load(std::memory_order_relaxed)) [[likely]] {
            storage->items[count].store(item);
            storage->count.store(count + 1, std::memory_order_release);
            return;
        }
    }
    list_append_slow(thread, list, item);
}

// Atomic. False with MemoryError pending.
[[nodiscard]] bool list_append_all(Thread& thread, List* list, std::span<const Value> items);

// The item, or empty (no exception) if the index is out of range. `index` counts from the front.
inline Value list_get(List* list, uint64_t index) {
    ListStorage* storage = list->storage();
    if (index >= storage->count.load(std::memory_order_acquire)) [[unlikely]]
        return {};
    return storage->items[index].load();
}

// False: out of range.
[[nodiscard]] inline bool list_set(List* list, uint64_t index, Value item) {
    ObjectLock lock(list);
    ListStorage* storage = list->storage_word.load(std::memory_order_relaxed);
    if (index >= storage->count.load(std::memory_order_relaxed)) [[unlikely]]
        return false;
    storage->items[index].store(item);
    return true;
}

[[nodiscard]] bool list_extend(Thread& thread, List* list, Value iterable);
Value list_slice(Thread& thread, List* list, int64_t start, int64_t stop, int64_t step);
// A copy of the items at one moment: what atomic whole-list operations start from.
List* list_copy(Thread& thread, List* list);
// Removes and returns the item; empty if the index is out of range.
Value list_take(Thread& thread, List* list, uint64_t index);
[[nodiscard]] bool list_insert(Thread& thread, List* list, int64_t index,
                               Value item);  // clamps the index
void list_clear(List* list);
// list[key], list[key] = value and del list[key] (empty value), slices included.
Value list_subscript(Thread& thread, List* list, Value key);
[[nodiscard]] bool list_assign_subscript(Thread& thread, List* list, Value key, Value value);
[[nodiscard]] bool list_sort(Thread& thread, List* list, Value key, bool reverse);
List* list_from_iterable(Thread& thread, Value iterable);

void trace_list(Object* object, Marker& marker);
void trace_list_storage(Object* object, Marker& marker);
void init_list_type(Thread& thread);

// For list.cpp and list_sort.cpp.
ListStorage* empty_list_storage();  // shared, never written
// Null with MemoryError pending.
ListStorage* new_list_storage(Thread& thread, size_t capacity);

}  // namespace gilt
