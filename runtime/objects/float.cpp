// Floats: to and from text, arithmetic with the language's rules for zero, infinity and NaN.
//
// Text goes through std::to_chars and std::from_chars, which are exact: the shortest repr and correctly
// rounded parsing need no bignum code of our own.
#include "objects/float.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/complex.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/numeral.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

bool is_float(Value value) {
    if (value.is_float()) return true;
    if (!value.is_object() || value.as_object()->kind() != Kind::Boxed) return false;
    return static_cast<Boxed*>(value.as_object())->payload.is_float();
}

double as_double(Value value) {
    if (value.is_float()) return value.as_float();
    return static_cast<Boxed*>(value.as_object())->payload.as_float();
}

bool to_double(Thread& thread, Value value, double* out) {
    if (value.is_float()) [[likely]] {
        *out = value.as_float();
        return true;
    }
    if (value.is_int()) {
        *out = static_cast<double>(value.as_int());
        return true;
    }
    if (is_float(value)) {
        *out = as_double(value);
        return true;
    }
    if (is_int(value)) return int_to_double(thread, as_plain_int(value), out);
    bool found = false;
    Value number = call_special(thread, value, Special::k_float, {}, &found);
    if (found) {
        if (!number) return false;
        if (!is_float(number))
            return bool(raise_type_error(thread, "{}.__float__ returned non-float (type {})",
                                         type_name(value), type_name(number)));
        *out = as_double(number);
        return true;
    }
    if (class_of(value)->special(Special::k_index)) {
        Value index = to_index(thread, value);
        return index && int_to_double(thread, index, out);
    }
    return bool(raise_type_error(thread, "must be real number, not {}", type_name(value)));
}

// --- text ---

std::string float_repr(double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    char scientific[40];
    const char* end =
        std::to_chars(scientific, scientific + sizeof scientific, number, std::chars_format::scientific).ptr;
    // d.ddde-xx, taken apart
    const char* at = scientific;
    const char* e = end - 1;
    while (*e != 'e') e--;
    int exponent = 0;
    for (const char* c = e + 2; c < end; c++) exponent = exponent * 10 + (*c - '0');
    if (e[1] == '-') exponent = -exponent;
    if (exponent < -4 || exponent >= 16) return std::string(static_cast<const char*>(scientific), end);
    char text[48];
    char* to = text;
    if (*at == '-') *to++ = *at++;
    char digits[20];
    int count = 0;
    for (const char* c = at; c < e; c++)
        if (*c != '.') digits[count++] = *c;
    if (exponent < 0) {
        *to++ = '0';
        *to++ = '.';
        for (int i = -1; i > exponent; i--) *to++ = '0';
        to = std::copy_n(digits, count, to);
    } else {
        for (int i = 0; i < count || i <= exponent + 1; i++) {
            if (i == exponent + 1) *to++ = '.';
            *to++ = i < count ? digits[i] : '0';
        }
    }
    return std::string(text, static_cast<size_t>(to - text));
}

namespace {

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                      [](char a, char b) { return (a | 0x20) == b; });
}

// Checks `text` against float()'s grammar and copies it without underscores.
bool float_literal(std::string_view text, std::string* plain) {
    size_t i = 0;
    auto digits = [&] {  // digit (["_"] digit)*
        size_t from = i;
        while (i < text.size()) {
            if (text[i] >= '0' && text[i] <= '9') {
                plain->push_back(text[i++]);
            } else if (text[i] == '_' && i > from && i + 1 < text.size() && text[i - 1] != '_' &&
                       text[i + 1] >= '0' && text[i + 1] <= '9') {
                i++;
            } else {
                break;
            }
        }
        return i > from;
    };
    bool whole = digits(), fraction = false;
    if (i < text.size() && text[i] == '.') {
        plain->push_back(text[i++]);
        fraction = digits();
    }
    if (!whole && !fraction) return false;
    if (i < text.size() && (text[i] | 0x20) == 'e') {
        plain->push_back('e');
        i++;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) plain->push_back(text[i++]);
        if (!digits()) return false;
    }
    return i == text.size();
}

}  // namespace

