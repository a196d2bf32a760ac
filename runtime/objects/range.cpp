// range: an arithmetic progression of ints of any size.
//
// The arithmetic is that of plain ints (objects/int.h), which is one addition for small ones;
// iteration over a range whose ends and step fit in a machine word is done in machine words.
#include "objects/range.h"

#include <atomic>
#include <optional>

#include "heap/fast_allocate.h"
#include "objects/class.h"
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

Value small(int64_t number) { return Value::from_int(number); }

// How many numbers there are from start towards stop.
Value count_steps(Thread& thread, Value start, Value stop, Value step) {
    if (start.is_int() && stop.is_int() && step.is_int()) {
        int64_t low = start.as_int(), high = stop.as_int(), by = step.as_int();
        if (by < 0) {
            std::swap(low, high);
            by = -by;
        }
        return make_int(thread, low >= high ? 0 : (high - low - 1) / by + 1);
    }
    if (int_sign(step) < 0) {
        std::swap(start, stop);
        step = int_negate(thread, step);
    }
    if (int_compare(start, stop) >= 0) return small(0);
    Value span = int_sub(thread, int_sub(thread, stop, start), small(1));
    return int_add(thread, int_floordiv(thread, span, step), small(1));
}

// --- iterators ---

struct RangeIterator : Object {
    int64_t start, step, count;  // changed by no one
    std::atomic<int64_t> index;
};

Value range_next(Thread& thread, Object* object) {
    auto* iterator = static_cast<RangeIterator*>(object);
    int64_t index = iterator->index.load(std::memory_order_relaxed);
    if (index >= iterator->count) return {};
    index = take_position(iterator->index);
    if (index >= iterator->count) return {};
    return make_int(thread, iterator->start + index * iterator->step);
}

struct LongRangeIterator : Object {
    Value start, step, count;
    Slot index;
};

void trace_long_range_iterator(Object* object, Marker& marker) {
    auto* iterator = static_cast<LongRangeIterator*>(object);
    marker.mark(iterator->start);
    marker.mark(iterator->step);
    marker.mark(iterator->count);
    marker.mark(iterator->index);
}

Value long_range_next(Thread& thread, Object* object) {
    auto* iterator = static_cast<LongRangeIterator*>(object);
    for (;;) {
        Value index = iterator->index.load();
        if (int_compare(index, iterator->count) >= 0) return {};
        if (!iterator->index.compare_exchange(index, int_add(thread, index, small(1)))) continue;
        return int_add(thread, iterator->start, int_mul(thread, index, iterator->step));
    }
}

Value new_range_iterator(Thread& thread, Value start, Value step, Value count) {
    std::optional<int64_t> first = int_to_int64(start), by = int_to_int64(step), times = int_to_int64(count);
    int64_t last;
    if (first && by && times && !__builtin_mul_overflow(*by, *times, &last) &&
        !__builtin_add_overflow(*first, last, &last)) {
        Shape* shape = iterator_types.range_iterator->instance_shape.load(std::memory_order_acquire);
        auto* iterator = heap::fast_allocate<RangeIterator>(thread, shape);
        iterator->start = *first;
        iterator->step = *by;
        iterator->count = *times;
        return iterator;
    }
    auto* iterator = new_instance<LongRangeIterator>(thread, iterator_types.longrange_iterator);
    iterator->start = start;
    iterator->step = step;
    iterator->count = count;
    iterator->index.store(small(0));
    return iterator;
}

Value range_iterator_hint(Thread& thread, Args& args) {
    auto* iterator = static_cast<RangeIterator*>(args[0].as_object());
    return make_int(thread, std::max<int64_t>(0, iterator->count - iterator->index.load()));
}

Value long_range_iterator_hint(Thread& thread, Args& args) {
    auto* iterator = static_cast<LongRangeIterator*>(args[0].as_object());
    return int_sub(thread, iterator->count, iterator->index.load());
}

Value reduce_iterator(Thread& thread, Value start, Value step, Value count, Value index) {
    Value stop = int_add(thread, start, int_mul(thread, count, step));
    Value iter = builtin_function(thread, "iter");
    if (!iter) return {};
    return new_tuple(thread, {iter, new_tuple(thread, {new_range(thread, start, stop, step)}), index});
}

