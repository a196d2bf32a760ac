// The type str: constructor, operators, searching, padding, translating. Splitting is in str_split.cpp,
// case and character classes in str_case.cpp.
#include <algorithm>
#include <cstring>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/format.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/names.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/str_builder.h"
#include "objects/str_format.h"
#include "objects/text_arguments.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "objects/unicode.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Str* self_of(Args& args) { return as_str(args[0]); }

// --- constructor and operators ---

// The text of an optional str argument; false with TypeError pending.
bool name_argument(Thread& thread, const char* function, const char* argument, Value value,
                   std::string* out) {
    if (!value) return true;
    if (!is_str(value))
        return bool(raise_type_error(thread, "{}() argument '{}' must be str, not {}", function, argument,
                                     argument_type_name(value)));
    *out = to_utf8(as_str(value));
    return true;
}

Value str_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.str);
    if (!cls) return {};
    Value plain = names.empty;
    if (args.has(1) && !args.has(2) && !args.has(3)) {
        if (is_exact_str(args[1]))
            plain = args[1];
        else if (args[1].is_int())
            plain = format_int(thread, args[1], names.empty);
        else if (args[1].is_float())
            plain = format_float(thread, args[1].as_float(), names.empty);
        else
            plain = to_str(thread, args[1]);
    } else if (args.has(1)) {
        std::string encoding = "utf-8", errors = "strict";
        if (!name_argument(thread, "str", "encoding", args[2], &encoding) ||
            !name_argument(thread, "str", "errors", args[3], &errors))
            return {};
        if (is_str(args[1])) return raise_type_error(thread, "decoding str is not supported");
        std::string_view bytes;
        if (!get_buffer(thread, args[1], &bytes)) {
            if (!pending_matches(thread, exceptions.TypeError)) return {};
            clear_exception(thread);
            return raise_type_error(thread, "decoding to str: need a bytes-like object, {} found",
                                    type_name(args[1]));
        }
        plain = decode_bytes(thread, bytes, encoding, errors);
    }
    if (!plain) return {};
    if (cls == types.str) return plain;
    return new_boxed(thread, cls, as_str(plain));
}

Value compare_strs(Thread&, Comparison op, Value a, Value b) {
    if (!is_str(b)) return Value::not_implemented();
    Str *x = as_str(a), *y = as_str(b);
    switch (op) {
        case Comparison::Eq: return Value::from_bool(str_equal(x, y));
        case Comparison::Ne: return Value::from_bool(!str_equal(x, y));
        case Comparison::Lt: return Value::from_bool(str_compare(x, y) < 0);
        case Comparison::Le: return Value::from_bool(str_compare(x, y) <= 0);
        case Comparison::Gt: return Value::from_bool(str_compare(x, y) > 0);
        default: return Value::from_bool(str_compare(x, y) >= 0);
    }
}

Value str_add(Thread& thread, Args& args) {
    if (!is_str(args[1])) {
        // An object that can add itself to a string is asked; numbers, which have __radd__ too, cannot.
        if (!is_int(args[1]) && !is_float(args[1])) return cannot_concatenate(thread, "str", args[1]);
        return raise_type_error(thread, "can only concatenate str (not \"{}\") to str", type_name(args[1]));
    }
    return concat(thread, self_of(args), as_str(args[1]));
}

template <bool reflected>
Value str_multiply(Thread& thread, Args& args) {
    int64_t count;
    Value result;
    if (!repeat_count(thread, args[0], args[1], reflected, &count, &result)) return result;
    return str_repeat(thread, self_of(args), count);
}

Value str_contains(Thread& thread, Args& args) {
    if (!is_str(args[1]))
        return raise_type_error(thread, "'in <string>' requires string as left operand, not {}",
                                type_name(args[1]));
    Str* self = self_of(args);
    return Value::from_bool(str_find(self, as_str(args[1]), 0, self->length) >= 0);
}

// --- searching ---

bool wants_str(Thread& thread, Value value) {
    return is_str(value) || bool(raise_type_error(thread, "must be str, not {}", type_name(value)));
}