bool parse_float(std::string_view text, double* out) {
    text = strip_ascii_space(text);
    bool negative = false;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    double number;
    if (equals_ignoring_case(text, "inf") || equals_ignoring_case(text, "infinity")) {
        number = INFINITY;
    } else if (equals_ignoring_case(text, "nan")) {
        number = NAN;
    } else {
        std::string plain;
        if (!float_literal(text, &plain)) return false;
        auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
        if (error != std::errc() || end != plain.data() + plain.size())
            number = std::strtod(plain.c_str(), nullptr);  // out of range: infinity or zero
    }
    *out = negative ? -number : number;
    return true;
}

bool float_from_text(Thread& thread, Value text, double* out) {
    if (is_str(text)) {
        // Plain literals need no copy: from_chars reads them where they are.
        if (Str* plain = as_str(text); plain->is_ascii() && plain->length) {
            std::string_view view = plain->ascii();
            size_t first = view[0] == '-' && view.size() > 1 ? 1 : 0;
            if ((view[first] >= '0' && view[first] <= '9')) {
                auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), *out);
                if (error == std::errc() && end == view.data() + view.size()) return true;
            }
        }
        std::optional<std::string> plain = plain_numeral(as_str(text));
        if (plain && parse_float(*plain, out)) return true;
    } else {
        std::string_view bytes;
        if (!get_buffer(thread, text, &bytes)) return false;
        if (parse_float(bytes, out)) return true;
    }
    Str* shown = repr(thread, text);
    return shown && bool(raise_value_error(thread, "could not convert string to float: {}", to_utf8(shown)));
}

double round_to_digits(double number, int digits) {
    if (digits > 323 || !std::isfinite(number)) return number;
    if (digits < -308) return 0.0 * number;
    char text[800];
    double result = 0;
    if (digits >= 0) {
        char* end = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, digits).ptr;
        std::from_chars(text, end, result);
        return result;
    }
    // The integer part's digits, and whether anything is left behind them, decide exactly.
    double magnitude = std::abs(number), whole = std::trunc(magnitude);
    char* end = std::to_chars(text, text + sizeof text, whole, std::chars_format::fixed, 0).ptr;
    std::string_view all(text, static_cast<size_t>(end - text));
    auto dropped = static_cast<size_t>(-digits);
    if (all.size() < dropped) return std::copysign(0.0, number);
    std::string head = "0";  // a carry may need one digit more
    head.append(all.substr(0, all.size() - dropped));
    std::string_view tail = all.substr(all.size() - dropped);
    bool more = magnitude != whole || tail.find_first_not_of('0', 1) != std::string_view::npos;
    bool odd = (head.back() - '0') & 1;
    if (tail[0] > '5' || (tail[0] == '5' && (more || odd))) {
        size_t i = head.size();
        while (head[i - 1] == '9') head[--i] = '0';
        head[i - 1]++;
    }
    head.append("e").append(std::to_string(dropped));
    return std::copysign(std::strtod(head.c_str(), nullptr), number);
}

Value float_as_ratio(Thread& thread, double number) {
    if (std::isnan(number)) return raise_value_error(thread, "cannot convert NaN to integer ratio");
    if (std::isinf(number))
        return raise_format(thread, exceptions.OverflowError, "cannot convert Infinity to integer ratio");
    int exponent;
    double mantissa = std::frexp(number, &exponent);
    for (int i = 0; i < 300 && mantissa != std::floor(mantissa); i++) {
        mantissa *= 2.0;
        exponent--;
    }
    Value numerator = int_from_double(thread, mantissa), denominator = Value::from_int(1);
    if (exponent > 0)
        numerator = int_shifted_left(thread, numerator, static_cast<uint64_t>(exponent));
    else
        denominator = int_shifted_left(thread, denominator, static_cast<uint64_t>(-exponent));
    return new_tuple(thread, {numerator, denominator});
}

