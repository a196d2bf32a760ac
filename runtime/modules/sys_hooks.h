// The hooks of `sys`, for sys_module.cpp. print_unraisable is declared in objects/exception.h.
#pragma once

namespace gilt {

class Thread;
struct Module;

void add_sys_hooks(Thread& thread, Module* module);

}  // namespace gilt
