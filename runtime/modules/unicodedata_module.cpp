// unicodedata: what Unicode says about a character, from utf8proc; names come from our own table.
#include <utf8proc.h>

#include <vector>

#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/str_builder.h"
#include "objects/text_arguments.h"
#include "objects/unicode.h"
#include "objects/unicode_names.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

// The one character every function is asked about.
bool character(Thread& thread, Value value, std::string_view function, std::string_view place, int32_t* out) {
    if (!is_str(value))
        return raise_type_error(thread, "{}() argument{} must be a unicode character, not {}", function, place,
                                type_name(value));
    if (as_str(value)->length != 1)
        return raise_type_error(thread, "{}() argument{} must be a unicode character, not str", function, place);
    *out = static_cast<int32_t>(as_str(value)->at(0));
    return true;
}

const utf8proc_property_t* property_of(int32_t c) { return utf8proc_get_property(c); }

Value category(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "category", "", &c)) return {};
    return new_str_ascii(thread, utf8proc_category_string(c));
}

Value bidirectional(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "bidirectional", "", &c)) return {};
    constexpr const char* kClasses[] = {"",   "L",   "LRE", "LRO", "R",  "AL",  "RLE", "RLO", "PDF", "EN", "ES", "ET",
                                        "AN", "CS",  "NSM", "BN",  "B",  "S",   "WS",  "ON",  "LRI", "RLI", "FSI", "PDI"};
    return new_str_ascii(thread, kClasses[property_of(c)->bidi_class]);
}

Value combining(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "combining", "", &c)) return {};
    return Value::from_int(property_of(c)->combining_class);
}

Value mirrored(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "mirrored", "", &c)) return {};
    return Value::from_int(property_of(c)->bidi_mirrored);
}

struct WidthRange {
    int32_t first, last;
};
// East Asian Width F, H and A (halfwidth, fullwidth, ambiguous below U+2800, where they are met); W follows utf8proc's
// width of two columns.
constexpr WidthRange kFullwidth[] = {{0x3000, 0x3000}, {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6}};
constexpr WidthRange kHalfwidth[] = {{0x20A9, 0x20A9}, {0xFF61, 0xFFDC}, {0xFFE8, 0xFFEE}};
constexpr WidthRange kNarrow[] = {{0x20, 0x7E}, {0xA2, 0xA3}, {0xA5, 0xA6}, {0xAC, 0xAC}, {0xAF, 0xAF}, {0x27E6, 0x27ED},
                                  {0x2985, 0x2986}};
constexpr WidthRange kAmbiguous[] = {
    {0xA1, 0xA1},     {0xA4, 0xA4},     {0xA7, 0xA8},     {0xAA, 0xAA},     {0xAD, 0xAE},     {0xB0, 0xB4},
    {0xB6, 0xBA},     {0xBC, 0xBF},     {0xC6, 0xC6},     {0xD0, 0xD0},     {0xD7, 0xD8},     {0xDE, 0xE1},
    {0xE6, 0xE6},     {0xE8, 0xEA},     {0xEC, 0xED},     {0xF0, 0xF0},     {0xF2, 0xF3},     {0xF7, 0xFA},
    {0xFC, 0xFC},     {0xFE, 0xFE},     {0x101, 0x101},   {0x111, 0x111},   {0x113, 0x113},   {0x11B, 0x11B},
    {0x126, 0x127},   {0x12B, 0x12B},   {0x131, 0x133},   {0x138, 0x138},   {0x13F, 0x142},   {0x144, 0x144},
    {0x148, 0x14B},   {0x14D, 0x14D},   {0x152, 0x153},   {0x166, 0x167},   {0x16B, 0x16B},   {0x2C7, 0x2C7},
    {0x300, 0x36F},   {0x391, 0x3A1},   {0x3A3, 0x3A9},   {0x3B1, 0x3C1},   {0x3C3, 0x3C9},   {0x401, 0x401},
    {0x410, 0x44F},   {0x451, 0x451},   {0x2010, 0x2010}, {0x2013, 0x2016}, {0x2018, 0x2019}, {0x201C, 0x201D},
    {0x2020, 0x2022}, {0x2024, 0x2027}, {0x2030, 0x2030}, {0x2032, 0x2033}, {0x2035, 0x2035}, {0x203B, 0x203B},
    {0x203E, 0x203E}, {0x20AC, 0x20AC}, {0x2103, 0x2103}, {0x2116, 0x2116}, {0x2121, 0x2122}, {0x2126, 0x2126},
    {0x212B, 0x212B}, {0x2160, 0x216B}, {0x2170, 0x2179}, {0x2190, 0x2199}, {0x21D2, 0x21D2}, {0x21D4, 0x21D4},
    {0x2200, 0x2200}, {0x2202, 0x2203}, {0x2207, 0x2208}, {0x220B, 0x220B}, {0x220F, 0x220F}, {0x2211, 0x2211},
    {0x2215, 0x2215}, {0x221A, 0x221A}, {0x221D, 0x2220}, {0x2227, 0x222C}, {0x2248, 0x2248}, {0x2260, 0x2261},
    {0x2264, 0x2267}, {0x2460, 0x24E9}, {0x24EB, 0x254B}, {0x2550, 0x2573}, {0x2580, 0x258F}, {0x2592, 0x2595},
    {0x25A0, 0x25A1}, {0x25A3, 0x25A9}, {0x25B2, 0x25B3}, {0x25BC, 0x25BD}, {0x25C6, 0x25C8}, {0x25CB, 0x25CB},
    {0x25CE, 0x25D1}, {0x2605, 0x2606}, {0x2609, 0x2609}, {0x260E, 0x260F}, {0x2640, 0x2640}, {0x2642, 0x2642},
    {0x2660, 0x2661}, {0x2663, 0x2665}, {0x266A, 0x266A}, {0xE000, 0xF8FF}, {0xFE00, 0xFE0F}, {0xFFFD, 0xFFFD}};

