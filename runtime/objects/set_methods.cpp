// The methods and operators of set and frozenset.
//
// Most are the same for both: they read two sets and make a new one. Which operand is walked and
// which is asked, and when a table is made anew, follow CPython, so that results come out in the
// same order.
#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/keys.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/last_reference.h"
#include "vm/operations.h"
#include "vm/recursion_level.h"

namespace gilt {

namespace {

Set* self_of(Args& args) { return as_set(args[0]); }
Value none_if(bool good) { return good ? Value::none() : Value(); }
Value truth_value(int truth) { return truth < 0 ? Value() : Value::from_bool(truth != 0); }

// Operators on a subclass give the built-in type.
Set* new_like(Thread& thread, Set* set) {
    return allocate_set(thread, is_frozenset(set) ? types.frozenset : types.set);
}

Set* copy_as(Thread& thread, Class* cls, Value iterable) {
    Set* copy = allocate_set(thread, cls);
    return set_update(thread, copy, iterable) ? copy : nullptr;
}
Set* copy_of(Thread& thread, Set* set) {
    return copy_as(thread, is_frozenset(set) ? types.frozenset : types.set, set);
}

// Calls `each(key, hash)` for the keys of a set as it is now; it returns false to stop with an
// exception pending.
template <class Each>
bool for_each_key(Set* set, Each each) {
    SetTable* table = set->table();
    uint64_t position = 0;
    Value key;
    int64_t hash;
    while (set_next(table, &position, &key, &hash))
        if (!each(key, hash)) return false;
    return true;
}

// --- the operations ---

Set* intersection(Thread& thread, Set* set, Value other) {
    if (Value(set) == other) return copy_of(thread, set);
    Set* result = new_like(thread, set);
    auto add_if_in = [&](Set* asked, Value key, int64_t hash) {
        int found = set_contains_hashed(thread, asked, key, hash);
        return found == 0 || (found > 0 && set_add_hashed(thread, result, key, hash) >= 0);
    };
    if (is_any_set(other)) {
        Set* asked = set;
        Set* walked = as_set(other);
        if (walked->count() > asked->count()) std::swap(asked, walked);
        bool good =
            for_each_key(walked, [&](Value key, int64_t hash) { return add_if_in(asked, key, hash); });
        return good ? result : nullptr;
    }
    Iteration items(thread, other);
    while (Value item = items.next()) {
        int64_t hash;
        if (!hash_key(thread, item, &hash) || !add_if_in(set, item, hash)) return nullptr;
    }
    return items.failed() ? nullptr : result;
}

bool subtract_in_place(Thread& thread, Set* set, Value other) {
    if (Value(set) == other) {
        set_clear(set);
        return true;
    }
    if (is_any_set(other)) {
        Set* removed = as_set(other);
        if ((removed->count() >> 3) > set->count()) {
            removed = intersection(thread, set, removed);
            if (!removed) return false;
        }
        if (!for_each_key(removed, [&](Value key, int64_t hash) {
                return set_discard_hashed(thread, set, key, hash) >= 0;
            }))
            return false;
    } else {
        Iteration items(thread, other);
        while (Value item = items.next())
            if (set_discard(thread, set, item) < 0) return false;
        if (items.failed()) return false;
    }
    return set_compact(thread, set);
}

Set* difference(Thread& thread, Set* set, Value other) {
    bool is_dict_operand = class_of(other) == types.dict;
    bool can_ask = is_any_set(other) || is_dict_operand;
    size_t other_count = is_dict_operand ? as_dict(other)->count() : can_ask ? as_set(other)->count() : 0;
    if (!can_ask || (set->count() >> 2) > other_count) {
        Set* result = copy_of(thread, set);
        return result && subtract_in_place(thread, result, other) ? result : nullptr;
    }
    Set* result = new_like(thread, set);
    bool good = for_each_key(set, [&](Value key, int64_t hash) {
        Value ignored;
        int found = is_dict_operand ? dict_lookup_hashed(thread, as_dict(other), key, hash, &ignored)
                                    : set_contains_hashed(thread, as_set(other), key, hash);
        return found > 0 || (found == 0 && set_add_hashed(thread, result, key, hash) >= 0);
    });
    return good ? result : nullptr;
}

// set ^= other
bool toggle_in_place(Thread& thread, Set* set, Value other) {
    if (Value(set) == other) {
        set_clear(set);
        return true;
    }
    Set* toggled = is_any_set(other) ? as_set(other) : copy_as(thread, types.set, other);
    if (!toggled) return false;
    return for_each_key(toggled, [&](Value key, int64_t hash) {
        int removed = set_discard_hashed(thread, set, key, hash);
        return removed > 0 || (removed == 0 && set_add_hashed(thread, set, key, hash) >= 0);
    });
}

Set* symmetric_difference(Thread& thread, Set* set, Value other) {
    Set* result = copy_as(thread, is_frozenset(set) ? types.frozenset : types.set, other);
    return result && toggle_in_place(thread, result, set) ? result : nullptr;
}

// The other's table becomes the set's.
void take_over(Set* set, Set* other) {
    SetTable* table = other->table();
    ObjectLock lock(set);
    set->table_word.store(table, std::memory_order_release);
}

int is_subset(Thread& thread, Set* set, Value other) {
    if (!is_any_set(other)) {
        Set* common = intersection(thread, set, other);
        return common ? common->count() == set->count() : -1;
    }
    if (set->count() > as_set(other)->count()) return 0;
    int found = 1;
    for_each_key(set, [&](Value key, int64_t hash) {
        found = set_contains_hashed(thread, as_set(other), key, hash);
        return found > 0;
    });
    return found;
}

int is_superset(Thread& thread, Set* set, Value other) {
    if (is_any_set(other)) return is_subset(thread, as_set(other), set);
    Iteration items(thread, other);
    while (Value item = items.next()) {
        int found = set_contains(thread, set, item);
        if (found <= 0) return found;
    }
    return items.failed() ? -1 : 1;
}

// --- methods of both ---

Value set_len(Thread&, Args& args) { return Value::from_int(static_cast<int64_t>(self_of(args)->count())); }

// A set looked for in a set of frozensets is compared as a frozenset.
template <class Operation>
int with_key(Thread& thread, Value key, Operation operation) {
    int result = operation(key);
    if (result >= 0 || !is_set(key) || !pending_matches(thread, exceptions.TypeError)) return result;
    clear_exception(thread);
    Set* frozen = copy_as(thread, types.frozenset, key);
    return frozen ? operation(Value(frozen)) : -1;
}

Value set_contains_method(Thread& thread, Args& args) {
    Set* set = self_of(args);
    return truth_value(with_key(thread, args[1], [&](Value key) { return set_contains(thread, set, key); }));
}

Value set_repr(Thread& thread, Args& args) {
    Set* set = self_of(args);
    StrBuilder text;
    Class* cls = class_of(args[0]);
    bool plain = cls == types.set;
    if (!repr_enter(thread, set)) {
        text.append(cls->name);
        text.append_ascii("(...)");
        return text.finish(thread);
    }
    RecursionLevel level(thread, " while getting the repr of an object");
    bool good = level.is_allowed();
    if (set->count() == 0) {
        text.append(cls->name);
        text.append_ascii("()");
    } else {
        if (!plain) {
            text.append(cls->name);
            text.append('(');
        }
        char separator = '{';
        good = good && for_each_key(set, [&](Value key, int64_t) {
                   text.append(separator);
                   if (separator == ',') text.append(' ');
                   separator = ',';
                   return append_repr(thread, key, &text);
               });
        text.append_ascii(plain ? "}" : "})");
    }
    repr_leave(thread, set);
    return good ? text.finish(thread) : Value();
}

Value set_compare(Thread& thread, Comparison op, Value self, Value other) {
    if (!is_any_set(other)) return Value::not_implemented();
    Set* a = as_set(self);
    Set* b = as_set(other);
    switch (op) {
        case Comparison::Eq:
        case Comparison::Ne: {
            int64_t a_hash = a->hash_word.load(std::memory_order_relaxed),
                    b_hash = b->hash_word.load(std::memory_order_relaxed);
            bool differ = a->count() != b->count() || (a_hash && b_hash && a_hash != b_hash);
            int same = differ ? 0 : is_subset(thread, a, other);
            return same < 0 ? Value() : Value::from_bool((same != 0) == (op == Comparison::Eq));
        }
        case Comparison::Le: return truth_value(is_subset(thread, a, other));
        case Comparison::Ge: return truth_value(is_subset(thread, b, self));
        case Comparison::Lt:
            return a->count() < b->count() ? truth_value(is_subset(thread, a, other))
                                           : Value::from_bool(false);
        case Comparison::Gt:
            return a->count() > b->count() ? truth_value(is_subset(thread, b, self))
                                           : Value::from_bool(false);
    }
    return {};
}

Value set_issubset(Thread& thread, Args& args) {
    return truth_value(is_subset(thread, self_of(args), args[1]));
}
Value set_issuperset(Thread& thread, Args& args) {
    return truth_value(is_superset(thread, self_of(args), args[1]));
}

Value set_isdisjoint(Thread& thread, Args& args) {
    Set* set = self_of(args);
    Value other = args[1];
    if (is_any_set(other) && as_set(other)->count() > set->count()) {
        set = as_set(args[1]);
        other = args[0];
    }
    Iteration items(thread, other);
    while (Value item = items.next()) {
        int found = set_contains(thread, set, item);
        if (found) return found < 0 ? Value() : Value::from_bool(false);
    }
    return items.failed() ? Value() : Value::from_bool(true);
}

Value set_copy(Thread& thread, Args& args) {
    if (class_of(args[0]) == types.frozenset) return args[0];
    return copy_of(thread, self_of(args));
}

Value set_union(Thread& thread, Args& args) {
    Set* result = copy_of(thread, self_of(args));
    for (Value other : args.rest)
        if (!result || !set_update(thread, result, other)) return {};
    return result;
}

Value set_intersection(Thread& thread, Args& args) {
    Set* result = self_of(args);
    if (args.rest.empty()) return copy_of(thread, result);
    for (Value other : args.rest)
        if (!(result = intersection(thread, result, other))) return {};
    return result;
}

Value set_difference(Thread& thread, Args& args) {
    Set* result = self_of(args);
    if (args.rest.empty()) return copy_of(thread, result);
    result = difference(thread, result, args.rest[0]);
    for (Value other : args.rest.subspan(1))
        if (!result || !subtract_in_place(thread, result, other)) return {};
    return result;
}

Value set_symmetric_difference(Thread& thread, Args& args) {
    return symmetric_difference(thread, self_of(args), args[1]);
}

using BinarySet = Set* (*)(Thread&, Set*, Value);

Set* united(Thread& thread, Set* set, Value other) {
    Set* result = copy_of(thread, set);
    return result && set_update(thread, result, other) ? result : nullptr;
}

// set op set; the reflected form has its operands in the other order.
template <BinarySet operation, bool reflected = false>
Value set_operator(Thread& thread, Args& args) {
    if (!is_any_set(args[1])) return Value::not_implemented();
    return reflected ? operation(thread, as_set(args[1]), args[0])
                     : operation(thread, self_of(args), args[1]);
}

Value set_reduce(Thread& thread, Args& args) {
    List* keys = list_from_iterable(thread, args[0]);
    if (!keys) return {};
    Value state = Value::none();
    if (class_of(args[0])->has(kHasDict))
        if (Dict* attributes = copy_own_attrs(thread, args[0].as_object()); attributes && attributes->count())
            state = attributes;
    return new_tuple(thread, {Value(class_of(args[0])), new_tuple(thread, {Value(keys)}), state});
}

Value set_sizeof(Thread&, Args& args) {
    return Value::from_int(static_cast<int64_t>(sizeof(Set) + sizeof(SetTable) +
                                                (self_of(args)->table()->mask + 1) * sizeof(SetEntry)));
}

// --- iteration ---

struct SetIterator : Object {
    Slot set;  // empty: at the end
    std::atomic<int64_t> expected;
    std::atomic<uint64_t> position;
    std::atomic<int64_t> left;
};

void trace_set_iterator(Object* object, Marker& marker) {
    marker.mark(static_cast<SetIterator*>(object)->set);
}

Value set_iterator_next(Thread& thread, Object* object) {
    auto* iterator = static_cast<SetIterator*>(object);
    Value source = iterator->set.load();
    if (!source) return {};
    for (;;) {
        SetTable* table = as_set(source)->table();
        if (iterator->expected.load(std::memory_order_relaxed) !=
            static_cast<int64_t>(table->used.load(std::memory_order_acquire))) {
            iterator->expected.store(-1, std::memory_order_relaxed);
            return raise_text(thread, exceptions.RuntimeError, "Set changed size during iteration");
        }
        uint64_t before = iterator->position.load(std::memory_order_relaxed), position = before;
        Value key;
        int64_t hash;
        if (!set_next(table, &position, &key, &hash)) {
            iterator->set.store({});
            return {};
        }
        if (gil::alone())
            iterator->position.store(position, std::memory_order_relaxed);
        else if (!iterator->position.compare_exchange_strong(before, position, std::memory_order_relaxed))
            continue;  // another thread took this key
        iterator->left.fetch_sub(1, std::memory_order_relaxed);
        return key;
    }
}

Value set_iterator_hint(Thread&, Args& args) {
    auto* iterator = static_cast<SetIterator*>(args[0].as_object());
    return Value::from_int(iterator->set.load() ? std::max<int64_t>(0, iterator->left.load()) : 0);
}

Value set_iterator_reduce(Thread& thread, Args& args) {
    auto* iterator = static_cast<SetIterator*>(args[0].as_object());
    auto* copy = new_instance<SetIterator>(thread, iterator_types.set_iterator);
    copy->set.store(iterator->set.load());
    copy->expected.store(iterator->expected.load());
    copy->position.store(iterator->position.load());
    copy->left.store(iterator->left.load());
    List* rest = list_from_iterable(thread, copy);
    Value iter = builtin_function(thread, "iter");
    return rest && iter ? Value(new_tuple(thread, {iter, new_tuple(thread, {Value(rest)})})) : Value();
}

Value set_iter(Thread& thread, Args& args) {
    Set* set = self_of(args);
    Shape* shape = iterator_types.set_iterator->instance_shape.load(std::memory_order_acquire);
    auto* iterator = heap::fast_allocate<SetIterator>(thread, shape);
    auto count = static_cast<int64_t>(set->count());
    iterator->set.store(set);
    iterator->expected.store(count, std::memory_order_relaxed);
    iterator->left.store(count, std::memory_order_relaxed);
    return iterator;
}

// --- set only ---

Value set_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.set);
    return cls ? Value(allocate_set(thread, cls)) : Value();
}

