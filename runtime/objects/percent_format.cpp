// The % operator of str, bytes and bytearray.
//
// Bytes are formatted as the Latin-1 string with the same characters; only where the arguments come in
// (%s, %c, the keys of a mapping) do the two differ.
#include <new>
#include <algorithm>
#include <charconv>
#include <cmath>

#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/format.h"
#include "objects/int.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/str_builder.h"
#include "objects/text_arguments.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

struct Field {
    bool left = false, plus = false, space = false, alternate = false, zero = false;
    int64_t width = -1, precision = -1;
    char type = 0;
    bool is_bare() const { return width < 0 && precision < 0 && !plus && !space; }
};

struct PercentFormatter {
    Thread& thread;
    Str* format;
    Value arguments;
    bool of_bytes;
    Value mapping = {};
    size_t next_argument = 0;
    size_t at = 0;
    StrBuilder out = {};

    bool fail(Class* cls, std::string_view message) { return bool(raise_text(thread, cls, message)); }
    const char* kind() const { return of_bytes ? "bytes" : "string"; }

    bool is_arguments_tuple() const { return is_tuple(arguments); }

    Value next() {
        if (is_arguments_tuple()) {
            Tuple* tuple = as_tuple(arguments);
            if (next_argument < tuple->length) return tuple->items[next_argument++];
        } else if (next_argument == 0) {
            next_argument = 1;
            return arguments;
        }
        return raise_type_error(thread, "not enough arguments for format string");
    }

    bool run() {
        Class* cls = class_of(arguments);
        if (!is_tuple(arguments) && !is_str(arguments) && !(of_bytes && (is_bytes(arguments) || is_bytearray(arguments))) &&
            cls->special(Special::k_getitem))
            mapping = arguments;
        while (at < format->length) {
            size_t start = at;
            while (at < format->length && format->at(at) != '%') at++;
            out.append(format, start, at);
            if (at == format->length) break;
            at++;
            if (at < format->length && format->at(at) == '%') {
                at++;
                out.append('%');
                continue;
            }
            Field field;
            Value argument;
            if (!parse_field(&field, &argument)) return false;
            if (!argument && !(argument = next())) return false;
            if (!known_type(field)) return false;
            if (!convert(field, argument)) return false;
        }
        bool all_used = mapping || (is_arguments_tuple() ? next_argument >= as_tuple(arguments)->length
                                                         : next_argument > 0);
        if (!all_used)
            return bool(raise_type_error(thread, "not all arguments converted during {} formatting", kind()));
        return true;
    }

    // A number, or * for the next argument. *out stays as it is if neither is there.
    bool size(int64_t* out, bool* negative, int64_t most, const char* too_large) {
        if (at < format->length && format->at(at) == '*') {
            at++;
            Value value = next();
            if (!value) return false;
            if (!is_int(value)) return fail(exceptions.TypeError, "* wants int");
            std::optional<int64_t> number = int_to_int64(as_plain_int(value));
            if (!number || *number > most || *number < -most) return fail(exceptions.OverflowError, too_large);
            *negative = *number < 0;
            *out = std::abs(*number);
            return true;
        }
        while (at < format->length && format->at(at) >= '0' && format->at(at) <= '9') {
            *out = std::max<int64_t>(*out, 0) * 10 + (format->at(at++) - '0');
            if (*out > INT32_MAX) return fail(exceptions.ValueError, "width too big");
        }
        return true;
    }

    // What stands after '%'. A key's value goes to *argument.
    bool parse_field(Field* field, Value* argument) {
        auto incomplete = [&] { return fail(exceptions.ValueError, "incomplete format"); };
        if (at < format->length && format->at(at) == '(') {
            if (!mapping) return fail(exceptions.TypeError, "format requires a mapping");
            size_t start = ++at;
            for (int open = 1; open > 0; at++) {
                if (at >= format->length) return fail(exceptions.ValueError, "incomplete format key");
                if (format->at(at) == '(') open++;
                if (format->at(at) == ')') open--;
            }
            Value key = substring(thread, format, start, at - 1);
            if (of_bytes) key = new_bytes(thread, as_str(key)->ascii());
            *argument = get_item(thread, mapping, key);
            if (!*argument) return false;
            next_argument = 1;  // from here on the mapping itself is no argument any more
        }
        for (; at < format->length; at++) {
            uint32_t flag = format->at(at);
            if (flag == '-')
                field->left = true;
            else if (flag == '+')
                field->plus = true;
            else if (flag == ' ')
                field->space = true;
            else if (flag == '#')
                field->alternate = true;
            else if (flag == '0')
                field->zero = true;
            else
                break;
        }
        bool negative = false;
        if (!size(&field->width, &negative, INT64_MAX, "Python int too large to convert to C ssize_t")) return false;
        if (negative) field->left = true;
        if (at < format->length && format->at(at) == '.') {
            at++;
            field->precision = 0;
            negative = false;
            if (!size(&field->precision, &negative, INT32_MAX, "Python int too large to convert to C int")) return false;
            if (negative) field->precision = 0;
        }
        if (at < format->length && (format->at(at) == 'h' || format->at(at) == 'l' || format->at(at) == 'L'))
            at++;
        if (at >= format->length) return incomplete();
        uint32_t type = format->at(at++);
        field->type = type < 128 ? static_cast<char>(type) : '\0';
        if (of_bytes && type == 'i') field->type = 'd';
        return true;
    }

