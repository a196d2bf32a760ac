// str: an immutable sequence of code points.
//
// Characters are stored one, two or four bytes each, the narrowest width that holds them all, so that
// indexing is one load (as in CPython's PEP 393). `data` points to the characters: mostly right behind
// the header, but a string made by `a + b` may point into a StrBuffer with room at its end. Then `(a + b)
// + c` appends c in that room when a + b still ends where the buffer is filled up to, and shares the
// rest: building a string with += in a loop copies each character a constant number of times, without
// anything becoming mutable: each string sees only its own length.
//
// Lone surrogates are allowed, as in CPython. Interned strings are unique: names are compared by address.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "value/object.h"
#include "value/shape.h"

namespace gilt {

class Marker;
class Thread;

struct StrBuffer : Object {
    uint64_t capacity;           // bytes
    std::atomic<uint64_t> used;  // bytes claimed; only ever grows, by compare-and-swap
    char bytes[];
};

enum StrFlag : uint8_t {
    kInterned = 1,
    kAscii = 2,
    kBuilt = 4,  // made by +: when it is added to again, it moves into a StrBuffer,
    kNamesSlot = 0x80,  // some shape has (had) an attribute of this name: a class change may concern slot caches
};

struct Str : Object {
    // aux16: bytes per character (1, 2, 4). flags: StrFlag.
    uint64_t length;                 // code points
    std::atomic<int64_t> hash_word;  // 0: not computed yet
    const void* data;
    char inline_data[];  // the characters; or, where `data` points elsewhere, the StrBuffer* that holds them

    unsigned width() const { return aux16.load(std::memory_order_relaxed); }
    bool is_ascii() const { return flags.load(std::memory_order_relaxed) & kAscii; }
    bool is_interned() const { return flags.load(std::memory_order_relaxed) & kInterned; }
    StrBuffer* buffer() const {  // null: the characters are in `inline_data`
        StrBuffer* buffer = nullptr;
        if (data != inline_data) std::memcpy(&buffer, inline_data, sizeof buffer);
        return buffer;
    }
    uint32_t at(size_t index) const {
        switch (width()) {
            case 1: return static_cast<const uint8_t*>(data)[index];
            case 2: return static_cast<const uint16_t*>(data)[index];
            default: return static_cast<const uint32_t*>(data)[index];
        }
    }
    // The characters as bytes; only meaningful as UTF-8 for ASCII strings.
    std::string_view ascii() const { return {static_cast<const char*>(data), length}; }
};

inline bool is_exact_str(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Str; }
bool is_boxed_str(Value value);     // an instance of a subclass
Str* boxed_str(const Object* box);  // what is in one
inline bool is_str(Value value) { return is_exact_str(value) || is_boxed_str(value); }  // str or a subclass
// The Str behind a str or an instance of a subclass. Precondition: is_str(value).
inline Str* as_str(Value value) {
    Object* object = value.as_object();
    return object->kind() == Kind::Str ? static_cast<Str*>(object) : boxed_str(object);
}

Str* new_str(Thread& thread, std::string_view utf8);  // WTF-8: encoded surrogates are taken as they are
Str* new_str_latin1(Thread& thread, std::string_view bytes);
Str* new_str_ascii(Thread& thread, std::string_view ascii);  // precondition: all below 128
Str* new_str_from_code_points(Thread& thread, const uint32_t* points, size_t count);
Str* new_char(Thread& thread, uint32_t code_point);  // Latin-1 characters are shared
// Room for `length` characters no greater than `max_code_point`, to be filled by the caller at once.
Str* new_str_uninitialized(Thread& thread, size_t length, uint32_t max_code_point);
Str* substring(Thread& thread, Str* text, size_t start, size_t end);
Str* concat(Thread& thread, Str* left, Str* right);
Value join(Thread& thread, Str* separator, Value iterable);

// The one Str with this text; names of attributes and variables are always interned.
Str* intern(Thread& thread, std::string_view utf8);
Str* intern(Thread& thread, Str* text);

int64_t str_hash(Str* text);
bool str_equal(Str* a, Str* b);
int str_compare(Str* a, Str* b);  // by code points: < 0, 0, > 0
int64_t str_find(Str* haystack, Str* needle, size_t start, size_t end, bool from_right = false);

std::string to_utf8(Str* text);  // lone surrogates come out encoded (WTF-8)
// For files and the like: false with UnicodeEncodeError pending for a lone surrogate.
[[nodiscard]] bool encode_utf8(Thread& thread, Str* text, std::string* out);

// Calls `visit` with a pointer to the characters as what they are: uint8_t, uint16_t or uint32_t.
template <class Visit>
auto visit_characters(const Str* text, Visit visit) {
    switch (text->width()) {
        case 1: return visit(static_cast<const uint8_t*>(text->data));
        case 2: return visit(static_cast<const uint16_t*>(text->data));
        default: return visit(static_cast<const uint32_t*>(text->data));
    }
}
// The same for a Str that is being filled.
template <class Visit>
void fill_characters(Str* text, Visit visit) {
    visit_characters(text, [&](auto* characters) {
        using Character = std::remove_const_t<std::remove_pointer_t<decltype(characters)>>;
        visit(const_cast<Character*>(characters));
    });
}
// The greatest code point a string of this width may hold: what new_str_uninitialized wants to be told.
inline uint32_t widest_code_point(const Str* text) {
    return text->is_ascii() ? 0x7F : text->width() == 1 ? 0xFF : text->width() == 2 ? 0xFFFF : 0x10FFFF;
}
// Copies characters [start, end) of `from` into `to`, which is at least as wide, from `at` on.
void copy_characters(Str* to, size_t at, const Str* from, size_t start, size_t end);

// Str + Str + ...: all of `parts` are exact strs.
Str* concat_all(Thread& thread, std::span<const Value> parts);
Value str_get_item(Thread& thread, Str* text, Value key);  // index or slice
// One character in a short text is what loops ask for: that is decided here.
inline bool str_contains(Str* text, Str* part) {
    if (part->length == 1 && text->width() == 1 && part->width() == 1)
        return std::memchr(text->data, *static_cast<const uint8_t*>(part->data), text->length) != nullptr;
    return str_find(text, part, 0, text->length) >= 0;
}
Value str_repeat(Thread& thread, Str* text, int64_t count);
int64_t str_count(Str* haystack, Str* needle, size_t start, size_t end);

// repr('it') -> "'it'", with CPython's choice of quotes and escapes.
Str* str_repr(Thread& thread, Str* text);
bool is_identifier(Str* text);

void trace_str(Object* object, Marker& marker);
void init_str_type(Thread& thread);
// Parts of init_str_type.
void add_str_split_methods(Thread& thread);
void add_str_case_methods(Thread& thread);

}  // namespace gilt
