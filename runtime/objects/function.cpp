// Functions and what stands between them and a call: bound methods, static and class methods, properties, super, modules,
// cells.
#include "objects/function.h"

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/descriptor.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/frame.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

// --- function ---

Function* new_function(Thread& thread, Code* code, Dict* globals) {
    auto* function = new_instance<Function>(thread, types.function);
    function->code = code;
    function->globals = globals;
    function->builtins = namespaces.builtins;
    // A namespace may bring its own builtins (exec with "__builtins__").
    if (Value own = dict_get(globals, names.dunder_builtins)) {
        if (is_dict(own)) function->builtins = as_dict(own);
        else if (own.is_object() && own.as_object()->kind() == Kind::Module) function->builtins = static_cast<Module*>(own.as_object())->dict();
    }
    function->name.store(code->name);
    function->qualified_name.store(code->qualified_name);
    function->docstring.store(code->docstring ? code->docstring : Value::none());
    Value module = dict_get(globals, names.dunder_name);
    function->module.store(module ? module : Value::none());
    return function;
}

void trace_function(Object* object, Marker& marker) {
    auto* function = static_cast<Function*>(object);
    marker.mark(static_cast<Object*>(function->code));
    marker.mark(static_cast<Object*>(function->globals));
    marker.mark(static_cast<Object*>(function->builtins));
    marker.mark(static_cast<Object*>(function->closure));
    for (const Slot* slot : {&function->defaults, &function->keyword_defaults, &function->name, &function->qualified_name,
                             &function->module, &function->docstring, &function->annotations, &function->type_parameters})
        marker.mark(*slot);
}

