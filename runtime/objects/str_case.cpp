// str's methods about the kind of its characters: case mappings and the is... predicates.
//
// ASCII text, which maps one to one, is done in a loop over bytes; other text character by character
// through unicode.h, where one character may become three.
#include "objects/class.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/str_builder.h"
#include "objects/types.h"
#include "objects/unicode.h"
#include "thread/thread.h"
#include "vm/native.h"

namespace gilt {

namespace {

Str* self_of(Args& args) { return as_str(args[0]); }

// At position i, a capital sigma that ends a word: a cased letter before it and none behind, leaving out
// what is case-ignorable.
bool is_final_sigma(Str* text, size_t i) {
    size_t before = i, after = i + 1;
    while (before > 0 && unicode::is_case_ignorable(text->at(before - 1))) before--;
    if (before == 0 || !unicode::is_cased(text->at(before - 1))) return false;
    while (after < text->length && unicode::is_case_ignorable(text->at(after))) after++;
    return after == text->length || !unicode::is_cased(text->at(after));
}

int lower_at(Str* text, size_t i, uint32_t out[3]) {
    uint32_t c = text->at(i);
    if (c == 0x3A3) {
        out[0] = is_final_sigma(text, i) ? 0x3C2 : 0x3C3;
        return 1;
    }
    return unicode::to_lower(c, out);
}

// Each character replaced by what `map(text, index, out)` says.
template <class Map>
Value map_characters(Thread& thread, Str* text, Map map) {
    StrBuilder result;
    uint32_t mapped[3];
    for (size_t i = 0; i < text->length; i++) {
        int count = map(text, i, mapped);
        for (int k = 0; k < count; k++) result.append(mapped[k]);
    }
    return result.finish(thread);
}

template <class Map>
Value map_ascii(Thread& thread, Str* text, Map map) {
    if (text->length == 0) return names.empty;
    Str* result = new_str_uninitialized(thread, text->length, 0x7F);
    if (!result) return {};
    const auto* from = static_cast<const uint8_t*>(text->data);
    char* to = result->inline_data;
    for (size_t i = 0, length = text->length; i < length; i++) to[i] = static_cast<char>(map(from[i]));  // nothing but `to` changes
    return result;
}

uint8_t ascii_lower(uint8_t c) { return static_cast<uint8_t>(c - 'A') < 26 ? c | 0x20 : c; }
uint8_t ascii_upper(uint8_t c) { return static_cast<uint8_t>(c - 'a') < 26 ? c & 0xDF : c; }

Value str_lower(Thread& thread, Args& args) {
    Str* self = self_of(args);
    return self->is_ascii() ? map_ascii(thread, self, ascii_lower) : map_characters(thread, self, lower_at);
}

Value str_upper(Thread& thread, Args& args) {
    Str* self = self_of(args);
    if (self->is_ascii()) return map_ascii(thread, self, ascii_upper);
    return map_characters(thread, self, [](Str* text, size_t i, uint32_t out[3]) {
        return unicode::to_upper(text->at(i), out);
    });
}

Value str_casefold(Thread& thread, Args& args) {
    Str* self = self_of(args);
    if (self->is_ascii()) return map_ascii(thread, self, ascii_lower);
    return map_characters(thread, self, [](Str* text, size_t i, uint32_t out[3]) {
        return unicode::fold_case(text->at(i), out);
    });
}

Value str_swapcase(Thread& thread, Args& args) {
    return map_characters(thread, self_of(args), [](Str* text, size_t i, uint32_t out[3]) {
        uint32_t c = text->at(i);
        if (unicode::is_upper(c)) return lower_at(text, i, out);
        if (unicode::is_lower(c)) return unicode::to_upper(c, out);
        out[0] = c;
        return 1;
    });
}

Value str_capitalize(Thread& thread, Args& args) {
    return map_characters(thread, self_of(args), [](Str* text, size_t i, uint32_t out[3]) {
        return i == 0 ? unicode::to_title(text->at(i), out) : lower_at(text, i, out);
    });
}

Value str_title(Thread& thread, Args& args) {
    bool after_cased = false;
    return map_characters(thread, self_of(args), [&](Str* text, size_t i, uint32_t out[3]) {
        uint32_t c = text->at(i);
        int count = after_cased ? lower_at(text, i, out) : unicode::to_title(c, out);
        after_cased = unicode::is_cased(c);
        return count;
    });
}

// --- predicates ---

// True if there are characters and all have the property.
template <bool (*property)(uint32_t)>
Value all_are(Thread&, Args& args) {
    Str* self = self_of(args);
    if (self->length == 0) return Value::from_bool(false);
    return Value::from_bool(visit_characters(self, [&](auto* characters) {
        for (size_t i = 0; i < self->length; i++)
            if (!property(characters[i])) return false;
        return true;
    }));
}

Value str_isprintable(Thread&, Args& args) {
    Str* self = self_of(args);
    for (size_t i = 0; i < self->length; i++)
        if (!unicode::is_printable(self->at(i))) return Value::from_bool(false);
    return Value::from_bool(true);
}

// At least one cased character, and none of the other case.
template <bool (*wanted)(uint32_t), bool (*unwanted)(uint32_t)>
Value has_case(Thread&, Args& args) {
    Str* self = self_of(args);
    bool any = false;
    for (size_t i = 0; i < self->length; i++) {
        uint32_t c = self->at(i);
        if (unwanted(c) || unicode::is_title(c)) return Value::from_bool(false);
        any |= wanted(c);
    }
    return Value::from_bool(any);
}

Value str_istitle(Thread&, Args& args) {
    Str* self = self_of(args);
    bool any = false, after_cased = false;
    for (size_t i = 0; i < self->length; i++) {
        uint32_t c = self->at(i);
        bool starts = unicode::is_upper(c) || unicode::is_title(c);
        bool continues = unicode::is_lower(c);
        if ((starts && after_cased) || (continues && !after_cased)) return Value::from_bool(false);
        after_cased = starts || continues;
        any |= after_cased;
    }
    return Value::from_bool(any);
}

Value str_isascii(Thread&, Args& args) { return Value::from_bool(self_of(args)->is_ascii()); }

}  // namespace

void add_str_case_methods(Thread& thread) {
    add_methods(
        thread, types.str,
        {{"lower(self, /)", str_lower, "Return a copy of the string converted to lowercase."},
         {"upper(self, /)", str_upper, "Return a copy of the string converted to uppercase."},
         {"casefold(self, /)", str_casefold,
          "Return a version of the string suitable for caseless comparisons."},
         {"swapcase(self, /)", str_swapcase,
          "Convert uppercase characters to lowercase and lowercase characters to uppercase."},
         {"capitalize(self, /)", str_capitalize, "Return a capitalized version of the string."},
         {"title(self, /)", str_title, "Return a version of the string where each word is titlecased."},
         {"isalpha(self, /)", all_are<unicode::is_alpha>,
          "Return True if the string is an alphabetic string, False otherwise."},
         {"isalnum(self, /)", all_are<unicode::is_alphanumeric>,
          "Return True if the string is an alpha-numeric string, False otherwise."},
         {"isdecimal(self, /)", all_are<unicode::is_decimal>,
          "Return True if the string is a decimal string, False otherwise."},
         {"isdigit(self, /)", all_are<unicode::is_digit>,
          "Return True if the string is a digit string, False otherwise."},
         {"isnumeric(self, /)", all_are<unicode::is_numeric>,
          "Return True if the string is a numeric string, False otherwise."},
         {"isspace(self, /)", all_are<unicode::is_space>,
          "Return True if the string is a whitespace string, False otherwise."},
         {"isprintable(self, /)", str_isprintable,
          "Return True if the string is printable, False otherwise."},
         {"islower(self, /)", has_case<unicode::is_lower, unicode::is_upper>,
          "Return True if the string is a lowercase string, False otherwise."},
         {"isupper(self, /)", has_case<unicode::is_upper, unicode::is_lower>,
          "Return True if the string is an uppercase string, False otherwise."},
         {"istitle(self, /)", str_istitle,
          "Return True if the string is a title-cased string, False otherwise."},
         {"isascii(self, /)", str_isascii,
          "Return True if all characters in the string are ASCII, False otherwise."}});
}

}  // namespace gilt
