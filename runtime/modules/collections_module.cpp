// _collections: deque and defaultdict, and what namedtuple and Counter want fast.
//
// A deque is a ring in a ListStorage whose count is its capacity (free places are empty). Storage,
// head and count belong together, so that without the GIL also readers take the object lock, for
// the moment of one access.
#include <algorithm>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/keys.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

Class *deque_class, *deque_iterator_class, *deque_reverse_iterator_class, *defaultdict_class,
    *tuplegetter_class;

Value none_if(bool good) { return good ? Value::none() : Value(); }

// --- the ring ---

struct Deque : Object {
    ListStorage* ring;
    uint64_t head;  // place of the first item
    uint64_t count;
    int64_t max_length;             // -1: none
    std::atomic<uint64_t> changes;  // counts insertions and removals, for iterators
    Slot overflow;

    Slot& place(uint64_t index) {
        uint64_t at = head + index;
        return ring->items[at < ring->capacity ? at : at - ring->capacity];
    }
};

bool is_deque(Value value) { return value.is_object() && is_instance(value, deque_class); }
Deque* as_deque(Value value) { return static_cast<Deque*>(value.as_object()); }
Deque* self_of(Args& args) { return as_deque(args[0]); }

void trace_deque(Object* object, Marker& marker) {
    ListStorage* ring = static_cast<Deque*>(object)->ring;
    if (ring != empty_list_storage()) marker.mark(static_cast<Object*>(ring));
}

uint64_t count_of(Deque* deque) {
    ObjectLock lock(deque);
    return deque->count;
}

Value item_at(Deque* deque, uint64_t index) {
    ObjectLock lock(deque);
    return index < deque->count ? deque->place(index).load() : Value();
}

struct DequeItems {
    Deque* deque;
    uint64_t count() const { return count_of(deque); }
    Value at(uint64_t index) const { return item_at(deque, index); }
};

// The functions down to `clear` want the lock to be held.

// Room for one more. False with MemoryError pending.
bool make_room(Thread& thread, Deque* deque) {
    if (deque->count < deque->ring->capacity) return true;
    ListStorage* bigger = new_list_storage(thread, std::max<uint64_t>(8, deque->count * 2));
    if (!bigger) return false;
    for (uint64_t i = 0; i < deque->count; i++) bigger->items[i].store(deque->place(i).load());
    bigger->count.store(bigger->capacity, kRelaxed);
    deque->ring = bigger;
    deque->head = 0;
    return true;
}

void changed(Deque* deque) { deque->changes.store(deque->changes.load(kRelaxed) + 1, kRelaxed); }

Value take_first(Deque* deque) {
    if (deque->count == 0) return {};
    Value item = deque->place(0).exchange({});
    deque->head = deque->head + 1 == deque->ring->capacity ? 0 : deque->head + 1;
    deque->count--;
    changed(deque);
    return item;
}

Value take_last(Deque* deque) {
    if (deque->count == 0) return {};
    Value item = deque->place(deque->count - 1).exchange({});
    deque->count--;
    changed(deque);
    return item;
}

bool add_last(Thread& thread, Deque* deque, Value item) {
    if (deque->max_length == 0) return true;
    if (static_cast<int64_t>(deque->count) == deque->max_length) (void)take_first(deque);
    if (!make_room(thread, deque)) return false;
    deque->place(deque->count).store(item);
    deque->count++;
    changed(deque);
    return true;
}

bool add_first(Thread& thread, Deque* deque, Value item) {
    if (deque->max_length == 0) return true;
    if (static_cast<int64_t>(deque->count) == deque->max_length) (void)take_last(deque);
    if (!make_room(thread, deque)) return false;
    deque->head = deque->head == 0 ? deque->ring->capacity - 1 : deque->head - 1;
    deque->count++;
    deque->place(0).store(item);
    changed(deque);
    return true;
}

void rotate(Deque* deque, int64_t steps) {
    auto count = static_cast<int64_t>(deque->count);
    if (count < 2 || (steps %= count) == 0) return;
    if (steps < 0) steps += count;
    changed(deque);
    if (deque->count == deque->ring->capacity) {
        deque->head = (deque->head + deque->count - static_cast<uint64_t>(steps)) % deque->count;
        return;
    }
    // The shorter way around; one item moves from end to end at a time.
    bool to_the_right = steps <= count / 2;
    for (int64_t i = to_the_right ? steps : count - steps; i > 0; i--) {
        uint64_t capacity = deque->ring->capacity;
        if (to_the_right) {
            Value item = deque->place(deque->count - 1).exchange({});
            deque->head = deque->head == 0 ? capacity - 1 : deque->head - 1;
            deque->place(0).store(item);
        } else {
            Value item = deque->place(0).exchange({});
            deque->head = deque->head + 1 == capacity ? 0 : deque->head + 1;
            deque->place(deque->count - 1).store(item);
        }
    }
}

