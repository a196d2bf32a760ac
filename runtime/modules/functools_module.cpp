// _functools: what functools needs to be fast. reduce, partial, cmp_to_key and the cache behind
// lru_cache.
#include <algorithm>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/keys.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

Class *partial_class, *key_maker_class, *key_class, *cache_class, *cache_link_class;

Class* add_class(Thread& thread, Module* module, const NativeClass& definition) {
    Class* cls = new_native_class(thread, definition);
    keep_forever(thread, cls);
    if (module) set_module_attribute(thread, module, to_utf8(cls->name), cls);
    return cls;
}

// --- reduce ---

Value reduce(Thread& thread, Args& args) {
    Iteration items(thread, args[1]);
    if (items.failed()) {
        if (pending_matches(thread, exceptions.TypeError) &&
            class_of(args[1])->special(Special::k_iter).is_empty()) {
            clear_exception(thread);
            return raise_type_error(thread, "reduce() arg 2 must support iteration");
        }
        return {};
    }
    Value total = args[2];
    if (!total) {
        total = items.next();
        if (!total && !items.failed())
            return raise_type_error(thread, "reduce() of empty iterable with no initial value");
    }
    while (total) {
        Value item = items.next();
        if (!item) return items.failed() ? Value() : total;
        total = call(thread, args[0], {total, item});
    }
    return {};
}

// --- partial ---

struct Partial : Object {
    Slot function;
    Slot arguments;  // tuple
    Slot keywords;   // dict
    Slot overflow;
};

void trace_partial(Object* object, Marker& marker) {
    auto* self = static_cast<Partial*>(object);
    marker.mark(self->function);
    marker.mark(self->arguments);
    marker.mark(self->keywords);
}

Tuple* arguments_of(Partial* self) { return as_tuple(self->arguments.load()); }
Dict* keywords_of(Partial* self) { return as_dict(self->keywords.load()); }

Tuple* joined(Thread& thread, Tuple* first, std::span<const Value> rest) {
    if (rest.empty()) return first;
    Tuple* all = new_tuple_uninitialized(thread, first->length + rest.size());
    std::copy_n(first->items, first->length, all->items);
    std::copy_n(rest.begin(), rest.size(), all->items + first->length);
    return all;
}

Value partial_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], partial_class);
    if (!cls) return {};
    if (args.rest.empty()) return raise_type_error(thread, "type 'partial' takes at least one argument");
    Value function = args.rest[0];
    if (!is_callable(function)) return raise_type_error(thread, "the first argument must be callable");
    Tuple* arguments = empty_tuple();
    Dict* keywords = nullptr;
    // partial(partial(f, a), b) is partial(f, a, b), as long as the inner one has no attributes of
    // its own.
    if (class_of(function) == partial_class && cls == partial_class &&
        !copy_own_attrs(thread, function.as_object())->count()) {
        auto* inner = static_cast<Partial*>(function.as_object());
        function = inner->function.load();
        arguments = arguments_of(inner);
        keywords = dict_copy(thread, keywords_of(inner));
    }
    if (!keywords) keywords = new_dict(thread);
    if (args.keywords && !dict_merge(thread, keywords, args.keywords, true)) return {};
    auto* self = new_instance<Partial>(thread, cls);
    self->function.store(function);
    self->arguments.store(joined(thread, arguments, args.rest.subspan(1)));
    self->keywords.store(keywords);
    return self;
}

Value partial_call(Thread& thread, Args& args) {
    auto* self = static_cast<Partial*>(args[0].as_object());
    Tuple* fixed = arguments_of(self);
    Dict* keywords = keywords_of(self);
    if (keywords->count() || args.keywords) {
        if (args.keywords) {
            keywords = dict_copy(thread, keywords);
            if (!keywords || !dict_merge(thread, keywords, args.keywords, true)) return {};
        }
        return call_with(thread, self->function.load(), joined(thread, fixed, args.rest), keywords);
    }
    constexpr size_t kUsual = 8;
    size_t count = fixed->length + args.rest.size();
    if (count > kUsual) return call(thread, self->function.load(), joined(thread, fixed, args.rest)->span());
    Value values[kUsual];
    std::copy_n(fixed->items, fixed->length, values);
    std::copy_n(args.rest.begin(), args.rest.size(), values + fixed->length);
    return call(thread, self->function.load(), std::span<const Value>(values, count));
}