    // Whether the character that ended the field is a type; told only after the argument has been taken.
    bool known_type(const Field& field) {
        constexpr std::string_view kTypes = "srabcdiuoxXeEfFgG";
        bool known = field.type && kTypes.find(field.type) != std::string_view::npos && (field.type != 'b' || of_bytes);
        uint32_t type = format->at(at - 1);
        return known || bool(raise_value_error(thread, "unsupported format character '{}' (0x{:x}) at index {}",
                                               type >= 31 && type < 127 ? static_cast<char>(type) : '?', type, at - 1));
    }

    // --- one field ---

    bool convert(const Field& field, Value argument) {
        if (argument.is_int() && field.is_bare() && (field.type == 'd' || (field.type == 's' && !of_bytes))) {
            char room[24];
            char* end = std::to_chars(room, room + sizeof room, argument.as_int()).ptr;
            out.append_ascii({room, static_cast<size_t>(end - room)});
            return true;
        }
        switch (field.type) {
            case 's':
            case 'b':
                if (!of_bytes) return put_text(field, to_str(thread, argument));
                return put_text(field, bytes_of(argument));
            case 'r':
                if (!of_bytes) return put_text(field, repr(thread, argument));
                [[fallthrough]];
            case 'a': return put_text(field, ascii(thread, argument));
            case 'c': return put_text(field, character(argument), true);
            case 'e':
            case 'E':
            case 'f':
            case 'F':
            case 'g':
            case 'G': return put_float(field, argument);
            default: return put_int(field, argument);
        }
    }

    static size_t missing_in(const Field& field, size_t length) {
        if (field.width <= static_cast<int64_t>(length)) return 0;
        if (field.width > int64_t{1} << 40) throw std::bad_alloc();
        return static_cast<size_t>(field.width) - length;
    }

    bool put_text(const Field& field, Str* text, bool whole = false) {
        if (!text) return false;
        size_t length = text->length;
        if (field.precision >= 0 && !whole) length = std::min(length, static_cast<size_t>(field.precision));
        size_t missing = missing_in(field, length);
        if (!field.left) out.append_repeated(' ', missing);
        out.append(text, 0, length);
        if (field.left) out.append_repeated(' ', missing);
        return true;
    }

    Str* bytes_of(Value argument) {
        std::string_view bytes;
        if (has_buffer(argument)) {
            if (!get_buffer(thread, argument, &bytes)) return nullptr;
            return new_str_latin1(thread, bytes);
        }
        bool found = false;
        Value converted = call_special(thread, argument, Special::k_bytes, {}, &found);
        if (found) {
            if (!converted) return nullptr;
            if (is_bytes(converted)) return new_str_latin1(thread, as_bytes(converted)->view());
        }
        fail(exceptions.TypeError,
             fmt::format("%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
                         type_name(argument)));
        return nullptr;
    }