// Removes one item from the middle.
void remove_at(Deque* deque, uint64_t index) {
    if (index < deque->count / 2) {
        for (uint64_t i = index; i > 0; i--) deque->place(i).store(deque->place(i - 1).load());
        (void)take_first(deque);
    } else {
        for (uint64_t i = index; i + 1 < deque->count; i++) deque->place(i).store(deque->place(i + 1).load());
        (void)take_last(deque);
    }
}

void clear(Deque* deque) {
    deque->ring = empty_list_storage();
    deque->head = deque->count = 0;
    changed(deque);
}

// --- making deques ---

Deque* new_deque(Thread& thread, Class* cls, int64_t max_length) {
    auto* deque = new_instance<Deque>(thread, cls);
    deque->ring = empty_list_storage();
    deque->max_length = max_length;
    return deque;
}

bool extend(Thread& thread, Deque* deque, Value iterable, bool at_the_end) {
    // deque.extend(deque): what is there now.
    if (Value(deque) == iterable) {
        iterable = Value(list_from_iterable(thread, iterable));
        if (!iterable) return false;
    }
    Iteration items(thread, iterable);
    while (Value item = items.next()) {
        ObjectLock lock(deque);
        if (!(at_the_end ? add_last(thread, deque, item) : add_first(thread, deque, item))) return false;
    }
    return !items.failed();
}

Deque* copy_of(Thread& thread, Deque* deque) {
    Deque* copy = new_deque(thread, deque_class, deque->max_length);
    ObjectLock lock(deque);
    for (uint64_t i = 0; i < deque->count; i++)
        if (!add_last(thread, copy, deque->place(i).load())) return nullptr;
    return copy;
}

// --- methods ---

Value deque_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], deque_class);
    return cls ? Value(new_deque(thread, cls, -1)) : Value();
}

Value deque_init(Thread& thread, Args& args) {
    Deque* deque = self_of(args);
    int64_t max_length = -1;
    if (args.has(2) && !args[2].is_none()) {
        if (!is_int(args[2])) return raise_type_error(thread, "an integer is required");
        if (!to_int64(thread, args[2], &max_length)) return {};
        if (max_length < 0) return raise_value_error(thread, "maxlen must be non-negative");
    }
    {
        ObjectLock lock(deque);
        deque->max_length = max_length;
        if (deque->count) clear(deque);
    }
    return none_if(!args.has(1) || extend(thread, deque, args[1], true));
}

Value deque_append(Thread& thread, Args& args) {
    ObjectLock lock(args[0].as_object());
    return none_if(add_last(thread, self_of(args), args[1]));
}

Value deque_appendleft(Thread& thread, Args& args) {
    ObjectLock lock(args[0].as_object());
    return none_if(add_first(thread, self_of(args), args[1]));
}

template <Value (*take)(Deque*)>
Value deque_take(Thread& thread, Args& args) {
    Value item;
    {
        ObjectLock lock(args[0].as_object());
        item = take(self_of(args));
    }
    return item ? item : raise_text(thread, exceptions.IndexError, "pop from an empty deque");
}

Value deque_extend(Thread& thread, Args& args) {
    return none_if(extend(thread, self_of(args), args[1], true));
}
Value deque_extendleft(Thread& thread, Args& args) {
    return none_if(extend(thread, self_of(args), args[1], false));
}

Value deque_clear(Thread&, Args& args) {
    ObjectLock lock(args[0].as_object());
    clear(self_of(args));
    return Value::none();
}

Value deque_rotate(Thread& thread, Args& args) {
    int64_t steps = 1;
    if (args.has(1) && !to_int64(thread, args[1], &steps)) return {};
    ObjectLock lock(args[0].as_object());
    rotate(self_of(args), steps);
    return Value::none();
}

Value deque_reverse(Thread&, Args& args) {
    Deque* deque = self_of(args);
    ObjectLock lock(deque);
    for (uint64_t i = 0, j = deque->count; i + 1 < j; i++) {
        j--;
        Value item = deque->place(i).load();
        deque->place(i).store(deque->place(j).load());
        deque->place(j).store(item);
    }
    return Value::none();
}

