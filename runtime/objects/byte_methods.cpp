// The methods that bytes and bytearray have in common: none of them changes `self`, and each gives an
// object of self's kind.
#include <algorithm>
#include <cstring>

#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/format.h"
#include "objects/int.h"
#include "objects/range.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/text_arguments.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "objects/unicode.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr auto kNone = std::string_view::npos;

std::string_view self_view(Thread& thread, Args& args) { return byte_view(thread, args[0]); }

// --- operators ---

Value byte_getitem(Thread& thread, Args& args) {
    Value self = args[0], key = args[1];
    if (key.is_object() && key.as_object()->kind() == Kind::Slice) {
        std::string_view bytes = self_view(thread, args);
        int64_t start, stop, step, count;
        if (!slice_indices(thread, static_cast<Slice*>(key.as_object()), static_cast<int64_t>(bytes.size()),
                           &start, &stop, &step, &count))
            return {};
        // slice_indices may have run script code that changed a bytearray.
        bytes = self_view(thread, args);
        std::string picked;
        if (step == 1) {
            if (static_cast<size_t>(start) > bytes.size()) start = static_cast<int64_t>(bytes.size());
            return new_like(
                thread, self,
                bytes.substr(static_cast<size_t>(start), static_cast<size_t>(std::max<int64_t>(count, 0))));
        }
        for (int64_t i = 0; i < count; i++) {
            auto at = static_cast<size_t>(start + i * step);
            if (at < bytes.size()) picked.push_back(bytes[at]);
        }
        return new_like(thread, self, picked);
    }
    bool constant = is_bytes(self);
    std::string_view bytes = constant ? as_bytes(self)->view() : as_bytearray(self)->view();
    int64_t index;
    if (!subscript_index(thread, key, constant ? "byte" : "bytearray", bytes.size(), &index)) return {};
    if (!constant) bytes = as_bytearray(self)->view();
    if (index < 0 || static_cast<size_t>(index) >= bytes.size())
        return raise_text(thread, exceptions.IndexError,
                          constant ? "index out of range" : "bytearray index out of range");
    if (constant) return Value::from_int(static_cast<uint8_t>(bytes[static_cast<size_t>(index)]));
    // Another thread may be storing into this byte.
    std::atomic_ref<char> byte(const_cast<char&>(bytes[static_cast<size_t>(index)]));
    return Value::from_int(static_cast<uint8_t>(byte.load(std::memory_order_relaxed)));
}

Value compare_bytes(Thread& thread, Comparison op, Value a, Value b) {
    // What bytes do not know about is left to the other side, a bytearray or a memoryview.
    if (is_bytes(a) ? !is_bytes(b) : !has_buffer(b)) return Value::not_implemented();
    std::string_view x = byte_view(thread, a), y;
    if (is_bytes(b) || is_bytearray(b))
        y = byte_view(thread, b);
    else if (!get_buffer(thread, b, &y))
        return {};
    switch (op) {
        case Comparison::Lt: return Value::from_bool(x < y);
        case Comparison::Le: return Value::from_bool(x <= y);
        case Comparison::Eq: return Value::from_bool(x == y);
        case Comparison::Ne: return Value::from_bool(x != y);
        case Comparison::Gt: return Value::from_bool(x > y);
        default: return Value::from_bool(x >= y);
    }
}

Value byte_add(Thread& thread, Args& args) {
    if (!has_buffer(args[1])) {
        bool is_number = is_int(args[1]) || is_float(args[1]) || class_of(args[1]) == types.complex;  // whose __radd__ cannot help
        if (class_of(args[1])->special(Special::k_radd) && !is_number) return Value::not_implemented();
        return raise_type_error(thread, "can't concat {} to {}", type_name(args[1]), type_name(args[0]));
    }
    std::string_view other;
    if (!get_buffer(thread, args[1], &other)) return {};
    std::string sum(self_view(thread, args));
    return new_like(thread, args[0], sum.append(other));
}

