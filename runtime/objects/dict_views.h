// What keys(), values() and items() of a dict give: views that show the dict as it is now, and
// their iterators.
#pragma once

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct Class;
struct Dict;

struct DictView : Object {
    Value dict;
};

enum class DictPart { Keys, Values, Items };

struct DictViewTypes {
    Class *keys, *values, *items;
};
extern DictViewTypes dict_view_types;

Value new_dict_view(Thread& thread, Dict* dict, DictPart part);
Value new_dict_iterator(Thread& thread, Dict* dict, DictPart part, bool reversed = false);

void init_dict_view_types(Thread& thread);

}  // namespace gilt
