// The type float: its constructor and methods.
#include <atomic>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/format.h"
#include "objects/int.h"
#include "objects/numeral.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

double self_of(Args& args) { return as_double(args[0]); }

// The other operand as a double. 1, 0 if it is no real number, -1 with OverflowError pending.
int operand(Thread& thread, Value value, double* out) {
    if (is_float(value)) {
        *out = as_double(value);
        return 1;
    }
    if (!is_int(value)) return 0;
    return int_to_double(thread, as_plain_int(value), out) ? 1 : -1;
}

using Operation = Value (*)(Thread&, double, double);

template <Operation operation, bool reflected>
Value binary_method(Thread& thread, Args& args) {
    double other;
    int known = operand(thread, args[1], &other);
    if (known <= 0) return known < 0 ? Value() : Value::not_implemented();
    double self = self_of(args);
    return reflected ? operation(thread, other, self) : operation(thread, self, other);
}

Value add(Thread&, double a, double b) { return Value::from_float(a + b); }
Value subtract(Thread&, double a, double b) { return Value::from_float(a - b); }
Value multiply(Thread&, double a, double b) { return Value::from_float(a * b); }
Value divide(Thread& thread, double a, double b) {
    if (b == 0) return raise_text(thread, exceptions.ZeroDivisionError, "float division by zero");
    return Value::from_float(a / b);
}
Value divide_with_rest(Thread& thread, double a, double b) {
    double quotient, rest;
    if (!float_divmod(thread, a, b, &quotient, &rest)) return {};
    return new_tuple(thread, {Value::from_float(quotient), Value::from_float(rest)});
}

template <bool reflected>
Value power_method(Thread& thread, Args& args) {
    if (args.has(2) && !args[2].is_none())
        return raise_type_error(thread, "pow() 3rd argument not allowed unless all arguments are integers");
    return binary_method<float_pow, reflected>(thread, args);
}

Value compare_floats(Thread&, Comparison op, Value a, Value b) {
    double x = as_double(a);
    int order;  // of x and b
    if (is_float(b)) {
        double y = as_double(b);
        switch (op) {
            case Comparison::Lt: return Value::from_bool(x < y);
            case Comparison::Le: return Value::from_bool(x <= y);
            case Comparison::Eq: return Value::from_bool(x == y);
            case Comparison::Ne: return Value::from_bool(x != y);
            case Comparison::Gt: return Value::from_bool(x > y);
            case Comparison::Ge: return Value::from_bool(x >= y);
        }
    }
    if (!is_int(b)) return Value::not_implemented();
    if (std::isnan(x)) return Value::from_bool(op == Comparison::Ne);
    order = -int_compare_double(as_plain_int(b), x);
    switch (op) {
        case Comparison::Lt: return Value::from_bool(order < 0);
        case Comparison::Le: return Value::from_bool(order <= 0);
        case Comparison::Eq: return Value::from_bool(order == 0);
        case Comparison::Ne: return Value::from_bool(order != 0);
        case Comparison::Gt: return Value::from_bool(order > 0);
        default: return Value::from_bool(order >= 0);
    }
}

// A NaN is equal to nothing, so two that were made apart must not be one object.
Value new_float(double number) {
    static std::atomic<uint32_t> made{0};
    return std::isnan(number) ? Value::from_nan(made.fetch_add(1, std::memory_order_relaxed) + 1) : Value::from_float(number);
}

Value float_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.float_);
    if (!cls) return {};
    double number = 0;
    if (Value source = args[1]) {
        std::string_view bytes;
        Kind kind = source.is_object() ? source.as_object()->kind() : Kind::Native;
        if (is_str(source) || is_bytes(source) || kind == Kind::ByteArray || kind == Kind::MemoryView) {
            if (!float_from_text(thread, source, &number)) return {};
        } else if (is_float(source) && !(class_of(source)->special(Special::k_float) == types.float_->special(Special::k_float))) {
            // A float of a script's class may have a __float__ of its own, which float() alone asks for.
            bool found;
            Value made = call_special(thread, source, Special::k_float, {}, &found);
            if (!made) return {};
            if (!is_float(made))
                return raise_type_error(thread, "{}.__float__ returned non-float (type {})", type_name(source), type_name(made));
            number = as_double(made);
        } else if (!is_float(source) && !is_int(source) && !class_of(source)->special(Special::k_float) &&
                   !class_of(source)->special(Special::k_index)) {
            return raise_type_error(thread, "float() argument must be a string or a real number, not '{}'",
                                    type_name(source));
        } else if (!to_double(thread, source, &number)) {
            return {};
        }
    }
    if (args[1] && args[1].is_float() && cls == types.float_) return args[1];
    Value plain = new_float(number);
    return cls == types.float_ ? plain : new_boxed(thread, cls, plain);
}

Value float_repr_method(Thread& thread, Args& args) {
    return new_str_ascii(thread, float_repr(self_of(args)));
}

