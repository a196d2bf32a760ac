// _weakref: proxies, which stand for an object without keeping it alive, and who refers to an object
// (objects/weak_reference.h has the references themselves).
//
// A proxy hands every operation on to its target: here each special method unwraps the proxies among its operands and
// performs the operation once more.
#include <algorithm>
#include <vector>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "objects/weak_reference.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class *proxy_class, *callable_proxy_class;

WeakReference* as_reference(Value value) { return static_cast<WeakReference*>(value.as_object()); }
Value none_if_empty(Value value) { return value ? value : Value::none(); }

bool is_proxy(Value value) {
    Class* cls = class_of(value);
    return cls == proxy_class || cls == callable_proxy_class;
}

// --- proxies ---

Value new_proxy(Thread& thread, Args& args) {
    if (!check_reference_arguments(thread, args, "proxy")) return {};
    Value target = args.rest[0];
    Class* cls = is_callable(target) ? callable_proxy_class : proxy_class;
    return new_weak_reference(thread, cls, target, args.rest.size() > 1 ? args.rest[1] : Value(), true);
}

// The value itself, or what the proxy stands for; empty with ReferenceError pending if that is gone.
Value unwrap(Thread& thread, Value value) {
    if (!is_proxy(value)) return value;
    Value target = as_reference(value)->target.load();
    return target ? target : raise_text(thread, exceptions.ReferenceError, "weakly-referenced object no longer exists");
}
bool unwrap_all(Thread& thread, Args& args) {
    for (size_t i = 0; i < args.count; i++)
        if (args.has(i) && !(args[i] = unwrap(thread, args[i]))) return false;
    return true;
}

Value none_if(bool good) { return good ? Value::none() : Value(); }
Value bool_if(int truth) { return truth < 0 ? Value() : Value::from_bool(truth); }

template <BinaryOp op>
Value proxy_binary(Thread& thread, Args& args) {
    return unwrap_all(thread, args) ? binary(thread, op, args[0], args[1]) : Value();
}
template <BinaryOp op>
Value proxy_reflected(Thread& thread, Args& args) {
    return unwrap_all(thread, args) ? binary(thread, op, args[1], args[0]) : Value();
}
template <BinaryOp op>
Value proxy_in_place(Thread& thread, Args& args) {
    return unwrap_all(thread, args) ? in_place(thread, op, args[0], args[1]) : Value();
}
template <Comparison comparison>
Value proxy_compare(Thread& thread, Args& args) {
    return unwrap_all(thread, args) ? compare(thread, comparison, args[0], args[1]) : Value();
}
template <Value (*operation)(Thread&, Value)>
Value proxy_unary(Thread& thread, Args& args) {
    return unwrap_all(thread, args) ? operation(thread, args[0]) : Value();
}
// What the builtin of that name does: abs(), int(), reversed() ...
template <const char* const& builtin>
Value proxy_builtin(Thread& thread, Args& args) {
    return unwrap_all(thread, args) ? call(thread, dict_get(namespaces.builtins, intern(thread, builtin)), {args[0]}) : Value();
}
const char* const kAbs = "abs";
const char* const kInt = "int";
const char* const kFloat = "float";
const char* const kBytes = "bytes";
const char* const kReversed = "reversed";
const char* const kDir = "dir";

Value proxy_index(Thread& thread, Args& args) { return unwrap_all(thread, args) ? to_index(thread, args[0]) : Value(); }

Value proxy_str(Thread& thread, Value self) { return to_str(thread, self); }
Value proxy_truth(Thread& thread, Value self) { return bool_if(truth(thread, self)); }
Value proxy_length(Thread& thread, Value self) {
    int64_t count = length(thread, self);
    return count < 0 ? Value() : make_int(thread, count);
}

Value proxy_next(Thread& thread, Args& args) {
    if (!unwrap_all(thread, args)) return {};
    if (!class_of(args[0])->special(Special::k_next))
        return raise_type_error(thread, "Weakref proxy referenced a non-iterator '{}' object", type_name(args[0]));
    Value item = iter_next(thread, args[0]);
    return item || thread.exception ? item : raise_stop_iteration(thread, {});
}