template <bool reflected>
Value byte_multiply(Thread& thread, Args& args) {
    int64_t count;
    Value result;
    if (!repeat_count(thread, args[0], args[1], reflected, &count, &result)) return result;
    return repeat_like(thread, args[0], self_view(thread, args), count);
}

// --- searching ---

// What find and its kin look for: an int from 0 to 255, or anything with bytes.
bool needle(Thread& thread, Value value, char* room, std::string_view* out) {
    if (is_int(value) || (!has_buffer(value) && class_of(value)->special(Special::k_index))) {
        uint8_t byte;
        if (!to_byte(thread, value, &byte)) return false;
        *room = static_cast<char>(byte);
        *out = {room, 1};
        return true;
    }
    if (!has_buffer(value))
        return bool(raise_type_error(thread, "argument should be integer or bytes-like object, not '{}'",
                                     type_name(value)));
    return get_buffer(thread, value, out);
}

size_t find_bytes(std::string_view text, std::string_view wanted, size_t from) {
    if (wanted.empty()) return from <= text.size() ? from : kNone;
    if (from >= text.size()) return kNone;
    const void* found = memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
    return found ? static_cast<size_t>(static_cast<const char*>(found) - text.data()) : kNone;
}

Value byte_contains(Thread& thread, Args& args) {
    char room;
    std::string_view wanted;
    if (!is_int(args[1]) && !has_buffer(args[1]) && !class_of(args[1])->special(Special::k_index))
        return raise_type_error(thread, "a bytes-like object is required, not '{}'", type_name(args[1]));
    if (!needle(thread, args[1], &room, &wanted)) return {};
    return Value::from_bool(find_bytes(self_view(thread, args), wanted, 0) != kNone);
}

// The arguments of a search; *text is what lies between start and end, *offset where that begins.
bool search_arguments(Thread& thread, Args& args, char* room, std::string_view* text,
                      std::string_view* wanted, size_t* offset, bool* impossible) {
    std::string_view self = self_view(thread, args);
    size_t start = 0, end = 0;
    if (!text_bounds(thread, args, 2, self.size(), &start, &end) || !needle(thread, args[1], room, wanted)) return false;
    *impossible = start > end;
    if (*impossible) return true;
    *text = self.substr(start, end - start);
    *offset = start;
    return true;
}

template <bool from_right, bool must_exist>
Value byte_find(Thread& thread, Args& args) {
    constexpr std::string_view kNames[] = {"find", "rfind", "index", "rindex"};
    if (!first_given(thread, args, kNames[from_right + 2 * must_exist])) return {};
    char room;
    std::string_view text, wanted;
    size_t offset = 0, found = kNone;
    bool impossible;
    if (!search_arguments(thread, args, &room, &text, &wanted, &offset, &impossible)) return {};
    if (!impossible) found = from_right ? text.rfind(wanted) : find_bytes(text, wanted, 0);
    if (found != kNone) return Value::from_int(static_cast<int64_t>(offset + found));
    if (must_exist) return raise_value_error(thread, "subsection not found");
    return Value::from_int(-1);
}

Value byte_count(Thread& thread, Args& args) {
    if (!first_given(thread, args, "count")) return {};
    char room;
    std::string_view text, wanted;
    size_t offset = 0;
    bool impossible;
    if (!search_arguments(thread, args, &room, &text, &wanted, &offset, &impossible)) return {};
    if (impossible) return Value::from_int(0);
    if (wanted.empty()) return Value::from_int(static_cast<int64_t>(text.size() + 1));
    int64_t count = 0;
    for (size_t at = 0; (at = find_bytes(text, wanted, at)) != kNone; at += wanted.size()) count++;
    return Value::from_int(count);
}

