// Operators, comparison, truth, hash and text of any object.
//
// Numbers are answered here directly, in the order int, float; all else goes through the special methods in the class, the built-in
// types' own included. An operator tries the left operand's method, then the right operand's reflected one, unless the
// right operand's class derives from the left's and overrides it: then the other way round.
#include "vm/operations.h"

#include <charconv>

#include "heap/heap.h"
#include "objects/boot_order.h"
#include "objects/class.h"
#include "objects/complex.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/full_name.h"
#include "objects/float.h"
#include "objects/format.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/attributes.h"

namespace gilt {

namespace {

struct OperatorInfo {
    Special method, reflected, in_place;
    const char* symbol;
};

// In the order of BinaryOp.
constexpr OperatorInfo kOperators[] = {
    {Special::k_add, Special::k_radd, Special::k_iadd, "+"},
    {Special::k_sub, Special::k_rsub, Special::k_isub, "-"},
    {Special::k_mul, Special::k_rmul, Special::k_imul, "*"},
    {Special::k_matmul, Special::k_rmatmul, Special::k_imatmul, "@"},
    {Special::k_truediv, Special::k_rtruediv, Special::k_itruediv, "/"},
    {Special::k_floordiv, Special::k_rfloordiv, Special::k_ifloordiv, "//"},
    {Special::k_mod, Special::k_rmod, Special::k_imod, "%"},
    {Special::k_pow, Special::k_rpow, Special::k_ipow, "** or pow()"},
    {Special::k_lshift, Special::k_rlshift, Special::k_ilshift, "<<"},
    {Special::k_rshift, Special::k_rrshift, Special::k_irshift, ">>"},
    {Special::k_and, Special::k_rand, Special::k_iand, "&"},
    {Special::k_or, Special::k_ror, Special::k_ior, "|"},
    {Special::k_xor, Special::k_rxor, Special::k_ixor, "^"},
    {Special::k_divmod, Special::k_rdivmod, Special::k_divmod, "divmod()"},
};

bool is_plain_int(Value value) {
    if (value.is_int() || value.is_bool()) return true;
    return value.is_object() && value.as_object()->kind() == Kind::BigInt;
}

bool both_strs(Value a, Value b) {
    return a.is_object() && b.is_object() && a.as_object()->kind() == Kind::Str && b.as_object()->kind() == Kind::Str;
}

Value int_binary(Thread& thread, BinaryOp op, Value a, Value b) {
    switch (op) {
        case BinaryOp::Add: return int_add(thread, a, b);
        case BinaryOp::Sub: return int_sub(thread, a, b);
        case BinaryOp::Mul: return int_mul(thread, a, b);
        case BinaryOp::TrueDiv: return int_truediv(thread, a, b);
        case BinaryOp::FloorDiv: return int_floordiv(thread, a, b);
        case BinaryOp::Mod: return int_mod(thread, a, b);
        case BinaryOp::Pow: return int_pow(thread, a, b, {});
        case BinaryOp::LShift: return int_lshift(thread, a, b);
        case BinaryOp::RShift: return int_rshift(thread, a, b);
        case BinaryOp::And: return int_and(thread, a, b);
        case BinaryOp::Or: return int_or(thread, a, b);
        case BinaryOp::Xor: return int_xor(thread, a, b);
        case BinaryOp::DivMod: {
            Value quotient, remainder;
            if (!int_divmod(thread, a, b, &quotient, &remainder)) return {};
            return new_tuple(thread, {quotient, remainder});
        }
        case BinaryOp::MatMul: break;
    }
    return Value::not_implemented();
}

Value float_binary(Thread& thread, BinaryOp op, double a, double b) {
    switch (op) {
        case BinaryOp::Add: return Value::from_float(a + b);
        case BinaryOp::Sub: return Value::from_float(a - b);
        case BinaryOp::Mul: return Value::from_float(a * b);
        case BinaryOp::TrueDiv:
            if (b == 0) return raise_text(thread, exceptions.ZeroDivisionError, "float division by zero");
            return Value::from_float(a / b);
        case BinaryOp::FloorDiv: return float_floordiv(thread, a, b);
        case BinaryOp::Mod: return float_mod(thread, a, b);
        case BinaryOp::Pow: return float_pow(thread, a, b);
        case BinaryOp::DivMod: {
            double quotient, remainder;
            if (!float_divmod(thread, a, b, &quotient, &remainder)) return {};
            return new_tuple(thread, {Value::from_float(quotient), Value::from_float(remainder)});
        }
        default: return Value::not_implemented();
    }
}

// Numbers of the built-in types themselves: result, NotImplemented if these are none, or empty.
Value number_binary(Thread& thread, BinaryOp op, Value a, Value b) {
    bool a_int = is_plain_int(a), b_int = is_plain_int(b);
    if (a_int && b_int) {
        if (a.is_bool() && b.is_bool() && (op == BinaryOp::And || op == BinaryOp::Or || op == BinaryOp::Xor)) {
            bool x = a.is_true(), y = b.is_true();
            return Value::from_bool(op == BinaryOp::And ? x && y : op == BinaryOp::Or ? x || y : x != y);
        }
        return int_binary(thread, op, as_plain_int(a), as_plain_int(b));
    }
    if ((a.is_float() || a_int) && (b.is_float() || b_int)) {
        double x, y;
        if (a.is_float()) x = a.as_float();
        else if (!int_to_double(thread, as_plain_int(a), &x)) return {};
        if (b.is_float()) y = b.as_float();
        else if (!int_to_double(thread, as_plain_int(b), &y)) return {};
        return float_binary(thread, op, x, y);
    }
    return Value::not_implemented();
}

// One special method of `self` with one argument; NotImplemented if the class has none.
Value try_method(Thread& thread, Value self, Special special, Value argument) {
    bool found;
    Value result = call_special(thread, self, special, {argument}, &found);
    return found ? result : Value::not_implemented();
}

Value special_binary(Thread& thread, const OperatorInfo& info, Value a, Value b) {
    Class* left = class_of(a);
    Class* right = class_of(b);
    Value left_method = left->special(info.method);
    Value right_method = right->special(info.reflected);
    bool reflected_first = left != right && right_method && is_subclass(right, left) &&
                           !(right_method == left->special(info.reflected));
    if (reflected_first) {
        Value result = try_method(thread, b, info.reflected, a);
        if (!result.is_not_implemented()) return result;
    }
    if (left_method) {
        Value result = try_method(thread, a, info.method, b);
        if (!result.is_not_implemented()) return result;
    }
    if (right_method && left != right && !reflected_first) return try_method(thread, b, info.reflected, a);
    return Value::not_implemented();
}

Value raise_unsupported(Thread& thread, const char* symbol, Value a, Value b) {
    return raise_type_error(thread, "unsupported operand type(s) for {}: '{}' and '{}'", symbol, type_name(a), type_name(b));
}

bool is_sequence(Value value) {
    if (!value.is_object()) return false;
    switch (value.as_object()->kind()) {
        case Kind::List: case Kind::Tuple: case Kind::Str: case Kind::Bytes: case Kind::ByteArray: case Kind::Array: return true;
        case Kind::Boxed: return is_sequence(static_cast<Boxed*>(value.as_object())->payload);
        default: return false;
    }
}

// What `+` and `*` on sequences say instead of "unsupported operand".
Value raise_binary(Thread& thread, BinaryOp op, const char* symbol, Value a, Value b) {
    if (op == BinaryOp::Add && is_sequence(a)) {
        if (is_str(a)) return raise_type_error(thread, "can only concatenate str (not \"{}\") to str", type_name(b));
        if (is_list(a)) return raise_type_error(thread, "can only concatenate list (not \"{}\") to list", type_name(b));
        if (is_tuple(a)) return raise_type_error(thread, "can only concatenate tuple (not \"{}\") to tuple", type_name(b));
        return raise_type_error(thread, "can't concat {} to {}", type_name(b), type_name(a));
    }
    if (op == BinaryOp::Mul && (is_sequence(a) || is_sequence(b))) {
        Value other = is_sequence(a) ? b : a;
        // In place, the right operand is not asked for its sequence's `*` when the left one might have been one: it has a
        // length, or is of a class that a script made.
        bool is_in_place = symbol[1] == '=';
        bool might_repeat = class_of(a)->has(kHeapType) || class_of(a)->special(Special::k_len);
        if (is_in_place && !is_sequence(a) && might_repeat) return raise_unsupported(thread, symbol, a, b);
        if (!class_of(other)->special(Special::k_index))
            return raise_type_error(thread, "can't multiply sequence by non-int of type '{}'", type_name(other));
    }
    return raise_unsupported(thread, symbol, a, b);
}

}  // namespace

Value binary(Thread& thread, BinaryOp op, Value a, Value b) {
    if (op == BinaryOp::Add && both_strs(a, b)) return concat(thread, static_cast<Str*>(a.as_object()), static_cast<Str*>(b.as_object()));
    Value result = number_binary(thread, op, a, b);
    if (!result.is_not_implemented()) return result;
    const OperatorInfo& info = kOperators[static_cast<int>(op)];
    result = special_binary(thread, info, a, b);
    if (!result.is_not_implemented()) return result;
    return raise_binary(thread, op, info.symbol, a, b);
}

Value in_place(Thread& thread, BinaryOp op, Value a, Value b) {
    if (op == BinaryOp::Add && both_strs(a, b)) return concat(thread, static_cast<Str*>(a.as_object()), static_cast<Str*>(b.as_object()));
    const OperatorInfo& info = kOperators[static_cast<int>(op)];
    // A sequence extends or repeats itself only after the right operand has declined, since the number's way of doing
    // `+=` and `*=` comes first and a sequence has none.
    bool is_sequence_operation = (op == BinaryOp::Add || op == BinaryOp::Mul) && is_sequence(a) && !class_of(a)->has(kHeapType) &&
                                 class_of(a)->special(info.in_place) && class_of(b)->has(kHeapType) && class_of(b)->special(info.reflected) &&
                                 !is_subclass(class_of(b), class_of(a));
    if (is_sequence_operation) {
        Value result = try_method(thread, b, info.reflected, a);
        if (result.is_not_implemented()) result = try_method(thread, a, info.in_place, b);
        if (!result.is_not_implemented()) return result;
        return raise_binary(thread, op, op == BinaryOp::Add ? "+=" : "*=", a, b);
    }
    if (a.is_object() && class_of(a)->special(info.in_place)) {
        Value result = try_method(thread, a, info.in_place, b);
        if (!result.is_not_implemented()) return result;
    }
    Value result = number_binary(thread, op, a, b);
    if (!result.is_not_implemented()) return result;
    result = special_binary(thread, info, a, b);
    if (!result.is_not_implemented()) return result;
    std::string symbol = op == BinaryOp::Pow ? "**=" : std::string(info.symbol) + "=";
    return raise_binary(thread, op, symbol.c_str(), a, b);
}

Value power(Thread& thread, Value base, Value exponent, Value modulus) {
    if (!modulus || modulus.is_none()) return binary(thread, BinaryOp::Pow, base, exponent);
    if (is_int(base) && is_int(exponent) && is_int(modulus))
        return int_pow(thread, as_plain_int(base), as_plain_int(exponent), as_plain_int(modulus));
    if (!is_float(base) && !is_int(base)) {
        bool found;
        Value result = call_special(thread, base, Special::k_pow, {exponent, modulus}, &found);
        if (found && !result.is_not_implemented()) return result;
    } else if ((is_float(base) || is_float(exponent) || is_float(modulus)) && (is_float(exponent) || is_int(exponent)) &&
               (is_float(modulus) || is_int(modulus))) {
        return raise_type_error(thread, "pow() 3rd argument not allowed unless all arguments are integers");
    }
    return raise_type_error(thread, "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'", type_name(base), type_name(exponent), type_name(modulus));
}

namespace {

Value unary(Thread& thread, Value value, Special special, const char* symbol) {
    bool found;
    Value result = call_special(thread, value, special, {}, &found);
    if (found) return result;
    return raise_type_error(thread, "bad operand type for unary {}: '{}'", symbol, type_name(value));
}

}  // namespace

Value negate(Thread& thread, Value value) {
    if (value.is_float()) return Value::from_float(-value.as_float());
    if (is_plain_int(value)) return int_negate(thread, as_plain_int(value));
    return unary(thread, value, Special::k_neg, "-");
}
Value positive(Thread& thread, Value value) {
    if (value.is_float()) return value;
    if (is_plain_int(value)) return as_plain_int(value);
    return unary(thread, value, Special::k_pos, "+");
}
Value invert(Thread& thread, Value value) {
    if (is_plain_int(value)) return int_invert(thread, as_plain_int(value));
    return unary(thread, value, Special::k_invert, "~");
}

// --- comparison ---

namespace {

constexpr Special kComparisonSpecials[] = {Special::k_lt, Special::k_le, Special::k_eq, Special::k_ne, Special::k_gt, Special::k_ge};
constexpr const char* kComparisonSymbols[] = {"<", "<=", "==", "!=", ">", ">="};

constexpr Comparison swapped(Comparison op) {
    switch (op) {
        case Comparison::Lt: return Comparison::Gt;
        case Comparison::Le: return Comparison::Ge;
        case Comparison::Gt: return Comparison::Lt;
        case Comparison::Ge: return Comparison::Le;
        default: return op;
    }
}

bool order_satisfies(Comparison op, int order) {
    switch (op) {
        case Comparison::Lt: return order < 0;
        case Comparison::Le: return order <= 0;
        case Comparison::Eq: return order == 0;
        case Comparison::Ne: return order != 0;
        case Comparison::Gt: return order > 0;
        default: return order >= 0;
    }
}

bool float_satisfies(Comparison op, double a, double b) {
    switch (op) {
        case Comparison::Lt: return a < b;
        case Comparison::Le: return a <= b;
        case Comparison::Eq: return a == b;
        case Comparison::Ne: return a != b;
        case Comparison::Gt: return a > b;
        default: return a >= b;
    }
}

// Numbers and plain strings: 1 or 0, or 2 if these are something else.
int quick_compare(Comparison op, Value a, Value b) {
    bool a_int = is_plain_int(a), b_int = is_plain_int(b);
    if (a_int && b_int) return order_satisfies(op, int_compare(as_plain_int(a), as_plain_int(b)));
    if (a.is_float() && b.is_float()) return float_satisfies(op, a.as_float(), b.as_float());
    if (a.is_float() && b_int) {
        if (a.as_float() != a.as_float()) return op == Comparison::Ne;
        return order_satisfies(swapped(op), int_compare_double(as_plain_int(b), a.as_float()));
    }
    if (a_int && b.is_float()) {
        if (b.as_float() != b.as_float()) return op == Comparison::Ne;
        return order_satisfies(op, int_compare_double(as_plain_int(a), b.as_float()));
    }
    if (a.is_object() && b.is_object() && a.as_object()->kind() == Kind::Str && b.as_object()->kind() == Kind::Str) {
        auto* x = static_cast<Str*>(a.as_object());
        auto* y = static_cast<Str*>(b.as_object());
        if (op == Comparison::Eq) return str_equal(x, y);
        if (op == Comparison::Ne) return !str_equal(x, y);
        return order_satisfies(op, str_compare(x, y));
    }
    return 2;
}

}  // namespace

Value compare(Thread& thread, Comparison op, Value a, Value b) {
    if (int quick = quick_compare(op, a, b); quick != 2) return Value::from_bool(quick);
    if (!check_recursion(thread, " in comparison")) return {};
    Class* left = class_of(a);
    Class* right = class_of(b);
    Special forward = kComparisonSpecials[static_cast<int>(op)];
    Special backward = kComparisonSpecials[static_cast<int>(swapped(op))];
    bool reflected_first = left != right && is_subclass(right, left) && right->special(backward);
    if (reflected_first) {
        Value result = try_method(thread, b, backward, a);
        if (!result.is_not_implemented()) return result;
    }
    Value result = try_method(thread, a, forward, b);
    if (!result.is_not_implemented()) return result;
    if (!reflected_first) {
        result = try_method(thread, b, backward, a);
        if (!result.is_not_implemented()) return result;
    }
    if (op == Comparison::Eq) return Value::from_bool(a == b);
    if (op == Comparison::Ne) return Value::from_bool(!(a == b));
    return raise_type_error(thread, "'{}' not supported between instances of '{}' and '{}'", kComparisonSymbols[static_cast<int>(op)],
                            type_name(a), type_name(b));
}

int compare_truth(Thread& thread, Comparison op, Value a, Value b) {
    if (int quick = quick_compare(op, a, b); quick != 2) return quick;
    Value result = compare(thread, op, a, b);
    if (!result) return -1;
    return truth(thread, result);
}

int equal(Thread& thread, Value a, Value b) {
    if (a == b) return 1;
    return compare_truth(thread, Comparison::Eq, a, b);
}

int truth(Thread& thread, Value value) {
    if (value.is_bool()) return value.is_true();
    if (value.is_none()) return 0;
    if (value.is_int()) return value.as_int() != 0;
    if (value.is_float()) return value.as_float() != 0;
    if (value.is_object()) {
        Object* object = value.as_object();
        Class* cls = object->cls();
        if (!cls->has(kHeapType)) {
            switch (object->kind()) {
                case Kind::Str: return static_cast<Str*>(object)->length != 0;
                case Kind::List: return static_cast<List*>(object)->count() != 0;
                case Kind::Tuple: return static_cast<Tuple*>(object)->length != 0;
                case Kind::Dict: return static_cast<Dict*>(object)->count() != 0;
                case Kind::BigInt: case Kind::Function: case Kind::Module: return 1;
                default: break;
            }
        }
        bool found;
        Value answer = call_special(thread, value, Special::k_bool, {}, &found);
        if (found) {
            if (!answer) return -1;
            if (!answer.is_bool()) {
                raise_type_error(thread, "__bool__ should return bool, returned {}", type_name(answer));
                return -1;
            }
            return answer.is_true();
        }
        if (cls->special(Special::k_len)) {
            int64_t count = length(thread, value);
            return count < 0 ? -1 : count != 0;
        }
    }
    return 1;
}

namespace {

int64_t address_hash(Object* object) {
    auto word = reinterpret_cast<uint64_t>(object);
    return static_cast<int64_t>(word >> 4 | word << 60);
}

}  // namespace

bool hash(Thread& thread, Value value, int64_t* out) {
    if (value.is_int()) {
        *out = int_hash(value);
        return true;
    }
    if (value.is_float()) {
        *out = value.as_float() == value.as_float() ? float_hash(value.as_float()) : 0;
        return true;
    }
    if (!value.is_object()) {
        *out = value.is_bool() ? value.is_true() : static_cast<int64_t>(value.bits() * 0x9E3779B97F4A7C15u >> 8);
        return true;
    }
    Object* object = value.as_object();
    switch (object->kind()) {
        case Kind::Str: *out = str_hash(static_cast<Str*>(object)); return true;
        case Kind::BigInt: *out = int_hash(value); return true;
        case Kind::Function: case Kind::Module: *out = address_hash(object); return true;
        case Kind::Tuple:
            if (object->cls() == types.tuple) return hash_items(thread, static_cast<Tuple*>(object), out);
            break;
        default: break;
    }
    Class* cls = object->cls();
    Value method = cls->special(Special::k_hash);
    if (method == types.object->special(Special::k_hash)) {
        *out = address_hash(object);
        return true;
    }
    if (!method || method.is_none()) {
        raise_type_error(thread, "unhashable type: '{}'", type_name(value));
        return false;
    }
    bool found;
    Value result = call_special(thread, value, Special::k_hash, {}, &found);
    if (!result) return false;
    if (!is_int(result)) {
        raise_type_error(thread, "__hash__ method should return an integer");
        return false;
    }
    Value plain = as_plain_int(result);
    auto small = int_to_int64(plain);
    *out = small ? *small : int_hash(plain);
    if (*out == -1) *out = -2;
    return true;
}

// --- text ---

std::string type_name(Value value) { return full_class_name(class_of(value)); }

std::string full_class_name(Class* cls) {
    std::string name = to_utf8(cls->name);
    if (cls->has(kHeapType) && !cls->has(kFullName)) return name;
    // Built-in classes outside `builtins` go by their full name, as in CPython.
    Value module = dict_get(cls->attributes, names.dunder_module);
    if (!module || !is_str(module) || as_str(module) == names.builtins) return name;
    return to_utf8(as_str(module)) + "." + name;
}

std::string argument_type_name(Value value) { return value.is_none() ? "None" : type_name(value); }

namespace {

Str* text_from(Thread& thread, Value value, Special special, const char* method) {
    if (!check_recursion(thread, special == Special::k_repr ? " while getting the repr of an object" : " while getting the str of an object")) return nullptr;
    bool found;
    Value result = call_special(thread, value, special, {}, &found);
    if (!result) return nullptr;
    if (!is_str(result)) {
        raise_type_error(thread, "{} returned non-string (type {})", method, type_name(result));
        return nullptr;
    }
    return as_str(result);
}

}  // namespace

namespace {

// The text of a small int: most of what programs print.
Str* small_int_text(Thread& thread, int64_t number) {
    char digits[24];
    char* end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return new_str_ascii(thread, {digits, static_cast<size_t>(end - digits)});
}

}  // namespace

Str* repr(Thread& thread, Value value) {
    if (value.is_int()) return small_int_text(thread, value.as_int());
    if (value.is_float()) return new_str_ascii(thread, float_repr(value.as_float()));
    if (value.is_object() && value.as_object()->kind() == Kind::Str) return str_repr(thread, static_cast<Str*>(value.as_object()));
    return text_from(thread, value, Special::k_repr, "__repr__");
}

Str* to_str(Thread& thread, Value value) {
    if (value.is_object() && value.as_object()->kind() == Kind::Str) return static_cast<Str*>(value.as_object());
    if (value.is_int() || value.is_float()) return repr(thread, value);
    return text_from(thread, value, Special::k_str, "__str__");
}

Str* ascii(Thread& thread, Value value) {
    Str* text = repr(thread, value);
    if (!text || text->is_ascii()) return text;
    std::string out;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t c = text->at(i);
        if (c < 128) out += static_cast<char>(c);
        else if (c < 256) out += fmt::format("\\x{:02x}", c);
        else if (c < 0x10000) out += fmt::format("\\u{:04x}", c);
        else out += fmt::format("\\U{:08x}", c);
    }
    return new_str_ascii(thread, out);
}

