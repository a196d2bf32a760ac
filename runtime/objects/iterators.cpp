// Iterators over sequences: list, tuple, str, bytes, bytearray, anything with __getitem__; and
// iter(f, sentinel).
#include "objects/iterators.h"

#include "heap/fast_allocate.h"
#include "objects/bytes.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

IteratorTypes iterator_types;

namespace {

void trace_sequence_iterator(Object* object, Marker& marker) {
    marker.mark(static_cast<SequenceIterator*>(object)->source);
}

}  // namespace

Value new_iterator_over(Thread& thread, Class* cls, Value source, int64_t position) {
    auto* iterator =
        heap::fast_allocate<SequenceIterator>(thread, cls->instance_shape.load(std::memory_order_acquire));
    iterator->source.store(source);
    iterator->position.store(position, std::memory_order_relaxed);
    return iterator;
}

namespace {

// The shape of all of them: what item `index` is, or empty behind the end.
template <class ItemAt>
Value next_item(Object* object, int64_t step, ItemAt item_at) {
    auto* iterator = static_cast<SequenceIterator*>(object);
    Value source = iterator->source.load();
    if (!source) return {};
    int64_t index = take_position(iterator->position, step);
    Value item = index < 0 ? Value() : item_at(source, static_cast<uint64_t>(index));
    if (!item) iterator->source.store({});
    return item;
}

Value list_next(Thread&, Object* object) {
    return next_item(object, 1, [](Value list, uint64_t index) { return list_get(as_list(list), index); });
}

Value list_reverse_next(Thread&, Object* object) {
    return next_item(object, -1, [](Value list, uint64_t index) { return list_get(as_list(list), index); });
}

Value tuple_next(Thread&, Object* object) {
    return next_item(object, 1, [](Value source, uint64_t index) {
        auto* tuple = static_cast<Tuple*>(source.as_object());
        return index < tuple->length ? tuple->items[index] : Value();
    });
}

Value str_next(Thread& thread, Object* object) {
    return next_item(object, 1, [&](Value source, uint64_t index) {
        auto* text = static_cast<Str*>(source.as_object());
        return index < text->length ? Value(new_char(thread, text->at(index))) : Value();
    });
}

Value bytes_next(Thread&, Object* object) {
    return next_item(object, 1, [](Value source, uint64_t index) {
        std::string_view bytes = static_cast<Bytes*>(source.as_object())->view();
        return index < bytes.size() ? Value::from_int(static_cast<uint8_t>(bytes[index])) : Value();
    });
}

Value bytearray_next(Thread& thread, Object* object) {
    return next_item(object, 1, [&](Value source, uint64_t index) {
        std::string_view bytes;
        if (!get_buffer(thread, source, &bytes)) return Value();
        return index < bytes.size() ? Value::from_int(static_cast<uint8_t>(bytes[index])) : Value();
    });
}

// IndexError and StopIteration end the iteration; any other exception passes.
Value getitem_next(Thread& thread, Object* object) {
    return next_item(object, 1, [&](Value source, uint64_t index) {
        Value item = get_item(thread, source, make_uint(thread, index));
        if (!item && (pending_matches(thread, exceptions.IndexError) ||
                      pending_matches(thread, exceptions.StopIteration)))
            clear_exception(thread);
        return item;
    });
}

Value reversed_next(Thread& thread, Object* object) {
    return next_item(object, -1, [&](Value source, uint64_t index) {
        Value item = get_item(thread, source, make_uint(thread, index));
        if (!item && (pending_matches(thread, exceptions.IndexError) ||
                      pending_matches(thread, exceptions.StopIteration)))
            clear_exception(thread);
        return item;
    });
}

// How many items are left, at most.
Value forward_hint(Thread& thread, Args& args) {
    auto* iterator = static_cast<SequenceIterator*>(args[0].as_object());
    Value source = iterator->source.load();
    if (!source) return Value::from_int(0);
    int64_t count = length(thread, source);
    if (count < 0) return {};
    return make_int(thread, std::max<int64_t>(0, count - iterator->position.load(std::memory_order_relaxed)));
}

Value backward_hint(Thread& thread, Args& args) {
    auto* iterator = static_cast<SequenceIterator*>(args[0].as_object());
    Value source = iterator->source.load();
    int64_t left = iterator->position.load(std::memory_order_relaxed) + 1;
    if (!source || left <= 0) return Value::from_int(0);
    int64_t count = length(thread, source);
    if (count < 0) return {};
    return make_int(thread, count < left ? 0 : left);
}

template <bool forward>
Value reduce(Thread& thread, Args& args) {
    auto* iterator = static_cast<SequenceIterator*>(args[0].as_object());
    Value source = iterator->source.load();
    Value iter = builtin_function(thread, forward ? "iter" : "reversed");
    if (!iter) return {};
    if (!source) {
        // What a list's iterator leaves is an empty list, and an empty tuple what the others leave.
        Class* cls = class_of(args[0]);
        bool of_list = cls == iterator_types.list_iterator || cls == iterator_types.list_reverseiterator;
        Value nothing = of_list ? Value(new_list(thread)) : Value(empty_tuple());
        return new_tuple(thread, {builtin_function(thread, "iter"), new_tuple(thread, {nothing})});
    }
    return new_tuple(thread, {iter, new_tuple(thread, {source}),
                              make_int(thread, iterator->position.load(std::memory_order_relaxed))});
}

Value set_state(Thread& thread, Args& args) {
    auto* iterator = static_cast<SequenceIterator*>(args[0].as_object());
    int64_t position;
    if (!to_int64(thread, args[1], &position)) return {};
    iterator->position.store(position, std::memory_order_relaxed);
    return Value::none();
}

}  // namespace

