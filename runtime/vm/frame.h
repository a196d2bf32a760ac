// A Frame is one running call of a script function: where it is, and where its registers are.
//
// Frames live in an array per thread, in call order; registers of ordinary calls live on the thread's VM
// stack, those of a generator inside the Generator object, so that a generator is resumed in place by
// pushing a Frame that points to them.
//
// A frame that is not on top has `pc` after the instruction that made the call; what the callee returns goes to the
// register its own `result` names.
#pragma once

#include <cstdint>

#include "value/value.h"
#include "vm/code.h"

namespace gilt {

struct Function;
struct Generator;

// Aligned so that no two neighbouring fields, which are stored together, lie in different cache lines.
struct alignas(16) Frame {
    const CodeWord* pc;
    Value* base;           // R[0]
    Value* stack_top;      // where the VM stack ends while this frame is on top
    Code* code;
    Function* function;    // for globals and the closure
    Generator* generator;  // whose registers these are, or null
    Value names;           // class body, exec: the namespace; a function: the dict locals() gave, if it was asked for
    Value constructed;     // this call is the __init__ of that new object: its value is the object; or finishing_mark()
    uint16_t result;       // register of the caller's frame that receives the value
    bool is_entry;         // called from C++: returning leaves the interpreter loop

    // Index in code->words of the instruction being run, or of its cache word (pc is past it).
    uint32_t word() const { return static_cast<uint32_t>(pc - code->start()) - 1; }
};

}  // namespace gilt
