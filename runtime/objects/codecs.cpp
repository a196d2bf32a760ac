// Encoding and decoding.
//
// Each codec walks its input and, where it cannot go on, asks the error handler what to put there
// instead; the handler sees the same range CPython's would, so messages and replacements agree.
#include "objects/codecs.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/namespaces.h"
#include "objects/str_builder.h"
#include "objects/tuple.h"
#include "objects/unicode_names.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

Value raise_encode_error(Thread& thread, std::string_view encoding, Str* text, size_t start, size_t end,
                         std::string_view reason) {
    Value error = call(thread, exceptions.UnicodeEncodeError,
                       {new_str(thread, encoding), text, Value::from_int(static_cast<int64_t>(start)),
                        Value::from_int(static_cast<int64_t>(end)), new_str(thread, reason)});
    return error ? raise(thread, error) : Value();
}

Value raise_decode_error(Thread& thread, std::string_view encoding, std::string_view bytes, size_t start,
                         size_t end, std::string_view reason) {
    Value error = call(
        thread, exceptions.UnicodeDecodeError,
        {new_str(thread, encoding), new_bytes(thread, bytes), Value::from_int(static_cast<int64_t>(start)),
         Value::from_int(static_cast<int64_t>(end)), new_str(thread, reason)});
    return error ? raise(thread, error) : Value();
}

namespace {

enum class Errors { Strict, Ignore, Replace, Backslash, XmlCharRef, SurrogateEscape, SurrogatePass, Names, Unknown };

Errors error_handler(std::string_view name) {
    struct Entry {
        std::string_view name;
        Errors handler;
    };
    constexpr Entry kHandlers[] = {{"strict", Errors::Strict},
                                   {"ignore", Errors::Ignore},
                                   {"replace", Errors::Replace},
                                   {"backslashreplace", Errors::Backslash},
                                   {"xmlcharrefreplace", Errors::XmlCharRef},
                                   {"surrogateescape", Errors::SurrogateEscape},
                                   {"surrogatepass", Errors::SurrogatePass},
                                   {"namereplace", Errors::Names}};
    for (const Entry& entry : kHandlers)
        if (entry.name == name) return entry.handler;
    return Errors::Unknown;
}

// Set by the module codecs; empty before. Written once, before any script could have registered anything.
Value find_codec, find_handler;

bool unknown_handler(Thread& thread, std::string_view name) {
    return bool(raise_format(thread, exceptions.LookupError, "unknown error handler name '{}'", name));
}

// Lets a script's handler deal with the error: what it puts there, as str or bytes. Handlers that go on elsewhere than
// behind the trouble are not supported.
Value ask_handler(Thread& thread, std::string_view name, Value error) {
    if (!error) return {};
    if (!find_handler) {
        (void)unknown_handler(thread, name);
        return {};
    }
    Value handler = call(thread, find_handler, {new_str(thread, name)});
    Value result = handler ? call(thread, handler, {error}) : Value();
    if (!result) return {};
    if (!is_tuple(result) || as_tuple(result)->length != 2 || !is_int(as_tuple(result)->items[1]) ||
        !(is_str(as_tuple(result)->items[0]) || is_bytes(as_tuple(result)->items[0])))
        return raise_type_error(thread, "{} error handler must return ({}, int) tuple",
                                class_of(error) == exceptions.UnicodeEncodeError ? "encoding" : "decoding",
                                class_of(error) == exceptions.UnicodeEncodeError ? "str/bytes" : "str");
    return as_tuple(result)->items[0];
}

bool is_surrogate(uint32_t c) { return c >= 0xD800 && c < 0xE000; }

void append_backslash(std::string* out, uint32_t c) {
    *out += c < 0x100     ? fmt::format("\\x{:02x}", c)
            : c < 0x10000 ? fmt::format("\\u{:04x}", c)
                          : fmt::format("\\U{:08x}", c);
}

// --- encoding ---

struct Encoder {
    Thread& thread;
    std::string_view encoding, errors;
    Str* text;
    std::string out = {};

