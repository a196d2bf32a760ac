// The module `gc`: the collector as a script sees it. There are no generations: their numbers are
// accepted and ignored.
#include <vector>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/liveness.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

// Kept for gc.get_threshold and gc.get_debug alone. Any thread; relaxed.
std::atomic<int64_t> thresholds[3] = {700, 10, 10};
std::atomic<int64_t> debug_flags{0};

// gc.callbacks: each is called with the phase and a dict. What they raise is reported and forgotten.
bool call_callbacks(Thread& thread, std::string_view phase, int64_t generation) {
    Value module = dict_get(namespaces.modules, intern(thread, "gc"));
    Value callbacks;
    if (!module || find_attr(thread, module, intern(thread, "callbacks"), &callbacks) != 1 || !is_list(callbacks)) return !thread.exception;
    auto* list = static_cast<List*>(callbacks.as_object());
    for (size_t i = 0; i < list->count(); i++) {
        Dict* info = new_dict(thread);
        dict_set(thread, info, intern(thread, "generation"), Value::from_int(generation));
        dict_set(thread, info, intern(thread, "collected"), Value::from_int(0));
        dict_set(thread, info, intern(thread, "uncollectable"), Value::from_int(0));
        Value callback = list_get(list, i);
        if (!call(thread, callback, {Value(new_str(thread, phase)), Value(info)}))
            print_unraisable(thread, take_exception(thread), "", callback);
    }
    return true;
}

Value collect(Thread& thread, Args& args) {
    int64_t generation = 2;
    if (args.has(0) && !to_int64(thread, args[0], &generation)) return {};
    if (generation < 0 || generation > 2) return raise_value_error(thread, "invalid generation");
    if (!call_callbacks(thread, "start", generation)) return {};
    empty_dead_temporaries(thread);
    heap::collect(thread, !is_called_by_loop(thread, collect));
    // Finalizers and callbacks of weak references run before this returns.
    if (!thread.safepoint() || !call_callbacks(thread, "stop", generation)) return {};
    return Value::from_int(0);
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

// What an object refers to, as far as a script can see it.
void add_referents(Thread& thread, Value value, List* found) {
    if (!value.is_object()) return;
    Object* object = value.as_object();
    auto add = [&](Value referent) {
        if (referent && !referent.is_none()) list_append(thread, found, referent);
    };
    auto add_all = [&](Value iterable) {
        if (!list_extend(thread, found, iterable)) clear_exception(thread);
    };
    if (is_dict(value)) {
        DictTable* table = as_dict(value)->table();
        uint32_t position = 0;
        Value key, item;
        while (dict_next(table, &position, &key, &item)) {
            add(key);
            add(item);
        }
    } else if (is_list(value) || is_tuple(value) || object->kind() == Kind::Set || object->kind() == Kind::FrozenSet) {
        add_all(value);
    } else if (object->kind() == Kind::Function) {
        auto* function = static_cast<Function*>(object);
        for (Value part : {Value(static_cast<Code*>(function->code)), Value(function->globals), Value(function->closure), function->defaults.load(),
                           function->keyword_defaults.load(), function->annotations.load(), function->name.load()})
            add(part);
    } else if (object->kind() == Kind::BoundMethod) {
        add(static_cast<BoundMethod*>(object)->function);
        add(static_cast<BoundMethod*>(object)->self);
    } else if (object->kind() == Kind::Cell) {
        add(static_cast<Cell*>(object)->value.load());
    } else if (object->kind() == Kind::Class) {
        auto* cls = static_cast<Class*>(object);
        for (Value part : {Value(cls->attributes), Value(cls->mro.load()), Value(cls->bases.load()), Value(cls->base.load())}) add(part);
    } else if (object->kind() == Kind::Module) {
        add(static_cast<Module*>(object)->dict());
    }
    if (object->cls()->has(kHeapType)) {
        Dict* attributes = copy_own_attrs(thread, object);
        add_referents(thread, Value(attributes), found);
        add(object->cls());
    }
}

Value get_referents(Thread& thread, Args& args) {
    List* found = new_list(thread);
    for (Value value : args.rest) add_referents(thread, value, found);
    return found;
}

List* visible_objects(Thread& thread) {
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

Value get_objects(Thread& thread, Args& args) {
    if (args.has(0) && !args[0].is_none()) {
        int64_t generation;
        if (!args[0].is_int()) return raise_type_error(thread, "argument should be integer or None, not '{}'", type_name(args[0]));
        if (!to_int64(thread, args[0], &generation)) return {};
        if (generation < 0) return raise_value_error(thread, "generation parameter cannot be negative");
        if (generation > 2)
            return raise_value_error(thread, "generation parameter must be less than the number of available generations (3)");
    }
    return visible_objects(thread);
}

Value get_referrers(Thread& thread, Args& args) {
    List* referrers = new_list(thread);
    if (args.rest.empty()) return referrers;
    List* all = visible_objects(thread);
    List* referents = new_list(thread);
    for (size_t i = 0; i < all->count(); i++) {
        Value candidate = list_get(all, i);
        if (candidate == Value(all) || candidate == Value(referents) || candidate == Value(referrers)) continue;
        list_clear(referents);
        add_referents(thread, candidate, referents);
        bool refers = false;
        for (size_t j = 0; j < referents->count() && !refers; j++)
            for (Value wanted : args.rest) refers |= list_get(referents, j) == wanted;
        if (refers) list_append(thread, referrers, candidate);
    }
    return referrers;
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
         {"get_referents(*objs)", get_referents, "What the objects refer to."},
         {"get_referrers(*objs)", get_referrers, "The containers that refer to one of the objects."},
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