template <bool at_end>
Value byte_startswith(Thread& thread, Args& args) {
    const char* name = at_end ? "endswith" : "startswith";
    if (!first_given(thread, args, name)) return {};
    std::string_view self = self_view(thread, args);
    size_t start = 0, end = 0;
    if (!text_bounds(thread, args, 2, self.size(), &start, &end)) return {};
    auto matches = [&](std::string_view part) {
        if (start > end) return false;
        std::string_view text = self.substr(start, end - start);
        return at_end ? text.ends_with(part) : text.starts_with(part);
    };
    std::string_view part;
    if (is_tuple(args[1])) {
        for (Value item : as_tuple(args[1])->span()) {
            if (!get_buffer(thread, item, &part)) return {};
            if (matches(part)) return Value::from_bool(true);
        }
        return Value::from_bool(false);
    }
    if (!has_buffer(args[1]))
        return raise_type_error(thread, "{} first arg must be bytes or a tuple of bytes, not {}", name,
                                type_name(args[1]));
    if (!get_buffer(thread, args[1], &part)) return {};
    return Value::from_bool(matches(part));
}

template <bool suffix>
Value byte_remove_end(Thread& thread, Args& args) {
    std::string_view part;
    if (!get_buffer(thread, args[1], &part)) return {};
    std::string_view self = self_view(thread, args);
    if (suffix ? self.ends_with(part) : self.starts_with(part)) {
        if (suffix)
            self.remove_suffix(part.size());
        else
            self.remove_prefix(part.size());
    }
    return new_like(thread, args[0], self);
}

Value byte_replace(Thread& thread, Args& args) {
    std::string_view old, with;
    int64_t limit;
    if (!get_buffer(thread, args[1], &old) || !get_buffer(thread, args[2], &with) ||
        !optional_count(thread, args[3], &limit))
        return {};
    if (limit < 0) limit = INT64_MAX;
    std::string_view self = self_view(thread, args);
    std::string result;
    size_t at = 0;
    if (old.empty()) {
        for (; at < self.size() && limit > 0; at++, limit--) result.append(with).push_back(self[at]);
        result.append(self.substr(at));
        if (limit > 0) result.append(with);
    } else {
        for (size_t found; limit > 0 && (found = find_bytes(self, old, at)) != kNone; limit--) {
            result.append(self.substr(at, found - at)).append(with);
            at = found + old.size();
        }
        result.append(self.substr(at));
    }
    return new_like(thread, args[0], result);
}

// --- stripping and padding ---

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

enum Ends { kLeft = 1, kRight = 2, kBoth = 3 };

template <Ends ends>
Value byte_strip(Thread& thread, Args& args) {
    bool unwanted[256] = {};
    if (Value set = args.get(1, Value::none()); set.is_none()) {
        for (int c = 0; c < 256; c++) unwanted[c] = is_space(static_cast<char>(c));
    } else {
        std::string_view bytes;
        if (!get_buffer(thread, set, &bytes)) return {};
        for (char c : bytes) unwanted[static_cast<uint8_t>(c)] = true;
    }
    std::string_view self = self_view(thread, args);
    auto strips = [&](char c) { return unwanted[static_cast<uint8_t>(c)]; };
    if (ends & kLeft)
        while (!self.empty() && strips(self.front())) self.remove_prefix(1);
    if (ends & kRight)
        while (!self.empty() && strips(self.back())) self.remove_suffix(1);
    if (is_bytes(args[0]) && self.size() == as_bytes(args[0])->length) return as_bytes(args[0]);
    return new_like(thread, args[0], self);
}

