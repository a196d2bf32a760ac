// The container operations of vm/operations.h: iteration, length, subscripts, `in`.
//
// Each looks first whether the class is exactly a built-in one, whose C++ can be called at once,
// and then goes through the special method of the class.
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/dict_views.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/generic_alias.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/range.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

// The C++ function behind next(), unless a script class may have overridden it.
NextFn native_next_of(Class* cls) { return cls->has(kHeapType) ? nullptr : cls->native_next; }

bool is_iterator(Value value) {
    Class* cls = class_of(value);
    Value next = cls->special(Special::k_next);
    return native_next_of(cls) || (next && !next.is_none());
}

}  // namespace

Value get_iter(Thread& thread, Value iterable) {
    Class* cls = class_of(iterable);
    if (cls == types.list) return new_list_iterator(thread, as_list(iterable));
    if (cls == types.tuple) return new_tuple_iterator(thread, static_cast<Tuple*>(iterable.as_object()));
    if (cls == types.dict) return new_dict_iterator(thread, as_dict(iterable), DictPart::Keys);
    if (cls == types.str) return new_str_iterator(thread, static_cast<Str*>(iterable.as_object()));
    if (cls == types.generator ||
        (cls->native_next && cls->instance_kind == Kind::Iterator && !cls->has(kHeapType)))
        return iterable;

    Value method = cls->special(Special::k_iter);
    if (method && !method.is_none()) {
        bool found;
        Value iterator = call_special(thread, iterable, Special::k_iter, {}, &found);
        if (!iterator || is_iterator(iterator)) return iterator;
        return raise_type_error(thread, "iter() returned non-iterator of type '{}'", type_name(iterator));
    }
    if (!method && !cls->special(Special::k_getitem).is_empty() && !is_dict(iterable))
        return new_sequence_iterator(thread, iterable);
    return raise_type_error(thread, "'{}' object is not iterable", type_name(iterable));
}

Value iter_next(Thread& thread, Value iterator) {
    Class* cls = class_of(iterator);
    if (NextFn next = native_next_of(cls)) return next(thread, iterator.as_object());
    bool found;
    Value item = call_special(thread, iterator, Special::k_next, {}, &found);
    if (item) return item;
    if (!found) return raise_type_error(thread, "'{}' object is not an iterator", type_name(iterator));
    if (thread.exception && pending_matches(thread, exceptions.StopIteration)) clear_exception(thread);
    return {};
}

// --- Iteration ---

namespace {

// Without a GIL another thread may change a dict or set while a built-in function goes through it, but `list(d)` and
// `sum(d.values())` are one operation each: they go through a copy taken at one moment.
Value snapshot(Thread& thread, Value iterable) {
    Class* cls = class_of(iterable);
    if (cls == types.dict) return dict_copy(thread, as_dict(iterable));
    if (cls == types.set) {
        List* keys = new_list(thread, as_set(iterable)->count());
        ObjectLock lock(as_set(iterable));
        SetTable* table = as_set(iterable)->table();
        uint64_t position = 0;
        Value key;
        int64_t hash;
        // Nobody else knows `keys`, so its lock byte, taken inside this lock, is always free.
        while (set_next(table, &position, &key, &hash)) list_append(thread, keys, key);
        return keys;
    }
    auto view_of = [&](DictPart part) {
        Dict* copy = dict_copy(thread, as_dict(static_cast<DictView*>(iterable.as_object())->dict));
        return copy ? new_dict_view(thread, copy, part) : Value();
    };
    if (cls == dict_view_types.keys) return view_of(DictPart::Keys);
    if (cls == dict_view_types.values) return view_of(DictPart::Values);
    if (cls == dict_view_types.items) return view_of(DictPart::Items);
    return iterable;
}

}  // namespace