// The first item from `from` on that is equal: -1 none, -2 exception pending (also if the deque
// changes meanwhile).
int64_t find(Thread& thread, Deque* deque, Value wanted, uint64_t from, uint64_t to, Class* if_changed,
             const char* message) {
    uint64_t changes = deque->changes.load(kRelaxed);
    for (uint64_t i = from; i < to; i++) {
        Value item = item_at(deque, i);
        if (!item) break;
        int same = items_equal(thread, item, wanted);
        if (same < 0) return -2;
        if (deque->changes.load(kRelaxed) != changes) {
            raise_text(thread, if_changed, message);
            return -2;
        }
        if (same) return static_cast<int64_t>(i);
    }
    return -1;
}

constexpr const char* kMutated = "deque mutated during iteration";

Value deque_contains(Thread& thread, Args& args) {
    int64_t at = find(thread, self_of(args), args[1], 0, ~uint64_t{0}, exceptions.RuntimeError, kMutated);
    return at == -2 ? Value() : Value::from_bool(at >= 0);
}

Value deque_count(Thread& thread, Args& args) {
    int64_t total = 0;
    for (int64_t at = 0;; at++) {
        at = find(thread, self_of(args), args[1], static_cast<uint64_t>(at), ~uint64_t{0},
                  exceptions.RuntimeError, kMutated);
        if (at < 0) return at == -2 ? Value() : Value::from_int(total);
        total++;
    }
}

Value deque_index(Thread& thread, Args& args) {
    int64_t from, to;
    if (!search_bounds(thread, args[2], args[3], count_of(self_of(args)), &from, &to)) return {};
    int64_t at = find(thread, self_of(args), args[1], static_cast<uint64_t>(from),
                      static_cast<uint64_t>(std::max(from, to)), exceptions.RuntimeError, kMutated);
    if (at >= 0) return Value::from_int(at);
    if (at == -2) return {};
    Str* printed = repr(thread, args[1]);
    return printed ? raise_value_error(thread, "{} is not in deque", to_utf8(printed)) : Value();
}

Value deque_remove(Thread& thread, Args& args) {
    Deque* deque = self_of(args);
    int64_t at = find(thread, deque, args[1], 0, ~uint64_t{0}, exceptions.IndexError,
                      "deque mutated during remove().");
    if (at == -2) return {};
    if (at == -1) {
        Str* printed = repr(thread, args[1]);
        return printed ? raise_value_error(thread, "{} is not in deque", to_utf8(printed)) : Value();
    }
    ObjectLock lock(deque);
    if (static_cast<uint64_t>(at) < deque->count) remove_at(deque, static_cast<uint64_t>(at));
    return Value::none();
}

Value deque_insert(Thread& thread, Args& args) {
    Deque* deque = self_of(args);
    int64_t index;
    if (!to_int64(thread, args[1], &index)) return {};
    bool full;
    {
        ObjectLock lock(deque);
        auto count = static_cast<int64_t>(deque->count);
        full = count == deque->max_length;
        if (!full) {
            if (index < 0) index = std::max<int64_t>(0, index + count);
            index = std::min(index, count);
            if (!add_last(thread, deque, args[2])) return {};
            for (int64_t i = count; i > index; i--)
                deque->place(static_cast<uint64_t>(i))
                    .store(deque->place(static_cast<uint64_t>(i - 1)).load());
            deque->place(static_cast<uint64_t>(index)).store(args[2]);
        }
    }
    return full ? raise_text(thread, exceptions.IndexError, "deque already at its maximum size")
                : Value::none();
}

Value deque_copy(Thread& thread, Args& args) {
    Deque* deque = self_of(args);
    Class* cls = class_of(args[0]);
    if (cls == deque_class) return copy_of(thread, deque);
    if (deque->max_length < 0) return call(thread, Value(cls), {args[0]});
    return call(thread, Value(cls), {args[0], make_int(thread, deque->max_length)});
}

Value deque_len(Thread&, Args& args) {
    return Value::from_int(static_cast<int64_t>(count_of(self_of(args))));
}

// The index a key means. False with an exception pending.
bool deque_key(Thread& thread, Deque* deque, Value key, uint64_t* index) {
    if (!is_int(key) && class_of(key)->special(Special::k_index).is_empty()) {
        raise_type_error(thread, "sequence index must be integer, not '{}'", type_name(key));
        return false;
    }
    int64_t position;
    if (!subscript_index(thread, key, "deque", count_of(deque), &position)) return false;
    *index = static_cast<uint64_t>(position);
    return true;
}

