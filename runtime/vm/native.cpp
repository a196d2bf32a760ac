#include "vm/native.h"

#include <algorithm>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/complex.h"
#include "objects/descriptor.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

// An object of the heap: what a young forked child allocates there lies close together.
struct Signature : Object {
    struct Parameter {
        Str* name;  // kept alive by the table of interned names
        bool required;
        bool is_called(std::string_view text) const { return name->ascii() == text; }
    };
    std::span<const Parameter> parameters;  // `storage`: positional-only, then positional, then keyword-only
    size_t positional_only;
    size_t positional;  // positional-only included
    size_t required_positional;
    bool has_rest;
    bool has_keywords;
    // Optional arguments in brackets, `find(self, sub[, start[, end]], /)`: wrong calls are told as "takes at least 1 argument".
    bool counts_arguments;
    // Some arguments have names, and nothing takes up what is too many.
    bool has_names;
    // No *, nothing but positional arguments: the fast path.
    bool is_simple;
    Parameter storage[];
};

namespace {

constexpr size_t kMostParameters = 16;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::string_view signature_name(const char* text) {
    std::string_view view(text);
    return view.substr(0, view.find('('));
}

// "name(a, b=None, /, *, key=None)". A default may contain brackets and quotes, so commas count only outside them.
const Signature* parse_signature(Thread& thread, const char* text) {
    std::string_view rest(text);
    size_t open = rest.find('(');
    rest = rest.substr(open + 1, rest.rfind(')') - open - 1);
    auto most = static_cast<size_t>(std::count(rest.begin(), rest.end(), ',')) + 1;
    Shape* shape = types.signature->instance_shape.load(std::memory_order_relaxed);
    auto* signature = heap::allocate<Signature>(thread, shape, most * sizeof(Signature::Parameter));
    size_t count = 0;
    std::string without_brackets;
    if (rest.find("[,") != std::string_view::npos) {
        // To the common form: `sub[, start[, end]], /` is `sub, start=None, end=None, /`.
        signature->counts_arguments = true;
        bool optional = false;
        for (char c : rest) {
            bool bracket = c == '[' || c == ']';
            if (!bracket) without_brackets += c;
            else if (optional) without_brackets += "=None";
            if (bracket) optional = c == '[';
        }
        rest = without_brackets;
    }
    bool keyword_only = false;
    while (!rest.empty()) {
        int depth = 0;
        char quote = 0;
        size_t end = 0;
        for (; end < rest.size(); end++) {
            char c = rest[end];
            if (quote) {
                if (c == quote) quote = 0;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                break;
            }
        }
        std::string_view item = trimmed(rest.substr(0, end));
        rest = end < rest.size() ? rest.substr(end + 1) : std::string_view();
        if (item.empty()) continue;
        if (item == "/") {
            signature->positional_only = count;
        } else if (item == "*") {
            keyword_only = true;
        } else if (item.starts_with("**")) {
            signature->has_keywords = true;
        } else if (item.starts_with("*")) {
            signature->has_rest = true;
            keyword_only = true;
        } else {
            size_t equals = item.find('=');
            std::string_view name = trimmed(item.substr(0, equals));
            bool required = equals == std::string_view::npos;
            signature->storage[count++] = {intern(thread, name), required};
            if (!keyword_only) {
                signature->positional++;
                if (required) signature->required_positional++;
            }
        }
    }
    signature->parameters = {signature->storage, count};
    signature->has_names = !signature->has_rest && !signature->has_keywords && signature->positional_only < signature->parameters.size();
    signature->is_simple = !signature->has_rest && !signature->has_keywords && signature->parameters.size() == signature->positional;
    return signature;
}

bool has_flag(const NativeFunction* function, NativeFlag flag) { return (function->flags.load(std::memory_order_relaxed) & flag) != 0; }

const Signature* parse_own_signature(Thread& thread, NativeFunction* function) {
    // Two threads may parse it at once; the loser's copy is garbage.
    const Signature* signature = parse_signature(thread, function->signature_text);
    const Signature* expected = nullptr;
    if (!function->signature.compare_exchange_strong(expected, signature, std::memory_order_acq_rel)) return expected;
    size_t count = signature->parameters.size();
    bool is_bound = !function->self.is_empty(), has_receiver = count > 0 || !has_flag(function, kUnboundMethod);
    bool checks_class = has_flag(function, kConstructor);
    if (signature->is_simple && !is_bound && has_receiver && !checks_class) function->aux16.store(static_cast<uint16_t>(count + 1), std::memory_order_relaxed);
    return signature;
}

inline const Signature* signature_of(Thread& thread, NativeFunction* function) {
    const Signature* signature = function->signature.load(std::memory_order_acquire);
    return signature ? signature : parse_own_signature(thread, function);
}

bool constructs(NativeFunction* function) {
    return function->owner && (function->name == names.special(Special::k_new) || function->name == names.special(Special::k_init));
}

// The name alone; a constructor goes by the name of its class.
std::string short_name(NativeFunction* function) {
    return to_utf8(constructs(function) ? function->owner->name : function->name);
}

// How messages name the function: methods with their class, functions with their module.
std::string display_name(NativeFunction* function) {
    std::string name = short_name(function);
    if (!function->owner && function->module && is_str(function->module)) {
        std::string module = to_utf8(as_str(function->module));
        return module == "builtins" ? name : module + "." + name;
    }
    if (!function->owner || name != to_utf8(function->name)) return name;
    return to_utf8(function->owner->name) + "." + name;
}

const char* plural(size_t count) { return count == 1 ? "" : "s"; }


// `self` and `cls` are not counted.
size_t hidden_parameters(NativeFunction* function, const Signature* signature) {
    if (signature->parameters.empty() || !function->owner) return 0;
    const Signature::Parameter& first = signature->parameters[0];
    return first.is_called("self") || first.is_called("cls") || first.is_called("type") ? 1 : 0;
}

// Wrong calls of functions whose arguments have no names. `given` counts self, if there is one.
Value raise_wrong_count(Thread& thread, NativeFunction* function, const Signature* signature, size_t given) {
    size_t hidden = hidden_parameters(function, signature);
    size_t least = signature->required_positional - std::min(hidden, signature->required_positional);
    size_t most = signature->positional - hidden;
    given -= std::min(hidden, given);
    std::string plain = short_name(function);
    if (has_flag(function, kSlotWrapper) && !constructs(function)) {
        // CPython reads the arguments of such a method in one of two ways; the second names the function by nothing.
        if (least == most && most < 2) return raise_type_error(thread, "expected {} argument{}, got {}", most, plural(most), given);
        plain.clear();
    }
    if (signature->counts_arguments && given < least)
        return raise_type_error(thread, "{}() takes at least {} argument{} ({} given)", plain, least, plural(least), given);
    if (signature->counts_arguments)
        return raise_type_error(thread, "{}() takes at most {} argument{} ({} given)", plain, most, plural(most), given);
    if (least == most) {
        if (most == 0 && plain != to_utf8(function->name)) return raise_type_error(thread, "{} takes no arguments", plain);
        if (most == 0) return raise_type_error(thread, "{}() takes no arguments ({} given)", display_name(function), given);
        if (most == 1 && !constructs(function))
            return raise_type_error(thread, "{}() takes exactly one argument ({} given)", display_name(function), given);
        return raise_type_error(thread, "{} expected {} argument{}, got {}", plain, most, plural(most), given);
    }
    if (given < least) return raise_type_error(thread, "{} expected at least {} argument{}, got {}", plain, least, plural(least), given);
    return raise_type_error(thread, "{} expected at most {} argument{}, got {}", plain, most, plural(most), given);
}

// Wrong calls of functions some of whose arguments have names: too many arguments, or too few of those without a name.
// True if the counts are right; `positional` counts self.
bool check_counts(Thread& thread, NativeFunction* function, const Signature* signature, size_t positional, size_t keywords) {
    size_t hidden = hidden_parameters(function, signature);
    if (positional < hidden) return true;  // told elsewhere
    size_t given = positional - hidden, all = signature->parameters.size() - hidden, most = signature->positional - hidden;
    size_t least = 0;  // of those without a name
    for (size_t i = hidden; i < signature->positional_only; i++) least += signature->parameters[i].required;
    std::string name = short_name(function);
    if (given + keywords > all)
        return bool(raise_type_error(thread, "{}() takes at most {} {}argument{} ({} given)", name, all, given == 0 ? "keyword " : "",
                                     plural(all), given + keywords));
    if (given > most && most == 0) return bool(raise_type_error(thread, "{}() takes no positional arguments", name));
    if (given > most)
        return bool(raise_type_error(thread, "{}() takes {} {} positional argument{} ({} given)", name,
                                     signature->required_positional < signature->positional ? "at most" : "exactly", most, plural(most), given));
    if (given < least)
        return bool(raise_type_error(thread, "{}() takes {} {} positional argument{} ({} given)", name, least < most ? "at least" : "exactly",
                                     least, plural(least), given));
    return true;
}

// `self` must be an instance of the class the method was made for; the methods of int, str and their like get the
// plain value of a subclass instance.
bool check_self(Thread& thread, NativeFunction* function, Value& self, bool called) {
    Class* owner = function->owner;
    if (!is_instance(self, owner)) {
        if (called && has_flag(function, kSlotWrapper))
            (void)raise_type_error(thread, "descriptor '{}' requires a '{}' object but received a '{}'", to_utf8(function->name),
                                   to_utf8(owner->name), type_name(self));
        else
            (void)raise_type_error(thread, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", to_utf8(function->name),
                                   to_utf8(owner->name), type_name(self));
        return false;
    }
    if (self.is_object() && self.as_object()->kind() == Kind::Boxed && owner != types.object && owner->instance_kind != Kind::Boxed)
        self = static_cast<Boxed*>(self.as_object())->payload;
    return true;
}

// The first argument of a __new__ is a class that derives from its owner; and no built-in class between the two may have a
// __new__ of its own, since that one alone knows how its instances are laid out.
bool check_constructed(Thread& thread, NativeFunction* constructor, const Value* arguments, size_t positional) {
    Class* owner = constructor->owner;
    if (positional > 0 && arguments[0] == Value(owner)) [[likely]] return true;
    std::string name = to_utf8(owner->name);
    if (positional == 0) return bool(raise_type_error(thread, "{}.__new__(): not enough arguments", name));
    if (!arguments[0].is_object() || arguments[0].as_object()->kind() != Kind::Class)
        return bool(raise_type_error(thread, "{}.__new__(X): X is not a type object ({})", name, type_name(arguments[0])));
    auto* cls = static_cast<Class*>(arguments[0].as_object());
    if (!is_subclass(cls, owner))
        return bool(raise_type_error(thread, "{0}.__new__({1}): {1} is not a subtype of {0}", name, to_utf8(cls->name)));
    Class* built_in = cls;
    while (built_in->has(kHeapType)) built_in = built_in->base;
    if (built_in->special(Special::k_new) == owner->special(Special::k_new)) return true;
    Class* advised = cls;  // the nearest that inherits the right one
    while (!(advised->special(Special::k_new) == built_in->special(Special::k_new))) advised = advised->base;
    return bool(raise_type_error(thread, "{}.__new__({}) is not safe, use {}.__new__()", name, to_utf8(cls->name), to_utf8(advised->name)));
}

}  // namespace

