// The format mini-language: [[fill]align][sign][z][#][0][width][grouping][.precision][type]
//
// Every number is laid out the same way: sign, prefix (0x), digits (maybe in groups), and what follows
// the digits ("." and decimals, exponent, "%"). The types differ only in how they make these four.
#include "objects/format.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "objects/class.h"
#include "objects/complex.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/str_builder.h"
#include "objects/text_arguments.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

// --- floats to digits ---

namespace {

std::string scientific_or_fixed(double number, std::chars_format style, int precision) {
    std::string text(static_cast<size_t>(precision) + 330, '\0');
    char* end = std::to_chars(text.data(), text.data() + text.size(), number, style, precision).ptr;
    text.resize(static_cast<size_t>(end - text.data()));
    return text;
}

// Digits and a decimal exponent to text as 'g' and repr write it: fixed unless the exponent is outside
// [-4, limit).
std::string place_point(std::string digits, int exponent, int limit, bool keep_zeros, bool add_zero) {
    if (!keep_zeros) digits.erase(std::max<size_t>(digits.find_last_not_of('0') + 1, 1));
    if (exponent < -4 || exponent >= limit) {
        std::string text = digits.substr(0, 1);
        if (digits.size() > 1 || keep_zeros) text.append(".").append(digits, 1);
        return text + fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
    }
    std::string text;
    if (exponent < 0) {
        text = "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
    } else {
        auto whole = static_cast<size_t>(exponent) + 1;
        if (digits.size() < whole) digits.append(whole - digits.size(), '0');
        text = digits.substr(0, whole);
        if (digits.size() > whole || keep_zeros) text.append(".").append(digits, whole);
    }
    if (add_zero && text.find('.') == std::string::npos) text += '.';
    if (add_zero && text.back() == '.') text += '0';
    return text;
}

}  // namespace

std::string format_double(double magnitude, char type, int precision, bool alternate, bool add_zero) {
    bool capital = type >= 'A' && type <= 'Z';
    char kind = static_cast<char>(type | 0x20);
    std::string text;
    if (!std::isfinite(magnitude)) {
        text = std::isnan(magnitude) ? "nan" : "inf";
    } else if (kind == 'f') {
        text = scientific_or_fixed(magnitude, std::chars_format::fixed, precision);
        if (alternate && precision == 0) text += '.';
    } else if (kind == 'e') {
        text = scientific_or_fixed(magnitude, std::chars_format::scientific, precision);
        if (alternate && precision == 0) text.insert(1, 1, '.');
    } else {
        if (kind == 'g') {
            precision = std::max(precision, 1);
            text = scientific_or_fixed(magnitude, std::chars_format::scientific, precision - 1);
        } else {  // repr: as many digits as it takes
            char shortest[40];
            char* end =
                std::to_chars(shortest, shortest + sizeof shortest, magnitude, std::chars_format::scientific)
                    .ptr;
            text.assign(shortest, static_cast<size_t>(end - shortest));
            precision = 17;
        }
        size_t e = text.find('e');
        int exponent = std::atoi(text.c_str() + e + 1);
        std::string digits = text.substr(0, e);
        digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
        // "1.0" needs one more digit than "1".
        int limit = kind == 'r' ? 16 : precision - (add_zero ? 1 : 0);
        text = place_point(digits, exponent, limit, alternate, add_zero);
    }
    if (capital)
        for (char& c : text)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c & ~0x20);
    return text;
}

