// binascii: bytes as hexadecimal and base64 text, and check sums.
#include <zlib.h>

#include <array>
#include <string>

#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class *error_class, *incomplete_class;

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The six bits of each base64 character; -1 for any other byte.
constexpr std::array<int8_t, 256> kBase64Values = [] {
    std::array<int8_t, 256> values{};
    values.fill(-1);
    for (int i = 0; i < 64; i++) values[static_cast<uint8_t>(kBase64[i])] = static_cast<int8_t>(i);
    return values;
}();

bool fail(Thread& thread, std::string_view message) { return raise_text(thread, error_class, message); }

// What the decoders take: bytes-like objects and ASCII strings.
bool ascii_buffer(Thread& thread, Value value, std::string_view* out) {
    if (is_str(value)) {
        if (!as_str(value)->is_ascii())
            return raise_value_error(thread, "string argument should contain only ASCII characters");
        *out = as_str(value)->ascii();
        return true;
    }
    if (has_buffer(value)) return get_buffer(thread, value, out);
    return raise_type_error(thread, "argument should be bytes, buffer or ASCII string, not '{}'", type_name(value));
}

Value hexlify(Thread& thread, Args& args) {
    std::string_view bytes;
    if (!get_buffer(thread, args[0], &bytes)) return {};
    Value text = bytes_hex(thread, bytes, args[1], args[2]);
    return text ? encode_text(thread, as_str(text), "ascii", "strict") : Value();
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Value unhexlify(Thread& thread, Args& args) {
    std::string_view text;
    if (!ascii_buffer(thread, args[0], &text)) return {};
    if (text.size() % 2) return fail(thread, "Odd-length string"), Value();
    Bytes* result = new_bytes_uninitialized(thread, text.size() / 2);
    if (!result) return {};
    for (size_t i = 0; i < result->length; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) return fail(thread, "Non-hexadecimal digit found"), Value();
        result->data[i] = static_cast<char>(high << 4 | low);
    }
    return result;
}

Value b2a_base64(Thread& thread, Args& args) {
    std::string_view bytes;
    if (!get_buffer(thread, args[0], &bytes)) return {};
    int newline = args.has(1) ? truth(thread, args[1]) : 1;
    if (newline < 0) return {};
    Bytes* result = new_bytes_uninitialized(thread, (bytes.size() + 2) / 3 * 4 + static_cast<size_t>(newline));
    if (!result) return {};
    char* to = result->data;
    for (size_t i = 0; i < bytes.size(); i += 3) {
        size_t left = bytes.size() - i;
        auto at = [&](size_t k) { return k < left ? static_cast<uint8_t>(bytes[i + k]) : 0u; };
        uint32_t group = at(0) << 16 | at(1) << 8 | at(2);
        *to++ = kBase64[group >> 18];
        *to++ = kBase64[group >> 12 & 63];
        *to++ = left > 1 ? kBase64[group >> 6 & 63] : '=';
        *to++ = left > 2 ? kBase64[group & 63] : '=';
    }
    if (newline) *to = '\n';
    return result;
}

// Without strict_mode characters outside the alphabet are skipped, and all that matters about "=" is whether enough of
// them close the last group.
Value a2b_base64(Thread& thread, Args& args) {
    std::string_view text;
    if (!ascii_buffer(thread, args[0], &text)) return {};
    int strict = args.has(1) ? truth(thread, args[1]) : 0;
    if (strict < 0) return {};
    if (strict && text.starts_with('=')) return fail(thread, "Leading padding not allowed"), Value();
    std::string result;
    result.reserve(text.size() / 4 * 3);
    uint32_t group = 0, in_group = 0, padding = 0;
    bool complete = false;
    for (size_t i = 0; i < text.size(); i++) {
        if (text[i] == '=') {
            if (in_group >= 2 && in_group + ++padding >= 4) {
                // The group is closed; without strict_mode what follows does not count.
                if (strict && i + 1 < text.size()) return fail(thread, "Excess data after padding"), Value();
                complete = true;
                break;
            }
            continue;
        }
        int value = kBase64Values[static_cast<uint8_t>(text[i])];
        if (value < 0) {
            if (strict) return fail(thread, "Only base64 data is allowed"), Value();
            continue;
        }
        if (strict && padding) return fail(thread, "Discontinuous padding not allowed"), Value();
        padding = 0;
        group = group << 6 | static_cast<uint32_t>(value);
        if (in_group++ > 0) result += static_cast<char>(group >> (8 - 2 * in_group));
        if (in_group == 4) in_group = group = 0;
    }
    if (in_group && !complete) {
        if (in_group == 1)
            return raise_format(thread, error_class,
                                "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than "
                                "a multiple of 4",
                                result.size() / 3 * 4 + 1);
        return fail(thread, "Incorrect padding"), Value();
    }
    return new_bytes(thread, result);
}