    // What the handler puts for characters [start, end): ASCII in *replacement, or raw bytes appended to
    // `out`. False: an exception is pending. The unit size and order matter for surrogatepass.
    bool handle(size_t start, size_t end, std::string_view reason, std::string* replacement) {
        Errors handler = error_handler(errors);
        if (handler == Errors::Unknown) return handle_by_script(start, end, reason, replacement);
        if (handler == Errors::Names) {
            for (size_t i = start; i < end; i++) {
                std::string name = name_of_character(static_cast<int32_t>(text->at(i)));
                if (name.empty())
                    append_backslash(replacement, text->at(i));
                else
                    *replacement += "\\N{" + name + "}";
            }
            return true;
        }
        for (size_t i = start; i < end; i++) {
            uint32_t c = text->at(i);
            switch (handler) {
                case Errors::Ignore: break;
                case Errors::Replace: replacement->push_back('?'); break;
                case Errors::Backslash: append_backslash(replacement, c); break;
                case Errors::XmlCharRef: *replacement += fmt::format("&#{};", c); break;
                case Errors::SurrogateEscape:
                    if (c >= 0xDC80 && c <= 0xDCFF) {
                        out.push_back(static_cast<char>(c - 0xDC00));
                        break;
                    }
                    [[fallthrough]];
                case Errors::SurrogatePass:
                case Errors::Strict:
                    return bool(raise_encode_error(thread, encoding, text, start, end, reason));
                default: return unknown_handler(thread, errors);
            }
        }
        return true;
    }

    bool handle_by_script(size_t start, size_t end, std::string_view reason, std::string* replacement) {
        if (find_handler) (void)raise_encode_error(thread, encoding, text, start, end, reason);
        Value put = ask_handler(thread, errors, find_handler ? take_exception(thread) : Value::none());
        if (!put) return false;
        if (is_bytes(put)) {
            out += as_bytes(put)->view();
            return true;
        }
        uint32_t limit = encoding == "ascii" ? 0x80 : encoding == "latin-1" ? 0x100 : 0x110000;
        for (size_t i = 0; i < as_str(put)->length; i++)
            if (as_str(put)->at(i) >= limit)
                return bool(raise_encode_error(thread, encoding, text, start, end, reason));
        *replacement += limit == 0x100 ? std::string(as_str(put)->ascii()) : to_utf8(as_str(put));
        return true;
    }

    bool single_byte(uint32_t limit) {  // ascii, latin-1
        std::string_view reason = limit == 0x80 ? "ordinal not in range(128)" : "ordinal not in range(256)";
        for (size_t i = 0; i < text->length; i++) {
            if (text->at(i) < limit) {
                out.push_back(static_cast<char>(text->at(i)));
                continue;
            }
            size_t end = i + 1;
            while (end < text->length && text->at(end) >= limit) end++;
            std::string replacement;
            if (!handle(i, end, reason, &replacement)) return false;
            out += replacement;
            i = end - 1;
        }
        return true;
    }

