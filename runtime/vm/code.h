// Code: what the compiler makes of one function, class body or module, and the VM runs.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "value/object.h"
#include "value/shape.h"
#include "vm/instructions.h"
#include "vm/location_table.h"

namespace gilt {

struct Str;
struct Tuple;
class Thread;

// While pc is in [start, end): an exception goes to `handler`, with the exception in R[exception_register].
// The first entry that covers the pc is the innermost, so the compiler orders them so.
struct Handler {
    uint32_t start, end, handler;
    uint16_t exception_register;
};

// Flags, with CPython's numbers (inspect and co_flags show them).
enum CodeFlag : uint32_t {
    kOptimized = 0x1, kNewLocals = 0x2, kVarArgs = 0x4, kVarKeywords = 0x8, kNested = 0x10,
    kGenerator = 0x20, kCoroutine = 0x80, kIterableCoroutine = 0x100, kAsyncGenerator = 0x200,
};

// Registers: positional parameters, keyword-only parameters, *args, **kwargs (in CPython's co_varnames order),
// then the other locals, then temporaries. A parameter that a closure captures is turned into a cell by a
// MAKE_CELL at the start; a captured local is a cell from the start (MAKE_CELL on an empty register).
struct Code : Object {
    // Everything the compiler fills in. `words` has the code; caches are zero words after cached instructions.
    std::vector<CodeWord> words;
    std::vector<Slot> constants;         // traced by the collector
    std::vector<Handler> handlers;
    bool has_handlers = false;           // !handlers.empty(), where resuming a generator looks
    LocationTable locations;             // where the words come from
    // Whether one of its inline caches has ever named an object (vm/inline_cache.h). Most of a library's functions never run:
    // a collection need not go through their words. Relaxed: the collector reads it with the world stopped.
    std::atomic<bool> has_caches{false};
    Code* next_permanent = nullptr;      // list of permanent Codes that have; set before it is put there

    Str* name = nullptr;
    Str* qualified_name = nullptr;
    Str* filename = nullptr;
    Tuple* local_names = nullptr;   // names of the registers that are parameters or locals, in order
    Tuple* cell_names = nullptr;    // locals that inner functions capture
    Tuple* free_names = nullptr;    // names of the closure cells
    Tuple* global_names = nullptr;  // names used as globals or attributes (co_names)
    Tuple* self_attributes = nullptr;  // names assigned to the first parameter: `self.x = ...`
    Value docstring;                // str or None

    uint32_t flags = 0;
    uint16_t register_count = 0;
    uint16_t argument_count = 0;          // positional parameters, positional-only included
    uint16_t positional_only_count = 0;
    uint16_t keyword_only_count = 0;
    int32_t first_line = 0;
    uint16_t local_count = 0;             // registers of parameters, locals and cells; temporaries follow
    // For locals() and the class cell: which register holds which cell variable, parallel to cell_names.
    std::vector<uint16_t> cell_registers;
    // Index of `__class__` in free_names, or -1: where zero-argument super() finds it.
    int32_t class_free_index = -1;
    bool is_module = false;      // names are globals
    bool is_class_body = false;  // names live in a namespace, if the frame has one; so, too, for exec and eval
    bool is_hidden = false;      // part of the runtime: left out of tracebacks

    // Precomputed by finish_code for the fast path of a call: no *args, **kwargs, keyword-only parameters,
    // generator flag.
    bool is_simple = false;

    const CodeWord* start() const { return words.data(); }
    size_t parameter_slots() const {
        return argument_count + keyword_only_count + ((flags & kVarArgs) != 0) +
               ((flags & kVarKeywords) != 0);
    }
    Position position_at(uint32_t word) const { return locations.at(word); }
    const Handler* find_handler(uint32_t word) const;
};

// An empty Code for the compiler to fill. Keep it in a local while filling: the stack is scanned.
Code* new_code(Thread& thread);
// Checks the invariants (debug builds) and computes what is derived.
void finish_code(Code* code);

// What is wrong with the code, or an empty string (vm/code_verifier.cpp).
std::string verify_code(const Code* code);

// For boot: what the collector runs for a Code, and the attributes scripts see (co_name, co_varnames, ...).
class Marker;
void trace_code(Object* object, Marker& marker);
void init_code_type(Thread& thread);

}  // namespace gilt