// The objects whose repr is being made, innermost first: a chain on the C++ stacks would do, but repr_enter and
// repr_leave are separate calls, so each thread keeps a short array of addresses (kept alive by who prints them).
namespace {
constexpr size_t kMostNestedReprs = 4096;
thread_local Object* repr_stack[kMostNestedReprs];
thread_local size_t repr_depth = 0;
}  // namespace

bool repr_enter(Thread&, Object* object) {
    for (size_t i = repr_depth; i-- > 0;)
        if (repr_stack[i] == object) return false;
    if (repr_depth < kMostNestedReprs) repr_stack[repr_depth] = object;
    repr_depth++;
    return true;
}

void repr_leave(Thread&, Object*) { repr_depth--; }

// --- isinstance, issubclass ---

namespace {

// The __bases__ of something that pretends to be a class; empty without an exception if it has none.
Value abstract_bases(Thread& thread, Value cls) {
    Value bases;
    int found = find_attr(thread, cls, names.dunder_bases, &bases);
    if (found <= 0) return {};
    return is_tuple(bases) ? bases : Value();
}

int abstract_is_subclass(Thread& thread, Value cls, Value ancestor) {
    if (cls == ancestor) return 1;
    Value bases = abstract_bases(thread, cls);
    if (!bases) return thread.exception ? -1 : 0;
    for (Value base : as_tuple(bases)->span()) {
        int answer = abstract_is_subclass(thread, base, ancestor);
        if (answer != 0) return answer;
    }
    return 0;
}

bool is_class(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Class; }

}  // namespace