// --- arithmetic ---

Value raise_range_error(Thread& thread) {
    Value error = call(thread, exceptions.OverflowError,
                       {Value::from_int(34), new_str(thread, "Numerical result out of range")});
    return error ? raise(thread, error) : Value();
}

// CPython's: equal numbers hash alike whatever their type, so a float hashes as the fraction it is,
// modulo 2**61 - 1.
int64_t float_hash(double number) {
    constexpr int kBits = 61;
    constexpr uint64_t kModulus = (uint64_t{1} << kBits) - 1;
    if (!std::isfinite(number)) {
        if (std::isnan(number)) return 0;
        return number > 0 ? 314159 : -314159;
    }
    if (std::abs(number) < 0x1p49) {
        auto whole = static_cast<int64_t>(number);
        if (static_cast<double>(whole) == number) return whole == -1 ? -2 : whole;
    }
    int exponent;
    double mantissa = std::frexp(std::abs(number), &exponent);
    uint64_t hash = 0;
    while (mantissa != 0) {
        hash = (hash << 28 & kModulus) | hash >> (kBits - 28);
        mantissa *= 0x1p28;
        exponent -= 28;
        auto part = static_cast<uint64_t>(mantissa);
        mantissa -= static_cast<double>(part);
        hash += part;
        if (hash >= kModulus) hash -= kModulus;
    }
    exponent = exponent >= 0 ? exponent % kBits : kBits - 1 - (-1 - exponent) % kBits;
    hash = (hash << exponent & kModulus) | hash >> (kBits - exponent);
    auto result = static_cast<int64_t>(hash);
    if (number < 0) result = -result;
    return result == -1 ? -2 : result;
}

namespace {

double floor_and_modulo(double a, double b, double* remainder) {
    double rest = std::fmod(a, b);
    double quotient = (a - rest) / b;
    if (rest != 0) {
        if ((b < 0) != (rest < 0)) {
            rest += b;
            quotient -= 1.0;
        }
    } else {
        rest = std::copysign(0.0, b);
    }
    *remainder = rest;
    if (quotient == 0) return std::copysign(0.0, a / b);
    double whole = std::floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

Value zero_division(Thread& thread, const char* message) {
    return raise_text(thread, exceptions.ZeroDivisionError, message);
}

}  // namespace

Value float_floordiv(Thread& thread, double a, double b) {
    if (b == 0) return zero_division(thread, "float floor division by zero");
    double rest;
    return Value::from_float(floor_and_modulo(a, b, &rest));
}

Value float_mod(Thread& thread, double a, double b) {
    if (b == 0) return zero_division(thread, "float modulo");
    double rest = std::fmod(a, b);
    if (rest == 0)
        rest = std::copysign(0.0, b);
    else if ((b < 0) != (rest < 0))
        rest += b;
    return Value::from_float(rest);
}

bool float_divmod(Thread& thread, double a, double b, double* quotient, double* remainder) {
    if (b == 0) return bool(zero_division(thread, "float divmod()"));
    *quotient = floor_and_modulo(a, b, remainder);
    return true;
}

Value float_pow(Thread& thread, double a, double b) {
    if (b == 0 || a == 1) return Value::from_float(1.0);
    if (std::isnan(a)) return Value::from_float(a);
    if (std::isnan(b)) return Value::from_float(b);
    if (a == 0 && b < 0 && std::isfinite(b)) return zero_division(thread, "0.0 cannot be raised to a negative power");
    if (a < 0 && std::isfinite(a) && std::isfinite(b) && b != std::floor(b))
        return complex_pow(thread, a, 0, b, 0);
    double result = std::pow(a, b);
    if (std::isinf(result) && std::isfinite(a) && std::isfinite(b)) return raise_range_error(thread);
    return Value::from_float(result);
}

}  // namespace gilt