Value raise_out_of_range(Thread& thread) {
    return raise_text(thread, exceptions.IndexError, "deque index out of range");
}

Value deque_getitem(Thread& thread, Args& args) {
    uint64_t index;
    if (!deque_key(thread, self_of(args), args[1], &index)) return {};
    Value item = item_at(self_of(args), index);
    return item ? item : raise_out_of_range(thread);
}

Value deque_setitem(Thread& thread, Args& args) {
    Deque* deque = self_of(args);
    uint64_t index;
    if (!deque_key(thread, deque, args[1], &index)) return {};
    {
        ObjectLock lock(deque);
        if (index < deque->count) {
            deque->place(index).store(args[2]);
            return Value::none();
        }
    }
    return raise_out_of_range(thread);
}

Value deque_delitem(Thread& thread, Args& args) {
    Deque* deque = self_of(args);
    uint64_t index;
    if (!deque_key(thread, deque, args[1], &index)) return {};
    {
        ObjectLock lock(deque);
        if (index < deque->count) {
            remove_at(deque, index);
            return Value::none();
        }
    }
    return raise_out_of_range(thread);
}

Value deque_compare(Thread& thread, Comparison op, Value self, Value other) {
    if (!is_deque(other)) return Value::not_implemented();
    return compare_sequences(thread, op, DequeItems{as_deque(self)}, DequeItems{as_deque(other)});
}

Value deque_repr(Thread& thread, Args& args) {
    Deque* deque = self_of(args);
    std::string open = to_utf8(class_of(args[0])->name) + "([";
    std::string close =
        deque->max_length >= 0 ? "], maxlen=" + std::to_string(deque->max_length) + ")" : "])";
    return repr_items(thread, deque, DequeItems{deque}, open, close, "[...]");
}

Value deque_add(Thread& thread, Args& args) {
    if (!is_deque(args[1]))
        return raise_type_error(thread, "can only concatenate deque (not \"{}\") to deque",
                                type_name(args[1]));
    Value sum = deque_copy(thread, args);
    return sum && extend(thread, as_deque(sum), args[1], true) ? sum : Value();
}

Value deque_inplace_add(Thread& thread, Args& args) {
    return extend(thread, self_of(args), args[1], true) ? args[0] : Value();
}

bool repeat_in_place(Thread& thread, Deque* deque, int64_t times) {
    ObjectLock lock(deque);
    uint64_t count = deque->count;
    if (times == 0) clear(deque);
    if (times <= 1 || count == 0) return true;
    if (deque->max_length >= 0) {  // only the last ones stay, and each round ends the same way
        times = std::min(times, deque->max_length / static_cast<int64_t>(count) + 2);
    } else if (static_cast<uint64_t>(times) > (uint64_t{1} << 40) / count) {
        (void)raise_memory_error(thread);
        return false;
    }
    ListStorage* original = new_list_storage(thread, count);
    if (!original) return false;
    for (uint64_t i = 0; i < count; i++) original->items[i].store(deque->place(i).load());
    for (int64_t round = 1; round < times; round++)
        for (uint64_t i = 0; i < count; i++)
            if (!add_last(thread, deque, original->items[i].load())) return false;
    return true;
}

template <bool reflected>
Value deque_multiply(Thread& thread, Args& args) {
    int64_t times;
    Value result;
    if (!repeat_count(thread, args[0], args[1], reflected, &times, &result)) return result;
    Value product = deque_copy(thread, args);
    return product && repeat_in_place(thread, as_deque(product), times) ? product : Value();
}

Value deque_inplace_multiply(Thread& thread, Args& args) {
    int64_t times;
    Value result;
    if (!repeat_count(thread, args[0], args[1], false, &times, &result)) return result;
    return repeat_in_place(thread, self_of(args), times) ? args[0] : Value();
}

Value deque_reduce(Thread& thread, Args& args) {
    Deque* deque = self_of(args);
    Value state = call_method(thread, args[0], names.dunder_getstate, {});
    Value iterator = state ? get_iter(thread, args[0]) : Value();
    if (!iterator) return {};
    Tuple* arguments = deque->max_length < 0
                           ? empty_tuple()
                           : new_tuple(thread, {Value(empty_tuple()), make_int(thread, deque->max_length)});
    return new_tuple(thread, {Value(class_of(args[0])), Value(arguments), state, iterator});
}