Iteration::Iteration(Thread& thread, Value iterable) : thread_(thread), source_(iterable) {
    if (!gil::alone()) {
        iterable = source_ = snapshot(thread, iterable);
        if (!iterable) {
            mode_ = Mode::Failed;
            failed_ = true;
            return;
        }
    }
    Class* cls = class_of(iterable);
    if (cls == types.list) {
        mode_ = Mode::List;
    } else if (cls == types.tuple) {
        mode_ = Mode::Tuple;
    } else {
        source_ = get_iter(thread, iterable);
        failed_ = source_.is_empty();
        mode_ = failed_ ? Mode::Failed : native_next_of(class_of(source_)) ? Mode::Native : Mode::General;
    }
}

Value Iteration::next() {
    switch (mode_) {
        case Mode::List: {
            Value item = list_get(as_list(source_), static_cast<uint64_t>(position_));
            if (!item) return {};
            position_++;
            return item;
        }
        case Mode::Tuple: {
            auto* tuple = static_cast<Tuple*>(source_.as_object());
            if (static_cast<uint64_t>(position_) >= tuple->length) return {};
            return tuple->items[position_++];
        }
        case Mode::Native: {
            // Such an iterator may run for long without reaching any other safepoint.
            if ((++position_ & 4095) == 0 && !thread_.safepoint()) {
                failed_ = true;
                return {};
            }
            Value item = class_of(source_)->native_next(thread_, source_.as_object());
            if (!item) failed_ = !thread_.exception.is_empty();
            return item;
        }
        case Mode::General: {
            Value item = iter_next(thread_, source_);
            if (!item) failed_ = !thread_.exception.is_empty();
            return item;
        }
        case Mode::Failed: return {};
    }
    return {};
}

// --- length ---

int64_t length(Thread& thread, Value object) {
    if (is_exact_str(object)) return static_cast<int64_t>(static_cast<Str*>(object.as_object())->length);
    Class* cls = class_of(object);
    if (cls == types.list) return static_cast<int64_t>(as_list(object)->count());
    if (cls == types.tuple) return static_cast<int64_t>(static_cast<Tuple*>(object.as_object())->length);
    if (cls == types.dict) return static_cast<int64_t>(as_dict(object)->count());
    if (cls == types.set || cls == types.frozenset) return static_cast<int64_t>(as_set(object)->count());
    if (cls == types.bytes) return static_cast<int64_t>(as_bytes(object)->length);

    bool found;
    Value result = call_special(thread, object, Special::k_len, {}, &found);
    if (!found) {
        raise_type_error(thread, "object of type '{}' has no len()", type_name(object));
        return -1;
    }
    if (!result) return -1;
    if (result.is_int() && result.as_int() >= 0) return result.as_int();
    Value plain = to_index(thread, result);
    if (!plain) return -1;
    if (int_sign(plain) < 0) {
        raise_value_error(thread, "__len__() should return >= 0");
        return -1;
    }
    std::optional<int64_t> number = int_to_int64(plain);
    if (!number) {
        raise_format(thread, exceptions.OverflowError, "cannot fit '{}' into an index-sized integer",
                     type_name(result));
        return -1;
    }
    return *number;
}

int64_t length_hint(Thread& thread, Value object) {
    // A method that raises TypeError is taken as one that isn't there.
    if (!class_of(object)->special(Special::k_len).is_empty()) {
        int64_t count = length(thread, object);
        if (count >= 0) return count;
        if (!pending_matches(thread, exceptions.TypeError)) return -1;
        clear_exception(thread);
    }
    bool found;
    Value result = call_special(thread, object, Special::k_length_hint, {}, &found);
    if (!found || result == Value::not_implemented()) return 0;
    if (!result) {
        if (!pending_matches(thread, exceptions.TypeError)) return -1;
        clear_exception(thread);
        return 0;
    }
    int64_t hint = 0;
    if (!is_int(result))
        (void)raise_type_error(thread, "__length_hint__ must be an integer, not {}", type_name(result));
    else if (to_int64(thread, result, &hint) && hint < 0)
        (void)raise_value_error(thread, "__length_hint__() should return >= 0");
    return thread.exception ? -1 : hint;
}

// --- subscripts ---