namespace {

Function* as_function(Value value) { return static_cast<Function*>(value.as_object()); }

Value function_repr(Thread& thread, Args& args) {
    auto* function = as_function(args[0]);
    return new_str(thread, fmt::format("<function {} at {}>", to_utf8(as_str(function->qualified_name.load())), static_cast<void*>(function)));
}

Value function_get(Thread& thread, Args& args) {
    Value object = args[1];
    if (object.is_none() && !(args.has(2) && args[2] == Value(types.none))) return args[0];
    return new_bound_method(thread, args[0], object);
}

// Function attributes that are a Slot, given by member pointer.
template <Slot Function::*member>
Value get_slot(Thread&, Value self) {
    Value value = (as_function(self)->*member).load();
    return value ? value : Value::none();
}
template <Slot Function::*member>
bool set_slot(Thread&, Value self, Value value) {
    (as_function(self)->*member).store(value ? value : Value::none());
    return true;
}
template <Slot Function::*member>
bool set_str_slot(Thread& thread, Value self, Value value) {
    if (!value || !is_str(value)) {
        raise_type_error(thread, "{} must be set to a string object", member == &Function::name ? "__name__" : "__qualname__");
        return false;
    }
    (as_function(self)->*member).store(value);
    return true;
}
bool set_defaults(Thread& thread, Value self, Value value) {
    if (value && !value.is_none() && !is_tuple(value)) {
        raise_type_error(thread, "__defaults__ must be set to a tuple object");
        return false;
    }
    as_function(self)->defaults.store(value && !value.is_none() ? value : Value());
    return true;
}
bool set_keyword_defaults(Thread& thread, Value self, Value value) {
    if (value && !value.is_none() && !is_dict(value)) {
        raise_type_error(thread, "__kwdefaults__ must be set to a dict object");
        return false;
    }
    as_function(self)->keyword_defaults.store(value && !value.is_none() ? value : Value());
    return true;
}
Value get_annotations(Thread& thread, Value self) {
    Slot& slot = as_function(self)->annotations;
    if (!slot.load()) slot.compare_exchange(Value(), new_dict(thread));
    return slot.load();
}
bool set_annotations(Thread& thread, Value self, Value value) {
    if (value && !value.is_none() && !is_dict(value)) return raise_type_error(thread, "__annotations__ must be set to a dict object");
    as_function(self)->annotations.store(value && !value.is_none() ? value : Value());
    return true;
}
Value get_type_parameters(Thread&, Value self) {
    Value value = as_function(self)->type_parameters.load();
    return value ? value : Value(empty_tuple());
}
Value get_code(Thread&, Value self) { return static_cast<Code*>(as_function(self)->code); }
bool set_code(Thread& thread, Value self, Value value) {
    if (!value || !value.is_object() || value.as_object()->kind() != Kind::Code) {
        raise_type_error(thread, "__code__ must be set to a code object");
        return false;
    }
    Function* function = as_function(self);
    auto* code = static_cast<Code*>(value.as_object());
    size_t cells = function->closure ? function->closure->length : 0, wanted = code->free_names ? code->free_names->length : 0;
    if (cells != wanted) {
        raise_value_error(thread, "{}() requires a code object with {} free vars, not {}", to_utf8(as_str(function->name.load())), cells, wanted);
        return false;
    }
    function->code = code;
    return true;
}
Value get_globals(Thread&, Value self) { return as_function(self)->globals; }
Value get_builtins(Thread&, Value self) { return as_function(self)->builtins; }
Value get_closure(Thread&, Value self) {
    Tuple* closure = as_function(self)->closure;
    return closure ? Value(closure) : Value::none();
}

// types.FunctionType(code, globals, name=None, argdefs=None, closure=None)
Value function_new(Thread& thread, Args& args) {
    if (!args[1].is_object() || args[1].as_object()->kind() != Kind::Code) return raise_type_error(thread, "function() argument 'code' must be code, not {}", argument_type_name(args[1]));
    if (!is_dict(args[2])) return raise_type_error(thread, "function() argument 'globals' must be dict, not {}", argument_type_name(args[2]));
    auto* code = static_cast<Code*>(args[1].as_object());
    Value closure = args.get(5, Value::none());
    size_t wanted = code->free_names ? code->free_names->length : 0;
    if (args.has(3) && !args[3].is_none() && !is_str(args[3])) return raise_type_error(thread, "arg 3 (name) must be None or string");
    if (args.has(4) && !args[4].is_none() && !is_tuple(args[4])) return raise_type_error(thread, "arg 4 (defaults) must be None or tuple");
    if (!is_tuple(closure) && wanted && closure.is_none()) return raise_type_error(thread, "arg 5 (closure) must be tuple");
    if (!is_tuple(closure) && !closure.is_none()) return raise_type_error(thread, "arg 5 (closure) must be None or tuple");
    size_t given = is_tuple(closure) ? as_tuple(closure)->length : 0;
    if (given != wanted)
        return raise_value_error(thread, "{} requires closure of length {}, not {}", to_utf8(code->name), wanted, given);
    for (size_t i = 0; i < given; i++)
        if (Value cell = as_tuple(closure)->items[i]; !is_instance(cell, types.cell))
            return raise_type_error(thread, "arg 5 (closure) expected cell, found {}", type_name(cell));
    Function* function = new_function(thread, code, as_dict(args[2]));
    if (args.has(3) && !args[3].is_none()) function->name.store(args[3]);
    if (args.has(4) && !args[4].is_none()) function->defaults.store(args[4]);
    if (wanted) function->closure = as_tuple(closure);
    return function;
}

// --- bound methods ---

BoundMethod* as_method(Value value) { return static_cast<BoundMethod*>(value.as_object()); }

Value method_repr(Thread& thread, Args& args) {
    auto* method = as_method(args[0]);
    Value name;
    int found = find_attr(thread, method->function, names.dunder_qualname, &name);
    if (found < 0) return {};
    Str* object = repr(thread, method->self);
    if (!object) return {};
    return new_str(thread, fmt::format("<bound method {} of {}>", found && is_str(name) ? to_utf8(as_str(name)) : "?", to_utf8(object)));
}
Value method_new(Thread& thread, Args& args) {
    if (!is_callable(args[1])) return raise_type_error(thread, "first argument must be callable");
    if (args[2].is_none()) return raise_type_error(thread, "instance must not be None");
    return new_bound_method(thread, args[1], args[2]);
}
Value method_call(Thread& thread, Args& args) {
    List* all = new_list(thread, args.rest);
    return call_with(thread, args[0], tuple_from_iterable(thread, all), args.keywords);
}
Value method_eq(Thread&, Args& args) {
    if (!args[1].is_object() || args[1].as_object()->kind() != Kind::BoundMethod) return Value::not_implemented();
    return Value::from_bool(as_method(args[0])->function == as_method(args[1])->function && as_method(args[0])->self == as_method(args[1])->self);
}
Value method_hash(Thread& thread, Args& args) {
    int64_t function_hash;
    if (!hash(thread, as_method(args[0])->function, &function_hash)) return {};
    int64_t mixed = static_cast<int64_t>(as_method(args[0])->self.bits() >> 4) ^ function_hash;
    return Value::from_int(mixed >> 15);
}
Value method_getattribute(Thread& thread, Args& args) {
    auto* name = intern(thread, as_str(args[1]));
    if (class_lookup(types.bound_method, name)) return generic_get_attr(thread, args[0], name);
    return get_attr(thread, as_method(args[0])->function, name);
}
// How pickle takes methods apart: getattr(owner, name).
Value reduce_to_getattr(Thread& thread, Value owner, Value name) {
    Value getattr = dict_get(namespaces.builtins, intern(thread, "getattr"));
    return new_tuple(thread, {getattr, new_tuple(thread, {owner, name})});
}
Value method_reduce(Thread& thread, Args& args) {
    Value name = get_attr(thread, as_method(args[0])->function, names.dunder_name);
    return name ? reduce_to_getattr(thread, as_method(args[0])->self, name) : Value();
}
// A function of a module is found by its name alone.
Value native_reduce(Thread& thread, Args& args) {
    auto* function = static_cast<NativeFunction*>(args[0].as_object());
    if (function->flags.load(std::memory_order_relaxed) & kUnboundMethod) return reduce_to_getattr(thread, function->owner, function->name);
    if (!function->self || (function->self.is_object() && function->self.as_object()->kind() == Kind::Module)) {
        if (!function->owner) return function->name;
        return reduce_to_getattr(thread, function->owner, function->name);
    }
    return reduce_to_getattr(thread, function->self, function->name);
}
Value method_self(Thread&, Value self) { return as_method(self)->self; }
// The function's: the class bound_method has none of its own to show.
Value method_doc(Thread& thread, Value self) {
    return get_attr(thread, static_cast<BoundMethod*>(self.as_object())->function, names.dunder_doc);
}
Value method_function(Thread&, Value self) { return as_method(self)->function; }

}  // namespace

