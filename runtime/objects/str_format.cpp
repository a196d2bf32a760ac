// str.format: replacement fields "{name.attribute[index]!conversion:spec}", where the spec may hold
// fields itself.
#include "objects/str_format.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/format.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/str_builder.h"
#include "objects/text_arguments.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

struct Formatter {
    Thread& thread;
    std::span<const Value> args;
    Dict* keywords;  // str.format
    Value mapping;   // str.format_map: no positional fields
    enum class Numbering { Unknown, Automatic, Manual } numbering = Numbering::Unknown;
    int64_t next_number = 0;
    size_t next_open = 0;  // where the next opening brace is, if that is not behind us

    bool fail(const char* message) { return bool(raise_text(thread, exceptions.ValueError, message)); }

    // Where the text before the next brace ends. Each character is looked at twice at most, however many braces of one kind there are.
    size_t literal_end(const Str* format, size_t at, size_t end) {
        if (format->width() > 1) {
            while (at < end && format->at(at) != '{' && format->at(at) != '}') at++;
            return at;
        }
        auto* text = static_cast<const char*>(format->data);
        auto find = [&](char brace, size_t limit) {
            auto* found = static_cast<const char*>(at < limit ? std::memchr(text + at, brace, limit - at) : nullptr);
            return found ? static_cast<size_t>(found - text) : limit;
        };
        if (next_open <= at) next_open = find('{', format->length);
        return find('}', std::min(next_open, end));
    }

    // The part [at, end) of the format string, with its fields replaced.
    bool run(Str* format, size_t at, size_t end, int depth, StrBuilder* out) {
        if (depth < 0) return fail("Max string recursion exceeded");
        while (at < end) {
            size_t start = at;
            at = literal_end(format, at, end);
            out->append(format, start, at);
            if (at == end) break;
            uint32_t brace = format->at(at++);
            if (at < end && format->at(at) == brace) {  // doubled: the brace itself
                out->append(brace);
                at++;
                continue;
            }
            if (brace == '}') return fail("Single '}' encountered in format string");
            if (at == end) return fail("Single '{' encountered in format string");
            if (!field(format, &at, end, depth, out)) return false;
        }
        return true;
    }

    // One field; *at is behind its opening brace and is moved behind its closing one.
    bool field(Str* format, size_t* at, size_t end, int depth, StrBuilder* out) {
        size_t name_start = *at, i = *at;
        bool in_brackets = false;
        uint32_t c = 0;
        for (; i < end; i++) {
            c = format->at(i);
            if (c == '{') return fail("unexpected '{' in field name");
            if (c == '[') in_brackets = true;
            if (c == ']') in_brackets = false;
            if (!in_brackets && (c == '}' || c == ':' || c == '!')) break;
        }
        if (i == end) return fail("expected '}' before end of string");
        size_t name_end = i++;
        uint32_t conversion = 0;
        size_t spec_start = i, spec_end = i;
        bool nested = false;
        if (c == '!') {
            if (i >= end) return fail("end of string while looking for conversion specifier");
            conversion = format->at(i++);
            if (i >= end) return fail("unmatched '{' in format spec");
            c = format->at(i++);
            if (c != ':' && c != '}') return fail("expected ':' after conversion specifier");
        }
        if (c == ':') {
            spec_start = i;
            for (int open = 1; open > 0; i++) {
                if (i >= end) return fail("unmatched '{' in format spec");
                uint32_t brace = format->at(i);
                if (brace == '{') {
                    nested = true;
                    open++;
                } else if (brace == '}') {
                    open--;
                }
            }
            spec_end = i - 1;
        }
        *at = i;

        Value value = lookup(format, name_start, name_end);
        if (!value) return false;
        if (conversion) {
            if (conversion == 'r') {
                value = repr(thread, value);
            } else if (conversion == 's') {
                value = to_str(thread, value);
            } else if (conversion == 'a') {
                value = ascii(thread, value);
            } else if (conversion > 32 && conversion < 127) {
                return bool(raise_value_error(thread, "Unknown conversion specifier {}",
                                              static_cast<char>(conversion)));
            } else {
                return bool(raise_value_error(thread, "Unknown conversion specifier \\x{:x}", conversion));
            }
            if (!value) return false;
        }
        if (spec_start == spec_end) {  // the usual kinds, without a string in between
            if (is_exact_str(value)) {
                out->append(as_str(value));
                return true;
            }
            if (value.is_int()) {
                char room[24];
                char* end = std::to_chars(room, room + sizeof room, value.as_int()).ptr;
                out->append_ascii({room, static_cast<size_t>(end - room)});
                return true;
            }
        }
        Str* spec = nullptr;
        if (nested) {
            StrBuilder expanded;
            if (!run(format, spec_start, spec_end, depth - 1, &expanded)) return false;
            spec = expanded.finish(thread);
        } else {
            spec = substring(thread, format, spec_start, spec_end);
        }
        if (!spec) return false;
        Value text = format_value(thread, value, spec);
        if (!text) return false;
        out->append(as_str(text));
        return true;
    }