Class* new_sequence_iterator_class(Thread& thread, const char* name, NextFn next, bool forward, uint32_t flags) {
    Class* cls =
        new_iterator_class(thread, name, sizeof(SequenceIterator), trace_sequence_iterator, next, flags);
    add_methods(thread, cls,
                {{"__length_hint__(self, /)", forward ? forward_hint : backward_hint,
                  "Private method returning an estimate of len(list(it))."},
                 {"__reduce__(self, /)", forward ? reduce<true> : reduce<false>,
                  "Return state information for pickling."},
                 {"__setstate__(self, state, /)", set_state, "Set state information for unpickling."}});
    return cls;
}

namespace {

// --- iter(callable, sentinel) ---

struct CallableIterator : Object {
    Slot callable;  // empty: at the end
    Slot sentinel;
};

void trace_callable_iterator(Object* object, Marker& marker) {
    auto* iterator = static_cast<CallableIterator*>(object);
    marker.mark(iterator->callable);
    marker.mark(iterator->sentinel);
}

Value callable_next(Thread& thread, Object* object) {
    auto* iterator = static_cast<CallableIterator*>(object);
    Value callable = iterator->callable.load();
    if (!callable) return {};
    Value result = call(thread, callable, {});
    if (!result) {
        if (pending_matches(thread, exceptions.StopIteration)) {
            clear_exception(thread);
            iterator->callable.store({});
        }
        return {};
    }
    int at_end = equal(thread, result, iterator->sentinel.load());
    if (at_end == 0) return result;
    if (at_end > 0) iterator->callable.store({});
    return {};
}

// --- reversed ---

Value reversed_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], iterator_types.reversed);
    if (!cls) return {};
    if (cls == iterator_types.reversed && !check_positional(thread, "reversed", args, 1, 1)) return {};
    if (args.rest.empty()) return raise_type_error(thread, "reversed expected 1 argument, got 0");
    Value sequence = args.rest[0];
    Class* own = class_of(sequence);
    Value method = own->special(Special::k_reversed);
    if (method && !method.is_none()) {
        bool found;
        return call_special(thread, sequence, Special::k_reversed, {}, &found);
    }
    if (method || own->special(Special::k_getitem).is_empty() || is_dict(sequence))
        return raise_type_error(thread, "'{}' object is not reversible", type_name(sequence));
    int64_t count = length(thread, sequence);
    if (count < 0) return {};
    auto* iterator = new_instance<SequenceIterator>(thread, cls);
    iterator->source.store(sequence);
    iterator->position.store(count - 1, std::memory_order_relaxed);
    return iterator;
}

}  // namespace