Value crc32(Thread& thread, Args& args) {
    std::string_view bytes;
    Value start = Value::from_int(0);
    if (!get_buffer(thread, args[0], &bytes)) return {};
    if (args.has(1) && !(start = to_index(thread, args[1]))) return {};
    Value low = int_and(thread, start, Value::from_int(UINT32_MAX));
    if (!low) return {};
    return Value::from_int(static_cast<int64_t>(::crc32_z(static_cast<uLong>(low.as_int()),
                                                          reinterpret_cast<const Bytef*>(bytes.data()), bytes.size())));
}

Value crc_hqx(Thread& thread, Args& args) {
    std::string_view bytes;
    if (!get_buffer(thread, args[0], &bytes)) return {};
    Value start = to_index(thread, args[1]);
    if (start) start = int_and(thread, start, Value::from_int(0xFFFF));
    if (!start) return {};
    auto crc = static_cast<uint32_t>(start.as_int());
    for (char byte : bytes) {
        crc ^= static_cast<uint32_t>(static_cast<uint8_t>(byte)) << 8;
        for (int i = 0; i < 8; i++) crc = (crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0);
        crc &= 0xFFFF;
    }
    return Value::from_int(crc);
}

Class* add_error(Thread& thread, Module* module, const char* name, Class* base) {
    Dict* namespace_ = new_dict(thread);
    if (!dict_store(thread, namespace_, intern(thread, "__module__"), intern(thread, "binascii"))) return nullptr;
    Value cls = new_class(thread, types.type, intern(thread, name), new_tuple(thread, {Value(base)}), namespace_, nullptr);
    if (!cls) return nullptr;
    keep_forever(thread, cls);
    set_module_attribute(thread, module, name, cls);
    return static_cast<Class*>(cls.as_object());
}

}  // namespace

bool initialize_binascii(Thread& thread, Module* module) {
    error_class = add_error(thread, module, "Error", exceptions.ValueError);
    incomplete_class = add_error(thread, module, "Incomplete", exceptions.Exception);
    if (!error_class || !incomplete_class) return false;
    constexpr char kHexlify[] = "Hexadecimal representation of binary data.";
    constexpr char kUnhexlify[] = "Binary data of hexadecimal representation.";
    add_functions(thread, module,
                  {
                      {"hexlify(data, sep=None, bytes_per_sep=1)", hexlify, kHexlify},
                      {"b2a_hex(data, sep=None, bytes_per_sep=1)", hexlify, kHexlify},
                      {"unhexlify(hexstr, /)", unhexlify, kUnhexlify},
                      {"a2b_hex(hexstr, /)", unhexlify, kUnhexlify},
                      {"b2a_base64(data, /, *, newline=True)", b2a_base64, "Base64-code line of data."},
                      {"a2b_base64(data, /, *, strict_mode=False)", a2b_base64, "Decode a line of base64 data."},
                      {"crc32(data, crc=0, /)", crc32, "Compute CRC-32 incrementally."},
                      {"crc_hqx(data, crc, /)", crc_hqx, "Compute CRC-CCITT incrementally."},
                  });
    return true;
}

}  // namespace gilt
