// object: what every class inherits. And the classes of None, NotImplemented and Ellipsis, which have one value each.
#include "heap/heap.h"
#include "objects/boot_order.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/format.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/inline_cache.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Value new_function_value;  // object.__new__; the class object keeps it alive

bool overrides(Class* cls, Special special) { return !(cls->special(special) == types.object->special(special)); }

Value object_new(Thread& thread, Args& args) {
    auto* cls = static_cast<Class*>(args[0].as_object());
    if (!args.rest.empty() || (args.keywords && args.keywords->count() > 0)) {
        if (overrides(cls, Special::k_new)) return raise_type_error(thread, "object.__new__() takes exactly one argument (the type to instantiate)");
        if (!overrides(cls, Special::k_init)) return raise_type_error(thread, "{}() takes no arguments", to_utf8(cls->name));
    }
    if (cls->has(kAbstract)) {
        Value abstract = dict_get(cls->attributes, names.dunder_abstractmethods);
        List* sorted = list_from_iterable(thread, abstract);
        if (!sorted || !list_sort(thread, sorted, {}, false)) return {};
        std::string text;
        for (size_t i = 0; i < sorted->count(); i++) text += (i ? ", " : "") + to_utf8(as_str(list_get(sorted, i)));
        return raise_type_error(thread, "Can't instantiate abstract class {} with abstract method{} {}", to_utf8(cls->name), sorted->count() == 1 ? "" : "s", text);
    }
    return allocate_instance(thread, cls);
}

Value object_init(Thread& thread, Args& args) {
    if (!args.rest.empty() || (args.keywords && args.keywords->count() > 0)) {
        Class* cls = class_of(args[0]);
        if (overrides(cls, Special::k_init)) return raise_type_error(thread, "object.__init__() takes exactly one argument (the instance to initialize)");
        if (!overrides(cls, Special::k_new)) return raise_type_error(thread, "{}.__init__() takes exactly one argument (the instance to initialize)", to_utf8(cls->name));
    }
    return Value::none();
}

Value object_repr(Thread& thread, Args& args) {
    Class* cls = class_of(args[0]);
    Value module = class_lookup(cls, names.dunder_module);
    std::string name = to_utf8(cls->qualified_name);
    if (module && is_str(module) && to_utf8(as_str(module)) != "builtins") name = to_utf8(as_str(module)) + "." + name;
    return new_str(thread, fmt::format("<{} object at {}>", name, reinterpret_cast<void*>(args[0].bits())));
}
Value object_str(Thread& thread, Args& args) {
    // str() checks what comes out.
    bool found;
    return call_special(thread, args[0], Special::k_repr, {}, &found);
}
Value object_eq(Thread&, Args& args) { return args[0] == args[1] ? Value::from_bool(true) : Value::not_implemented(); }
// != is the opposite of ==, unless the class says otherwise.
Value object_ne(Thread& thread, Args& args) {
    bool found;
    Value equal_result = call_special(thread, args[0], Special::k_eq, {args[1]}, &found);
    if (!equal_result || equal_result.is_not_implemented()) return equal_result;
    int is_equal = truth(thread, equal_result);
    return is_equal < 0 ? Value() : Value::from_bool(!is_equal);
}
Value object_unordered(Thread&, Args&) { return Value::not_implemented(); }
Value object_hash(Thread& thread, Args& args) {
    int64_t own = static_cast<int64_t>(args[0].bits() >> 4);
    bool is_value = !args[0].is_object();  // None and its like: what hash() says of them
    return is_value && !hash(thread, args[0], &own) ? Value() : make_int(thread, own);
}

Str* name_argument(Thread& thread, Value name) {
    if (is_str(name)) return intern(thread, as_str(name));
    raise_type_error(thread, "attribute name must be string, not '{}'", type_name(name));
    return nullptr;
}
Value object_getattribute(Thread& thread, Args& args) {
    Str* name = name_argument(thread, args[1]);
    return name ? generic_get_attr(thread, args[0], name) : Value();
}
Value object_setattr(Thread& thread, Args& args) {
    Str* name = name_argument(thread, args[1]);
    return name && generic_set_attr(thread, args[0], name, args[2]) ? Value::none() : Value();
}
Value object_delattr(Thread& thread, Args& args) {
    Str* name = name_argument(thread, args[1]);
    return name && generic_set_attr(thread, args[0], name, {}) ? Value::none() : Value();
}
Value object_format(Thread& thread, Args& args) {
    if (!is_str(args[1])) return raise_type_error(thread, "__format__() argument must be str, not {}", argument_type_name(args[1]));
    if (as_str(args[1])->length > 0) return raise_type_error(thread, "unsupported format string passed to {}.__format__", type_name(args[0]));
    Str* text = to_str(thread, args[0]);
    return text ? Value(text) : Value();
}
Value object_init_subclass(Thread& thread, Args& args) {
    if (args.keywords && args.keywords->count() > 0)
        return raise_type_error(thread, "{}.__init_subclass__() takes no keyword arguments",
                                to_utf8(static_cast<Class*>(args[0].as_object())->qualified_name));
    return Value::none();
}
Value object_subclasshook(Thread&, Args&) { return Value::not_implemented(); }