enum class Missing { MinusOne, Error };

template <bool from_right, Missing missing>
Value str_search(Thread& thread, Args& args) {
    constexpr std::string_view kNames[] = {"find", "rfind", "index", "rindex"};
    if (!first_given(thread, args, kNames[from_right + 2 * (missing == Missing::Error)])) return {};
    Str* self = self_of(args);
    size_t start = 0, end = 0;
    if (!text_bounds(thread, args, 2, self->length, &start, &end) || !wants_str(thread, args[1])) return {};
    int64_t found = str_find(self, as_str(args[1]), start, end, from_right);
    if (found < 0 && missing == Missing::Error) return raise_value_error(thread, "substring not found");
    return Value::from_int(found);
}

Value str_count_method(Thread& thread, Args& args) {
    if (!first_given(thread, args, "count")) return {};
    Str* self = self_of(args);
    size_t start = 0, end = 0;
    if (!text_bounds(thread, args, 2, self->length, &start, &end) || !wants_str(thread, args[1])) return {};
    return Value::from_int(str_count(self, as_str(args[1]), start, end));
}

bool matches_end(Str* text, Str* part, size_t start, size_t end, bool at_end) {
    if (start > end || end - start < part->length) return false;
    size_t from = at_end ? end - part->length : start;
    if (part->length == 0) return true;
    return visit_characters(text, [&](auto* x) {
        return visit_characters(part, [&](auto* y) {
            return std::equal(y, y + part->length, x + from,
                              [](auto b, auto a) { return uint32_t{a} == uint32_t{b}; });
        });
    });
}

template <bool at_end>
Value str_startswith(Thread& thread, Args& args) {
    const char* name = at_end ? "endswith" : "startswith";
    if (!first_given(thread, args, name)) return {};
    Str* self = self_of(args);
    size_t start = 0, end = 0;
    if (!text_bounds(thread, args, 2, self->length, &start, &end)) return {};
    if (is_tuple(args[1])) {
        for (Value part : as_tuple(args[1])->span()) {
            if (!is_str(part))
                return raise_type_error(thread, "tuple for {} must only contain str, not {}", name,
                                        type_name(part));
            if (matches_end(self, as_str(part), start, end, at_end)) return Value::from_bool(true);
        }
        return Value::from_bool(false);
    }
    if (!is_str(args[1]))
        return raise_type_error(thread, "{} first arg must be str or a tuple of str, not {}", name,
                                type_name(args[1]));
    return Value::from_bool(matches_end(self, as_str(args[1]), start, end, at_end));
}

template <bool suffix>
Value str_remove_end(Thread& thread, Args& args) {
    if (!is_str(args[1]))
        return raise_type_error(thread, "{}() argument must be str, not {}",
                                suffix ? "removesuffix" : "removeprefix", argument_type_name(args[1]));
    Str *self = self_of(args), *part = as_str(args[1]);
    if (part->length == 0 || !matches_end(self, part, 0, self->length, suffix)) return self;
    return suffix ? substring(thread, self, 0, self->length - part->length)
                  : substring(thread, self, part->length, self->length);
}

