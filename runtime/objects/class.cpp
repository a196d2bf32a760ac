// Making classes, and keeping what is derived from them (MRO, specials, versions) true.
#include "objects/class.h"

#include <algorithm>
#include <cassert>
#include <mutex>

#include "heap/heap.h"
#include "objects/boot_order.h"
#include "objects/descriptor.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/list.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "objects/weak_reference.h"
#include "thread/gil.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/inline_cache.h"
#include "vm/interpreter.h"
#include "vm/last_reference.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

// One lock for every change to a class: they are rare, and a change walks up and down the hierarchy. Held for a
// moment without running script code, so it needs no BlockingRegion.
std::mutex class_mutex;

std::atomic<uint32_t> next_version{1};

void renew_version(Class* cls) {
    uint32_t version = next_version.fetch_add(1, std::memory_order_relaxed);
    if (version == 0) return renew_version(cls);
    cls->version.store(version, std::memory_order_release);
}

// What is found, and in whose namespace.
struct Found {
    Value value;
    Dict* holder;
};

Found find_along_mro(Class* cls, Str* name) {
    Tuple* mro = cls->mro.load(std::memory_order_acquire);
    if (!mro) return {dict_get(cls->attributes, name), cls->attributes};
    for (Value entry : mro->span()) {
        auto* ancestor = static_cast<Class*>(entry.as_object());
        if (Value value = dict_get(ancestor->attributes, name)) return {value, ancestor->attributes};
    }
    return {};
}

Value lookup_along_mro(Class* cls, Str* name) { return find_along_mro(cls, name).value; }

// Remembers the results of MRO walks. One table per thread, so no lock: an entry is right as long as the class shows
// the version it was made under, since versions are never used twice. The values need no marking: a class that still has the
// version still holds the value.
struct LookupCacheEntry {
    uint32_t version;
    bool is_data;  // plain data was found: `value` is the namespace that has it
    Str* name;
    Value value;
};
// Inline caches catch what is looked up again and again, so a small table does: a program that uses a dozen modules runs 0.3 %
// more instructions than with eight times as many entries. And each page written to is one more that a forked child copies.
constexpr size_t kLookupCacheSize = 128;
thread_local LookupCacheEntry lookup_cache[kLookupCacheSize];

// The classes derived directly from a class, in the order they were made. The list keeps none of them alive: the collector
// empties the slots of those that die.
struct SubclassList : Object {
    uint64_t capacity;
    uint64_t count;  // slots in use; empty ones among them
    Slot slots[];
};

template <class Visit>
void for_each_subclass(Class* cls, Visit visit) {
    auto* list = static_cast<SubclassList*>(cls->subclasses);
    if (!list) return;
    for (size_t i = 0; i < list->count; i++)
        if (Value entry = list->slots[i].load()) visit(static_cast<Class*>(entry.as_object()));
}

void list_subclass(SubclassList* list, Class* derived) {
    Slot& slot = list->slots[list->count++];
    slot.store(derived);
    heap::register_weak(derived, list, &slot, heap::WeakKind::TableEntry, nullptr);
}

// The two below are called with class_mutex held.
void add_subclass(Thread& thread, Class* base, Class* derived) {
    auto* list = static_cast<SubclassList*>(base->subclasses);
    if (!list || list->count == list->capacity) {
        size_t alive = 0;
        for_each_subclass(base, [&](Class*) { alive++; });
        size_t capacity = std::max<size_t>(4, alive * 2);
        // Nobody else has seen it: its shape says that there is nothing to trace.
        auto* bigger = heap::allocate<SubclassList>(thread, types.weak_table->instance_shape.load(), capacity * sizeof(Slot));
        bigger->capacity = capacity;
        for_each_subclass(base, [&](Class* other) { list_subclass(bigger, other); });
        base->subclasses = list = bigger;
    }
    list_subclass(list, derived);
}

void remove_subclass(Class* base, Class* derived) {
    auto* list = static_cast<SubclassList*>(base->subclasses);
    for (size_t i = 0; list && i < list->count; i++)
        if (list->slots[i].load() == Value(derived)) list->slots[i].store({});
}

// Which special method a name stands for, or -1. Boot writes the number into the interned name.
int special_index(Str* name) {
    return static_cast<int>(name->aux32.load(std::memory_order_relaxed)) - 1;
}

void refresh_special(Class* cls, int special) {
    cls->specials[special].store(lookup_along_mro(cls, names.special(static_cast<Special>(special))));
}

void refresh_flags(Class* cls) {
    bool has_del = !cls->special(Special::k_del).is_empty();
    if (cls->has(kHasDel) == has_del) return;
    if (has_del)
        cls->class_flags |= kHasDel;
    else
        cls->class_flags &= ~uint32_t{kHasDel};
}

// Whether the class looks things up in itself and then just as its base does.
bool continues_base(Class* cls) {
    Tuple* mro = cls->mro.load(std::memory_order_acquire);
    if (!cls->base || !mro || mro->length < 2) return false;
    Tuple* rest = static_cast<Class*>(mro->items[1].as_object())->mro.load(std::memory_order_acquire);
    return rest && std::ranges::equal(mro->span().subspan(1), rest->span());
}