// dir(object): its own attributes, its class's, and those of all its bases.
void collect_class_names(Thread& thread, Class* cls, Dict* into) {
    for (Value entry : cls->mro.load()->span()) {
        DictTable* table = static_cast<Class*>(entry.as_object())->attributes->table();
        uint32_t position = 0;
        Value key, value;
        while (dict_next(table, &position, &key, &value))
            if (is_str(key)) dict_set(thread, into, as_str(key), Value::none());
    }
}
Value object_dir(Thread& thread, Args& args) {
    Dict* all = args[0].is_object() ? copy_own_attrs(thread, args[0].as_object()) : new_dict(thread);
    collect_class_names(thread, class_of(args[0]), all);
    return list_from_iterable(thread, all);
}

Value object_class(Thread&, Value self) { return class_of(self); }

// The names of the words that a class's own __slots__ added, in the order of the words.
std::vector<Str*> own_slots(Class* cls) {
    std::vector<Str*> found;
    uint32_t position = 0;
    Value key, value;
    while (cls->member_count && dict_next(cls->attributes->table(), &position, &key, &value))
        if (value.is_object() && value.as_object()->cls() == types.member_descriptor) found.push_back(as_str(key));
    return found;
}

// Whether the words of the instances mean the same: those of one class, or of two that add the same ones to one base.
bool have_same_slots(Class* a, Class* b) {
    while (a && !a->member_count) a = a->base;
    while (b && !b->member_count) b = b->base;
    return a == b || (a && b && a->base == b->base && own_slots(a) == own_slots(b));
}

bool object_set_class(Thread& thread, Value self, Value value) {
    if (!value) {
        raise_type_error(thread, "can't delete __class__ attribute");
        return false;
    }
    if (!value.is_object() || value.as_object()->kind() != Kind::Class) {
        raise_type_error(thread, "__class__ must be set to a class, not '{}' object", type_name(value));
        return false;
    }
    auto* to = static_cast<Class*>(value.as_object());
    Class* from = class_of(self);
    if (to == from) return true;
    if (self.is_object() && self.as_object()->kind() == Kind::Module && is_subclass(to, types.module)) {
        self.as_object()->set_shape(new_root_shape(thread, to, true));
        return true;
    }
    if (!from->has(kHeapType) || !to->has(kHeapType)) {
        raise_type_error(thread, "__class__ assignment only supported for mutable types or ModuleType subclasses");
        return false;
    }
    if (from->instance_kind != to->instance_kind || from->instance_size != to->instance_size || from->overflow_word != to->overflow_word ||
        from->has(kHasDict) != to->has(kHasDict) || !have_same_slots(from, to)) {
        raise_type_error(thread, "__class__ assignment: '{}' object layout differs from '{}'", to_utf8(to->name), to_utf8(from->name));
        return false;
    }
    // In dictionary mode only the class part of the shape changes; the attributes stay where they are.
    Object* object = self.as_object();
    if (from->has(kHasDict)) {
        instance_dict(thread, object);
        object->set_shape(new_root_shape(thread, to, true));
    } else {
        object->set_shape(to->instance_shape.load(std::memory_order_acquire));
    }
    if (object->kind() == Kind::Class) flush_inline_caches(thread);  // the caches of its attributes asked the old metaclass
    return true;
}

// What copy and pickle start from: the instance's own attributes, or (attributes, slots), or None.
Value object_getstate(Thread& thread, Args& args) {
    if (!args[0].is_object()) return Value::none();
    Object* object = args[0].as_object();
    Dict* attributes = copy_own_attrs(thread, object);
    Value state = attributes->count() > 0 || object->shape()->has_attributes ? Value(attributes) : Value::none();
    if (attributes->count() == 0) state = Value::none();
    Dict* slots = new_dict(thread);
    for (Value entry : object->cls()->mro.load()->span()) {
        auto* cls = static_cast<Class*>(entry.as_object());
        if (!cls->has(kHasSlots) || !cls->member_count) continue;
        DictTable* table = cls->attributes->table();
        uint32_t position = 0;
        Value key, value;
        while (dict_next(table, &position, &key, &value)) {
            if (!value.is_object() || value.as_object()->kind() != Kind::Descriptor || value.as_object()->cls() != types.member_descriptor) continue;
            Value member;
            if (find_attr(thread, args[0], as_str(key), &member) > 0) dict_set(thread, slots, as_str(key), member);
        }
    }
    if (slots->count() == 0) return state;
    return new_tuple(thread, {state, Value(slots)});
}