int is_instance_of(Thread& thread, Value object, Value cls) {
    if (is_class(cls) && Value(class_of(object)) == cls) return 1;
    if (is_tuple(cls)) {
        if (!check_recursion(thread, " in __instancecheck__")) return -1;
        for (Value one : as_tuple(cls)->span()) {
            int answer = is_instance_of(thread, object, one);
            if (answer != 0) return answer;
        }
        return 0;
    }
    Class* metaclass = class_of(cls);
    Value hook = metaclass->special(Special::k_instancecheck);
    if (hook && !(hook == types.type->special(Special::k_instancecheck))) {
        bool found;
        Value answer = call_special(thread, cls, Special::k_instancecheck, {object}, &found);
        return answer ? truth(thread, answer) : -1;
    }
    return plain_is_instance(thread, object, cls);
}

int plain_is_instance(Thread& thread, Value object, Value cls) {
    if (is_class(cls)) {
        auto* wanted = static_cast<Class*>(cls.as_object());
        if (is_subclass(class_of(object), wanted)) return 1;
        // __class__ may be a property that claims another class (mocks, proxies).
        if (!object.is_object() || (!class_of(object)->has(kHeapType) && has_default_getattribute(class_of(object)))) return 0;
        Value claimed;
        int found = find_attr(thread, object, names.dunder_class, &claimed);
        if (found <= 0) return found;
        return is_class(claimed) && is_subclass(static_cast<Class*>(claimed.as_object()), wanted);
    }
    Value bases = abstract_bases(thread, cls);
    if (!bases) {
        if (!thread.exception)
            raise_type_error(thread, "isinstance() arg 2 must be a type, a tuple of types, or a union");
        return -1;
    }
    Value claimed;
    int found = find_attr(thread, object, names.dunder_class, &claimed);
    if (found <= 0) return found;
    return abstract_is_subclass(thread, claimed, cls);
}

