// Which temporaries of the running frames will be read again.
//
// The collector takes every register of a frame for a root, and a temporary keeps its last value until something else is
// put there: an object that a finished expression left behind seems alive. That is no matter for a collection that
// happens by itself, but who asks for one wants to see it gone. So gc.collect() empties the dead temporaries first.
#pragma once

#include "vm/native.h"

namespace gilt {

class Thread;

// Of the calling thread's frames. Locals stay: locals() and debuggers may ask for them. `between_instructions`: the top
// frame has finished the instruction before its pc, and is not in the middle of it.
void empty_dead_temporaries(Thread& thread, bool between_instructions = false);

// Whether the interpreter loop itself is calling `function` right now, and no C++ function stands between.
bool is_called_by_loop(Thread& thread, NativeFn function);

}  // namespace gilt