template <Ends side>
Value byte_justify(Thread& thread, Args& args) {
    int64_t width;
    if (!to_int64(thread, args[1], &width)) return {};
    char fill = ' ';
    if (args.has(2)) {
        std::string_view bytes;
        bool good = (is_bytes(args[2]) || is_bytearray(args[2])) && get_buffer(thread, args[2], &bytes);
        if (!good || bytes.size() != 1)
            return raise_type_error(thread, "{}() argument 2 must be a byte string of length 1, not {}",
                                    side == kBoth   ? "center"
                                    : side == kLeft ? "ljust"
                                                    : "rjust",
                                    argument_type_name(args[2]));
        fill = bytes[0];
    }
    std::string_view self = self_view(thread, args);
    if (width <= static_cast<int64_t>(self.size())) return new_like(thread, args[0], self);
    size_t room = static_cast<size_t>(width) - self.size();
    size_t left = side == kLeft    ? 0
                  : side == kRight ? room
                                   : room / 2 + (room & static_cast<size_t>(width) & 1);
    return with_memory_error(thread, [&] {
        std::string padded(left, fill);
        return new_like(thread, args[0], padded.append(self).append(room - left, fill));
    });
}

Value byte_zfill(Thread& thread, Args& args) {
    int64_t width;
    if (!to_int64(thread, args[1], &width)) return {};
    return with_memory_error(thread, [&] {
        std::string text(self_view(thread, args));
        if (width > static_cast<int64_t>(text.size())) {
            size_t after_sign = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
            text.insert(after_sign, static_cast<size_t>(width) - text.size(), '0');
        }
        return new_like(thread, args[0], text);
    });
}

Value byte_expandtabs(Thread& thread, Args& args) {
    int64_t size = 8;
    if (args.has(1) && !to_c_int(thread, args[1], &size)) return {};
    std::string result;
    int64_t column = 0;
    for (char c : self_view(thread, args)) {
        if (c == '\t') {
            if (size <= 0) continue;
            int64_t spaces = size - column % size;
            if (spaces > int64_t{1} << 32)
                return raise_format(thread, exceptions.OverflowError, "result too long");
            result.append(static_cast<size_t>(spaces), ' ');
            column += spaces;
        } else {
            result.push_back(c);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    return new_like(thread, args[0], result);
}

// --- case and classes: ASCII alone ---

bool is_ascii_class(char c, unicode::Class wanted) {
    auto byte = static_cast<uint8_t>(c);
    return byte < 0x80 && (unicode::latin1_classes[byte] & wanted);
}
bool is_alpha(char c) { return is_ascii_class(c, unicode::kAlpha); }
bool is_digit(char c) { return is_ascii_class(c, unicode::kDecimal); }
bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
bool is_upper(char c) { return is_ascii_class(c, unicode::kUpper); }
bool is_lower(char c) { return is_ascii_class(c, unicode::kLower); }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c | 0x20) : c; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c & ~0x20) : c; }

char lower_byte(char c, char) { return to_lower(c); }
char upper_byte(char c, char) { return to_upper(c); }
char swap_byte(char c, char) { return is_upper(c) ? to_lower(c) : to_upper(c); }
char title_byte(char c, char before) { return is_alpha(before) ? to_lower(c) : to_upper(c); }

// Each byte replaced by map(byte, the byte before it).
template <char (*map)(char, char)>
Value byte_map(Thread& thread, Args& args) {
    std::string text(self_view(thread, args));
    char before = '\0';
    bool first = true;
    for (char& c : text) {
        char here = c;
        c = map(c, first ? '\0' : before);
        before = here;
        first = false;
    }
    return new_like(thread, args[0], text);
}

Value byte_capitalize(Thread& thread, Args& args) {
    std::string text(self_view(thread, args));
    for (char& c : text) c = &c == text.data() ? to_upper(c) : to_lower(c);
    return new_like(thread, args[0], text);
}

template <bool (*property)(char)>
Value byte_all(Thread& thread, Args& args) {
    std::string_view self = self_view(thread, args);
    return Value::from_bool(!self.empty() && std::all_of(self.begin(), self.end(), property));
}

template <bool (*wanted)(char), bool (*unwanted)(char)>
Value byte_has_case(Thread& thread, Args& args) {
    std::string_view self = self_view(thread, args);
    return Value::from_bool(std::any_of(self.begin(), self.end(), wanted) &&
                            std::none_of(self.begin(), self.end(), unwanted));
}

