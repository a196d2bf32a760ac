// The interpreter loop, seen from C++ (interpreter.cpp tells how it works).
#pragma once

#include <atomic>
#include <cstdint>

#include "objects/function.h"
#include "value/value.h"
#include "vm/frame.h"

namespace gilt {

class Thread;
struct Dict;
struct Generator;

// Runs the frame on top, which is_entry, until it returns or yields. Its value, or empty with an exception pending.
Value run(Thread& thread);

// The same, but starting by raising the pending exception in that frame.
Value run_raising(Thread& thread);

// Pushes a frame for `code` with registers on the VM stack, all empty but for what the caller stores in base. Null with
// RecursionError pending.
Frame* push_frame(Thread& thread, Function* function, Code* code, Value* base);
void pop_frame(Thread& thread);

// Runs a module's or exec's code: names it assigns go to `names` (empty: to globals).
Value run_code(Thread& thread, Code* code, Dict* globals, Value names);

// Runs the function of a class statement with `names` as its namespace; its value is the __class__ cell, or None.
Value run_class_body(Thread& thread, Function* function, Value names);

// Binds arguments to parameters as the language prescribes. `parameters` has room for code->parameter_slots() values.
// The last keyword_names->length of the `count` arguments are named. False with TypeError pending.
[[nodiscard]] bool bind_arguments(Thread& thread, Function* function, const Value* arguments, size_t count,
                                  Tuple* keyword_names, Value* parameters);

// sys.setrecursionlimit: how many frames a thread may have, the sentinel at the bottom left out. For all threads, also those
// to come.
int recursion_limit();
void set_recursion_limit(int limit);
void apply_recursion_limit(Thread& thread);  // to one thread, when its frames are laid out
int recursion_depth(Thread& thread);

}  // namespace gilt