template <size_t n>
bool within(const WidthRange (&ranges)[n], int32_t c) {
    for (const WidthRange& range : ranges)
        if (c >= range.first && c <= range.last) return true;
    return false;
}

Value east_asian_width(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "east_asian_width", "", &c)) return {};
    const char* width = within(kFullwidth, c)            ? "F"
                        : within(kHalfwidth, c)          ? "H"
                        : utf8proc_charwidth(c) == 2     ? "W"
                        : within(kNarrow, c)             ? "Na"
                        : within(kAmbiguous, c)          ? "A"
                                                         : "N";
    return new_str_ascii(thread, width);
}

// utf8proc tells the mapping, of one step; the tag before it as CPython writes it.
Value decomposition(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "decomposition", "", &c)) return {};
    constexpr const char* kTags[] = {"",       "<font>",     "<noBreak>", "<initial>", "<medial>", "<final>",
                                     "<isolated>", "<circle>", "<super>",  "<sub>",     "<vertical>", "<wide>",
                                     "<narrow>", "<small>",  "<square>",  "<fraction>", "<compat>"};
    const utf8proc_property_t* property = property_of(c);
    std::string text;
    // Hangul syllables are computed, and have no entry in CPython's table.
    if (property->decomp_seqindex != UINT16_MAX && !(c >= 0xAC00 && c <= 0xD7A3)) {
        int32_t parts[20];
        int boundary = 0;
        // utf8proc decomposes all the way; canonical pairs are put together again but for the last character.
        auto count = utf8proc_decompose_char(c, parts, 20,
                                             property->decomp_type ? static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE)
                                                                   : static_cast<utf8proc_option_t>(0),
                                             &boundary);
        if (!property->decomp_type) {
            count = utf8proc_decompose_char(c, parts, 20, UTF8PROC_DECOMPOSE, &boundary);
            if (count > 2) {
                auto first = utf8proc_normalize_utf32(parts, count - 1, UTF8PROC_COMPOSE);
                if (first == 1) {
                    parts[1] = parts[count - 1];
                    count = 2;
                }
            }
        } else {
            text = kTags[property->decomp_type];
            count = utf8proc_normalize_utf32(parts, count, UTF8PROC_COMPOSE);
        }
        for (int i = 0; i < count; i++) text += fmt::format("{}{:04X}", text.empty() ? "" : " ", parts[i]);
    }
    return new_str_ascii(thread, text);
}

// --- numbers ---

// default, or ValueError.
Value absent(Thread& thread, Args& args, const char* message) {
    return args.has(1) ? args[1] : Value(raise_value_error(thread, "{}", message));
}

Value decimal(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "decimal", args.has(1) ? " 1" : " 1", &c)) return {};
    int value = unicode::decimal_value(static_cast<uint32_t>(c));
    return value >= 0 ? Value::from_int(value) : absent(thread, args, "not a decimal");
}