Value partial_repr(Thread& thread, Args& args) {
    auto* self = static_cast<Partial*>(args[0].as_object());
    if (!repr_enter(thread, self)) return new_str(thread, "...");
    StrBuilder text;
    Class* cls = class_of(args[0]);
    if (cls == partial_class) text.append_ascii("functools.");
    text.append(cls == partial_class ? cls->name : cls->qualified_name);
    text.append('(');
    bool good = append_repr(thread, self->function.load(), &text);
    for (Value argument : arguments_of(self)->span()) {
        text.append_ascii(", ");
        good = good && append_repr(thread, argument, &text);
    }
    uint32_t position = 0;
    Value key, value;
    for (DictTable* table = keywords_of(self)->table(); good && dict_next(table, &position, &key, &value);) {
        text.append_ascii(", ");
        Str* name = to_str(thread, key);
        good = name != nullptr;
        if (!good) break;
        text.append(name);
        text.append('=');
        good = append_repr(thread, value, &text);
    }
    repr_leave(thread, self);
    text.append(')');
    return good ? text.finish(thread) : Value();
}

Value partial_reduce(Thread& thread, Args& args) {
    auto* self = static_cast<Partial*>(args[0].as_object());
    Value function = self->function.load();
    Dict* attributes = copy_own_attrs(thread, self);
    Value state = attributes && attributes->count() ? Value(attributes) : Value::none();
    return new_tuple(thread,
                     {Value(class_of(args[0])), new_tuple(thread, {function}),
                      new_tuple(thread, {function, self->arguments.load(), self->keywords.load(), state})});
}

Value partial_set_state(Thread& thread, Args& args) {
    auto* self = static_cast<Partial*>(args[0].as_object());
    Tuple* state = is_tuple(args[1]) ? as_tuple(args[1]) : nullptr;
    if (!state || state->length != 4 || !is_callable(state->items[0]) || !is_tuple(state->items[1]) ||
        (!state->items[2].is_none() && !is_dict(state->items[2])))
        return raise_type_error(thread, "invalid partial state");
    self->function.store(state->items[0]);
    self->arguments.store(as_tuple(state->items[1]));
    self->keywords.store(state->items[2].is_none() ? new_dict(thread)
                                                   : dict_copy(thread, as_dict(state->items[2])));
    if (is_dict(state->items[3]) && !set_instance_dict(thread, self, state->items[3])) return {};
    return Value::none();
}

Value get_function(Thread&, Value self) { return static_cast<Partial*>(self.as_object())->function.load(); }
Value get_arguments(Thread&, Value self) { return static_cast<Partial*>(self.as_object())->arguments.load(); }
Value get_keywords(Thread&, Value self) { return static_cast<Partial*>(self.as_object())->keywords.load(); }

// --- cmp_to_key: a callable that wraps objects so that they compare by the function ---

struct KeyMaker : Object {  // what cmp_to_key returns: K
    Value compare;
};
struct KeyObject : Object {  // what K(object) returns
    Value compare;
    Slot object;
};

void trace_key_maker(Object* object, Marker& marker) { marker.mark(static_cast<KeyMaker*>(object)->compare); }
void trace_key_object(Object* object, Marker& marker) {
    marker.mark(static_cast<KeyObject*>(object)->compare);
    marker.mark(static_cast<KeyObject*>(object)->object);
}

Value cmp_to_key(Thread& thread, Args& args) {
    auto* maker = new_instance<KeyMaker>(thread, key_maker_class);
    maker->compare = args[0];
    return maker;
}

Value key_maker_call(Thread& thread, Args& args) {
    auto* key = new_instance<KeyObject>(thread, key_class);
    key->compare = static_cast<KeyMaker*>(args[0].as_object())->compare;
    key->object.store(args[1]);
    return key;
}