namespace {

// C++ exceptions end here: the only one that standard containers throw at a script's request is bad_alloc.
inline Value run_native(Thread& thread, NativeFunction* function, Args& args) {
    try {
        return function->function(thread, args);
    } catch (const std::bad_alloc&) {
        return raise_memory_error(thread);
    } catch (const std::length_error&) {
        return raise_memory_error(thread);
    }
}

// The general case: missing arguments, keywords, *args, a bound self.
Value call_native_slowly(Thread& thread, NativeFunction* function, const Signature* signature, const Value* arguments, size_t count,
                         Tuple* keyword_names) {
    size_t parameters = signature->parameters.size();
    // Not all sixteen are cleared: this is on the way of every call with an argument left out.
    alignas(Value) std::byte room[kMostParameters * sizeof(Value)];
    Value* values = reinterpret_cast<Value*>(room);
    for (size_t i = 0; i < parameters; i++) values[i] = {};
    size_t keyword_count = keyword_names ? keyword_names->length : 0;
    size_t given = count - keyword_count;  // positional, without a bound self

    size_t next = 0;
    if (function->self && function->owner) values[next++] = function->self;
    size_t bound = next;
    size_t total = given + bound;

    Args args{values, parameters, {}, nullptr};
    size_t direct = std::min(given, signature->positional - bound);
    for (size_t i = 0; i < direct; i++) values[next++] = arguments[i];
    if (given > direct) args.rest = {arguments + direct, given - direct};

    if (has_flag(function, kUnboundMethod)) {
        if (total == 0 || parameters == 0)
            return has_flag(function, kSlotWrapper)
                       ? raise_type_error(thread, "descriptor '{}' of '{}' object needs an argument", to_utf8(function->name), to_utf8(function->owner->name))
                       : raise_type_error(thread, "unbound method {}.{}() needs an argument", to_utf8(function->owner->name), to_utf8(function->name));
        if (!check_self(thread, function, values[0], true)) return {};
    }
    if (signature->has_names && !check_counts(thread, function, signature, total, keyword_count)) return {};
    if (keyword_count > 0 && signature->positional_only == parameters && !signature->has_keywords) {
        if (has_flag(function, kSlotWrapper)) return raise_type_error(thread, "wrapper {}() takes no keyword arguments", to_utf8(function->name));
        return raise_type_error(thread, "{}() takes no keyword arguments", display_name(function));
    }
    if (total > signature->positional && !signature->has_rest) return raise_wrong_count(thread, function, signature, total);

    Str* unknown = nullptr;  // told after what is missing
    for (size_t k = 0; k < keyword_count; k++) {
        auto* name = static_cast<Str*>(keyword_names->items[k].as_object());
        Value value = arguments[given + k];
        size_t i = signature->positional_only;
        while (i < parameters && signature->parameters[i].name != name && !str_equal(signature->parameters[i].name, name)) i++;
        if (i < parameters) {
            if (values[i])
                return raise_type_error(thread, "argument for {}() given by name ('{}') and position ({})", short_name(function),
                                        to_utf8(name), i + 1 - (function->owner ? 1 : 0));
            values[i] = value;
        } else if (signature->has_keywords) {
            if (!args.keywords) args.keywords = new_dict(thread);
            dict_set(thread, args.keywords, intern(thread, name), value);
        } else if (!unknown) {
            unknown = name;
        }
    }
    if (total < signature->required_positional || keyword_count > 0 || !signature->is_simple) {
        for (size_t i = 0; i < parameters; i++) {
            if (!signature->parameters[i].required || values[i]) continue;
            if (i < signature->positional_only) return raise_wrong_count(thread, function, signature, total);
            return raise_type_error(thread, "{}() missing required argument '{}' (pos {})", short_name(function),
                                    to_utf8(signature->parameters[i].name), i + 1 - (function->owner ? 1 : 0));
        }
    }
    if (unknown) return raise_type_error(thread, "'{}' is an invalid keyword argument for {}()", to_utf8(unknown), short_name(function));
    if (thread.c_stack_low()) [[unlikely]] {
        if (!check_recursion(thread, " while calling a Python object")) return {};
    }
    return run_native(thread, function, args);
}

}  // namespace