Value get_maxlen(Thread& thread, Value self) {
    int64_t max_length = as_deque(self)->max_length;
    return max_length < 0 ? Value::none() : make_int(thread, max_length);
}

// --- iteration ---

struct DequeIterator : Object {
    Slot deque;  // empty: at the end
    uint64_t changes;
    std::atomic<int64_t> position;
};

void trace_deque_iterator(Object* object, Marker& marker) {
    marker.mark(static_cast<DequeIterator*>(object)->deque);
}

template <bool forward>
Value deque_iterator_next(Thread& thread, Object* object) {
    auto* iterator = static_cast<DequeIterator*>(object);
    Value source = iterator->deque.load();
    if (!source) return {};
    Deque* deque = as_deque(source);
    if (deque->changes.load(kRelaxed) != iterator->changes) {
        iterator->deque.store({});
        return raise_text(thread, exceptions.RuntimeError, kMutated);
    }
    int64_t position = take_position(iterator->position, forward ? 1 : -1);
    Value item = position < 0 ? Value() : item_at(deque, static_cast<uint64_t>(position));
    if (!item) iterator->deque.store({});
    return item;
}

template <bool forward>
Value deque_iter(Thread& thread, Args& args) {
    Deque* deque = self_of(args);
    auto* iterator =
        new_instance<DequeIterator>(thread, forward ? deque_iterator_class : deque_reverse_iterator_class);
    iterator->deque.store(deque);
    iterator->changes = deque->changes.load(kRelaxed);
    iterator->position.store(forward ? 0 : static_cast<int64_t>(count_of(deque)) - 1, kRelaxed);
    return iterator;
}

template <bool forward>
Value deque_iterator_hint(Thread&, Args& args) {
    auto* iterator = static_cast<DequeIterator*>(args[0].as_object());
    Value deque = iterator->deque.load();
    if (!deque) return Value::from_int(0);
    int64_t position = iterator->position.load(kRelaxed);
    int64_t left = forward ? static_cast<int64_t>(count_of(as_deque(deque))) - position : position + 1;
    return Value::from_int(std::max<int64_t>(0, left));
}

// --- defaultdict ---

struct DefaultDict : Dict {
    Slot factory;
};

DefaultDict* as_defaultdict(Value value) { return static_cast<DefaultDict*>(value.as_object()); }

void trace_defaultdict(Object* object, Marker& marker) {
    trace_dict(object, marker);
    marker.mark(static_cast<DefaultDict*>(object)->factory);
}

Value defaultdict_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], defaultdict_class);
    if (!cls) return {};
    Dict* dict = allocate_dict(thread, cls);
    as_defaultdict(dict)->factory.store(Value::none());
    return dict;
}

Value defaultdict_init(Thread& thread, Args& args) {
    Value factory = args.rest.empty() ? Value::none() : args.rest[0];
    if (!factory.is_none() && !is_callable(factory))
        return raise_type_error(thread, "first argument must be callable or None");
    if (args.rest.size() > 2)
        return raise_type_error(thread, "dict expected at most 1 argument, got {}", args.rest.size() - 1);
    as_defaultdict(args[0])->factory.store(factory);
    Dict* dict = as_dict(args[0]);
    if (args.rest.size() == 2 && !dict_update(thread, dict, args.rest[1])) return {};
    return none_if(!args.keywords || dict_merge(thread, dict, args.keywords, true));
}

Value defaultdict_missing(Thread& thread, Args& args) {
    Value factory = as_defaultdict(args[0])->factory.load();
    if (factory.is_none()) return raise(thread, exceptions.KeyError, args[1]);
    Value value = call(thread, factory, {});
    if (!value) return {};
    return set_item(thread, args[0], args[1], value) ? value : Value();
}

Value defaultdict_repr(Thread& thread, Args& args) {
    auto* self = as_defaultdict(args[0]);
    StrBuilder text;
    text.append(class_of(args[0])->name);
    text.append('(');
    Value factory = self->factory.load();
    // A factory that is a method of this dict would print it again.
    if (!repr_enter(thread, self)) return new_str(thread, "...");
    bool good = append_repr(thread, factory, &text);
    repr_leave(thread, self);
    if (!good) return {};
    text.append_ascii(", ");
    Value shown = call(thread, class_lookup(types.dict, names.special(Special::k_repr)), {args[0]});
    if (!shown) return {};
    text.append(as_str(shown));
    text.append(')');
    return text.finish(thread);
}

