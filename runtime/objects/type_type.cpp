// type: the class of classes.
#include "heap/heap.h"
#include "objects/boot_order.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/generic_alias.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class* as_class(Value value) { return static_cast<Class*>(value.as_object()); }
bool has_null(Str* text) { return to_utf8(text).find('\0') != std::string::npos; }

Value type_new(Thread& thread, Args& args) {
    size_t given = args.has(1) + args.has(2) + args.has(3);
    if (given < 3) return raise_type_error(thread, "type.__new__() takes exactly 3 arguments ({} given)", given);
    if (!is_str(args[1])) return raise_type_error(thread, "type.__new__() argument 1 must be str, not {}", argument_type_name(args[1]));
    if (!is_tuple(args[2])) return raise_type_error(thread, "type.__new__() argument 2 must be tuple, not {}", argument_type_name(args[2]));
    if (!is_dict(args[3])) return raise_type_error(thread, "type.__new__() argument 3 must be dict, not {}", argument_type_name(args[3]));
    Tuple* bases = as_tuple(args[2]);
    for (Value base : bases->span())
        if ((!base.is_object() || base.as_object()->kind() != Kind::Class) && class_of(base)->special(Special::k_mro_entries))
            return raise_type_error(thread, "type() doesn't support MRO entry resolution; use types.new_class()");
    // The metaclass that wins may have a __new__ of its own.
    Class* winner = metaclass_for(thread, as_class(args[0]), bases->span());
    if (!winner) return {};
    if (winner != as_class(args[0]) && !(winner->special(Special::k_new) == types.type->special(Special::k_new))) {
        List* all = new_list(thread);
        list_append(thread, all, winner);
        for (size_t i = 1; i < 4; i++) list_append(thread, all, args[i]);
        Value constructor = bind_attribute(thread, winner->special(Special::k_new), {}, winner);
        return constructor ? call_with(thread, constructor, tuple_from_iterable(thread, all), args.keywords) : Value();
    }
    if (has_null(as_str(args[1]))) return raise_value_error(thread, "type name must not contain null characters");
    return new_class(thread, winner, intern(thread, as_str(args[1])), bases, as_dict(args[3]), args.keywords);
}

Value type_init(Thread& thread, Args& args) {
    if (args.rest.size() != 1 && args.rest.size() != 3) return raise_type_error(thread, "type.__init__() takes 1 or 3 arguments");
    return Value::none();
}
Value type_call(Thread& thread, Args& args) {
    Dict* keywords = args.keywords;
    if (!keywords || keywords->count() == 0) return call_class(thread, as_class(args[0]), args.rest, nullptr);
    List* values = new_list(thread, args.rest);
    List* keys = new_list(thread);
    uint32_t position = 0;
    Value key, value;
    DictTable* table = keywords->table();
    while (dict_next(table, &position, &key, &value)) {
        list_append(thread, keys, key);
        list_append(thread, values, value);
    }
    Tuple* all = tuple_from_iterable(thread, values);
    return call_class(thread, as_class(args[0]), all->span(), tuple_from_iterable(thread, keys));
}
Value type_repr(Thread& thread, Args& args) {
    Class* cls = as_class(args[0]);
    Value module = dict_get(cls->attributes, names.dunder_module);
    std::string name = to_utf8(cls->qualified_name);
    if (module && is_str(module) && to_utf8(as_str(module)) != "builtins") name = to_utf8(as_str(module)) + "." + name;
    return new_str(thread, fmt::format("<class '{}'>", name));
}
Value type_getattribute(Thread& thread, Args& args) { return class_get_attr(thread, as_class(args[0]), intern(thread, as_str(args[1]))); }
Value type_setattr(Thread& thread, Args& args) {
    return class_set_attr(thread, as_class(args[0]), intern(thread, as_str(args[1])), args[2]) ? Value::none() : Value();
}
Value type_delattr(Thread& thread, Args& args) {
    return class_set_attr(thread, as_class(args[0]), intern(thread, as_str(args[1])), {}) ? Value::none() : Value();
}
Value type_mro(Thread& thread, Args& args) {
    Tuple* mro = compute_mro(thread, as_class(args[0]));
    return mro ? Value(list_from_iterable(thread, mro)) : Value();
}
Value type_subclasses(Thread& thread, Args& args) { return list_from_iterable(thread, subclasses_of(thread, as_class(args[0]))); }
Value type_prepare(Thread& thread, Args&) { return new_dict(thread); }
Value type_instancecheck(Thread& thread, Args& args) {
    int answer = plain_is_instance(thread, args[1], args[0]);
    return answer < 0 ? Value() : Value::from_bool(answer);
}
Value type_subclasscheck(Thread& thread, Args& args) {
    int answer = plain_is_subclass(thread, args[1], args[0]);
    return answer < 0 ? Value() : Value::from_bool(answer);
}
Value type_dir(Thread& thread, Args& args) {
    Dict* all = new_dict(thread);
    for (Value entry : as_class(args[0])->mro.load()->span()) {
        DictTable* table = as_class(entry)->attributes->table();
        uint32_t position = 0;
        Value key, value;
        while (dict_next(table, &position, &key, &value))
            if (is_str(key)) dict_set(thread, all, as_str(key), Value::none());
    }
    return list_from_iterable(thread, all);
}
Value type_or(Thread& thread, Args& args) { return union_of(thread, args[0], args[1]); }
Value type_ror(Thread& thread, Args& args) { return union_of(thread, args[1], args[0]); }