// The number of what is a digit or a number without being decimal: from its compatibility mapping ("²", "⑩", "½"), its name, or a short table.
bool numeric_value(int32_t c, double* out) {
    int digit = unicode::decimal_value(static_cast<uint32_t>(c));
    if (digit >= 0) {
        *out = digit;
        return true;
    }
    if (!unicode::is_numeric(static_cast<uint32_t>(c))) return false;
    int32_t parts[20];
    int boundary = 0;
    auto count = utf8proc_decompose_char(c, parts, 20,
                                         static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE), &boundary);
    double number = 0, denominator = 0;
    bool fraction = false, numerator = false, any = false, plain = true;
    for (int i = 0; i < count; i++) {
        int value = unicode::decimal_value(static_cast<uint32_t>(parts[i]));
        if (parts[i] == 0x2044) {
            fraction = true;
            numerator = any;
        } else if (value >= 0) {
            (fraction ? denominator : number) = (fraction ? denominator : number) * 10 + value;
            any = true;
        } else if (parts[i] != '(' && parts[i] != ')' && parts[i] != '.' && parts[i] != ',') {
            plain = false;
        }
    }
    if (any && plain) {
        if (fraction && !denominator) denominator = 1;  // "⅟"
        *out = fraction ? (numerator ? number : 1) / denominator : number;
        return true;
    }
    // Roman numerals and others say their number in their name.
    constexpr std::pair<std::string_view, double> kWords[] = {
        {"ONE HALF", 0.5},      {"ONE QUARTER", 0.25}, {"THREE QUARTERS", 0.75}, {"TEN THOUSAND", 10000},
        {"FIVE THOUSAND", 5000}, {"FIFTY THOUSAND", 50000}, {"ONE HUNDRED THOUSAND", 100000},
        {"FIVE HUNDRED", 500},  {"ONE HUNDRED", 100},  {"ONE THOUSAND", 1000},
        {"THIRTEEN", 13},       {"FOURTEEN", 14},      {"FIFTEEN", 15},          {"SIXTEEN", 16},
        {"SEVENTEEN", 17},      {"EIGHTEEN", 18},      {"NINETEEN", 19},         {"ELEVEN", 11},
        {"TWELVE", 12},         {"TWENTY", 20},        {"THIRTY", 30},           {"FORTY", 40},
        {"FIFTY", 50},          {"SIXTY", 60},         {"SEVENTY", 70},          {"EIGHTY", 80},
        {"NINETY", 90},         {"HUNDRED", 100},      {"THOUSAND", 1000},       {"ZERO", 0},
        {"ONE", 1},             {"TWO", 2},            {"THREE", 3},             {"FOUR", 4},
        {"FIVE", 5},            {"SIX", 6},            {"SEVEN", 7},             {"EIGHT", 8},
        {"NINE", 9},            {"TEN", 10}};
    constexpr std::pair<int32_t, double> kIdeographs[] = {
        {0x3007, 0},    {0x4E00, 1},     {0x4E8C, 2},     {0x4E09, 3},    {0x56DB, 4},   {0x4E94, 5},   {0x516D, 6},
        {0x4E03, 7},    {0x516B, 8},     {0x4E5D, 9},     {0x5341, 10},   {0x767E, 100}, {0x5343, 1000}, {0x4E07, 10000},
        {0x842C, 10000}, {0x5104, 100000000}, {0x4EBF, 100000000}, {0x96F6, 0}, {0x58F9, 1}, {0x8CB3, 2}, {0x53C1, 3}};
    for (auto [ideograph, value] : kIdeographs)
        if (ideograph == c) return *out = value, true;
    std::string name = name_of_character(c);
    for (auto [word, value] : kWords)
        if (name.ends_with(word) || name.find(" " + std::string(word) + " ") != name.npos) return *out = value, true;
    return false;
}

Value digit(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "digit", " 1", &c)) return {};
    double value;
    if (unicode::is_digit(static_cast<uint32_t>(c)) && numeric_value(c, &value))
        return Value::from_int(static_cast<int64_t>(value));
    return absent(thread, args, "not a digit");
}

Value numeric(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "numeric", " 1", &c)) return {};
    double value;
    return numeric_value(c, &value) ? Value::from_float(value) : absent(thread, args, "not a numeric character");
}

// --- names ---

Value name(Thread& thread, Args& args) {
    int32_t c;
    if (!character(thread, args[0], "name", " 1", &c)) return {};
    std::string text = name_of_character(c);
    return text.empty() ? absent(thread, args, "no such name") : Value(new_str_ascii(thread, text));
}

Value lookup(Thread& thread, Args& args) {
    if (!is_str(args[0])) return raise_type_error(thread, "lookup() argument must be str, not {}", type_name(args[0]));
    std::string wanted = to_utf8(as_str(args[0]));
    int32_t c = character_named(wanted);
    if (c < 0)
        return raise(thread, exceptions.KeyError, new_str(thread, "undefined character name '" + wanted + "'"));
    return new_char(thread, static_cast<uint32_t>(c));
}

// --- normal forms ---