Value builtin_function(Thread& thread, const char* name) {
    Value function = dict_get(namespaces.builtins, intern(thread, name));
    return function ? function : raise_text(thread, exceptions.AttributeError, name);
}

Class* new_iterator_class(Thread& thread, const char* name, size_t size, TraceFn trace, NextFn next,
                          uint32_t flags) {
    NativeClass definition;
    definition.name = name;
    definition.kind = Kind::Iterator;
    definition.instance_size = size;
    definition.trace = trace;
    definition.flags = flags;
    definition.next = next;
    return new_native_class(thread, definition);
}

Value new_list_iterator(Thread& thread, List* list) {
    return new_iterator_over(thread, iterator_types.list_iterator, list);
}

Value new_list_reverse_iterator(Thread& thread, List* list) {
    return new_iterator_over(thread, iterator_types.list_reverseiterator, list,
                        static_cast<int64_t>(list->count()) - 1);
}

Value new_tuple_iterator(Thread& thread, Tuple* tuple) {
    return new_iterator_over(thread, iterator_types.tuple_iterator, tuple);
}

Value new_str_iterator(Thread& thread, Str* text) {
    Class* cls = text->is_ascii() ? iterator_types.str_ascii_iterator : iterator_types.str_iterator;
    return new_iterator_over(thread, cls, text);
}

Value new_bytes_iterator(Thread& thread, Value bytes) {
    return new_iterator_over(thread, iterator_types.bytes_iterator, as_bytes(bytes));
}

Value new_bytearray_iterator(Thread& thread, Value bytearray) {
    return new_iterator_over(thread, iterator_types.bytearray_iterator, bytearray);
}

Value new_sequence_iterator(Thread& thread, Value object) {
    return new_iterator_over(thread, iterator_types.iterator, object);
}

Value new_callable_iterator(Thread& thread, Value callable, Value sentinel) {
    auto* iterator = new_instance<CallableIterator>(thread, iterator_types.callable_iterator);
    iterator->callable.store(callable);
    iterator->sentinel.store(sentinel);
    return iterator;
}

void init_iterator_types(Thread& thread) {
    heap::add_root_tracer([](Marker& marker) {
        auto* classes = reinterpret_cast<Class**>(&iterator_types);
        for (size_t i = 0; i < sizeof(iterator_types) / sizeof(Class*); i++)
            marker.mark(static_cast<Object*>(classes[i]));
    });
    iterator_types.list_iterator = new_sequence_iterator_class(thread, "list_iterator", list_next);
    iterator_types.list_reverseiterator =
        new_sequence_iterator_class(thread, "list_reverseiterator", list_reverse_next, false);
    iterator_types.tuple_iterator = new_sequence_iterator_class(thread, "tuple_iterator", tuple_next);
    iterator_types.str_iterator = new_sequence_iterator_class(thread, "str_iterator", str_next);
    iterator_types.str_ascii_iterator = new_sequence_iterator_class(thread, "str_ascii_iterator", str_next);
    iterator_types.bytes_iterator = new_sequence_iterator_class(thread, "bytes_iterator", bytes_next);
    iterator_types.bytearray_iterator =
        new_sequence_iterator_class(thread, "bytearray_iterator", bytearray_next);
    iterator_types.memory_iterator = new_sequence_iterator_class(thread, "memory_iterator", getitem_next);
    iterator_types.iterator = new_sequence_iterator_class(thread, "iterator", getitem_next);
    iterator_types.reversed =
        new_sequence_iterator_class(thread, "reversed", reversed_next, false, kBasetype);
    add_methods(thread, iterator_types.reversed,
                {{"__new__(cls, /, *args, **kwargs)", reversed_new, "", Binding::StaticMethod}});
    iterator_types.callable_iterator = new_iterator_class(
        thread, "callable_iterator", sizeof(CallableIterator), trace_callable_iterator, callable_next);
}

}  // namespace gilt