Value get_name(Thread&, Value self) { return as_class(self)->name.load(); }
// Whether the attribute of a class may be set to `value` (empty: deleted).
bool check_mutable(Thread& thread, Value self, const char* name, Value value) {
    if (!as_class(self)->has(kHeapType))
        return raise_type_error(thread, "cannot set '{}' attribute of immutable type '{}'", name, to_utf8(as_class(self)->name));
    // (So CPython words it, although the type is not immutable.)
    if (!value) return raise_type_error(thread, "cannot delete '{}' attribute of immutable type '{}'", name, to_utf8(as_class(self)->name));
    return true;
}
bool set_name(Thread& thread, Value self, Value value) {
    if (!check_mutable(thread, self, "__name__", value)) return false;
    if (!is_str(value))
        return raise_type_error(thread, "can only assign string to {}.__name__, not '{}'", to_utf8(as_class(self)->name), type_name(value));
    if (has_null(as_str(value))) return raise_value_error(thread, "type name must not contain null characters");
    as_class(self)->name = intern(thread, as_str(value));
    return true;
}
Value get_qualified_name(Thread&, Value self) { return as_class(self)->qualified_name.load(); }
bool set_qualified_name(Thread& thread, Value self, Value value) {
    if (!check_mutable(thread, self, "__qualname__", value)) return false;
    if (!is_str(value))
        return raise_type_error(thread, "can only assign string to {}.__qualname__, not '{}'", to_utf8(as_class(self)->name), type_name(value));
    as_class(self)->qualified_name = as_str(value);
    return true;
}
Value get_bases(Thread&, Value self) { return as_class(self)->bases.load(); }
bool type_set_bases(Thread& thread, Value self, Value value) {
    if (!check_mutable(thread, self, "__bases__", value)) return false;
    std::string name = to_utf8(as_class(self)->name);
    if (!is_tuple(value)) return raise_type_error(thread, "can only assign tuple to {}.__bases__, not {}", name, type_name(value));
    if (as_tuple(value)->length == 0) return raise_type_error(thread, "can only assign non-empty tuple to {}.__bases__, not ()", name);
    return set_bases(thread, as_class(self), as_tuple(value));
}
Value get_base(Thread&, Value self) {
    Class* base = as_class(self)->base;
    return base ? Value(base) : Value::none();
}
Value get_mro(Thread&, Value self) { return as_class(self)->mro.load(); }
Value get_dict(Thread& thread, Value self) { return new_mapping_proxy(thread, as_class(self)->attributes); }
Value get_module(Thread& thread, Value self) {
    Value module = dict_get(as_class(self)->attributes, names.dunder_module);
    // The dicts of type and of function hold the attribute that gives the __module__ of their instances.
    bool is_own = module && (as_class(self)->has(kHeapType) || is_str(module));
    return is_own ? module : Value(intern(thread, "builtins"));
}
bool set_module(Thread& thread, Value self, Value value) {
    return check_mutable(thread, self, "__module__", value) && class_set(thread, as_class(self), names.dunder_module, value);
}
Value get_doc(Thread& thread, Value self) {
    Value doc = dict_get(as_class(self)->attributes, names.dunder_doc);
    if (!doc) return Value::none();
    bool is_attribute = doc.is_object() && doc.as_object()->kind() == Kind::Descriptor;
    if (is_attribute && as_class(self)->native_doc) return new_str(thread, as_class(self)->native_doc);
    if (!as_class(self)->has(kHeapType)) return doc;
    return bind_attribute(thread, doc, {}, as_class(self));
}
bool set_doc(Thread& thread, Value self, Value value) {
    return check_mutable(thread, self, "__doc__", value) && class_set(thread, as_class(self), names.dunder_doc, value);
}
Value get_annotations(Thread& thread, Value self) {
    Class* cls = as_class(self);
    if (Value found = dict_get(cls->attributes, names.dunder_annotations)) return found;
    if (!cls->has(kHeapType)) return raise_attribute_error(thread, self, names.dunder_annotations);
    Value fresh = new_dict(thread);
    return class_set(thread, cls, names.dunder_annotations, fresh) ? fresh : Value();
}
bool set_annotations(Thread& thread, Value self, Value value) {
    if (as_class(self)->has(kHeapType) && !value && !dict_get(as_class(self)->attributes, names.dunder_annotations))
        return raise_text(thread, exceptions.AttributeError, "__annotations__");
    return check_mutable(thread, self, "__annotations__", value ? value : self) && class_set(thread, as_class(self), names.dunder_annotations, value);
}
Value get_abstract(Thread& thread, Value self) {
    Value found = self == Value(types.type) ? Value() : dict_get(as_class(self)->attributes, names.dunder_abstractmethods);
    return found ? found : raise_attribute_error(thread, self, names.dunder_abstractmethods);
}
bool set_abstract(Thread& thread, Value self, Value value) {
    Class* cls = as_class(self);
    int any = value ? truth(thread, value) : 0;
    if (any < 0) return false;
    if (!class_set(thread, cls, names.dunder_abstractmethods, value)) return false;
    if (any)
        cls->class_flags |= kAbstract;
    else
        cls->class_flags &= ~uint32_t{kAbstract};
    return true;
}
Value get_type_params(Thread&, Value self) {
    Value found = dict_get(as_class(self)->attributes, names.dunder_type_params);
    return found ? found : Value(empty_tuple());
}
bool set_type_params(Thread& thread, Value self, Value value) { return class_set(thread, as_class(self), names.dunder_type_params, value); }
Value get_flags(Thread&, Value self) { return Value::from_int(as_class(self)->has(kHeapType) ? 1 << 9 : 0); }