Value defaultdict_copy(Thread& thread, Args& args) {
    return call(thread, Value(class_of(args[0])), {as_defaultdict(args[0])->factory.load(), args[0]});
}

Value defaultdict_reduce(Thread& thread, Args& args) {
    Value factory = as_defaultdict(args[0])->factory.load();
    Tuple* arguments = factory.is_none() ? empty_tuple() : new_tuple(thread, {factory});
    Value items = call_method(thread, args[0], names.items, {});
    Value iterator = items ? get_iter(thread, items) : Value();
    if (!iterator) return {};
    return new_tuple(thread,
                     {Value(class_of(args[0])), Value(arguments), Value::none(), Value::none(), iterator});
}

// defaultdict | dict, and dict | defaultdict: the factory is the defaultdict's.
Value unite(Thread& thread, Value owner, Value left, Value right) {
    if (!is_dict(left) || !is_dict(right)) return Value::not_implemented();
    Value result = call(thread, Value(class_of(owner)), {as_defaultdict(owner)->factory.load(), left});
    return result && is_dict(result) && dict_update(thread, as_dict(result), right) ? result : Value();
}
Value defaultdict_or(Thread& thread, Args& args) { return unite(thread, args[0], args[0], args[1]); }
Value defaultdict_or_reflected(Thread& thread, Args& args) {
    return unite(thread, args[0], args[1], args[0]);
}

Value get_factory(Thread&, Value self) { return as_defaultdict(self)->factory.load(); }
bool set_factory(Thread&, Value self, Value value) {
    as_defaultdict(self)->factory.store(value ? value : Value::none());
    return true;
}

// --- namedtuple's fields: a property that is one load ---

struct TupleGetter : Object {
    int64_t index;
    Slot doc;
};

void trace_tuplegetter(Object* object, Marker& marker) {
    marker.mark(static_cast<TupleGetter*>(object)->doc);
}

Value tuplegetter_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], tuplegetter_class);
    int64_t index;
    if (!cls || !to_int64(thread, args[1], &index)) return {};
    auto* self = new_instance<TupleGetter>(thread, cls);
    self->index = index;
    self->doc.store(args[2]);
    return self;
}

Value tuplegetter_get(Thread& thread, Args& args) {
    auto* self = static_cast<TupleGetter*>(args[0].as_object());
    if (args[1].is_none()) return args[0];
    if (!is_tuple(args[1]))
        return raise_type_error(thread,
                                "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
                                self->index, type_name(args[1]));
    Tuple* tuple = as_tuple(args[1]);
    if (self->index < 0 || static_cast<uint64_t>(self->index) >= tuple->length)
        return raise_text(thread, exceptions.IndexError, "tuple index out of range");
    return tuple->items[self->index];
}

Value tuplegetter_set(Thread& thread, Args&) {
    return raise_text(thread, exceptions.AttributeError, "can't set attribute");
}
Value tuplegetter_delete(Thread& thread, Args&) {
    return raise_text(thread, exceptions.AttributeError, "can't delete attribute");
}

Value tuplegetter_reduce(Thread& thread, Args& args) {
    auto* self = static_cast<TupleGetter*>(args[0].as_object());
    return new_tuple(thread, {Value(tuplegetter_class),
                              new_tuple(thread, {make_int(thread, self->index), self->doc.load()})});
}

Value tuplegetter_repr(Thread& thread, Args& args) {
    auto* self = static_cast<TupleGetter*>(args[0].as_object());
    Str* doc = repr(thread, self->doc.load());
    return doc ? Value(new_str(thread,
                               "_tuplegetter(" + std::to_string(self->index) + ", " + to_utf8(doc) + ")"))
               : Value();
}

Value get_doc(Thread&, Value self) { return static_cast<TupleGetter*>(self.as_object())->doc.load(); }
bool set_doc(Thread&, Value self, Value value) {
    static_cast<TupleGetter*>(self.as_object())->doc.store(value ? value : Value::none());
    return true;
}

// --- Counter: mapping[item] += 1 for every item ---