Value new_bound_method(Thread& thread, Value function, Value self) {
    auto* method = new_instance<BoundMethod>(thread, types.bound_method);
    method->function = function;
    method->self = self;
    return method;
}

void trace_bound_method(Object* object, Marker& marker) {
    marker.mark(static_cast<BoundMethod*>(object)->function);
    marker.mark(static_cast<BoundMethod*>(object)->self);
}

// --- static and class methods ---

void trace_static_method(Object* object, Marker& marker) { marker.mark(static_cast<StaticMethod*>(object)->function); }

namespace {

StaticMethod* as_wrapper(Value value) { return static_cast<StaticMethod*>(value.as_object()); }

Value wrapper_new(Thread& thread, Args& args) {
    return new_instance<StaticMethod>(thread, static_cast<Class*>(args[0].as_object()));
}
Value wrapper_init(Thread&, Args& args) {
    as_wrapper(args[0])->function.store(args[1]);
    return Value::none();
}
Value wrapper_get(Thread& thread, Args& args) {
    Value owner = args.has(2) && !args[2].is_none() ? args[2] : Value(class_of(args[1]));
    return bind_attribute(thread, args[0], args[1], static_cast<Class*>(owner.as_object()));
}
Value wrapper_repr(Thread& thread, Args& args) {
    Str* inner = repr(thread, as_wrapper(args[0])->function.load());
    if (!inner) return {};
    return new_str(thread, fmt::format("<{}({})>", type_name(args[0]), to_utf8(inner)));
}
Value static_method_call(Thread& thread, Args& args) {
    List* all = new_list(thread, args.rest);
    return call_with(thread, as_wrapper(args[0])->function.load(), tuple_from_iterable(thread, all), args.keywords);
}
// The class methods of built-in classes.
Value class_method_descriptor_repr(Thread& thread, Args& args) {
    auto* function = static_cast<NativeFunction*>(as_wrapper(args[0])->function.load().as_object());
    return new_str(thread, fmt::format("<method '{}' of '{}' objects>", to_utf8(function->name), to_utf8(function->owner->name)));
}
template <auto NativeFunction::*member>
Value wrapped_part(Thread&, Value self) {
    return static_cast<NativeFunction*>(as_wrapper(self)->function.load().as_object())->*member;
}
Value wrapper_function(Thread&, Value self) { return as_wrapper(self)->function.load(); }
Value wrapper_is_abstract(Thread& thread, Value self) {
    Value flag;
    int found = find_attr(thread, as_wrapper(self)->function.load(), names.dunder_isabstract, &flag);
    if (found < 0) return {};
    if (!found) return Value::from_bool(false);
    int is_true = truth(thread, flag);
    return is_true < 0 ? Value() : Value::from_bool(is_true);
}
// __name__, __doc__ and the like are those of the wrapped function.
Value wrapper_getattr(Thread& thread, Args& args) {
    Str* name = intern(thread, as_str(args[1]));
    if (name == names.dunder_name || name == names.dunder_qualname || name == names.dunder_module || name == names.dunder_doc ||
        name == names.dunder_annotations)
        return get_attr(thread, as_wrapper(args[0])->function.load(), name);
    return raise_attribute_error(thread, args[0], name);
}

// --- property ---

Property* as_property(Value value) { return static_cast<Property*>(value.as_object()); }

Value property_new(Thread& thread, Args& args) { return new_instance<Property>(thread, static_cast<Class*>(args[0].as_object())); }
Value property_init(Thread& thread, Args& args) {
    auto* property = as_property(args[0]);
    property->getter.store(args.get(1, Value::none()));
    property->setter.store(args.get(2, Value::none()));
    property->deleter.store(args.get(3, Value::none()));
    Value doc = args.get(4, Value::none());
    if (doc.is_none() && args.has(1) && !args[1].is_none()) {
        Value found;
        if (find_attr(thread, args[1], names.dunder_doc, &found) < 0) return {};
        if (found && class_of(args[0]) != types.property) {
            // A subclass's own __doc__ would hide the slot.
            property->docstring.store(Value::none());
            return set_attr(thread, args[0], names.dunder_doc, found) ? Value::none() : Value();
        }
        if (found) doc = found;
    }
    property->docstring.store(doc);
    return Value::none();
}
std::string property_name(Thread& thread, Property* property) {
    Value name = property->name.load();
    if (name && is_str(name)) return " '" + to_utf8(as_str(name)) + "'";
    (void)thread;
    return "";
}
// A copy with one of the three functions replaced: getter(), setter(), deleter().
Value property_with(Thread& thread, Value self, Slot Property::*member, Value function) {
    auto* property = as_property(self);
    Value values[3] = {property->getter.load(), property->setter.load(), property->deleter.load()};
    if (!function.is_none()) values[member == &Property::getter ? 0 : member == &Property::setter ? 1 : 2] = function;
    Value doc = member == &Property::getter ? Value::none() : property->docstring.load();
    Value copy = call(thread, class_of(self), {values[0], values[1], values[2], doc});
    if (copy && is_instance(copy, types.property)) as_property(copy)->name.store(property->name.load());
    return copy;
}
Value property_getter(Thread& thread, Args& args) { return property_with(thread, args[0], &Property::getter, args[1]); }
Value property_setter(Thread& thread, Args& args) { return property_with(thread, args[0], &Property::setter, args[1]); }
Value property_deleter(Thread& thread, Args& args) { return property_with(thread, args[0], &Property::deleter, args[1]); }
Value property_dunder_get(Thread& thread, Args& args) {
    if (args[1].is_none()) return args[0];
    return property_get(thread, as_property(args[0]), args[1]);
}
Value property_dunder_set(Thread& thread, Args& args) {
    return property_set(thread, as_property(args[0]), args[1], args[2]) ? Value::none() : Value();
}
Value property_dunder_delete(Thread& thread, Args& args) {
    return property_set(thread, as_property(args[0]), args[1], {}) ? Value::none() : Value();
}
Value property_set_name(Thread&, Args& args) {
    as_property(args[0])->name.store(args[2]);
    return Value::none();
}
template <Slot Property::*member>
Value property_part(Thread&, Value self) {
    Value value = (as_property(self)->*member).load();
    return value ? value : Value::none();
}
bool property_set_doc(Thread&, Value self, Value value) {
    as_property(self)->docstring.store(value ? value : Value::none());
    return true;
}
Value property_is_abstract(Thread& thread, Value self) {
    for (Slot Property::*member : {&Property::getter, &Property::setter, &Property::deleter}) {
        Value function = (as_property(self)->*member).load();
        if (!function || function.is_none()) continue;
        Value flag;
        if (find_attr(thread, function, names.dunder_isabstract, &flag) < 0) return {};
        if (flag && truth(thread, flag) > 0) return Value::from_bool(true);
    }
    return Value::from_bool(false);
}

}  // namespace