Value proxy_getattribute(Thread& thread, Args& args) {
    Value target = unwrap(thread, args[0]);
    return target ? get_attr(thread, target, as_str(args[1])) : Value();
}
Value proxy_setattr(Thread& thread, Args& args) {
    Value target = unwrap(thread, args[0]);
    return none_if(target && set_attr(thread, target, as_str(args[1]), args[2]));
}
Value proxy_delattr(Thread& thread, Args& args) {
    Value target = unwrap(thread, args[0]);
    return none_if(target && del_attr(thread, target, as_str(args[1])));
}
Value proxy_getitem(Thread& thread, Args& args) {
    return unwrap_all(thread, args) ? get_item(thread, args[0], args[1]) : Value();
}
Value proxy_setitem(Thread& thread, Args& args) {
    return none_if(unwrap_all(thread, args) && set_item(thread, args[0], args[1], args[2]));
}
Value proxy_delitem(Thread& thread, Args& args) {
    return none_if(unwrap_all(thread, args) && del_item(thread, args[0], args[1]));
}
Value proxy_contains(Thread& thread, Args& args) {
    return unwrap_all(thread, args) ? bool_if(contains(thread, args[0], args[1])) : Value();
}
Value proxy_call(Thread& thread, Args& args) {
    Value target = unwrap(thread, args[0]);
    if (!target) return {};
    Tuple* positional = new_tuple_uninitialized(thread, args.rest.size());
    for (size_t i = 0; i < args.rest.size(); i++) positional->items[i] = args.rest[i];
    return call_with(thread, target, positional, args.keywords);
}
Value proxy_repr(Thread& thread, Args& args) {
    Value target = none_if_empty(as_reference(args[0])->target.load());
    return new_str(thread, fmt::format("<weakproxy at {} to {} at {}>", static_cast<void*>(args[0].as_object()),
                                       type_name(target), reinterpret_cast<void*>(target.bits())));
}

void add_proxy_methods(Thread& thread, Class* cls) {
    // clang-format off
#define BINARY(name, op)                                                          \
    {"__" name "__(self, value, /)", proxy_binary<BinaryOp::op>},                 \
    {"__r" name "__(self, value, /)", proxy_reflected<BinaryOp::op>},             \
    {"__i" name "__(self, value, /)", proxy_in_place<BinaryOp::op>}
    add_methods(thread, cls, {
        BINARY("add", Add), BINARY("sub", Sub), BINARY("mul", Mul), BINARY("matmul", MatMul), BINARY("truediv", TrueDiv),
        BINARY("floordiv", FloorDiv), BINARY("mod", Mod), BINARY("pow", Pow), BINARY("lshift", LShift), BINARY("rshift", RShift),
        BINARY("and", And), BINARY("or", Or), BINARY("xor", Xor),
        {"__divmod__(self, value, /)", proxy_binary<BinaryOp::DivMod>}, {"__rdivmod__(self, value, /)", proxy_reflected<BinaryOp::DivMod>},
        {"__lt__(self, value, /)", proxy_compare<Comparison::Lt>}, {"__le__(self, value, /)", proxy_compare<Comparison::Le>},
        {"__eq__(self, value, /)", proxy_compare<Comparison::Eq>}, {"__ne__(self, value, /)", proxy_compare<Comparison::Ne>},
        {"__gt__(self, value, /)", proxy_compare<Comparison::Gt>}, {"__ge__(self, value, /)", proxy_compare<Comparison::Ge>},
        {"__neg__(self, /)", proxy_unary<negate>}, {"__pos__(self, /)", proxy_unary<positive>}, {"__invert__(self, /)", proxy_unary<invert>},
        {"__str__(self, /)", proxy_unary<proxy_str>}, {"__bool__(self, /)", proxy_unary<proxy_truth>}, {"__len__(self, /)", proxy_unary<proxy_length>},
        {"__iter__(self, /)", proxy_unary<get_iter>}, {"__next__(self, /)", proxy_next},
        {"__abs__(self, /)", proxy_builtin<kAbs>}, {"__int__(self, /)", proxy_builtin<kInt>},
        {"__float__(self, /)", proxy_builtin<kFloat>}, {"__index__(self, /)", proxy_index}, {"__dir__(self, /)", proxy_builtin<kDir>},
        {"__bytes__(self, /)", proxy_builtin<kBytes>}, {"__reversed__(self, /)", proxy_builtin<kReversed>},
        {"__getattribute__(self, name, /)", proxy_getattribute}, {"__setattr__(self, name, value, /)", proxy_setattr},
        {"__delattr__(self, name, /)", proxy_delattr}, {"__getitem__(self, key, /)", proxy_getitem},
        {"__setitem__(self, key, value, /)", proxy_setitem}, {"__delitem__(self, key, /)", proxy_delitem},
        {"__contains__(self, key, /)", proxy_contains}, {"__repr__(self, /)", proxy_repr},
    });
#undef BINARY
    // clang-format on
    (void)class_set(thread, cls, names.special(Special::k_hash), Value::none());
}

