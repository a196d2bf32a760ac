// What list, tuple and their relatives (deque, range, the views) have in common: comparing item by
// item, printing, turning what a script wrote between brackets into an index, repeating, and
// checking what a constructor was called with.
#pragma once

#include <cstdint>
#include <string_view>

#include "objects/list.h"
#include "objects/str_builder.h"
#include "objects/tuple.h"
#include "vm/native.h"
#include "vm/operations.h"
#include "vm/recursion_level.h"

namespace gilt {

// The two ways to look at items while script code may change them: a list is asked anew for every
// item.
struct ListItems {
    List* list;
    uint64_t count() const { return list->count(); }
    Value at(uint64_t index) const { return list_get(list, index); }
};
struct TupleItems {
    Tuple* tuple;
    uint64_t count() const { return tuple->length; }
    Value at(uint64_t index) const { return index < tuple->length ? tuple->items[index] : Value(); }
};

Value compare_lengths(Comparison op, uint64_t a, uint64_t b);

// equal(), with small ints answered at once: 1, 0, -1.
[[nodiscard]] inline int items_equal(Thread& thread, Value a, Value b) {
    return both_ints(a, b) ? a == b : equal(thread, a, b);
}

// Lexicographic comparison: the result of `a op b`. Items are objects, and an object equals itself, unless the items are
// `numbers`, among which nan equals nothing.
template <bool numbers = false, class A, class B>
Value compare_sequences(Thread& thread, Comparison op, A a, B b) {
    bool equality = op == Comparison::Eq || op == Comparison::Ne;
    if (equality && a.count() != b.count()) return Value::from_bool(op == Comparison::Ne);
    RecursionLevel level(thread, " in comparison");
    if (!level.is_allowed()) return {};
    for (uint64_t i = 0;; i++) {
        Value x = a.at(i), y = b.at(i);
        if (!x || !y) return compare_lengths(op, a.count(), b.count());
        if (x == y && !x.is_float()) continue;
        int same = numbers && x.is_float() && y.is_float() ? x.as_float() == y.as_float() : items_equal(thread, x, y);
        if (same < 0) return {};
        if (same) continue;
        if (equality) return Value::from_bool(op == Comparison::Ne);
        return compare(thread, op, x, y);
    }
}

// Adds repr(value) to the text. False with an exception pending.
[[nodiscard]] bool append_repr(Thread& thread, Value value, StrBuilder* text);
// "open item, item close"; `ellipsis` if the object is being printed already. A tuple of one gets
// its comma.
template <class Items>
Value repr_items(Thread& thread, Object* self, Items items, std::string_view open, std::string_view close,
                 std::string_view ellipsis, bool comma_after_one = false);

// The position a key between brackets means. False with TypeError pending: "list indices must be
// integers or slices, not str". Negative ones count from the end.
[[nodiscard]] bool subscript_index(Thread& thread, Value key, std::string_view what, uint64_t length,
                                   int64_t* index);

// How often `sequence * other` repeats. Not 1: the result to return is in *result (NotImplemented,
// or empty with an exception pending).
bool repeat_count(Thread& thread, Value self, Value other, bool reflected, int64_t* count, Value* result);

// `sequence + other` when other is of the wrong type.
Value cannot_concatenate(Thread& thread, std::string_view what, Value other);

// The start and stop arguments of index(): as slices take them, moved into [0, length].
[[nodiscard]] bool search_bounds(Thread& thread, Value start, Value stop, uint64_t length, int64_t* from,
                                 int64_t* to);

// The class a __new__ was given: null with TypeError pending unless it is `base` or derives from
// it.
Class* check_new_target(Thread& thread, Value cls, Class* base);
// "list expected at most 1 argument, got 2", "list() takes no keyword arguments".
[[nodiscard]] bool check_positional(Thread& thread, std::string_view name, const Args& args, size_t least,
                                    size_t most);
// The same for the one thing that list, tuple, set and frozenset (`base`) are made from. A subclass with an __init__ of its
// own may give keywords a meaning; `name` is who complains about too many arguments.
[[nodiscard]] bool check_content(Thread& thread, std::string_view name, const Args& args, Class* cls, Class* base);

// cls[item] for annotations; the __class_getitem__ of all containers.
Value generic_alias_of(Thread& thread, Args& args);

// The six comparison methods of a type, each a function of its own: compare_method<Compare,
// Comparison::Lt>.
template <Value (*Compare)(Thread&, Comparison, Value, Value), Comparison op>
Value compare_method(Thread& thread, Args& args) {
    return Compare(thread, op, args[0], args[1]);
}
template <Value (*Compare)(Thread&, Comparison, Value, Value)>
void add_comparisons(Thread& thread, Class* cls) {
    add_methods(thread, cls,
                {{"__eq__(self, value, /)", compare_method<Compare, Comparison::Eq>, "Return self==value."},
                 {"__ne__(self, value, /)", compare_method<Compare, Comparison::Ne>, "Return self!=value."},
                 {"__lt__(self, value, /)", compare_method<Compare, Comparison::Lt>, "Return self<value."},
                 {"__le__(self, value, /)", compare_method<Compare, Comparison::Le>, "Return self<=value."},
                 {"__gt__(self, value, /)", compare_method<Compare, Comparison::Gt>, "Return self>value."},
                 {"__ge__(self, value, /)", compare_method<Compare, Comparison::Ge>, "Return self>=value."}});
}

template <class Items>
Value repr_items(Thread& thread, Object* self, Items items, std::string_view open, std::string_view close,
                 std::string_view ellipsis, bool comma_after_one) {
    if (!repr_enter(thread, self)) return new_str(thread, ellipsis);
    StrBuilder text;
    text.append_ascii(open);
    RecursionLevel level(thread, " while getting the repr of an object");
    bool good = level.is_allowed();
    uint64_t i = 0;
    for (; good; i++) {
        Value item = items.at(i);
        if (!item) break;
        if (i) text.append_ascii(", ");
        good = append_repr(thread, item, &text);
    }
    repr_leave(thread, self);
    if (!good) return {};
    if (comma_after_one && i == 1) text.append(',');
    text.append_ascii(close);
    return text.finish(thread);
}

}  // namespace gilt