namespace {

// --- the specification ---

struct Spec {
    uint32_t fill = ' ';
    char align = 0;  // as given; 0: the type's own
    bool fill_given = false;
    char sign = 0;
    bool no_negative_zero = false;
    bool alternate = false;
    int64_t width = -1;
    char grouping = 0;
    int64_t precision = -1;
    uint32_t type = 0;
};

bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

std::string shown_character(uint32_t c) {
    return c > 32 && c < 128 ? std::string(1, static_cast<char>(c)) : fmt::format("\\x{:x}", c);
}

Value unknown_type(Thread& thread, uint32_t type, std::string_view of) {
    return raise_value_error(thread, "Unknown format code '{}' for object of type '{}'",
                             shown_character(type), of);
}

// False with ValueError pending. `type_name` is for the message.
bool parse_spec(Thread& thread, Str* text, char default_align, std::string_view type_name, Spec* spec) {
    size_t at = 0, end = text->length;
    auto peek = [&](size_t ahead = 0) { return at + ahead < end ? text->at(at + ahead) : 0; };
    auto number = [&](int64_t* out) {
        if (peek() < '0' || peek() > '9') return true;
        *out = 0;
        for (; peek() >= '0' && peek() <= '9'; at++)
            if (__builtin_mul_overflow(*out, 10, out) || __builtin_add_overflow(*out, peek() - '0', out))
                return bool(raise_value_error(thread, "Too many decimal digits in format string"));
        return true;
    };
    if (end >= 2 && is_align(peek(1))) {
        spec->fill = peek();
        spec->fill_given = true;
        spec->align = static_cast<char>(peek(1));
        at = 2;
    } else if (end >= 1 && is_align(peek())) {
        spec->align = static_cast<char>(peek());
        at = 1;
    }
    if (peek() == '+' || peek() == '-' || peek() == ' ') spec->sign = static_cast<char>(text->at(at++));
    if (peek() == 'z') {
        spec->no_negative_zero = true;
        at++;
    }
    if (peek() == '#') {
        spec->alternate = true;
        at++;
    }
    if (!spec->fill_given && peek() == '0') {
        spec->fill = '0';
        if (!spec->align && default_align == '>') spec->align = '=';
        at++;
    }
    if (!number(&spec->width)) return false;
    while (peek() == ',' || peek() == '_') {
        if (spec->grouping) {
            if (spec->grouping != static_cast<char>(peek()))
                return bool(raise_value_error(thread, "Cannot specify both ',' and '_'."));
            break;  // ",,": reported below
        }
        spec->grouping = static_cast<char>(text->at(at++));
    }
    if (peek() == '.') {
        at++;
        if (peek() < '0' || peek() > '9')
            return bool(raise_value_error(thread, "Format specifier missing precision"));
        if (!number(&spec->precision)) return false;
    }
    if (end - at > 1)
        return bool(raise_value_error(thread, "Invalid format specifier '{}' for object of type '{}'",
                                      to_utf8(text), type_name));
    if (end - at == 1) spec->type = text->at(at);
    if (spec->grouping) {
        constexpr std::string_view kDecimal = "defgEG%F";
        constexpr std::string_view kBinary = "boxX";
        auto type = static_cast<char>(spec->type);
        bool good =
            spec->type == 0 ||
            (spec->type < 128 && (kDecimal.find(type) != std::string_view::npos ||
                                  (spec->grouping == '_' && kBinary.find(type) != std::string_view::npos)));
        if (!good)
            return bool(raise_value_error(thread, "Cannot specify '{}' with '{}'.", spec->grouping,
                                          shown_character(spec->type)));
    }
    return true;
}

// --- laying out ---

void pad(StrBuilder& out, const Spec& spec, int64_t count) {
    if (count > 0) out.append_repeated(spec.fill, static_cast<size_t>(count));
}

// Digits with separators, from the right, with zeros in front until `least` characters are reached.
std::string group_digits(std::string_view digits, char separator, int64_t group, int64_t least) {
    std::string reversed;
    auto remaining = static_cast<int64_t>(digits.size());
    bool first = true;
    while (true) {
        int64_t length = std::min(group, std::max<int64_t>(std::max(remaining, least), 1));
        if (!first) reversed.push_back(separator);
        first = false;
        for (int64_t i = 0; i < length; i++) {
            reversed.push_back(remaining > 0 ? digits[static_cast<size_t>(remaining - 1)] : '0');
            remaining--;
        }
        least -= length;
        if (remaining <= 0 && least <= 0) break;
        least--;
    }
    return {reversed.rbegin(), reversed.rend()};
}

struct Number {
    bool negative = false;
    std::string prefix, digits, rest;
};

Value lay_out(Thread& thread, const Spec& spec, Number number) {
    std::string head;
    if (number.negative)
        head = "-";
    else if (spec.sign == '+' || spec.sign == ' ')
        head = std::string(1, spec.sign);
    head += number.prefix;
    char align = spec.align ? spec.align : '>';
    if (spec.grouping && !number.digits.empty()) {
        bool hexadecimal = spec.type == 'x' || spec.type == 'X' || spec.type == 'o' || spec.type == 'b';
        int64_t least = 0;
        if (spec.fill == '0' && align == '=')
            least = spec.width - static_cast<int64_t>(head.size() + number.rest.size());
        number.digits = group_digits(number.digits, spec.grouping, hexadecimal ? 4 : 3, least);
    }
    int64_t missing =
        spec.width - static_cast<int64_t>(head.size() + number.digits.size() + number.rest.size());
    if (missing <= 0 && spec.width < 4096) return new_str_ascii(thread, head + number.digits + number.rest);
    if (missing > int64_t{1} << 40) return raise_memory_error(thread);
    StrBuilder out;
    int64_t left = align == '>' ? missing : align == '^' ? missing / 2 : 0;
    pad(out, spec, left);
    out.append_ascii(head);
    if (align == '=') pad(out, spec, missing);
    out.append_ascii(number.digits);
    out.append_ascii(number.rest);
    if (align == '<' || align == '^') pad(out, spec, missing - left);
    return out.finish(thread);
}

// Text, cut to the precision and filled up to the width.
Value lay_out_text(Thread& thread, const Spec& spec, Str* text, char default_align) {
    size_t length = text->length;
    if (spec.precision >= 0) length = std::min(length, static_cast<size_t>(spec.precision));
    int64_t missing = spec.width - static_cast<int64_t>(length);
    if (missing <= 0) return substring(thread, text, 0, length);
    if (missing > int64_t{1} << 40) return raise_memory_error(thread);
    char align = spec.align ? spec.align : default_align;
    int64_t left = align == '>' ? missing : align == '^' ? missing / 2 : 0;
    StrBuilder out;
    pad(out, spec, left);
    out.append(text, 0, length);
    pad(out, spec, missing - left);
    return out.finish(thread);
}

// --- the types ---

bool precision_fits(Thread& thread, const Spec& spec) {
    return spec.precision <= INT32_MAX - 1024 || bool(raise_value_error(thread, "precision too big"));
}

// What float types other than complex's parts share; false with an exception pending.
bool float_parts(Thread& thread, const Spec& spec, double number, char type, int default_precision,
                 bool add_zero, Number* out) {
    if (!precision_fits(thread, spec)) return false;
    bool percent = type == '%';
    if (percent) {
        number *= 100;
        type = 'f';
    }
    if (type == 'n') type = 'g';
    int precision = spec.precision >= 0 ? static_cast<int>(spec.precision) : default_precision;
    if (type == 'r' && spec.precision >= 0) type = 'g';
    std::string text = format_double(std::abs(number), type, precision, spec.alternate, add_zero);
    out->negative = std::signbit(number) && !std::isnan(number);
    if (spec.no_negative_zero && out->negative &&
        text.find_first_of("123456789") > text.find_first_of("eE") && std::isfinite(number))
        out->negative = false;
    if (spec.no_negative_zero && out->negative && std::isfinite(number) &&
        text.find_first_of("123456789") == std::string::npos)
        out->negative = false;
    size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') digits++;
    out->digits = text.substr(0, digits);
    out->rest = text.substr(digits);
    if (percent) out->rest += '%';
    return true;
}

bool is_float_type(uint32_t type) {
    return type < 128 && std::string_view("eEfFgGn%").find(static_cast<char>(type)) != std::string_view::npos;
}

Value float_with_spec(Thread& thread, double number, const Spec& spec) {
    Number parts;
    char type = spec.type ? static_cast<char>(spec.type) : 'r';
    if (!float_parts(thread, spec, number, type, spec.type ? 6 : 0, spec.type == 0, &parts)) return {};
    return lay_out(thread, spec, std::move(parts));
}

}  // namespace