Value call_native_straight(Thread& thread, NativeFunction* function, const Value* arguments, size_t count) {
    if (thread.c_stack_low() && !check_recursion(thread, " while calling a Python object")) [[unlikely]] return {};
    Args args{const_cast<Value*>(arguments), count, {}, nullptr};
    return run_native(thread, function, args);
}

Value call_native(Thread& thread, NativeFunction* function, const Value* arguments, size_t count, Tuple* keyword_names) {
    const Signature* signature = signature_of(thread, function);
    size_t parameters = signature->parameters.size();
    if (has_flag(function, kConstructor) && !check_constructed(thread, function, arguments, count - (keyword_names ? keyword_names->length : 0)))
        return {};
    if (signature->is_simple && count == parameters && !keyword_names && !function->self) [[likely]] {
        // The arguments are where they should be. A method may still exchange its self for the plain value.
        Args args{const_cast<Value*>(arguments), parameters, {}, nullptr};
        if (has_flag(function, kUnboundMethod) && parameters > 0) {
            Value self = arguments[0];
            if (class_of(self) != function->owner && !check_self(thread, function, self, true)) return {};
            if (!(self == arguments[0])) return call_native_slowly(thread, function, signature, arguments, count, nullptr);
        }
        if (thread.c_stack_low() && !check_recursion(thread, " while calling a Python object")) [[unlikely]] return {};
        return run_native(thread, function, args);
    }
    if (signature->is_simple && count < parameters && count >= signature->required_positional && !keyword_names && !function->self) {
        // Arguments are left out, and that is all.
        alignas(Value) std::byte room[kMostParameters * sizeof(Value)];
        Value* values = reinterpret_cast<Value*>(room);
        for (size_t i = 0; i < count; i++) values[i] = arguments[i];
        for (size_t i = count; i < parameters; i++) values[i] = {};
        Args args{values, parameters, {}, nullptr};
        if (has_flag(function, kUnboundMethod) && count > 0 && class_of(values[0]) != function->owner &&
            !check_self(thread, function, values[0], true))
            return {};
        if (thread.c_stack_low() && !check_recursion(thread, " while calling a Python object")) [[unlikely]] return {};
        return run_native(thread, function, args);
    }
    return call_native_slowly(thread, function, signature, arguments, count, keyword_names);
}