void refresh_all_specials(Class* cls) {
    if (continues_base(cls)) {
        auto* next = static_cast<Class*>(cls->mro.load(std::memory_order_acquire)->items[1].as_object());
        for (int special = 0; special < kSpecialCount; special++) cls->specials[special].store(next->specials[special].load());
        uint32_t position = 0;
        Value name, value;
        while (dict_next(cls->attributes->table(), &position, &name, &value)) {
            int special = is_exact_str(name) ? special_index(as_str(name)) : -1;
            if (special >= 0) cls->specials[special].store(value);
        }
    } else {
        for (int special = 0; special < kSpecialCount; special++) refresh_special(cls, special);
    }
    refresh_flags(cls);
}

// Before an attribute of `cls` changes; class_mutex is held.
void withdraw_versions(Class* cls) {
    cls->version.store(0, std::memory_order_relaxed);  // the change itself is stored with release order
    for_each_subclass(cls, withdraw_versions);
}

// After an attribute of `cls` changed; class_mutex is held.
void propagate_change(Class* cls, int special) {
    if (special >= 0) {
        refresh_special(cls, special);
        refresh_flags(cls);
    }
    renew_version(cls);
    for_each_subclass(cls, [&](Class* derived) { propagate_change(derived, special); });
}

Class* allocate_class(Thread& thread, Class* metaclass) {
    Shape* shape = metaclass ? metaclass->instance_shape.load(std::memory_order_acquire) : nullptr;
    size_t size = sizeof(Class);
    if (shape) size = std::max<size_t>(size, (shape->first_inline + shape->inline_count) * sizeof(Value));
    auto* cls = static_cast<Class*>(heap::allocate(thread, size, shape));
    renew_version(cls);
    return cls;
}

// --- C3 linearisation ---

// Merges the MROs of the bases and the list of bases itself; false with TypeError pending.
bool merge_mros(Thread& thread, Class* cls, std::span<const Value> bases, List* result) {
    size_t count = bases.size() + 1;
    std::vector<std::pair<Tuple*, size_t>> rest;  // sequence, position; the tuples are held by the bases
    for (Value base : bases) rest.push_back({static_cast<Class*>(base.as_object())->mro.load(), 0});
    rest.push_back({cls->bases.load(), 0});
    for (;;) {
        bool done = true;
        Value chosen;
        for (size_t i = 0; i < count && !chosen; i++) {
            auto [sequence, position] = rest[i];
            if (position >= sequence->length) continue;
            done = false;
            Value candidate = sequence->items[position];
            bool in_a_tail = false;
            for (auto [other, start] : rest)
                for (size_t j = start + 1; j < other->length; j++)
                    if (other->items[j] == candidate) in_a_tail = true;
            if (!in_a_tail) chosen = candidate;
        }
        if (done) return true;
        if (!chosen) {
            // The classes that stand in each other's way: what each order wants next.
            std::string text;
            std::vector<Value> named;
            for (auto [sequence, position] : rest) {
                if (position >= sequence->length || std::find(named.begin(), named.end(), sequence->items[position]) != named.end()) continue;
                named.push_back(sequence->items[position]);
                text += (text.empty() ? "" : ", ") + to_utf8(static_cast<Class*>(named.back().as_object())->name);
            }
            raise_type_error(thread, "Cannot create a consistent method resolution\norder (MRO) for bases {}", text);
            return false;
        }
        list_append(thread, result, chosen);
        for (auto& [sequence, position] : rest)
            if (position < sequence->length && sequence->items[position] == chosen) position++;
    }
}

}  // namespace

Tuple* compute_mro(Thread& thread, Class* cls) {
    List* order = new_list(thread);
    list_append(thread, order, cls);
    std::span<const Value> bases = cls->bases->span();
    for (size_t i = 0; i < bases.size(); i++)
        for (size_t j = i + 1; j < bases.size(); j++)
            if (bases[i] == bases[j]) {
                raise_type_error(thread, "duplicate base class {}",
                                 to_utf8(static_cast<Class*>(bases[i].as_object())->name));
                return nullptr;
            }
    if (bases.size() == 1) {
        for (Value entry : static_cast<Class*>(bases[0].as_object())->mro.load()->span())
            list_append(thread, order, entry);
    } else if (!bases.empty() && !merge_mros(thread, cls, bases, order)) {
        return nullptr;
    }
    Tuple* mro = new_tuple_uninitialized(thread, order->count());
    for (size_t i = 0; i < mro->length; i++) mro->items[i] = list_get(order, i);
    return mro;
}

Class* class_of(Value value) {
    if (value.is_object()) return value.as_object()->cls();
    if (value.is_int()) return types.int_;
    if (value.is_float()) return types.float_;
    if (value.is_bool()) return types.bool_;
    if (value.is_none()) return types.none;
    if (value.is_not_implemented()) return types.not_implemented;
    return types.ellipsis;
}

