// The type int: its constructor, its operators as methods, and the rest.
#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/format.h"
#include "objects/int.h"
#include "objects/list.h"
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

Value self_of(Args& args) { return as_plain_int(args[0]); }

using Operation = Value (*)(Thread&, Value, Value);

template <Operation operation, bool reflected>
Value binary_method(Thread& thread, Args& args) {
    if (!is_int(args[1])) return Value::not_implemented();
    Value self = self_of(args), other = as_plain_int(args[1]);
    return reflected ? operation(thread, other, self) : operation(thread, self, other);
}

Value divide_with_rest(Thread& thread, Value a, Value b) {
    Value quotient, rest;
    if (!int_divmod(thread, a, b, &quotient, &rest)) return {};
    return new_tuple(thread, {quotient, rest});
}

template <bool reflected>
Value power_method(Thread& thread, Args& args) {
    if (!is_int(args[1])) return Value::not_implemented();
    Value modulus = args.get(2, Value::none());
    if (modulus.is_none())
        modulus = {};
    else if (!is_int(modulus))
        return Value::not_implemented();
    else
        modulus = as_plain_int(modulus);
    Value self = self_of(args), other = as_plain_int(args[1]);
    return reflected ? int_pow(thread, other, self, modulus) : int_pow(thread, self, other, modulus);
}

Value compare_ints(Thread&, Comparison op, Value a, Value b) {
    if (!is_int(b)) return Value::not_implemented();
    int order = int_compare(as_plain_int(a), as_plain_int(b));
    switch (op) {
        case Comparison::Lt: return Value::from_bool(order < 0);
        case Comparison::Le: return Value::from_bool(order <= 0);
        case Comparison::Eq: return Value::from_bool(order == 0);
        case Comparison::Ne: return Value::from_bool(order != 0);
        case Comparison::Gt: return Value::from_bool(order > 0);
        default: return Value::from_bool(order >= 0);
    }
}

// --- int(...) ---

// int(x) for one argument.
Value int_from_object(Thread& thread, Value source) {
    if (is_int(source) && class_of(source) == types.int_) return source;
    if (source.is_float()) return int_from_double(thread, source.as_float());
    if (is_exact_str(source)) return int_from_text(thread, as_str(source), 10, source);
    bool found = false;
    Value number = call_special(thread, source, Special::k_int, {}, &found);
    if (found) {
        if (!number) return {};
        if (!is_int(number))
            return raise_type_error(thread, "__int__ returned non-int (type {})", type_name(number));
        return as_plain_int(number);
    }
    if (class_of(source)->special(Special::k_index)) return to_index(thread, source);
    number = call_special(thread, source, Special::k_trunc, {}, &found);
    if (found) {
        if (!number) return {};
        if (is_int(number)) return as_plain_int(number);
        if (class_of(number)->special(Special::k_index)) return to_index(thread, number);
        return raise_type_error(thread, "__trunc__ returned non-Integral (type {})", type_name(number));
    }
    if (is_str(source)) return int_from_text(thread, as_str(source), 10, source);
    Kind kind = source.is_object() ? source.as_object()->kind() : Kind::Native;
    if (is_bytes(source) || kind == Kind::ByteArray || kind == Kind::MemoryView) {
        std::string_view bytes;
        if (!get_buffer(thread, source, &bytes)) return {};
        return int_from_text(thread, new_str_latin1(thread, bytes), 10, new_bytes(thread, bytes));
    }
    return raise_type_error(thread,
                            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                            type_name(source));
}

Value int_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.int_);
    if (!cls) return {};
    Value plain;
    if (args.has(2)) {
        if (!args.has(1)) return raise_type_error(thread, "int() missing string argument");
        int64_t base;
        if (!to_index_clamped(thread, args[2], &base)) return {};
        if ((base != 0 && base < 2) || base > 36)
            return raise_value_error(thread, "int() base must be >= 2 and <= 36, or 0");
        std::string_view bytes;
        Value source = args[1];
        if (is_str(source)) {
            plain = int_from_text(thread, as_str(source), static_cast<int>(base), source);
        } else if (is_bytes(source) ||
                   (source.is_object() && source.as_object()->kind() == Kind::ByteArray)) {
            if (!get_buffer(thread, source, &bytes)) return {};
            plain = int_from_text(thread, new_str_latin1(thread, bytes), static_cast<int>(base),
                                  new_bytes(thread, bytes));
        } else {
            return raise_type_error(thread, "int() can't convert non-string with explicit base");
        }
    } else {
        plain = args.has(1) ? int_from_object(thread, args[1]) : Value::from_int(0);
    }
    if (!plain) return {};
    return cls == types.int_ ? plain : new_boxed(thread, cls, plain);
}