Value count_elements(Thread& thread, Args& args) {
    Value mapping = args[0];
    Class* cls = class_of(mapping);
    bool plain = is_dict(mapping) &&
                 cls->special(Special::k_setitem) == types.dict->special(Special::k_setitem) &&
                 class_lookup(cls, names.get) == class_lookup(types.dict, names.get);
    Iteration items(thread, args[1]);
    while (Value item = items.next()) {
        Value count;
        if (plain) {
            int64_t hash;
            if (!hash_key(thread, item, &hash)) return {};
            int found = dict_lookup_hashed(thread, as_dict(mapping), item, hash, &count);
            if (found < 0) return {};
            Value next =
                found ? binary(thread, BinaryOp::Add, count, Value::from_int(1)) : Value::from_int(1);
            if (!next || !dict_store_hashed(thread, as_dict(mapping), item, hash, next)) return {};
        } else {
            count = call_method(thread, mapping, names.get, {item, Value::from_int(0)});
            Value next = count ? binary(thread, BinaryOp::Add, count, Value::from_int(1)) : Value();
            if (!next || !set_item(thread, mapping, item, next)) return {};
        }
    }
    return items.failed() ? Value() : Value::none();
}

Class* add_class(Thread& thread, Module* module, const char* name, const NativeClass& definition) {
    Class* cls = new_native_class(thread, definition);
    keep_forever(thread, cls);
    set_module_attribute(thread, module, name, cls);
    return cls;
}

void add_deque(Thread& thread, Module* module) {
    NativeClass definition{.name = "collections.deque",
                           .kind = Kind::Native,
                           .instance_size = sizeof(Deque),
                           .trace = trace_deque,
                           .flags = kBasetype | kSequencePattern,
                           .doc =
                               "deque([iterable[, maxlen]]) --> deque object\n\nA list-like "
                               "sequence optimized for data "
                               "accesses near its endpoints."};
    deque_class = add_class(thread, module, "deque", definition);
    deque_iterator_class = new_iterator_class(thread, "_collections._deque_iterator", sizeof(DequeIterator),
                                              trace_deque_iterator, deque_iterator_next<true>);
    deque_reverse_iterator_class =
        new_iterator_class(thread, "_collections._deque_reverse_iterator", sizeof(DequeIterator),
                           trace_deque_iterator, deque_iterator_next<false>);
    for (Class* cls : {deque_iterator_class, deque_reverse_iterator_class}) {
        keep_forever(thread, cls);
        set_module_attribute(thread, module, to_utf8(cls->name), cls);
    }
    add_methods(thread, deque_iterator_class, {{"__length_hint__(self, /)", deque_iterator_hint<true>}});
    add_methods(thread, deque_reverse_iterator_class,
                {{"__length_hint__(self, /)", deque_iterator_hint<false>}});
    add_methods(
        thread, deque_class,
        {{"__new__(cls, /, *args, **kwargs)", deque_new, "", Binding::StaticMethod},
         {"__init__(self, iterable=(), maxlen=None)", deque_init, "Initialize self."},
         {"append(self, item, /)", deque_append, "Add an element to the right side of the deque."},
         {"appendleft(self, item, /)", deque_appendleft, "Add an element to the left side of the deque."},
         {"pop(self, /)", deque_take<take_last>, "Remove and return the rightmost element."},
         {"popleft(self, /)", deque_take<take_first>, "Remove and return the leftmost element."},
         {"extend(self, iterable, /)", deque_extend,
          "Extend the right side of the deque with elements from the iterable"},
         {"extendleft(self, iterable, /)", deque_extendleft,
          "Extend the left side of the deque with elements from the iterable"},
         {"clear(self, /)", deque_clear, "Remove all elements from the deque."},
         {"rotate(self, n=1, /)", deque_rotate,
          "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."},
         {"reverse(self, /)", deque_reverse, "D.reverse() -- reverse *IN PLACE*"},
         {"count(self, value, /)", deque_count, "D.count(value) -- return number of occurrences of value"},
         {"index(self, value, start=0, stop=9223372036854775807, /)", deque_index,
          "D.index(value, [start, [stop]]) -- return first index of value.\nRaises ValueError if "
          "the value is not present."},
         {"remove(self, value, /)", deque_remove, "D.remove(value) -- remove first occurrence of value."},
         {"insert(self, index, object, /)", deque_insert,
          "D.insert(index, object) -- insert object before index"},
         {"copy(self, /)", deque_copy, "Return a shallow copy of a deque."},
         {"__copy__(self, /)", deque_copy, "Return a shallow copy of a deque."},
         {"__len__(self, /)", deque_len, "Return len(self)."},
         {"__getitem__(self, key, /)", deque_getitem, "Return self[key]."},
         {"__setitem__(self, key, value, /)", deque_setitem, "Set self[key] to value."},
         {"__delitem__(self, key, /)", deque_delitem, "Delete self[key]."},
         {"__contains__(self, key, /)", deque_contains, "Return key in self."},
         {"__iter__(self, /)", deque_iter<true>, "Implement iter(self)."},
         {"__reversed__(self, /)", deque_iter<false>,
          "D.__reversed__() -- return a reverse iterator over the deque"},
         {"__repr__(self, /)", deque_repr, "Return repr(self)."},
         {"__add__(self, value, /)", deque_add, "Return self+value."},
         {"__iadd__(self, value, /)", deque_inplace_add, "Implement self+=value."},
         {"__mul__(self, value, /)", deque_multiply<false>, "Return self*value."},
         {"__rmul__(self, value, /)", deque_multiply<true>, "Return value*self."},
         {"__imul__(self, value, /)", deque_inplace_multiply, "Implement self*=value."},
         {"__reduce__(self, /)", deque_reduce, "Return state information for pickling."},
         {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod}});
    add_comparisons<deque_compare>(thread, deque_class);
    class_set(thread, deque_class, names.special(Special::k_hash), Value::none());
    add_getsets(thread, deque_class,
                {{"maxlen", get_maxlen, nullptr, "maximum size of a deque or None if unbounded"}});
}

