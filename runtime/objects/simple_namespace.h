// types.SimpleNamespace: an object that is nothing but its attributes (sys.implementation is one).
#pragma once

#include "value/value.h"

namespace gilt {

class Thread;
struct Class;
struct Dict;

Class* simple_namespace_class(Thread& thread);  // made when first asked for
Value new_simple_namespace(Thread& thread, Dict* attributes);

}  // namespace gilt