// --- bytes ---

// 1 little, 0 big, -1 with an exception pending.
int is_little(Thread& thread, Value order, const char* method) {
    if (order.is_empty()) return 0;
    if (!is_str(order)) {
        (void)raise_type_error(thread, "{}() argument 'byteorder' must be str, not {}", method, argument_type_name(order));
        return -1;
    }
    std::string text = to_utf8(as_str(order));
    if (text == "little") return 1;
    if (text == "big") return 0;
    (void)raise_value_error(thread, "byteorder must be either 'little' or 'big'");
    return -1;
}

// signed is a keyword argument whose truth counts.
int is_signed(Thread& thread, Value value) { return value.is_empty() ? 0 : truth(thread, value); }

Value int_to_bytes(Thread& thread, Args& args) {
    int64_t length = 1;
    if (args.has(1) && !to_int64(thread, args[1], &length)) return {};
    int little = is_little(thread, args.get(2, {}), "to_bytes");
    if (little < 0) return {};
    int with_sign = is_signed(thread, args.get(3, {}));
    if (with_sign < 0) return {};
    if (length < 0) return raise_value_error(thread, "length argument must be non-negative");
    Value self = self_of(args);
    Limbs x(self);
    if (x.negative && !with_sign)
        return raise_format(thread, exceptions.OverflowError, "can't convert negative int to unsigned");
    // In two's complement a negative number needs as many bits as -number - 1, and the sign one more.
    Value magnitude = x.negative ? int_invert(thread, self) : self;
    uint64_t bits = int_bit_length(magnitude) + (with_sign ? 1 : 0);
    if (magnitude == Value::from_int(0)) bits = 0;  // 0 and -1: the sign may go, too
    if (bits > static_cast<uint64_t>(length) * 8)
        return raise_format(thread, exceptions.OverflowError, "int too big to convert");
    Limbs m(magnitude);
    Bytes* result = new_bytes_uninitialized(thread, static_cast<size_t>(length));
    if (!result) return {};
    for (int64_t i = 0; i < length; i++) {
        uint64_t limb = i / 8 < m.size ? m.data[i / 8] : 0;
        auto byte = static_cast<uint8_t>(limb >> (i % 8 * 8));
        result->data[little ? i : length - 1 - i] =
            static_cast<char>(x.negative ? static_cast<uint8_t>(~byte) : byte);
    }
    return result;
}

Value int_from_bytes(Thread& thread, Args& args) {
    int little = is_little(thread, args.get(2, {}), "from_bytes");
    if (little < 0) return {};
    int with_sign = is_signed(thread, args.get(3, {}));
    if (with_sign < 0) return {};
    Value source = args[1];
    auto has = [&](Special special) { return bool(class_of(source)->special(special)); };
    if (is_str(source) || is_int(source) || !(has_buffer(source) || has(Special::k_bytes) || has(Special::k_iter) || has(Special::k_getitem))) return raise_type_error(thread, "cannot convert '{}' object to bytes", type_name(source));
    if (!is_bytes(source)) {
        source = call(thread, types.bytes, {source});
        if (!source) return {};
    }
    std::string_view bytes = as_bytes(source)->view();
    auto length = static_cast<int64_t>(bytes.size());
    auto byte_at = [&](int64_t i) {  // counted from the least significant
        return static_cast<uint8_t>(bytes[static_cast<size_t>(little ? i : length - 1 - i)]);
    };
    bool negative = with_sign && length > 0 && (byte_at(length - 1) & 0x80);
    int64_t limbs = (length + 7) / 8;
    BigInt* result = new_big_int(thread, limbs);
    if (!result) return {};
    for (int64_t i = 0; i < limbs * 8; i++) {
        uint64_t byte = i < length ? byte_at(i) : (negative ? 0xFF : 0);
        if (negative) byte ^= 0xFF;
        result->limbs[i / 8] |= byte << (i % 8 * 8);
    }
    Value number = finish_int(result, limbs, false);
    if (negative) number = int_invert(thread, number);
    if (args[0] == Value(types.int_)) return number;
    return call(thread, args[0], {number});
}

