// The two halves of itertools: what works on a stream (itertools_module.cpp) and what selects from
// a pool (itertools_selections.cpp).
#pragma once

#include "objects/class.h"
#include "vm/native.h"

namespace gilt {

struct Module;

// Makes an iterator class, keeps it for good and puts it into the module.
Class* add_iterator_class(Thread& thread, Module* module, const char* name, size_t size, TraceFn trace,
                          NextFn next, const char* doc);

// product, permutations, combinations, combinations_with_replacement
void add_selections(Thread& thread, Module* module);

}  // namespace gilt