void trace_property(Object* object, Marker& marker) {
    auto* property = static_cast<Property*>(object);
    for (const Slot* slot : {&property->getter, &property->setter, &property->deleter, &property->docstring, &property->name})
        marker.mark(*slot);
}

Value property_get(Thread& thread, Property* property, Value object) {
    Value getter = property->getter.load();
    if (!getter || getter.is_none())
        return raise_format(thread, exceptions.AttributeError, "property{} of '{}' object has no getter", property_name(thread, property), type_name(object));
    return call(thread, getter, {object});
}

bool property_set(Thread& thread, Property* property, Value object, Value value) {
    Value function = value ? property->setter.load() : property->deleter.load();
    if (!function || function.is_none()) {
        raise_format(thread, exceptions.AttributeError, "property{} of '{}' object has no {}", property_name(thread, property), type_name(object),
                     value ? "setter" : "deleter");
        return false;
    }
    return value ? static_cast<bool>(call(thread, function, {object, value})) : static_cast<bool>(call(thread, function, {object}));
}

// --- super ---

void trace_super(Object* object, Marker& marker) {
    auto* super = static_cast<Super*>(object);
    marker.mark(static_cast<Object*>(super->start));
    marker.mark(super->self);
    marker.mark(static_cast<Object*>(super->self_class));
}