// --- the rest ---

Value int_repr(Thread& thread, Args& args) {
    std::string text;
    if (!int_to_string(thread, self_of(args), 10, &text)) return {};
    return new_str_ascii(thread, text);
}

Value int_format(Thread& thread, Args& args) {
    if (!is_str(args[1]))
        return raise_type_error(thread, "__format__() argument must be str, not {}", argument_type_name(args[1]));
    return args[0].is_bool() ? format_value(thread, args[0], as_str(args[1])) : format_int(thread, self_of(args), as_str(args[1]));
}

Value int_round_method(Thread& thread, Args& args) {
    Value self = self_of(args);
    if (!args.has(1)) return self;
    Value digits = to_index(thread, args[1]);
    if (!digits || int_sign(digits) >= 0) return digits ? self : Value();
    digits = int_negate(thread, digits);
    // Far more digits than the number has: it rounds to zero, without computing the power of ten.
    if (!digits.is_int() || static_cast<uint64_t>(digits.as_int()) > int_bit_length(self) / 3 + 2)
        return Value::from_int(0);
    return int_round(thread, self, digits);
}

Value int_bit_count(Thread&, Args& args) {
    Limbs x(self_of(args));
    int64_t count = 0;
    for (int64_t i = 0; i < x.size; i++) count += std::popcount(x.data[i]);
    return Value::from_int(count);
}

Value return_self(Thread&, Args& args) { return self_of(args); }

}  // namespace

void trace_int(Object*, Marker&) {}  // limbs are no Values

