// The parts of _collections.
#pragma once

#include "objects/class.h"
#include "vm/native.h"

namespace gilt {

// Makes a class, keeps it for good and puts it into the module.
Class* add_collection_class(Thread& thread, Module* module, const char* name, const NativeClass& definition);

void add_deque(Thread& thread, Module* module);

}  // namespace gilt
