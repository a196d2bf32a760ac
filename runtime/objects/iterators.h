// The built-in iterators: over sequences, and the functions that are iterators (enumerate, zip,
// map, filter, reversed). Those of dict, set and range are with their types.
//
// Each is a small object with its source and a position; `next` is a C++ function found through its
// class (Class::native_next), so C++ and the interpreter loop pull items without a method call. An
// iterator that came to its end drops its source and stays at the end.
//
// Without a GIL two threads may share an iterator: the position is taken by fetch_add, so each item
// is handed out once.
#pragma once

#include <atomic>
#include <cstdint>

#include "objects/class.h"
#include "thread/gil.h"
#include "value/object.h"
#include "vm/operations.h"

namespace gilt {

class Marker;
class Thread;
struct Dict;
struct List;
struct Str;
struct Tuple;

struct IteratorTypes {
    Class *list_iterator, *list_reverseiterator, *tuple_iterator, *str_iterator, *str_ascii_iterator,
        *bytes_iterator, *bytearray_iterator, *memory_iterator, *iterator, *callable_iterator, *range_iterator,
        *longrange_iterator;
    Class *dict_keyiterator, *dict_valueiterator, *dict_itemiterator, *dict_reversekeyiterator,
        *dict_reversevalueiterator, *dict_reverseitemiterator, *set_iterator;
    Class *enumerate, *zip, *map, *filter, *reversed;
};
extern IteratorTypes iterator_types;

// list_iterator, tuple_iterator, str_iterator ...: a source and where it stands.
struct SequenceIterator : Object {
    Slot source;  // empty: at the end
    std::atomic<int64_t> position;
};

// Takes the current number and moves on to the next (or the one before).
inline int64_t take_position(std::atomic<int64_t>& position, int64_t step = 1) {
    if (!gil::alone()) return position.fetch_add(step, std::memory_order_relaxed);
    int64_t now = position.load(std::memory_order_relaxed);
    position.store(now + step, std::memory_order_relaxed);
    return now;
}

// iter_next, with the built-in iterators called at once.
inline Value next_of(Thread& thread, Value iterator) {
    if (iterator.is_object()) {
        Class* cls = iterator.as_object()->cls();
        if (cls->native_next && !cls->has(kHeapType)) return cls->native_next(thread, iterator.as_object());
    }
    return iter_next(thread, iterator);
}

Value new_list_iterator(Thread& thread, List* list);
Value new_list_reverse_iterator(Thread& thread, List* list);
Value new_tuple_iterator(Thread& thread, Tuple* tuple);
Value new_str_iterator(Thread& thread, Str* text);
Value new_bytes_iterator(Thread& thread, Value bytes);          // bytes
Value new_bytearray_iterator(Thread& thread, Value bytearray);  // bytearray
// Iterators that are a source and a position, of one of the classes new_sequence_iterator_class makes.
Value new_iterator_over(Thread& thread, Class* cls, Value source, int64_t position = 0);
Value new_sequence_iterator(Thread& thread, Value object);      // anything with __getitem__
Value new_callable_iterator(Thread& thread, Value callable,
                            Value sentinel);  // iter(callable, sentinel)

// builtins.<name>, for __reduce__ of iterators.
Value builtin_function(Thread& thread, const char* name);

// A new class of iterators. The caller keeps it alive.
Class* new_iterator_class(Thread& thread, const char* name, size_t size, TraceFn trace, NextFn next,
                          uint32_t flags = kDisallowNew);

// The same for a class whose iterators are SequenceIterators.
Class* new_sequence_iterator_class(Thread& thread, const char* name, NextFn next, bool forward = true,
                                   uint32_t flags = kDisallowNew);

void init_iterator_types(Thread& thread);
void init_builtin_iterators(Thread& thread);  // enumerate, zip, map, filter

}  // namespace gilt
