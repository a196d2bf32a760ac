// _re: Pattern, Match and the functions of the module `re`.
//
// A Pattern is what a script compiled and the Engine that runs it. A Match owns copies of the positions, so it outlives
// everything but its string. Searching on (findall, sub, split, finditer) follows one rule: the next search starts
// where the last match ended, and if that match was empty, the next one must not be empty at the same place.
#include <algorithm>
#include <climits>

#include "heap/heap.h"
#include "modules/re_engine.h"
#include "modules/re_syntax.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/generic_alias.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/str_builder.h"
#include "objects/text_arguments.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "objects/unicode.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

using re::Engine;
using re::Spans;
using re::Subject;
using re::Way;

Class *pattern_class, *match_class, *scanner_class, *iterator_class;
Value error_class;          // re.error, made by lib/re.py
Dict* compiled;             // (type, pattern, flags) -> Pattern
constexpr size_t kMostCompiled = 512;

// --- Pattern ---

struct Details {  // outside the heap; freed with the Pattern
    Engine engine;
    std::vector<uint32_t> closing;
    bool groups_in_loops;
};

struct Pattern : Object {
    Value source;  // str or bytes
    uint32_t regex_flags, groups;
    Dict* group_index;
    Tuple* group_names;  // by number; None where a group has no name
    std::atomic<Details*> details;
    Slot overflow;

    bool is_bytes() const { return !is_str(source); }
};

Pattern* as_pattern(Value value) { return static_cast<Pattern*>(value.as_object()); }
bool is_pattern(Value value) { return class_of(value) == pattern_class; }

void trace_pattern(Object* object, Marker& marker) {
    auto* self = static_cast<Pattern*>(object);
    marker.mark(self->source);
    marker.mark(self->group_index);
    marker.mark(self->group_names);
}

void finalize_pattern(Object* object) { delete static_cast<Pattern*>(object)->details.exchange(nullptr); }

std::u32string to_u32(Value text) {
    if (is_str(text))
        return visit_characters(as_str(text), [&](auto* characters) {
            return std::u32string(characters, characters + as_str(text)->length);
        });
    std::u32string result;
    for (char byte : as_bytes(text)->view()) result += static_cast<uint8_t>(byte);
    return result;
}

Value from_u32(Thread& thread, std::u32string_view text, bool is_bytes = false) {
    if (is_bytes) return new_bytes(thread, std::string(text.begin(), text.end()));
    return new_str_from_code_points(thread, reinterpret_cast<const uint32_t*>(text.data()), text.size());
}

Raised raise_error(Thread& thread, const std::u32string& message, Value pattern, int64_t position) {
    Value exception = call(thread, error_class, {from_u32(thread, message), pattern,
                                                 position < 0 ? Value::none() : Value::from_int(position)});
    return exception ? raise(thread, exception) : Raised();
}

Raised raise_problem(Thread& thread, const re::SyntaxProblem& problem, Value pattern) {
    Class* cls = nullptr;
    switch (problem.kind) {
        case re::SyntaxProblem::Error: return raise_error(thread, problem.message, pattern, problem.position);
        case re::SyntaxProblem::Overflow: cls = exceptions.OverflowError; break;
        case re::SyntaxProblem::Value: cls = exceptions.ValueError; break;
        case re::SyntaxProblem::Recursion: cls = exceptions.RecursionError; break;
    }
    return raise(thread, cls, from_u32(thread, problem.message));
}

Raised raise_not_text(Thread& thread, Value value) {
    return raise_type_error(thread, "decoding to str: need a bytes-like object, {} found", type_name(value));
}

Pattern* new_pattern(Thread& thread, Value source, uint32_t flags) {
    bool is_bytes = !is_str(source);
    std::u32string text = to_u32(source);
    re::Translation translation = re::translate(text, is_bytes, flags, is_bytes ? Subject::Bytes : Subject::Wide32);
    if (translation.problem) return raise_problem(thread, translation.problem, source);
    auto* self = new_instance<Pattern>(thread, pattern_class);
    self->source = source;
    self->regex_flags = translation.flags;
    self->groups = translation.groups;
    self->group_index = new_dict(thread);
    self->group_names = new_tuple_uninitialized(thread, translation.groups + 1);
    std::fill_n(self->group_names->items, translation.groups + 1, Value::none());
    for (const re::GroupName& known : translation.names) {
        Value name = from_u32(thread, known.name);
        self->group_names->items[known.group] = name;
        if (!dict_store(thread, self->group_index, name, Value::from_int(known.group))) return nullptr;
    }
    heap::set_finalizer(self, finalize_pattern);
    self->details.store(new Details{{std::move(text), is_bytes, translation},
                                    std::move(translation.closing),
                                    translation.groups_in_loops});
    return self;
}

// re.compile and what every function of the module does first.
Pattern* pattern_for(Thread& thread, Value source, Value flags_value) {
    int64_t flags = 0;
    if (flags_value && !to_int64(thread, flags_value, &flags)) return nullptr;
    if (is_pattern(source)) {
        if (flags) return raise_value_error(thread, "cannot process flags argument with a compiled pattern");
        return as_pattern(source);
    }
    if (!is_str(source) && !is_bytes(source)) {
        if (has_buffer(source)) {
            std::string_view view;
            if (!get_buffer(thread, source, &view)) return nullptr;
            source = new_bytes(thread, view);
        } else {
            return raise_type_error(thread, "first argument must be string or compiled pattern");
        }
    }
    Value key = new_tuple(thread, {Value(class_of(source)), source, Value::from_int(flags)});
    Value known;
    int found = dict_lookup(thread, compiled, key, &known);
    if (found < 0) return nullptr;
    if (found) return as_pattern(known);
    Pattern* made = new_pattern(thread, source, static_cast<uint32_t>(flags));
    if (!made) return nullptr;
    if (compiled->count() >= kMostCompiled) dict_clear(thread, compiled);
    return dict_store(thread, compiled, key, made) ? made : nullptr;
}

