#include "objects/weak_reference.h"

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/last_reference.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

WeakReference* as_reference(Value value) { return static_cast<WeakReference*>(value.as_object()); }
Value none_if_empty(Value value) { return value ? value : Value::none(); }

void run_callback(Thread& thread, Object* holder) {
    Value callback = static_cast<WeakReference*>(holder)->callback.exchange({});
    if (!callback) return;
    Value pending = take_exception(thread);
    if (!call(thread, callback, {Value(holder)})) print_unraisable(thread, take_exception(thread), "", callback);
    thread.exception = pending;
}

// The plain reference of this class to `target`, which everybody who wants one may share; or null.
WeakReference* find_plain(Object* target, Class* cls) {
    struct Search {
        Class* cls;
        WeakReference* found;
    } search{cls, nullptr};
    heap::for_each_weak_holder(
        target,
        [](Object* holder, void* context) {
            auto* looking = static_cast<Search*>(context);
            auto* reference = static_cast<WeakReference*>(holder);
            if (holder->cls() == looking->cls && !reference->callback.load()) looking->found = reference;
        },
        &search);
    return search.found;
}

// --- ref ---

Value ref_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.weak_reference);
    if (!cls || !check_reference_arguments(thread, args, "__new__")) return {};
    if (cls == types.weak_reference && args.keywords && args.keywords->count() > 0)
        return raise_type_error(thread, "ref() takes no keyword arguments");
    return new_weak_reference(thread, cls, args.rest[0], args.rest.size() > 1 ? args.rest[1] : Value(),
                              cls == types.weak_reference);
}

Value ref_init(Thread& thread, Args& args) {
    if (!check_reference_arguments(thread, args, "__init__")) return {};
    if (args.keywords && args.keywords->count() > 0) return raise_type_error(thread, "ref() takes no keyword arguments");
    return Value::none();
}

Value ref_call(Thread&, Args& args) { return none_if_empty(as_reference(args[0])->target.load()); }

Value ref_hash(Thread& thread, Args& args) {
    auto* self = as_reference(args[0]);
    if (Value known = self->hash.load()) return known;
    Value target = self->target.load();
    if (!target) return raise_type_error(thread, "weak object has gone away");
    int64_t number;
    if (!hash(thread, target, &number)) return {};
    Value result = make_int(thread, number);
    self->hash.store(result);
    return result;
}

// References to living objects are as equal as those; others are equal to themselves only.
Value ref_compare(Thread& thread, Args& args, Comparison comparison) {
    if (!is_instance(args[1], types.weak_reference)) return Value::not_implemented();
    Value a = as_reference(args[0])->target.load(), b = as_reference(args[1])->target.load();
    if (a && b) return compare(thread, comparison, a, b);
    return Value::from_bool((args[0] == args[1]) == (comparison == Comparison::Eq));
}
Value ref_eq(Thread& thread, Args& args) { return ref_compare(thread, args, Comparison::Eq); }
Value ref_ne(Thread& thread, Args& args) { return ref_compare(thread, args, Comparison::Ne); }

Value ref_repr(Thread& thread, Args& args) {
    auto* self = as_reference(args[0]);
    Value target = self->target.load();
    void* address = self;
    if (!target) return new_str(thread, fmt::format("<weakref at {}; dead>", address));
    Value name;
    if (find_attr(thread, target, names.dunder_name, &name) < 0) return {};
    std::string shown = name && is_str(name) ? fmt::format(" ({})", to_utf8(as_str(name))) : "";
    return new_str(thread, fmt::format("<weakref at {}; to '{}' at {}{}>", address, type_name(target),
                                       static_cast<void*>(target.as_object()), shown));
}

Value get_callback(Thread&, Value self) { return none_if_empty(as_reference(self)->callback.load()); }

}  // namespace

void trace_weak_reference(Object* object, Marker& marker) {
    auto* reference = static_cast<WeakReference*>(object);
    marker.mark(reference->callback);
    marker.mark(reference->hash);
}

bool supports_weak_references(Value value) {
    return value.is_object() && value.as_object()->cls()->has(kHasWeakrefs);
}

Value new_weak_reference(Thread& thread, Class* cls, Value target, Value callback, bool is_shared) {
    if (!supports_weak_references(target))
        return raise_type_error(thread, "cannot create weak reference to '{}' object", type_name(target));
    if (callback.is_none()) callback = {};
    if (is_shared && !callback)
        if (WeakReference* found = find_plain(target.as_object(), cls)) return found;
    auto* reference = new_instance<WeakReference>(thread, cls);
    reference->target.store(target);
    reference->callback.store(callback);
    heap::register_weak(target.as_object(), reference, &reference->target, heap::WeakKind::Reference,
                        callback ? run_callback : nullptr);
    expect_last_reference(thread);
    return reference;
}

Value plain_weak_reference(Object* target) {
    if (!types.weak_reference) return Value::none();
    WeakReference* found = find_plain(target, types.weak_reference);
    return found ? Value(found) : Value::none();
}

bool check_reference_arguments(Thread& thread, const Args& args, const char* what) {
    size_t given = args.rest.size();
    if (given < 1) return raise_type_error(thread, "{} expected at least 1 argument, got 0", what);
    if (given > 2) return raise_type_error(thread, "{} expected at most 2 arguments, got {}", what, given);
    return true;
}

void init_weak_reference_type(Thread& thread) {
    if (types.weak_reference) return;
    types.weak_reference = new_native_class(thread, {.name = "weakref.ReferenceType",
                                                     .kind = Kind::WeakReference,
                                                     .instance_size = sizeof(WeakReference),
                                                     .trace = trace_weak_reference,
                                                     .flags = kBasetype});
    add_methods(thread, types.weak_reference,
                {{"__new__(cls, /, *args, **kwargs)", ref_new, "Create and return a new object.", Binding::StaticMethod},
                 {"__init__(self, /, *args, **kwargs)", ref_init, "Initialize self."},
                 {"__call__(self, /)", ref_call, "Call self as a function."},
                 {"__hash__(self, /)", ref_hash, "Return hash(self)."},
                 {"__eq__(self, value, /)", ref_eq, "Return self==value."},
                 {"__ne__(self, value, /)", ref_ne, "Return self!=value."},
                 {"__repr__(self, /)", ref_repr, "Return repr(self)."},
                 {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod}});
    add_getsets(thread, types.weak_reference, {{"__callback__", get_callback, nullptr, "", true}});
}

}  // namespace gilt
