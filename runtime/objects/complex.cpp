// complex: arithmetic, text and methods.
//
// The formulas are CPython's, not those of C99's complex: they differ in the last bit and in what
// infinities give.
#include "objects/complex.h"

#include <algorithm>
#include <cerrno>
#include <cmath>

#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/format.h"
#include "objects/function.h"
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

bool is_complex(Value value) {
    if (!value.is_object()) return false;
    Object* object = value.as_object();
    if (object->kind() == Kind::Complex) return true;
    return object->kind() == Kind::Boxed && is_complex(static_cast<Boxed*>(object)->payload);
}

Complex* as_complex(Value value) {
    Object* object = value.as_object();
    if (object->kind() == Kind::Boxed) object = static_cast<Boxed*>(object)->payload.as_object();
    return static_cast<Complex*>(object);
}

Value new_complex(Thread& thread, double real, double imaginary) {
    Shape* shape = types.complex->instance_shape.load(std::memory_order_acquire);
    auto* result = heap::fast_allocate<Complex>(thread, shape);
    result->real = real;
    result->imaginary = imaginary;
    return result;
}

namespace {

struct Pair {
    double real, imaginary;
};

Value make(Thread& thread, Pair pair) { return new_complex(thread, pair.real, pair.imaginary); }

Pair multiply(Pair a, Pair b) {
    return {a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real};
}

// False: division by zero.
bool divide(Pair a, Pair b, Pair* out) {
    double abs_real = std::abs(b.real), abs_imaginary = std::abs(b.imaginary);
    if (abs_real >= abs_imaginary) {
        if (abs_real == 0) return false;
        double ratio = b.imaginary / b.real, divisor = b.real + b.imaginary * ratio;
        *out = {(a.real + a.imaginary * ratio) / divisor, (a.imaginary - a.real * ratio) / divisor};
    } else if (abs_imaginary >= abs_real) {
        double ratio = b.real / b.imaginary, divisor = b.real * ratio + b.imaginary;
        *out = {(a.real * ratio + a.imaginary) / divisor, (a.imaginary * ratio - a.real) / divisor};
    } else {
        *out = {NAN, NAN};
    }
    return true;
}

Value zero_division(Thread& thread, const char* message) {
    return raise_text(thread, exceptions.ZeroDivisionError, message);
}

Value finish_power(Thread& thread, Pair result) {
    if (std::isinf(result.real) || std::isinf(result.imaginary))
        return raise_format(thread, exceptions.OverflowError, "complex exponentiation");
    return make(thread, result);
}

}  // namespace

Value complex_pow(Thread& thread, double a, double b, double c, double d) {
    if (c == 0 && d == 0) return new_complex(thread, 1, 0);
    if (a == 0 && b == 0) {
        if (d != 0 || c < 0) return zero_division(thread, "0.0 to a negative or complex power");
        return new_complex(thread, 0, 0);
    }
    if (d == 0 && c == std::floor(c) && std::abs(c) <= 100) {  // a small whole power: multiply
        Pair result{1, 0}, factor{a, b};
        for (auto left = static_cast<unsigned>(std::abs(c)); left; left >>= 1) {
            if (left & 1) result = multiply(result, factor);
            factor = multiply(factor, factor);
        }
        if (c < 0 && !divide({1, 0}, result, &result))
            return zero_division(thread, "0.0 to a negative or complex power");
        return finish_power(thread, result);
    }
    double length = std::pow(std::hypot(a, b), c);
    double angle = std::atan2(b, a), phase = angle * c;
    if (d != 0) {
        length /= std::exp(angle * d);
        phase += d * std::log(std::hypot(a, b));
    }
    if (std::isinf(phase)) return zero_division(thread, "0.0 to a negative or complex power");  // no cosine; CPython's words
    return finish_power(thread, {length * std::cos(phase), length * std::sin(phase)});
}

