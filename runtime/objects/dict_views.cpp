// dict_keys, dict_values, dict_items, and the iterators over them.
//
// An iterator walks the entries of whatever table the dict has at the moment, by entry number, and
// finds out about changes as CPython does: by comparing how many items there are with how many
// there were.
#include "objects/dict_views.h"

#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/full_name.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

DictViewTypes dict_view_types;

namespace {

// --- iterators ---

struct DictIterator : Object {
    Slot dict;                       // empty: at the end
    std::atomic<int64_t> expected;   // how many items the dict has; -1 after a change was reported
    std::atomic<uint32_t> position;  // of the next entry; backwards: entries still to be looked at
    std::atomic<int64_t> left;       // items not handed out yet
};

void trace_dict_iterator(Object* object, Marker& marker) {
    marker.mark(static_cast<DictIterator*>(object)->dict);
}

// Finds the next live entry from *position on, and moves the position behind it.
bool forward(DictTable* table, uint32_t* position, Value* key, Value* value) {
    return dict_next(table, position, key, value);
}

bool backward(DictTable* table, uint32_t* position, Value* key, Value* value) {
    uint32_t used = table->used.load(std::memory_order_acquire);
    uint32_t at = std::min(*position, used);
    while (at > 0) {
        DictEntry& entry = table->entries()[--at];
        *value = entry.value.load();
        *key = entry.key.load();
        if (*value && *key) {
            *position = at;
            return true;
        }
    }
    *position = 0;
    return false;
}

// Whether it is an OrderedDict or derives from it: views and messages say so.
bool is_ordered(Dict* dict) {
    Class* cls = dict->cls();
    while (cls->has(kHeapType) && !cls->has(kFullName)) cls = cls->base;
    return cls->has(kFullName);
}

// Moves on to the next entry. False at the end, and with an exception pending.
template <bool reversed>
bool next_entry(Thread& thread, DictIterator* iterator, Value* key, Value* value) {
    Value source = iterator->dict.load();
    if (!source) return false;
    Dict* dict = as_dict(source);
    for (;;) {
        DictTable* table = dict->table();
        if (iterator->expected.load(std::memory_order_relaxed) !=
            static_cast<int64_t>(table->live.load(std::memory_order_acquire))) {
            iterator->expected.store(-1, std::memory_order_relaxed);
            raise_text(thread, exceptions.RuntimeError,
                       is_ordered(dict) ? "OrderedDict mutated during iteration" : "dictionary changed size during iteration");
            return false;
        }
        uint32_t before = iterator->position.load(std::memory_order_relaxed);
        uint32_t position = before;
        if (!(reversed ? backward : forward)(table, &position, key, value)) break;
        if (iterator->left.load(std::memory_order_relaxed) <= 0) {
            iterator->dict.store({});
            raise_text(thread, exceptions.RuntimeError, "dictionary keys changed during iteration");
            return false;
        }
        if (gil::alone()) {
            iterator->position.store(position, std::memory_order_relaxed);
            iterator->left.store(iterator->left.load(std::memory_order_relaxed) - 1,
                                 std::memory_order_relaxed);
        } else {
            // Another thread may have taken this entry meanwhile.
            if (!iterator->position.compare_exchange_strong(before, position, std::memory_order_relaxed))
                continue;
            iterator->left.fetch_sub(1, std::memory_order_relaxed);
        }
        return true;
    }
    iterator->dict.store({});
    return false;
}

template <DictPart part, bool reversed>
Value dict_iterator_next(Thread& thread, Object* object) {
    Value key, value;
    if (!next_entry<reversed>(thread, static_cast<DictIterator*>(object), &key, &value)) return {};
    if constexpr (part == DictPart::Keys) return key;
    if constexpr (part == DictPart::Values) return value;
    Tuple* pair = new_tuple_uninitialized(thread, 2);
    pair->items[0] = key;
    pair->items[1] = value;
    return pair;
}

int dict_items_next_pair(Thread& thread, Object* object, Value* pair) {
    Value key, value;
    if (!next_entry<false>(thread, static_cast<DictIterator*>(object), &key, &value)) return thread.exception ? -1 : 0;
    pair[0] = key;
    pair[1] = value;
    return 1;
}

Value dict_iterator_hint(Thread&, Args& args) {
    auto* iterator = static_cast<DictIterator*>(args[0].as_object());
    Value dict = iterator->dict.load();
    bool same = dict && iterator->expected.load() == static_cast<int64_t>(as_dict(dict)->count());
    return Value::from_int(same ? iterator->left.load() : 0);
}

// (iter, (list of what is left,))
Value dict_iterator_reduce(Thread& thread, Args& args) {
    auto* iterator = static_cast<DictIterator*>(args[0].as_object());
    auto* copy = new_instance<DictIterator>(thread, class_of(iterator));
    copy->dict.store(iterator->dict.load());
    copy->expected.store(iterator->expected.load());
    copy->position.store(iterator->position.load());
    copy->left.store(iterator->left.load());
    List* rest = list_from_iterable(thread, copy);
    if (!rest) return {};
    Value iter = builtin_function(thread, "iter");
    if (!iter) return {};
    return new_tuple(thread, {iter, new_tuple(thread, {Value(rest)})});
}

Class* new_dict_iterator_class(Thread& thread, const char* name, NextFn next) {
    Class* cls = new_iterator_class(thread, name, sizeof(DictIterator), trace_dict_iterator, next);
    add_methods(
        thread, cls,
        {{"__length_hint__(self, /)", dict_iterator_hint}, {"__reduce__(self, /)", dict_iterator_reduce}});
    return cls;
}

Class* iterator_class(DictPart part, bool reversed) {
    switch (part) {
        case DictPart::Keys:
            return reversed ? iterator_types.dict_reversekeyiterator : iterator_types.dict_keyiterator;
        case DictPart::Values:
            return reversed ? iterator_types.dict_reversevalueiterator : iterator_types.dict_valueiterator;
        case DictPart::Items:
            return reversed ? iterator_types.dict_reverseitemiterator : iterator_types.dict_itemiterator;
    }
    return nullptr;
}

// --- views ---

void trace_dict_view(Object* object, Marker& marker) { marker.mark(static_cast<DictView*>(object)->dict); }

Dict* dict_of(Value view) { return as_dict(static_cast<DictView*>(view.as_object())->dict); }

bool is_set_like_view(Value value) {
    Class* cls = class_of(value);
    return cls == dict_view_types.keys || cls == dict_view_types.items;
}

Value view_len(Thread&, Args& args) {
    return Value::from_int(static_cast<int64_t>(dict_of(args[0])->count()));
}

template <DictPart part, bool reversed>
Value view_iter(Thread& thread, Args& args) {
    return new_dict_iterator(thread, dict_of(args[0]), part, reversed);
}

Value keys_contains(Thread& thread, Args& args) {
    Value value;
    int found = dict_lookup(thread, dict_of(args[0]), args[1], &value);
    return found < 0 ? Value() : Value::from_bool(found);
}

Value items_contains(Thread& thread, Args& args) {
    if (!is_tuple(args[1]) || as_tuple(args[1])->length != 2) return Value::from_bool(false);
    Tuple* pair = as_tuple(args[1]);
    Value value;
    int found = dict_lookup(thread, dict_of(args[0]), pair->items[0], &value);
    if (found > 0) found = equal(thread, value, pair->items[1]);
    return found < 0 ? Value() : Value::from_bool(found);
}

Value view_repr(Thread& thread, Args& args) {
    auto* view = args[0].as_object();
    if (!repr_enter(thread, view)) return new_str(thread, "...");
    List* items = list_from_iterable(thread, args[0]);
    Str* text = items ? repr(thread, items) : nullptr;
    repr_leave(thread, view);
    if (!text) return {};
    StrBuilder builder;
    if (is_ordered(dict_of(args[0]))) builder.append_ascii("o");  // an OrderedDict's: odict_keys ...
    builder.append(class_of(args[0])->name);
    builder.append('(');
    builder.append(text);
    builder.append(')');
    return builder.finish(thread);
}

// 1, 0, -1: every item of `a` is in `b`.
int all_contained(Thread& thread, Value a, Value b) {
    Iteration items(thread, a);
    while (Value item = items.next()) {
        int found = contains(thread, b, item);
        if (found <= 0) return found;
    }
    return items.failed() ? -1 : 1;
}

Value view_compare(Thread& thread, Comparison op, Value self, Value other) {
    if (!is_any_set(other) && !is_set_like_view(other)) return Value::not_implemented();
    int64_t own_count = length(thread, self), other_count = length(thread, other);
    if (own_count < 0 || other_count < 0) return {};
    int result = 0;
    switch (op) {
        case Comparison::Eq:
        case Comparison::Ne:
            result = own_count == other_count ? all_contained(thread, self, other) : 0;
            break;
        case Comparison::Lt: result = own_count < other_count ? all_contained(thread, self, other) : 0; break;
        case Comparison::Le:
            result = own_count <= other_count ? all_contained(thread, self, other) : 0;
            break;
        case Comparison::Gt: result = own_count > other_count ? all_contained(thread, other, self) : 0; break;
        case Comparison::Ge:
            result = own_count >= other_count ? all_contained(thread, other, self) : 0;
            break;
    }
    if (result < 0) return {};
    return Value::from_bool((result != 0) != (op == Comparison::Ne));
}

// The set operators; the result is a plain set. `other` may be anything iterable, on either side.
Value view_and(Thread& thread, Args& args) {
    Value self = args[0], other = args[1];
    Set* result = new_set(thread);
    if (is_set_like_view(other) && length(thread, other) > length(thread, self)) std::swap(self, other);
    Iteration items(thread, other);
    while (Value item = items.next()) {
        int found = contains(thread, self, item);
        if (found < 0 || (found && set_add(thread, result, item) < 0)) return {};
    }
    return items.failed() ? Value() : Value(result);
}

// The left operand as a set of its own. The keys of a dict are taken from the dict at once, as CPython does, so that
// the set has the same size and order there and here.
Set* to_set(Thread& thread, Value operand) {
    Set* result = new_set(thread);
    bool is_keys = class_of(operand) == dict_view_types.keys && class_of(dict_of(operand)) == types.dict;
    return set_update(thread, result, is_keys ? Value(dict_of(operand)) : operand) ? result : nullptr;
}

template <bool reflected>
Value view_or(Thread& thread, Args& args) {
    Set* result = to_set(thread, args[reflected]);
    return result && set_update(thread, result, args[!reflected]) ? Value(result) : Value();
}

Value subtract(Thread& thread, Value left, Value right) {
    Set* result = to_set(thread, left);
    if (!result) return {};
    Iteration items(thread, right);
    while (Value item = items.next())
        if (set_discard(thread, result, item) < 0) return {};
    return items.failed() ? Value() : Value(result);
}

Value view_subtract(Thread& thread, Args& args) { return subtract(thread, args[0], args[1]); }
Value view_subtract_reflected(Thread& thread, Args& args) { return subtract(thread, args[1], args[0]); }

template <bool reflected>
Value view_xor(Thread& thread, Args& args) {
    Set* result = to_set(thread, args[reflected]);
    bool good = result && call_method(thread, result, intern(thread, "symmetric_difference_update"), {args[!reflected]});
    return good ? Value(result) : Value();
}

Value view_isdisjoint(Thread& thread, Args& args) {
    Iteration items(thread, args[1]);
    while (Value item = items.next()) {
        int found = contains(thread, args[0], item);
        if (found < 0) return {};
        if (found) return Value::from_bool(false);
    }
    return items.failed() ? Value() : Value::from_bool(true);
}

Value view_mapping(Thread& thread, Value self) {
    return call(thread, Value(types.mapping_proxy), {Value(dict_of(self))});
}

Class* new_view_class(Thread& thread, const char* name) {
    NativeClass definition;
    definition.name = name;
    definition.kind = Kind::DictView;
    definition.instance_size = sizeof(DictView);
    definition.trace = trace_dict_view;
    definition.flags = kDisallowNew;
    Class* cls = new_native_class(thread, definition);
    add_methods(thread, cls, {{"__len__(self, /)", view_len}, {"__repr__(self, /)", view_repr}});
    add_getsets(thread, cls, {{"mapping", view_mapping, nullptr, "dictionary that this view refers to"}});
    return cls;
}

void add_set_operators(Thread& thread, Class* cls) {
    add_methods(thread, cls,
                {{"__and__(self, value, /)", view_and},
                 {"__rand__(self, value, /)", view_and},
                 {"__or__(self, value, /)", view_or<false>},
                 {"__ror__(self, value, /)", view_or<true>},
                 {"__sub__(self, value, /)", view_subtract},
                 {"__rsub__(self, value, /)", view_subtract_reflected},
                 {"__xor__(self, value, /)", view_xor<false>},
                 {"__rxor__(self, value, /)", view_xor<true>},
                 {"isdisjoint(self, other, /)", view_isdisjoint,
                  "Return True if the view and the given iterable have a null intersection."}});
    add_comparisons<view_compare>(thread, cls);
    make_unhashable(thread, cls);
}

}  // namespace