// The sizes CPython would show for a class of a script; for a built-in class gilt's own.
Value get_basic_size(Thread&, Value self) {
    Class* cls = as_class(self);
    if (!cls->has(kHeapType)) return Value::from_int(cls->instance_size);
    int64_t members = 0;
    for (Value entry : cls->mro.load()->span()) members += as_class(entry)->member_count;
    return Value::from_int(16 + 8 * (members + cls->has(kHasWeakrefs)));
}
Value get_item_size(Thread&, Value) { return Value::from_int(0); }
Value get_dict_offset(Thread&, Value self) { return Value::from_int(as_class(self)->has(kHasDict) ? -1 : 0); }
Value get_weakref_offset(Thread&, Value self) { return Value::from_int(as_class(self)->has(kHasWeakrefs) ? 16 : 0); }
Value get_text_signature(Thread&, Value) { return Value::none(); }

// --- mappingproxy: a class's __dict__ as scripts see it ---

struct MappingProxy : Object {
    Value mapping;
};
MappingProxy* as_proxy(Value value) { return static_cast<MappingProxy*>(value.as_object()); }

Value proxy_new(Thread& thread, Args& args) {
    if (!class_of(args[1])->special(Special::k_getitem) || is_list(args[1]) || is_tuple(args[1]))
        return raise_type_error(thread, "mappingproxy() argument must be a mapping, not {}", type_name(args[1]));
    return new_mapping_proxy(thread, args[1]);
}
Value proxy_getitem(Thread& thread, Args& args) { return get_item(thread, as_proxy(args[0])->mapping, args[1]); }
Value proxy_contains(Thread& thread, Args& args) {
    int found = contains(thread, as_proxy(args[0])->mapping, args[1]);
    return found < 0 ? Value() : Value::from_bool(found);
}
Value proxy_len(Thread& thread, Args& args) {
    int64_t count = length(thread, as_proxy(args[0])->mapping);
    return count < 0 ? Value() : Value::from_int(count);
}
Value proxy_iter(Thread& thread, Args& args) { return get_iter(thread, as_proxy(args[0])->mapping); }
Value proxy_repr(Thread& thread, Args& args) {
    Str* inner = repr(thread, as_proxy(args[0])->mapping);
    return inner ? Value(new_str(thread, "mappingproxy(" + to_utf8(inner) + ")")) : Value();
}
Value proxy_str(Thread& thread, Args& args) {
    Str* inner = to_str(thread, as_proxy(args[0])->mapping);
    return inner ? Value(inner) : Value();
}
Value compare_proxies(Thread& thread, Comparison op, Value a, Value b) { return compare(thread, op, as_proxy(a)->mapping, b); }
template <bool reflected>
Value proxy_or(Thread& thread, Args& args) {
    auto inner = [](Value value) { return value.is_object() && value.as_object()->kind() == Kind::MappingProxy ? as_proxy(value)->mapping : value; };
    return binary(thread, BinaryOp::Or, inner(args[reflected]), inner(args[!reflected]));
}
Value proxy_ior(Thread& thread, Args&) { return raise_type_error(thread, "'|=' is not supported by mappingproxy; use '|' instead"); }
// keys(), items(), values(), get(), copy() are those of the mapping.
template <const char* const& name>
Value proxy_forward(Thread& thread, Args& args) {
    Value method = get_attr(thread, as_proxy(args[0])->mapping, intern(thread, name));
    return method ? call(thread, method, args.rest, nullptr) : Value();
}
const char* const kKeys = "keys";
const char* const kItems = "items";
const char* const kValues = "values";
const char* const kGet = "get";
const char* const kCopy = "copy";
const char* const kReversed = "__reversed__";

}  // namespace

