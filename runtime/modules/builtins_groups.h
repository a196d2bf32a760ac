// The groups of functions that modules/builtins_module.cpp puts into `builtins`.
#pragma once

#include "value/value.h"

namespace gilt {

class Thread;
struct Module;

void add_consumers(Thread& thread, Module* module);       // sum, any, min, sorted, next ...
void add_code_functions(Thread& thread, Module* module);  // compile, eval, exec, __build_class__, globals ...
void add_print_functions(Thread& thread, Module* module);  // print, input
void add_site_objects(Thread& thread, Module* module);     // exit, help, license ...

// anext(iterator, default): an awaitable that gives the default when the iterator is at its end.
Value anext_with_default(Thread& thread, Value awaitable, Value fallback);

}  // namespace gilt