// --- who refers to an object ---

std::vector<WeakReference*> references_to(Value target) {
    // C++ memory, but nothing dies before the caller is done with it: there is no safepoint in between.
    std::vector<WeakReference*> found;
    if (!target.is_object()) return found;
    heap::for_each_weak_holder(
        target.as_object(),
        [](Object* holder, void* out) { static_cast<std::vector<WeakReference*>*>(out)->push_back(static_cast<WeakReference*>(holder)); },
        &found);
    // The plain ones come first, as everybody shares them.
    auto rank = [](WeakReference* reference) {
        if (reference->callback.load()) return 2;
        return reference->cls() == types.weak_reference ? 0 : is_proxy(reference) ? 1 : 2;
    };
    std::stable_sort(found.begin(), found.end(), [&](WeakReference* a, WeakReference* b) { return rank(a) < rank(b); });
    return found;
}

Value get_weakref_count(Thread& thread, Args& args) {
    return make_int(thread, static_cast<int64_t>(references_to(args[0]).size()));
}

Value get_weakrefs(Thread& thread, Args& args) {
    std::vector<WeakReference*> found = references_to(args[0]);
    List* list = new_list(thread, found.size());
    for (WeakReference* reference : found) list_append(thread, list, reference);
    return list;
}

// Deletes the entry of a dict whose value is a dead reference.
Value remove_dead_weakref(Thread& thread, Args& args) {
    int64_t key_hash;
    Value found;
    if (!is_dict(args[0])) return raise_type_error(thread, "_remove_dead_weakref() argument 1 must be dict, not {}", type_name(args[0]));
    if (!hash(thread, args[1], &key_hash)) return {};
    int has = dict_lookup_hashed(thread, as_dict(args[0]), args[1], key_hash, &found);
    if (has <= 0) return none_if(has == 0);
    if (is_instance(found, types.weak_reference) && !as_reference(found)->target.load())
        return none_if(del_item(thread, args[0], args[1]));
    return Value::none();
}

void make_proxy_classes(Thread& thread) {
    if (proxy_class) return;
    NativeClass definition{.name = "weakref.ProxyType",
                           .kind = Kind::WeakReference,
                           .instance_size = sizeof(WeakReference),
                           .trace = trace_weak_reference,
                           .flags = kDisallowNew};
    proxy_class = new_native_class(thread, definition);
    definition.name = "weakref.CallableProxyType";
    callable_proxy_class = new_native_class(thread, definition);
    for (Class* cls : {proxy_class, callable_proxy_class}) {
        keep_forever(thread, cls);
        add_proxy_methods(thread, cls);
    }
    add_methods(thread, callable_proxy_class, {{"__call__(self, /, *args, **kwargs)", proxy_call, "Call self as a function."}});
}

}  // namespace

bool initialize_weakref(Thread& thread, Module* module) {
    init_weak_reference_type(thread);
    make_proxy_classes(thread);
    set_module_attribute(thread, module, "ref", types.weak_reference);
    set_module_attribute(thread, module, "ReferenceType", types.weak_reference);
    set_module_attribute(thread, module, "ProxyType", proxy_class);
    set_module_attribute(thread, module, "CallableProxyType", callable_proxy_class);
    add_functions(thread, module,
                  {{"proxy(*args)", new_proxy, "Create a proxy object that weakly references 'object'."},
                   {"getweakrefcount(object, /)", get_weakref_count, "Return the number of weak references to 'object'."},
                   {"getweakrefs(object, /)", get_weakrefs, "Return a list of all weak reference objects pointing to 'object'."},
                   {"_remove_dead_weakref(dct, key, /)", remove_dead_weakref,
                    "Atomically remove key from dict if it points to a dead weakref."}});
    return true;
}

}  // namespace gilt