Value byte_istitle(Thread& thread, Args& args) {
    bool any = false, after_letter = false;
    for (char c : self_view(thread, args)) {
        if ((is_upper(c) && after_letter) || (is_lower(c) && !after_letter)) return Value::from_bool(false);
        after_letter = is_alpha(c);
        any |= after_letter;
    }
    return Value::from_bool(any);
}

Value byte_isascii(Thread& thread, Args& args) {
    std::string_view self = self_view(thread, args);
    return Value::from_bool(
        std::all_of(self.begin(), self.end(), [](char c) { return static_cast<uint8_t>(c) < 0x80; }));
}

// --- translating, text ---

Value byte_translate(Thread& thread, Args& args) {
    std::string_view table, dropped;
    if (!args[1].is_none()) {
        if (!get_buffer(thread, args[1], &table)) return {};
        if (table.size() != 256)
            return raise_value_error(thread, "translation table must be 256 characters long");
    }
    if (args.has(2) && !get_buffer(thread, args[2], &dropped)) return {};
    bool drop[256] = {};
    for (char c : dropped) drop[static_cast<uint8_t>(c)] = true;
    std::string result;
    for (char c : self_view(thread, args)) {
        auto byte = static_cast<uint8_t>(c);
        if (!drop[byte]) result.push_back(table.empty() ? c : table[byte]);
    }
    return new_like(thread, args[0], result);
}

Value byte_maketrans(Thread& thread, Args& args) {
    std::string_view from, to;
    if (!get_buffer(thread, args[0], &from) || !get_buffer(thread, args[1], &to)) return {};
    if (from.size() != to.size())
        return raise_value_error(thread, "maketrans arguments must have same length");
    Bytes* table = new_bytes_uninitialized(thread, 256);
    for (int c = 0; c < 256; c++) table->data[c] = static_cast<char>(c);
    for (size_t i = 0; i < from.size(); i++) table->data[static_cast<uint8_t>(from[i])] = to[i];
    return table;
}

Value byte_decode(Thread& thread, Args& args) {
    std::string names[2] = {"utf-8", "strict"};
    for (size_t i = 0; i < 2; i++) {
        if (!args.has(i + 1)) continue;
        if (!is_str(args[i + 1]))
            return raise_type_error(thread, "decode() argument '{}' must be str, not {}",
                                    i ? "errors" : "encoding", argument_type_name(args[i + 1]));
        names[i] = to_utf8(as_str(args[i + 1]));
    }
    std::string_view self = self_view(thread, args);
    return self.empty() ? Value(new_str(thread, {})) : decode_bytes(thread, self, names[0], names[1]);
}

Value byte_fromhex(Thread& thread, Args& args) {
    if (!is_str(args[1]))
        return raise_type_error(thread, "fromhex() argument must be str, not {}", argument_type_name(args[1]));
    Str* text = as_str(args[1]);
    std::string result;
    auto digit = [&](size_t i) -> int {
        uint32_t c = i < text->length ? text->at(i) : 0;
        if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
        c |= 0x20;
        return c >= 'a' && c <= 'f' ? static_cast<int>(c - 'a' + 10) : -1;
    };
    for (size_t i = 0; i < text->length;) {
        if (text->at(i) < 0x80 && is_space(static_cast<char>(text->at(i)))) {
            i++;
            continue;
        }
        int high = digit(i), low = high < 0 ? -1 : digit(i + 1);
        if (low < 0)
            return raise_value_error(thread, "non-hexadecimal number found in fromhex() arg at position {}",
                                     high < 0 ? i : i + 1);
        result.push_back(static_cast<char>(high << 4 | low));
        i += 2;
    }
    Value bytes = args[0] == Value(types.bytearray) ? Value(new_bytearray(thread, result))
                                                    : Value(new_bytes(thread, result));
    if (!bytes || args[0] == Value(types.bytes) || args[0] == Value(types.bytearray)) return bytes;
    return call(thread, args[0], {bytes});
}

}  // namespace