Value key_compare(Thread& thread, Comparison op, Value self, Value other) {
    if (class_of(other) != key_class) return raise_type_error(thread, "other argument must be K instance");
    auto* a = static_cast<KeyObject*>(self.as_object());
    auto* b = static_cast<KeyObject*>(other.as_object());
    Value order = call(thread, a->compare, {a->object.load(), b->object.load()});
    return order ? compare(thread, op, order, Value::from_int(0)) : Value();
}

Value get_key_object(Thread&, Value self) { return static_cast<KeyObject*>(self.as_object())->object.load(); }
bool set_key_object(Thread&, Value self, Value value) {
    static_cast<KeyObject*>(self.as_object())->object.store(value);
    return true;
}

// --- lru_cache ---
//
// A dict from call to link; the links form a ring in order of use, through a root link that is no
// entry. Links are only moved under the lock of the wrapper; the function itself and comparing keys
// run without it.

struct CacheLink : Object {
    Slot previous, next;  // links
    Slot key, result;
    std::atomic<int64_t> hash;
};

struct Cache : Object {
    Value function;
    Value info_type;
    int64_t max_size;  // -1: no limit
    bool typed;
    std::atomic<int64_t> hits, misses;
    Slot entries;  // dict: key -> link, or key -> result if there is no limit
    Slot root;
    Slot overflow;
};

void trace_cache_link(Object* object, Marker& marker) {
    auto* link = static_cast<CacheLink*>(object);
    for (Slot* slot : {&link->previous, &link->next, &link->key, &link->result}) marker.mark(*slot);
}

void trace_cache(Object* object, Marker& marker) {
    auto* self = static_cast<Cache*>(object);
    marker.mark(self->function);
    marker.mark(self->info_type);
    marker.mark(self->entries);
    marker.mark(self->root);
}

CacheLink* link_in(const Slot& slot) { return static_cast<CacheLink*>(slot.load().as_object()); }

void cut(CacheLink* link) {
    if (link->next.load().is_empty()) return;  // not in the ring: another thread has taken it out
    link_in(link->previous)->next.store(link->next.load());
    link_in(link->next)->previous.store(link->previous.load());
    link->next.store({});
}

// As the one used last: before the root.
void put_last(CacheLink* root, CacheLink* link) {
    CacheLink* last = link_in(root->previous);
    last->next.store(link);
    root->previous.store(link);
    link->previous.store(last);
    link->next.store(root);
}

void empty_cache(Thread& thread, Cache* self) {
    auto* root = new_instance<CacheLink>(thread, cache_link_class);
    root->previous.store(root);
    root->next.store(root);
    self->root.store(root);
    self->entries.store(new_dict(thread));
    self->hits.store(0, kRelaxed);
    self->misses.store(0, kRelaxed);
}

Value cache_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], cache_class);
    if (!cls) return {};
    if (!is_callable(args[1])) return raise_type_error(thread, "the first argument must be callable");
    int64_t max_size = -1;
    if (!args[2].is_none()) {
        if (!is_int(args[2])) return raise_type_error(thread, "maxsize should be integer or None");
        if (!to_int64(thread, args[2], &max_size)) return {};
        max_size = std::max<int64_t>(max_size, 0);
    }
    int typed = truth(thread, args[3]);
    if (typed < 0) return {};
    auto* self = new_instance<Cache>(thread, cls);
    self->function = args[1];
    self->info_type = args[4];
    self->max_size = max_size;
    self->typed = typed != 0;
    empty_cache(thread, self);
    return self;
}

// What a call is remembered under: the argument itself if it is one int or str, else the tuple of
// the arguments, then, behind the mark (the cache class), names and values of the keywords; then
// the types.
Value make_key(Thread& thread, Cache* self, Args& args) {
    std::span<const Value> positional = args.rest;
    size_t keyword_count = args.keywords ? args.keywords->count() : 0;
    if (!self->typed && keyword_count == 0 && positional.size() == 1) {
        Value only = positional[0];
        if (only.is_int() || is_exact_str(only)) return only;
    }
    size_t values = positional.size() + keyword_count;
    size_t length =
        positional.size() + (keyword_count ? 1 + 2 * keyword_count : 0) + (self->typed ? values : 0);
    Tuple* key = new_tuple_uninitialized(thread, length);
    size_t at = 0;
    for (Value argument : positional) key->items[at++] = argument;
    if (keyword_count) {
        key->items[at++] = cache_class;
        uint32_t position = 0;
        Value name, value;
        while (dict_next(args.keywords->table(), &position, &name, &value)) {
            key->items[at++] = name;
            key->items[at++] = value;
        }
    }
    if (self->typed) {
        for (Value argument : positional) key->items[at++] = class_of(argument);
        size_t first = positional.size() + 2;
        for (size_t i = 0; i < keyword_count; i++) key->items[at++] = class_of(key->items[first + 2 * i]);
    }
    return key;
}