Value set_init(Thread& thread, Args& args) {
    Set* set = self_of(args);
    if (!check_content(thread, type_name(args[0]), args, class_of(args[0]), types.set)) return {};
    if (set->count()) set_clear(set);
    return none_if(args.rest.empty() || set_update(thread, set, args.rest[0]));
}

Value set_add_method(Thread& thread, Args& args) {
    return none_if(set_add(thread, self_of(args), args[1]) >= 0);
}

Value set_discard_method(Thread& thread, Args& args) {
    Set* set = self_of(args);
    return none_if(with_key(thread, args[1], [&](Value key) { return set_discard(thread, set, key); }) >= 0);
}

Value set_remove(Thread& thread, Args& args) {
    Set* set = self_of(args);
    int found = with_key(thread, args[1], [&](Value key) { return set_discard(thread, set, key); });
    if (found == 0) return raise(thread, exceptions.KeyError, args[1]);
    return none_if(found > 0);
}

Value set_pop_method(Thread& thread, Args& args) {
    Value key = set_pop(self_of(args));
    return key ? key : raise(thread, exceptions.KeyError, new_str(thread, "pop from an empty set"));
}

Value set_clear_method(Thread& thread, Args& args) {
    set_clear(self_of(args));
    return references_went(thread, set_clear_method) ? Value::none() : Value();
}