// The text in the form, as code points; false with ValueError pending for an unknown form.
bool normal_form(Thread& thread, Value form, Str* text, std::vector<int32_t>* out) {
    std::string wanted = is_str(form) ? to_utf8(as_str(form)) : "";
    int options = wanted == "NFC"    ? UTF8PROC_COMPOSE
                  : wanted == "NFD"  ? UTF8PROC_DECOMPOSE
                  : wanted == "NFKC" ? UTF8PROC_COMPOSE | UTF8PROC_COMPAT
                  : wanted == "NFKD" ? UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT
                                     : 0;
    if (!options) return raise_value_error(thread, "invalid normalization form");
    for (size_t i = 0; i < text->length; i++) {
        auto c = static_cast<int32_t>(text->at(i));
        int32_t parts[32];
        int boundary = 0;
        auto count = utf8proc_decompose_char(c, parts, 32, static_cast<utf8proc_option_t>(options), &boundary);
        if (count <= 0) {  // a lone surrogate
            parts[0] = c;
            count = 1;
        }
        out->insert(out->end(), parts, parts + count);
    }
    // Marks in the order of their classes, those of one class as they came.
    auto rank = [](int32_t c) { return c >= 0xD800 && c < 0xE000 ? 0 : property_of(c)->combining_class; };
    for (size_t i = 1; i < out->size(); i++)
        for (size_t j = i; j > 0 && rank((*out)[j]) && rank((*out)[j - 1]) > rank((*out)[j]); j--)
            std::swap((*out)[j], (*out)[j - 1]);
    if (options & UTF8PROC_COMPOSE && !out->empty()) {
        auto length = utf8proc_normalize_utf32(out->data(), static_cast<utf8proc_ssize_t>(out->size()),
                                               static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
        if (length >= 0) out->resize(static_cast<size_t>(length));
    }
    return true;
}

Value normalize(Thread& thread, Args& args) {
    for (size_t i = 0; i < 2; i++)
        if (!is_str(args[i]))
            return raise_type_error(thread, "normalize() argument {} must be str, not {}", i + 1, type_name(args[i]));
    return with_memory_error(thread, [&]() -> Value {
        std::vector<int32_t> points;
        if (!normal_form(thread, args[0], as_str(args[1]), &points)) return {};
        return new_str_from_code_points(thread, reinterpret_cast<const uint32_t*>(points.data()), points.size());
    });
}

Value is_normalized(Thread& thread, Args& args) {
    for (size_t i = 0; i < 2; i++)
        if (!is_str(args[i]))
            return raise_type_error(thread, "is_normalized() argument {} must be str, not {}", i + 1,
                                    type_name(args[i]));
    return with_memory_error(thread, [&]() -> Value {
        std::vector<int32_t> points;
        Str* text = as_str(args[1]);
        if (!normal_form(thread, args[0], text, &points)) return {};
        bool same = points.size() == text->length;
        for (size_t i = 0; same && i < points.size(); i++) same = static_cast<uint32_t>(points[i]) == text->at(i);
        return Value::from_bool(same);
    });
}

}  // namespace

bool initialize_unicodedata(Thread& thread, Module* module) {
    set_module_attribute(thread, module, "unidata_version", new_str_ascii(thread, "14.0.0"));
    add_functions(
        thread, module,
        {
            {"category(chr, /)", category, "Returns the general category assigned to the character chr as string."},
            {"bidirectional(chr, /)", bidirectional,
             "Returns the bidirectional class assigned to the character chr as string."},
            {"combining(chr, /)", combining, "Returns the canonical combining class assigned to the character as integer."},
            {"mirrored(chr, /)", mirrored, "Returns the mirrored property assigned to the character chr as integer."},
            {"east_asian_width(chr, /)", east_asian_width,
             "Returns the east asian width assigned to the character chr as string."},
            {"decomposition(chr, /)", decomposition,
             "Returns the character decomposition mapping assigned to the character chr as string."},
            {"decimal(chr, default=None, /)", decimal, "Converts a Unicode character into its equivalent decimal value."},
            {"digit(chr, default=None, /)", digit, "Converts a Unicode character into its equivalent digit value."},
            {"numeric(chr, default=None, /)", numeric, "Converts a Unicode character into its equivalent numeric value."},
            {"name(chr, default=None, /)", name, "Returns the name assigned to the character chr as a string."},
            {"lookup(name, /)", lookup, "Look up character by name."},
            {"normalize(form, unistr, /)", normalize, "Return the normal form 'form' for the Unicode string unistr."},
            {"is_normalized(form, unistr, /)", is_normalized,
             "Return whether the Unicode string unistr is in the normal form 'form'."},
        });
    return true;
}

}  // namespace gilt