Value float_hash_method(Thread& thread, Args& args) { return make_int(thread, float_hash(self_of(args))); }

Value float_round(Thread& thread, Args& args) {
    double self = self_of(args);
    if (!args.has(1) || args[1].is_none()) return int_from_double(thread, std::nearbyint(self));
    int64_t digits;
    if (!to_index_clamped(thread, args[1], &digits)) return {};
    if (!std::isfinite(self)) return Value::from_float(self);
    double result = round_to_digits(self, static_cast<int>(std::clamp<int64_t>(digits, -400, 400)));
    if (std::isinf(result))
        return raise_format(thread, exceptions.OverflowError, "rounded value too large to represent");
    return Value::from_float(result);
}

Value float_hex(Thread& thread, Args& args) {
    double self = self_of(args);
    if (!std::isfinite(self)) return new_str_ascii(thread, float_repr(self));
    std::string text = std::signbit(self) ? "-0x" : "0x";
    if (self == 0) return new_str_ascii(thread, text + "0.0p+0");
    int exponent;
    double mantissa = std::frexp(std::abs(self), &exponent);
    int shift = 1 - std::max(-1021 - exponent, 0);
    mantissa = std::ldexp(mantissa, shift);
    exponent -= shift;
    auto take_digit = [&] {
        int digit = static_cast<int>(mantissa);
        mantissa = (mantissa - digit) * 16.0;
        text.push_back("0123456789abcdef"[digit]);
    };
    take_digit();
    text.push_back('.');
    for (int i = 0; i < 13; i++) take_digit();
    text += exponent < 0 ? "p-" : "p+";
    return new_str_ascii(thread, text + std::to_string(std::abs(exponent)));
}

// [sign] ["0x"] hex digits ["." hex digits] ["p" [sign] digits], or inf, nan. strtod does the rounding.
bool parse_hex_float(std::string_view text, std::string* normal) {
    size_t i = 0;
    auto at = [&](size_t k) { return k < text.size() ? text[k] | 0x20 : 0; };
    if (at(0) == ('-' | 0x20) || at(0) == ('+' | 0x20)) {
        if (text[0] == '-') normal->push_back('-');
        i = 1;
    }
    std::string_view rest = text.substr(i);
    std::string lower(rest);
    for (char& c : lower) c = static_cast<char>(c | 0x20);
    if (lower == "inf" || lower == "infinity" || lower == "nan") {
        *normal += lower;
        return true;
    }
    if (at(i) == ('0' | 0x20) && at(i + 1) == 'x') i += 2;
    *normal += "0x";
    auto digits = [&](const char* allowed) {
        size_t from = i;
        while (i < text.size() && std::strchr(allowed, text[i]) && text[i]) normal->push_back(text[i++]);
        return i > from;
    };
    constexpr const char* kHex = "0123456789abcdefABCDEF";
    bool any = digits(kHex);
    if (i < text.size() && text[i] == '.') {
        normal->push_back(text[i++]);
        any |= digits(kHex);
    }
    if (!any) return false;
    if (at(i) == 'p') {
        normal->push_back('p');
        i++;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) normal->push_back(text[i++]);
        if (!digits("0123456789")) return false;
    }
    return i == text.size();
}

Value float_fromhex(Thread& thread, Args& args) {
    if (!is_str(args[1])) return raise_type_error(thread, "bad argument type for built-in operation");
    std::optional<std::string> text = plain_numeral(as_str(args[1]));
    std::string normal;
    if (!text || !as_str(args[1])->is_ascii() || !parse_hex_float(*text, &normal))
        return raise_value_error(thread, "invalid hexadecimal floating-point string");
    double number = std::strtod(normal.c_str(), nullptr);
    if (std::isinf(number) && normal.find("inf") == std::string::npos)
        return raise_format(thread, exceptions.OverflowError,
                            "hexadecimal value too large to represent as a float");
    Value plain = new_float(number);
    if (args[0] == Value(types.float_)) return plain;
    return call(thread, args[0], {plain});
}

Value float_getformat(Thread& thread, Args& args) {
    if (!is_str(args[1]))
        return raise_type_error(thread, "__getformat__() argument must be str, not {}", argument_type_name(args[1]));
    std::string kind = to_utf8(as_str(args[1]));
    if (kind == "double" || kind == "float") return new_str_ascii(thread, "IEEE, little-endian");
    return raise_value_error(thread, "__getformat__() argument 1 must be 'double' or 'float'");
}

Value self_float(Args& args) { return Value::from_float(self_of(args)); }

}  // namespace

void trace_float(Object*, Marker&) {}  // a float is no heap object