// --- what is matched against ---

// The text of one call. It lives on the C++ stack, which keeps `string` and `widened` alive.
struct Target {
    Pattern* pattern;
    Value string;
    std::string_view bytes;   // for a bytes pattern
    Bytes* widened = nullptr;  // the characters in a wider form than the str has, if the engine wants them
    re::Text text;
    size_t start = 0;

    bool is_text() const { return text.subject != Subject::Bytes; }
    Details& details() const { return *pattern->details.load(std::memory_order_relaxed); }

    [[nodiscard]] int match(Thread& thread, Way way, size_t from, bool not_empty, Spans* spans) const {
        return details().engine.match(thread, way, text, from, not_empty, spans);
    }
    Value slice(Thread& thread, int64_t from, int64_t to) const {
        if (is_text()) return substring(thread, as_str(string), static_cast<size_t>(from), static_cast<size_t>(to));
        return new_bytes(thread, bytes.substr(static_cast<size_t>(from), static_cast<size_t>(to - from)));
    }
    // A group's text, or `absent` if it did not take part.
    Value group(Thread& thread, const int64_t* spans, size_t index, Value absent) const {
        int64_t from = spans[2 * index], to = spans[2 * index + 1];
        return from < 0 ? absent : slice(thread, from, std::max(from, to));
    }
    Value empty(Thread& thread) const { return is_text() ? Value(new_str_ascii(thread, "")) : Value(new_bytes(thread, "")); }
};

[[nodiscard]] bool prepare(Thread& thread, Pattern* pattern, Value string, Way way, Target* target, Value pos = {},
                           Value endpos = {}, Bytes* widened = nullptr) {
    target->pattern = pattern;
    target->string = string;
    size_t length;
    Subject natural;
    if (is_str(string)) {
        if (pattern->is_bytes()) return raise_type_error(thread, "cannot use a bytes pattern on a string-like object");
        Str* text = as_str(string);
        length = text->length;
        natural = text->is_ascii() ? Subject::Ascii : text->width() == 1 ? Subject::Latin1
                  : text->width() == 2 ? Subject::Wide16 : Subject::Wide32;
        target->text.data = text->data;
    } else if (has_buffer(string)) {
        if (!pattern->is_bytes()) return raise_type_error(thread, "cannot use a string pattern on a bytes-like object");
        if (!get_buffer(thread, string, &target->bytes)) return false;
        length = target->bytes.size();
        natural = Subject::Bytes;
        target->text.data = target->bytes.data();
    } else {
        return raise_type_error(thread, "expected string or bytes-like object, got '{}'", type_name(string));
    }
    Subject subject = natural;
    if (!target->details().engine.choose_subject(thread, way, &subject)) return false;
    size_t unit = subject == Subject::Wide32 ? 4 : subject == Subject::Wide16 ? 2 : 1;
    size_t has = natural == Subject::Bytes || natural <= Subject::Latin1 ? 1 : natural == Subject::Wide16 ? 2 : 4;
    if (unit != has) {
        if (!widened) {
            widened = new_bytes_uninitialized(thread, length * unit);
            if (!widened) return false;
            auto widen = [&](auto* from) {
                for (size_t i = 0; i < length; i++) {
                    uint32_t c = from[i];
                    std::memcpy(widened->data + i * unit, &c, unit);  // little-endian
                }
            };
            if (natural == Subject::Bytes)
                widen(reinterpret_cast<const uint8_t*>(target->bytes.data()));
            else
                visit_characters(as_str(string), widen);
        }
        target->widened = widened;
        target->text.data = widened->data;
    }
    target->text.subject = subject;
    int64_t from = 0, to = INT64_MAX;
    if (pos && !to_index_clamped(thread, pos, &from)) return false;
    if (endpos && !to_index_clamped(thread, endpos, &to)) return false;
    target->text.length = static_cast<size_t>(std::clamp<int64_t>(to, 0, static_cast<int64_t>(length)));
    // A start behind the end: nothing matches, not even nothing.
    target->start = static_cast<size_t>(std::clamp<int64_t>(from, 0, static_cast<int64_t>(length)));
    return true;
}

// Where searching on stands.
struct Progress {
    size_t at;
    bool last_was_empty = false;

    // 1, 0 or -1.
    [[nodiscard]] int next(Thread& thread, const Target& target, Spans* spans, Way way = Way::Search) {
        if (at > target.text.length) return 0;
        int found = target.match(thread, way, at, last_was_empty, spans);
        if (found > 0) {
            at = static_cast<size_t>((*spans)[1]);
            last_was_empty = (*spans)[0] == (*spans)[1];
        }
        return found;
    }
};

// --- Match ---

struct Match : Object {
    Pattern* pattern;
    Slot string;
    int64_t pos, endpos;
    Slot regs;  // made when asked for
    int64_t spans[];
};

Match* as_match(Value value) { return static_cast<Match*>(value.as_object()); }

void trace_match(Object* object, Marker& marker) {
    auto* self = static_cast<Match*>(object);
    marker.mark(self->pattern);
    marker.mark(self->string);
    marker.mark(self->regs);
}

Value new_match(Thread& thread, const Target& target, const Spans& spans, size_t pos) {
    auto* match = heap::allocate<Match>(thread, match_class->instance_shape.load(std::memory_order_acquire),
                                        spans.size() * sizeof(int64_t));
    match->pattern = target.pattern;
    match->string.store(target.string);
    match->pos = static_cast<int64_t>(pos);
    match->endpos = static_cast<int64_t>(target.text.length);
    std::copy(spans.begin(), spans.end(), match->spans);
    return match;
}