Value bytes_hex(Thread& thread, std::string_view bytes, Value separator, Value group) {
    int64_t group_size = 1;
    char between = 0;
    if (group && !to_c_int(thread, group, &group_size)) return {};
    if (separator) {
        int64_t separator_length = length(thread, separator);
        if (separator_length < 0) return {};
        if (separator_length != 1) return raise_value_error(thread, "sep must be length 1.");
        if (!is_str(separator) && !is_bytes(separator)) return raise_type_error(thread, "sep must be str or bytes.");
        uint32_t c = is_str(separator) ? as_str(separator)->at(0) : static_cast<uint8_t>(as_bytes(separator)->data[0]);
        if (c >= 0x80) return raise_value_error(thread, "sep must be ASCII.");
        between = static_cast<char>(c);
    }
    std::string out;
    auto count = static_cast<int64_t>(bytes.size());
    for (int64_t i = 0; i < count; i++) {
        // Groups are counted from the right for a positive size, from the left for a negative one.
        if (between && group_size && i > 0 &&
            (group_size > 0 ? (count - i) % group_size == 0 : i % -group_size == 0))
            out.push_back(between);
        auto byte = static_cast<uint8_t>(bytes[static_cast<size_t>(i)]);
        out.push_back("0123456789abcdef"[byte >> 4]);
        out.push_back("0123456789abcdef"[byte & 15]);
    }
    return new_str_ascii(thread, out);
}

