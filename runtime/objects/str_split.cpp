// str's methods that cut a string into pieces: split, splitlines, partition and their mirror images.
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/text_arguments.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "objects/unicode.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

#include <algorithm>
#include <cstring>

namespace gilt {

namespace {

Str* self_of(Args& args) { return as_str(args[0]); }

Value piece(Thread& thread, Str* text, size_t start, size_t end) {
    return start == end ? names.empty : substring(thread, text, start, end);
}

// Collects the pieces of one string on the stack, so that the list of a short result is made at its right
// size.
class Pieces {
 public:
    Pieces(Thread& thread, Str* text) : thread_(thread), text_(text) {}
    void add(size_t start, size_t end) {
        if (count_ == kRoom) flush();
        room_[count_++] = piece(thread_, text_, start, end);
    }
    // Pieces found from the right come in the wrong order.
    Value finish(bool reversed) {
        if (!list_) {
            if (reversed) std::reverse(room_, room_ + count_);
            return new_list(thread_, {room_, count_});
        }
        flush();
        if (!reversed) return list_;
        List* ordered = new_list(thread_, list_->count());
        for (size_t i = list_->count(); i-- > 0;) list_append(thread_, ordered, list_get(list_, i));
        return ordered;
    }

 private:
    static constexpr size_t kRoom = 16;
    void flush() {
        if (!list_) list_ = new_list(thread_, 4 * kRoom);
        for (size_t i = 0; i < count_; i++) list_append(thread_, list_, room_[i]);
        count_ = 0;
    }

    Thread& thread_;
    Str* text_;
    List* list_ = nullptr;
    size_t count_ = 0;
    union {  // a union leaves them as they are: clearing the room costs more than a short split
        Value room_[kRoom];
    };
};

Value split_at_space(Thread& thread, Str* self, int64_t limit, bool from_right) {
    Pieces parts(thread, self);
    size_t length = self->length;
    visit_characters(self, [&](auto* characters) {
        auto is_space = [&](size_t i) { return unicode::is_space(characters[i]); };
        if (!from_right) {
            size_t at = 0;
            while (true) {
                while (at < length && is_space(at)) at++;
                if (at == length) return;
                size_t start = at;
                if (limit-- == 0) return parts.add(start, length);  // the rest, with the space behind it
                while (at < length && !is_space(at)) at++;
                parts.add(start, at);
            }
        }
        size_t at = length;
        while (true) {
            while (at > 0 && is_space(at - 1)) at--;
            if (at == 0) return;
            size_t end = at;
            if (limit-- == 0) return parts.add(0, end);
            while (at > 0 && !is_space(at - 1)) at--;
            parts.add(at, end);
        }
    });
    return parts.finish(from_right);
}

template <class Character>
const Character* find_character(const Character* begin, const Character* end, uint32_t mark) {
    if constexpr (sizeof(Character) == 1)
        return mark < 0x100 && begin < end
                   ? static_cast<const Character*>(std::memchr(begin, static_cast<int>(mark), static_cast<size_t>(end - begin)))
                   : nullptr;
    const Character* found = std::find(begin, end, mark);
    return found == end ? nullptr : found;
}

template <bool from_right>
Value str_split(Thread& thread, Args& args) {
    Str* self = self_of(args);
    int64_t limit;
    if (!optional_count(thread, args[2], &limit)) return {};
    if (limit < 0) limit = INT64_MAX;
    Value separator_value = args.get(1, Value::none());
    if (separator_value.is_none()) return split_at_space(thread, self, limit, from_right);
    if (!is_str(separator_value))
        return raise_type_error(thread, "must be str or None, not {}", type_name(separator_value));
    Str* separator = as_str(separator_value);
    if (separator->length == 0) return raise_value_error(thread, "empty separator");
    Pieces parts(thread, self);
    size_t start = 0, end = self->length;
    if (separator->length == 1 && !from_right) {
        uint32_t mark = separator->at(0);
        visit_characters(self, [&](auto* characters) {
            for (; limit > 0; limit--) {
                auto* found = find_character(characters + start, characters + end, mark);
                if (!found) return;
                size_t at = static_cast<size_t>(found - characters);
                parts.add(start, at);
                start = at + 1;
            }
        });
        parts.add(start, end);
        return parts.finish(false);
    }
    for (int64_t found; limit > 0 && (found = str_find(self, separator, start, end, from_right)) >= 0;
         limit--) {
        auto at = static_cast<size_t>(found);
        if (from_right) {
            parts.add(at + separator->length, end);
            end = at;
        } else {
            parts.add(start, at);
            start = at + separator->length;
        }
    }
    parts.add(start, end);
    return parts.finish(from_right);
}

Value str_splitlines(Thread& thread, Args& args) {
    int64_t keep_ends = 0;
    if (args.has(1) && !to_c_int(thread, args[1], &keep_ends)) return {};
    Str* self = self_of(args);
    Pieces lines(thread, self);
    for (size_t at = 0; at < self->length;) {
        size_t start = at;
        while (at < self->length && !unicode::is_line_break(self->at(at))) at++;
        size_t end = at;
        if (at < self->length) {
            bool pair = self->at(at) == '\r' && at + 1 < self->length && self->at(at + 1) == '\n';
            at += pair ? 2 : 1;
        }
        lines.add(start, keep_ends ? at : end);
    }
    return lines.finish(false);
}

template <bool from_right>
Value str_partition(Thread& thread, Args& args) {
    if (!is_str(args[1])) return raise_type_error(thread, "must be str, not {}", type_name(args[1]));
    Str *self = self_of(args), *separator = as_str(args[1]);
    if (separator->length == 0) return raise_value_error(thread, "empty separator");
    int64_t found = str_find(self, separator, 0, self->length, from_right);
    if (found < 0)
        return from_right ? new_tuple(thread, {names.empty, names.empty, self})
                          : new_tuple(thread, {self, names.empty, names.empty});
    auto at = static_cast<size_t>(found);
    return new_tuple(thread, {piece(thread, self, 0, at), separator,
                              piece(thread, self, at + separator->length, self->length)});
}

}  // namespace

void add_str_split_methods(Thread& thread) {
    add_methods(
        thread, types.str,
        {{"split(self, /, sep=None, maxsplit=-1)", str_split<false>,
          "Return a list of the substrings in the string, using sep as the separator string."},
         {"rsplit(self, /, sep=None, maxsplit=-1)", str_split<true>,
          "Return a list of the substrings in the string, using sep as the separator string, starting at "
          "the end."},
         {"splitlines(self, /, keepends=False)", str_splitlines,
          "Return a list of the lines in the string, breaking at line boundaries."},
         {"partition(self, sep, /)", str_partition<false>,
          "Partition the string into three parts using the given separator."},
         {"rpartition(self, sep, /)", str_partition<true>,
          "Partition the string into three parts using the given separator, searching from the end."}});
}

}  // namespace gilt
