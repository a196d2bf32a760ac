// What each instruction does to the registers and to the flow of control, for whoever reasons about code: the verifier,
// the search for dead temporaries, and that for a piece of bytes that can be given out again.
#pragma once

#include <array>
#include <cstdint>

#include "vm/code.h"
#include "vm/instructions.h"

namespace gilt::instruction {

// Registers that surely hold a value when they are read, and those that hold one afterwards.
struct Effects {
    struct Range {
        unsigned first, count;
    };
    struct Ranges {
        std::array<Range, 4> list;
        unsigned size = 0;
        const Range* begin() const { return list.data(); }
        const Range* end() const { return list.data() + size; }
    };
    Ranges reads, writes;
    int clobbers_from = -1;  // a call: this register and all above
    int empties = -1;        // this register holds nothing afterwards
    void read(unsigned first, unsigned count = 1) { reads.list[reads.size++] = {first, count}; }
    void write(unsigned first, unsigned count = 1) { writes.list[writes.size++] = {first, count}; }
};
// Of an instruction as the compiler emits it. FOR_ITER writes its register only when it jumps: not in the list.
Effects effects_of(Word w);

// Registers the instruction reads that may be empty, which the verifier does not count as reading.
template <class Visit>
void for_each_optional_read(const Code* code, uint32_t at, Word w, Visit visit) {
    switch (op(w)) {
        case Op::CALL_METHOD: visit(a(w) + 1); break;
        case Op::CALL_KW:
            if (k(w)) visit(a(w) + 1);
            break;
        case Op::CALL_EX: visit(a(w) + 2); break;
        case Op::JUMP_IF_EMPTY:
        case Op::MAKE_CELL:
        case Op::CHECK_LOCAL: visit(a(w)); break;
        case Op::CLOSURE:
            for (uint32_t i = at + 1; i <= at + c(w); i++) {
                Word capture = code->words[i].load(std::memory_order_relaxed);
                if (!b(capture)) visit(a(capture));
            }
            break;
        default: break;
    }
}

// The form the compiler emitted, for one that the VM may have specialised.
Op unspecialised(Op op);
// The word index of the instruction after the one at `at`.
uint32_t next_instruction(uint32_t at, Word w);
// The distance a jump may take, counted from the word after it. False: no jump.
bool is_jump(Word w, int32_t* distance);
// Whether control never goes on to the next instruction.
bool ends_flow(Op op);

}  // namespace gilt::instruction
