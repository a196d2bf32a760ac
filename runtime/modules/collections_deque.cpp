// collections.deque: a ring.
//
// The ring is a ListStorage whose count is its capacity (free places are empty). Storage, head and count belong
// together, so that without the GIL also readers take the object lock, for the moment of one access.
#include <algorithm>

#include "heap/heap.h"
#include "modules/collections.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/last_reference.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

Class *deque_class, *deque_iterator_class, *deque_reverse_iterator_class;

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

Value deque_clear(Thread& thread, Args& args) {
    {
        ObjectLock lock(args[0].as_object());
        clear(self_of(args));
    }
    return references_went(thread, deque_clear) ? Value::none() : Value();
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

}  // namespace

void add_deque(Thread& thread, Module* module) {
    NativeClass definition{.name = "collections.deque",
                           .kind = Kind::Native,
                           .instance_size = sizeof(Deque),
                           .trace = trace_deque,
                           .flags = kBasetype | kSequencePattern | kHasWeakrefs,
                           .doc =
                               "deque([iterable[, maxlen]]) --> deque object\n\nA list-like "
                               "sequence optimized for data "
                               "accesses near its endpoints."};
    deque_class = add_collection_class(thread, module, "deque", definition);
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
    make_unhashable(thread, deque_class);
    add_getsets(thread, deque_class,
                {{"maxlen", get_maxlen, nullptr, "maximum size of a deque or None if unbounded"}});
}

}  // namespace gilt