    bool utf8() {
        std::string whole = to_utf8(text);
        if (text->width() == 1) {
            out += whole;
            return true;
        }
        bool pass = error_handler(errors) == Errors::SurrogatePass;
        for (size_t i = 0; i < text->length; i++) {
            uint32_t c = text->at(i);
            if (is_surrogate(c) && !pass) {
                size_t end = i + 1;
                while (end < text->length && is_surrogate(text->at(end))) end++;
                std::string replacement;
                if (!handle(i, end, "surrogates not allowed", &replacement)) return false;
                out += replacement;
                i = end - 1;
                continue;
            }
            if (c < 0x80) {
                out.push_back(static_cast<char>(c));
            } else {
                auto put = [&](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
                if (c < 0x800) {
                    put(0xC0 | c >> 6);
                } else if (c < 0x10000) {
                    put(0xE0 | c >> 12);
                    put(0x80 | (c >> 6 & 0x3F));
                } else {
                    put(0xF0 | c >> 18);
                    put(0x80 | (c >> 12 & 0x3F));
                    put(0x80 | (c >> 6 & 0x3F));
                }
                put(0x80 | (c & 0x3F));
            }
        }
        return true;
    }

    void put_unit(uint32_t unit, int size, bool big_endian) {
        for (int i = 0; i < size; i++)
            out.push_back(static_cast<char>(unit >> 8 * (big_endian ? size - 1 - i : i)));
    }

    bool wide(int size, bool big_endian) {  // utf-16, utf-32
        bool pass = error_handler(errors) == Errors::SurrogatePass;
        for (size_t i = 0; i < text->length; i++) {
            uint32_t c = text->at(i);
            if (is_surrogate(c) && !pass) {
                std::string replacement;
                size_t before = out.size();
                if (!handle(i, i + 1, "surrogates not allowed", &replacement)) return false;
                if ((out.size() - before) % static_cast<size_t>(size))  // surrogateescape: one byte is no whole unit
                    return bool(raise_encode_error(thread, encoding, text, i, i + 1, "surrogates not allowed"));
                for (char ascii : replacement) put_unit(static_cast<uint8_t>(ascii), size, big_endian);
            } else if (size == 2 && c >= 0x10000) {
                put_unit(0xD800 + ((c - 0x10000) >> 10), 2, big_endian);
                put_unit(0xDC00 + ((c - 0x10000) & 0x3FF), 2, big_endian);
            } else {
                put_unit(c, size, big_endian);
            }
        }
        return true;
    }

    bool unicode_escape(bool raw) {
        for (size_t i = 0; i < text->length; i++) {
            uint32_t c = text->at(i);
            bool plain = raw ? c < 0x100 : c >= 0x20 && c < 0x7F && c != '\\';
            if (plain) {
                out.push_back(static_cast<char>(c));
            } else if (!raw && (c == '\n' || c == '\r' || c == '\t' || c == '\\')) {
                out.push_back('\\');
                out.push_back(c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : '\\');
            } else {
                append_backslash(&out, c);
            }
        }
        return true;
    }
};

// --- decoding ---

struct Decoder {
    Thread& thread;
    std::string_view encoding, errors, bytes;
    StrBuilder out = {};

    uint32_t byte(size_t i) const { return static_cast<uint8_t>(bytes[i]); }

    bool handle(size_t start, size_t end, std::string_view reason) {
        switch (error_handler(errors)) {
            case Errors::Ignore: return true;
            case Errors::Replace: out.append(0xFFFD); return true;
            case Errors::Backslash:
                for (size_t i = start; i < end; i++) out.append_ascii(fmt::format("\\x{:02x}", byte(i)));
                return true;
            case Errors::SurrogateEscape:
                if (std::all_of(bytes.begin() + static_cast<ptrdiff_t>(start),
                                bytes.begin() + static_cast<ptrdiff_t>(end),
                                [](char c) { return static_cast<uint8_t>(c) >= 0x80; })) {
                    for (size_t i = start; i < end; i++) out.append(0xDC00 + byte(i));
                    return true;
                }
                break;
            case Errors::XmlCharRef:
                return bool(raise_type_error(thread,
                                             "don't know how to handle UnicodeDecodeError in "
                                             "error callback"));
            case Errors::Unknown: {
                if (find_handler) (void)raise_decode_error(thread, encoding, bytes, start, end, reason);
                Value put = ask_handler(thread, errors, find_handler ? take_exception(thread) : Value::none());
                if (!put) return false;
                if (!is_str(put)) return bool(raise_type_error(thread, "decoding error handler must return (str, int) tuple"));
                out.append(as_str(put));
                return true;
            }
            default: break;
        }
        return bool(raise_decode_error(thread, encoding, bytes, start, end, reason));
    }

    bool ascii() {
        for (size_t i = 0; i < bytes.size(); i++) {
            if (byte(i) < 0x80)
                out.append(byte(i));
            else if (!handle(i, i + 1, "ordinal not in range(128)"))
                return false;
        }
        return true;
    }

