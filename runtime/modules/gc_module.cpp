// The module `gc`: the collector as a script sees it. There are no generations: their numbers are
// accepted and ignored.
#include <vector>

#include "heap/heap.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/thread.h"
#include "vm/liveness.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

// Kept for gc.get_threshold and gc.get_debug alone. Any thread; relaxed.
std::atomic<int64_t> thresholds[3] = {700, 10, 10};
std::atomic<int64_t> debug_flags{0};

Value collect(Thread& thread, Args& args) {
    int64_t generation = 2;
    if (args.has(0) && !to_int64(thread, args[0], &generation)) return {};
    if (generation < 0 || generation > 2) return raise_value_error(thread, "invalid generation");
    empty_dead_temporaries(thread);
    heap::collect(thread, !is_called_by_loop(thread, collect));
    // Finalizers and callbacks of weak references run before this returns.
    return thread.safepoint() ? Value::from_int(0) : Value();
}

Value enable(Thread&, Args&) {
    heap::set_automatic(true);
    return Value::none();
}

Value disable(Thread&, Args&) {
    heap::set_automatic(false);
    return Value::none();
}

Value is_enabled(Thread&, Args&) { return Value::from_bool(heap::is_automatic()); }

// Only what a script could have made: not the runtime's own objects.
bool is_visible(Object* object) {
    switch (object->kind()) {
        case Kind::Class:
        case Kind::Instance:
        case Kind::Boxed:
        case Kind::List:
        case Kind::Tuple:
        case Kind::Dict:
        case Kind::Set:
        case Kind::FrozenSet:
        case Kind::Function:
        case Kind::BoundMethod:
        case Kind::Module:
        case Kind::Generator:
        case Kind::Coroutine:
        case Kind::AsyncGenerator:
        case Kind::Exception: return true;
        default: return false;
    }
}

Value get_objects(Thread& thread, Args&) {
    // The vector is C++ memory, but nothing can die before the list holds the objects: no safepoint
    // in between.
    std::vector<Object*> found;
    heap::for_each_object(
        thread,
        [](Object* object, void* out) {
            if (is_visible(object)) static_cast<std::vector<Object*>*>(out)->push_back(object);
        },
        &found);
    List* list = new_list(thread, found.size());
    for (Object* object : found) list_append(thread, list, object);
    return list;
}

Value get_count(Thread& thread, Args&) {
    int64_t kilobytes = static_cast<int64_t>(heap::statistics().allocated_bytes / 1024);
    return new_tuple(thread, {make_int(thread, kilobytes), Value::from_int(0), Value::from_int(0)});
}

Value get_threshold(Thread& thread, Args&) {
    return new_tuple(thread, {make_int(thread, thresholds[0].load(std::memory_order_relaxed)),
                              make_int(thread, thresholds[1].load(std::memory_order_relaxed)),
                              make_int(thread, thresholds[2].load(std::memory_order_relaxed))});
}

Value set_threshold(Thread& thread, Args& args) {
    for (size_t i = 0; i < 3; i++) {
        int64_t number;
        if (!args.has(i)) continue;
        if (!to_int64(thread, args[i], &number)) return {};
        thresholds[i].store(number, std::memory_order_relaxed);
        if (i == 0) heap::set_automatic(number != 0);  // threshold 0 switches collection off
    }
    return Value::none();
}

Value get_stats(Thread& thread, Args&) {
    List* list = new_list(thread, 3);
    for (int generation = 0; generation < 3; generation++) {
        Dict* dict = new_dict(thread);
        int64_t runs = generation == 2 ? static_cast<int64_t>(heap::statistics().collections) : 0;
        dict_set(thread, dict, intern(thread, "collections"), make_int(thread, runs));
        dict_set(thread, dict, intern(thread, "collected"), Value::from_int(0));
        dict_set(thread, dict, intern(thread, "uncollectable"), Value::from_int(0));
        list_append(thread, list, dict);
    }
    return list;
}

Value set_debug(Thread& thread, Args& args) {
    int64_t flags;
    if (!to_int64(thread, args[0], &flags)) return {};
    debug_flags.store(flags, std::memory_order_relaxed);
    heap::set_verbose(flags & 1);  // DEBUG_STATS
    return Value::none();
}

Value get_debug(Thread& thread, Args&) {
    return make_int(thread, debug_flags.load(std::memory_order_relaxed));
}
Value is_tracked(Thread&, Args& args) {
    return Value::from_bool(args[0].is_object() && is_visible(args[0].as_object()));
}
Value is_finalized(Thread&, Args&) { return Value::from_bool(false); }
Value do_nothing(Thread&, Args&) { return Value::none(); }
Value answer_zero(Thread&, Args&) { return Value::from_int(0); }

}  // namespace

bool initialize_gc(Thread& thread, Module* module) {
    add_functions(
        thread, module,
        {{"collect(generation=2)", collect, "Collect now."},
         {"enable()", enable, "Allow automatic collections."},
         {"disable()", disable, "Let automatic collections wait much longer."},
         {"isenabled()", is_enabled, "Whether automatic collections are allowed."},
         {"get_objects(generation=None)", get_objects, "The containers that exist."},
         {"get_count()", get_count, "KiB allocated since the last collection, and two zeros."},
         {"get_threshold()", get_threshold},
         {"set_threshold(threshold0, threshold1=10, threshold2=10, /)", set_threshold},
         {"get_stats()", get_stats, "Collections so far."},
         {"set_debug(flags, /)", set_debug},
         {"get_debug()", get_debug},
         {"is_tracked(obj, /)", is_tracked},
         {"is_finalized(obj, /)", is_finalized},
         {"freeze()", do_nothing},
         {"unfreeze()", do_nothing},
         {"get_freeze_count()", answer_zero}});
    set_module_attribute(thread, module, "garbage", new_list(thread));
    set_module_attribute(thread, module, "callbacks", new_list(thread));
    int64_t flag = 1;
    for (const char* name : {"DEBUG_STATS", "DEBUG_COLLECTABLE", "DEBUG_UNCOLLECTABLE"}) {
        set_module_attribute(thread, module, name, Value::from_int(flag));
        flag *= 2;
    }
    set_module_attribute(thread, module, "DEBUG_SAVEALL", Value::from_int(32));
    set_module_attribute(thread, module, "DEBUG_LEAK", Value::from_int(38));
    return true;
}

}  // namespace gilt