void init_float_type(Thread& thread) {
    Class* cls = types.float_;
    add_comparisons<compare_floats>(thread, cls);
    add_methods(
        thread, cls,
        {{"__new__(cls, x=0, /)", float_new, "Create and return a new object.", Binding::StaticMethod},
         {"__repr__(self, /)", float_repr_method, "Return repr(self)."},
         {"__hash__(self, /)", float_hash_method, "Return hash(self)."},
         {"__format__(self, format_spec, /)",
          [](Thread& thread, Args& args) -> Value {
              if (!is_str(args[1]))
                  return raise_type_error(thread, "__format__() argument must be str, not {}",
                                          argument_type_name(args[1]));
              return format_float(thread, self_of(args), as_str(args[1]));
          },
          "Formats the float according to format_spec."},
         {"__add__(self, value, /)", binary_method<add, false>, "Return self+value."},
         {"__radd__(self, value, /)", binary_method<add, true>, "Return value+self."},
         {"__sub__(self, value, /)", binary_method<subtract, false>, "Return self-value."},
         {"__rsub__(self, value, /)", binary_method<subtract, true>, "Return value-self."},
         {"__mul__(self, value, /)", binary_method<multiply, false>, "Return self*value."},
         {"__rmul__(self, value, /)", binary_method<multiply, true>, "Return value*self."},
         {"__truediv__(self, value, /)", binary_method<divide, false>, "Return self/value."},
         {"__rtruediv__(self, value, /)", binary_method<divide, true>, "Return value/self."},
         {"__floordiv__(self, value, /)", binary_method<float_floordiv, false>, "Return self//value."},
         {"__rfloordiv__(self, value, /)", binary_method<float_floordiv, true>, "Return value//self."},
         {"__mod__(self, value, /)", binary_method<float_mod, false>, "Return self%value."},
         {"__rmod__(self, value, /)", binary_method<float_mod, true>, "Return value%self."},
         {"__divmod__(self, value, /)", binary_method<divide_with_rest, false>,
          "Return divmod(self, value)."},
         {"__rdivmod__(self, value, /)", binary_method<divide_with_rest, true>,
          "Return divmod(value, self)."},
         {"__pow__(self, value, mod=None, /)", power_method<false>, "Return pow(self, value, mod)."},
         {"__rpow__(self, value, mod=None, /)", power_method<true>, "Return pow(value, self, mod)."},
         {"__neg__(self, /)", [](Thread&, Args& args) { return Value::from_float(-self_of(args)); }, "-self"},
         {"__pos__(self, /)", [](Thread&, Args& args) { return self_float(args); }, "+self"},
         {"__abs__(self, /)", [](Thread&, Args& args) { return Value::from_float(std::abs(self_of(args))); },
          "abs(self)"},
         {"__bool__(self, /)", [](Thread&, Args& args) { return Value::from_bool(self_of(args) != 0); },
          "True if self else False"},
         {"__int__(self, /)",
          [](Thread& thread, Args& args) { return int_from_double(thread, self_of(args)); }, "int(self)"},
         {"__float__(self, /)", [](Thread&, Args& args) { return self_float(args); }, "float(self)"},
         {"__trunc__(self, /)",
          [](Thread& thread, Args& args) { return int_from_double(thread, self_of(args)); },
          "Return the Integral closest to x between 0 and x."},
         {"__floor__(self, /)",
          [](Thread& thread, Args& args) { return int_from_double(thread, std::floor(self_of(args))); },
          "Return the floor as an Integral."},
         {"__ceil__(self, /)",
          [](Thread& thread, Args& args) { return int_from_double(thread, std::ceil(self_of(args))); },
          "Return the ceiling as an Integral."},
         {"__round__(self, ndigits=None, /)", float_round,
          "Return the Integral closest to x, rounding half toward even."},
         {"__getnewargs__(self, /)",
          [](Thread& thread, Args& args) -> Value { return new_tuple(thread, {self_float(args)}); }, ""},
         {"conjugate(self, /)", [](Thread&, Args& args) { return self_float(args); },
          "Return self, the complex conjugate of any float."},
         {"is_integer(self, /)",
          [](Thread&, Args& args) {
              double self = self_of(args);
              return Value::from_bool(std::isfinite(self) && std::floor(self) == self);
          },
          "Return True if the float is an integer."},
         {"as_integer_ratio(self, /)",
          [](Thread& thread, Args& args) { return float_as_ratio(thread, self_of(args)); },
          "Return a pair of integers, whose ratio is exactly equal to the original float."},
         {"hex(self, /)", float_hex, "Return a hexadecimal representation of a floating-point number."},
         {"fromhex(cls, string, /)", float_fromhex,
          "Create a floating-point number from a hexadecimal string.", Binding::ClassMethod},
         {"__getformat__(cls, typestr, /)", float_getformat, "", Binding::ClassMethod}});
    add_getsets(thread, cls,
                {{"real", [](Thread&, Value self) { return Value::from_float(as_double(self)); }, nullptr,
                  "the real part of a complex number"},
                 {"imag", [](Thread&, Value) { return Value::from_float(0.0); }, nullptr,
                  "the imaginary part of a complex number"}});
}

}  // namespace gilt