Value format_int(Thread& thread, Value number, Str* text, std::string_view type_name) {
    Spec spec;
    std::string digits;
    if (text->length == 0) {
        if (number.is_int()) {
            char room[24];
            char* end = std::to_chars(room, room + sizeof room, number.as_int()).ptr;
            return new_str_ascii(thread, {room, static_cast<size_t>(end - room)});
        }
        if (!int_to_string(thread, number, 10, &digits)) return {};
        return new_str_ascii(thread, digits);
    }
    if (!parse_spec(thread, text, '>', type_name, &spec)) return {};
    uint32_t type = spec.type ? spec.type : 'd';
    if (is_float_type(type) && type != 'n') {
        double value;
        if (!int_to_double(thread, number, &value)) return {};
        return float_with_spec(thread, value, spec);
    }
    int base = type == 'd' || type == 'n'   ? 10
               : type == 'b'                ? 2
               : type == 'o'                ? 8
               : type == 'x' || type == 'X' ? 16
                                            : 0;
    if (!base && type != 'c') return unknown_type(thread, type, type_name);
    if (spec.precision >= 0)
        return raise_value_error(thread, "Precision not allowed in integer format specifier");
    if (spec.no_negative_zero)
        return raise_value_error(thread,
                                 "Negative zero coercion (z) not allowed in integer format specifier");
    if (type == 'c') {
        if (spec.sign) return raise_value_error(thread, "Sign not allowed with integer format specifier 'c'");
        if (spec.alternate)
            return raise_value_error(thread,
                                     "Alternate form (#) not allowed with integer format specifier 'c'");
        if (!int_to_int64(number))
            return raise_format(thread, exceptions.OverflowError,
                                "Python int too large to convert to C long");
        if (!number.is_int() || number.as_int() < 0 || number.as_int() > 0x10FFFF)
            return raise_format(thread, exceptions.OverflowError, "%c arg not in range(0x110000)");
        if (spec.align == '=') spec.align = '>';
        return lay_out_text(thread, spec, new_char(thread, static_cast<uint32_t>(number.as_int())), '>');
    }
    if (!int_to_string(thread, number, base, &digits)) return {};
    Number parts;
    parts.negative = digits[0] == '-';
    if (parts.negative) digits.erase(0, 1);
    if (spec.alternate && base != 10) parts.prefix = base == 2 ? "0b" : base == 8 ? "0o" : "0x";
    if (type == 'X') {
        for (char& c : digits)
            if (c >= 'a') c = static_cast<char>(c & ~0x20);
        if (spec.alternate) parts.prefix = "0X";
    }
    parts.digits = std::move(digits);
    return lay_out(thread, spec, std::move(parts));
}