bool is_subclass(Class* cls, Class* ancestor) {
    if (cls == ancestor) return true;
    Tuple* mro = cls->mro.load(std::memory_order_acquire);
    if (!mro) {  // while the MRO is being computed
        for (Class* base = cls->base; base; base = base->base)
            if (base == ancestor) return true;
        return false;
    }
    for (Value entry : mro->span())
        if (entry.as_object() == ancestor) return true;
    return false;
}

Value class_lookup(Class* cls, Str* name) {
    uint32_t version = cls->version.load(std::memory_order_acquire);
    size_t index = (version * 0x9E3779B1u ^ static_cast<uint32_t>(reinterpret_cast<uintptr_t>(name) >> 5)) % kLookupCacheSize;
    LookupCacheEntry& entry = lookup_cache[index];
    if (entry.version == version && entry.name == name) {
        if (!entry.is_data) return entry.value;
        Value found = dict_get(as_dict(entry.value), name);
        if (found && cls->version.load(std::memory_order_relaxed) == version) return found;
    }
    auto [found, holder] = find_along_mro(cls, name);
    if (version != 0) {
        bool is_data = found && is_plain_data(found);
        entry = {version, is_data, name, is_data ? Value(holder) : found};
    }
    return found;
}

bool is_special(Str* name) { return special_index(name) >= 0; }

namespace {

// Whether it is a metaclass, or a metaclass derives from it.
bool has_metaclasses(Class* cls) {
    bool found = cls->has(kIsMetaclass);
    for_each_subclass(cls, [&](Class* derived) { found = found || has_metaclasses(derived); });
    return found;
}

// Whether a change to a class concerns caches that no version guards; see vm/inline_cache.h. `may_hide`: a data descriptor came
// where none was. class_mutex is held.
bool concerns_other_caches(Class* cls, Str* name, bool may_hide) {
    if (may_hide && name->flags.load(std::memory_order_relaxed) & kNamesSlot) return true;
    if (!cls->has(kHeapType)) return false;  // being made: nobody has cached anything
    auto is_one_of = [&](auto... specials) { return ((name == names.special(specials)) || ...); };
    if (is_one_of(Special::k_get, Special::k_set, Special::k_delete)) return true;
    return (may_hide || is_one_of(Special::k_getattribute, Special::k_setattr, Special::k_delattr)) && has_metaclasses(cls);
}

}  // namespace

bool class_set(Thread& thread, Class* cls, Str* name, Value value) {
    bool keeps_version = value && is_plain_data(value) && !is_special(name);
    if (keeps_version && dict_replace(cls->attributes, name, value, is_plain_data)) return true;

    bool may_hide = value && is_data_descriptor(value);
    if (may_hide)
        if (Value before = lookup_along_mro(cls, name); before && is_data_descriptor(before)) may_hide = false;
    bool flush = false, was_there = true;
    {
        std::lock_guard lock(class_mutex);
        if (!value) was_there = static_cast<bool>(dict_get(cls->attributes, name));
        if (was_there) {
            if (!gil::alone()) withdraw_versions(cls);
            if (value)
                dict_set(thread, cls->attributes, name, value);
            else
                dict_remove(thread, cls->attributes, name);
            propagate_change(cls, special_index(name));
            flush = concerns_other_caches(cls, name, may_hide);
        }
    }
    if (!was_there) {
        raise_format(thread, exceptions.AttributeError, "type object '{}' has no attribute '{}'", full_class_name(cls), to_utf8(name));
        return false;
    }
    if (flush) flush_inline_caches(thread);
    return true;
}

void make_unhashable(Thread& thread, Class* cls) {
    [[maybe_unused]] bool done = class_set(thread, cls, names.special(Special::k_hash), Value::none());
    assert(done);  // only removing fails
}

Object* allocate_instance(Thread& thread, Class* cls) {
    Shape* shape = cls->instance_shape.load(std::memory_order_acquire);
    Object* object = heap::allocate(thread, (shape->first_inline + shape->inline_count) * sizeof(Value), shape);
    if (cls->has(kHasDel)) {
        heap::set_script_finalizer(object, run_del);
        expect_last_reference(thread);
    }
    return object;
}

void run_del(Thread& thread, Object* object) {
    Value pending = take_exception(thread);
    bool found;
    Value result = call_special(thread, object, Special::k_del, {}, &found);
    if (!result && found) {
        Value exception = take_exception(thread);
        print_unraisable(thread, exception, "", class_of(object)->special(Special::k_del));
    }
    thread.exception = pending;
}

Value new_boxed(Thread& thread, Class* cls, Value payload) {
    auto* boxed = static_cast<Boxed*>(allocate_instance(thread, cls));
    boxed->payload = payload;
    return boxed;
}