Value new_native_function(Thread& thread, const NativeSpec& spec, Value module) {
    auto* function = new_instance<NativeFunction>(thread, types.native_function);
    function->function = spec.function;
    function->signature_text = spec.signature;
    function->name = intern(thread, signature_name(spec.signature));
    function->module = module;
    function->doc = spec.doc;
    return function;
}

Value bind_native(Thread& thread, NativeFunction* function, Value self) {
    Value receiver = self;
    bool is_slot = has_flag(function, kSlotWrapper);
    if (has_flag(function, kUnboundMethod) && !is_instance(self, types.type) && !check_self(thread, function, receiver, false)) return {};
    auto* bound = new_instance<NativeFunction>(thread, is_slot ? types.method_wrapper : types.native_function);
    bound->flags.store(is_slot ? kSlotWrapper : 0, std::memory_order_relaxed);
    bound->function = function->function;
    bound->signature_text = function->signature_text;
    // Parsed here if it never was: a bound method that parsed its own would do so each time it is made.
    bound->signature.store(signature_of(thread, function), std::memory_order_release);
    bound->name = function->name;
    bound->owner = function->owner ? function->owner : class_of(self);
    bound->self = receiver;
    bound->doc = function->doc;
    return bound;
}

void trace_native_function(Object* object, Marker& marker) {
    auto* function = static_cast<NativeFunction*>(object);
    marker.mark(function->signature.load(std::memory_order_relaxed));
    marker.mark(static_cast<Object*>(function->name));
    marker.mark(static_cast<Object*>(function->owner));
    marker.mark(function->self);
    marker.mark(function->module);
    marker.mark(function->twin);
}