Value range_iterator_reduce(Thread& thread, Args& args) {
    auto* iterator = static_cast<RangeIterator*>(args[0].as_object());
    return reduce_iterator(thread, make_int(thread, iterator->start), make_int(thread, iterator->step),
                           make_int(thread, iterator->count), make_int(thread, iterator->index.load()));
}

Value long_range_iterator_reduce(Thread& thread, Args& args) {
    auto* iterator = static_cast<LongRangeIterator*>(args[0].as_object());
    return reduce_iterator(thread, iterator->start, iterator->step, iterator->count, iterator->index.load());
}

Value range_iterator_set_state(Thread& thread, Args& args) {
    int64_t index;
    if (!to_int64(thread, args[1], &index)) return {};
    static_cast<RangeIterator*>(args[0].as_object())->index.store(std::max<int64_t>(0, index));
    return Value::none();
}

Value long_range_iterator_set_state(Thread& thread, Args& args) {
    Value index = to_index(thread, args[1]);
    if (!index) return {};
    static_cast<LongRangeIterator*>(args[0].as_object())->index.store(int_sign(index) < 0 ? small(0) : index);
    return Value::none();
}

// --- the type ---

Range* self_of(Args& args) { return static_cast<Range*>(args[0].as_object()); }

Value range_new(Thread& thread, Args& args) {
    if (!check_new_target(thread, args[0], types.range) || !check_positional(thread, "range", args, 1, 3))
        return {};
    Value bounds[3] = {small(0), small(0), small(1)};
    if (args.rest.size() == 1) {
        if (!(bounds[1] = to_index(thread, args.rest[0]))) return {};
    } else {
        for (size_t i = 0; i < args.rest.size(); i++)
            if (!(bounds[i] = to_index(thread, args.rest[i]))) return {};
    }
    return new_range(thread, bounds[0], bounds[1], bounds[2]);
}

Value range_repr(Thread& thread, Args& args) {
    Range* range = self_of(args);
    StrBuilder text;
    text.append_ascii("range(");
    if (!append_repr(thread, range->start, &text)) return {};
    text.append_ascii(", ");
    if (!append_repr(thread, range->stop, &text)) return {};
    if (range->step != small(1)) {
        text.append_ascii(", ");
        if (!append_repr(thread, range->step, &text)) return {};
    }
    text.append(')');
    return text.finish(thread);
}

Value range_len(Thread& thread, Args& args) {
    Value count = self_of(args)->length;
    if (!int_to_int64(count))
        return raise_text(thread, exceptions.OverflowError, "Python int too large to convert to C ssize_t");
    return count;
}

Value range_bool(Thread&, Args& args) { return Value::from_bool(int_sign(self_of(args)->length) != 0); }
Value range_getitem(Thread& thread, Args& args) { return range_subscript(thread, self_of(args), args[1]); }

Value range_iter(Thread& thread, Args& args) {
    Range* range = self_of(args);
    return new_range_iterator(thread, range->start, range->step, range->length);
}

Value range_reversed(Thread& thread, Args& args) {
    Range* range = self_of(args);
    Value last = int_sub(thread, range->length, small(1));
    Value start = int_add(thread, range->start, int_mul(thread, last, range->step));
    return new_range_iterator(thread, start, int_negate(thread, range->step), range->length);
}

bool is_plain_int(Value value) {
    return value.is_int() || (value.is_object() && value.as_object()->kind() == Kind::BigInt) ||
           value.is_bool();
}

// The position of the first item equal to `wanted`, by looking at all of them; empty at the end or
// with an exception.
Value search(Thread& thread, Range* range, Value wanted, int64_t* found_count) {
    Value iterator = new_range_iterator(thread, range->start, range->step, range->length);
    *found_count = 0;
    Value first;
    for (int64_t i = 0;; i++) {
        Value item = iter_next(thread, iterator);
        if (!item) return thread.exception ? Value() : first;
        int same = equal(thread, item, wanted);
        if (same < 0) return {};
        if (same) {
            (*found_count)++;
            if (!first) first = make_int(thread, i);
        }
    }
}

Value range_contains(Thread& thread, Args& args) {
    if (is_plain_int(args[1]))
        return Value::from_bool(range_contains_int(thread, self_of(args), as_plain_int(args[1])));
    int64_t count;
    Value found = search(thread, self_of(args), args[1], &count);
    return thread.exception ? Value() : Value::from_bool(!found.is_empty());
}