Value str_replace(Thread& thread, Args& args) {
    for (int i = 1; i <= 2; i++)
        if (!is_str(args[i]))
            return raise_type_error(thread, "replace() argument {} must be str, not {}", i,
                                    argument_type_name(args[i]));
    int64_t limit;
    if (!optional_count(thread, args[3], &limit)) return {};
    Str *self = self_of(args), *old = as_str(args[1]), *with = as_str(args[2]);
    if (limit < 0) limit = INT64_MAX;
    if (limit == 0) return self;
    if (old->length == 0) {  // between all characters
        StrBuilder result;
        size_t at = 0;
        for (; at < self->length && limit > 0; at++, limit--) {
            result.append(with);
            result.append(self->at(at));
        }
        result.append(self, at, self->length);
        if (limit > 0) result.append(with);
        return result.finish(thread);
    }
    int64_t found = str_find(self, old, 0, self->length);
    if (found < 0 || str_equal(old, with)) return self;
    if (old->length == 1 && with->length == 1 && self->is_ascii() && with->is_ascii()) {
        Str* result = new_str_uninitialized(thread, self->length, 0x7F);
        if (!result) return {};
        std::memcpy(result->inline_data, self->data, self->length);
        auto from = static_cast<char>(old->at(0)), to = static_cast<char>(with->at(0));
        for (auto i = static_cast<size_t>(found); i < self->length && limit > 0; i++) {
            if (result->inline_data[i] != from) continue;
            result->inline_data[i] = to;
            limit--;
        }
        return result;
    }
    // Where nothing can become narrower the result's size is known once the places are counted.
    if (self->is_ascii() || self->width() < with->width()) {
        auto count = static_cast<size_t>(
            std::min(limit, str_count(self, old, static_cast<size_t>(found), self->length)));
        size_t kept = self->length - count * old->length;
        size_t added;
        if (__builtin_mul_overflow(count, with->length, &added) || added > size_t{1} << 44)
            return raise_memory_error(thread);
        uint32_t widest = std::max(widest_code_point(self), with->length ? widest_code_point(with) : 0);
        Str* result = new_str_uninitialized(thread, kept + added, widest);
        if (!result) return {};
        size_t from = 0, to = 0;
        for (; count > 0; count--) {
            auto at = static_cast<size_t>(found);
            copy_characters(result, to, self, from, at);
            to += at - from;
            copy_characters(result, to, with, 0, with->length);
            to += with->length;
            from = at + old->length;
            if (count > 1) found = str_find(self, old, from, self->length);
        }
        copy_characters(result, to, self, from, self->length);
        return result;
    }
    StrBuilder result;
    size_t at = 0;
    for (; found >= 0 && limit > 0; limit--) {
        result.append(self, at, static_cast<size_t>(found));
        result.append(with);
        at = static_cast<size_t>(found) + old->length;
        found = str_find(self, old, at, self->length);
    }
    result.append(self, at, self->length);
    return result.finish(thread);
}

// --- stripping and padding ---

enum Ends { kLeft = 1, kRight = 2, kBoth = 3 };

template <Ends ends>
Value str_strip(Thread& thread, Args& args) {
    Str* self = self_of(args);
    Value set = args.get(1, Value::none());
    if (!set.is_none() && !is_str(set))
        return raise_type_error(thread, "{} arg must be None or str",
                                ends == kBoth   ? "strip"
                                : ends == kLeft ? "lstrip"
                                                : "rstrip");
    size_t start = 0, end = self->length;
    auto narrow = [&](auto* characters, auto strips) {
        if (ends & kLeft)
            while (start < end && strips(characters[start])) start++;
        if (ends & kRight)
            while (end > start && strips(characters[end - 1])) end--;
    };
    visit_characters(self, [&](auto* characters) {
        if (set.is_none()) return narrow(characters, unicode::is_space);
        Str* unwanted = as_str(set);
        narrow(characters, [&](uint32_t c) {
            for (size_t i = 0; i < unwanted->length; i++)
                if (unwanted->at(i) == c) return true;
            return false;
        });
    });
    return substring(thread, self, start, end);
}

Value pad(Thread& thread, Str* text, size_t left, size_t right, uint32_t fill) {
    if (left == 0 && right == 0) return text;
    uint32_t widest = std::max(widest_code_point(text), fill);
    Str* result = new_str_uninitialized(thread, text->length + left + right, widest);
    if (!result) return {};
    fill_characters(result, [&](auto* to) {
        auto character = static_cast<std::remove_reference_t<decltype(*to)>>(fill);
        std::fill_n(to, left, character);
        std::fill_n(to + left + text->length, right, character);
    });
    copy_characters(result, left, text, 0, text->length);
    return result;
}