void trace_class(Object* object, Marker& marker) {
    auto* cls = static_cast<Class*>(object);
    marker.mark(static_cast<Object*>(cls->name));
    marker.mark(static_cast<Object*>(cls->qualified_name));
    marker.mark(static_cast<Object*>(cls->bases));
    marker.mark(static_cast<Object*>(cls->base));
    marker.mark(static_cast<Object*>(cls->mro.load(std::memory_order_relaxed)));
    marker.mark(static_cast<Object*>(cls->attributes));
    marker.mark(cls->subclasses);
    marker.mark(cls->twin);
    marker.mark(static_cast<Object*>(cls->instance_shape.load(std::memory_order_relaxed)));
    marker.mark(static_cast<Object*>(cls->dictionary_shape.load(std::memory_order_relaxed)));
    marker.mark_range(cls->specials, kSpecialCount);
}

void trace_boxed(Object* object, Marker& marker) { marker.mark(static_cast<Boxed*>(object)->payload); }

// --- built-in classes ---

namespace {

void set_layout(Class* cls, const NativeClass& definition) {
    cls->instance_kind = definition.kind;
    cls->instance_size = static_cast<uint32_t>((definition.instance_size + 7) & ~size_t{7});
    cls->slots_start = static_cast<uint16_t>(cls->instance_size / sizeof(Value));
    cls->overflow_word = static_cast<uint16_t>(definition.overflow_offset / sizeof(Value));
    cls->trace_instance = definition.trace ? definition.trace : trace_nothing;
    cls->native_next = cls->loop_next = definition.next;
    cls->native_await = definition.await;
    cls->class_flags |= definition.flags;
    if (definition.overflow_offset) cls->class_flags |= kHasDict;
}

Value native_next_method(Thread& thread, Args& args) {
    Class* cls = class_of(args[0]);
    Value item = cls->native_next(thread, args[0].as_object());
    if (!item && !thread.exception) return raise_stop_iteration(thread, {});
    return item;
}

Value return_self(Thread&, Args& args) { return args[0]; }

}  // namespace

void trace_nothing(Object*, Marker&) {}

// Gives a raw class its layout and shape. Boot uses it on its own for the first classes, before names and dicts exist.
void lay_out_native_class(Thread& thread, Class* cls, const NativeClass& definition) {
    set_layout(cls, definition);
    cls->instance_shape.store(new_root_shape(thread, cls, false), std::memory_order_release);
}

// The rest: what needs strings, tuples and dicts.
void complete_native_class(Thread& thread, Class* cls, const NativeClass& definition) {
    std::string_view name = definition.name;
    std::string_view module = "builtins";
    if (size_t dot = name.rfind('.'); dot != std::string_view::npos) {
        module = name.substr(0, dot);
        name = name.substr(dot + 1);
    }
    cls->name = cls->qualified_name = intern(thread, name);
    cls->base = definition.base ? definition.base : (cls == types.object ? nullptr : types.object);
    cls->bases = cls->base ? new_tuple(thread, {Value(cls->base)}) : empty_tuple();
    cls->attributes = new_dict(thread);
    // Where there is no __module__ it is builtins; dir() does not show it there.
    if (module != "builtins") dict_set(thread, cls->attributes, names.dunder_module, intern(thread, module));
    dict_set(thread, cls->attributes, names.dunder_doc, definition.doc.empty() ? Value::none() : Value(new_str(thread, definition.doc)));
    cls->native_doc = definition.doc.data();
    if (cls->base) {
        {
            std::lock_guard lock(class_mutex);
            add_subclass(thread, cls->base, cls);
        }
        constexpr uint32_t kInherited =
            kMatchSelf | kSequencePattern | kMappingPattern | kIsExceptionClass | kIsMetaclass | kHasWeakrefs;
        cls->class_flags |= cls->base->class_flags & kInherited;
    }
    cls->mro.store(compute_mro(thread, cls), std::memory_order_release);
    renew_version(cls);
    {
        std::lock_guard lock(class_mutex);
        refresh_all_specials(cls);
    }
    if (definition.next) {
        add_methods(thread, cls, {{"__iter__(self, /)", return_self, "Implement iter(self)."},
                                  {"__next__(self, /)", native_next_method, "Implement next(self)."}});
    }
}

Class* new_native_class(Thread& thread, const NativeClass& definition) {
    Class* cls = allocate_class(thread, types.type);
    NativeClass full = definition;
    // A class derived from another built-in one shares its layout unless it says otherwise.
    if (Class* base = definition.base; base && definition.kind == Kind::Native && base->instance_kind != Kind::Instance) {
        full.kind = base->instance_kind;
        full.instance_size = std::max<size_t>(full.instance_size, base->instance_size);
        if (!full.trace) full.trace = base->trace_instance;
        if (!full.overflow_offset) full.overflow_offset = base->overflow_word * sizeof(Value);
        if (!full.next) full.next = base->native_next;
        if (!full.await) full.await = base->native_await;
    }
    lay_out_native_class(thread, cls, full);
    complete_native_class(thread, cls, full);
    return cls;
}

// --- classes made by scripts ---