    bool utf8() {
        bool pass = error_handler(errors) == Errors::SurrogatePass;
        size_t size = bytes.size();
        for (size_t i = 0; i < size;) {
            uint32_t lead = byte(i);
            if (lead < 0x80) {
                size_t from = i;
                while (i < size && byte(i) < 0x80) i++;
                out.append_ascii(bytes.substr(from, i - from));
                continue;
            }
            size_t needed = lead >= 0xC2 && lead < 0xE0   ? 2
                            : lead >= 0xE0 && lead < 0xF0 ? 3
                            : lead >= 0xF0 && lead < 0xF5 ? 4
                                                          : 0;
            if (!needed) {
                if (!handle(i, i + 1, "invalid start byte")) return false;
                i++;
                continue;
            }
            // The second byte's range depends on the first: no overlong forms, no surrogates, nothing
            // beyond U+10FFFF.
            uint32_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            uint32_t high = lead == 0xED && !pass ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            uint32_t point = lead & (0xFFu >> (needed + 1));
            size_t good = 1;
            while (good < needed && i + good < size && byte(i + good) >= low && byte(i + good) <= high) {
                point = point << 6 | (byte(i + good) & 0x3F);
                low = 0x80;
                high = 0xBF;
                good++;
            }
            if (good < needed) {
                bool at_end = i + good == size;
                if (!handle(i, i + good, at_end ? "unexpected end of data" : "invalid continuation byte"))
                    return false;
            } else {
                out.append(point);
            }
            i += good;
        }
        return true;
    }

    uint32_t unit_at(size_t i, int size, bool big_endian) const {
        uint32_t unit = 0;
        for (int k = 0; k < size; k++)
            unit |= byte(i + static_cast<size_t>(k)) << 8 * (big_endian ? size - 1 - k : k);
        return unit;
    }

    // `order`: 0 as the byte order mark says, else 'l' or 'b'.
    bool utf16(char order) {
        size_t i = 0;
        if (!order && bytes.size() >= 2) {
            uint32_t mark = unit_at(0, 2, false);
            if (mark == 0xFEFF || mark == 0xFFFE) i = 2;
            if (mark == 0xFFFE) order = 'b';
        }
        encoding = order == 'b' ? "utf-16-be" : "utf-16-le";
        bool big = order == 'b';
        bool pass = error_handler(errors) == Errors::SurrogatePass;
        while (i < bytes.size()) {
            if (i + 1 == bytes.size()) return handle(i, i + 1, "truncated data");
            uint32_t unit = unit_at(i, 2, big);
            if (!is_surrogate(unit)) {
                out.append(unit);
                i += 2;
                continue;
            }
            if (unit < 0xDC00 && i + 3 < bytes.size()) {
                uint32_t second = unit_at(i + 2, 2, big);
                if (second >= 0xDC00 && second < 0xE000) {
                    out.append(0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00));
                    i += 4;
                    continue;
                }
            }
            if (pass) {
                out.append(unit);
                i += 2;
                continue;
            }
            if (unit < 0xDC00 && i + 3 >= bytes.size()) {
                if (!handle(i, bytes.size(), "unexpected end of data")) return false;
                return true;
            }
            if (!handle(i, i + 2, unit < 0xDC00 ? "illegal UTF-16 surrogate" : "illegal encoding"))
                return false;
            i += 2;
        }
        return true;
    }

    bool utf32(char order) {
        size_t i = 0;
        if (!order && bytes.size() >= 4) {
            uint32_t mark = unit_at(0, 4, false);
            if (mark == 0xFEFF || mark == 0xFFFE0000) i = 4;
            if (mark == 0xFFFE0000) order = 'b';
        }
        encoding = order == 'b' ? "utf-32-be" : "utf-32-le";
        bool pass = error_handler(errors) == Errors::SurrogatePass;
        for (; i < bytes.size(); i += 4) {
            if (i + 4 > bytes.size()) return handle(i, bytes.size(), "truncated data");
            uint32_t point = unit_at(i, 4, order == 'b');
            if (point > 0x10FFFF) {
                if (!handle(i, i + 4, "code point not in range(0x110000)")) return false;
            } else if (is_surrogate(point) && !pass) {
                if (!handle(i, i + 4, "code point in surrogate code point range(0xd800, 0xe000)"))
                    return false;
            } else {
                out.append(point);
            }
        }
        return true;
    }