namespace {

Pair self_of(Args& args) {
    Complex* self = as_complex(args[0]);
    return {self->real, self->imaginary};
}

// 1, 0 if it is no number, -1 with OverflowError pending.
int operand(Thread& thread, Value value, Pair* out) {
    if (is_complex(value)) {
        *out = {as_complex(value)->real, as_complex(value)->imaginary};
        return 1;
    }
    out->imaginary = 0;
    if (is_float(value)) {
        out->real = as_double(value);
        return 1;
    }
    if (!is_int(value)) return 0;
    return int_to_double(thread, as_plain_int(value), &out->real) ? 1 : -1;
}

using Operation = Value (*)(Thread&, Pair, Pair);

template <Operation operation, bool reflected>
Value binary_method(Thread& thread, Args& args) {
    Pair other;
    int known = operand(thread, args[1], &other);
    if (known <= 0) return known < 0 ? Value() : Value::not_implemented();
    Pair self = self_of(args);
    return reflected ? operation(thread, other, self) : operation(thread, self, other);
}

Value add(Thread& thread, Pair a, Pair b) {
    return make(thread, {a.real + b.real, a.imaginary + b.imaginary});
}
Value subtract(Thread& thread, Pair a, Pair b) {
    return make(thread, {a.real - b.real, a.imaginary - b.imaginary});
}
Value times(Thread& thread, Pair a, Pair b) { return make(thread, multiply(a, b)); }
Value true_divide(Thread& thread, Pair a, Pair b) {
    Pair result;
    if (!divide(a, b, &result)) return zero_division(thread, "complex division by zero");
    return make(thread, result);
}
Value power(Thread& thread, Pair a, Pair b) {
    return complex_pow(thread, a.real, a.imaginary, b.real, b.imaginary);
}

template <bool reflected>
Value power_method(Thread& thread, Args& args) {
    if (args.has(2) && !args[2].is_none()) {
        Pair ignored;
        int known = operand(thread, args[1], &ignored);
        if (known <= 0) return known < 0 ? Value() : Value::not_implemented();
        return raise_value_error(thread, "complex modulo");
    }
    return binary_method<power, reflected>(thread, args);
}

Value compare_complex(Thread&, Comparison op, Value a, Value b) {
    if (op != Comparison::Eq && op != Comparison::Ne) return Value::not_implemented();
    Complex* x = as_complex(a);
    bool same;
    if (is_complex(b))
        same = x->real == as_complex(b)->real && x->imaginary == as_complex(b)->imaginary;
    else if (is_float(b))
        same = x->real == as_double(b) && x->imaginary == 0;
    else if (is_int(b))
        same = x->imaginary == 0 && !std::isnan(x->real) && int_compare_double(as_plain_int(b), x->real) == 0;
    else
        return Value::not_implemented();
    return Value::from_bool(same == (op == Comparison::Eq));
}

// "1.0" as a part of a complex is "1".
std::string part_repr(double number) {
    std::string text = float_repr(number);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text;
}

Value complex_repr(Thread& thread, Args& args) {
    Pair self = self_of(args);
    std::string imaginary = part_repr(self.imaginary) + "j";
    if (self.real == 0 && !std::signbit(self.real)) return new_str_ascii(thread, imaginary);
    if (imaginary[0] != '-') imaginary.insert(0, 1, '+');
    return new_str_ascii(thread, "(" + part_repr(self.real) + imaginary + ")");
}

// --- complex(...) ---

// The longest start of `text` that is a float, sign included; empty if there is none.
std::string_view take_float(std::string_view text) {
    size_t i = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
    auto lower = [&](size_t k) { return k < text.size() ? text[k] | 0x20 : 0; };
    if (lower(i) == 'i' || lower(i) == 'n') {
        for (std::string_view word : {"infinity", "inf", "nan"}) {
            size_t k = 0;
            while (k < word.size() && lower(i + k) == word[k]) k++;
            if (k == word.size()) return text.substr(0, i + k);
        }
        return {};
    }
    size_t from = i;
    auto digits = [&] {
        while (i < text.size() && ((text[i] >= '0' && text[i] <= '9') || text[i] == '_')) i++;
    };
    digits();
    if (i < text.size() && text[i] == '.') {
        i++;
        digits();
    }
    if (i == from) return {};
    if (lower(i) == 'e') {
        size_t mark = i++;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) i++;
        size_t first = i;
        digits();
        if (i == first) i = mark;
    }
    return text.substr(0, i);
}

