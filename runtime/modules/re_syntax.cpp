// See re_syntax.h. A recursive descent over the pattern, one function per construct, that appends to the PCRE2 pattern as
// it goes and returns what the constructs above must know: the width of what can match (lookbehinds want it fixed) and
// what kind of thing came last (some cannot be repeated).
#include "modules/re_syntax.h"

#include <algorithm>
#include <optional>
#include <span>

#include "objects/unicode.h"
#include "objects/unicode_names.h"
#include "thread/thread.h"

namespace gilt::re {

namespace {

constexpr uint64_t kMaxRepeat = 4294967295;
constexpr uint32_t kEndOfPattern = UINT32_MAX;
// PCRE2 takes repeat counts up to 65535.
constexpr uint64_t kMostRepeats = 65535;

struct Width {
    uint64_t least = 0, most = 0;
};

uint64_t saturated(unsigned __int128 number) {
    return number > kMaxRepeat ? kMaxRepeat : static_cast<uint64_t>(number);
}
Width operator+(Width a, Width b) { return {saturated(a.least + b.least), saturated(a.most + b.most)}; }

// What a repeat operator may find before it.
enum class Item : uint8_t { None, Position, Repeat, Single, Group, Other };

bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }
bool is_octal(uint32_t c) { return c >= '0' && c <= '7'; }
bool is_letter(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
int hex_value(uint32_t c) {
    if (is_digit(c)) return static_cast<int>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A' + 10);
    return -1;
}

std::u32string wide(std::string_view text) { return {text.begin(), text.end()}; }
std::u32string number(uint64_t value) { return wide(std::to_string(value)); }

// repr() of a name, for messages.
std::u32string quoted(const std::u32string& text, bool is_bytes) {
    char32_t quote = text.find(U'\'') != text.npos && text.find(U'"') == text.npos ? U'"' : U'\'';
    std::u32string result = is_bytes ? U"b" : U"";
    result += quote;
    for (char32_t c : text) {
        if (c == quote || c == U'\\') {
            result += U'\\';
            result += c;
        } else if (c == U'\n') {
            result += U"\\n";
        } else if (c == U'\t') {
            result += U"\\t";
        } else if (c < 0x20 || c == 0x7f) {
            result += U"\\x";
            result += U"0123456789abcdef"[c >> 4];
            result += U"0123456789abcdef"[c & 15];
        } else {
            result += c;
        }
    }
    result += quote;
    return result;
}

bool is_identifier(const std::u32string& name) {
    if (name.empty() || !(name[0] == '_' || unicode::is_id_start(name[0]))) return false;
    return std::all_of(name.begin(), name.end(),
                       [](char32_t c) { return c == '_' || unicode::is_id_continue(c); });
}

uint32_t flag_of(uint32_t letter) {
    switch (letter) {
        case 'i': return kIgnoreCase;
        case 'L': return kLocale;
        case 'm': return kMultiline;
        case 's': return kDotAll;
        case 'x': return kVerbose;
        case 'a': return kAscii;
        case 'u': return kUnicode;
        default: return 0;
    }
}

// --- character classes ---

struct Range {
    uint32_t first, last;
};

// White space, as str.isspace has it.
constexpr Range kSpaces[] = {{9, 13},         {0x1c, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},
                             {0x1680, 0x1680}, {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f},
                             {0x205f, 0x205f}, {0x3000, 0x3000}};
constexpr Range kAsciiSpaces[] = {{9, 13}, {0x20, 0x20}};
constexpr Range kDigits[] = {{'0', '9'}};
constexpr Range kAsciiWords[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
constexpr Range kLatinWords[] = {{'0', '9'},   {'A', 'Z'},   {'_', '_'},   {'a', 'z'},   {0xaa, 0xaa}, {0xb2, 0xb3},
                                 {0xb5, 0xb5}, {0xb9, 0xba}, {0xbc, 0xbe}, {0xc0, 0xd6}, {0xd8, 0xf6}, {0xf8, 0xff}};

class Translator {
  public:
    Translator(const std::u32string& pattern, bool is_bytes, uint32_t flags, Subject subject)
        : source_(pattern), is_bytes_(is_bytes), subject_(subject) {
        result_.flags = flags;
        switch (subject) {
            case Subject::Bytes:
            case Subject::Latin1: widest_ = 0xff; break;
            case Subject::Ascii: widest_ = 0x7f; break;
            case Subject::Wide16: widest_ = 0xffff; break;
            case Subject::Wide32: widest_ = 0x10ffff; break;
        }
    }

    Translation run() {
        flags_ = result_.flags;
        widths_.push_back(std::nullopt);  // group 0 is never referred to
        alternatives(0);
        if (!failed() && peek() != kEndOfPattern) fail(U"unbalanced parenthesis");
        for (auto [group, position] : conditions_)
            if (!failed() && group > result_.groups) fail_at(U"invalid group reference " + number(group), position);
        if (!failed() && variable_lookbehind_) fail_at(U"look-behind requires fixed-width pattern", -1);
        if (!failed()) check_flags();
        return std::move(result_);
    }

  private:
    // --- errors ---

    bool failed() const { return bool(result_.problem); }
    void fail_at(std::u32string message, int64_t position) {
        if (failed()) return;
        result_.problem.message = std::move(message);
        result_.problem.position = position;
    }
    // `back`: how many characters before the current place the trouble begins.
    void fail(std::u32string message, size_t back = 0) {
        fail_at(std::move(message), static_cast<int64_t>(at_) - static_cast<int64_t>(back));
    }
    void fail_as(SyntaxProblem::Kind kind, std::u32string message) {
        fail_at(std::move(message), -1);
        result_.problem.kind = kind;
    }

    void check_flags() {
        uint32_t& flags = result_.flags;
        if (is_bytes_) {
            if (flags & kUnicode) fail_as(SyntaxProblem::Value, U"cannot use UNICODE flag with a bytes pattern");
            if (flags & kLocale && flags & kAscii)
                fail_as(SyntaxProblem::Value, U"ASCII and LOCALE flags are incompatible");
            return;
        }
        if (flags & kLocale) fail_as(SyntaxProblem::Value, U"cannot use LOCALE flag with a str pattern");
        if (flags & kAscii && flags & kUnicode)
            fail_as(SyntaxProblem::Value, U"ASCII and UNICODE flags are incompatible");
        if (!(flags & kAscii)) flags |= kUnicode;
    }

    // --- reading ---

    uint32_t peek() const { return at_ < source_.size() ? static_cast<uint32_t>(source_[at_]) : kEndOfPattern; }
    uint32_t take() { return at_ < source_.size() ? static_cast<uint32_t>(source_[at_++]) : kEndOfPattern; }
    bool match(uint32_t c) {
        if (peek() != c) return false;
        at_++;
        return true;
    }
    // The text up to `end`, which is skipped. Empty with an error if there is none.
    std::u32string until(char32_t end, const char* what) {
        size_t start = at_;
        while (peek() != kEndOfPattern && peek() != end) at_++;
        std::u32string text = source_.substr(start, at_ - start);
        if (peek() == kEndOfPattern) {
            if (text.empty())
                fail(U"missing " + wide(what));
            else
                fail(U"missing " + std::u32string(1, end) + U", unterminated name", text.size());
            return {};
        }
        at_++;
        if (text.empty()) fail(U"missing " + wide(what), 1);
        return text;
    }
    std::u32string since(size_t start) const { return source_.substr(start, at_ - start); }

    // --- writing ---

    void put(std::u32string_view text) { result_.pattern += text; }
    void put_literal_in_class(uint32_t c) {
        char32_t digits[8];
        int count = 0;
        do {
            digits[count++] = U"0123456789abcdef"[c & 15];
            c >>= 4;
        } while (c);
        put(U"\\x{");
        while (count) result_.pattern += digits[--count];
        put(U"}");
    }
    void put_literal(uint32_t c) {
        if (is_letter(c) || is_digit(c) || c == '_') {
            result_.pattern += static_cast<char32_t>(c);
        } else if (c > widest_) {
            note_wide(c, c);
            put(U"(?!)");
        } else {
            put_literal_in_class(c);
        }
    }
    void put_range(uint32_t first, uint32_t last) {
        if (last > widest_) {
            note_wide(first, last);
            if (first > widest_) return;
            last = widest_;
        }
        put_literal_in_class(first);
        if (last != first) {
            put(U"-");
            put_literal_in_class(last);
        }
    }

    // A character wider than the subject's is not in it, unless case is ignored and the character is one of the few
    // whose other case is narrow.
    void note_wide(uint32_t first, uint32_t last) {
        constexpr uint32_t kFoldNarrow[] = {0x178, 0x17f, 0x39c, 0x3bc, 0x1e9e, 0x212a, 0x212b};
        if (!(flags_ & kIgnoreCase)) return;
        if (widest_ < 0xff && first <= 0xff) return note_wide(0x100, last);
        for (uint32_t c : kFoldNarrow)
            if (first <= c && c <= last) result_.needs_wide = true;
    }

    bool ascii_rules() const { return is_bytes_ || (flags_ & kAscii); }

    // The inside of a character class for \d \D \s \S \w \W.
    void put_category(uint32_t letter) {
        bool wide_subject = subject_ >= Subject::Wide16;
        std::span<const Range> ranges;
        switch (letter | 0x20) {
            case 'd': ranges = kDigits; break;
            case 's': ranges = ascii_rules() ? std::span<const Range>(kAsciiSpaces) : kSpaces; break;
            default: ranges = ascii_rules() ? std::span<const Range>(kAsciiWords) : kLatinWords; break;
        }
        if (wide_subject && !ascii_rules() && (letter | 0x20) != 's') {  // PCRE2 knows these as we do
            put(U"\\");
            result_.pattern += static_cast<char32_t>(letter);
            return;
        }
        uint32_t from = 0;
        bool negated = letter < 'a';
        // What is explicit here must not be widened by ignoring case: no range is split by it.
        for (Range range : ranges) {
            if (range.first > widest_) break;
            if (!negated) {
                put_literal_in_class(range.first);
                put(U"-");
                put_literal_in_class(std::min(range.last, widest_));
                continue;
            }
            if (range.first > from) {
                put_literal_in_class(from);
                put(U"-");
                put_literal_in_class(range.first - 1);
            }
            from = range.last + 1;
        }
        if (negated && from <= widest_) {
            put_literal_in_class(from);
            put(U"-");
            put_literal_in_class(widest_);
        }
    }

    // --- escapes ---

    // The value of so many hexadecimal digits; an error if there are fewer.
    uint32_t hexadecimal(size_t start, size_t digits) {
        uint64_t value = 0;
        size_t count = 0;
        while (count < digits && peek() != kEndOfPattern && hex_value(peek()) >= 0) {
            value = value * 16 + static_cast<uint64_t>(hex_value(take()));
            count++;
        }
        if (count < digits) {
            fail(U"incomplete escape " + since(start), at_ - start);
            return 0;
        }
        if (value > 0x10ffff) {
            fail(U"bad escape " + since(start), at_ - start);
            return 0;
        }
        return static_cast<uint32_t>(value);
    }
    uint32_t octal(size_t start) {
        uint32_t value = 0;
        for (size_t i = start + 1; i < at_; i++) value = value * 8 + (source_[i] - '0');
        if (value > 0377)
            fail(U"octal escape value " + since(start) + U" outside of range 0-0o377", at_ - start);
        return value;
    }
    // \a, \f, \n ...: what they stand for in and outside classes.
    static int control(uint32_t letter) {
        switch (letter) {
            case 'a': return 7;
            case 'f': return 12;
            case 'n': return 10;
            case 'r': return 13;
            case 't': return 9;
            case 'v': return 11;
            case '\\': return '\\';
            default: return -1;
        }
    }
    // \N{name}
    int64_t by_name(size_t start) {
        if (!match('{')) {
            fail(U"missing {");
            return 0;
        }
        std::u32string name = until('}', "character name");
        if (failed()) return 0;
        int32_t c = std::all_of(name.begin(), name.end(), [](char32_t each) { return each < 128; })
                        ? character_named(std::string(name.begin(), name.end()))
                        : -1;
        if (c < 0) fail(U"undefined character name " + quoted(name, false), at_ - start);
        return std::max(c, 0);
    }
    // \x, \u, \U, \N; the backslash and the letter have been read. -1: another letter.
    int64_t by_number(uint32_t letter, size_t start) {
        if (letter == 'x') return hexadecimal(start, 2);
        if (is_bytes_) return -1;
        if (letter == 'u') return hexadecimal(start, 4);
        if (letter == 'U') return hexadecimal(start, 8);
        if (letter == 'N') return by_name(start);
        return -1;
    }
    void bad_escape(size_t start) { fail(U"bad escape " + since(start), at_ - start); }

    // After a backslash in a class: a character (its code), or a category (minus its letter).
    int64_t class_escape(size_t start) {
        uint32_t c = take();
        if (c == kEndOfPattern) {
            fail(U"bad escape (end of pattern)", 1);
            return 0;
        }
        if (c == 'b') return 8;
        if (int value = control(c); value >= 0) return value;
        if (c == 'd' || c == 'D' || c == 's' || c == 'S' || c == 'w' || c == 'W') return -static_cast<int64_t>(c);
        if (int64_t value = by_number(c, start); value >= 0) return value;
        if (is_octal(c)) {
            for (int i = 0; i < 2 && is_octal(peek()); i++) at_++;
            return octal(start);
        }
        if (is_digit(c) || is_letter(c)) bad_escape(start);
        return c;
    }

    // After a backslash outside a class.
    Item escape(size_t start, Width* width) {
        uint32_t c = take();
        *width = {1, 1};
        switch (c) {
            case kEndOfPattern: fail(U"bad escape (end of pattern)", 1); return Item::None;
            case 'A': put(U"\\A"); *width = {}; return Item::Position;
            case 'Z': put(U"\\z"); *width = {}; return Item::Position;
            case 'b':
            case 'B': word_boundary(c == 'B'); *width = {}; return Item::Position;
            case 'd': case 'D': case 's': case 'S': case 'w': case 'W':
                put(U"[");
                put_category(c);
                put(U"]");
                return Item::Single;
            default: break;
        }
        int64_t value = control(c);
        if (value < 0) value = by_number(c, start);
        if (value < 0 && c == '0') {
            for (int i = 0; i < 2 && is_octal(peek()); i++) at_++;
            value = octal(start);
        }
        if (value < 0 && is_digit(c)) {
            uint32_t group = c - '0';
            if (is_digit(peek())) {
                uint32_t second = take();
                if (is_octal(c) && is_octal(second) && is_octal(peek())) {
                    at_++;
                    put_literal(octal(start));
                    return Item::Single;
                }
                group = group * 10 + second - '0';
            }
            if (group > result_.groups) {
                fail(U"invalid group reference " + number(group), at_ - start - 1);
                return Item::None;
            }
            refer(group, at_ - start, width);
            return Item::Other;
        }
        if (value < 0) {
            if (is_letter(c)) bad_escape(start);
            value = c;
        }
        put_literal(static_cast<uint32_t>(value));
        return Item::Single;
    }

    void word_boundary(bool negated) {
        if (ascii_rules() == ascii_by_default()) {
            put(negated ? U"\\B(?!\\A\\z)" : U"\\b");  // in an empty text nothing is inside of anything
            return;
        }
        // (?a:\b) in a pattern whose \b is Unicode's.
        put(negated ? U"(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))(?!\\A\\z)"
                    : U"(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))");
    }
    bool ascii_by_default() const { return is_bytes_ || (result_.flags & kAscii); }

    // A backreference.
    void refer(uint32_t group, size_t back, Width* width) {
        if (!widths_[group]) {
            fail(U"cannot refer to an open group", back);
            return;
        }
        if (!check_lookbehind(group)) return;
        *width = *widths_[group];
        put(U"\\g{" + number(group) + U"}");
    }
    bool check_lookbehind(uint32_t group) {
        if (!lookbehind_groups_) return true;
        if (group > result_.groups || !widths_[group]) {
            fail(U"cannot refer to an open group");
            return false;
        }
        if (group > *lookbehind_groups_) {
            fail(U"cannot refer to group defined in the same lookbehind subpattern");
            return false;
        }
        return true;
    }

    // --- [...] ---

    void character_class() {
        size_t here = at_ - 1;
        size_t written = result_.pattern.size();
        bool negated = match('^');
        put(negated ? U"[^" : U"[");
        size_t empty = result_.pattern.size();
        bool any = false;
        while (true) {
            size_t start = at_;
            uint32_t c = take();
            if (c == kEndOfPattern) return fail(U"unterminated character set", at_ - here);
            if (c == ']' && any) break;
            any = true;
            int64_t first = c == '\\' ? class_escape(start) : c;
            size_t first_end = at_;
            if (failed()) return;
            if (match('-')) {
                size_t second_start = at_;
                uint32_t that = take();
                if (that == kEndOfPattern) return fail(U"unterminated character set", at_ - here);
                if (that == ']') {
                    put_class_item(first);
                    put_class_item('-');
                    break;
                }
                int64_t last = that == '\\' ? class_escape(second_start) : that;
                if (failed()) return;
                if (first < 0 || last < 0 || last < first)
                    return fail(U"bad character range " + source_.substr(start, first_end - start) + U"-" +
                                    source_.substr(second_start, at_ - second_start),
                                at_ - start);
                put_range(static_cast<uint32_t>(first), static_cast<uint32_t>(last));
            } else {
                put_class_item(first);
            }
        }
        if (result_.pattern.size() == empty) {  // all of it lies beyond what the subject can hold
            result_.pattern.resize(written);
            put(negated ? U"." : U"(?!)");
            return;
        }
        put(U"]");
    }
    void put_class_item(int64_t item) {
        if (item < 0)
            put_category(static_cast<uint32_t>(-item));
        else
            put_range(static_cast<uint32_t>(item), static_cast<uint32_t>(item));
    }

    // --- repeats ---

    // The repeat operator `c` has been read; what it repeats was written from `item_start` on. False: it was a plain "{".
    bool repeat(uint32_t c, size_t item_start, size_t closed_before, Item item, Width* width) {
        size_t here = at_;
        uint64_t least = 0, most = kMaxRepeat;
        if (c == '?') most = 1;
        if (c == '+') least = 1;
        if (c == '{') {
            if (peek() == '}') return false;
            auto digits = [&](uint64_t absent) {
                if (!is_digit(peek())) return absent;
                uint64_t value = 0;
                while (is_digit(peek())) value = std::min<uint64_t>(value * 10 + take() - '0', kMaxRepeat);
                if (value >= kMaxRepeat && !repeat_too_large_) repeat_too_large_ = true;
                return value;
            };
            bool has_least = is_digit(peek());
            repeat_too_large_ = false;
            least = digits(0);
            if (match(','))
                most = digits(kMaxRepeat);
            else
                most = has_least ? least : kMaxRepeat;
            if (!match('}')) {
                at_ = here;
                return false;
            }
            if (repeat_too_large_) {
                fail_as(SyntaxProblem::Overflow, U"the repetition number is too large");
                return true;
            }
            if (most < least) {
                fail(U"min repeat greater than max repeat", at_ - here);
                return true;
            }
        }
        if (item == Item::None || item == Item::Position) {
            fail(U"nothing to repeat", at_ - here + 1);
            return true;
        }
        if (item == Item::Repeat) {
            fail(U"multiple repeat", at_ - here + 1);
            return true;
        }
        if (result_.closing.size() > closed_before && most > 1) result_.groups_in_loops = true;
        if (item == Item::Other) {
            result_.pattern.insert(item_start, U"(?:");
            put(U")");
        }
        // 65536 and more: so many times in a row.
        while (least > kMostRepeats) {
            std::u32string repeated = result_.pattern.substr(item_start);
            result_.pattern.resize(item_start);
            put(U"(?:" + repeated + U"{" + number(kMostRepeats) + U"})");
            put(repeated);
            break;
        }
        put(U"{" + number(std::min(least, kMostRepeats)) + U"," +
            (most > kMostRepeats ? U"" : number(most)) + U"}");
        if (match('?'))
            put(U"?");
        else if (match('+'))
            put(U"+");
        *width = {saturated(static_cast<unsigned __int128>(width->least) * least),
                  saturated(static_cast<unsigned __int128>(width->most) * most)};
        return true;
    }

    // --- groups ---

    // "(" has been read. `item_kind` None: it was a comment or a flag, nothing to be repeated.
    Width group(size_t start, int nesting, bool nothing_before, Item* kind) {
        *kind = Item::Group;
        bool captures = true;
        uint32_t flags_before = flags_;
        std::u32string name;
        std::u32string_view opening = U"(";
        if (match('?')) {
            uint32_t c = take();
            switch (c) {
                case kEndOfPattern: fail(U"unexpected end of pattern"); return {};
                case 'P':
                    if (match('<')) {
                        name = until('>', "group name");
                        check_name(name);
                    } else if (match('=')) {
                        *kind = Item::Other;
                        return named_reference();
                    } else {
                        c = take();
                        if (c == kEndOfPattern)
                            fail(U"unexpected end of pattern");
                        else
                            fail(U"unknown extension ?P" + std::u32string(1, c), 3);
                    }
                    break;
                case ':': captures = false; break;
                case '#':
                    *kind = Item::None;
                    while (true) {
                        if (peek() == kEndOfPattern) {
                            fail(U"missing ), unterminated comment", at_ - start);
                            return {};
                        }
                        if (take() == ')') return {};
                    }
                case '=':
                case '!':
                case '<': *kind = Item::Other; return lookaround(c, start, nesting);
                case '(': *kind = Item::Other; return conditional(start, nesting);
                case '>':
                    captures = false;
                    opening = U"(?>";
                    break;
                default:
                    if (!flag_of(c) && c != '-') {
                        std::u32string shown(1, c);  // an escape is one thing
                        if (c == '\\' && peek() != kEndOfPattern) shown += static_cast<char32_t>(take());
                        fail(U"unknown extension ?" + shown, shown.size() + 1);
                        return {};
                    }
                    if (!inline_flags(c)) {
                        *kind = Item::None;
                        if (!failed() && !nothing_before)
                            fail(U"global flags not at the start of the expression", at_ - start);
                        flags_ = result_.flags;
                        return {};
                    }
                    captures = false;
            }
        }
        if (failed()) return {};
        uint32_t index = 0;
        if (captures) {
            index = ++result_.groups;
            if (!name.empty()) {
                for (const GroupName& known : result_.names)
                    if (known.name == name) {
                        fail(U"redefinition of group name " + quoted(name, is_bytes_) + U" as group " + number(index) +
                                 U"; was group " + number(known.group),
                             name.size() + 1);
                        return {};
                    }
                result_.names.push_back({name, index});
            }
            widths_.push_back(std::nullopt);
            put(U"(");
        } else if (opening != U"(") {
            put(opening);
        } else {
            uint32_t changed = flags_ ^ flags_before;
            put(!(changed & kIgnoreCase) ? U"(?:" : flags_ & kIgnoreCase ? U"(?i:" : U"(?-i:");
        }
        Width width = alternatives(nesting + 1);
        flags_ = flags_before;
        close_group(start);
        if (captures && !failed()) {
            widths_[index] = width;
            result_.closing.push_back(index);
        }
        return width;
    }
    void close_group(size_t start) {
        if (failed()) return;
        if (!match(')')) fail(U"missing ), unterminated subpattern", at_ - start);
        put(U")");
    }
    void check_name(const std::u32string& name) {
        if (!failed() && !is_identifier(name))
            fail(U"bad character in group name " + quoted(name, is_bytes_), name.size() + 1);
    }
    // The number of a named group, 0 with an error.
    uint32_t find_name(const std::u32string& name) {
        for (const GroupName& known : result_.names)
            if (known.name == name) return known.group;
        fail(U"unknown group name " + quoted(name, is_bytes_), name.size() + 1);
        return 0;
    }
    Width named_reference() {
        Width width;
        std::u32string name = until(')', "group name");
        check_name(name);
        if (failed()) return {};
        if (uint32_t index = find_name(name)) refer(index, name.size() + 1, &width);
        return width;
    }
    Width lookaround(uint32_t c, size_t start, int nesting) {
        bool behind = c == '<';
        if (behind) {
            c = take();
            if (c == kEndOfPattern) return fail(U"unexpected end of pattern"), Width();
            if (c != '=' && c != '!') return fail(U"unknown extension ?<" + std::u32string(1, c), 3), Width();
        }
        auto outer = lookbehind_groups_;
        if (behind && !outer) lookbehind_groups_ = result_.groups;
        put(behind ? (c == '=' ? U"(?<=" : U"(?<!") : (c == '=' ? U"(?=" : U"(?!"));
        uint32_t flags_before = flags_;
        Width width = alternatives(nesting + 1);
        flags_ = flags_before;
        lookbehind_groups_ = outer;
        close_group(start);
        if (behind && width.least != width.most) variable_lookbehind_ = true;
        return {};
    }
    Width conditional(size_t start, int nesting) {
        std::u32string name = until(')', "group name");
        if (failed()) return {};
        uint64_t index = 0;
        if (is_identifier(name)) {
            index = find_name(name);
            if (!index) return {};
        } else {
            size_t sign = name[0] == '+';
            bool digits = name.size() > sign && std::all_of(name.begin() + static_cast<long>(sign), name.end(), is_digit);
            for (size_t i = sign; digits && i < name.size(); i++)
                index = std::min<uint64_t>(index * 10 + name[i] - '0', UINT32_MAX);
            if (!digits)
                return fail(U"bad character in group name " + quoted(name, is_bytes_), name.size() + 1), Width();
            if (!index) return fail(U"bad group number", name.size() + 1), Width();
            if (index >= UINT32_MAX / 8)
                return fail(U"invalid group reference " + name, name.size() + 1), Width();
            if (std::none_of(conditions_.begin(), conditions_.end(), [&](auto& known) { return known.first == index; }))
                conditions_.push_back({index, static_cast<int64_t>(at_ - name.size() - 1)});
        }
        if (!check_lookbehind(static_cast<uint32_t>(index))) return {};
        put(U"(?(" + number(index) + U")");
        Width yes = sequence(nesting + 1, false), no;
        if (!failed() && match('|')) {
            put(U"|");
            no = sequence(nesting + 1, false);
            if (!failed() && peek() == '|') fail(U"conditional backref with more than two branches");
        }
        close_group(start);
        return {std::min(yes.least, no.least), std::max(yes.most, no.most)};
    }

    // "(?" and the first letter have been read. True: flags for a group that follows; false: for the whole pattern.
    bool inline_flags(uint32_t c) {
        constexpr uint32_t kTypes = kAscii | kLocale | kUnicode;
        uint32_t on = 0, off = 0;
        auto unknown = [&](uint32_t letter, const char* otherwise) {
            fail(unicode::is_alpha(letter) ? U"unknown flag" : wide(otherwise), 1);
            return false;
        };
        if (c != '-') {
            while (true) {
                uint32_t flag = flag_of(c);
                if (!is_bytes_ && flag == kLocale)
                    return fail(U"bad inline flags: cannot use 'L' flag with a str pattern"), false;
                if (is_bytes_ && flag == kUnicode)
                    return fail(U"bad inline flags: cannot use 'u' flag with a bytes pattern"), false;
                on |= flag;
                if (flag & kTypes && (on & kTypes) != flag)
                    return fail(U"bad inline flags: flags 'a', 'u' and 'L' are incompatible"), false;
                c = take();
                if (c == kEndOfPattern) return fail(U"missing -, : or )"), false;
                if (c == ')' || c == '-' || c == ':') break;
                if (!flag_of(c)) return unknown(c, "missing -, : or )");
            }
        }
        if (c == ')') {
            result_.flags |= on;
            return false;
        }
        if (c == '-') {
            c = take();
            if (c == kEndOfPattern) return fail(U"missing flag"), false;
            if (!flag_of(c)) return unknown(c, "missing flag");
            while (true) {
                uint32_t flag = flag_of(c);
                if (flag & kTypes)
                    return fail(U"bad inline flags: cannot turn off flags 'a', 'u' and 'L'"), false;
                off |= flag;
                c = take();
                if (c == kEndOfPattern) return fail(U"missing :"), false;
                if (c == ':') break;
                if (!flag_of(c)) return unknown(c, "missing :");
            }
        }
        if (on & off) return fail(U"bad inline flags: flag turned on and off", 1), false;
        if (on & kTypes) flags_ &= ~kTypes;
        flags_ = (flags_ | on) & ~off;
        return true;
    }

    // --- sequences ---

    Width alternatives(int nesting) {
        if (Thread::current().c_stack_low()) {
            fail_as(SyntaxProblem::Recursion, U"maximum recursion depth exceeded");
            return {};
        }
        Width all = sequence(nesting + 1, nesting == 0);
        while (!failed() && match('|')) {
            put(U"|");
            Width next = sequence(nesting + 1, false);
            all = {std::min(all.least, next.least), std::max(all.most, next.most)};
        }
        return all;
    }

    // Items up to "|", ")" or the end. `first`: of the whole pattern.
    Width sequence(int nesting, bool first) {
        Width all, last;
        Item item = Item::None;
        size_t item_start = result_.pattern.size(), closed_before = 0;
        bool empty = true;
        while (!failed()) {
            size_t start = at_;
            uint32_t c = peek();
            if (c == kEndOfPattern || c == '|' || c == ')') break;
            at_++;
            if (flags_ & kVerbose) {
                if (c == ' ' || (c >= 9 && c <= 13)) continue;
                if (c == '#') {
                    while (peek() != kEndOfPattern && take() != '\n') {}
                    continue;
                }
            }
            if (c == '*' || c == '+' || c == '?' || c == '{') {
                Width repeated = last;
                Item kind = item;
                if (repeat(c, item_start, closed_before, kind, &repeated)) {
                    last = repeated;
                    item = Item::Repeat;
                    continue;
                }
            }
            size_t new_start = result_.pattern.size(), new_closed = result_.closing.size();
            Width width{1, 1};
            Item kind = Item::Single;
            switch (c) {
                case '\\': kind = escape(start, &width); break;
                case '[': character_class(); break;
                case '.': put(flags_ & kDotAll ? U"." : U"[^\\n]"); break;
                case '^':
                    put(flags_ & kMultiline ? U"(?m:^)" : U"\\A");
                    kind = Item::Position;
                    width = {};
                    break;
                case '$':
                    put(flags_ & kMultiline ? U"(?m:$)" : U"\\Z");
                    kind = Item::Position;
                    width = {};
                    break;
                case '(':
                    width = group(start, nesting, first && empty, &kind);
                    if (kind == Item::None) continue;  // a comment or a flag: what was last stays last
                    break;
                default: put_literal(c);
            }
            empty = false;
            // The widths of the items so far; the last one still changes when it is repeated.
            if (item != Item::None) {
                all = all + last;
            }
            last = width;
            item = kind;
            item_start = new_start;
            closed_before = new_closed;
        }
        return all + last;
    }

    const std::u32string& source_;
    bool is_bytes_;
    Subject subject_;
    uint32_t widest_ = 0;
    Translation result_;
    size_t at_ = 0;
    uint32_t flags_ = 0;  // in force here
    std::vector<std::optional<Width>> widths_;  // of groups; empty while they are open
    std::vector<std::pair<uint64_t, int64_t>> conditions_;  // groups that conditionals name, and where
    std::optional<uint32_t> lookbehind_groups_;  // in a lookbehind: how many groups there were before it
    bool variable_lookbehind_ = false;
    bool repeat_too_large_ = false;
};

}  // namespace

Translation translate(const std::u32string& pattern, bool is_bytes, uint32_t flags, Subject subject) {
    return Translator(pattern, is_bytes, flags, subject).run();
}

}  // namespace gilt::re