namespace {

// The class to search in for `self`: self itself if it is a subclass of start (class methods), else its class.
Class* super_check(Thread& thread, Class* start, Value self) {
    if (self.is_object() && self.as_object()->kind() == Kind::Class && is_subclass(static_cast<Class*>(self.as_object()), start))
        return static_cast<Class*>(self.as_object());
    if (is_subclass(class_of(self), start)) return class_of(self);
    Value claimed;
    if (find_attr(thread, self, names.dunder_class, &claimed) > 0 && claimed.is_object() && claimed.as_object()->kind() == Kind::Class &&
        is_subclass(static_cast<Class*>(claimed.as_object()), start))
        return static_cast<Class*>(claimed.as_object());
    clear_exception(thread);
    raise_type_error(thread, "super(type, obj): obj must be an instance or subtype of type");
    return nullptr;
}

Value super_new(Thread& thread, Args& args) { return new_instance<Super>(thread, static_cast<Class*>(args[0].as_object())); }

Value super_init(Thread& thread, Args& args) {
    auto* super = static_cast<Super*>(args[0].as_object());
    if (args.keywords && args.keywords->count() > 0) return raise_type_error(thread, "super() takes no keyword arguments");
    if (args.rest.size() > 2) return raise_type_error(thread, "super() expected at most 2 arguments, got {}", args.rest.size());
    Value start = args.rest.size() > 0 ? args.rest[0] : Value();
    Value self = args.rest.size() > 1 ? args.rest[1] : Value();
    if (!start) {
        // The compiler gave the function a `__class__` cell; the first parameter is self.
        Frame* frame = thread.top_frame;
        Code* code = frame->code;
        if (!code || code->argument_count == 0) return raise_text(thread, exceptions.RuntimeError, "super(): no arguments");
        if (code->class_free_index < 0) return raise_text(thread, exceptions.RuntimeError, "super(): __class__ cell not found");
        start = static_cast<Cell*>(frame->function->closure->items[code->class_free_index].as_object())->value.load();
        if (!start) return raise_text(thread, exceptions.RuntimeError, "super(): empty __class__ cell");
        self = frame->base[0];
        for (uint16_t cell_register : code->cell_registers)
            if (cell_register == 0) self = static_cast<Cell*>(self.as_object())->value.load();
        if (!self) return raise_text(thread, exceptions.RuntimeError, "super(): arg[0] deleted");
    }
    if (!start.is_object() || start.as_object()->kind() != Kind::Class) return raise_type_error(thread, "super() argument 1 must be a type, not {}", type_name(start));
    super->start = static_cast<Class*>(start.as_object());
    if (self && !self.is_none()) {
        super->self_class = super_check(thread, super->start, self);
        if (!super->self_class) return {};
        super->self = self;
    }
    return Value::none();
}

Value super_getattribute(Thread& thread, Args& args) { return super_get_attr(thread, args[0], intern(thread, as_str(args[1]))); }

// An unbound super is bound like a method: to what it is read from.
Value super_get(Thread& thread, Args& args) {
    auto* super = static_cast<Super*>(args[0].as_object());
    if (args[1].is_none() || super->self) return args[0];
    if (class_of(args[0]) != types.super && super->start) return call(thread, Value(class_of(args[0])), {Value(super->start), args[1]});
    Class* self_class = super_check(thread, super->start, args[1]);
    if (!self_class) return {};
    auto* bound = new_instance<Super>(thread, types.super);
    bound->start = super->start;
    bound->self = args[1];
    bound->self_class = self_class;
    return bound;
}

Value super_repr(Thread& thread, Args& args) {
    auto* super = static_cast<Super*>(args[0].as_object());
    std::string start = super->start ? to_utf8(super->start->name) : "NULL";
    std::string self = super->self ? "<" + to_utf8(super->self_class->name) + " object>" : "NULL";
    return new_str(thread, fmt::format("<super: <class '{}'>, {}>", start, self));
}
Value super_self(Thread&, Value self) {
    Value object = static_cast<Super*>(self.as_object())->self;
    return object ? object : Value::none();
}
Value super_start(Thread&, Value self) {
    Class* start = static_cast<Super*>(self.as_object())->start;
    return start ? Value(start) : Value::none();
}
Value super_self_class(Thread&, Value self) {
    Class* cls = static_cast<Super*>(self.as_object())->self_class;
    return cls ? Value(cls) : Value::none();
}

// --- native functions ---

NativeFunction* as_native(Value value) { return static_cast<NativeFunction*>(value.as_object()); }

Value native_repr(Thread& thread, Args& args) {
    auto* function = as_native(args[0]);
    std::string name = to_utf8(function->name);
    if (function->cls() == types.method_wrapper)
        return new_str(thread, fmt::format("<method-wrapper '{}' of {} object at {}>", name, type_name(function->self), reinterpret_cast<void*>(function->self.bits())));
    if (function->self)
        return new_str(thread, fmt::format("<built-in method {} of {} object at {}>", name, type_name(function->self), static_cast<void*>(function)));
    return new_str(thread, fmt::format("<built-in function {}>", name));
}
Value method_wrapper_repr(Thread& thread, Args& args) {
    auto* function = as_native(args[0]);
    return new_str(thread, fmt::format("<method-wrapper '{}' of {} object at {}>", to_utf8(function->name), type_name(function->self),
                                       reinterpret_cast<void*>(function->self.bits())));
}
Value method_descriptor_repr(Thread& thread, Args& args) {
    auto* function = as_native(args[0]);
    std::string name = to_utf8(function->name);
    bool slot = function->cls() == types.slot_wrapper;
    return new_str(thread, fmt::format("<{} '{}' of '{}' objects>", slot ? "slot wrapper" : "method", name, to_utf8(function->owner->name)));
}
Value native_name(Thread&, Value self) { return as_native(self)->name; }
Value native_qualified_name(Thread& thread, Value self) {
    auto* function = as_native(self);
    if (!function->owner) return function->name;
    return new_str(thread, to_utf8(function->owner->qualified_name) + "." + to_utf8(function->name));
}
Value native_module(Thread&, Value self) {
    Value module = as_native(self)->module;
    return module ? module : Value::none();
}
Value native_doc(Thread& thread, Value self) {
    const char* doc = as_native(self)->doc;
    return doc && *doc ? Value(new_str(thread, doc)) : Value::none();
}
Value native_text_signature(Thread& thread, Value self) {
    std::string text = as_native(self)->signature_text;
    return new_str(thread, text.substr(text.find('(')));
}
Value native_self(Thread&, Value self) {
    NativeFunction* function = as_native(self);
    if (function->self) return function->self;
    // A function of a module is bound to the module.
    Value module = function->module && is_str(function->module) ? dict_get(namespaces.modules, as_str(function->module)) : Value();
    return module ? module : Value::none();
}
Value native_owner(Thread&, Value self) {
    Class* owner = as_native(self)->owner;
    return owner ? Value(owner) : Value::none();
}
Value native_call(Thread& thread, Args& args) {
    List* all = new_list(thread, args.rest);
    return call_with(thread, args[0], tuple_from_iterable(thread, all), args.keywords);
}
Value method_descriptor_get(Thread& thread, Args& args) {
    if (args[1].is_none()) return args[0];
    return bind_attribute(thread, args[0], args[1], class_of(args[1]));
}
Value native_eq(Thread&, Args& args) {
    if (!args[1].is_object() || args[1].as_object()->kind() != Kind::NativeFunction) return Value::not_implemented();
    auto *a = as_native(args[0]), *b = as_native(args[1]);
    return Value::from_bool(a == b || (a->self && b->self && a->function == b->function && a->self == b->self && a->name == b->name));
}
Value native_hash(Thread&, Args& args) {
    auto* function = as_native(args[0]);
    uint64_t bits = reinterpret_cast<uint64_t>(function->function) ^ function->self.bits();
    return Value::from_int(static_cast<int64_t>(bits * 0x9E3779B97F4A7C15u >> 15));
}

// --- modules ---

Value module_new(Thread& thread, Args& args) {
    auto* module = new_instance<Module>(thread, static_cast<Class*>(args[0].as_object()));
    module->set_shape(types.module->dictionary_shape.load(std::memory_order_relaxed));
    if (args[0].as_object() != types.module) {
        Shape* shape = new_root_shape(thread, static_cast<Class*>(args[0].as_object()), true);
        module->set_shape(shape);
    }
    module->overflow.store(new_dict(thread));
    return module;
}
Value module_init(Thread& thread, Args& args) {
    if (!is_str(args[1])) return raise_type_error(thread, "module() argument 'name' must be str, not {}", argument_type_name(args[1]));
    Dict* dict = static_cast<Module*>(args[0].as_object())->dict();
    dict_set(thread, dict, names.dunder_name, args[1]);
    dict_set(thread, dict, names.dunder_doc, args.get(2, Value::none()));
    for (Str* name : {names.dunder_package, names.dunder_loader, names.dunder_spec}) dict_set(thread, dict, name, Value::none());
    return Value::none();
}
Value module_repr(Thread& thread, Args& args) {
    // Through the module's own __getattr__, if it has one.
    auto text_of = [&](Str* attribute, std::string* out) {
        Value value;
        if (find_attr(thread, args[0], attribute, &value) <= 0 || !is_str(value)) return false;
        *out = to_utf8(as_str(value));
        return true;
    };
    std::string name = "?", file;
    text_of(names.dunder_name, &name);
    clear_exception(thread);
    if (text_of(names.dunder_file, &file)) return new_str(thread, fmt::format("<module '{}' from '{}'>", name, file));
    clear_exception(thread);
    Dict* dict = static_cast<Module*>(args[0].as_object())->dict();
    Value loader = dict_get(dict, names.dunder_loader), spec = dict_get(dict, names.dunder_spec);
    bool is_loaded = (loader && !loader.is_none()) || (spec && !spec.is_none()) || dict_get(namespaces.modules, intern(thread, name)) == args[0];
    return new_str(thread, fmt::format("<module '{}'{}>", name, is_loaded && name != "__main__" ? " (built-in)" : ""));
}
Value module_dict(Thread&, Value self) { return static_cast<Module*>(self.as_object())->dict(); }
Value module_dir(Thread& thread, Args& args) {
    Dict* dict = static_cast<Module*>(args[0].as_object())->dict();
    if (Value hook = dict_get(dict, names.special(Special::k_dir))) return call(thread, hook, {});
    return list_from_iterable(thread, dict);
}

// --- cells ---

Value cell_contents(Thread& thread, Value self) {
    Value value = static_cast<Cell*>(self.as_object())->value.load();
    return value ? value : raise_value_error(thread, "Cell is empty");
}
bool cell_set_contents(Thread&, Value self, Value value) {
    static_cast<Cell*>(self.as_object())->value.store(value);
    return true;
}
// Empty cells are less than all others.
Value cell_compare(Thread& thread, Comparison comparison, Value a, Value b) {
    if (!is_instance(b, types.cell)) return Value::not_implemented();
    Value left = static_cast<Cell*>(a.as_object())->value.load(), right = static_cast<Cell*>(b.as_object())->value.load();
    if (left && right) return compare(thread, comparison, left, right);
    return compare(thread, comparison, Value::from_int(!left.is_empty()), Value::from_int(!right.is_empty()));
}
Value cell_new(Thread& thread, Args& args) { return new_cell(thread, args.get(1, {})); }
Value cell_repr(Thread& thread, Args& args) {
    auto* cell = static_cast<Cell*>(args[0].as_object());
    Value value = cell->value.load();
    if (!value) return new_str(thread, fmt::format("<cell at {}: empty>", static_cast<void*>(cell)));
    return new_str(thread, fmt::format("<cell at {}: {} object at {}>", static_cast<void*>(cell), type_name(value), reinterpret_cast<void*>(value.bits())));
}

}  // namespace