Value new_dict_view(Thread& thread, Dict* dict, DictPart part) {
    Class* cls = part == DictPart::Keys     ? dict_view_types.keys
                 : part == DictPart::Values ? dict_view_types.values
                                            : dict_view_types.items;
    auto* view = heap::fast_allocate<DictView>(thread, cls->instance_shape.load(std::memory_order_acquire));
    view->dict = dict;
    return view;
}

Value new_dict_iterator(Thread& thread, Dict* dict, DictPart part, bool reversed) {
    Class* cls = iterator_class(part, reversed);
    auto* iterator =
        heap::fast_allocate<DictIterator>(thread, cls->instance_shape.load(std::memory_order_acquire));
    DictTable* table = dict->table();
    int64_t count = table->live.load(std::memory_order_acquire);
    iterator->dict.store(dict);
    iterator->expected.store(count, std::memory_order_relaxed);
    iterator->left.store(count, std::memory_order_relaxed);
    if (reversed)
        iterator->position.store(table->used.load(std::memory_order_acquire), std::memory_order_relaxed);
    return iterator;
}

void init_dict_view_types(Thread& thread) {
    using enum DictPart;
    iterator_types.dict_keyiterator =
        new_dict_iterator_class(thread, "dict_keyiterator", dict_iterator_next<Keys, false>);
    iterator_types.dict_valueiterator =
        new_dict_iterator_class(thread, "dict_valueiterator", dict_iterator_next<Values, false>);
    iterator_types.dict_itemiterator =
        new_dict_iterator_class(thread, "dict_itemiterator", dict_iterator_next<Items, false>);
    iterator_types.dict_itemiterator->loop_next_pair = dict_items_next_pair;
    iterator_types.dict_reversekeyiterator =
        new_dict_iterator_class(thread, "dict_reversekeyiterator", dict_iterator_next<Keys, true>);
    iterator_types.dict_reversevalueiterator =
        new_dict_iterator_class(thread, "dict_reversevalueiterator", dict_iterator_next<Values, true>);
    iterator_types.dict_reverseitemiterator =
        new_dict_iterator_class(thread, "dict_reverseitemiterator", dict_iterator_next<Items, true>);

    heap::add_root_tracer([](Marker& marker) {
        for (Class* cls : {dict_view_types.keys, dict_view_types.values, dict_view_types.items})
            marker.mark(static_cast<Object*>(cls));
    });
    dict_view_types.keys = new_view_class(thread, "dict_keys");
    dict_view_types.values = new_view_class(thread, "dict_values");
    dict_view_types.items = new_view_class(thread, "dict_items");
    add_methods(
        thread, dict_view_types.keys,
        {{"__iter__(self, /)", view_iter<Keys, false>},
         {"__reversed__(self, /)", view_iter<Keys, true>, "Return a reverse iterator over the dict keys."},
         {"__contains__(self, key, /)", keys_contains}});
    add_methods(thread, dict_view_types.values,
                {{"__iter__(self, /)", view_iter<Values, false>},
                 {"__reversed__(self, /)", view_iter<Values, true>,
                  "Return a reverse iterator over the dict values."}});
    add_methods(
        thread, dict_view_types.items,
        {{"__iter__(self, /)", view_iter<Items, false>},
         {"__reversed__(self, /)", view_iter<Items, true>, "Return a reverse iterator over the dict items."},
         {"__contains__(self, key, /)", items_contains}});
    add_set_operators(thread, dict_view_types.keys);
    add_set_operators(thread, dict_view_types.items);
}

}  // namespace gilt