    Str* character(Value argument) {
        if (of_bytes) {
            if (is_bytes(argument) || is_bytearray(argument)) {
                std::string_view bytes = byte_view(thread, argument);
                if (bytes.size() == 1) return new_str_latin1(thread, bytes);
            } else if (is_int(argument) || class_of(argument)->special(Special::k_index)) {
                Value plain = to_index(thread, argument);
                if (!plain) return nullptr;
                if (plain.is_int() && plain.as_int() >= 0 && plain.as_int() < 256)
                    return new_char(thread, static_cast<uint32_t>(plain.as_int()));
                fail(exceptions.OverflowError, "%c arg not in range(256)");
                return nullptr;
            }
            fail(exceptions.TypeError, "%c requires an integer in range(256) or a single byte");
            return nullptr;
        }
        if (is_str(argument)) {
            if (as_str(argument)->length == 1) return as_str(argument);
        } else if (is_int(argument) || class_of(argument)->special(Special::k_index)) {
            Value plain = to_index(thread, argument);
            if (!plain) return nullptr;
            if (plain.is_int() && plain.as_int() >= 0 && plain.as_int() <= 0x10FFFF)
                return new_char(thread, static_cast<uint32_t>(plain.as_int()));
            fail(exceptions.OverflowError, "%c arg not in range(0x110000)");
            return nullptr;
        }
        fail(exceptions.TypeError, "%c requires int or char");
        return nullptr;
    }

    void put_number(const Field& field, bool negative, std::string_view prefix, std::string_view digits) {
        std::string head = negative ? "-" : field.plus ? "+" : field.space ? " " : "";
        head += prefix;
        size_t length = head.size() + digits.size();
        size_t missing = missing_in(field, length);
        bool zeros = field.zero && !field.left;
        if (!field.left && !zeros) out.append_repeated(' ', missing);
        out.append_ascii(head);
        if (zeros) out.append_repeated('0', missing);
        out.append_ascii(digits);
        if (field.left) out.append_repeated(' ', missing);
    }

    bool put_float(const Field& field, Value argument) {
        double number;
        if (of_bytes && !is_float(argument) && !is_int(argument) &&
            !class_of(argument)->special(Special::k_float) && !class_of(argument)->special(Special::k_index))
            return bool(raise_type_error(thread, "float argument required, not {}", type_name(argument)));
        if (!to_double(thread, argument, &number)) return false;
        int precision = field.precision < 0 ? 6 : static_cast<int>(field.precision);
        if (precision > INT32_MAX - 1024) return fail(exceptions.ValueError, "precision too big");
        put_number(field, std::signbit(number) && !std::isnan(number), "",
                   format_double(std::abs(number), field.type, precision, field.alternate, false));
        return true;
    }

    bool put_int(const Field& field, Value argument) {
        bool decimal = field.type == 'd' || field.type == 'i' || field.type == 'u';
        Class* cls = class_of(argument);
        Value number;
        if (is_int(argument)) {
            number = as_plain_int(argument);
        } else if (decimal) {
            if (!is_float(argument) && !cls->special(Special::k_int) && !cls->special(Special::k_index) &&
                !cls->special(Special::k_trunc))
                return bool(raise_type_error(thread, "%{} format: a real number is required, not {}",
                                             field.type, type_name(argument)));
            number = call(thread, types.int_, {argument});
        } else if (cls->special(Special::k_index)) {
            number = to_index(thread, argument);
        } else {
            return bool(raise_type_error(thread, "%{} format: an integer is required, not {}", field.type,
                                         type_name(argument)));
        }
        if (!number) return false;
        int base = decimal ? 10 : field.type == 'o' ? 8 : 16;
        std::string digits;
        if (!int_to_string(thread, as_plain_int(number), base, &digits)) return false;
        bool negative = digits[0] == '-';
        if (negative) digits.erase(0, 1);
        if (field.precision > static_cast<int64_t>(digits.size()))
            digits.insert(0, static_cast<size_t>(field.precision) - digits.size(), '0');
        std::string_view prefix;
        if (field.alternate && !decimal) prefix = field.type == 'o' ? "0o" : field.type == 'x' ? "0x" : "0X";
        if (field.type == 'X')
            for (char& c : digits)
                if (c >= 'a') c = static_cast<char>(c & ~0x20);
        put_number(field, negative, prefix, digits);
        return true;
    }
};

}  // namespace

Value percent_format(Thread& thread, Str* format, Value arguments) {
    return with_memory_error(thread, [&] {
        PercentFormatter formatter{thread, format, arguments, false};
        return formatter.run() ? Value(formatter.out.finish(thread)) : Value();
    });
}

Value percent_format_bytes(Thread& thread, Value format, Value arguments) {
    return with_memory_error(thread, [&] {
        PercentFormatter formatter{thread, new_str_latin1(thread, byte_view(thread, format)), arguments,
                                   true};
        Str* result = formatter.run() ? formatter.out.finish(thread) : nullptr;
        return result ? new_like(thread, format, result->ascii()) : Value();
    });
}

}  // namespace gilt