// The group that closed last on the way to this match; 0 if none did.
uint32_t last_group(const Match* match) {
    const Details& details = *match->pattern->details.load(std::memory_order_relaxed);
    uint32_t last = 0;
    int64_t end = -1;
    for (uint32_t group : details.closing) {
        int64_t closed = match->spans[2 * group + 1];
        if (closed < 0) continue;
        // Without loops groups close in the order of their parentheses; with them, whoever reaches further closed later.
        if (details.groups_in_loops && closed < end) continue;
        last = group;
        end = closed;
    }
    return last;
}

Value match_slice(Thread& thread, const Match* match, size_t group, Value absent) {
    int64_t from = match->spans[2 * group], to = match->spans[2 * group + 1];
    if (from < 0) return absent;
    Value string = match->string.load();
    if (is_str(string)) {
        return substring(thread, as_str(string), static_cast<size_t>(from), static_cast<size_t>(std::max(from, to)));
    }
    std::string_view bytes;
    if (!get_buffer(thread, string, &bytes)) return {};
    auto start = std::min(static_cast<size_t>(from), bytes.size());
    return new_bytes(thread, bytes.substr(start, static_cast<size_t>(std::max(from, to) - from)));
}

// The number of a group given by number or name; -1 with IndexError pending.
int64_t group_number(Thread& thread, const Match* match, Value group) {
    int64_t index = -1;
    if (group.is_int()) {
        index = group.as_int();
    } else if (is_int(group) || class_of(group)->special(Special::k_index)) {
        if (!to_index_clamped(thread, group, &index)) return -1;
    } else {
        Value found;
        int has = dict_lookup(thread, match->pattern->group_index, group, &found);
        if (has < 0) return -1;
        if (has > 0) index = found.as_int();
    }
    if (index < 0 || index > match->pattern->groups) {
        (void)raise_text(thread, exceptions.IndexError, "no such group");
        return -1;
    }
    return index;
}

Value match_group(Thread& thread, Args& args) {
    Match* self = as_match(args[0]);
    if (args.rest.empty()) return match_slice(thread, self, 0, Value::none());
    auto one = [&](Value which) {
        int64_t group = group_number(thread, self, which);
        return group < 0 ? Value() : match_slice(thread, self, static_cast<size_t>(group), Value::none());
    };
    if (args.rest.size() == 1) return one(args.rest[0]);
    Tuple* result = new_tuple_uninitialized(thread, args.rest.size());
    for (size_t i = 0; i < args.rest.size(); i++) {
        Value text = one(args.rest[i]);
        if (!text) return {};
        result->items[i] = text;
    }
    return result;
}

Value match_getitem(Thread& thread, Args& args) {
    int64_t group = group_number(thread, as_match(args[0]), args[1]);
    return group < 0 ? Value() : match_slice(thread, as_match(args[0]), static_cast<size_t>(group), Value::none());
}

Value match_groups(Thread& thread, Args& args) {
    Match* self = as_match(args[0]);
    Value absent = args.get(1, Value::none());
    Tuple* result = new_tuple_uninitialized(thread, self->pattern->groups);
    for (size_t i = 0; i < result->length; i++) {
        Value text = match_slice(thread, self, i + 1, absent);
        if (!text) return {};
        result->items[i] = text;
    }
    return result;
}

Value match_groupdict(Thread& thread, Args& args) {
    Match* self = as_match(args[0]);
    Value absent = args.get(1, Value::none());
    Dict* result = new_dict(thread);
    for (uint32_t i = 1; i <= self->pattern->groups; i++) {
        Value name = self->pattern->group_names->items[i];
        if (name.is_none()) continue;
        Value text = match_slice(thread, self, i, absent);
        if (!text || !dict_store(thread, result, name, text)) return {};
    }
    return result;
}

enum class SpanPart : uint8_t { Start, End, Both };

template <SpanPart part>
Value match_span(Thread& thread, Args& args) {
    Match* self = as_match(args[0]);
    int64_t group = args.has(1) ? group_number(thread, self, args[1]) : 0;
    if (group < 0) return {};
    Value start = Value::from_int(self->spans[2 * group]), end = Value::from_int(self->spans[2 * group + 1]);
    if (part == SpanPart::Start) return start;
    if (part == SpanPart::End) return end;
    return new_tuple(thread, {start, end});
}

Value match_regs(Thread& thread, Value value) {
    Match* self = as_match(value);
    if (Value known = self->regs.load()) return known;
    Tuple* regs = new_tuple_uninitialized(thread, self->pattern->groups + 1);
    for (size_t i = 0; i < regs->length; i++)
        regs->items[i] =
            new_tuple(thread, {Value::from_int(self->spans[2 * i]), Value::from_int(self->spans[2 * i + 1])});
    self->regs.store(regs);
    return regs;
}

Value match_repr(Thread& thread, Args& args) {
    Match* self = as_match(args[0]);
    Value text = match_slice(thread, self, 0, Value::none());
    Str* shown = text ? repr(thread, text) : nullptr;
    if (!shown) return {};
    return new_str(thread, fmt::format("<re.Match object; span=({}, {}), match={}>", self->spans[0], self->spans[1],
                                       to_utf8(shown)));
}

Value return_self(Thread&, Args& args) { return args[0]; }

// --- replacement templates ---

// A template: literal texts and, between them, groups.
struct Template {
    struct Piece {
        std::u32string literal;
        int64_t group = -1;
    };
    std::vector<Piece> pieces;
};

class TemplateReader {
  public:
    TemplateReader(Thread& thread, Pattern* pattern, Value source)
        : thread_(thread), pattern_(pattern), source_(source), text_(to_u32(source)) {}

