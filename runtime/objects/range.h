// range and slice.
#pragma once

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;

struct Range : Object {
    Value start, stop, step;  // plain ints of any size
    Value length;
};
struct Slice : Object {
    Value start, stop, step;
};
Value new_range(Thread& thread, Value start, Value stop, Value step);
Value new_slice(Thread& thread, Value start, Value stop, Value step);

// slice.indices for a sequence of this length: False with an exception pending (step 0, bad types).
[[nodiscard]] bool slice_indices(Thread& thread, Slice* slice, int64_t length, int64_t* start, int64_t* stop,
                                 int64_t* step, int64_t* count);
// The same in two halves, for sequences whose length is only certain under their lock: the first
// may run script code
// (__index__) and fails as above; the second fits the numbers to a length and returns the count of
// items.
[[nodiscard]] bool slice_unpack(Thread& thread, Slice* slice, int64_t* start, int64_t* stop, int64_t* step);
int64_t slice_adjust(int64_t length, int64_t* start, int64_t* stop, int64_t step);

// Item `index` (counted from the front, within the range) of a range.
Value range_item(Thread& thread, Range* range, Value index);
// range[key]: an item or another range.
Value range_subscript(Thread& thread, Range* range, Value key);
// item in range, for plain ints: no script code.
bool range_contains_int(Thread& thread, Range* range, Value plain_int);

void trace_range(Object* object, Marker& marker);
void trace_slice(Object* object, Marker& marker);
void init_range_type(Thread& thread);
void init_slice_type(Thread& thread);

}  // namespace gilt
