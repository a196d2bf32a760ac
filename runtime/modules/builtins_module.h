// What other parts of the runtime want of the built-in functions.
#pragma once

#include "value/value.h"

namespace gilt {

class Thread;
struct Class;
struct List;

// dir(object): sorted names. Null with an exception pending.
List* dir_of(Thread& thread, Value object);

}  // namespace gilt