Value range_count(Thread& thread, Args& args) {
    if (is_plain_int(args[1])) return small(range_contains_int(thread, self_of(args), as_plain_int(args[1])));
    int64_t count;
    (void)search(thread, self_of(args), args[1], &count);
    return thread.exception ? Value() : small(count);
}

Value range_index(Thread& thread, Args& args) {
    Range* range = self_of(args);
    if (is_plain_int(args[1])) {
        Value wanted = as_plain_int(args[1]);
        if (range_contains_int(thread, range, wanted))
            return int_floordiv(thread, int_sub(thread, wanted, range->start), range->step);
    } else {
        int64_t count;
        Value found = search(thread, range, args[1], &count);
        if (found || thread.exception) return found;
        return raise_value_error(thread, "sequence.index(x): x not in sequence");
    }
    Str* printed = repr(thread, args[1]);
    return printed ? raise_value_error(thread, "{} is not in range", to_utf8(printed)) : Value();
}

// Ranges are equal when they hold the same numbers.
bool same_numbers(Range* a, Range* b) {
    if (int_compare(a->length, b->length) != 0) return false;
    if (int_sign(a->length) == 0) return true;
    if (int_compare(a->start, b->start) != 0) return false;
    return a->length == small(1) || int_compare(a->step, b->step) == 0;
}

Value range_compare(Thread&, Comparison op, Value self, Value other) {
    bool equality = op == Comparison::Eq || op == Comparison::Ne;
    if (!equality || !other.is_object() || other.as_object()->kind() != Kind::Range)
        return Value::not_implemented();
    bool same = same_numbers(static_cast<Range*>(self.as_object()), static_cast<Range*>(other.as_object()));
    return Value::from_bool(same == (op == Comparison::Eq));
}

// hash((length, start, step)), with None for what does not matter.
Value range_hash(Thread& thread, Args& args) {
    Range* range = self_of(args);
    bool empty = int_sign(range->length) == 0;
    Tuple* key = new_tuple(thread, {range->length, empty ? Value::none() : range->start,
                                    empty || range->length == small(1) ? Value::none() : range->step});
    int64_t result;
    return hash(thread, key, &result) ? make_int(thread, result) : Value();
}

Value range_reduce(Thread& thread, Args& args) {
    Range* range = self_of(args);
    return new_tuple(thread,
                     {Value(types.range), new_tuple(thread, {range->start, range->stop, range->step})});
}

Value get_start(Thread&, Value self) { return static_cast<Range*>(self.as_object())->start; }
Value get_stop(Thread&, Value self) { return static_cast<Range*>(self.as_object())->stop; }
Value get_step(Thread&, Value self) { return static_cast<Range*>(self.as_object())->step; }

}  // namespace

Value new_range(Thread& thread, Value start, Value stop, Value step) {
    if (step == small(0)) return raise_value_error(thread, "range() arg 3 must not be zero");
    auto* range =
        heap::fast_allocate<Range>(thread, types.range->instance_shape.load(std::memory_order_acquire));
    range->start = start;
    range->stop = stop;
    range->step = step;
    range->length = count_steps(thread, start, stop, step);
    return range;
}

Value range_item(Thread& thread, Range* range, Value index) {
    return int_add(thread, range->start, int_mul(thread, index, range->step));
}

bool range_contains_int(Thread& thread, Range* range, Value number) {
    bool up = int_sign(range->step) > 0;
    int from_start = int_compare(number, range->start), to_stop = int_compare(number, range->stop);
    if (up ? from_start < 0 || to_stop >= 0 : from_start > 0 || to_stop <= 0) return false;
    return int_sign(int_mod(thread, int_sub(thread, number, range->start), range->step)) == 0;
}

