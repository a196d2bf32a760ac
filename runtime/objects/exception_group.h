// Exception groups: several exceptions raised as one, and taken apart by `except*`.
#pragma once

#include "value/object.h"

namespace gilt {

class Thread;
struct List;

void init_exception_group_types(Thread& thread);  // after init_exception_types

bool is_exception_group(Value value);

// One `except* cls` clause: the part of `exception` that matches and the rest, each None if there is none. An
// exception that is no group comes out wrapped in one when it matches. `cls` has been checked by the callee.
[[nodiscard]] bool group_match(Thread& thread, Value exception, Value cls, Value* match, Value* rest);

// What a try statement raises after its except* clauses: `raised` holds what the clauses raised and what no clause
// took (parts of `original` among them); None if nothing is left.
Value group_raise(Thread& thread, Value original, List* raised);

}  // namespace gilt