template <Ends side>  // where the text goes
Value str_justify(Thread& thread, Args& args) {
    int64_t width;
    if (!to_int64(thread, args[1], &width)) return {};
    uint32_t fill = ' ';
    if (args.has(2)) {
        if (!is_str(args[2]))
            return raise_type_error(thread, "The fill character must be a unicode character, not {}",
                                    type_name(args[2]));
        if (as_str(args[2])->length != 1)
            return raise_type_error(thread, "The fill character must be exactly one character long");
        fill = as_str(args[2])->at(0);
    }
    Str* self = self_of(args);
    if (width <= static_cast<int64_t>(self->length)) return self;
    size_t room = static_cast<size_t>(width) - self->length;
    size_t left = side == kLeft    ? 0
                  : side == kRight ? room
                                   : room / 2 + (room & static_cast<size_t>(width) & 1);
    return pad(thread, self, left, room - left, fill);
}

Value str_zfill(Thread& thread, Args& args) {
    int64_t width;
    if (!to_int64(thread, args[1], &width)) return {};
    Str* self = self_of(args);
    if (width <= static_cast<int64_t>(self->length)) return self;
    size_t zeros = static_cast<size_t>(width) - self->length;
    Value padded = pad(thread, self, zeros, 0, '0');
    if (!padded || self->length == 0) return padded;
    uint32_t sign = self->at(0);
    if (sign != '+' && sign != '-') return padded;
    fill_characters(static_cast<Str*>(padded.as_object()), [&](auto* to) {
        to[0] = static_cast<std::remove_reference_t<decltype(*to)>>(sign);
        to[zeros] = '0';
    });
    return padded;
}