    bool unicode_escape(bool raw) {
        for (size_t i = 0; i < bytes.size(); i++) {
            if (byte(i) != '\\' || (raw && (i + 1 >= bytes.size() || (byte(i + 1) | 0x20) != 'u'))) {
                out.append(byte(i));
                continue;
            }
            size_t start = i++;
            if (i == bytes.size()) return handle(start, i, "\\ at end of string");
            uint32_t c = byte(i);
            constexpr std::string_view kLetters = "abfnrtv\\'\"\n";
            constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\'\"";
            size_t letter = raw ? std::string_view::npos : kLetters.find(static_cast<char>(c));
            if (letter != std::string_view::npos) {
                if (letter < kMeanings.size()) out.append(static_cast<uint8_t>(kMeanings[letter]));
            } else if (!raw && c >= '0' && c <= '7') {
                uint32_t value = 0;
                size_t end = std::min(i + 3, bytes.size());
                for (; i < end && byte(i) >= '0' && byte(i) <= '7'; i++) value = value * 8 + byte(i) - '0';
                out.append(value);
                i--;
            } else if (c == 'u' || c == 'U' || (c == 'x' && !raw)) {
                size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8, k = 0;
                uint32_t value = 0;
                for (; k < digits && i + 1 + k < bytes.size() &&
                       std::isxdigit(static_cast<int>(byte(i + 1 + k)));
                     k++) {
                    uint32_t digit = byte(i + 1 + k);
                    value = value << 4 | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
                }
                if (k < digits) {
                    const char* reason = c == 'x'   ? "truncated \\xXX escape"
                                         : c == 'u' ? "truncated \\uXXXX escape"
                                                    : "truncated \\UXXXXXXXX escape";
                    if (!handle(start, i + 1 + k, reason)) return false;
                } else if (value > 0x10FFFF) {
                    if (!handle(start, i + 1 + k, "illegal Unicode character")) return false;
                } else {
                    out.append(value);
                }
                i += k;
            } else if (c == 'N' && !raw) {
                bool opened = i + 1 < bytes.size() && byte(i + 1) == '{';
                size_t end = opened ? bytes.find('}', i) : std::string_view::npos;
                bool complete = end != std::string_view::npos && end > i + 2;
                int32_t named = complete ? character_named(bytes.substr(i + 2, end - i - 2)) : -1;
                if (named >= 0) {
                    out.append(static_cast<uint32_t>(named));
                    i = end;
                } else {
                    size_t stop = !opened ? i + 1 : std::min(end, bytes.size() - 1) + (complete || end == std::string_view::npos);
                    if (!handle(start, stop, complete ? "unknown Unicode character name" : "malformed \\N character escape")) return false;
                    i = stop - 1;
                }
            } else {
                out.append('\\');
                out.append(c);
            }
        }
        return true;
    }
};

// --- charsets: what the C library converts ---

// Encodings of one byte per character, and the East Asian ones; as the C library calls them, and as messages do.
struct Charset {
    std::string_view plain;  // lower case, without separators
    const char* library_name;
    const char* shown;
    bool one_byte;
};
constexpr Charset kCharsets[] = {
    {"cp1250", "CP1250", "charmap", true},       {"cp1251", "CP1251", "charmap", true},
    {"cp1252", "CP1252", "charmap", true},       {"cp1253", "CP1253", "charmap", true},
    {"cp1254", "CP1254", "charmap", true},       {"cp1255", "CP1255", "charmap", true},
    {"cp1256", "CP1256", "charmap", true},       {"cp1257", "CP1257", "charmap", true},
    {"cp1258", "CP1258", "charmap", true},       {"windows1250", "CP1250", "charmap", true},
    {"windows1251", "CP1251", "charmap", true},  {"windows1252", "CP1252", "charmap", true},
    {"cp437", "CP437", "charmap", true},         {"cp850", "CP850", "charmap", true},
    {"cp852", "CP852", "charmap", true},         {"cp855", "CP855", "charmap", true},
    {"cp866", "CP866", "charmap", true},         {"koi8r", "KOI8-R", "charmap", true},
    {"koi8u", "KOI8-U", "charmap", true},        {"iso88592", "ISO-8859-2", "charmap", true},
    {"latin2", "ISO-8859-2", "charmap", true},   {"iso88593", "ISO-8859-3", "charmap", true},
    {"iso88594", "ISO-8859-4", "charmap", true}, {"iso88595", "ISO-8859-5", "charmap", true},
    {"iso88596", "ISO-8859-6", "charmap", true}, {"iso88597", "ISO-8859-7", "charmap", true},
    {"iso88598", "ISO-8859-8", "charmap", true}, {"iso88599", "ISO-8859-9", "charmap", true},
    {"latin5", "ISO-8859-9", "charmap", true},   {"iso885910", "ISO-8859-10", "charmap", true},
    {"iso885913", "ISO-8859-13", "charmap", true}, {"iso885914", "ISO-8859-14", "charmap", true},
    {"iso885915", "ISO-8859-15", "charmap", true}, {"latin9", "ISO-8859-15", "charmap", true},
    {"iso885916", "ISO-8859-16", "charmap", true}, {"macroman", "MACINTOSH", "charmap", true},
    {"cp037", "CP037", "charmap", true},         {"cp500", "CP500", "charmap", true},
    {"gbk", "GBK", "gbk", false},                {"gb2312", "EUC-CN", "gb2312", false},
    {"gb18030", "GB18030", "gb18030", false},    {"big5", "BIG5", "big5", false},
    {"shiftjis", "SHIFT_JIS", "shift_jis", false}, {"sjis", "SHIFT_JIS", "shift_jis", false},
    {"cp932", "CP932", "cp932", false},          {"eucjp", "EUC-JP", "euc_jp", false},
    {"euckr", "EUC-KR", "euc_kr", false},        {"cp949", "CP949", "cp949", false},
};

std::string plain_name(std::string_view name) {
    std::string plain;  // lower case, without separators
    for (char c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
        if (c != '-' && c != '_' && c != ' ') plain.push_back(c);
    }
    return plain;
}

const Charset* charset_named(std::string_view name) {
    std::string plain = plain_name(name);
    for (const Charset& charset : kCharsets)
        if (charset.plain == plain) return &charset;
    return nullptr;
}

// One direction of the C library's converter, a few bytes at a time.
class Converter {
  public:
    Converter(const char* to, const char* from) : converter_(iconv_open(to, from)) {}
    ~Converter() {
        if (is_open()) iconv_close(converter_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    bool is_open() const { return converter_ != reinterpret_cast<iconv_t>(-1); }
    // False: not convertible (errno EILSEQ), or the input is only a beginning (EINVAL).
    bool convert(const void* input, size_t size, std::string* out) {
        char room[32];
        char *from = static_cast<char*>(const_cast<void*>(input)), *to = room;
        size_t left = size, free = sizeof room;
        if (iconv(converter_, &from, &left, &to, &free) == static_cast<size_t>(-1)) {
            int error = errno;
            iconv(converter_, nullptr, nullptr, nullptr, nullptr);
            errno = error;
            return false;
        }
        out->assign(room, static_cast<size_t>(to - room));
        return true;
    }

  private:
    iconv_t converter_;
};

Value encode_by_charset(Thread& thread, const Charset& charset, Str* text, std::string_view errors) {
    Converter converter(charset.library_name, "UTF-32LE");
    if (!converter.is_open())
        return raise_format(thread, exceptions.LookupError, "unknown encoding: {}", charset.plain);
    Encoder encoder{thread, charset.shown, errors, text};
    std::string unit;
    auto put = [&](uint32_t c) {
        if (!converter.convert(&c, sizeof c, &unit)) return false;
        encoder.out += unit;
        return true;
    };
    for (size_t i = 0; i < text->length; i++) {
        if (put(text->at(i))) continue;
        std::string replacement;
        size_t end = i + 1;  // messages name a whole run that does not fit
        while (charset.one_byte && end < text->length) {
            uint32_t next = text->at(end);
            if (converter.convert(&next, sizeof next, &unit)) break;
            end++;
        }
        if (!encoder.handle(i, end,
                            charset.one_byte ? "character maps to <undefined>" : "illegal multibyte sequence",
                            &replacement))
            return {};
        for (char c : replacement) (void)put(static_cast<uint8_t>(c));
        i = end - 1;
    }
    return new_bytes(thread, encoder.out);
}

Value decode_by_charset(Thread& thread, const Charset& charset, std::string_view bytes, std::string_view errors) {
    Converter converter("UTF-32LE", charset.library_name);
    if (!converter.is_open())
        return raise_format(thread, exceptions.LookupError, "unknown encoding: {}", charset.plain);
    Decoder decoder{thread, charset.shown, errors, bytes};
    std::string unit;
    for (size_t i = 0; i < bytes.size();) {
        size_t longest = std::min<size_t>(charset.one_byte ? 1 : 4, bytes.size() - i), length = 0;
        for (size_t size = 1; size <= longest && !length; size++) {
            if (converter.convert(bytes.data() + i, size, &unit) && unit.size() >= 4)
                length = size;
            else if (errno != EINVAL)
                break;
        }
        if (length) {
            for (size_t k = 0; k + 4 <= unit.size(); k += 4) {
                uint32_t c;
                std::memcpy(&c, unit.data() + k, 4);
                decoder.out.append(c);
            }
            i += length;
        } else {
            if (!decoder.handle(i, i + 1,
                                charset.one_byte ? "character maps to <undefined>" : "illegal multibyte sequence"))
                return {};
            i++;
        }
    }
    return decoder.out.finish(thread);
}

// --- codecs of scripts ---

Value unknown_encoding(Thread& thread, std::string_view encoding) {
    return raise_format(thread, exceptions.LookupError, "unknown encoding: {}", encoding);
}

// Calls encode or decode of a codec that a script registered.
Value by_script(Thread& thread, std::string_view encoding, const char* method, Value input, std::string_view errors) {
    if (!find_codec) return unknown_encoding(thread, encoding);
    Value codec = call(thread, find_codec, {new_str(thread, encoding)});
    if (!codec) return {};
    Value is_text;
    int has = find_attr(thread, codec, intern(thread, "_is_text_encoding"), &is_text);
    if (has < 0) return {};
    if (has && is_text.is_false())
        return raise_format(thread, exceptions.LookupError,
                            "'{}' is not a text encoding; use codecs.{}() to handle arbitrary codecs", encoding, method);
    Value result = call_method(thread, codec, intern(thread, method), {input, new_str(thread, errors)});
    if (!result) return {};
    if (!is_tuple(result) || as_tuple(result)->length != 2)
        return raise_type_error(thread, "{}r must return a tuple (object, integer)", method);
    return as_tuple(result)->items[0];
}

}  // namespace

bool is_one_byte_charset(std::string_view encoding) {
    const Charset* charset = charset_named(encoding);
    return charset && charset->one_byte;
}

std::string canonical_encoding(std::string_view name) {
    if (name == "utf-8" || name == "ascii") return std::string(name);  // as nearly everybody writes them
    if (name == "latin-1" || name == "iso-8859-1") return "iso8859-1";
    std::string plain = plain_name(name);
    struct Alias {
        std::string_view plain, canonical;
    };
    constexpr Alias kAliases[] = {{"utf8", "utf-8"},
                                  {"u8", "utf-8"},
                                  {"cp65001", "utf-8"},
                                  {"utf8sig", "utf-8-sig"},
                                  {"ascii", "ascii"},
                                  {"usascii", "ascii"},
                                  {"646", "ascii"},
                                  {"latin1", "iso8859-1"},
                                  {"iso88591", "iso8859-1"},
                                  {"latin", "iso8859-1"},
                                  {"l1", "iso8859-1"},
                                  {"88591", "iso8859-1"},
                                  {"8859", "iso8859-1"},
                                  {"cp819", "iso8859-1"},
                                  {"utf16", "utf-16"},
                                  {"u16", "utf-16"},
                                  {"utf16le", "utf-16-le"},
                                  {"utf16be", "utf-16-be"},
                                  {"utf32", "utf-32"},
                                  {"u32", "utf-32"},
                                  {"utf32le", "utf-32-le"},
                                  {"utf32be", "utf-32-be"},
                                  {"unicodeescape", "unicode_escape"},
                                  {"rawunicodeescape", "raw_unicode_escape"}};
    for (const Alias& alias : kAliases)
        if (alias.plain == plain) return std::string(alias.canonical);
    return {};
}

void set_codec_hooks(Thread& thread, Value codec, Value handler) {
    keep_forever(thread, codec);
    keep_forever(thread, handler);
    find_codec = codec;
    find_handler = handler;
}

Value encode_text(Thread& thread, Str* text, std::string_view encoding, std::string_view errors) {
    std::string name = canonical_encoding(encoding);
    if (text->is_ascii() && (name == "utf-8" || name == "ascii" || name == "iso8859-1"))
        return new_bytes(thread, text->ascii());
    bool latin = name == "iso8859-1";
    if (latin && text->width() == 1) return new_bytes(thread, text->ascii());
    std::string_view shown = latin ? "latin-1" : std::string_view(name);
    Encoder encoder{thread, shown, errors, text};
    bool good;
    if (name == "utf-8" || name == "utf-8-sig") {
        if (name == "utf-8-sig") encoder.out = "\xEF\xBB\xBF";
        encoder.encoding = "utf-8";
        good = encoder.utf8();
    } else if (name == "ascii" || latin) {
        good = encoder.single_byte(latin ? 0x100 : 0x80);
    } else if (name.starts_with("utf-16") || name.starts_with("utf-32")) {
        int size = name[4] == '1' ? 2 : 4;
        if (name.size() == 6) encoder.put_unit(0xFEFF, size, false);
        good = encoder.wide(size, name.ends_with("be"));
    } else if (name.ends_with("unicode_escape")) {
        good = encoder.unicode_escape(name.starts_with("raw"));
    } else if (const Charset* charset = charset_named(encoding)) {
        return encode_by_charset(thread, *charset, text, errors);
    } else {
        return by_script(thread, encoding, "encode", text, errors);
    }
    return good ? Value(new_bytes(thread, encoder.out)) : Value();
}

Value decode_bytes(Thread& thread, std::string_view bytes, std::string_view encoding,
                   std::string_view errors) {
    std::string name = canonical_encoding(encoding);
    if (name == "iso8859-1") return new_str_latin1(thread, bytes);
    bool sig = name == "utf-8-sig";
    if (sig) {
        if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
        name = "utf-8";
    }
    Decoder decoder{thread, name, errors, bytes};
    char order = name.ends_with("-le") ? 'l' : name.ends_with("-be") ? 'b' : '\0';
    bool good;
    if (name == "utf-8") {
        good = decoder.utf8();
    } else if (name == "ascii") {
        good = decoder.ascii();
    } else if (name.starts_with("utf-16")) {
        good = decoder.utf16(order);
    } else if (name.starts_with("utf-32")) {
        good = decoder.utf32(order);
    } else if (name.ends_with("unicode_escape")) {
        decoder.encoding = name.starts_with("raw") ? "rawunicodeescape" : "unicodeescape";
        good = decoder.unicode_escape(name.starts_with("raw"));
    } else if (const Charset* charset = charset_named(encoding)) {
        return decode_by_charset(thread, *charset, bytes, errors);
    } else {
        return by_script(thread, encoding, "decode", new_bytes(thread, bytes), errors);
    }
    return good ? Value(decoder.out.finish(thread)) : Value();
}

}  // namespace gilt
