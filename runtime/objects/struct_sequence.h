// Tuples whose items also have names: what the C library calls a struct (time.struct_time, os.stat_result,
// sys.version_info).
//
// A class made here derives from tuple. Its first `visible` fields are the items of the tuple; fields after those
// exist as attributes only (tm_zone, st_mtime_ns). An instance can be made from any sequence with at least the visible
// items.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "value/value.h"

namespace gilt {

class Thread;
struct Class;

// `name` with its module: "time.struct_time". `visible` 0: all fields. `constructible`: scripts may call it.
Class* new_struct_sequence(Thread& thread, std::string_view name,
                           std::initializer_list<std::string_view> fields, size_t visible = 0,
                           bool constructible = true);

// An instance; `values` has one per field (hidden ones included, or left out).
Value make_struct(Thread& thread, Class* cls, std::span<const Value> values);
inline Value make_struct(Thread& thread, Class* cls, std::initializer_list<Value> values) {
    return make_struct(thread, cls, std::span<const Value>(values.begin(), values.size()));
}

}  // namespace gilt
