// product, permutations, combinations, combinations_with_replacement: all ways of choosing items
// from pools.
//
// What has been chosen last is an array of positions; `advance` steps it to the next choice in
// lexicographic order, and a new tuple is made from it. No script code runs after construction, so
// a step is done under the object lock.
#include <utility>

#include "heap/heap.h"
#include "modules/itertools.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/sequence.h"
#include "objects/tuple.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

struct Selection : Object {
    Tuple* pools;        // product: one for each position; else the only pool, at 0
    Storage* positions;  // small ints: index into the pool
    Storage* cycles;     // permutations: how often each position still changes before the one on its
                         // left does
    int64_t chosen;      // length of the tuples
    enum State : uint8_t { First, Going, Done } state;
};

void trace_selection(Object* object, Marker& marker) {
    auto* self = static_cast<Selection*>(object);
    marker.mark(static_cast<Object*>(self->pools));
    marker.mark(static_cast<Object*>(self->positions));
    marker.mark(static_cast<Object*>(self->cycles));
}

int64_t get(Storage* storage, int64_t index) { return storage->slots[index].load().as_int(); }
void set(Storage* storage, int64_t index, int64_t number) {
    storage->slots[index].store(Value::from_int(number));
}
Tuple* pool_of(Selection* self, int64_t index = 0) {
    return static_cast<Tuple*>(self->pools->items[index].as_object());
}
int64_t pool_size(Selection* self, int64_t index = 0) {
    return static_cast<int64_t>(pool_of(self, index)->length);
}

// The four ways to step: false when there is no next choice.

bool advance_product(Selection* self) {
    for (int64_t i = self->chosen - 1; i >= 0; i--) {
        int64_t next = get(self->positions, i) + 1;
        if (next < pool_size(self, i)) {
            set(self->positions, i, next);
            return true;
        }
        set(self->positions, i, 0);
    }
    return false;
}

bool advance_permutation(Selection* self) {
    int64_t size = pool_size(self);
    for (int64_t i = self->chosen - 1; i >= 0; i--) {
        int64_t cycle = get(self->cycles, i) - 1;
        if (cycle > 0) {
            set(self->cycles, i, cycle);
            int64_t here = get(self->positions, i), there = get(self->positions, size - cycle);
            set(self->positions, i, there);
            set(self->positions, size - cycle, here);
            return true;
        }
        // All have been here: the first of the rest goes to the end.
        int64_t first = get(self->positions, i);
        for (int64_t j = i; j + 1 < size; j++) set(self->positions, j, get(self->positions, j + 1));
        set(self->positions, size - 1, first);
        set(self->cycles, i, size - i);
    }
    return false;
}

bool advance_combination(Selection* self) {
    int64_t size = pool_size(self);
    int64_t i = self->chosen - 1;
    while (i >= 0 && get(self->positions, i) == i + size - self->chosen) i--;
    if (i < 0) return false;
    int64_t position = get(self->positions, i);
    for (; i < self->chosen; i++) set(self->positions, i, ++position);
    return true;
}

bool advance_with_replacement(Selection* self) {
    int64_t last = pool_size(self) - 1;
    int64_t i = self->chosen - 1;
    while (i >= 0 && get(self->positions, i) == last) i--;
    if (i < 0) return false;
    int64_t position = get(self->positions, i) + 1;
    for (; i < self->chosen; i++) set(self->positions, i, position);
    return true;
}

template <bool (*advance)(Selection*), bool many_pools>
Value selection_next(Thread& thread, Object* object) {
    auto* self = static_cast<Selection*>(object);
    ObjectLock lock(self);
    if (self->state == Selection::Done) return {};
    if (self->state == Selection::Going && !advance(self)) {
        self->state = Selection::Done;
        return {};
    }
    self->state = Selection::Going;
    Tuple* choice = new_tuple_uninitialized(thread, static_cast<size_t>(self->chosen));
    for (int64_t i = 0; i < self->chosen; i++)
        choice->items[i] = pool_of(self, many_pools ? i : 0)->items[get(self->positions, i)];
    return choice;
}

constexpr int64_t kMostPositions = int64_t{1} << 27;

Storage* numbers(Thread& thread, int64_t count) {
    if (count > kMostPositions) {
        (void)raise_memory_error(thread);
        return nullptr;
    }
    Storage* storage = new_storage(thread, static_cast<size_t>(count));
    for (int64_t i = 0; i < count; i++) set(storage, i, 0);
    return storage;
}

Class *product_class, *permutations_class, *combinations_class, *with_replacement_class;