namespace {

// A copy of the namespace under interned names: only those know that they stand for a special method.
Dict* own_namespace(Thread& thread, Dict* namespace_) {
    Dict* copy = new_dict(thread);
    uint32_t position = 0;
    Value name, value;
    while (dict_next(namespace_->table(), &position, &name, &value)) {
        if (is_exact_str(name) && !as_str(name)->is_interned()) name = intern(thread, as_str(name));
        if (!dict_store(thread, copy, name, value)) return nullptr;
    }
    return copy;
}

}  // namespace

namespace {

bool is_boxed_base(Class* cls) {
    for (Class* c = cls; c; c = c->base) {
        if (c->instance_kind == Kind::Boxed) return true;
        if (c == types.int_ || c == types.float_ || c == types.complex || c == types.str || c == types.bytes || c == types.tuple) return true;
    }
    return false;
}

// The class among `cls` and its bases that last added something to the C++ layout.
Class* layout_owner(Class* cls) {
    // A script's class adds at most a pointer to its attributes, and shapes know where that is.
    auto adds_nothing = [](Class* c) {
        if (c->has(kHeapType)) return c->member_count == 0;
        if (c->has(kHasFields)) return false;
        return c->instance_size == c->base->instance_size && c->instance_kind == c->base->instance_kind;
    };
    while (cls->base && adds_nothing(cls)) cls = cls->base;
    return cls;
}

// The base whose layout the new class extends: the one whose layout contains all the others'.
Class* best_base(Thread& thread, std::span<const Value> bases) {
    Class* best = nullptr;
    for (Value value : bases) {
        if (!value.is_object() || value.as_object()->kind() != Kind::Class) {
            raise_type_error(thread, "bases must be types");
            return nullptr;
        }
        auto* base = static_cast<Class*>(value.as_object());
        if (!base->has(kBasetype)) {
            raise_type_error(thread, "type '{}' is not an acceptable base type", to_utf8(base->name));
            return nullptr;
        }
        if (!best) {
            best = base;
            continue;
        }
        Class* a = layout_owner(best);
        Class* b = layout_owner(base);
        if (is_subclass(a, b)) continue;
        if (is_subclass(b, a)) {
            best = base;
        } else {
            raise_type_error(thread, "multiple bases have instance lay-out conflict");
            return nullptr;
        }
    }
    return best;
}

// How many different names the methods of this class and its bases assign to self: room for that many inline slots.
uint16_t count_self_attributes(Thread& thread, Class* cls) {
    constexpr int kMost = 48;
    Dict* seen = new_dict(thread);
    int count = 0;
    for (Value entry : cls->mro.load()->span()) {
        auto* ancestor = static_cast<Class*>(entry.as_object());
        if (!ancestor->has(kHeapType)) continue;
        DictTable* table = ancestor->attributes->table();
        uint32_t position = 0;
        Value key, value;
        while (dict_next(table, &position, &key, &value)) {
            if (!value.is_object() || value.as_object()->kind() != Kind::Function) continue;
            Tuple* assigned = static_cast<Function*>(value.as_object())->code->self_attributes;
            if (!assigned) continue;
            for (Value attribute : assigned->span()) {
                auto* name = static_cast<Str*>(attribute.as_object());
                if (dict_get(seen, name)) continue;
                dict_set(thread, seen, name, Value::none());
                if (++count == kMost) return kMost;
            }
        }
    }
    // Dataclasses and the like assign through generated code: annotated names count as well.
    if (count == 0) {
        if (Value annotations = dict_get(cls->attributes, names.dunder_annotations); annotations && is_dict(annotations))
            count = static_cast<int>(std::min<size_t>(as_dict(annotations)->count(), kMost));
    }
    return static_cast<uint16_t>(count);
}

Str* mangle(Thread& thread, Str* class_name, Str* name) {
    std::string text = to_utf8(name);
    if (!text.starts_with("__") || text.ends_with("__") || text.find('.') != std::string::npos) return name;
    std::string owner = to_utf8(class_name);
    size_t start = owner.find_first_not_of('_');
    if (start == std::string::npos) return name;
    return intern(thread, "_" + owner.substr(start) + text);
}

// What a class gives its instances beside their bases' layout.
struct SlotsWanted {
    bool dict, weakref;
    Tuple* members;  // sorted by name
};

// Reads __slots__. `may`: what no base has given already. False with an exception pending.
bool parse_slots(Thread& thread, Class* cls, Value slots, bool has_variable_size, SlotsWanted may, SlotsWanted* wanted) {
    List* members = new_list(thread);
    List* given = new_list(thread);
    if (is_str(slots)) {
        list_append(thread, given, slots);
    } else if (!list_extend(thread, given, slots)) {
        return false;
    }
    if (given->count() && has_variable_size)
        return raise_type_error(thread, "nonempty __slots__ not supported for subtype of '{}'", to_utf8(cls->base->name));
    for (size_t i = 0; i < given->count(); i++) {
        Value entry = list_get(given, i);
        if (!is_str(entry)) return raise_type_error(thread, "__slots__ items must be strings, not '{}'", type_name(entry));
        Str* name = intern(thread, as_str(entry));
        if (!is_identifier(name)) return raise_type_error(thread, "__slots__ must be identifiers");
        if (name == names.dunder_dict) {
            if (!may.dict || wanted->dict) return raise_type_error(thread, "__dict__ slot disallowed: we already got one");
            wanted->dict = true;
        } else if (name == names.dunder_weakref) {
            if (!may.weakref || wanted->weakref)
                return raise_type_error(thread, "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
            wanted->weakref = true;
        } else {
            name = mangle(thread, cls->name, name);
            // The class cell and the name are taken out of the class's namespace again.
            bool is_taken_out = name == names.dunder_qualname || name == names.dunder_classcell;
            if (!is_taken_out && dict_get(cls->attributes, name))
                return raise_value_error(thread, "'{}' in __slots__ conflicts with class variable", to_utf8(name));
            list_append(thread, members, name);
        }
    }
    if (!list_sort(thread, members, {}, false)) return false;
    wanted->members = tuple_from_iterable(thread, members);
    return true;
}

Value instance_get_dict(Thread& thread, Value self) { return instance_dict(thread, self.as_object()); }
bool instance_set_dict(Thread& thread, Value self, Value dict) {
    return set_instance_dict(thread, self.as_object(), dict ? dict : Value(new_dict(thread)));
}
bool native_set_dict(Thread& thread, Value self, Value dict) {
    if (!dict) return bool(raise_type_error(thread, "cannot delete __dict__"));
    return set_instance_dict(thread, self.as_object(), dict);
}
Value instance_get_weakref(Thread&, Value self) { return plain_weak_reference(self.as_object()); }

// Function attributes that the class statement turns into static or class methods by itself.
void wrap_implicit(Thread& thread, Dict* attributes, Str* name, Class* wrapper) {
    Value value = dict_get(attributes, name);
    if (!value || !value.is_object() || value.as_object()->kind() != Kind::Function) return;
    auto* wrapped = new_instance<StaticMethod>(thread, wrapper);
    wrapped->function.store(value);
    dict_set(thread, attributes, name, wrapped);
}

bool call_set_names(Thread& thread, Class* cls) {
    DictTable* table = cls->attributes->table();
    uint32_t position = 0;
    Value key, value;
    while (dict_next(table, &position, &key, &value)) {
        Value method = class_of(value)->special(Special::k_set_name);
        if (!method) continue;
        if (!call(thread, method, {value, Value(cls), key})) {
            Value cause = take_exception(thread);
            raise_format(thread, exceptions.RuntimeError, "Error calling __set_name__ on '{}' instance '{}' in '{}'",
                         type_name(value), to_utf8(as_str(key)), to_utf8(cls->name));
            as_exception(thread.exception)->cause.store(cause);
            as_exception(thread.exception)->context.store(cause);
            as_exception(thread.exception)->suppress_context = true;
            return false;
        }
    }
    return true;
}

bool call_init_subclass(Thread& thread, Class* cls, Dict* keywords) {
    auto* super = new_instance<Super>(thread, types.super);
    super->start = cls;
    super->self = cls;
    super->self_class = cls;
    Value method = super_get_attr(thread, super, names.special(Special::k_init_subclass));
    return method && call_with(thread, method, empty_tuple(), keywords);
}

}  // namespace

void add_dict_attribute(Thread& thread, Class* cls) {
    add_getsets(thread, cls, {{"__dict__", instance_get_dict, native_set_dict, "dictionary for instance variables (if defined)"}});
}

Class* metaclass_for(Thread& thread, Class* metaclass, std::span<const Value> bases) {
    for (Value base : bases) {
        Class* candidate = class_of(base);
        if (is_subclass(metaclass, candidate)) continue;
        if (is_subclass(candidate, metaclass)) {
            metaclass = candidate;
            continue;
        }
        raise_type_error(thread,
                         "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                         "metaclasses of all its bases");
        return nullptr;
    }
    return metaclass;
}

namespace {

// The metaclass may have its own idea of the order, in a method mro(). Null with an exception pending.
Tuple* mro_from_metaclass(Thread& thread, Class* cls, Class* metaclass) {
    Value method = class_lookup(metaclass, names.mro);
    if (!method || method.as_object()->kind() == Kind::NativeFunction) return compute_mro(thread, cls);
    Value bound = bind_attribute(thread, method, cls, metaclass);
    Value order = bound ? call(thread, bound, {}) : Value();
    Tuple* mro = order ? tuple_from_iterable(thread, order) : nullptr;
    if (!mro) return nullptr;
    if (mro->length == 0) return raise_type_error(thread, "type MRO must not be empty");
    for (Value entry : mro->span()) {
        if (!entry.is_object() || entry.as_object()->kind() != Kind::Class)
            return raise_type_error(thread, "mro() returned a non-class ('{}')", type_name(entry));
        auto* ancestor = static_cast<Class*>(entry.as_object());
        if (ancestor != cls && !is_subclass(layout_owner(cls->base), layout_owner(ancestor)))
            return raise_type_error(thread, "mro() returned base with unsuitable layout ('{}')", to_utf8(ancestor->name));
    }
    return mro;
}

}  // namespace

Value new_class(Thread& thread, Class* metaclass, Str* name, Tuple* bases, Dict* namespace_, Dict* keywords) {
    metaclass = metaclass_for(thread, metaclass, bases->span());
    if (!metaclass) return {};
    if (bases->length == 0) bases = new_tuple(thread, {Value(types.object)});
    Class* base = best_base(thread, bases->span());
    if (!base) return {};

    Class* cls = allocate_class(thread, metaclass);
    cls->name = name;
    cls->bases = bases;
    cls->base = base;
    cls->attributes = own_namespace(thread, namespace_);
    if (!cls->attributes) return {};
    cls->class_flags = kHeapType | kBasetype |
                       (base->class_flags & (kHasDict | kMatchSelf | kSequencePattern | kMappingPattern | kIsExceptionClass |
                                             kIsMetaclass | kHasSlots | kHasWeakrefs));
    for (Value other : bases->span())
        cls->class_flags |= static_cast<Class*>(other.as_object())->class_flags & (kSequencePattern | kMappingPattern);

    // Names the class statement treats specially.
    Value qualified = dict_get(cls->attributes, names.dunder_qualname);
    if (qualified) {
        if (!is_str(qualified)) return raise_type_error(thread, "type __qualname__ must be a str, not {}", type_name(qualified));
        cls->qualified_name = as_str(qualified);
        dict_remove(thread, cls->attributes, names.dunder_qualname);
    } else {
        cls->qualified_name = name;
    }
    if (!dict_get(cls->attributes, names.dunder_module)) {
        if (Frame* frame = thread.top_frame; frame >= thread.frames && frame->function)
            if (Value module = dict_get(frame->function->globals, names.dunder_name))
                dict_set(thread, cls->attributes, names.dunder_module, module);
    }
    wrap_implicit(thread, cls->attributes, names.special(Special::k_new), types.static_method);
    wrap_implicit(thread, cls->attributes, names.special(Special::k_init_subclass), types.class_method);
    wrap_implicit(thread, cls->attributes, names.special(Special::k_class_getitem), types.class_method);
    Value class_cell = dict_get(cls->attributes, names.dunder_classcell);
    if (class_cell) dict_remove(thread, cls->attributes, names.dunder_classcell);

    // Layout: the base's struct, then members named by __slots__, then inline attribute slots.
    bool boxed = is_boxed_base(base);
    cls->instance_kind = boxed ? Kind::Boxed : base->instance_kind;
    cls->trace_instance = boxed ? trace_boxed : base->trace_instance;
    cls->native_next = base->native_next;
    cls->native_await = base->native_await;
    cls->instance_size = base->instance_size;
    cls->overflow_word = base->overflow_word;
    cls->slots_start = base->slots_start;
    if (boxed && base->instance_kind != Kind::Boxed) {
        cls->instance_size = sizeof(Boxed);
        cls->slots_start = sizeof(Boxed) / sizeof(Value);
        cls->overflow_word = offsetof(Boxed, overflow) / sizeof(Value);
    }
    Value slots = dict_get(cls->attributes, names.dunder_slots);
    bool is_metaclass = cls->instance_kind == Kind::Class;
    bool has_variable_size = is_subclass(base, types.int_) || is_subclass(base, types.tuple) || is_subclass(base, types.bytes);
    SlotsWanted may{!base->has(kHasDict) && !is_metaclass, !base->has(kHasWeakrefs) && !has_variable_size, nullptr};
    SlotsWanted wanted = may;
    if (slots) {
        cls->class_flags |= kHasSlots;
        wanted = {};
        if (!parse_slots(thread, cls, slots, has_variable_size, may, &wanted)) return {};
        cls->member_count = static_cast<uint16_t>(wanted.members->length);
        for (Value member : wanted.members->span()) {
            auto* member_name = static_cast<Str*>(member.as_object());
            dict_set(thread, cls->attributes, member_name,
                     new_member_descriptor(thread, cls, member_name, cls->slots_start++));
        }
        for (Value other : bases->span()) {
            uint32_t flags = static_cast<Class*>(other.as_object())->class_flags;
            wanted.dict |= may.dict && (flags & kHasDict);
            wanted.weakref |= may.weakref && (flags & kHasWeakrefs);
        }
    }
    if (wanted.dict) {
        cls->class_flags |= kHasDict;
        add_getsets(thread, cls, {{"__dict__", instance_get_dict, instance_set_dict, "dictionary for instance variables (if defined)"}});
    }
    if (wanted.weakref) {
        cls->class_flags |= kHasWeakrefs;
        add_getsets(thread, cls, {{"__weakref__", instance_get_weakref, nullptr, "list of weak references to the object (if defined)"}});
    }
    if (cls->has(kHasDict) && cls->overflow_word == Shape::kNoWord && !is_metaclass) cls->overflow_word = cls->slots_start++;
    if (!dict_get(cls->attributes, names.dunder_doc)) dict_set(thread, cls->attributes, names.dunder_doc, Value::none());
    if (dict_get(cls->attributes, names.special(Special::k_eq)) && !dict_get(cls->attributes, names.special(Special::k_hash)))
        dict_set(thread, cls->attributes, names.special(Special::k_hash), Value::none());

    Tuple* mro = mro_from_metaclass(thread, cls, metaclass);
    if (!mro) return {};
    cls->mro.store(mro, std::memory_order_release);
    if (cls->has(kHasDict)) cls->inline_count = count_self_attributes(thread, cls);
    cls->instance_shape.store(new_root_shape(thread, cls, false), std::memory_order_release);
    {
        std::lock_guard lock(class_mutex);
        refresh_all_specials(cls);
        for (Value other : bases->span()) add_subclass(thread, static_cast<Class*>(other.as_object()), cls);
    }

    if (class_cell) {
        if (!class_cell.is_object() || class_cell.as_object()->kind() != Kind::Cell)
            return raise_type_error(thread, "__classcell__ must be a nonlocal cell, not <class '{}'>", type_name(class_cell));
        static_cast<Cell*>(class_cell.as_object())->value.store(cls);
    }
    if (!call_set_names(thread, cls) || !call_init_subclass(thread, cls, keywords)) return {};
    return cls;
}

Tuple* subclasses_of(Thread& thread, Class* cls) {
    List* found = new_list(thread);
    std::lock_guard lock(class_mutex);
    for_each_subclass(cls, [&](Class* derived) { list_append(thread, found, derived); });
    Tuple* result = new_tuple_uninitialized(thread, found->count());
    for (size_t i = 0; i < result->length; i++) result->items[i] = list_get(found, i);
    return result;
}

namespace {

// The class was given other bases, or one of its ancestors was: works out its MRO again, and those of its subclasses. What
// they had goes to `before`. False with TypeError pending; class_mutex is held.
bool renew_mros(Thread& thread, Class* cls, std::vector<std::pair<Class*, Tuple*>>& before) {
    Tuple* mro = compute_mro(thread, cls);
    if (!mro) return false;
    before.push_back({cls, cls->mro.load(std::memory_order_relaxed)});
    cls->mro.store(mro, std::memory_order_release);
    bool good = true;
    for_each_subclass(cls, [&](Class* derived) { good = good && renew_mros(thread, derived, before); });
    return good;
}

void refresh_hierarchy(Class* cls) {
    refresh_all_specials(cls);
    renew_version(cls);
    for_each_subclass(cls, refresh_hierarchy);
}

}  // namespace

// An assignment to __bases__. The tuple is not empty.
bool set_bases(Thread& thread, Class* cls, Tuple* bases) {
    for (Value entry : bases->span()) {
        if (!entry.is_object() || entry.as_object()->kind() != Kind::Class)
            return raise_type_error(thread, "{}.__bases__ must be tuple of classes, not '{}'", to_utf8(cls->name), type_name(entry));
        if (is_subclass(static_cast<Class*>(entry.as_object()), cls))
            return raise_type_error(thread, "a __bases__ item causes an inheritance cycle");
    }
    Class* base = best_base(thread, bases->span());
    if (!base) return false;
    constexpr uint32_t kLayout = kHasDict | kHasWeakrefs;
    bool is_same = base == cls->base || (base->has(kHeapType) && cls->base->has(kHeapType));
    if (!is_same)
        return raise_type_error(thread, "__bases__ assignment: '{}' deallocator differs from '{}'", to_utf8(base->name),
                                to_utf8(cls->base->name));
    if (layout_owner(base) != layout_owner(cls->base) || (base->class_flags & kLayout) != (cls->base->class_flags & kLayout))
        return raise_type_error(thread, "__bases__ assignment: '{}' object layout differs from '{}'", to_utf8(base->name),
                                to_utf8(cls->base->name));
    {
        std::lock_guard lock(class_mutex);
        Tuple* old_bases = cls->bases;
        cls->bases = bases;
        std::vector<std::pair<Class*, Tuple*>> before;  // no safepoint while it is in use
        if (!renew_mros(thread, cls, before)) {
            for (auto& [changed, mro] : before) changed->mro.store(mro, std::memory_order_release);
            cls->bases = old_bases;
            return false;
        }
        cls->base = base;
        for (Value other : old_bases->span()) remove_subclass(static_cast<Class*>(other.as_object()), cls);
        for (Value other : bases->span()) add_subclass(thread, static_cast<Class*>(other.as_object()), cls);
        refresh_hierarchy(cls);
    }
    flush_inline_caches(thread);  // the new bases may bring what no version tells of; see concerns_other_caches
    return true;
}

}  // namespace gilt