Value format_float(Thread& thread, double number, Str* text) {
    if (text->length == 0) return new_str_ascii(thread, float_repr(number));
    Spec spec;
    if (!parse_spec(thread, text, '>', "float", &spec)) return {};
    if (spec.type && !is_float_type(spec.type)) return unknown_type(thread, spec.type, "float");
    return float_with_spec(thread, number, spec);
}

Value format_str(Thread& thread, Str* value, Str* text) {
    if (text->length == 0) return value;
    Spec spec;
    if (!parse_spec(thread, text, '<', "str", &spec)) return {};
    if (spec.type && spec.type != 's') return unknown_type(thread, spec.type, "str");
    if (spec.grouping) return raise_value_error(thread, "Cannot specify '{}' with 's'.", spec.grouping);
    if (spec.sign == ' ') return raise_value_error(thread, "Space not allowed in string format specifier");
    if (spec.sign) return raise_value_error(thread, "Sign not allowed in string format specifier");
    if (spec.no_negative_zero)
        return raise_value_error(thread, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        return raise_value_error(thread, "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        return raise_value_error(thread, "'=' alignment not allowed in string format specifier");
    return lay_out_text(thread, spec, value, '<');
}

Value format_complex(Thread& thread, Value number, Str* text) {
    if (text->length == 0) return to_str(thread, number);
    Spec spec;
    if (!parse_spec(thread, text, '>', "complex", &spec)) return {};
    if (spec.type && (!is_float_type(spec.type) || spec.type == '%'))
        return unknown_type(thread, spec.type, "complex");
    if (spec.fill == '0')
        return raise_value_error(thread, "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return raise_value_error(thread, "'=' alignment flag is not allowed in complex format specifier");
    Complex* value = as_complex(number);
    char type = spec.type ? static_cast<char>(spec.type) : 'r';
    bool bare = spec.type == 0;
    bool skip_real = bare && value->real == 0 && !std::signbit(value->real);
    // The parts have the sign, grouping and precision; fill and width are for the whole.
    Spec part = spec;
    part.width = -1;
    part.align = 0;
    part.fill = ' ';
    StrBuilder whole;
    if (bare && !skip_real) whole.append('(');
    for (int i = skip_real ? 1 : 0; i < 2; i++) {
        Number parts;
        double component = i ? value->imaginary : value->real;
        if (!float_parts(thread, part, component, type, bare ? 0 : 6, false, &parts)) return {};
        if (i && !skip_real) part.sign = '+';
        Value laid_out = lay_out(thread, part, std::move(parts));
        if (!laid_out) return {};
        whole.append(as_str(laid_out));
    }
    whole.append('j');
    if (bare && !skip_real) whole.append(')');
    spec.precision = -1;
    Str* result = whole.finish(thread);
    return result ? lay_out_text(thread, spec, result, '>') : Value();
}

Value format_value(Thread& thread, Value value, Str* spec) {
    if (!spec) spec = names.empty;
    if (is_exact_str(value) || value.is_number_word())
        return with_memory_error(thread, [&] {
            if (value.is_int()) return format_int(thread, value, spec);
            if (value.is_float()) return format_float(thread, value.as_float(), spec);
            return format_str(thread, as_str(value), spec);
        });
    if (value.is_bool()) {
        if (spec->length == 0) return to_str(thread, value);
        return format_int(thread, as_plain_int(value), spec, "bool");
    }
    // The built-in types' __format__ gives str(value) for an empty spec: that of the subclass, if it has
    // its own.
    if (spec->length == 0 && value.is_object() && value.as_object()->kind() == Kind::Boxed) {
        Class* plain = is_int(value)     ? types.int_
                       : is_str(value)   ? types.str
                       : is_float(value) ? types.float_
                                         : nullptr;
        if (plain && class_of(value)->special(Special::k_format) == plain->special(Special::k_format))
            return to_str(thread, value);
    }
    bool found = false;
    Value result = call_special(thread, value, Special::k_format, {spec}, &found);
    if (!found) return to_str(thread, value);
    if (result && !is_str(result))
        return raise_type_error(thread, "__format__ must return a str, not {}", type_name(result));
    return result;
}

}  // namespace gilt