Value get_item(Thread& thread, Value object, Value key) {
    Class* cls = class_of(object);
    if (cls == types.list) {
        if (key.is_int()) {
            auto index = static_cast<uint64_t>(key.as_int());
            if (Value item = list_get(as_list(object), index)) return item;
        }
        return list_subscript(thread, as_list(object), key);
    }
    if (cls == types.dict) {
        Value value;
        int found = dict_lookup(thread, as_dict(object), key, &value);
        if (found > 0) return value;
        return found < 0 ? Value() : raise(thread, exceptions.KeyError, key);
    }
    if (cls == types.tuple) return tuple_subscript(thread, static_cast<Tuple*>(object.as_object()), key);

    bool found;
    Value item = call_special(thread, object, Special::k_getitem, {key}, &found);
    if (found) return item;
    if (object.is_object() && object.as_object()->kind() == Kind::Class) {
        // type[int], and list[int] through __class_getitem__.
        auto* subscripted = static_cast<Class*>(object.as_object());
        if (subscripted == types.type) return new_generic_alias(thread, object, key);
        Value method;
        int has = find_attr(thread, object, names.special(Special::k_class_getitem), &method);
        if (has < 0) return {};
        if (has && !method.is_none()) return call(thread, method, {key});
        return raise_type_error(thread, "type '{}' is not subscriptable", to_utf8(subscripted->name));
    }
    return raise_type_error(thread, "'{}' object is not subscriptable", type_name(object));
}

bool set_item(Thread& thread, Value object, Value key, Value value) {
    Class* cls = class_of(object);
    if (cls == types.list) {
        if (key.is_int() && list_set(as_list(object), static_cast<uint64_t>(key.as_int()), value))
            return true;
        return list_assign_subscript(thread, as_list(object), key, value);
    }
    if (cls == types.dict) return dict_store(thread, as_dict(object), key, value);
    bool found;
    Value result = call_special(thread, object, Special::k_setitem, {key, value}, &found);
    if (found) return !result.is_empty();
    raise_type_error(thread, "'{}' object does not support item assignment", type_name(object));
    return false;
}

bool del_item(Thread& thread, Value object, Value key) {
    Class* cls = class_of(object);
    if (cls == types.list) return list_assign_subscript(thread, as_list(object), key, {});
    if (cls == types.dict) {
        int removed = dict_delete(thread, as_dict(object), key);
        if (removed == 0) raise(thread, exceptions.KeyError, key);
        return removed > 0;
    }
    bool found;
    Value result = call_special(thread, object, Special::k_delitem, {key}, &found);
    if (found) return !result.is_empty();
    bool like_sequence = cls->has(kHeapType) || !cls->special(Special::k_len).is_empty();
    raise_type_error(thread, "'{}' object {} support item deletion", type_name(object),
                     like_sequence && is_int(key) ? "doesn't" : "does not");
    return false;
}

// --- in ---

int contains(Thread& thread, Value container, Value item) {
    Class* cls = class_of(container);
    if (cls == types.str && is_exact_str(item)) return str_contains(as_str(container), as_str(item));
    if (cls == types.dict) {
        Value value;
        return dict_lookup(thread, as_dict(container), item, &value);
    }
    // (A set looked for in a set stands for the frozenset equal to it: the method knows.)
    if (cls == types.set && !is_any_set(item)) return set_contains(thread, as_set(container), item);
    Value method = cls->special(Special::k_contains);
    if (method && !method.is_none()) {
        bool found;
        Value result = call_special(thread, container, Special::k_contains, {item}, &found);
        return result ? truth(thread, result) : -1;
    }
    if (method) {
        raise_type_error(thread, "'{}' object is not a container", type_name(container));
        return -1;
    }
    Iteration items(thread, container);
    if (items.failed()) {
        Value iter = cls->special(Special::k_iter);
        if (pending_matches(thread, exceptions.TypeError) &&
            (iter ? iter.is_none() : cls->special(Special::k_getitem).is_empty())) {
            clear_exception(thread);
            raise_type_error(thread, "argument of type '{}' is not iterable", type_name(container));
        }
        return -1;
    }
    while (Value next = items.next()) {
        int same = equal(thread, next, item);
        if (same != 0) return same;
    }
    return items.failed() ? -1 : 0;
}

}  // namespace gilt