Value product_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], product_class);
    if (!cls) return {};
    int64_t repeat = 1;
    if (args.has(1) && !to_int64(thread, args[1], &repeat)) return {};
    if (repeat < 0) return raise_value_error(thread, "repeat argument cannot be negative");
    auto given = static_cast<int64_t>(args.rest.size());
    if (given == 0) repeat = 0;
    if (repeat && given > kMostPositions / repeat)
        return raise_text(thread, exceptions.OverflowError, "repeat argument too large");
    int64_t count = given * repeat;
    Tuple* pools = new_tuple_uninitialized(thread, static_cast<size_t>(count));
    bool any_empty = false;
    for (int64_t i = 0; i < count; i++) {
        Tuple* pool = i < given ? tuple_from_iterable(thread, args.rest[i])
                                : static_cast<Tuple*>(pools->items[i - given].as_object());
        if (!pool) return {};
        pools->items[i] = pool;
        any_empty = any_empty || pool->length == 0;
    }
    Storage* positions = numbers(thread, count);
    if (!positions) return {};
    auto* self = new_instance<Selection>(thread, cls);
    self->pools = pools;
    self->positions = positions;
    self->chosen = count;
    self->state = any_empty ? Selection::Done : Selection::First;
    return self;
}

// A selection of `chosen` items from one pool.
Selection* new_selection(Thread& thread, Class* cls, Tuple* pool, int64_t chosen, int64_t position_count,
                         bool possible) {
    auto* self = new_instance<Selection>(thread, cls);
    self->pools = new_tuple(thread, {Value(pool)});
    self->chosen = chosen;
    self->state = possible ? Selection::First : Selection::Done;
    self->positions = numbers(thread, possible ? position_count : 0);
    return self->positions ? self : nullptr;
}

Value permutations_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], permutations_class);
    if (!cls) return {};
    Tuple* pool = tuple_from_iterable(thread, args[1]);
    if (!pool) return {};
    auto size = static_cast<int64_t>(pool->length);
    int64_t chosen = size;
    if (args.has(2) && !args[2].is_none()) {
        if (!is_int(args[2])) return raise_type_error(thread, "Expected int as r");
        if (!to_int64(thread, args[2], &chosen)) return {};
        if (chosen < 0) return raise_value_error(thread, "r must be non-negative");
    }
    Selection* self = new_selection(thread, cls, pool, chosen, size, chosen <= size);
    if (!self || chosen > size) return self;
    self->cycles = numbers(thread, chosen);
    if (!self->cycles) return {};
    for (int64_t i = 0; i < size; i++) set(self->positions, i, i);
    for (int64_t i = 0; i < chosen; i++) set(self->cycles, i, size - i);
    return self;
}

template <bool with_replacement>
Value combinations_new(Thread& thread, Args& args) {
    Class* cls =
        check_new_target(thread, args[0], with_replacement ? with_replacement_class : combinations_class);
    if (!cls) return {};
    int64_t chosen;
    Tuple* pool = tuple_from_iterable(thread, args[1]);
    if (!pool || !to_int64(thread, args[2], &chosen)) return {};
    if (chosen < 0) return raise_value_error(thread, "r must be non-negative");
    auto size = static_cast<int64_t>(pool->length);
    bool possible = with_replacement ? size > 0 || chosen == 0 : chosen <= size;
    Selection* self = new_selection(thread, cls, pool, chosen, chosen, possible);
    if (self && possible && !with_replacement)
        for (int64_t i = 0; i < chosen; i++) set(self->positions, i, i);
    return self;
}

}  // namespace

void add_selections(Thread& thread, Module* module) {
    product_class = add_iterator_class(
        thread, module, "product", sizeof(Selection), trace_selection, selection_next<advance_product, true>,
        "Cartesian product of input iterables.  Equivalent to nested for-loops.");
    permutations_class =
        add_iterator_class(thread, module, "permutations", sizeof(Selection), trace_selection,
                           selection_next<advance_permutation, false>,
                           "Return successive r-length permutations of elements in the iterable.");
    combinations_class =
        add_iterator_class(thread, module, "combinations", sizeof(Selection), trace_selection,
                           selection_next<advance_combination, false>,
                           "Return successive r-length combinations of elements in the iterable.");
    with_replacement_class =
        add_iterator_class(thread, module, "combinations_with_replacement", sizeof(Selection),
                           trace_selection, selection_next<advance_with_replacement, false>,
                           "Return successive r-length combinations of elements in the iterable "
                           "allowing individual elements to "
                           "have successive repeats.");
    add_methods(thread, product_class,
                {{"__new__(cls, /, *iterables, repeat=1)", product_new, "", Binding::StaticMethod}});
    add_methods(thread, permutations_class,
                {{"__new__(cls, iterable, r=None)", permutations_new, "", Binding::StaticMethod}});
    add_methods(thread, combinations_class,
                {{"__new__(cls, iterable, r)", combinations_new<false>, "", Binding::StaticMethod}});
    add_methods(thread, with_replacement_class,
                {{"__new__(cls, iterable, r)", combinations_new<true>, "", Binding::StaticMethod}});
}

}  // namespace gilt
