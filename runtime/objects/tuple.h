// tuple: a fixed sequence of Values, inline.
#pragma once

#include <initializer_list>
#include <span>

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;

struct Tuple : Object {
    uint64_t length;
    // Written while the tuple is being made, constant once another thread can see it.
    Value items[];
    std::span<const Value> span() const { return {items, length}; }
};
bool is_tuple(Value value);    // tuple or a subclass
Tuple* as_tuple(Value value);  // precondition: is_tuple
bool is_exact_tuple(Value value);

Tuple* new_tuple(Thread& thread, std::span<const Value> items);
Tuple* new_tuple(Thread& thread, std::initializer_list<Value> items);
Tuple* new_tuple_uninitialized(Thread& thread, size_t length);  // items are empty; fill at once
Tuple* empty_tuple();
// tuple(iterable); null with an exception pending.
Tuple* tuple_from_iterable(Thread& thread, Value iterable);

Tuple* tuple_slice(Thread& thread, Tuple* tuple, int64_t start, int64_t step, int64_t count);
bool hash_items(Thread& thread, Tuple* tuple, int64_t* out);  // hash(tuple); false with an exception pending
Value tuple_subscript(Thread& thread, Tuple* tuple, Value key);  // tuple[key]
// What hash(tuple) makes of the hashes of the items (CPython's xxHash variant).
class TupleHash {
 public:
    void add(int64_t hash);
    int64_t finish(uint64_t length) const;

 private:
    uint64_t accumulator_ = 2870177450012600261u;
};

void trace_tuple(Object* object, Marker& marker);
void init_tuple_type(Thread& thread);

}  // namespace gilt
