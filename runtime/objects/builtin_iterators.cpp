// enumerate, zip, map and filter: the built-in functions that are classes of iterators.
#include <algorithm>

#include "heap/fast_allocate.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

// --- enumerate ---

struct Enumerate : Object {
    Slot iterator;
    std::atomic<int64_t> index;
    Slot offset;  // a start that is no small int; else empty. The index counts from 0 then.
};

void trace_enumerate(Object* object, Marker& marker) {
    auto* self = static_cast<Enumerate*>(object);
    marker.mark(self->iterator);
    marker.mark(self->offset);
}

int enumerate_next_pair(Thread& thread, Object* object, Value* pair) {
    auto* self = static_cast<Enumerate*>(object);
    Value item = next_of(thread, self->iterator.load());
    if (!item) return thread.exception ? -1 : 0;
    int64_t index = take_position(self->index);
    Value offset = self->offset.load();
    pair[0] = offset ? int_add(thread, offset, Value::from_int(index)) : make_int(thread, index);
    pair[1] = item;
    return 1;
}

Value enumerate_next(Thread& thread, Object* object) {
    Value items[2];
    if (enumerate_next_pair(thread, object, items) <= 0) return {};
    Tuple* pair = new_tuple_uninitialized(thread, 2);
    pair->items[0] = items[0];
    pair->items[1] = items[1];
    return pair;
}

Value enumerate_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], iterator_types.enumerate);
    if (!cls) return {};
    if (!args.has(1)) return raise_type_error(thread, "enumerate() missing required argument 'iterable'");
    Value start = Value::from_int(0);
    if (args.has(2)) {
        start = to_index(thread, args[2]);
        if (!start) return {};
    }
    Value iterator = get_iter(thread, args[1]);
    if (!iterator) return {};
    auto* self = new_instance<Enumerate>(thread, cls);
    self->iterator.store(iterator);
    if (start.is_int())
        self->index.store(start.as_int(), std::memory_order_relaxed);
    else
        self->offset.store(start);
    return self;
}

Value enumerate_reduce(Thread& thread, Args& args) {
    auto* self = static_cast<Enumerate*>(args[0].as_object());
    Value index = make_int(thread, self->index.load(std::memory_order_relaxed));
    if (Value offset = self->offset.load()) index = int_add(thread, offset, index);
    return new_tuple(thread, {Value(class_of(args[0])), new_tuple(thread, {self->iterator.load(), index})});
}

// --- zip and map: a tuple of iterators that advance together ---

struct Parallel : Object {
    Value function;  // map
    Tuple* iterators;
    std::atomic<bool> strict;  // zip
};

void trace_parallel(Object* object, Marker& marker) {
    auto* self = static_cast<Parallel*>(object);
    marker.mark(self->function);
    marker.mark(static_cast<Object*>(self->iterators));
}

Tuple* iterators_of(Thread& thread, std::span<const Value> iterables) {
    Tuple* iterators = new_tuple_uninitialized(thread, iterables.size());
    for (size_t i = 0; i < iterables.size(); i++) {
        iterators->items[i] = get_iter(thread, iterables[i]);
        if (!iterators->items[i]) return nullptr;
    }
    return iterators;
}

// A strict zip in which iterator `ended` is at its end: an error unless all are.
Value check_strict(Thread& thread, Parallel* self, size_t ended) {
    auto plural = [](size_t count) { return count == 1 ? " " : "s 1-"; };
    if (ended > 0)
        return raise_value_error(thread, "zip() argument {} is shorter than argument{}{}", ended + 1,
                                 plural(ended), ended);
    for (size_t i = 1; i < self->iterators->length; i++) {
        if (next_of(thread, self->iterators->items[i]))
            return raise_value_error(thread, "zip() argument {} is longer than argument{}{}", i + 1,
                                     plural(i), i);
        if (thread.exception) return {};
    }
    return {};
}

Value zip_next(Thread& thread, Object* object) {
    auto* self = static_cast<Parallel*>(object);
    Tuple* iterators = self->iterators;
    if (iterators->length == 0) return {};
    Tuple* items = new_tuple_uninitialized(thread, iterators->length);
    for (size_t i = 0; i < iterators->length; i++) {
        Value item = next_of(thread, iterators->items[i]);
        if (!item) {
            if (!thread.exception && self->strict.load(std::memory_order_relaxed))
                return check_strict(thread, self, i);
            return {};
        }
        items->items[i] = item;
    }
    return items;
}

Value zip_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], iterator_types.zip);
    if (!cls) return {};
    int strict = args.has(1) ? truth(thread, args[1]) : 0;
    if (strict < 0) return {};
    Tuple* iterators = iterators_of(thread, args.rest);
    if (!iterators) return {};
    auto* self = new_instance<Parallel>(thread, cls);
    self->iterators = iterators;
    self->strict.store(strict, std::memory_order_relaxed);
    return self;
}

Value zip_reduce(Thread& thread, Args& args) {
    auto* self = static_cast<Parallel*>(args[0].as_object());
    Value cls = class_of(args[0]);
    if (self->strict) return new_tuple(thread, {cls, self->iterators, Value::from_bool(true)});
    return new_tuple(thread, {cls, self->iterators});
}