bool parse_complex(std::string_view text, Pair* out) {
    bool bracketed = !text.empty() && text[0] == '(';
    if (bracketed) text = strip_ascii_space(text.substr(1));
    if (bracketed) {
        if (text.empty() || text.back() != ')') return false;
        text = strip_ascii_space(text.substr(0, text.size() - 1));
    }
    auto is_j = [](std::string_view rest) { return rest.size() == 1 && (rest[0] | 0x20) == 'j'; };
    auto is_sign = [](char c) { return c == '+' || c == '-'; };
    // <float>, <float>j, <float><signed float>j, and a bare sign for 1 before j
    *out = {0, 0};
    std::string_view first = take_float(text);
    std::string_view rest = text.substr(first.size());
    if (first.empty()) {
        bool minus = !rest.empty() && rest[0] == '-';
        if (!rest.empty() && is_sign(rest[0])) rest.remove_prefix(1);
        out->imaginary = minus ? -1 : 1;
        return is_j(rest);
    }
    double number;
    if (!parse_float(first, &number)) return false;
    if (is_j(rest)) {
        out->imaginary = number;
        return true;
    }
    out->real = number;
    if (rest.empty()) return true;
    if (!is_sign(rest[0])) return false;
    std::string_view second = take_float(rest);
    if (second.empty()) {
        out->imaginary = rest[0] == '-' ? -1 : 1;
        return is_j(rest.substr(1));
    }
    return is_j(rest.substr(second.size())) && parse_float(second, &out->imaginary);
}

// An argument of complex(): a number, __complex__ (the first one only), __float__ or __index__.
bool to_pair(Thread& thread, Value value, const char* which, Pair* out) {
    if (int known = operand(thread, value, out)) return known > 0;
    bool found = false;
    bool is_first = which[0] == 'f';
    Value number = is_first ? call_special(thread, value, Special::k_complex, {}, &found) : Value();
    if (found) {
        if (!number) return false;
        if (!is_complex(number))
            return bool(
                raise_type_error(thread, "__complex__ returned non-complex (type {})", type_name(number)));
        return operand(thread, number, out) > 0;
    }
    Class* cls = class_of(value);
    if (cls->special(Special::k_float) || cls->special(Special::k_index)) {
        out->imaginary = 0;
        return to_double(thread, value, &out->real);
    }
    return bool(raise_type_error(thread, "complex() {} argument must be a {}number, not '{}'", which,
                                 is_first ? "string or a " : "", type_name(value)));
}

Value complex_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.complex);
    if (!cls) return {};
    Pair result{0, 0};
    if (args.has(1) && is_str(args[1])) {
        if (args.has(2))
            return raise_type_error(thread, "complex() can't take second arg if first is a string");
        std::optional<std::string> text = plain_numeral(as_str(args[1]));
        if (!text || !parse_complex(*text, &result))
            return raise_value_error(thread, "complex() arg is a malformed string");
    } else {
        if (args.has(2) && is_str(args[2]))
            return raise_type_error(thread, "complex() second arg can't be a string");
        if (args.has(1) && cls == types.complex && !args.has(2) && args[1].is_object() &&
            args[1].as_object()->kind() == Kind::Complex)
            return args[1];
        if (args.has(1) && !to_pair(thread, args[1], "first", &result)) return {};
        if (args.has(2)) {  // real + imaginary * 1j, where both may be complex
            Pair second;
            if (!to_pair(thread, args[2], "second", &second)) return {};
            result.real -= second.imaginary;
            bool has_imaginary = args.has(1) && class_of(args[1])->special(Special::k_complex);
            result.imaginary = has_imaginary ? result.imaginary + second.real : second.real;  // 0 + -0.0 would lose the sign
        }
    }
    Value plain = make(thread, result);
    return cls == types.complex ? plain : new_boxed(thread, cls, plain);
}

