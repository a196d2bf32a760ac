// The parts of sequence.h that need no template.
#include "objects/sequence.h"

#include <fmt/format.h>

#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/generic_alias.h"
#include "objects/int.h"
#include "objects/range.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/thread.h"

namespace gilt {

Value compare_lengths(Comparison op, uint64_t a, uint64_t b) {
    switch (op) {
        case Comparison::Lt: return Value::from_bool(a < b);
        case Comparison::Le: return Value::from_bool(a <= b);
        case Comparison::Eq: return Value::from_bool(a == b);
        case Comparison::Ne: return Value::from_bool(a != b);
        case Comparison::Gt: return Value::from_bool(a > b);
        case Comparison::Ge: return Value::from_bool(a >= b);
    }
    return {};
}

bool append_repr(Thread& thread, Value value, StrBuilder* text) {
    if (value.is_int()) {
        text->append_ascii(fmt::format_int(value.as_int()).c_str());
        return true;
    }
    Str* printed = repr(thread, value);
    if (!printed) return false;
    text->append(printed);
    return true;
}

bool subscript_index(Thread& thread, Value key, std::string_view what, uint64_t length, int64_t* index) {
    int64_t position;
    if (key.is_int()) {
        position = key.as_int();
    } else {
        if (!is_int(key) && class_of(key)->special(Special::k_index).is_empty()) {
            raise_type_error(thread, "{} indices must be integers or slices, not {}", what, type_name(key));
            return false;
        }
        Value plain = to_index(thread, key);
        if (!plain) return false;
        std::optional<int64_t> number = int_to_int64(plain);
        if (!number) {
            raise_format(thread, exceptions.IndexError, "cannot fit '{}' into an index-sized integer",
                         type_name(key));
            return false;
        }
        position = *number;
    }
    *index = position < 0 ? position + static_cast<int64_t>(length) : position;
    return true;
}

namespace {

// A reflected operator that a script wrote may still know what to do; those of built-in types do not.
bool has_script_method(Value value, Special special) {
    Value method = class_of(value)->special(special);
    return method && !(method.is_object() && method.as_object()->kind() == Kind::NativeFunction);
}

}  // namespace

bool repeat_count(Thread& thread, Value self, Value other, bool reflected, int64_t* count, Value* result) {
    *result = {};
    if (other.is_int()) {
        *count = other.as_int() < 0 ? 0 : other.as_int();
        return true;
    }
    if (!is_int(other) && class_of(other)->special(Special::k_index).is_empty()) {
        bool other_may_know = class_of(other) != class_of(self) && has_script_method(other, Special::k_rmul);
        if (reflected || other_may_know)
            *result = Value::not_implemented();
        else
            raise_type_error(thread, "can't multiply sequence by non-int of type '{}'", type_name(other));
        return false;
    }
    Value plain = to_index(thread, other);
    if (!plain) return false;
    std::optional<int64_t> number = int_to_int64(plain);
    if (!number) {
        raise_format(thread, exceptions.OverflowError, "cannot fit '{}' into an index-sized integer",
                     type_name(other));
        return false;
    }
    *count = *number < 0 ? 0 : *number;
    return true;
}

Value cannot_concatenate(Thread& thread, std::string_view what, Value other) {
    if (has_script_method(other, Special::k_radd)) return Value::not_implemented();
    return raise_type_error(thread, "can only concatenate {} (not \"{}\") to {}", what, type_name(other),
                            what);
}

bool search_bounds(Thread& thread, Value start, Value stop, uint64_t length, int64_t* from, int64_t* to) {
    auto bound = [&](Value value, int64_t fallback, int64_t* out) {
        *out = fallback;
        if (value && !is_int(value) && !class_of(value)->special(Special::k_index))
            return bool(raise_type_error(thread, "slice indices must be integers or have an __index__ method"));
        if (value && !to_index_clamped(thread, value, out)) return false;
        if (*out < 0) *out += static_cast<int64_t>(length);
        if (*out < 0) *out = 0;
        return true;
    };
    return bound(start, 0, from) && bound(stop, static_cast<int64_t>(length), to);
}

Class* check_new_target(Thread& thread, Value cls, Class* base) {
    std::string name = to_utf8(base->name);
    if (!cls.is_object() || cls.as_object()->kind() != Kind::Class) {
        raise_type_error(thread, "{}.__new__(X): X is not a type object ({})", name, type_name(cls));
        return nullptr;
    }
    auto* target = static_cast<Class*>(cls.as_object());
    if (target != base && !is_subclass(target, base)) {
        std::string other = to_utf8(target->name);
        raise_type_error(thread, "{}.__new__({}): {} is not a subtype of {}", name, other, other, name);
        return nullptr;
    }
    return target;
}

bool check_positional(Thread& thread, std::string_view name, const Args& args, size_t least, size_t most) {
    size_t given = args.rest.size();
    if (args.keywords && args.keywords->count()) {
        raise_type_error(thread, "{}() takes no keyword arguments", name);
        return false;
    }
    if (given >= least && given <= most) return true;
    size_t wanted = given < least ? least : most;
    raise_type_error(thread, "{} expected {}{} argument{}, got {}", name,
                     least == most ? "" : (given < least ? "at least " : "at most "), wanted,
                     wanted == 1 ? "" : "s", given);
    return false;
}

bool check_content(Thread& thread, std::string_view name, const Args& args, Class* cls, Class* base) {
    bool has_own_init = !(cls->special(Special::k_init) == base->special(Special::k_init));
    if (!has_own_init && args.keywords && args.keywords->count())
        return bool(raise_type_error(thread, "{}() takes no keyword arguments", to_utf8(base->name)));
    if (args.rest.size() > 1)
        return bool(raise_type_error(thread, "{} expected at most 1 argument, got {}", name, args.rest.size()));
    return true;
}

Value generic_alias_of(Thread& thread, Args& args) { return new_generic_alias(thread, args[0], args[1]); }

}  // namespace gilt
