// The callee-saved registers and the stack pointer, written where the collector will find them.
//
// A pointer to an object may exist only in a register when a thread stops being Running.
// Caller-saved registers have been saved by the compiler before any call; the callee-saved ones may
// stay in the CPU, or be saved by a function further down, below what is scanned. So whoever leaves
// Running puts one of these into its own frame.
#pragma once

namespace gilt {

struct SpilledRegisters {
    // As many as the machine has: words that nobody wrote would keep objects alive.
#if defined(__x86_64__)
    void* registers[6];
#else
    void* registers[10];
#endif
    void* stack_pointer;  // everything the calling function keeps in memory lies above

    [[gnu::always_inline]] inline SpilledRegisters() {
#if defined(__x86_64__)
        asm volatile(
            "movq %%rbx, 0(%0)\n\t"
            "movq %%rbp, 8(%0)\n\t"
            "movq %%r12, 16(%0)\n\t"
            "movq %%r13, 24(%0)\n\t"
            "movq %%r14, 32(%0)\n\t"
            "movq %%r15, 40(%0)\n\t"
            "movq %%rsp, 48(%0)"
            :
            : "r"(this)
            : "memory");
#elif defined(__aarch64__)
        void* sp;
        asm volatile(
            "stp x19, x20, [%1, #0]\n\t"
            "stp x21, x22, [%1, #16]\n\t"
            "stp x23, x24, [%1, #32]\n\t"
            "stp x25, x26, [%1, #48]\n\t"
            "stp x27, x28, [%1, #64]\n\t"
            "mov %0, sp"
            : "=&r"(sp)
            : "r"(registers)
            : "memory");
        stack_pointer = sp;
#else
#error "say how to spill the callee-saved registers of this machine"
#endif
    }
};

}  // namespace gilt