Value call_function(Thread& thread, Cache* self, Args& args) {
    if (!args.keywords) return call(thread, self->function, args.rest);
    return call_with(thread, self->function, new_tuple(thread, args.rest), args.keywords);
}

// Room for one more: drops the entries not used for the longest time.
bool make_room(Thread& thread, Cache* self, Dict* entries) {
    while (static_cast<int64_t>(entries->count()) >= self->max_size) {
        CacheLink* oldest;
        {
            ObjectLock lock(self);
            CacheLink* root = link_in(self->root);
            oldest = link_in(root->next);
            if (oldest == root) return true;
            cut(oldest);
        }
        if (dict_delete(thread, entries, oldest->key.load()) < 0) return false;
    }
    return true;
}

Value cache_call(Thread& thread, Args& args) {
    auto* self = static_cast<Cache*>(args[0].as_object());
    if (self->max_size == 0) {
        self->misses.fetch_add(1, kRelaxed);
        return call_function(thread, self, args);
    }
    Value key = make_key(thread, self, args);
    int64_t hash;
    if (!hash_key(thread, key, &hash)) return {};
    Dict* entries = as_dict(self->entries.load());
    Value known;
    int found = dict_lookup_hashed(thread, entries, key, hash, &known);
    if (found < 0) return {};
    if (found) {
        self->hits.store(self->hits.load(kRelaxed) + 1, kRelaxed);
        if (self->max_size < 0) return known;
        auto* link = static_cast<CacheLink*>(known.as_object());
        ObjectLock lock(self);
        CacheLink* root = link_in(self->root);
        if (link_in(root->previous) != link && !link->next.load().is_empty()) {
            cut(link);
            put_last(root, link);
        }
        return link->result.load();
    }
    self->misses.store(self->misses.load(kRelaxed) + 1, kRelaxed);
    Value result = call_function(thread, self, args);
    if (!result) return {};
    if (self->max_size < 0) return dict_store_hashed(thread, entries, key, hash, result) ? result : Value();
    // The call may have come by here itself, or another thread: then the entry is there by now.
    found = dict_lookup_hashed(thread, entries, key, hash, &known);
    if (found) return found < 0 ? Value() : result;
    if (!make_room(thread, self, entries)) return {};
    auto* link = new_instance<CacheLink>(thread, cache_link_class);
    link->key.store(key);
    link->result.store(result);
    link->hash.store(hash, kRelaxed);
    if (!dict_store_hashed(thread, entries, key, hash, link)) return {};
    ObjectLock lock(self);
    put_last(link_in(self->root), link);
    return result;
}

Value cache_info(Thread& thread, Args& args) {
    auto* self = static_cast<Cache*>(args[0].as_object());
    auto count = static_cast<int64_t>(as_dict(self->entries.load())->count());
    return call(
        thread, self->info_type,
        {make_int(thread, self->hits.load(kRelaxed)), make_int(thread, self->misses.load(kRelaxed)),
         self->max_size < 0 ? Value::none() : make_int(thread, self->max_size), make_int(thread, count)});
}

Value cache_clear(Thread& thread, Args& args) {
    auto* self = static_cast<Cache*>(args[0].as_object());
    ObjectLock lock(self);
    empty_cache(thread, self);
    return Value::none();
}

// As a method: the cache is shared by all instances, self is part of the key.
Value cache_get(Thread& thread, Args& args) {
    return args[1].is_none() ? args[0] : new_bound_method(thread, args[0], args[1]);
}