Value zip_set_state(Thread& thread, Args& args) {
    int strict = truth(thread, args[1]);
    if (strict < 0) return {};
    static_cast<Parallel*>(args[0].as_object())->strict.store(strict);
    return Value::none();
}

Value map_next(Thread& thread, Object* object) {
    auto* self = static_cast<Parallel*>(object);
    size_t count = self->iterators->length;
    constexpr size_t kUsual = 8;
    Value room[kUsual];
    Tuple* more = count > kUsual ? new_tuple_uninitialized(thread, count) : nullptr;
    Value* items = more ? more->items : room;
    for (size_t i = 0; i < count; i++) {
        items[i] = next_of(thread, self->iterators->items[i]);
        if (!items[i]) return {};
    }
    return call(thread, self->function, std::span<const Value>(items, count));
}

Value map_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], iterator_types.map);
    if (!cls) return {};
    if (cls == iterator_types.map && args.keywords)
        return raise_type_error(thread, "map() takes no keyword arguments");
    if (args.rest.size() < 2) return raise_type_error(thread, "map() must have at least two arguments.");
    Tuple* iterators = iterators_of(thread, args.rest.subspan(1));
    if (!iterators) return {};
    auto* self = new_instance<Parallel>(thread, cls);
    self->function = args.rest[0];
    self->iterators = iterators;
    return self;
}

Value map_reduce(Thread& thread, Args& args) {
    auto* self = static_cast<Parallel*>(args[0].as_object());
    Tuple* arguments = new_tuple_uninitialized(thread, self->iterators->length + 1);
    arguments->items[0] = self->function;
    std::copy_n(self->iterators->items, self->iterators->length, arguments->items + 1);
    return new_tuple(thread, {Value(class_of(args[0])), Value(arguments)});
}

// --- filter ---

struct Filter : Object {
    Value function, iterator;
};

void trace_filter(Object* object, Marker& marker) {
    auto* self = static_cast<Filter*>(object);
    marker.mark(self->function);
    marker.mark(self->iterator);
}

Value filter_next(Thread& thread, Object* object) {
    auto* self = static_cast<Filter*>(object);
    bool by_truth = self->function.is_none() || self->function == Value(types.bool_);
    for (uint32_t passed = 0;; passed++) {
        if ((passed & 4095) == 4095 && !thread.safepoint()) return {};
        Value item = next_of(thread, self->iterator);
        if (!item) return {};
        Value verdict = by_truth ? item : call(thread, self->function, {item});
        if (!verdict) return {};
        int wanted = truth(thread, verdict);
        if (wanted < 0) return {};
        if (wanted) return item;
    }
}

Value filter_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], iterator_types.filter);
    if (!cls) return {};
    if (cls == iterator_types.filter && !check_positional(thread, "filter", args, 2, 2)) return {};
    if (args.rest.size() != 2)
        return raise_type_error(thread, "filter expected 2 arguments, got {}", args.rest.size());
    Value iterator = get_iter(thread, args.rest[1]);
    if (!iterator) return {};
    auto* self = new_instance<Filter>(thread, cls);
    self->function = args.rest[0];
    self->iterator = iterator;
    return self;
}

Value filter_reduce(Thread& thread, Args& args) {
    auto* self = static_cast<Filter*>(args[0].as_object());
    return new_tuple(thread, {Value(class_of(args[0])), new_tuple(thread, {self->function, self->iterator})});
}

}  // namespace

void init_builtin_iterators(Thread& thread) {
    iterator_types.enumerate = new_iterator_class(thread, "enumerate", sizeof(Enumerate), trace_enumerate,
                                                  enumerate_next, kBasetype);
    iterator_types.enumerate->loop_next_pair = enumerate_next_pair;
    add_methods(thread, iterator_types.enumerate,
                {{"__new__(cls, /, iterable=None, start=0)", enumerate_new, "", Binding::StaticMethod},
                 {"__reduce__(self, /)", enumerate_reduce},
                 {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod}});

    iterator_types.zip =
        new_iterator_class(thread, "zip", sizeof(Parallel), trace_parallel, zip_next, kBasetype);
    add_methods(thread, iterator_types.zip,
                {{"__new__(cls, /, *iterables, strict=False)", zip_new, "", Binding::StaticMethod},
                 {"__reduce__(self, /)", zip_reduce},
                 {"__setstate__(self, state, /)", zip_set_state}});

    iterator_types.map =
        new_iterator_class(thread, "map", sizeof(Parallel), trace_parallel, map_next, kBasetype);
    add_methods(thread, iterator_types.map,
                {{"__new__(cls, /, *args, **kwargs)", map_new, "", Binding::StaticMethod},
                 {"__reduce__(self, /)", map_reduce}});

    iterator_types.filter =
        new_iterator_class(thread, "filter", sizeof(Filter), trace_filter, filter_next, kBasetype);
    add_methods(thread, iterator_types.filter,
                {{"__new__(cls, /, *args, **kwargs)", filter_new, "", Binding::StaticMethod},
                 {"__reduce__(self, /)", filter_reduce}});
}

}  // namespace gilt