void add_byte_methods(Thread& thread, Class* cls) {
    add_comparisons<compare_bytes>(thread, cls);
    add_methods(
        thread, cls,
        {{"__len__(self, /)",
          [](Thread&, Args& args) {
              size_t count = is_bytes(args[0]) ? as_bytes(args[0])->length : as_bytearray(args[0])->count();
              return Value::from_int(static_cast<int64_t>(count));
          },
          "Return len(self)."},
         {"__getitem__(self, key, /)", byte_getitem, "Return self[key]."},
         {"__contains__(self, key, /)", byte_contains, "Return bool(key in self)."},
         {"__add__(self, value, /)", byte_add, "Return self+value."},
         {"__mul__(self, value, /)", byte_multiply<false>, "Return self*value."},
         {"__rmul__(self, value, /)", byte_multiply<true>, "Return value*self."},
         {"__mod__(self, value, /)",
          [](Thread& thread, Args& args) { return percent_format_bytes(thread, args[0], args[1]); },
          "Return self%value."},
         {"__rmod__(self, value, /)",
          [](Thread& thread, Args& args) {
              return class_of(args[1]) == class_of(args[0]) ? percent_format_bytes(thread, args[1], args[0])
                                                            : Value::not_implemented();
          },
          "Return value%self."},
         {"find(self, sub[, start[, end]], /)", byte_find<false, false>,
          "Return the lowest index in B where subsection sub is found, -1 on failure."},
         {"rfind(self, sub[, start[, end]], /)", byte_find<true, false>,
          "Return the highest index in B where subsection sub is found, -1 on failure."},
         {"index(self, sub[, start[, end]], /)", byte_find<false, true>,
          "Return the lowest index in B where subsection sub is found."},
         {"rindex(self, sub[, start[, end]], /)", byte_find<true, true>,
          "Return the highest index in B where subsection sub is found."},
         {"count(self, sub[, start[, end]], /)", byte_count,
          "Return the number of non-overlapping occurrences of subsection sub."},
         {"startswith(self, prefix[, start[, end]], /)", byte_startswith<false>,
          "Return True if B starts with the specified prefix, False otherwise."},
         {"endswith(self, suffix[, start[, end]], /)", byte_startswith<true>,
          "Return True if B ends with the specified suffix, False otherwise."},
         {"removeprefix(self, prefix, /)", byte_remove_end<false>,
          "Return a bytes object with the given prefix string removed if present."},
         {"removesuffix(self, suffix, /)", byte_remove_end<true>,
          "Return a bytes object with the given suffix string removed if present."},
         {"replace(self, old, new, count=-1, /)", byte_replace,
          "Return a copy with all occurrences of substring old replaced by new."},
         {"strip(self, bytes=None, /)", byte_strip<kBoth>,
          "Strip leading and trailing bytes contained in the argument."},
         {"lstrip(self, bytes=None, /)", byte_strip<kLeft>, "Strip leading bytes contained in the argument."},
         {"rstrip(self, bytes=None, /)", byte_strip<kRight>,
          "Strip trailing bytes contained in the argument."},
         {"center(self, width, fillchar=b' ', /)", byte_justify<kBoth>,
          "Return a centered string of length width."},
         {"ljust(self, width, fillchar=b' ', /)", byte_justify<kLeft>,
          "Return a left-justified string of length width."},
         {"rjust(self, width, fillchar=b' ', /)", byte_justify<kRight>,
          "Return a right-justified string of length width."},
         {"zfill(self, width, /)", byte_zfill,
          "Pad a numeric string with zeros on the left, to fill a field of the given width."},
         {"expandtabs(self, /, tabsize=8)", byte_expandtabs,
          "Return a copy where all tab characters are expanded using spaces."},
         {"lower(self, /)", byte_map<lower_byte>,
          "Return a copy of B with all ASCII characters converted to lowercase."},
         {"upper(self, /)", byte_map<upper_byte>,
          "Return a copy of B with all ASCII characters converted to uppercase."},
         {"swapcase(self, /)", byte_map<swap_byte>,
          "Return a copy of B with uppercase ASCII characters converted to lowercase ASCII and vice versa."},
         {"title(self, /)", byte_map<title_byte>, "Return a titlecased version of B."},
         {"capitalize(self, /)", byte_capitalize,
          "Return a copy of B with only its first character capitalized (ASCII) and the rest lower-cased."},
         {"isalpha(self, /)", byte_all<is_alpha>, "Return True if all characters in B are alphabetic."},
         {"isalnum(self, /)", byte_all<is_alnum>, "Return True if all characters in B are alphanumeric."},
         {"isdigit(self, /)", byte_all<is_digit>, "Return True if all characters in B are digits."},
         {"isspace(self, /)", byte_all<is_space>, "Return True if all characters in B are whitespace."},
         {"islower(self, /)", byte_has_case<is_lower, is_upper>,
          "Return True if all cased characters in B are lowercase."},
         {"isupper(self, /)", byte_has_case<is_upper, is_lower>,
          "Return True if all cased characters in B are uppercase."},
         {"istitle(self, /)", byte_istitle, "Return True if B is a titlecased string."},
         {"isascii(self, /)", byte_isascii, "Return True if B is empty or all characters in B are ASCII."},
         {"translate(self, table, /, delete=b'')", byte_translate,
          "Return a copy with each character mapped by the given translation table."},
         {"maketrans(frm, to, /)", byte_maketrans,
          "Return a translation table usable for the bytes or bytearray translate method.",
          Binding::StaticMethod},
         {"decode(self, /, encoding='utf-8', errors='strict')", byte_decode,
          "Decode the bytes using the codec registered for encoding."},
         {"fromhex(cls, string, /)", byte_fromhex,
          "Create a bytes object from a string of hexadecimal numbers.", Binding::ClassMethod},
         {"hex(self, sep='', bytes_per_sep=1)",
          [](Thread& thread, Args& args) {
              return bytes_hex(thread, self_view(thread, args), args[1], args[2]);
          },
          "Create a string of hexadecimal numbers from a bytes object."}});
}

}  // namespace gilt