void init_int_type(Thread& thread) {
    Class* cls = types.int_;
    add_comparisons<compare_ints>(thread, cls);
    add_methods(
        thread, cls,
        {{"__new__(cls, x=0, /, base=10)", int_new, "Create and return a new object.", Binding::StaticMethod},
         {"__repr__(self, /)", int_repr, "Return repr(self)."},
         {"__hash__(self, /)",
          [](Thread& thread, Args& args) { return make_int(thread, int_hash(self_of(args))); },
          "Return hash(self)."},
         {"__format__(self, format_spec, /)", int_format, "Convert to a string according to format_spec."},
         {"__add__(self, value, /)", binary_method<int_add, false>, "Return self+value."},
         {"__radd__(self, value, /)", binary_method<int_add, true>, "Return value+self."},
         {"__sub__(self, value, /)", binary_method<int_sub, false>, "Return self-value."},
         {"__rsub__(self, value, /)", binary_method<int_sub, true>, "Return value-self."},
         {"__mul__(self, value, /)", binary_method<int_mul, false>, "Return self*value."},
         {"__rmul__(self, value, /)", binary_method<int_mul, true>, "Return value*self."},
         {"__truediv__(self, value, /)", binary_method<int_truediv, false>, "Return self/value."},
         {"__rtruediv__(self, value, /)", binary_method<int_truediv, true>, "Return value/self."},
         {"__floordiv__(self, value, /)", binary_method<int_floordiv, false>, "Return self//value."},
         {"__rfloordiv__(self, value, /)", binary_method<int_floordiv, true>, "Return value//self."},
         {"__mod__(self, value, /)", binary_method<int_mod, false>, "Return self%value."},
         {"__rmod__(self, value, /)", binary_method<int_mod, true>, "Return value%self."},
         {"__divmod__(self, value, /)", binary_method<divide_with_rest, false>,
          "Return divmod(self, value)."},
         {"__rdivmod__(self, value, /)", binary_method<divide_with_rest, true>,
          "Return divmod(value, self)."},
         {"__pow__(self, value, mod=None, /)", power_method<false>, "Return pow(self, value, mod)."},
         {"__rpow__(self, value, mod=None, /)", power_method<true>, "Return pow(value, self, mod)."},
         {"__lshift__(self, value, /)", binary_method<int_lshift, false>, "Return self<<value."},
         {"__rlshift__(self, value, /)", binary_method<int_lshift, true>, "Return value<<self."},
         {"__rshift__(self, value, /)", binary_method<int_rshift, false>, "Return self>>value."},
         {"__rrshift__(self, value, /)", binary_method<int_rshift, true>, "Return value>>self."},
         {"__and__(self, value, /)", binary_method<int_and, false>, "Return self&value."},
         {"__rand__(self, value, /)", binary_method<int_and, true>, "Return value&self."},
         {"__or__(self, value, /)", binary_method<int_or, false>, "Return self|value."},
         {"__ror__(self, value, /)", binary_method<int_or, true>, "Return value|self."},
         {"__xor__(self, value, /)", binary_method<int_xor, false>, "Return self^value."},
         {"__rxor__(self, value, /)", binary_method<int_xor, true>, "Return value^self."},
         {"__neg__(self, /)", [](Thread& thread, Args& args) { return int_negate(thread, self_of(args)); },
          "-self"},
         {"__pos__(self, /)", return_self, "+self"},
         {"__abs__(self, /)",
          [](Thread& thread, Args& args) {
              Value self = self_of(args);
              return int_sign(self) < 0 ? int_negate(thread, self) : self;
          },
          "abs(self)"},
         {"__invert__(self, /)", [](Thread& thread, Args& args) { return int_invert(thread, self_of(args)); },
          "~self"},
         {"__bool__(self, /)",
          [](Thread&, Args& args) { return Value::from_bool(int_sign(self_of(args)) != 0); },
          "True if self else False"},
         {"__int__(self, /)", return_self, "int(self)"},
         {"__float__(self, /)",
          [](Thread& thread, Args& args) {
              double number;
              return int_to_double(thread, self_of(args), &number) ? Value::from_float(number) : Value();
          },
          "float(self)"},
         {"__index__(self, /)", return_self, "Return self converted to an integer."},
         {"__trunc__(self, /)", return_self, "Truncating an Integral returns itself."},
         {"__floor__(self, /)", return_self, "Flooring an Integral returns itself."},
         {"__ceil__(self, /)", return_self, "Ceiling of an Integral returns itself."},
         {"__round__(self, ndigits=None, /)", int_round_method,
          "Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an "
          "integer."},
         {"__getnewargs__(self, /)",
          [](Thread& thread, Args& args) -> Value { return new_tuple(thread, {self_of(args)}); }, ""},
         {"__sizeof__(self, /)",
          [](Thread&, Args& args) {
              return Value::from_int(24 +
                                     4 * static_cast<int64_t>((int_bit_length(self_of(args)) + 29) / 30));
          },
          "Returns size in memory, in bytes."},
         {"conjugate(self, /)", return_self, "Returns self, the complex conjugate of any int."},
         {"bit_length(self, /)",
          [](Thread&, Args& args) {
              return Value::from_int(static_cast<int64_t>(int_bit_length(self_of(args))));
          },
          "Number of bits necessary to represent self in binary."},
         {"bit_count(self, /)", int_bit_count,
          "Number of ones in the binary representation of the absolute value of self."},
         {"as_integer_ratio(self, /)",
          [](Thread& thread, Args& args) -> Value {
              return new_tuple(thread, {self_of(args), Value::from_int(1)});
          },
          "Return a pair of integers, whose ratio is equal to the original int."},
         {"to_bytes(self, /, length=1, byteorder='big', *, signed=False)", int_to_bytes,
          "Return an array of bytes representing an integer."},
         {"from_bytes(cls, /, bytes, byteorder='big', *, signed=False)", int_from_bytes,
          "Return the integer represented by the given array of bytes.", Binding::ClassMethod}});
    add_getsets(thread, cls,
                {{"real", [](Thread&, Value self) { return as_plain_int(self); }, nullptr,
                  "the real part of a complex number"},
                 {"imag", [](Thread&, Value) { return Value::from_int(0); }, nullptr,
                  "the imaginary part of a complex number"},
                 {"numerator", [](Thread&, Value self) { return as_plain_int(self); }, nullptr,
                  "the numerator of a rational number in lowest terms"},
                 {"denominator", [](Thread&, Value) { return Value::from_int(1); }, nullptr,
                  "the denominator of a rational number in lowest terms"}});
}

}  // namespace gilt