Value complex_hash(Thread& thread, Args& args) {
    Pair self = self_of(args);
    uint64_t hash = static_cast<uint64_t>(float_hash(self.real)) +
                    1000003 * static_cast<uint64_t>(float_hash(self.imaginary));
    auto result = static_cast<int64_t>(hash);
    return make_int(thread, result == -1 ? -2 : result);
}

Value complex_abs(Thread& thread, Args& args) {
    Pair self = self_of(args);
    double result = std::hypot(self.real, self.imaginary);
    if (std::isinf(result) && std::isfinite(self.real) && std::isfinite(self.imaginary))
        return raise_format(thread, exceptions.OverflowError, "absolute value too large");
    return Value::from_any_float(result);
}

}  // namespace

void trace_complex(Object*, Marker&) {}

void init_complex_type(Thread& thread) {
    Class* cls = types.complex;
    add_comparisons<compare_complex>(thread, cls);
    add_methods(
        thread, cls,
        {{"__new__(cls, real=0, imag=0)", complex_new, "Create and return a new object.",
          Binding::StaticMethod},
         {"__repr__(self, /)", complex_repr, "Return repr(self)."},
         {"__hash__(self, /)", complex_hash, "Return hash(self)."},
         {"__format__(self, format_spec, /)",
          [](Thread& thread, Args& args) -> Value {
              if (!is_str(args[1]))
                  return raise_type_error(thread, "__format__() argument must be str, not {}",
                                          argument_type_name(args[1]));
              return format_complex(thread, as_complex(args[0]), as_str(args[1]));
          },
          "Convert to a string according to format_spec."},
         {"__add__(self, value, /)", binary_method<add, false>, "Return self+value."},
         {"__radd__(self, value, /)", binary_method<add, true>, "Return value+self."},
         {"__sub__(self, value, /)", binary_method<subtract, false>, "Return self-value."},
         {"__rsub__(self, value, /)", binary_method<subtract, true>, "Return value-self."},
         {"__mul__(self, value, /)", binary_method<times, false>, "Return self*value."},
         {"__rmul__(self, value, /)", binary_method<times, true>, "Return value*self."},
         {"__truediv__(self, value, /)", binary_method<true_divide, false>, "Return self/value."},
         {"__rtruediv__(self, value, /)", binary_method<true_divide, true>, "Return value/self."},
         {"__pow__(self, value, mod=None, /)", power_method<false>, "Return pow(self, value, mod)."},
         {"__rpow__(self, value, mod=None, /)", power_method<true>, "Return pow(value, self, mod)."},
         {"__neg__(self, /)",
          [](Thread& thread, Args& args) {
              Pair self = self_of(args);
              return make(thread, {-self.real, -self.imaginary});
          },
          "-self"},
         {"__pos__(self, /)", [](Thread&, Args& args) { return Value(as_complex(args[0])); }, "+self"},
         {"__abs__(self, /)", complex_abs, "abs(self)"},
         {"__bool__(self, /)",
          [](Thread&, Args& args) {
              Pair self = self_of(args);
              return Value::from_bool(self.real != 0 || self.imaginary != 0);
          },
          "True if self else False"},
         {"__complex__(self, /)", [](Thread&, Args& args) { return Value(as_complex(args[0])); },
          "Convert this value to exact type complex."},
         {"__getnewargs__(self, /)",
          [](Thread& thread, Args& args) -> Value {
              Pair self = self_of(args);
              return new_tuple(thread,
                               {Value::from_any_float(self.real), Value::from_any_float(self.imaginary)});
          },
          ""},
         {"conjugate(self, /)",
          [](Thread& thread, Args& args) {
              Pair self = self_of(args);
              return make(thread, {self.real, -self.imaginary});
          },
          "Return the complex conjugate of its argument."}});
    add_getsets(
        thread, cls,
        {{"real", [](Thread&, Value self) { return Value::from_any_float(as_complex(self)->real); }, nullptr,
          "the real part of a complex number", true},
         {"imag", [](Thread&, Value self) { return Value::from_any_float(as_complex(self)->imaginary); },
          nullptr, "the imaginary part of a complex number", true}});
}

}  // namespace gilt
