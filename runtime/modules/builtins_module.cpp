// The module `builtins`: the functions about single objects, and the registration of everything that has a name
// without an import. Functions that eat an iterable are in builtins_consumers.cpp, those about code in
// builtins_code.cpp, print and input in builtins_print.cpp, open in io_module.cpp.
#include "modules/builtins_module.h"

#include "modules/builtins_groups.h"
#include "modules/io_module.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/complex.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/format.h"
#include "objects/frame_object.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/frame.h"
#include "vm/native.h"
#include "vm/operations.h"
#include "vm/recycling.h"

namespace gilt {
namespace {

// ---------------------------------------------------------------- attributes

// The name as an interned Str; null with TypeError pending.
Str* attribute_name(Thread& thread, Value name) {
    if (is_str(name)) return intern(thread, as_str(name));
    (void)raise_type_error(thread, "attribute name must be string, not '{}'", type_name(name));
    return nullptr;
}

Value getattr(Thread& thread, Args& args) {
    Str* name = attribute_name(thread, args[1]);
    if (!name) return {};
    if (!args.has(2)) return get_attr(thread, args[0], name);
    Value value;
    int found = find_attr(thread, args[0], name, &value);
    return found < 0 ? Value() : found ? value : args[2];
}

Value hasattr(Thread& thread, Args& args) {
    Str* name = attribute_name(thread, args[1]);
    if (!name) return {};
    Value value;
    int found = find_attr(thread, args[0], name, &value);
    return found < 0 ? Value() : Value::from_bool(found);
}

Value setattr(Thread& thread, Args& args) {
    Str* name = attribute_name(thread, args[1]);
    return name && set_attr(thread, args[0], name, args[2]) ? Value::none() : Value();
}

Value delattr(Thread& thread, Args& args) {
    Str* name = attribute_name(thread, args[1]);
    return name && del_attr(thread, args[0], name) ? Value::none() : Value();
}

Value dir(Thread& thread, Args& args) {
    if (args.has(0)) {
        List* names = dir_of(thread, args[0]);
        return names ? Value(names) : Value();
    }
    Frame* frame = script_frame(thread);
    if (!frame) return raise_text(thread, exceptions.SystemError, "frame does not exist");
    List* names = list_from_iterable(thread, frame_locals(thread, *frame));
    if (!names || !list_sort(thread, names, Value::none(), false)) return {};
    return names;
}

Value vars(Thread& thread, Args& args) {
    if (!args.has(0)) {
        Frame* frame = script_frame(thread);
        return frame ? frame_locals(thread, *frame) : Value::none();
    }
    Value found;
    int has = find_attr(thread, args[0], names.dunder_dict, &found);
    if (has == 0) return raise_type_error(thread, "vars() argument must have __dict__ attribute");
    return has < 0 ? Value() : found;
}

// ---------------------------------------------------------------- numbers and characters

Value abs(Thread& thread, Args& args) {
    Value number = args[0];
    if (number.is_int()) return make_int(thread, number.as_int() < 0 ? -number.as_int() : number.as_int());
    if (number.is_float()) return Value::from_float(__builtin_fabs(number.as_float()));
    bool found;
    Value result = call_special(thread, number, Special::k_abs, {}, &found);
    return found ? result : raise_type_error(thread, "bad operand type for abs(): '{}'", type_name(number));
}

template <int kBase>
Value to_base(Thread& thread, Args& args) {
    Value number = to_index(thread, args[0]);
    if (!number) return {};
    std::string digits;
    if (!int_to_string(thread, number, kBase, &digits)) return {};
    constexpr const char* kPrefix = kBase == 2 ? "0b" : kBase == 8 ? "0o" : "0x";
    digits.insert(digits.starts_with('-') ? 1 : 0, kPrefix);
    return new_str_ascii(thread, digits);
}

Value chr(Thread& thread, Args& args) {
    Value number = to_index(thread, args[0]);
    if (!number) return {};
    auto point = int_to_int64(number);
    if (!point || *point < INT32_MIN || *point > INT32_MAX)
        return raise_text(thread, exceptions.OverflowError, "Python int too large to convert to C int");
    if (*point < 0 || *point > 0x10FFFF) return raise_value_error(thread, "chr() arg not in range(0x110000)");
    return new_char(thread, static_cast<uint32_t>(*point));
}

Value ord(Thread& thread, Args& args) {
    size_t length;
    if (is_str(args[0])) {
        Str* text = as_str(args[0]);
        if (text->length == 1) return Value::from_int(text->at(0));
        length = text->length;
    } else if (is_bytes(args[0]) || is_instance(args[0], types.bytearray)) {
        std::string_view bytes;
        if (!get_buffer(thread, args[0], &bytes)) return {};
        if (bytes.size() == 1) return Value::from_int(static_cast<uint8_t>(bytes[0]));
        length = bytes.size();
    } else {
        return raise_type_error(thread, "ord() expected string of length 1, but {} found",
                                type_name(args[0]));
    }
    return raise_type_error(thread, "ord() expected a character, but string of length {} found", length);
}

Value divmod(Thread& thread, Args& args) { return binary(thread, BinaryOp::DivMod, args[0], args[1]); }

Value pow(Thread& thread, Args& args) {
    if (args.has(2) && !args[2].is_none()) return power(thread, args[0], args[1], args[2]);
    return binary(thread, BinaryOp::Pow, args[0], args[1]);
}

Value round(Thread& thread, Args& args) {
    bool found;
    bool digits = args.has(1) && !args[1].is_none();
    Value result = digits ? call_special(thread, args[0], Special::k_round, {args[1]}, &found)
                          : call_special(thread, args[0], Special::k_round, {}, &found);
    if (found) return result;
    return raise_type_error(thread, "type {} doesn't define __round__ method", type_name(args[0]));
}

// ---------------------------------------------------------------- about any object

Value callable(Thread&, Args& args) { return Value::from_bool(is_callable(args[0])); }

Value hash_function(Thread& thread, Args& args) {
    int64_t result;
    return hash(thread, args[0], &result) ? make_int(thread, result) : Value();
}

// The word itself: unique among what lives at the same time, and nothing ever moves.
Value id(Thread& thread, Args& args) { return make_uint(thread, args[0].bits()); }

Value len(Thread& thread, Args& args) {
    if (is_exact_str(args[0])) return Value::from_int(static_cast<int64_t>(as_str(args[0])->length));
    int64_t count = length(thread, args[0]);
    kept_nothing(thread, len, args[0]);
    return count < 0 ? Value() : make_int(thread, count);
}

Value repr_function(Thread& thread, Args& args) {
    Str* text = repr(thread, args[0]);
    return text ? Value(text) : Value();
}

Value ascii_function(Thread& thread, Args& args) {
    Str* text = ascii(thread, args[0]);
    return text ? Value(text) : Value();
}

Value format(Thread& thread, Args& args) {
    if (args.has(1) && !is_str(args[1]))
        return raise_type_error(thread, "format() argument 2 must be str, not {}", argument_type_name(args[1]));
    return format_value(thread, args[0], args.has(1) ? as_str(args[1]) : names.empty);
}

Value isinstance(Thread& thread, Args& args) {
    int result = is_instance_of(thread, args[0], args[1]);
    return result < 0 ? Value() : Value::from_bool(result);
}

Value issubclass(Thread& thread, Args& args) {
    int result = is_subclass_of(thread, args[0], args[1]);
    return result < 0 ? Value() : Value::from_bool(result);
}

// ---------------------------------------------------------------- debugging

Value breakpoint(Thread& thread, Args& args) {
    Value hook = sys_get("breakpointhook");
    if (!hook) return raise_text(thread, exceptions.RuntimeError, "lost sys.breakpointhook");
    return call_with(thread, hook, new_tuple(thread, args.rest), args.keywords);
}

// ---------------------------------------------------------------- what has a name

void add_types(Thread& thread, Module* module) {
    auto add = [&](std::string_view name, Class* cls) { set_module_attribute(thread, module, name, cls); };
    const std::pair<std::string_view, Class*> classes[] = {
        {"object", types.object},
        {"type", types.type},
        {"int", types.int_},
        {"bool", types.bool_},
        {"float", types.float_},
        {"complex", types.complex},
        {"str", types.str},
        {"bytes", types.bytes},
        {"bytearray", types.bytearray},
        {"memoryview", types.memoryview},
        {"list", types.list},
        {"tuple", types.tuple},
        {"dict", types.dict},
        {"set", types.set},
        {"frozenset", types.frozenset},
        {"range", types.range},
        {"slice", types.slice},
        {"property", types.property},
        {"staticmethod", types.static_method},
        {"classmethod", types.class_method},
        {"super", types.super},
        {"enumerate", iterator_types.enumerate},
        {"zip", iterator_types.zip},
        {"map", iterator_types.map},
        {"filter", iterator_types.filter},
        {"reversed", iterator_types.reversed},
    };
    for (auto& [name, cls] : classes) add(name, cls);
    add("BaseException", exceptions.BaseException);
#define X(name, base) add(#name, exceptions.name);
    GILT_EXCEPTIONS(X)
#undef X
    add("ExceptionGroup", exceptions.ExceptionGroup);
    add("EnvironmentError", exceptions.OSError);
    add("IOError", exceptions.OSError);
}

}  // namespace

List* dir_of(Thread& thread, Value object) {
    bool found;
    Value listed = call_special(thread, object, Special::k_dir, {}, &found);
    if (!found) {
        (void)raise_type_error(thread, "object does not provide __dir__");
        return nullptr;
    }
    if (!listed) return nullptr;
    List* names = list_from_iterable(thread, listed);
    return names && list_sort(thread, names, Value::none(), false) ? names : nullptr;
}

bool initialize_builtins(Thread& thread, Module* module) {
    add_functions(
        thread, module,
        {
            {"abs(x, /)", abs, "Return the absolute value of the argument."},
            {"ascii(obj, /)", ascii_function, "Return an ASCII-only representation of an object."},
            {"bin(number, /)", to_base<2>, "Return the binary representation of an integer."},
            {"breakpoint(*args, **kws)", breakpoint, "Call sys.breakpointhook(*args, **kws)."},
            {"callable(obj, /)", callable, "Return whether the object is callable."},
            {"chr(i, /)", chr, "Return a Unicode string of one character with ordinal i."},
            {"delattr(obj, name, /)", delattr, "Deletes the named attribute from the given object."},
            {"dir(object=None, /)", dir, "Return the names in the current scope, or those of an object."},
            {"divmod(x, y, /)", divmod, "Return the tuple (x//y, x%y)."},
            {"format(value, format_spec='', /)", format,
             "Return type(value).__format__(value, format_spec)."},
            {"getattr(object, name, default=None, /)", getattr, "Get a named attribute from an object."},
            {"hasattr(obj, name, /)", hasattr,
             "Return whether the object has an attribute with the given name."},
            {"hash(obj, /)", hash_function, "Return the hash value for the given object."},
            {"hex(number, /)", to_base<16>, "Return the hexadecimal representation of an integer."},
            {"id(obj, /)", id, "Return the identity of an object."},
            {"isinstance(obj, class_or_tuple, /)", isinstance,
             "Return whether an object is an instance of a class or of a subclass thereof."},
            {"issubclass(cls, class_or_tuple, /)", issubclass,
             "Return whether 'cls' is derived from another class or is the same class."},
            {"len(obj, /)", len, "Return the number of items in a container."},
            {"oct(number, /)", to_base<8>, "Return the octal representation of an integer."},
            {"ord(c, /)", ord, "Return the Unicode code point for a one-character string."},
            {"pow(base, exp, mod=None)", pow,
             "Equivalent to base**exp with 2 arguments or base**exp % mod with 3."},
            {"repr(obj, /)", repr_function, "Return the canonical string representation of the object."},
            {"round(number, ndigits=None)", round, "Round a number to a given precision in decimal digits."},
            {"setattr(obj, name, value, /)", setattr, "Sets the named attribute on the given object."},
            {"vars(object=None, /)", vars,
             "Without arguments, equivalent to locals(); else object.__dict__."},
        });
    add_consumers(thread, module);
    add_code_functions(thread, module);
    add_print_functions(thread, module);
    add_site_objects(thread, module);
    add_open_function(thread, module);
    add_types(thread, module);
    set_module_attribute(thread, module, "None", Value::none());
    set_module_attribute(thread, module, "True", Value::from_bool(true));
    set_module_attribute(thread, module, "False", Value::from_bool(false));
    set_module_attribute(thread, module, "Ellipsis", Value::ellipsis());
    set_module_attribute(thread, module, "NotImplemented", Value::not_implemented());
    set_module_attribute(thread, module, "__debug__", Value::from_bool(true));
    return true;
}

}  // namespace gilt