Cell* new_cell(Thread& thread, Value value) {
    auto* cell = heap::allocate<Cell>(thread, types.cell->instance_shape.load(std::memory_order_relaxed));
    cell->value.store(value);
    return cell;
}
void trace_cell(Object* object, Marker& marker) { marker.mark(static_cast<Cell*>(object)->value); }

Dict* Module::dict() const { return as_dict(overflow.load()); }

Module* new_module(Thread& thread, std::string_view name) {
    auto* module = new_instance<Module>(thread, types.module);
    module->overflow.store(new_dict(thread));
    module->set_shape(types.module->dictionary_shape.load(std::memory_order_relaxed));
    Dict* dict = module->dict();
    dict_set(thread, dict, names.dunder_name, intern(thread, name));
    dict_set(thread, dict, names.dunder_doc, Value::none());
    for (Str* attribute : {names.dunder_package, names.dunder_loader, names.dunder_spec}) dict_set(thread, dict, attribute, Value::none());
    return module;
}

namespace {

Value function_dict(Thread& thread, Value self) { return instance_dict(thread, self.as_object()); }
bool function_set_dict(Thread& thread, Value self, Value dict) {
    if (!dict) return raise_type_error(thread, "cannot delete __dict__");
    return set_instance_dict(thread, self.as_object(), dict);
}

}  // namespace