// The work of object.__reduce_ex__ is copyreg's, in the language.
Value reduce_with(Thread& thread, Value self, Value protocol) {
    Value import = call(thread, dict_get(namespaces.builtins, names.dunder_import), {Value(intern(thread, "copyreg"))});
    if (!import) return {};
    auto level = protocol.is_int() ? protocol.as_int() : 0;
    Value function = get_attr(thread, import, intern(thread, level >= 2 ? "__reduce_2__" : "_reduce_ex"));
    if (!function) return {};
    return level >= 2 ? call(thread, function, {self}) : call(thread, function, {self, protocol});
}
Value object_reduce(Thread& thread, Args& args) { return reduce_with(thread, args[0], Value::from_int(0)); }
Value object_reduce_ex(Thread& thread, Args& args) {
    // A class that overrides __reduce__ means it for every protocol.
    Value reduce = class_of(args[0])->special(Special::k_reduce);
    if (!(reduce == types.object->special(Special::k_reduce))) return call_method(thread, args[0], names.special(Special::k_reduce), {});
    return reduce_with(thread, args[0], args[1]);
}
Value object_sizeof(Thread&, Args& args) { return Value::from_int(args[0].is_object() ? static_cast<int64_t>(class_of(args[0])->instance_size) : 8); }

Value none_repr(Thread& thread, Args&) { return intern(thread, "None"); }
Value none_bool(Thread&, Args&) { return Value::from_bool(false); }
Value not_implemented_bool(Thread&, Args&) { return Value::from_bool(true); }
Value not_implemented_repr(Thread& thread, Args&) { return intern(thread, "NotImplemented"); }
Value ellipsis_repr(Thread& thread, Args&) { return intern(thread, "Ellipsis"); }
Value none_new(Thread&, Args&) { return Value::none(); }
Value not_implemented_new(Thread&, Args&) { return Value::not_implemented(); }
Value ellipsis_new(Thread&, Args&) { return Value::ellipsis(); }
// Pickled by name.
Value singleton_reduce(Thread& thread, Args& args) { return Value(repr(thread, args[0])); }

}  // namespace

Value object_new_function() { return new_function_value; }

void init_object_type(Thread& thread) {
    add_methods(thread, types.object, {
        {"__new__(cls, /, *args, **kwargs)", object_new, "Create and return a new object.", Binding::StaticMethod},
        {"__init__(self, /, *args, **kwargs)", object_init, "Initialize self.  See help(type(self)) for accurate signature."},
        {"__repr__(self, /)", object_repr, "Return repr(self)."}, {"__str__(self, /)", object_str, "Return str(self)."},
        {"__eq__(self, value, /)", object_eq, "Return self==value."}, {"__ne__(self, value, /)", object_ne, "Return self!=value."},
        {"__lt__(self, value, /)", object_unordered}, {"__le__(self, value, /)", object_unordered},
        {"__gt__(self, value, /)", object_unordered}, {"__ge__(self, value, /)", object_unordered},
        {"__hash__(self, /)", object_hash, "Return hash(self)."},
        {"__getattribute__(self, name, /)", object_getattribute, "Return getattr(self, name)."},
        {"__setattr__(self, name, value, /)", object_setattr, "Implement setattr(self, name, value)."},
        {"__delattr__(self, name, /)", object_delattr, "Implement delattr(self, name)."},
        {"__format__(self, format_spec, /)", object_format, "Default object formatter."},
        {"__init_subclass__(cls, /, **kwargs)", object_init_subclass, "This method is called when a class is subclassed.", Binding::ClassMethod},
        {"__subclasshook__(cls, /, *args)", object_subclasshook, "Abstract classes can override this to customize issubclass().", Binding::ClassMethod},
        {"__dir__(self, /)", object_dir, "Default dir() implementation."},
        {"__getstate__(self, /)", object_getstate, "Helper for pickle."},
        {"__reduce__(self, /)", object_reduce, "Helper for pickle."}, {"__reduce_ex__(self, protocol, /)", object_reduce_ex, "Helper for pickle."},
        {"__sizeof__(self, /)", object_sizeof, "Size of object in memory, in bytes."},
    });
    add_getsets(thread, types.object, {{"__class__", object_class, object_set_class}});
    new_function_value = static_cast<StaticMethod*>(types.object->special(Special::k_new).as_object())->function.load();
    add_methods(thread, types.none, {{"__new__(cls, /)", none_new, "", Binding::StaticMethod}, {"__repr__(self, /)", none_repr}, {"__bool__(self, /)", none_bool}});
    add_methods(thread, types.not_implemented, {{"__new__(cls, /)", not_implemented_new, "", Binding::StaticMethod}, {"__repr__(self, /)", not_implemented_repr}, {"__bool__(self, /)", not_implemented_bool}, {"__reduce__(self, /)", singleton_reduce}});
    add_methods(thread, types.ellipsis, {{"__new__(cls, /)", ellipsis_new, "", Binding::StaticMethod}, {"__repr__(self, /)", ellipsis_repr}, {"__reduce__(self, /)", singleton_reduce}});
}

}  // namespace gilt