Value set_update_method(Thread& thread, Args& args) {
    for (Value other : args.rest)
        if (!set_update(thread, self_of(args), other)) return {};
    return Value::none();
}

Value set_intersection_update(Thread& thread, Args& args) {
    Value result = set_intersection(thread, args);
    if (!result) return {};
    take_over(self_of(args), as_set(result));
    return Value::none();
}

Value set_difference_update(Thread& thread, Args& args) {
    for (Value other : args.rest)
        if (!subtract_in_place(thread, self_of(args), other)) return {};
    return Value::none();
}

Value set_symmetric_difference_update(Thread& thread, Args& args) {
    return none_if(toggle_in_place(thread, self_of(args), args[1]));
}

bool intersect_in_place(Thread& thread, Set* set, Value other) {
    Set* result = intersection(thread, set, other);
    if (result) take_over(set, result);
    return result != nullptr;
}

template <bool (*operation)(Thread&, Set*, Value)>
Value set_inplace_operator(Thread& thread, Args& args) {
    if (!is_any_set(args[1])) return Value::not_implemented();
    return operation(thread, self_of(args), args[1]) ? args[0] : Value();
}

// --- frozenset only ---

Value frozenset_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.frozenset);
    if (!cls) return {};
    if (!check_content(thread, to_utf8(cls->name), args, cls, types.frozenset)) return {};
    if (args.rest.empty()) return allocate_set(thread, cls);
    if (cls == types.frozenset && class_of(args.rest[0]) == cls) return args.rest[0];
    return copy_as(thread, cls, args.rest[0]);
}

