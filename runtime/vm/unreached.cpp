// Generators and coroutines that die unfinished.
//
// A generator that is dropped at a `yield` inside a `try` or a `with` still has something to do: its `finally` blocks run, as if
// close() were called. A coroutine that was never resumed does nothing at all; that is everybody's first mistake with
// `await`, so it is reported, with the place where it was made.
//
// Generators have a finalizer for that. Coroutines are too many, and nearly all of them end as they should, so each thread
// lists those it makes (Thread::coroutines): one without handlers leaves the list when it is resumed, which is nearly
// always the next instruction; the others stay until the collector finds them finished, or dead. Being on the list keeps
// nothing alive and costs one push.
//
// A coroutine that has not begun keeps the place where it was made in fields it will use later: the Code in
// `handled.exception`, the instruction in aux32.
#include <algorithm>
#include <mutex>
#include <vector>

#include "heap/heap.h"
#include "modules/importer.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "thread/thread_list.h"
#include "vm/code.h"
#include "vm/generator.h"
#include "vm/operations.h"

namespace gilt {
namespace {

Generator* as_generator(Object* object) { return static_cast<Generator*>(object); }

// The innermost frame of a script: where the coroutine is being made.
Frame* maker(Thread& thread) {
    for (Frame* frame = thread.top_frame; frame >= thread.frames; frame--)
        if (frame->code && !frame->code->is_hidden) return frame;
    return nullptr;
}

// ((file, line, function), ...), innermost first: what cr_origin shows.
Value origin(Thread& thread) {
    std::vector<Value> places;
    for (Frame* frame = thread.top_frame; frame >= thread.frames; frame--) {
        if (!frame->code || frame->code->is_hidden || places.size() == static_cast<size_t>(thread.origin_depth)) continue;
        places.push_back(new_tuple(thread, {Value(frame->code->filename), Value::from_int(frame->code->position_at(frame->word()).line),
                                            Value(frame->code->name)}));
    }
    return new_tuple(thread, places);
}

bool warn(Thread& thread, Generator* coroutine) {
    Value place = coroutine->handled.exception;
    Code* code = place ? static_cast<Code*>(place.as_object()) : nullptr;
    Value module = import_module(thread, "warnings");
    Value function = module ? get_attr(thread, module, intern(thread, "_warn_unawaited_coroutine")) : Value();
    if (!function) return false;
    int32_t line = code ? code->position_at(coroutine->aux32.load()).line : 0;
    return bool(call(thread, function, {Value(coroutine), Value(code ? code->filename : names.empty), Value::from_int(line)}));
}

}  // namespace

void finish_unreached(Thread& thread, Object* object) {
    Generator* generator = as_generator(object);
    GeneratorState state = generator->state.load(std::memory_order_acquire);
    Value pending = take_exception(thread);
    bool good = true;
    if (state == GeneratorState::Created && object->kind() == Kind::Coroutine) good = warn(thread, generator);
    bool is_hooked = object->kind() == Kind::AsyncGenerator && generator->origin.load();  // an event loop closes it
    if (state == GeneratorState::Suspended && !is_hooked) good = bool(close_generator(thread, generator));
    if (!good) print_unraisable(thread, take_exception(thread), "", object);
    thread.exception = pending;
}

namespace {

// Whether the coroutine can still need an ending.
bool is_open(Generator* coroutine) {
    GeneratorState state = coroutine->state.load(std::memory_order_acquire);
    return state == GeneratorState::Created || (state != GeneratorState::Finished && coroutine->code->has_handlers);
}

void find_dead(std::vector<Object*>& list, heap::Deaths& deaths) {
    std::erase_if(list, [&](Object* object) {
        if (!is_open(as_generator(object))) return true;
        if (!heap::Deaths::is_dead(object)) return false;
        deaths.finish(object, finish_unreached);
        return true;
    });
}

}  // namespace

void note_coroutine(Thread& thread, Generator* coroutine) {
    thread.coroutines.push_back(coroutine);
    if (Frame* frame = maker(thread)) {
        coroutine->handled.exception = frame->code;
        coroutine->aux32.store(frame->word(), std::memory_order_relaxed);
    }
    if (thread.origin_depth > 0) coroutine->origin.store(origin(thread));
}

void finish_coroutines(Thread& thread) {
    List* all = new_list(thread);  // from here on they are kept alive
    for (Object* generator : thread.coroutines) list_append(thread, all, generator);
    thread.coroutines.clear();
    {
        std::lock_guard lock(thread_list.mutex);
        for (Object* generator : thread_list.orphans) list_append(thread, all, generator);
        thread_list.orphans.clear();
    }
    for (size_t i = 0; i < all->count(); i++) {
        Object* generator = list_get(all, i).as_object();
        if (is_open(as_generator(generator))) finish_unreached(thread, generator);
    }
}

void init_unreached(Thread&) {
    heap::add_death_hook([](heap::Deaths& deaths) {
        for (Thread* thread = thread_list.head; thread; thread = thread->next) find_dead(thread->coroutines, deaths);
        find_dead(thread_list.orphans, deaths);
    });
}

}  // namespace gilt
