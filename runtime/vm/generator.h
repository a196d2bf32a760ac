// Generators, coroutines and asynchronous generators: calls that can be suspended.
//
// All three are one mechanism. Calling such a function makes a Generator object that contains the registers; resuming
// it pushes a Frame that points into the object, and YIELD pops that frame again. Nothing is copied. The three differ
// in their class (so in their methods) and in the `flags` of their code.
//
// `state` keeps a generator from being resumed twice at once. It changes Suspended/Created -> Running by
// compare-and-swap, so that also without a GIL exactly one of two threads gets in; all other fields belong to
// whoever made that change.
#pragma once

#include <atomic>

#include "thread/thread.h"
#include "value/object.h"
#include "vm/frame.h"

namespace gilt {

enum class GeneratorState : uint8_t { Created, Suspended, Running, Finished };

struct Generator : Object {
    std::atomic<GeneratorState> state;
    bool delegating;          // suspended inside YIELD_FROM: pc is at that instruction, which runs again
    Code* code;
    Function* function;
    const CodeWord* pc;
    HandledException handled;  // what its own except blocks are handling
    Slot name, qualified_name;
    Slot origin;              // coroutine: where it was created, if asked for
    std::atomic<bool> closed_or_awaited;  // async generator / coroutine bookkeeping
    Value registers[];
};

enum class Resumption : uint8_t { Yielded, Returned, Raised };

Generator* new_generator(Thread& thread, Function* function, const Value* parameters);

// Runs the generator until it yields, returns or raises. `sent` is what its `yield` gives; None to start it. If
// `raising`, the pending exception is raised inside it instead.
Resumption resume(Thread& thread, Generator* generator, Value sent, Value* result, bool raising = false);

// next(generator): empty at the end without an exception (the value of `return` is dropped).
Value generator_next(Thread& thread, Object* generator);

// Takes the generator for running: false with ValueError pending if it is running, Raised/finished states as said.
bool enter_generator(Thread& thread, Generator* generator);

// generator.throw(exception): what it yields next; empty with an exception pending (StopIteration if it returned).
Value throw_into_generator(Thread& thread, Generator* generator, Value exception);
// What a suspended generator delegates to (yield from, await), or empty.
Value delegate_of(Generator* generator);

bool is_generator(Value value);      // generator, coroutine or async generator object
bool is_coroutine(Value value);

// What `await x` iterates over: empty with TypeError pending. `context` as in GET_AWAITABLE.
Value get_awaitable(Thread& thread, Value value, int context);

}  // namespace gilt