namespace {

// Whether CPython keeps this special method in a slot of the type: a "slot wrapper" then, which tells wrong calls in other
// words than a method does. The rest are plain methods, and so are a few that containers define for speed.
bool is_slot(Class* cls, Str* name) {
    using enum Special;
    int found = 0;
    while (found < kSpecialCount && names.special(static_cast<Special>(found)) != name) found++;
    switch (static_cast<Special>(found)) {
        case Count: case k_new: case k_bytes: case k_format: case k_dir: case k_missing: case k_reversed: case k_length_hint:
        case k_complex: case k_round: case k_trunc: case k_floor: case k_ceil: case k_enter: case k_exit: case k_aenter: case k_aexit:
        case k_instancecheck: case k_subclasscheck: case k_set_name: case k_init_subclass: case k_class_getitem: case k_prepare:
        case k_mro_entries: case k_fspath: case k_copy: case k_deepcopy: case k_reduce: case k_reduce_ex:
            return false;
        case k_getitem: return cls != types.list && cls != types.dict;
        case k_contains: return cls != types.dict && cls != types.set && cls != types.frozenset;
        default: return true;
    }
}

}  // namespace

void add_methods(Thread& thread, Class* cls, std::initializer_list<NativeSpec> methods) {
    for (const NativeSpec& spec : methods) {
        bool is_method = spec.binding == Binding::Method;
        bool slot = is_method && is_slot(cls, intern(thread, signature_name(spec.signature)));
        Class* kind = slot ? types.slot_wrapper : is_method ? types.method_descriptor : types.native_function;
        auto* function = new_instance<NativeFunction>(thread, kind);
        function->function = spec.function;
        function->signature_text = spec.signature;
        function->name = intern(thread, signature_name(spec.signature));
        bool makes = function->name == names.special(Special::k_new);
        int flags = (is_method ? kUnboundMethod : 0) | (slot ? kSlotWrapper : 0) | (makes ? kConstructor : 0);
        function->flags.store(static_cast<uint8_t>(flags), std::memory_order_relaxed);
        function->owner = cls;
        function->doc = spec.doc;
        Value attribute = function;
        if (spec.binding == Binding::ClassMethod || spec.binding == Binding::StaticMethod) {
            auto* wrapped = new_instance<StaticMethod>(thread, spec.binding == Binding::ClassMethod ? types.class_method_descriptor : types.static_method);
            wrapped->function.store(function);
            attribute = wrapped;
        }
        bool ok = class_set(thread, cls, function->name, attribute);
        (void)ok;  // setting an attribute of a built-in class cannot fail
    }
}

