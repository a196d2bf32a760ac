// split, splitlines, partition and join of bytes and bytearray.
#include <algorithm>

#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/text_arguments.h"
#include "objects/tuple.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr auto kNone = std::string_view::npos;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Pieces found from the right come in the wrong order.
Value in_order(Thread& thread, List* parts, bool reversed) {
    if (!reversed) return parts;
    List* ordered = new_list(thread, parts->count());
    for (size_t i = parts->count(); i-- > 0;) list_append(thread, ordered, list_get(parts, i));
    return ordered;
}

Value split_at_space(Thread& thread, Value like, std::string_view rest, int64_t limit, bool from_right) {
    List* parts = new_list(thread);
    while (true) {
        while (!rest.empty() && is_space(from_right ? rest.back() : rest.front()))
            from_right ? rest.remove_suffix(1) : rest.remove_prefix(1);
        if (rest.empty()) break;
        size_t count = 0;
        if (limit-- == 0) {
            count = rest.size();  // all the rest, with the space at its far end
        } else {
            while (count < rest.size() && !is_space(from_right ? rest[rest.size() - 1 - count] : rest[count]))
                count++;
        }
        std::string_view piece = from_right ? rest.substr(rest.size() - count) : rest.substr(0, count);
        list_append(thread, parts, new_like(thread, like, piece));
        from_right ? rest.remove_suffix(count) : rest.remove_prefix(count);
    }
    return in_order(thread, parts, from_right);
}

template <bool from_right>
Value byte_split(Thread& thread, Args& args) {
    int64_t limit;
    if (!optional_count(thread, args[2], &limit)) return {};
    if (limit < 0) limit = INT64_MAX;
    Value self = args[0], separator_value = args.get(1, Value::none());
    std::string_view rest = byte_view(thread, self), separator;
    if (separator_value.is_none()) return split_at_space(thread, self, rest, limit, from_right);
    if (!get_buffer(thread, separator_value, &separator)) return {};
    if (separator.empty()) return raise_value_error(thread, "empty separator");
    List* parts = new_list(thread);
    for (size_t at; limit > 0 && (at = from_right ? rest.rfind(separator) : rest.find(separator)) != kNone;
         limit--) {
        size_t behind = at + separator.size();
        list_append(thread, parts,
                    new_like(thread, self, from_right ? rest.substr(behind) : rest.substr(0, at)));
        rest = from_right ? rest.substr(0, at) : rest.substr(behind);
    }
    list_append(thread, parts, new_like(thread, self, rest));
    return in_order(thread, parts, from_right);
}

Value byte_splitlines(Thread& thread, Args& args) {
    int64_t keep_ends = 0;
    if (args.has(1) && !to_c_int(thread, args[1], &keep_ends)) return {};
    std::string_view rest = byte_view(thread, args[0]);
    List* lines = new_list(thread);
    while (!rest.empty()) {
        size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
        size_t next = end;
        if (next < rest.size()) next += rest.substr(next).starts_with("\r\n") ? 2 : 1;
        list_append(thread, lines, new_like(thread, args[0], rest.substr(0, keep_ends ? next : end)));
        rest.remove_prefix(next);
    }
    return lines;
}

template <bool from_right>
Value byte_partition(Thread& thread, Args& args) {
    std::string_view separator;
    if (!get_buffer(thread, args[1], &separator)) return {};
    if (separator.empty()) return raise_value_error(thread, "empty separator");
    Value self = args[0];
    std::string_view text = byte_view(thread, self);
    size_t at = from_right ? text.rfind(separator) : text.find(separator);
    std::string_view before = text.substr(0, at), after;
    if (at == kNone) {
        separator = {};
        if (from_right) std::swap(before, after);
    } else {
        after = text.substr(at + separator.size());
    }
    // bytes give the separator back as it came.
    Value middle = at != kNone && is_bytes(self) ? args[1] : new_like(thread, self, separator);
    return new_tuple(thread, {new_like(thread, self, before), middle, new_like(thread, self, after)});
}

Value byte_join(Thread& thread, Args& args) {
    Value iterable = args[1];
    if (!is_list(iterable) && !is_tuple(iterable)) {
        iterable = get_iter(thread, iterable);
        if (!iterable) {
            if (!pending_matches(thread, exceptions.TypeError)) return {};
            clear_exception(thread);
            return raise_type_error(thread, "can only join an iterable");
        }
    }
    Tuple* items = tuple_from_iterable(thread, iterable);
    if (!items) return {};
    std::string_view separator = byte_view(thread, args[0]);
    std::string result;
    for (size_t i = 0; i < items->length; i++) {
        Value item = items->items[i];
        std::string_view piece;
        if (!has_buffer(item))
            return raise_type_error(thread, "sequence item {}: expected a bytes-like object, {} found", i,
                                    type_name(item));
        if (!get_buffer(thread, item, &piece)) return {};
        if (i) result.append(separator);
        result.append(piece);
    }
    return new_like(thread, args[0], result);
}

}  // namespace

void add_byte_split_methods(Thread& thread, Class* cls) {
    add_methods(
        thread, cls,
        {{"split(self, /, sep=None, maxsplit=-1)", byte_split<false>,
          "Return a list of the sections in the bytes, using sep as the delimiter."},
         {"rsplit(self, /, sep=None, maxsplit=-1)", byte_split<true>,
          "Return a list of the sections in the bytes, using sep as the delimiter, starting at the end."},
         {"splitlines(self, /, keepends=False)", byte_splitlines,
          "Return a list of the lines in the bytes, breaking at line boundaries."},
         {"partition(self, sep, /)", byte_partition<false>,
          "Partition the bytes into three parts using the given separator."},
         {"rpartition(self, sep, /)", byte_partition<true>,
          "Partition the bytes into three parts using the given separator, searching from the end."},
         {"join(self, iterable_of_bytes, /)", byte_join, "Concatenate any number of bytes objects."}});
}

}  // namespace gilt