    [[nodiscard]] bool read(Template* out) {
        std::u32string literal;
        while (at_ < text_.size() && !failed_) {
            char32_t c = text_[at_++];
            if (c != U'\\') {
                literal += c;
                continue;
            }
            size_t start = at_ - 1;
            if (at_ == text_.size()) return fail(U"bad escape (end of pattern)", 1);
            c = text_[at_++];
            int64_t group = -1;
            if (c == U'g') {
                group = named_group();
            } else if (c == U'0') {
                uint32_t code = 0;
                for (int i = 0; i < 2 && octal(at_); i++) code = code * 8 + text_[at_++] - U'0';
                literal += static_cast<char32_t>(code & 0xff);
            } else if (c >= U'1' && c <= U'9') {
                group = static_cast<int64_t>(c - U'0');
                if (digit(at_)) {
                    char32_t second = text_[at_++];
                    if (c < U'8' && second < U'8' && octal(at_)) {
                        uint32_t code = (c - U'0') * 64 + (second - U'0') * 8 + (text_[at_++] - U'0');
                        if (code > 0377)
                            return fail(U"octal escape value " + text_.substr(start, at_ - start) +
                                            U" outside of range 0-0o377",
                                        at_ - start);
                        literal += static_cast<char32_t>(code);
                        continue;
                    }
                    group = group * 10 + static_cast<int64_t>(second - U'0');
                }
                check_group(group, at_ - start - 1);
            } else {
                constexpr std::u32string_view kLetters = U"abfnrtv\\", kControls = U"\a\b\f\n\r\t\v\\";
                size_t known = kLetters.find(c);
                if (known != kLetters.npos) {
                    literal += kControls[known];
                } else if ((c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')) {
                    return fail(U"bad escape \\" + std::u32string(1, c), 2);
                } else {
                    literal += U'\\';
                    literal += c;
                }
            }
            if (group >= 0) {
                if (!literal.empty()) out->pieces.push_back({std::move(literal), -1});
                literal.clear();
                out->pieces.push_back({{}, group});
            }
        }
        if (!literal.empty()) out->pieces.push_back({std::move(literal), -1});
        return !failed_;
    }

  private:
    bool digit(size_t at) const { return at < text_.size() && text_[at] >= U'0' && text_[at] <= U'9'; }
    bool octal(size_t at) const { return at < text_.size() && text_[at] >= U'0' && text_[at] <= U'7'; }
    bool fail(const std::u32string& message, size_t back) {
        failed_ = true;
        return raise_error(thread_, message, source_, static_cast<int64_t>(at_ - back));
    }
    std::u32string repr_of(const std::u32string& name) {
        Value text = from_u32(thread_, name, !is_str(source_));
        return to_u32(Value(repr(thread_, text)));
    }
    void check_group(int64_t group, size_t back) {
        if (group > pattern_->groups) {
            std::string digits = std::to_string(group);
            fail(U"invalid group reference " + std::u32string(digits.begin(), digits.end()), back);
        }
    }
    int64_t named_group() {
        if (at_ == text_.size() || text_[at_] != U'<') return fail(U"missing <", 0), -1;
        size_t from = ++at_;
        size_t end = text_.find(U'>', from);
        if (end == text_.npos) {
            std::u32string name = text_.substr(from);
            at_ = text_.size();
            if (name.empty()) return fail(U"missing group name", 0), -1;
            return fail(U"missing >, unterminated name", name.size()), -1;
        }
        std::u32string name = text_.substr(from, end - from);
        at_ = end + 1;
        if (name.empty()) return fail(U"missing group name", 1), -1;
        bool digits = std::all_of(name.begin(), name.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
        if (digits) {
            int64_t group = 0;
            for (char32_t c : name) group = std::min<int64_t>(group * 10 + static_cast<int64_t>(c - U'0'), INT_MAX);
            check_group(group, name.size() + 1);
            return failed_ ? -1 : group;
        }
        Value key = from_u32(thread_, name);
        if (!is_identifier(as_str(key))) return fail(U"bad character in group name " + repr_of(name), name.size() + 1), -1;
        Value found;
        int has = dict_lookup(thread_, pattern_->group_index, key, &found);
        if (has > 0) return found.as_int();
        failed_ = true;
        if (has == 0)
            (void)raise(thread_, exceptions.IndexError, from_u32(thread_, U"unknown group name " + repr_of(name)));
        return -1;
    }

    Thread& thread_;
    Pattern* pattern_;
    Value source_;
    std::u32string text_;
    size_t at_ = 0;
    bool failed_ = false;
};

// The result of sub and of expand: text or bytes, whichever the target is.
class Output {
  public:
    explicit Output(bool is_text) : is_text_(is_text) {}

    [[nodiscard]] bool append(Thread& thread, Value piece) {
        index_++;
        if (is_text_) {
            if (!is_str(piece))
                return raise_type_error(thread, "sequence item {}: expected str instance, {} found", index_ - 1,
                                        type_name(piece));
            text_.append(as_str(piece));
            return true;
        }
        std::string_view bytes;
        if (!has_buffer(piece))
            return raise_type_error(thread, "sequence item {}: expected a bytes-like object, {} found", index_ - 1,
                                    type_name(piece));
        if (!get_buffer(thread, piece, &bytes)) return false;
        bytes_ += bytes;
        return true;
    }
    void append_slice(const Target& target, int64_t from, int64_t to) {
        if (from >= to) return;
        index_++;
        if (is_text_)
            text_.append(as_str(target.string), static_cast<size_t>(from), static_cast<size_t>(to));
        else
            bytes_ += target.bytes.substr(static_cast<size_t>(from), static_cast<size_t>(to - from));
    }
    void append_template(const Target& target, const Template& pieces, const int64_t* spans) {
        for (const Template::Piece& piece : pieces.pieces) {
            if (piece.group >= 0) {
                append_slice(target, spans[2 * piece.group], spans[2 * piece.group + 1]);
            } else if (is_text_) {
                for (char32_t c : piece.literal) text_.append(c);
            } else {
                bytes_.append(piece.literal.begin(), piece.literal.end());
            }
        }
    }
    Value finish(Thread& thread) {
        return is_text_ ? Value(text_.finish(thread)) : Value(new_bytes(thread, bytes_));
    }

  private:
    bool is_text_;
    size_t index_ = 0;  // of the next piece, for the message
    StrBuilder text_;
    std::string bytes_;
};

Value match_expand(Thread& thread, Args& args) {
    Match* self = as_match(args[0]);
    if (!is_str(args[1]) && !is_bytes(args[1]))
        return raise_type_error(thread, "expected string or bytes-like object, got '{}'", type_name(args[1]));
    Template pieces;
    if (!TemplateReader(thread, self->pattern, args[1]).read(&pieces)) return {};
    Target target;
    if (!prepare(thread, self->pattern, self->string.load(), Way::Search, &target)) return {};
    return with_memory_error(thread, [&] {
        Output output(target.is_text());
        output.append_template(target, pieces, self->spans);
        return output.finish(thread);
    });
}

// --- the methods of Pattern ---

Value match_once(Thread& thread, Pattern* pattern, Way way, Value string, Value pos = {}, Value endpos = {}) {
    Target target;
    Spans spans;
    if (!prepare(thread, pattern, string, way, &target, pos, endpos)) return {};
    if (target.start > target.text.length) return Value::none();
    int found = target.match(thread, way, target.start, false, &spans);
    if (found < 0) return {};
    return found ? new_match(thread, target, spans, target.start) : Value::none();
}

Value find_all(Thread& thread, Pattern* pattern, Value string, Value pos = {}, Value endpos = {}) {
    Target target;
    Spans spans;
    if (!prepare(thread, pattern, string, Way::Search, &target, pos, endpos)) return {};
    List* result = new_list(thread);
    Value empty = target.empty(thread);
    Progress progress{target.start};
    while (true) {
        int found = progress.next(thread, target, &spans);
        if (found < 0) return {};
        if (!found) return result;
        Value item;
        if (pattern->groups <= 1) {
            item = target.group(thread, spans.data(), pattern->groups, empty);
        } else {
            Tuple* groups = new_tuple_uninitialized(thread, pattern->groups);
            for (size_t i = 0; i < pattern->groups; i++) {
                Value text = target.group(thread, spans.data(), i + 1, empty);
                if (!text) return {};
                groups->items[i] = text;
            }
            item = groups;
        }
        if (!item) return {};
        list_append(thread, result, item);
        if (!thread.safepoint()) return {};
    }
}

Value split(Thread& thread, Pattern* pattern, Value string, Value most_value) {
    int64_t most = 0;
    if (most_value && !to_int64(thread, most_value, &most)) return {};
    Target target;
    Spans spans;
    if (!prepare(thread, pattern, string, Way::Search, &target)) return {};
    List* result = new_list(thread);
    auto add = [&](Value piece) {
        if (piece) list_append(thread, result, piece);
        return bool(piece);
    };
    Progress progress{0};
    int64_t last = 0;
    for (int64_t count = 0; most >= 0 && (most == 0 || count < most); count++) {
        int found = progress.next(thread, target, &spans);
        if (found < 0) return {};
        if (!found) break;
        if (!add(target.slice(thread, last, spans[0]))) return {};
        for (size_t i = 1; i <= pattern->groups; i++)
            if (!add(target.group(thread, spans.data(), i, Value::none()))) return {};
        last = spans[1];
        if (!thread.safepoint()) return {};
    }
    return add(target.slice(thread, last, static_cast<int64_t>(target.text.length))) ? Value(result) : Value();
}

// sub and subn: the new text and the number of replacements.
Value substitute(Thread& thread, Pattern* pattern, Value replacement, Value string, Value count_value, int64_t* made) {
    int64_t most = 0;
    if (count_value && !to_int64(thread, count_value, &most)) return {};
    Target target;
    Spans spans;
    if (!prepare(thread, pattern, string, Way::Search, &target)) return {};

    bool calls = is_callable(replacement);
    Template pieces;
    bool is_literal = false;
    if (!calls) {
        bool is_text = is_str(replacement);
        if (!is_text && !has_buffer(replacement)) return raise_not_text(thread, replacement);
        if (!is_text && !is_bytes(replacement)) {
            std::string_view view;
            if (!get_buffer(thread, replacement, &view)) return {};
            replacement = new_bytes(thread, view);
        }
        is_literal = is_text ? str_find(as_str(replacement), new_char(thread, '\\'), 0, as_str(replacement)->length) < 0
                             : as_bytes(replacement)->view().find('\\') == std::string_view::npos;
        if (!is_literal && is_text == target.is_text()) {
            if (!TemplateReader(thread, pattern, replacement).read(&pieces)) return {};
        } else {
            is_literal = true;  // of the wrong kind: appending it complains
        }
    }
    return with_memory_error(thread, [&]() -> Value {
        Output output(target.is_text());
        Progress progress{0};
        int64_t last = 0;
        *made = 0;
        while (most >= 0 && (most == 0 || *made < most)) {
            int found = progress.next(thread, target, &spans);
            if (found < 0) return {};
            if (!found) break;
            output.append_slice(target, last, spans[0]);
            if (calls) {
                Value match = new_match(thread, target, spans, 0);
                Value piece = call(thread, replacement, {match});
                if (!piece || (!piece.is_none() && !output.append(thread, piece))) return {};
            } else if (is_literal) {
                if (!output.append(thread, replacement)) return {};
            } else {
                output.append_template(target, pieces, spans.data());
            }
            last = spans[1];
            ++*made;
            if (!thread.safepoint()) return {};
        }
        auto end = static_cast<int64_t>(target.text.length);
        if (!*made) return target.slice(thread, 0, end);
        output.append_slice(target, last, end);
        return output.finish(thread);
    });
}

Value sub(Thread& thread, Pattern* pattern, Value replacement, Value string, Value count) {
    int64_t made;
    return substitute(thread, pattern, replacement, string, count, &made);
}
Value subn(Thread& thread, Pattern* pattern, Value replacement, Value string, Value count) {
    int64_t made = 0;
    Value text = substitute(thread, pattern, replacement, string, count, &made);
    return text ? Value(new_tuple(thread, {text, Value::from_int(made)})) : Value();
}

// --- finditer and scanner ---

// Both remember where they stand; a scanner's steps are called by name, an iterator's by next().
struct Scanner : Object {
    Pattern* pattern;
    Slot string, endpos, widened;
    std::atomic<int64_t> place;  // twice the position, plus one after an empty match; -1: at the end
    int64_t pos;
};

void trace_scanner(Object* object, Marker& marker) {
    auto* self = static_cast<Scanner*>(object);
    marker.mark(self->pattern);
    marker.mark(self->string);
    marker.mark(self->endpos);
    marker.mark(self->widened);
}

Value new_scanner(Thread& thread, Class* cls, Pattern* pattern, Value string, Value pos, Value endpos) {
    Target target;
    if (!prepare(thread, pattern, string, Way::Search, &target, pos, endpos)) return {};
    auto* self = new_instance<Scanner>(thread, cls);
    self->pattern = pattern;
    self->string.store(string);
    self->endpos.store(Value::from_int(static_cast<int64_t>(target.text.length)));
    if (target.widened) self->widened.store(target.widened);
    self->pos = static_cast<int64_t>(target.start);
    self->place.store(2 * self->pos, std::memory_order_relaxed);
    return self;
}

// The next match; empty without an exception at the end.
Value scan(Thread& thread, Scanner* self, Way way) {
    int64_t place = self->place.load(std::memory_order_relaxed);
    if (place < 0) return {};
    Target target;
    Spans spans;
    Value widened = self->widened.load();
    if (!prepare(thread, self->pattern, self->string.load(), way, &target, {}, self->endpos.load(),
                 widened ? as_bytes(widened) : nullptr))
        return {};
    Progress progress{static_cast<size_t>(place >> 1), (place & 1) != 0};
    auto from = progress.at;
    int found = progress.next(thread, target, &spans, way);
    if (found < 0) return {};
    self->place.store(found ? static_cast<int64_t>(progress.at) * 2 + progress.last_was_empty : -1,
                      std::memory_order_relaxed);
    return found ? new_match(thread, target, spans, from) : Value();
}

Value next_match(Thread& thread, Object* object) { return scan(thread, static_cast<Scanner*>(object), Way::Search); }

template <Way way>
Value scanner_step(Thread& thread, Args& args) {
    Value match = scan(thread, static_cast<Scanner*>(args[0].as_object()), way);
    return match || thread.exception ? match : Value::none();
}

// --- Pattern, seen from scripts ---

template <Way way>
Value pattern_match(Thread& thread, Args& args) {
    return match_once(thread, as_pattern(args[0]), way, args[1], args[2], args[3]);
}

std::string flags_repr(uint32_t flags) {
    constexpr std::pair<uint32_t, const char*> kNames[] = {
        {re::kIgnoreCase, "re.IGNORECASE"}, {re::kLocale, "re.LOCALE"},   {re::kMultiline, "re.MULTILINE"},
        {re::kDotAll, "re.DOTALL"},         {re::kUnicode, "re.UNICODE"}, {re::kVerbose, "re.VERBOSE"},
        {re::kDebug, "re.DEBUG"},           {re::kAscii, "re.ASCII"}};
    std::string text;
    for (auto [flag, name] : kNames)
        if (flags & flag) {
            text += text.empty() ? "" : "|";
            text += name;
            flags &= ~flag;
        }
    if (flags) text += fmt::format("{}{:#x}", text.empty() ? "" : "|", flags);
    return text;
}

Value pattern_repr(Thread& thread, Args& args) {
    Pattern* self = as_pattern(args[0]);
    uint32_t flags = self->regex_flags;
    if (!self->is_bytes() && !(flags & (re::kLocale | re::kAscii))) flags &= ~re::kUnicode;
    Str* source = repr(thread, self->source);
    if (!source) return {};
    StrBuilder text;
    text.append_ascii("re.compile(");
    text.append(source, 0, std::min<size_t>(source->length, 200));
    if (flags) text.append_ascii(", " + flags_repr(flags));
    text.append(')');
    return text.finish(thread);
}

template <bool equal_wanted>
Value pattern_compare(Thread& thread, Args& args) {
    if (!is_pattern(args[1])) return Value::not_implemented();
    Pattern *a = as_pattern(args[0]), *b = as_pattern(args[1]);
    bool same = a == b;
    if (!same && a->regex_flags == b->regex_flags && a->is_bytes() == b->is_bytes()) {
        int found = equal(thread, a->source, b->source);
        if (found < 0) return {};
        same = found;
    }
    return Value::from_bool(same == equal_wanted);
}

Value pattern_hash(Thread& thread, Args& args) {
    int64_t value;
    if (!hash(thread, as_pattern(args[0])->source, &value)) return {};
    return make_int(thread, value ^ static_cast<int64_t>(as_pattern(args[0])->regex_flags));
}

Value pattern_reduce(Thread& thread, Args& args) {
    Value module = sys_get("modules");
    Value re_module = module ? get_item(thread, module, intern(thread, "re")) : Value();
    Value compile = re_module ? get_attr(thread, re_module, intern(thread, "_compile")) : Value();
    if (!compile) return {};
    Pattern* self = as_pattern(args[0]);
    return new_tuple(thread,
                     {compile, new_tuple(thread, {self->source, Value::from_int(self->regex_flags)})});
}

Value class_getitem(Thread& thread, Args& args) { return new_generic_alias(thread, args[0], args[1]); }

// --- the functions of the module ---

Value module_compile(Thread& thread, Args& args) { return pattern_for(thread, args[0], args[1]); }

template <Way way>
Value module_match(Thread& thread, Args& args) {
    Pattern* pattern = pattern_for(thread, args[0], args[2]);
    return pattern ? match_once(thread, pattern, way, args[1]) : Value();
}

Value purge(Thread& thread, Args&) {
    dict_clear(thread, compiled);
    return Value::none();
}

Value set_error_class(Thread& thread, Args& args) {
    error_class = args[0];
    keep_forever(thread, error_class);
    return Value::none();
}

// A backslash before every character that means something in a pattern.
Value escape(Thread& thread, Args& args) {
    constexpr std::string_view kSpecial = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
    if (is_str(args[0])) {
        return with_memory_error(thread, [&]() -> Value {
            StrBuilder text;
            visit_characters(as_str(args[0]), [&](auto* characters) {
                for (size_t i = 0; i < as_str(args[0])->length; i++) {
                    if (characters[i] < 128 && kSpecial.find(static_cast<char>(characters[i])) != kSpecial.npos)
                        text.append('\\');
                    text.append(characters[i]);
                }
            });
            return text.finish(thread);
        });
    }
    std::string_view bytes;
    if (!has_buffer(args[0])) return raise_not_text(thread, args[0]);
    if (!get_buffer(thread, args[0], &bytes)) return {};
    std::string text;
    for (char c : bytes) {
        if (kSpecial.find(c) != kSpecial.npos) text += '\\';
        text += c;
    }
    return new_bytes(thread, text);
}

Class* add_class(Thread& thread, Class* cls) {
    keep_forever(thread, cls);
    return cls;
}

}  // namespace

bool initialize_re(Thread& thread, Module* module) {
    compiled = new_dict(thread);
    keep_forever(thread, compiled);
    pattern_class = add_class(thread, new_native_class(thread, {.name = "re.Pattern",
                                                                .instance_size = sizeof(Pattern),
                                                                .trace = trace_pattern,
                                                                .flags = kDisallowNew,
                                                                .doc = "Compiled regular expression object."}));
    match_class = add_class(
        thread, new_native_class(thread, {.name = "re.Match",
                                          .instance_size = sizeof(Match),
                                          .trace = trace_match,
                                          .flags = kDisallowNew,
                                          .doc = "The result of re.match() and re.search().\nMatch objects always "
                                                 "have a boolean value of True."}));
    scanner_class = add_class(thread, new_native_class(thread, {.name = "_sre.SRE_Scanner",
                                                                .instance_size = sizeof(Scanner),
                                                                .trace = trace_scanner,
                                                                .flags = kDisallowNew}));
    iterator_class = add_class(
        thread, new_iterator_class(thread, "callable_iterator", sizeof(Scanner), trace_scanner, next_match));

    add_methods(
        thread, pattern_class,
        {
            {"match(self, /, string, pos=0, endpos=sys.maxsize)", pattern_match<Way::Match>,
             "Matches zero or more characters at the beginning of the string."},
            {"fullmatch(self, /, string, pos=0, endpos=sys.maxsize)", pattern_match<Way::FullMatch>,
             "Matches against all of the string."},
            {"search(self, /, string, pos=0, endpos=sys.maxsize)", pattern_match<Way::Search>,
             "Scan through string looking for a match, and return a corresponding match object instance."},
            {"findall(self, /, string, pos=0, endpos=sys.maxsize)",
             [](Thread& thread, Args& args) { return find_all(thread, as_pattern(args[0]), args[1], args[2], args[3]); },
             "Return a list of all non-overlapping matches of pattern in string."},
            {"finditer(self, /, string, pos=0, endpos=sys.maxsize)",
             [](Thread& thread, Args& args) {
                 return new_scanner(thread, iterator_class, as_pattern(args[0]), args[1], args[2], args[3]);
             },
             "Return an iterator over all non-overlapping matches for the RE pattern in string."},
            {"scanner(self, /, string, pos=0, endpos=sys.maxsize)",
             [](Thread& thread, Args& args) {
                 return new_scanner(thread, scanner_class, as_pattern(args[0]), args[1], args[2], args[3]);
             }},
            {"split(self, /, string, maxsplit=0)",
             [](Thread& thread, Args& args) { return split(thread, as_pattern(args[0]), args[1], args[2]); },
             "Split string by the occurrences of pattern."},
            {"sub(self, /, repl, string, count=0)",
             [](Thread& thread, Args& args) { return sub(thread, as_pattern(args[0]), args[1], args[2], args[3]); },
             "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in "
             "string by the replacement repl."},
            {"subn(self, /, repl, string, count=0)",
             [](Thread& thread, Args& args) { return subn(thread, as_pattern(args[0]), args[1], args[2], args[3]); },
             "Return the tuple (new_string, number_of_subs_made)."},
            {"__copy__(self, /)", return_self},
            {"__deepcopy__(self, memo, /)", return_self},
            {"__reduce__(self, /)", pattern_reduce},
            {"__repr__(self, /)", pattern_repr},
            {"__eq__(self, value, /)", pattern_compare<true>},
            {"__ne__(self, value, /)", pattern_compare<false>},
            {"__hash__(self, /)", pattern_hash},
            {"__class_getitem__(cls, item, /)", class_getitem, "See PEP 585", Binding::ClassMethod},
        });
    add_getsets(thread, pattern_class,
                {
                    {"pattern", [](Thread&, Value self) { return as_pattern(self)->source; }, nullptr, "", true},
                    {"flags", [](Thread&, Value self) { return Value::from_int(as_pattern(self)->regex_flags); }, nullptr,
                     "", true},
                    {"groups", [](Thread&, Value self) { return Value::from_int(as_pattern(self)->groups); }, nullptr, "",
                     true},
                    {"groupindex",
                     [](Thread& thread, Value self) {
                         return new_mapping_proxy(thread, as_pattern(self)->group_index);
                     }},
                });
    add_methods(thread, match_class,
                {
                    {"group(self, /, *args)", match_group, "Return subgroup(s) of the match by indices or names."},
                    {"__getitem__(self, key, /)", match_getitem},
                    {"groups(self, /, default=None)", match_groups, "Return a tuple containing all the subgroups."},
                    {"groupdict(self, /, default=None)", match_groupdict,
                     "Return a dictionary containing all the named subgroups."},
                    {"start(self, group=0, /)", match_span<SpanPart::Start>, "Index of the start of the substring."},
                    {"end(self, group=0, /)", match_span<SpanPart::End>, "Index of the end of the substring."},
                    {"span(self, group=0, /)", match_span<SpanPart::Both>, "The 2-tuple (start, end)."},
                    {"expand(self, /, template)", match_expand,
                     "Return the string obtained by doing backslash substitution on the template."},
                    {"__copy__(self, /)", return_self},
                    {"__deepcopy__(self, memo, /)", return_self},
                    {"__repr__(self, /)", match_repr},
                    {"__class_getitem__(cls, item, /)", class_getitem, "See PEP 585", Binding::ClassMethod},
                });
    add_getsets(thread, match_class,
                {
                    {"string", [](Thread&, Value self) { return as_match(self)->string.load(); }, nullptr, "", true},
                    {"re", [](Thread&, Value self) { return Value(as_match(self)->pattern); }, nullptr, "", true},
                    {"pos", [](Thread&, Value self) { return Value::from_int(as_match(self)->pos); }, nullptr, "", true},
                    {"endpos", [](Thread&, Value self) { return Value::from_int(as_match(self)->endpos); }, nullptr, "",
                     true},
                    {"regs", match_regs},
                    {"lastindex",
                     [](Thread&, Value self) {
                         uint32_t group = last_group(as_match(self));
                         return group ? Value::from_int(group) : Value::none();
                     }},
                    {"lastgroup",
                     [](Thread&, Value self) {
                         uint32_t group = last_group(as_match(self));
                         return group ? as_match(self)->pattern->group_names->items[group] : Value::none();
                     }},
                });
    add_methods(thread, scanner_class,
                {
                    {"match(self, /)", scanner_step<Way::Match>},
                    {"search(self, /)", scanner_step<Way::Search>},
                });
    add_getsets(thread, scanner_class,
                {{"pattern", [](Thread&, Value self) {
                      return Value(static_cast<Scanner*>(self.as_object())->pattern);
                  }}});

    set_module_attribute(thread, module, "Pattern", pattern_class);
    set_module_attribute(thread, module, "Match", match_class);
    add_functions(
        thread, module,
        {
            {"_set_error_class(cls, /)", set_error_class},
            {"compile(pattern, flags=0)", module_compile, "Compile a regular expression pattern, returning a Pattern object."},
            {"match(pattern, string, flags=0)", module_match<Way::Match>,
             "Try to apply the pattern at the start of the string, returning\na Match object, or None if no match was "
             "found."},
            {"fullmatch(pattern, string, flags=0)", module_match<Way::FullMatch>,
             "Try to apply the pattern to all of the string, returning\na Match object, or None if no match was found."},
            {"search(pattern, string, flags=0)", module_match<Way::Search>,
             "Scan through string looking for a match to the pattern, returning\na Match object, or None if no match "
             "was found."},
            {"findall(pattern, string, flags=0)",
             [](Thread& thread, Args& args) {
                 Pattern* pattern = pattern_for(thread, args[0], args[2]);
                 return pattern ? find_all(thread, pattern, args[1]) : Value();
             },
             "Return a list of all non-overlapping matches in the string."},
            {"finditer(pattern, string, flags=0)",
             [](Thread& thread, Args& args) {
                 Pattern* pattern = pattern_for(thread, args[0], args[2]);
                 return pattern ? new_scanner(thread, iterator_class, pattern, args[1], {}, {}) : Value();
             },
             "Return an iterator over all non-overlapping matches in the\nstring."},
            {"split(pattern, string, maxsplit=0, flags=0)",
             [](Thread& thread, Args& args) {
                 Pattern* pattern = pattern_for(thread, args[0], args[3]);
                 return pattern ? split(thread, pattern, args[1], args[2]) : Value();
             },
             "Split the source string by the occurrences of the pattern,\nreturning a list containing the resulting "
             "substrings."},
            {"sub(pattern, repl, string, count=0, flags=0)",
             [](Thread& thread, Args& args) {
                 Pattern* pattern = pattern_for(thread, args[0], args[4]);
                 return pattern ? sub(thread, pattern, args[1], args[2], args[3]) : Value();
             },
             "Return the string obtained by replacing the leftmost\nnon-overlapping occurrences of the pattern in "
             "string by the\nreplacement repl."},
            {"subn(pattern, repl, string, count=0, flags=0)",
             [](Thread& thread, Args& args) {
                 Pattern* pattern = pattern_for(thread, args[0], args[4]);
                 return pattern ? subn(thread, pattern, args[1], args[2], args[3]) : Value();
             },
             "Return a 2-tuple containing (new_string, number)."},
            {"escape(pattern)", escape, "Escape special characters in a string."},
            {"purge()", purge, "Clear the regular expression caches"},
        });
    return true;
}

}  // namespace gilt
