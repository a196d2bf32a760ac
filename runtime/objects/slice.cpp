// slice: what stands between brackets with a colon, and how it is fitted to a sequence.
#include <limits>

#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/range.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

// None: `fallback`. Clamped, since any bound beyond the sequence means its end.
bool unpack_bound(Thread& thread, Value bound, int64_t fallback, int64_t* out) {
    if (bound.is_none()) {
        *out = fallback;
        return true;
    }
    if (bound.is_int()) {
        *out = bound.as_int();
        return true;
    }
    if (!is_int(bound) && class_of(bound)->special(Special::k_index).is_empty()) {
        raise_type_error(thread, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return to_index_clamped(thread, bound, out);
}

Slice* self_of(Args& args) { return static_cast<Slice*>(args[0].as_object()); }

Value slice_new(Thread& thread, Args& args) {
    if (!check_new_target(thread, args[0], types.slice) || !check_positional(thread, "slice", args, 1, 3))
        return {};
    if (args.rest.size() == 1) return new_slice(thread, Value::none(), args.rest[0], Value::none());
    return new_slice(thread, args.rest[0], args.rest[1],
                     args.rest.size() == 3 ? args.rest[2] : Value::none());
}

Value slice_repr(Thread& thread, Args& args) {
    Slice* slice = self_of(args);
    StrBuilder text;
    text.append_ascii("slice(");
    if (!append_repr(thread, slice->start, &text)) return {};
    text.append_ascii(", ");
    if (!append_repr(thread, slice->stop, &text)) return {};
    text.append_ascii(", ");
    if (!append_repr(thread, slice->step, &text)) return {};
    text.append(')');
    return text.finish(thread);
}

Tuple* parts(Thread& thread, Value value) {
    auto* slice = static_cast<Slice*>(value.as_object());
    return new_tuple(thread, {slice->start, slice->stop, slice->step});
}

Value slice_compare(Thread& thread, Comparison op, Value self, Value other) {
    if (!other.is_object() || other.as_object()->kind() != Kind::Slice) return Value::not_implemented();
    return compare_sequences(thread, op, TupleItems{parts(thread, self)}, TupleItems{parts(thread, other)});
}

// slice.indices(length), for lengths of any size: done in plain ints, as range does it.
Value slice_indices_method(Thread& thread, Args& args) {
    Value length = to_index(thread, args[1]);
    if (!length) return {};
    if (int_sign(length) < 0) return raise_value_error(thread, "length should not be negative");
    Slice* slice = self_of(args);
    for (Value bound : {slice->start, slice->stop, slice->step})
        if (!bound.is_none() && !is_int(bound) && class_of(bound)->special(Special::k_index).is_empty())
            return raise_type_error(thread,
                                    "slice indices must be integers or None or have an __index__ method");
    Value step = slice->step.is_none() ? Value::from_int(1) : to_index(thread, slice->step);
    if (!step) return {};
    if (step == Value::from_int(0)) return raise_value_error(thread, "slice step cannot be zero");
    bool up = int_sign(step) > 0;
    Value least = Value::from_int(up ? 0 : -1);
    Value most = up ? length : int_sub(thread, length, Value::from_int(1));
    auto fit = [&](Value bound, Value fallback) {
        if (bound.is_none()) return fallback;
        Value plain = to_index(thread, bound);
        if (!plain) return Value();
        if (int_sign(plain) < 0) plain = int_add(thread, plain, length);
        if (int_compare(plain, least) < 0) return least;
        return int_compare(plain, most) > 0 ? most : plain;
    };
    Value start = fit(slice->start, up ? least : most);
    if (!start) return {};
    Value stop = fit(slice->stop, up ? most : least);
    if (!stop) return {};
    return new_tuple(thread, {start, stop, step});
}

Value slice_reduce(Thread& thread, Args& args) {
    return new_tuple(thread, {Value(types.slice), Value(parts(thread, args[0]))});
}

Value get_start(Thread&, Value self) { return static_cast<Slice*>(self.as_object())->start; }
Value get_stop(Thread&, Value self) { return static_cast<Slice*>(self.as_object())->stop; }
Value get_step(Thread&, Value self) { return static_cast<Slice*>(self.as_object())->step; }

}  // namespace

Value new_slice(Thread& thread, Value start, Value stop, Value step) {
    auto* slice =
        heap::fast_allocate<Slice>(thread, types.slice->instance_shape.load(std::memory_order_acquire));
    slice->start = start;
    slice->stop = stop;
    slice->step = step;
    return slice;
}

bool slice_unpack(Thread& thread, Slice* slice, int64_t* start, int64_t* stop, int64_t* step) {
    if (!unpack_bound(thread, slice->step, 1, step)) return false;
    if (*step == 0) {
        raise_value_error(thread, "slice step cannot be zero");
        return false;
    }
    if (*step < -kMost) *step = -kMost;  // so that it can be negated
    return unpack_bound(thread, slice->start, *step < 0 ? kMost : 0, start) &&
           unpack_bound(thread, slice->stop, *step < 0 ? kLeast : kMost, stop);
}

int64_t slice_adjust(int64_t length, int64_t* start, int64_t* stop, int64_t step) {
    int64_t least = step < 0 ? -1 : 0;
    int64_t most = step < 0 ? length - 1 : length;
    for (int64_t* bound : {start, stop}) {
        if (*bound < 0) *bound = *bound < -length ? least : *bound + length;
        *bound = std::min(*bound, most);
    }
    if (step < 0) return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

bool slice_indices(Thread& thread, Slice* slice, int64_t length, int64_t* start, int64_t* stop, int64_t* step,
                   int64_t* count) {
    if (!slice_unpack(thread, slice, start, stop, step)) return false;
    *count = slice_adjust(length, start, stop, *step);
    return true;
}

void trace_slice(Object* object, Marker& marker) {
    auto* slice = static_cast<Slice*>(object);
    marker.mark(slice->start);
    marker.mark(slice->stop);
    marker.mark(slice->step);
}

void init_slice_type(Thread& thread) {
    add_methods(thread, types.slice,
                {{"__new__(cls, /, *args, **kwargs)", slice_new, "", Binding::StaticMethod},
                 {"__repr__(self, /)", slice_repr, "Return repr(self)."},
                 {"indices(self, length, /)", slice_indices_method,
                  "S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, "
                  "calculate the start and "
                  "stop\nindices, and the stride length of the extended slice described by\nS. Out "
                  "of bounds indices are "
                  "clipped in a manner consistent with the\nhandling of normal slices."},
                 {"__reduce__(self, /)", slice_reduce, "Return state information for pickling."}});
    add_comparisons<slice_compare>(thread, types.slice);
    make_unhashable(thread, types.slice);
    add_getsets(thread, types.slice, {{"start", get_start, nullptr, "", true}, {"stop", get_stop, nullptr, "", true}, {"step", get_step, nullptr, "", true}});
}

}  // namespace gilt