Value cache_reduce(Thread& thread, Args& args) { return get_attr(thread, args[0], names.dunder_qualname); }
Value return_self(Thread&, Args& args) { return args[0]; }

}  // namespace

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"

bool initialize_functools(Thread& thread, Module* module) {
    partial_class = add_class(
        thread, module,
        {.name = "functools.partial",
         .kind = Kind::Native,
         .instance_size = sizeof(Partial),
         .trace = trace_partial,
         .flags = kBasetype | kHasWeakrefs,
         .overflow_offset = offsetof(Partial, overflow),
         .doc = "partial(func, *args, **keywords) - new function with partial application\n    of the "
                "given arguments and keywords.\n"});
    add_methods(thread, partial_class,
                {{"__new__(cls, /, *args, **keywords)", partial_new, "", Binding::StaticMethod},
                 {"__call__(self, /, *args, **keywords)", partial_call, "Call self as a function."},
                 {"__repr__(self, /)", partial_repr, "Return repr(self)."},
                 {"__reduce__(self, /)", partial_reduce},
                 {"__setstate__(self, state, /)", partial_set_state},
                 {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod}});
    add_getsets(
        thread, partial_class,
        {{"func", get_function, nullptr, "function object to use in future partial calls"},
         {"args", get_arguments, nullptr, "tuple of arguments to future partial calls"},
         {"keywords", get_keywords, nullptr, "dictionary of keyword arguments to future partial calls"}});
    add_dict_attribute(thread, partial_class);

    key_maker_class = add_class(thread, nullptr,
                                {.name = "functools.KeyWrapper",
                                 .kind = Kind::Native,
                                 .instance_size = sizeof(KeyMaker),
                                 .trace = trace_key_maker,
                                 .flags = kDisallowNew});
    add_methods(thread, key_maker_class,
                {{"__call__(self, obj)", key_maker_call, "Call self as a function."}});
    key_class = add_class(thread, nullptr,
                          {.name = "functools.KeyWrapper",
                           .kind = Kind::Native,
                           .instance_size = sizeof(KeyObject),
                           .trace = trace_key_object,
                           .flags = kDisallowNew});
    add_comparisons<key_compare>(thread, key_class);
    make_unhashable(thread, key_class);
    add_getsets(thread, key_class,
                {{"obj", get_key_object, set_key_object, "Value wrapped by a key function."}});

    cache_link_class = add_class(thread, nullptr,
                                 {.name = "functools._lru_list_elem",
                                  .kind = Kind::Native,
                                  .instance_size = sizeof(CacheLink),
                                  .trace = trace_cache_link,
                                  .flags = kDisallowNew});
    cache_class = add_class(thread, module,
                            {.name = "functools._lru_cache_wrapper",
                             .kind = Kind::Native,
                             .instance_size = sizeof(Cache),
                             .trace = trace_cache,
                             .flags = kBasetype | kHasWeakrefs,
                             .overflow_offset = offsetof(Cache, overflow),
                             .doc = "Create a cached callable that wraps another function."});
    add_methods(thread, cache_class,
                {{"__new__(cls, user_function, maxsize, typed, cache_info_type, /)", cache_new, "",
                  Binding::StaticMethod},
                 {"__call__(self, /, *args, **kwargs)", cache_call, "Call self as a function."},
                 {"__get__(self, instance, owner=None, /)", cache_get,
                  "Return an attribute of instance, which is of type owner."},
                 {"__reduce__(self, /)", cache_reduce},
                 {"__copy__(self, /)", return_self},
                 {"__deepcopy__(self, memo, /)", return_self},
                 {"cache_info(self, /)", cache_info, "Report cache statistics"},
                 {"cache_clear(self, /)", cache_clear, "Clear the cache and cache statistics"}});

    add_functions(thread, module,
                  {{"reduce(function, iterable, initial=None, /)", reduce,
                    "Apply a function of two arguments cumulatively to the items of a sequence or iterable, "
                    "from left to right."},
                   {"cmp_to_key(mycmp)", cmp_to_key, "Convert a cmp= function into a key= function."}});
    return true;
}

#pragma GCC diagnostic pop

}  // namespace gilt