namespace {

Value slice_index(Thread& thread, Value index) {
    if (!is_int(index) && !class_of(index)->special(Special::k_index))
        return raise_type_error(thread, "slice indices must be integers or None or have an __index__ method");
    return to_index(thread, index);
}

// A bound of a slice, fitted to a range of any length.
Value fit_bound(Thread& thread, Value bound, Value fallback, Value length, Value least, Value most) {
    if (bound.is_none()) return fallback;
    Value plain = slice_index(thread, bound);
    if (!plain) return {};
    if (int_sign(plain) < 0) plain = int_add(thread, plain, length);
    if (int_compare(plain, least) < 0) return least;
    return int_compare(plain, most) > 0 ? most : plain;
}

Value range_slice(Thread& thread, Range* range, Slice* slice) {
    Value step = slice->step.is_none() ? small(1) : slice_index(thread, slice->step);
    if (!step) return {};
    if (step == small(0)) return raise_value_error(thread, "slice step cannot be zero");
    bool up = int_sign(step) > 0;
    Value last = int_sub(thread, range->length, small(1));
    Value least = up ? small(0) : small(-1), most = up ? range->length : last;
    Value start = fit_bound(thread, slice->start, up ? least : most, range->length, least, most);
    if (!start) return {};
    Value stop = fit_bound(thread, slice->stop, up ? most : least, range->length, least, most);
    if (!stop) return {};
    return new_range(thread, range_item(thread, range, start), range_item(thread, range, stop),
                     int_mul(thread, range->step, step));
}

}  // namespace

Value range_subscript(Thread& thread, Range* range, Value key) {
    if (key.is_object() && key.as_object()->kind() == Kind::Slice)
        return range_slice(thread, range, static_cast<Slice*>(key.as_object()));
    if (!is_int(key) && class_of(key)->special(Special::k_index).is_empty())
        return raise_type_error(thread, "range indices must be integers or slices, not {}", type_name(key));
    Value index = to_index(thread, key);
    if (!index) return {};
    if (int_sign(index) < 0) index = int_add(thread, index, range->length);
    if (int_sign(index) < 0 || int_compare(index, range->length) >= 0)
        return raise_text(thread, exceptions.IndexError, "range object index out of range");
    return range_item(thread, range, index);
}

void trace_range(Object* object, Marker& marker) {
    auto* range = static_cast<Range*>(object);
    marker.mark(range->start);
    marker.mark(range->stop);
    marker.mark(range->step);
    marker.mark(range->length);
}

void init_range_type(Thread& thread) {
    iterator_types.range_iterator =
        new_iterator_class(thread, "range_iterator", sizeof(RangeIterator), nullptr, range_next);
    add_methods(thread, iterator_types.range_iterator,
                {{"__length_hint__(self, /)", range_iterator_hint},
                 {"__reduce__(self, /)", range_iterator_reduce},
                 {"__setstate__(self, state, /)", range_iterator_set_state}});
    iterator_types.longrange_iterator = new_iterator_class(
        thread, "longrange_iterator", sizeof(LongRangeIterator), trace_long_range_iterator, long_range_next);
    add_methods(thread, iterator_types.longrange_iterator,
                {{"__length_hint__(self, /)", long_range_iterator_hint},
                 {"__reduce__(self, /)", long_range_iterator_reduce},
                 {"__setstate__(self, state, /)", long_range_iterator_set_state}});
    add_methods(thread, types.range,
                {{"__new__(cls, /, *args, **kwargs)", range_new, "", Binding::StaticMethod},
                 {"__repr__(self, /)", range_repr, "Return repr(self)."},
                 {"__hash__(self, /)", range_hash, "Return hash(self)."},
                 {"__len__(self, /)", range_len, "Return len(self)."},
                 {"__bool__(self, /)", range_bool, "True if self else False"},
                 {"__getitem__(self, key, /)", range_getitem, "Return self[key]."},
                 {"__contains__(self, key, /)", range_contains, "Return key in self."},
                 {"__iter__(self, /)", range_iter, "Implement iter(self)."},
                 {"__reversed__(self, /)", range_reversed, "Return a reverse iterator."},
                 {"__reduce__(self, /)", range_reduce},
                 {"count(self, value, /)", range_count,
                  "rangeobject.count(value) -> integer -- return number of occurrences of value"},
                 {"index(self, value, /)", range_index,
                  "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError "
                  "if the value is not present."}});
    add_comparisons<range_compare>(thread, types.range);
    add_getsets(thread, types.range, {{"start", get_start, nullptr, "", true}, {"stop", get_stop, nullptr, "", true}, {"step", get_step, nullptr, "", true}});
}

}  // namespace gilt