void add_defaultdict(Thread& thread, Module* module) {
    NativeClass definition{.name = "collections.defaultdict",
                           .base = types.dict,
                           .kind = Kind::Native,
                           .instance_size = sizeof(DefaultDict),
                           .trace = trace_defaultdict,
                           .flags = kBasetype,
                           .doc =
                               "defaultdict(default_factory=None, /, [...]) --> dict with default "
                               "factory\n\nThe default factory "
                               "is called without arguments to produce\na new value when a key is "
                               "not present, in __getitem__ "
                               "only.\nA defaultdict compares equal to a dict with the same "
                               "items.\nAll remaining arguments are "
                               "treated the same as if they were\npassed to the dict constructor, "
                               "including keyword arguments."};
    defaultdict_class = add_class(thread, module, "defaultdict", definition);
    add_methods(thread, defaultdict_class,
                {{"__new__(cls, /, *args, **kwargs)", defaultdict_new, "", Binding::StaticMethod},
                 {"__init__(self, /, *args, **kwargs)", defaultdict_init, "Initialize self."},
                 {"__missing__(self, key, /)", defaultdict_missing,
                  "__missing__(key) # Called by __getitem__ for missing key."},
                 {"__repr__(self, /)", defaultdict_repr, "Return repr(self)."},
                 {"copy(self, /)", defaultdict_copy, "D.copy() -> a shallow copy of D."},
                 {"__copy__(self, /)", defaultdict_copy, "D.copy() -> a shallow copy of D."},
                 {"__reduce__(self, /)", defaultdict_reduce, "Return state information for pickling."},
                 {"__or__(self, value, /)", defaultdict_or, "Return self|value."},
                 {"__ror__(self, value, /)", defaultdict_or_reflected, "Return value|self."}});
    add_getsets(thread, defaultdict_class,
                {{"default_factory", get_factory, set_factory,
                  "Factory for default value called by __missing__()."}});
}

}  // namespace

bool initialize_collections(Thread& thread, Module* module) {
    add_deque(thread, module);
    add_defaultdict(thread, module);
    NativeClass getter{.name = "collections._tuplegetter",
                       .kind = Kind::Native,
                       .instance_size = sizeof(TupleGetter),
                       .trace = trace_tuplegetter};
    tuplegetter_class = add_class(thread, module, "_tuplegetter", getter);
    add_methods(thread, tuplegetter_class,
                {{"__new__(cls, index, doc, /)", tuplegetter_new, "", Binding::StaticMethod},
                 {"__get__(self, instance, owner=None, /)", tuplegetter_get},
                 {"__set__(self, instance, value, /)", tuplegetter_set},
                 {"__delete__(self, instance, /)", tuplegetter_delete},
                 {"__reduce__(self, /)", tuplegetter_reduce},
                 {"__repr__(self, /)", tuplegetter_repr}});
    add_getsets(thread, tuplegetter_class, {{"__doc__", get_doc, set_doc}});
    add_functions(thread, module,
                  {{"_count_elements(mapping, iterable, /)", count_elements,
                    "Count elements in the iterable, updating the mapping"}});
    return true;
}

}  // namespace gilt
