// What the parts of `_multiprocessing` share: messages between processes (multiprocessing_links.cpp), memory and locks
// between processes (multiprocessing_memory.cpp), and the module itself (multiprocessing_module.cpp).
#pragma once

#include <cstddef>

namespace gilt {

class Thread;
struct Module;

void add_links(Thread& thread, Module* module);
void add_shared_memory(Thread& thread, Module* module);

}  // namespace gilt