Value new_mapping_proxy(Thread& thread, Value mapping) {
    auto* proxy = new_instance<MappingProxy>(thread, types.mapping_proxy);
    proxy->mapping = mapping;
    return proxy;
}
void trace_mapping_proxy(Object* object, Marker& marker) { marker.mark(static_cast<MappingProxy*>(object)->mapping); }

void init_type_type(Thread& thread) {
    add_methods(thread, types.type, {
        {"__new__(cls, name='', bases=(), namespace={}, /, **kwds)", type_new, "Create and return a new object.", Binding::StaticMethod},
        {"__init__(self, /, *args, **kwargs)", type_init}, {"__call__(self, /, *args, **kwargs)", type_call, "Call self as a function."},
        {"__repr__(self, /)", type_repr}, {"__getattribute__(self, name, /)", type_getattribute},
        {"__setattr__(self, name, value, /)", type_setattr}, {"__delattr__(self, name, /)", type_delattr},
        {"mro(self, /)", type_mro, "Return a type's method resolution order."},
        {"__subclasses__(self, /)", type_subclasses, "Return a list of immediate subclasses."},
        {"__prepare__(cls, /, *args, **kwargs)", type_prepare, "Create the namespace for the class statement", Binding::ClassMethod},
        {"__instancecheck__(self, instance, /)", type_instancecheck}, {"__subclasscheck__(self, subclass, /)", type_subclasscheck},
        {"__dir__(self, /)", type_dir}, {"__or__(self, value, /)", type_or}, {"__ror__(self, value, /)", type_ror},
    });
    add_getsets(thread, types.type, {
        {"__name__", get_name, set_name}, {"__qualname__", get_qualified_name, set_qualified_name}, {"__bases__", get_bases, type_set_bases},
        {"__base__", get_base, nullptr, "", true}, {"__mro__", get_mro, nullptr, "", true}, {"__dict__", get_dict}, {"__module__", get_module, set_module},
        {"__doc__", get_doc, set_doc}, {"__annotations__", get_annotations, set_annotations},
        {"__abstractmethods__", get_abstract, set_abstract}, {"__type_params__", get_type_params, set_type_params}, {"__flags__", get_flags},
        {"__basicsize__", get_basic_size, nullptr, "", true}, {"__itemsize__", get_item_size, nullptr, "", true},
        {"__dictoffset__", get_dict_offset, nullptr, "", true}, {"__weakrefoffset__", get_weakref_offset, nullptr, "", true},
        {"__text_signature__", get_text_signature},
    });
    add_comparisons<compare_proxies>(thread, types.mapping_proxy);
    make_unhashable(thread, types.mapping_proxy);
    add_methods(thread, types.mapping_proxy, {
        {"__new__(cls, mapping)", proxy_new, "", Binding::StaticMethod}, {"__getitem__(self, key, /)", proxy_getitem},
        {"__contains__(self, key, /)", proxy_contains}, {"__len__(self, /)", proxy_len}, {"__iter__(self, /)", proxy_iter},
        {"__repr__(self, /)", proxy_repr}, {"__str__(self, /)", proxy_str}, 
        {"__or__(self, value, /)", proxy_or<false>}, {"__ror__(self, value, /)", proxy_or<true>}, {"__ior__(self, value, /)", proxy_ior},
        {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod},
        {"keys(self, /, *args)", proxy_forward<kKeys>}, {"items(self, /, *args)", proxy_forward<kItems>}, {"values(self, /, *args)", proxy_forward<kValues>},
        {"get(self, /, *args)", proxy_forward<kGet>}, {"copy(self, /, *args)", proxy_forward<kCopy>}, {"__reversed__(self, /, *args)", proxy_forward<kReversed>},
    });
}

}  // namespace gilt