void init_function_types(Thread& thread) {
    types.module->dictionary_shape.store(new_root_shape(thread, types.module, true));
    add_methods(thread, types.function, {
        {"__new__(cls, code, globals, name=None, argdefs=None, closure=None)", function_new, "Create a function object.", Binding::StaticMethod},
        {"__repr__(self, /)", function_repr},
        {"__get__(self, instance, owner=None, /)", function_get, "Return an attribute of instance, which is of type owner."},
        {"__call__(self, /, *args, **kwargs)", native_call, "Call self as a function."},
    });
    add_getsets(thread, types.function, {
        {"__name__", get_slot<&Function::name>, set_str_slot<&Function::name>},
        {"__qualname__", get_slot<&Function::qualified_name>, set_str_slot<&Function::qualified_name>},
        {"__module__", get_slot<&Function::module>, set_slot<&Function::module>},
        {"__doc__", get_slot<&Function::docstring>, set_slot<&Function::docstring>},
        {"__defaults__", get_slot<&Function::defaults>, set_defaults},
        {"__kwdefaults__", get_slot<&Function::keyword_defaults>, set_keyword_defaults},
        {"__annotations__", get_annotations, set_annotations},
        {"__type_params__", get_type_parameters, set_slot<&Function::type_parameters>},
        {"__code__", get_code, set_code},
        {"__globals__", get_globals, nullptr, "", true},
        {"__builtins__", get_builtins, nullptr, "", true},
        {"__closure__", get_closure, nullptr, "", true},
        {"__dict__", function_dict, function_set_dict},
    });
    add_methods(thread, types.bound_method, {
        {"__new__(cls, function, instance, /)", method_new, "Create a bound instance method object.", Binding::StaticMethod},
        {"__repr__(self, /)", method_repr}, {"__call__(self, /, *args, **kwargs)", method_call},
        {"__eq__(self, value, /)", method_eq}, {"__hash__(self, /)", method_hash}, {"__getattribute__(self, name, /)", method_getattribute},
        {"__reduce__(self, /)", method_reduce, "Helper for pickle."},
    });
    add_getsets(thread, types.bound_method, {{.name = "__self__", .getter = method_self, .is_field = true}, {.name = "__func__", .getter = method_function, .is_field = true}, {"__doc__", method_doc}});
    for (Class* cls : {types.static_method, types.class_method}) {
        add_methods(thread, cls, {
            {"__new__(cls, function, /)", wrapper_new, "", Binding::StaticMethod}, {"__init__(self, function, /)", wrapper_init},
            {"__get__(self, instance, owner=None, /)", wrapper_get}, {"__repr__(self, /)", wrapper_repr}, {"__getattr__(self, name, /)", wrapper_getattr},
        });
        add_getsets(thread, cls, {{.name = "__func__", .getter = wrapper_function, .is_field = true}, {.name = "__wrapped__", .getter = wrapper_function, .is_field = true}, {"__isabstractmethod__", wrapper_is_abstract}});
    }
    add_methods(thread, types.static_method, {{"__call__(self, /, *args, **kwargs)", static_method_call}});
    add_methods(thread, types.property, {
        {"__new__(cls, /, *args, **kwargs)", property_new, "", Binding::StaticMethod},
        {"__init__(self, fget=None, fset=None, fdel=None, doc=None)", property_init},
        {"getter(self, fget, /)", property_getter, "Descriptor to obtain a copy of the property with a different getter."},
        {"setter(self, fset, /)", property_setter, "Descriptor to obtain a copy of the property with a different setter."},
        {"deleter(self, fdel, /)", property_deleter, "Descriptor to obtain a copy of the property with a different deleter."},
        {"__get__(self, instance, owner=None, /)", property_dunder_get}, {"__set__(self, instance, value, /)", property_dunder_set},
        {"__delete__(self, instance, /)", property_dunder_delete}, {"__set_name__(self, owner, name, /)", property_set_name},
    });
    add_getsets(thread, types.property, {
        {"fget", property_part<&Property::getter>, nullptr, "", true}, {"fset", property_part<&Property::setter>, nullptr, "", true},
        {"fdel", property_part<&Property::deleter>, nullptr, "", true},
        {"__doc__", property_part<&Property::docstring>, property_set_doc}, {"__isabstractmethod__", property_is_abstract},
    });
    add_methods(thread, types.super, {
        {"__new__(cls, /, *args, **kwargs)", super_new, "", Binding::StaticMethod},
        {"__init__(self, /, *args, **kwargs)", super_init}, {"__get__(self, instance, owner=None, /)", super_get},
        {"__getattribute__(self, name, /)", super_getattribute}, {"__repr__(self, /)", super_repr},
    });
    add_getsets(thread, types.super, {{.name = "__self__", .getter = super_self, .is_field = true}, {.name = "__thisclass__", .getter = super_start, .is_field = true}, {.name = "__self_class__", .getter = super_self_class, .is_field = true}});
    for (Class* cls : {types.native_function, types.method_descriptor, types.slot_wrapper, types.method_wrapper}) {
        add_getsets(thread, cls, {{"__name__", native_name}, {"__qualname__", native_qualified_name}, {"__doc__", native_doc},
                                  {"__text_signature__", native_text_signature}});
        add_methods(thread, cls, {{"__call__(self, /, *args, **kwargs)", native_call}, {"__reduce__(self, /)", native_reduce, "Helper for pickle."}});
    }
    for (Class* cls : {types.native_function, types.method_wrapper}) {
        add_methods(thread, cls, {{"__eq__(self, value, /)", native_eq}, {"__hash__(self, /)", native_hash}});
        add_getsets(thread, cls, {{"__self__", native_self}});
    }
    add_methods(thread, types.native_function, {{"__repr__(self, /)", native_repr}});
    add_getsets(thread, types.native_function, {{"__module__", native_module}});
    add_methods(thread, types.method_wrapper, {{"__repr__(self, /)", method_wrapper_repr}});
    for (Class* cls : {types.method_descriptor, types.slot_wrapper}) {
        add_methods(thread, cls, {{"__repr__(self, /)", method_descriptor_repr}, {"__get__(self, instance, owner=None, /)", method_descriptor_get}});
        add_getsets(thread, cls, {{"__objclass__", native_owner}});
    }
    add_getsets(thread, types.method_wrapper, {{"__objclass__", native_owner}});
    add_methods(thread, types.class_method_descriptor, {{"__get__(self, instance, owner=None, /)", wrapper_get}, {"__repr__(self, /)", class_method_descriptor_repr},
                                                        {"__call__(self, /, *args, **kwargs)", static_method_call}});
    add_getsets(thread, types.class_method_descriptor, {{"__name__", wrapped_part<&NativeFunction::name>}, {"__objclass__", wrapped_part<&NativeFunction::owner>}});
    add_methods(thread, types.module, {
        {"__new__(cls, /, *args, **kwargs)", module_new, "", Binding::StaticMethod}, {"__init__(self, name, doc=None)", module_init},
        {"__repr__(self, /)", module_repr}, {"__dir__(self, /)", module_dir},
    });
    add_getsets(thread, types.module, {{.name = "__dict__", .getter = module_dict, .is_field = true}});
    add_methods(thread, types.cell, {{"__new__(cls, contents=None, /)", cell_new, "", Binding::StaticMethod}, {"__repr__(self, /)", cell_repr}});
    add_comparisons<cell_compare>(thread, types.cell);
    make_unhashable(thread, types.cell);
    add_getsets(thread, types.cell, {{"cell_contents", cell_contents, cell_set_contents}});
}

}  // namespace gilt