    // The number written in [start, end): -1 if it is none, -2 with ValueError pending.
    int64_t number(Str* text, size_t start, size_t end) {
        int64_t result = 0;
        if (start == end) return -1;
        for (size_t i = start; i < end; i++) {
            uint32_t c = text->at(i);
            if (c < '0' || c > '9') return -1;
            if (__builtin_mul_overflow(result, 10, &result) ||
                __builtin_add_overflow(result, c - '0', &result)) {
                fail("Too many decimal digits in format string");
                return -2;
            }
        }
        return result;
    }

    Value lookup(Str* format, size_t start, size_t end) {
        size_t at = start;
        while (at < end && format->at(at) != '.' && format->at(at) != '[') at++;
        Value value = first_part(format, start, at);
        while (value && at < end) {
            uint32_t c = format->at(at++);
            size_t from = at;
            if (c == '.') {
                while (at < end && format->at(at) != '.' && format->at(at) != '[') at++;
                if (at == from) return fail("Empty attribute in format string"), Value();
                value = get_attr(thread, value, intern(thread, substring(thread, format, from, at)));
            } else if (c == '[') {
                while (at < end && format->at(at) != ']') at++;
                if (at == end) return fail("Missing ']' in format string"), Value();
                if (at == from) return fail("Empty attribute in format string"), Value();
                int64_t index = number(format, from, at);
                if (index == -2) return {};
                Value key = index >= 0 ? make_int(thread, index) : Value(substring(thread, format, from, at));
                at++;
                value = get_item(thread, value, key);
            } else {
                return fail("Only '.' or '[' may follow ']' in format field specifier"), Value();
            }
        }
        return value;
    }

    Value first_part(Str* format, size_t start, size_t end) {
        int64_t index = number(format, start, end);
        if (index == -2) return {};
        if (start == end || index >= 0) {
            Numbering wanted = start == end ? Numbering::Automatic : Numbering::Manual;
            if (numbering != Numbering::Unknown && numbering != wanted)
                return fail(wanted == Numbering::Automatic
                                ? "cannot switch from manual field specification to automatic field numbering"
                                : "cannot switch from automatic field numbering to manual field "
                                  "specification"),
                       Value();
            numbering = wanted;
            if (mapping) return fail("Format string contains positional fields"), Value();
            if (start == end) index = next_number++;
            if (static_cast<size_t>(index) >= args.size())
                return raise_format(thread, exceptions.IndexError,
                                    "Replacement index {} out of range for positional args tuple", index);
            return args[static_cast<size_t>(index)];
        }
        Str* name = substring(thread, format, start, end);
        if (mapping) return get_item(thread, mapping, name);
        Value value;
        if (keywords && dict_lookup(thread, keywords, name, &value) < 0) return {};
        if (value) return value;
        return raise(thread, exceptions.KeyError, name);
    }
};

Value finish(Thread& thread, Formatter formatter, Str* format) {
    return with_memory_error(thread, [&] {
        StrBuilder out;
        constexpr int kNesting = 1;  // fields in specs, but no further
        return formatter.run(format, 0, format->length, kNesting, &out) ? Value(out.finish(thread)) : Value();
    });
}

}  // namespace

Value str_format(Thread& thread, Str* format, std::span<const Value> args, Dict* keywords) {
    return finish(thread, Formatter{thread, args, keywords, {}}, format);
}

Value str_format_map(Thread& thread, Str* format, Value mapping) {
    return finish(thread, Formatter{thread, {}, nullptr, mapping}, format);
}

}  // namespace gilt
