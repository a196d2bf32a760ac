// tuple: construction, the operators and methods.
#include "objects/tuple.h"

#include <algorithm>
#include <bit>

#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/range.h"
#include "objects/sequence.h"
#include "objects/types.h"
#include "thread/thread.h"

namespace gilt {

namespace {

std::atomic<Tuple*> the_empty_tuple{nullptr};

Tuple* allocate_tuple(Thread& thread, size_t length) {
    auto* tuple = heap::fast_allocate<Tuple>(
        thread, types.tuple->instance_shape.load(std::memory_order_acquire), length * sizeof(Value));
    tuple->length = length;
    return tuple;
}

// For lengths that come from a script.
Tuple* try_allocate_tuple(Thread& thread, uint64_t length) {
    if (length == 0) return empty_tuple();
    if (length > (uint64_t{1} << 44)) {
        (void)raise_memory_error(thread);
        return nullptr;
    }
    auto* tuple = static_cast<Tuple*>(heap::try_allocate(thread, sizeof(Tuple) + length * sizeof(Value),
                                                         types.tuple->instance_shape.load()));
    if (tuple) tuple->length = length;
    return tuple;
}

}  // namespace

bool is_exact_tuple(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Tuple; }

bool is_tuple(Value value) {
    if (!value.is_object()) return false;
    Kind kind = value.as_object()->kind();
    return kind == Kind::Tuple ||
           (kind == Kind::Boxed && is_exact_tuple(static_cast<Boxed*>(value.as_object())->payload));
}

Tuple* as_tuple(Value value) {
    Object* object = value.as_object();
    if (object->kind() == Kind::Boxed) object = static_cast<Boxed*>(object)->payload.as_object();
    return static_cast<Tuple*>(object);
}

Tuple* empty_tuple() {
    Tuple* tuple = the_empty_tuple.load(std::memory_order_acquire);
    if (tuple) [[likely]]
        return tuple;
    // First asked for while the runtime boots, on one thread.
    tuple = allocate_tuple(Thread::current(), 0);
    the_empty_tuple.store(tuple, std::memory_order_release);
    heap::add_root_tracer([](Marker& marker) { marker.mark(static_cast<Object*>(the_empty_tuple.load())); });
    return tuple;
}

Tuple* new_tuple_uninitialized(Thread& thread, size_t length) {
    return length ? allocate_tuple(thread, length) : empty_tuple();
}

Tuple* new_tuple(Thread& thread, std::span<const Value> items) {
    Tuple* tuple = new_tuple_uninitialized(thread, items.size());
    for (size_t i = 0; i < items.size(); i++) tuple->items[i] = items[i];
    return tuple;
}

Tuple* new_tuple(Thread& thread, std::initializer_list<Value> items) {
    return new_tuple(thread, std::span<const Value>(items.begin(), items.size()));
}

Tuple* tuple_from_iterable(Thread& thread, Value iterable) {
    if (is_exact_tuple(iterable)) return static_cast<Tuple*>(iterable.as_object());
    List* list = class_of(iterable) == types.list ? as_list(iterable) : list_from_iterable(thread, iterable);
    if (!list) return nullptr;
    if (!gil::alone() && Value(list) == iterable) list = list_copy(thread, list);
    ListStorage* storage = list->storage();
    uint64_t count = storage->count.load(std::memory_order_acquire);
    Tuple* tuple = try_allocate_tuple(thread, count);
    if (!tuple) return nullptr;
    for (uint64_t i = 0; i < count; i++) tuple->items[i] = storage->items[i].load();
    return tuple;
}

Tuple* tuple_slice(Thread& thread, Tuple* tuple, int64_t start, int64_t step, int64_t count) {
    if (step == 1 && count == static_cast<int64_t>(tuple->length)) return tuple;
    Tuple* part = new_tuple_uninitialized(thread, static_cast<size_t>(count));
    for (int64_t i = 0; i < count; i++) part->items[i] = tuple->items[start + i * step];
    return part;
}

Value tuple_subscript(Thread& thread, Tuple* tuple, Value key) {
    if (key.is_object() && key.as_object()->kind() == Kind::Slice) {
        int64_t start, stop, step, count;
        auto* slice = static_cast<Slice*>(key.as_object());
        if (!slice_indices(thread, slice, static_cast<int64_t>(tuple->length), &start, &stop, &step, &count))
            return {};
        return tuple_slice(thread, tuple, start, step, count);
    }
    int64_t index;
    if (!subscript_index(thread, key, "tuple", tuple->length, &index)) return {};
    if (static_cast<uint64_t>(index) >= tuple->length)
        return raise_text(thread, exceptions.IndexError, "tuple index out of range");
    return tuple->items[index];
}

void TupleHash::add(int64_t hash) {
    accumulator_ += static_cast<uint64_t>(hash) * 14029467366897019727u;
    accumulator_ = std::rotl(accumulator_, 31);
    accumulator_ *= 11400714785074694791u;
}

int64_t TupleHash::finish(uint64_t length) const {
    uint64_t result = accumulator_ + (length ^ (2870177450012600261u ^ 3527539u));
    return result == ~uint64_t{0} ? 1546275796 : static_cast<int64_t>(result);
}

bool hash_items(Thread& thread, Tuple* tuple, int64_t* out) {
    if (!check_recursion(thread, "")) return false;
    TupleHash result;
    for (Value item : tuple->span()) {
        int64_t item_hash;
        if (!hash(thread, item, &item_hash)) return false;
        result.add(item_hash);
    }
    *out = result.finish(tuple->length);
    return true;
}

void trace_tuple(Object* object, Marker& marker) {
    auto* tuple = static_cast<Tuple*>(object);
    marker.mark_range(tuple->items, tuple->length);
}

namespace {

Tuple* self_of(Args& args) { return as_tuple(args[0]); }

Value tuple_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.tuple);
    if (!cls) return {};
    if (!check_content(thread, "tuple", args, cls, types.tuple)) return {};
    Tuple* tuple = args.rest.empty() ? empty_tuple() : tuple_from_iterable(thread, args.rest[0]);
    if (!tuple) return {};
    return cls == types.tuple ? Value(tuple) : new_boxed(thread, cls, tuple);
}