int is_subclass_of(Thread& thread, Value cls, Value ancestor) {
    if (is_tuple(ancestor)) {
        for (Value one : as_tuple(ancestor)->span()) {
            int answer = is_subclass_of(thread, cls, one);
            if (answer != 0) return answer;
        }
        return 0;
    }
    Value hook = class_of(ancestor)->special(Special::k_subclasscheck);
    if (hook && !(hook == types.type->special(Special::k_subclasscheck))) {
        bool found;
        Value answer = call_special(thread, ancestor, Special::k_subclasscheck, {cls}, &found);
        return answer ? truth(thread, answer) : -1;
    }
    return plain_is_subclass(thread, cls, ancestor);
}

int plain_is_subclass(Thread& thread, Value cls, Value ancestor) {
    if (is_class(cls) && is_class(ancestor))
        return is_subclass(static_cast<Class*>(cls.as_object()), static_cast<Class*>(ancestor.as_object()));
    if (!is_class(cls) && !abstract_bases(thread, cls)) {
        if (!thread.exception) raise_type_error(thread, "issubclass() arg 1 must be a class");
        return -1;
    }
    if (!is_class(ancestor) && !abstract_bases(thread, ancestor)) {
        if (!thread.exception) raise_type_error(thread, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
        return -1;
    }
    return abstract_is_subclass(thread, cls, ancestor);
}

}  // namespace gilt