void add_getsets(Thread& thread, Class* cls, std::initializer_list<GetSetSpec> specs) {
    for (const GetSetSpec& spec : specs) {
        auto* descriptor = new_instance<Descriptor>(thread, spec.is_field ? types.member_descriptor : types.getset_descriptor);
        descriptor->name = intern(thread, spec.name);
        descriptor->owner = cls;
        descriptor->getter = spec.getter;
        descriptor->setter = spec.setter;
        descriptor->doc = spec.doc;
        descriptor->is_field = spec.is_field;
        bool ok = class_set(thread, cls, descriptor->name, descriptor);
        (void)ok;
    }
}

void add_functions(Thread& thread, Module* module, std::initializer_list<NativeSpec> functions) {
    Value module_name = dict_get(module->dict(), names.dunder_name);
    for (const NativeSpec& spec : functions) {
        Value function = new_native_function(thread, spec, module_name);
        dict_set(thread, module->dict(), static_cast<NativeFunction*>(function.as_object())->name, function);
    }
}

void read_signature(Thread& thread, Module* module, std::string_view function) {
    (void)signature_of(thread, static_cast<NativeFunction*>(dict_get(module->dict(), intern(thread, function)).as_object()));
}

void set_module_attribute(Thread& thread, Module* module, std::string_view name, Value value) {
    dict_set(thread, module->dict(), intern(thread, name), value);
}

}  // namespace gilt
