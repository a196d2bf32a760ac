// Generators, coroutines and asynchronous generators: calls that can be suspended.
//
// All three are one mechanism. Calling such a function makes a Generator object that contains the registers; resuming
// it pushes a Frame that points into the object, and YIELD pops that frame again. Nothing is copied. The three differ
// in their class (so in their methods) and in the `flags` of their code.
//
// `state` keeps a generator from being resumed twice at once; all other fields belong to whoever changed it to Running.
// With the GIL on, plain stores do. Without it a generator is biased to the thread that made it: as long as `owner` is
// that thread, it alone changes the state, without an atomic exchange (which would cost more than the rest of a
// resumption). Another thread that wants to resume the generator first stops the world and clears `owner`;
// from then on everybody, the maker included, goes through compare-and-swap.
#pragma once

#include <atomic>

#include "thread/gil.h"
#include "thread/thread.h"
#include "value/object.h"
#include "vm/frame.h"

namespace gilt {

enum class GeneratorState : uint8_t { Created, Suspended, Running, Finished };

struct Generator : Object {
    std::atomic<GeneratorState> state;
    bool delegating;          // suspended inside YIELD_FROM: pc is at that instruction, which runs again
    std::atomic<bool> has_task;  // coroutine: a task of an event loop drives it
    std::atomic<Thread*> owner;  // null: shared
    Code* code;
    Function* function;
    const CodeWord* pc;
    HandledException handled;  // what its own except blocks are handling
    Slot renamed;             // tuple (name, qualified name), if a script has assigned one; else they are the function's
    Slot origin;              // coroutine: where it was created, if asked for
    Value registers[];
};

// The transition to Running on behalf of a thread that is not the owner: false if another thread was faster.
bool take_shared_generator(Thread& thread, Generator* generator, GeneratorState from);
// Whether until its next safepoint nobody but this thread changes the state.
inline bool is_ours(Thread& thread, Generator* generator) {
    return gil::enabled || generator->owner.load(std::memory_order_relaxed) == &thread;
}
// The transition to Running. False if the state is not `from`, or another thread was faster.
inline bool claim_generator(Thread& thread, Generator* generator, GeneratorState from) {
    if (!is_ours(thread, generator)) return take_shared_generator(thread, generator, from);
    if (generator->state.load(std::memory_order_relaxed) != from) return false;
    generator->state.store(GeneratorState::Running, std::memory_order_relaxed);
    return true;
}

// What dies unfinished (vm/unreached.cpp).
void finish_unreached(Thread& thread, Object* generator);  // a FinishFn
void note_coroutine(Thread& thread, Generator* coroutine);
inline void note_started(Thread& thread, Generator* generator) {
    generator->handled.exception = {};  // where a coroutine was made, till now
    // Mostly it is the coroutine that was made last. If it is not, the collector takes it off the list.
    if (!thread.coroutines.empty() && thread.coroutines.back() == generator && !generator->code->has_handlers) thread.coroutines.pop_back();
}
void finish_coroutines(Thread& thread);  // all that are left, at the end of the program
void init_unreached(Thread& thread);

// generator.close(): None, or empty with an exception pending.
Value close_generator(Thread& thread, Generator* generator);

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
// The same for whoever only looks on, while others may resume the generator.
Value delegate_seen(Thread& thread, Generator* generator);

Value name_of(Generator* generator);
Value qualified_name_of(Generator* generator);

bool is_generator(Value value);      // generator, coroutine or async generator object
bool is_coroutine(Value value);

// What `await x` iterates over: empty with TypeError pending. `context` as in GET_AWAITABLE.
Value get_awaitable(Thread& thread, Value value, int context);

}  // namespace gilt