Value tuple_compare(Thread& thread, Comparison op, Value self, Value other) {
    if (!is_tuple(other)) return Value::not_implemented();
    return compare_sequences(thread, op, TupleItems{as_tuple(self)}, TupleItems{as_tuple(other)});
}

Value tuple_hash(Thread& thread, Args& args) {
    int64_t result;
    return hash_items(thread, self_of(args), &result) ? make_int(thread, result) : Value();
}

Value tuple_repr(Thread& thread, Args& args) {
    Tuple* tuple = self_of(args);
    return repr_items(thread, tuple, TupleItems{tuple}, "(", ")", "(...)", true);
}

Value tuple_len(Thread&, Args& args) { return Value::from_int(static_cast<int64_t>(self_of(args)->length)); }

Value tuple_getitem(Thread& thread, Args& args) { return tuple_subscript(thread, self_of(args), args[1]); }

Value tuple_contains(Thread& thread, Args& args) {
    for (Value item : self_of(args)->span()) {
        int same = items_equal(thread, item, args[1]);
        if (same < 0) return {};
        if (same) return Value::from_bool(true);
    }
    return Value::from_bool(false);
}

Value tuple_iter(Thread& thread, Args& args) { return new_tuple_iterator(thread, self_of(args)); }

Value tuple_add(Thread& thread, Args& args) {
    if (!is_tuple(args[1])) return cannot_concatenate(thread, "tuple", args[1]);
    Tuple* left = self_of(args);
    Tuple* right = as_tuple(args[1]);
    if (right->length == 0) return left;
    if (left->length == 0) return right;
    Tuple* sum = try_allocate_tuple(thread, left->length + right->length);
    if (!sum) return {};
    std::copy_n(left->items, left->length, sum->items);
    std::copy_n(right->items, right->length, sum->items + left->length);
    return sum;
}

template <bool reflected>
Value tuple_multiply(Thread& thread, Args& args) {
    Tuple* tuple = self_of(args);
    int64_t times;
    Value result;
    if (!repeat_count(thread, args[0], args[1], reflected, &times, &result)) return result;
    if (times == 1 || tuple->length == 0) return tuple;
    uint64_t total;
    if (__builtin_mul_overflow(tuple->length, static_cast<uint64_t>(times), &total))
        return raise_memory_error(thread);
    Tuple* repeated = try_allocate_tuple(thread, total);
    if (!repeated) return {};
    for (int64_t i = 0; i < times; i++)
        std::copy_n(tuple->items, tuple->length, repeated->items + i * tuple->length);
    return repeated;
}

Value tuple_count(Thread& thread, Args& args) {
    int64_t found = 0;
    for (Value item : self_of(args)->span()) {
        int same = items_equal(thread, item, args[1]);
        if (same < 0) return {};
        found += same;
    }
    return Value::from_int(found);
}

Value tuple_index(Thread& thread, Args& args) {
    Tuple* tuple = self_of(args);
    int64_t from, to;
    if (!search_bounds(thread, args[2], args[3], tuple->length, &from, &to)) return {};
    for (int64_t i = from; i < to && i < static_cast<int64_t>(tuple->length); i++) {
        int same = items_equal(thread, tuple->items[i], args[1]);
        if (same < 0) return {};
        if (same) return Value::from_int(i);
    }
    return raise_value_error(thread, "tuple.index(x): x not in tuple");
}

Value tuple_getnewargs(Thread& thread, Args& args) { return new_tuple(thread, {Value(self_of(args))}); }

}  // namespace

void init_tuple_type(Thread& thread) {
    add_methods(thread, types.tuple,
                {{"__new__(cls, /, *args, **kwargs)", tuple_new, "", Binding::StaticMethod},
                 {"__hash__(self, /)", tuple_hash, "Return hash(self)."},
                 {"__repr__(self, /)", tuple_repr, "Return repr(self)."},
                 {"__len__(self, /)", tuple_len, "Return len(self)."},
                 {"__getitem__(self, key, /)", tuple_getitem, "Return self[key]."},
                 {"__contains__(self, key, /)", tuple_contains, "Return key in self."},
                 {"__iter__(self, /)", tuple_iter, "Implement iter(self)."},
                 {"__add__(self, value, /)", tuple_add, "Return self+value."},
                 {"__mul__(self, value, /)", tuple_multiply<false>, "Return self*value."},
                 {"__rmul__(self, value, /)", tuple_multiply<true>, "Return value*self."},
                 {"count(self, value, /)", tuple_count, "Return number of occurrences of value."},
                 {"index(self, value, start=0, stop=9223372036854775807, /)", tuple_index,
                  "Return first index of value.\n\nRaises ValueError if the value is not present."},
                 {"__getnewargs__(self, /)", tuple_getnewargs},
                 {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod}});
    add_comparisons<tuple_compare>(thread, types.tuple);
}

}  // namespace gilt