Value frozenset_hash(Thread& thread, Args& args) {
    Set* set = self_of(args);
    if (int64_t known = set->hash_word.load(std::memory_order_relaxed)) return make_int(thread, known);
    uint64_t result = 0, count = 0;
    for_each_key(set, [&](Value, int64_t key_hash) {
        auto bits = static_cast<uint64_t>(key_hash);
        result ^= ((bits ^ 89869747u) ^ (bits << 16)) * 3644798167u;
        count++;
        return true;
    });
    result ^= (count + 1) * 1927868237u;
    result ^= (result >> 11) ^ (result >> 25);
    result = result * 69069u + 907133923u;
    if (result == ~uint64_t{0}) result = 590923713u;
    set->hash_word.store(static_cast<int64_t>(result), std::memory_order_relaxed);
    return make_int(thread, static_cast<int64_t>(result));
}

void add_shared_methods(Thread& thread, Class* cls) {
    add_methods(
        thread, cls,
        {{"__len__(self, /)", set_len, "Return len(self)."},
         {"__contains__(self, key, /)", set_contains_method, "x.__contains__(y) <==> y in x."},
         {"__iter__(self, /)", set_iter, "Implement iter(self)."},
         {"__repr__(self, /)", set_repr, "Return repr(self)."},
         {"__or__(self, value, /)", set_operator<united>, "Return self|value."},
         {"__ror__(self, value, /)", set_operator<united, true>, "Return value|self."},
         {"__and__(self, value, /)", set_operator<intersection>, "Return self&value."},
         {"__rand__(self, value, /)", set_operator<intersection, true>, "Return value&self."},
         {"__sub__(self, value, /)", set_operator<difference>, "Return self-value."},
         {"__rsub__(self, value, /)", set_operator<difference, true>, "Return value-self."},
         {"__xor__(self, value, /)", set_operator<symmetric_difference>, "Return self^value."},
         {"__rxor__(self, value, /)", set_operator<symmetric_difference, true>, "Return value^self."},
         {"union(self, /, *others)", set_union, "Return the union of sets as a new set."},
         {"intersection(self, /, *others)", set_intersection,
          "Return the intersection of two sets as a new set."},
         {"difference(self, /, *others)", set_difference,
          "Return the difference of two or more sets as a new set."},
         {"symmetric_difference(self, other, /)", set_symmetric_difference,
          "Return the symmetric difference of two sets as a new set."},
         {"issubset(self, other, /)", set_issubset, "Report whether another set contains this set."},
         {"issuperset(self, other, /)", set_issuperset, "Report whether this set contains another set."},
         {"isdisjoint(self, other, /)", set_isdisjoint, "Return True if two sets have a null intersection."},
         {"copy(self, /)", set_copy, "Return a shallow copy of a set."},
         {"__reduce__(self, /)", set_reduce, "Return state information for pickling."},
         {"__sizeof__(self, /)", set_sizeof, "S.__sizeof__() -> size of S in memory, in bytes"},
         {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod}});
    add_comparisons<set_compare>(thread, cls);
}

}  // namespace