Value str_expandtabs(Thread& thread, Args& args) {
    int64_t size = 8;
    if (args.has(1) && !to_c_int(thread, args[1], &size)) return {};
    Str* self = self_of(args);
    StrBuilder result;
    int64_t column = 0;
    for (size_t i = 0; i < self->length; i++) {
        uint32_t c = self->at(i);
        if (c == '\t') {
            if (size <= 0) continue;
            int64_t spaces = size - column % size;
            if (spaces > int64_t{1} << 32)
                return raise_format(thread, exceptions.OverflowError, "new string is too long");
            result.append_repeated(' ', static_cast<size_t>(spaces));
            column += spaces;
        } else {
            result.append(c);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    return result.finish(thread);
}

// --- translating ---

Value str_translate(Thread& thread, Args& args) {
    Str* self = self_of(args);
    StrBuilder result;
    for (size_t i = 0; i < self->length; i++) {
        uint32_t c = self->at(i);
        Value mapped;
        if (is_dict(args[1]) && class_of(args[1]) == types.dict) {
            if (dict_lookup(thread, as_dict(args[1]), Value::from_int(c), &mapped) < 0) return {};
        } else {
            mapped = get_item(thread, args[1], Value::from_int(c));
            if (!mapped) {
                if (!pending_matches(thread, exceptions.LookupError)) return {};
                clear_exception(thread);
            }
        }
        if (!mapped) {
            result.append(c);
        } else if (is_int(mapped)) {
            std::optional<int64_t> point = int_to_int64(as_plain_int(mapped));
            if (!point || *point < 0 || *point > 0x10FFFF)
                return raise_value_error(thread, "character mapping must be in range(0x110000)");
            result.append(static_cast<uint32_t>(*point));
        } else if (is_str(mapped)) {
            result.append(as_str(mapped));
        } else if (!mapped.is_none()) {
            return raise_type_error(thread, "character mapping must return integer, None or str");
        }
    }
    return result.finish(thread);
}

Value str_maketrans(Thread& thread, Args& args) {
    Dict* table = new_dict(thread);
    if (!args.has(1)) {
        if (class_of(args[0]) != types.dict)
            return raise_type_error(thread, "if you give only one argument to maketrans it must be a dict");
        uint32_t position = 0;
        Value key, value;
        DictTable* source = as_dict(args[0])->table();
        while (dict_next(source, &position, &key, &value)) {
            if (is_str(key)) {
                if (as_str(key)->length != 1)
                    return raise_value_error(thread, "string keys in translate table must be of length 1");
                key = Value::from_int(as_str(key)->at(0));
            } else if (!is_int(key)) {
                return raise_type_error(thread, "keys in translate table must be strings or integers");
            }
            if (!dict_store(thread, table, key, value)) return {};
        }
        return table;
    }
    for (int i = 1; i < 3; i++)
        if (args.has(i) && !is_str(args[i]))
            return raise_type_error(thread, "maketrans() argument {} must be str, not {}", i + 1,
                                    argument_type_name(args[i]));
    if (!is_str(args[0]))
        return raise_type_error(thread, "first maketrans argument must be a string if there is a second argument");
    Str *from = as_str(args[0]), *to = as_str(args[1]);
    if (from->length != to->length)
        return raise_value_error(thread, "the first two maketrans arguments must have equal length");
    for (size_t i = 0; i < from->length; i++)
        if (!dict_store(thread, table, Value::from_int(from->at(i)), Value::from_int(to->at(i)))) return {};
    if (args.has(2))
        for (size_t i = 0; i < as_str(args[2])->length; i++)
            if (!dict_store(thread, table, Value::from_int(as_str(args[2])->at(i)), Value::none())) return {};
    return table;
}

Value str_encode(Thread& thread, Args& args) {
    std::string encoding = "utf-8", errors = "strict";
    if (!name_argument(thread, "encode", "encoding", args[1], &encoding) ||
        !name_argument(thread, "encode", "errors", args[2], &errors))
        return {};
    return encode_text(thread, self_of(args), encoding, errors);
}

}  // namespace

void init_str_type(Thread& thread) {
    Class* cls = types.str;
    add_comparisons<compare_strs>(thread, cls);
    add_methods(
        thread, cls,
        {{"__new__(cls, object='', encoding='utf-8', errors='strict')", str_new,
          "Create and return a new object.", Binding::StaticMethod},
         {"__repr__(self, /)",
          [](Thread& thread, Args& args) -> Value { return str_repr(thread, self_of(args)); },
          "Return repr(self)."},
         {"__str__(self, /)", [](Thread&, Args& args) -> Value { return self_of(args); },
          "Return str(self)."},
         {"__hash__(self, /)",
          [](Thread& thread, Args& args) { return make_int(thread, str_hash(self_of(args))); },
          "Return hash(self)."},
         {"__len__(self, /)",
          [](Thread&, Args& args) { return Value::from_int(static_cast<int64_t>(self_of(args)->length)); },
          "Return len(self)."},
         {"__getitem__(self, key, /)",
          [](Thread& thread, Args& args) { return str_get_item(thread, self_of(args), args[1]); },
          "Return self[key]."},
         {"__iter__(self, /)",
          [](Thread& thread, Args& args) { return new_str_iterator(thread, self_of(args)); },
          "Implement iter(self)."},
         {"__contains__(self, key, /)", str_contains, "Return bool(key in self)."},
         {"__add__(self, value, /)", str_add, "Return self+value."},
         {"__mul__(self, value, /)", str_multiply<false>, "Return self*value."},
         {"__rmul__(self, value, /)", str_multiply<true>, "Return value*self."},
         {"__mod__(self, value, /)",
          [](Thread& thread, Args& args) { return percent_format(thread, self_of(args), args[1]); },
          "Return self%value."},
         {"__rmod__(self, value, /)",
          [](Thread& thread, Args& args) {
              return is_str(args[1]) ? percent_format(thread, as_str(args[1]), args[0])
                                     : Value::not_implemented();
          },
          "Return value%self."},
         {"__format__(self, format_spec, /)",
          [](Thread& thread, Args& args) -> Value {
              if (!is_str(args[1]))
                  return raise_type_error(thread, "__format__() argument must be str, not {}",
                                          argument_type_name(args[1]));
              return format_str(thread, self_of(args), as_str(args[1]));
          },
          "Return a formatted version of the string as described by format_spec."},
         {"__getnewargs__(self, /)",
          [](Thread& thread, Args& args) -> Value { return new_tuple(thread, {self_of(args)}); }, ""},
         {"__sizeof__(self, /)",
          [](Thread&, Args& args) {
              Str* self = self_of(args);
              return Value::from_int(static_cast<int64_t>(sizeof(Str) + self->length * self->width()));
          },
          "Return the size of the string in memory, in bytes."},
         {"find(self, sub[, start[, end]], /)", str_search<false, Missing::MinusOne>,
          "Return the lowest index in S where substring sub is found, -1 on failure."},
         {"rfind(self, sub[, start[, end]], /)", str_search<true, Missing::MinusOne>,
          "Return the highest index in S where substring sub is found, -1 on failure."},
         {"index(self, sub[, start[, end]], /)", str_search<false, Missing::Error>,
          "Return the lowest index in S where substring sub is found."},
         {"rindex(self, sub[, start[, end]], /)", str_search<true, Missing::Error>,
          "Return the highest index in S where substring sub is found."},
         {"count(self, sub[, start[, end]], /)", str_count_method,
          "Return the number of non-overlapping occurrences of substring sub."},
         {"startswith(self, prefix[, start[, end]], /)", str_startswith<false>,
          "Return True if S starts with the specified prefix, False otherwise."},
         {"endswith(self, suffix[, start[, end]], /)", str_startswith<true>,
          "Return True if S ends with the specified suffix, False otherwise."},
         {"removeprefix(self, prefix, /)", str_remove_end<false>,
          "Return a str with the given prefix string removed if present."},
         {"removesuffix(self, suffix, /)", str_remove_end<true>,
          "Return a str with the given suffix string removed if present."},
         {"replace(self, old, new, count=-1, /)", str_replace,
          "Return a copy with all occurrences of substring old replaced by new."},
         {"strip(self, chars=None, /)", str_strip<kBoth>,
          "Return a copy of the string with leading and trailing whitespace removed."},
         {"lstrip(self, chars=None, /)", str_strip<kLeft>,
          "Return a copy of the string with leading whitespace removed."},
         {"rstrip(self, chars=None, /)", str_strip<kRight>,
          "Return a copy of the string with trailing whitespace removed."},
         {"center(self, width, fillchar=' ', /)", str_justify<kBoth>,
          "Return a centered string of length width."},
         {"ljust(self, width, fillchar=' ', /)", str_justify<kLeft>,
          "Return a left-justified string of length width."},
         {"rjust(self, width, fillchar=' ', /)", str_justify<kRight>,
          "Return a right-justified string of length width."},
         {"zfill(self, width, /)", str_zfill,
          "Pad a numeric string with zeros on the left, to fill a field of the given width."},
         {"expandtabs(self, /, tabsize=8)", str_expandtabs,
          "Return a copy where all tab characters are expanded using spaces."},
         {"join(self, iterable, /)",
          [](Thread& thread, Args& args) { return join(thread, self_of(args), args[1]); },
          "Concatenate any number of strings."},
         {"translate(self, table, /)", str_translate,
          "Replace each character in the string using the given translation table."},
         {"maketrans(x, y=None, z=None, /)", str_maketrans,
          "Return a translation table usable for str.translate().", Binding::StaticMethod},
         {"encode(self, /, encoding='utf-8', errors='strict')", str_encode,
          "Encode the string using the codec registered for encoding."},
         {"format(self, /, *args, **kwargs)",
          [](Thread& thread, Args& args) {
              return str_format(thread, self_of(args), args.rest, args.keywords);
          },
          "Return a formatted version of S, using substitutions from args and kwargs."},
         {"format_map(self, mapping, /)",
          [](Thread& thread, Args& args) { return str_format_map(thread, self_of(args), args[1]); },
          "Return a formatted version of S, using substitutions from mapping."},
         {"isidentifier(self, /)",
          [](Thread&, Args& args) { return Value::from_bool(is_identifier(self_of(args))); },
          "Return True if the string is a valid Python identifier, False otherwise."}});
    add_str_split_methods(thread);
    add_str_case_methods(thread);
}

}  // namespace gilt
