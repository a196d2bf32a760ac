// list[int] and int | str: types with parameters, and unions of types, as annotations write them.
//
// Both are plain objects that remember what they were made of. Programs that use neither do not pay for them: the two
// classes are made when the first of them is asked for.
#pragma once

#include "value/object.h"

namespace gilt {

class Thread;

// origin[arguments]; a tuple is several arguments.
Value new_generic_alias(Thread& thread, Value origin, Value arguments);
// left | right. NotImplemented if one of them is no type; a union of one type is that type.
Value union_of(Thread& thread, Value left, Value right);
bool is_union(Value value);
// The types of a union.
struct Tuple* union_members(Value union_type);

}  // namespace gilt