void init_set_type(Thread& thread) {
    iterator_types.set_iterator = new_iterator_class(thread, "set_iterator", sizeof(SetIterator),
                                                     trace_set_iterator, set_iterator_next);
    add_methods(
        thread, iterator_types.set_iterator,
        {{"__length_hint__(self, /)", set_iterator_hint}, {"__reduce__(self, /)", set_iterator_reduce}});
    add_shared_methods(thread, types.set);
    add_methods(
        thread, types.set,
        {{"__new__(cls, /, *args, **kwargs)", set_new, "", Binding::StaticMethod},
         {"__init__(self, /, *args, **kwargs)", set_init, "Initialize self."},
         {"add(self, element, /)", set_add_method, "Add an element to a set."},
         {"discard(self, element, /)", set_discard_method, "Remove an element from a set if it is a member."},
         {"remove(self, element, /)", set_remove, "Remove an element from a set; it must be a member."},
         {"pop(self, /)", set_pop_method, "Remove and return an arbitrary set element."},
         {"clear(self, /)", set_clear_method, "Remove all elements from this set."},
         {"update(self, /, *others)", set_update_method, "Update a set with the union of itself and others."},
         {"intersection_update(self, /, *others)", set_intersection_update,
          "Update a set with the intersection of itself and another."},
         {"difference_update(self, /, *others)", set_difference_update,
          "Remove all elements of another set from this set."},
         {"symmetric_difference_update(self, other, /)", set_symmetric_difference_update,
          "Update a set with the symmetric difference of itself and another."},
         {"__ior__(self, value, /)", set_inplace_operator<set_update>, "Return self|=value."},
         {"__iand__(self, value, /)", set_inplace_operator<intersect_in_place>, "Return self&=value."},
         {"__isub__(self, value, /)", set_inplace_operator<subtract_in_place>, "Return self-=value."},
         {"__ixor__(self, value, /)", set_inplace_operator<toggle_in_place>, "Return self^=value."}});
    make_unhashable(thread, types.set);
}

void init_frozenset_type(Thread& thread) {
    add_shared_methods(thread, types.frozenset);
    add_methods(thread, types.frozenset,
                {{"__new__(cls, /, *args, **kwargs)", frozenset_new, "", Binding::StaticMethod},
                 {"__hash__(self, /)", frozenset_hash, "Return hash(self)."}});
}

}  // namespace gilt
