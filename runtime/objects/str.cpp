// Strings as the rest of the runtime uses them: made, joined, cut, found, compared, hashed, interned.
//
// What must stay true:
//   - A string is stored at the narrowest width that holds it, so that equal strings have equal bytes:
//     comparing and hashing look at bytes alone.
//   - A Str never changes once another thread can see it, apart from its cached hash, and the interned
//     flag, which is set under the intern table's mutex.
//   - `used` of a string's buffer only grows, in one step (compare-and-swap when there is no GIL): whoever
//     moves it owns the bytes between, and all strings in the buffer end at or before the `used` they saw.
//
// Interned strings are immortal, as in CPython 3.12. They are the names in programs and what a script
// passes to getattr and sys.intern: few, and mostly alive to the end. In return a lookup needs no lock
// and the collector has no weak table to clear. The table is read by anyone at any time: slots go from
// null to a string once, and a table that has become too small is replaced whole. Old tables stay,
// because someone may be reading them; together they are smaller than the last.
#include "objects/str.h"

#include <sys/random.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/hash.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/range.h"
#include "objects/str_builder.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "objects/unicode.h"
#include "thread/gil.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

uint64_t choose_hash_seed() {
    const char* given = std::getenv("PYTHONHASHSEED");
    if (given && *given >= '0' && *given <= '9') return std::strtoull(given, nullptr, 10);
    uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) < 0) seed = 0;
    return seed;
}

}  // namespace

const uint64_t hash_seed = choose_hash_seed();

// --- what a str is ---

bool is_boxed_str(Value value) {
    return value.is_object() && value.as_object()->kind() == Kind::Boxed && is_exact_str(static_cast<Boxed*>(value.as_object())->payload);
}

Str* boxed_str(const Object* box) { return static_cast<Str*>(static_cast<const Boxed*>(box)->payload.as_object()); }

void trace_str(Object* object, Marker& marker) { marker.mark(static_cast<Str*>(object)->buffer()); }

// --- making strings ---

namespace {

bool is_ascii(std::string_view bytes) {
    size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        uint64_t word;
        std::memcpy(&word, bytes.data() + i, 8);
        if (word & 0x8080808080808080) return false;
    }
    for (; i < bytes.size(); i++)
        if (static_cast<uint8_t>(bytes[i]) >= 0x80) return false;
    return true;
}

// The next code point of WTF-8. A byte that is not part of any becomes the lone surrogate that stands for
// it in file names (surrogateescape).
uint32_t next_code_point(const char*& at, const char* end) {
    auto byte = [&](size_t i) { return static_cast<uint8_t>(at[i]); };
    auto follows = [&](size_t i) { return at + i < end && (byte(i) & 0xC0) == 0x80; };
    uint8_t lead = byte(0);
    uint32_t point = 0;
    if (lead < 0x80) {
        at += 1;
        return lead;
    }
    if (lead >= 0xC2 && lead < 0xE0 && follows(1)) {
        point = (lead & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
        at += 2;
        return point;
    }
    if (lead >= 0xE0 && lead < 0xF0 && follows(1) && follows(2)) {
        point = (lead & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
        if (point >= 0x800) {
            at += 3;
            return point;
        }
    }
    if (lead >= 0xF0 && lead < 0xF5 && follows(1) && follows(2) && follows(3)) {
        point = (lead & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu);
        if (point >= 0x10000 && point <= 0x10FFFF) {
            at += 4;
            return point;
        }
    }
    at += 1;
    return 0xDC00u + lead;
}

void append_utf8(std::string& out, uint32_t point) {
    auto put = [&](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6);
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3F));
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    }
}

std::atomic<Str*> latin1_characters[256];  // interned, so alive for ever

// memcpy without a call for the few bytes that most strings are.
inline void copy_bytes(char* to, const char* from, size_t count) {
    struct Wide {
        uint64_t half[2];
    };
    auto ends = [&]<class Word>(Word) {  // the first and the last ones, which may overlap
        Word first, last;
        std::memcpy(&first, from, sizeof(Word));
        std::memcpy(&last, from + count - sizeof(Word), sizeof(Word));
        std::memcpy(to, &first, sizeof(Word));
        std::memcpy(to + count - sizeof(Word), &last, sizeof(Word));
    };
    if (count > 128) {
        std::memcpy(to, from, count);
    } else if (count > 16) {
        while (count > 2 * sizeof(Wide)) {
            std::memcpy(to, from, sizeof(Wide));
            to += sizeof(Wide), from += sizeof(Wide), count -= sizeof(Wide);
        }
        ends(Wide{});
    } else if (count >= 8) {
        ends(uint64_t{});
    } else if (count >= 4) {
        ends(uint32_t{});
    } else {
        for (size_t i = 0; i < count; i++) to[i] = from[i];
    }
}

Str* fill_header(Str* text, size_t length, unsigned width, uint8_t flags) {
    text->aux16.store(static_cast<uint16_t>(width), std::memory_order_relaxed);
    text->flags.store(flags, std::memory_order_relaxed);
    text->length = length;
    text->data = text->inline_data;
    return text;
}

// A Str without its characters, for which it has `inline_bytes` of room.
[[gnu::always_inline]] inline Str* new_header(Thread& thread, size_t length, unsigned width, uint8_t flags, size_t inline_bytes) {
    size_t bytes = sizeof(Str) + inline_bytes;
    Shape* shape = types.str->instance_shape.load(std::memory_order_acquire);
    Str* text = bytes <= heap::kLargestCell
                    ? heap::fast_allocate<Str>(thread, shape, inline_bytes)
                    : static_cast<Str*>(heap::try_allocate_raw(thread, bytes, sizeof(Str), shape));
    return text ? fill_header(text, length, width, flags) : nullptr;
}

// A Str whose characters are in a buffer.
Str* new_buffered(Thread& thread, size_t length, unsigned width, uint8_t flags, StrBuffer* buffer, const void* data) {
    Str* text = new_header(thread, length, width, flags, sizeof buffer);
    std::memcpy(text->inline_data, &buffer, sizeof buffer);
    text->data = data;
    return text;
}

}  // namespace

Str* new_str_uninitialized(Thread& thread, size_t length, uint32_t max_code_point) {
    unsigned width = max_code_point < 0x100 ? 1 : max_code_point < 0x10000 ? 2 : 4;
    if (length > size_t{1} << 44) {
        (void)raise_memory_error(thread);
        return nullptr;
    }
    return new_header(thread, length, width, max_code_point < 0x80 ? kAscii : 0, length * width);
}

Str* new_str_ascii(Thread& thread, std::string_view ascii) {
    if (ascii.empty() && names.empty) return names.empty;
    if (ascii.size() > heap::kLargestCell) {
        Str* text = new_str_uninitialized(thread, ascii.size(), 0x7F);
        if (text) std::memcpy(text->inline_data, ascii.data(), ascii.size());
        return text;
    }
    Str* text = new_header(thread, ascii.size(), 1, kAscii, ascii.size());
    if (text) copy_bytes(text->inline_data, ascii.data(), ascii.size());
    return text;
}

Str* new_str_latin1(Thread& thread, std::string_view bytes) {
    if (is_ascii(bytes)) return new_str_ascii(thread, bytes);
    Str* text = new_str_uninitialized(thread, bytes.size(), 0xFF);
    if (text && !bytes.empty()) std::memcpy(text->inline_data, bytes.data(), bytes.size());
    return text;
}

Str* new_str(Thread& thread, std::string_view utf8) {
    if (is_ascii(utf8)) return new_str_ascii(thread, utf8);
    const char* end = utf8.data() + utf8.size();
    size_t count = 0;
    uint32_t bits = 0;
    for (const char* at = utf8.data(); at < end; count++) bits |= next_code_point(at, end);
    Str* text = new_str_uninitialized(thread, count, bits);
    if (!text) return nullptr;
    fill_characters(text, [&](auto* to) {
        for (const char* at = utf8.data(); at < end;)
            *to++ = static_cast<std::remove_reference_t<decltype(*to)>>(next_code_point(at, end));
    });
    return text;
}

Str* new_str_from_code_points(Thread& thread, const uint32_t* points, size_t count) {
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++) bits |= points[i];
    if (count == 1) return new_char(thread, points[0]);
    Str* text = new_str_uninitialized(thread, count, bits);
    if (!text) return nullptr;
    fill_characters(text, [&](auto* to) {
        for (size_t i = 0; i < count; i++)
            to[i] = static_cast<std::remove_reference_t<decltype(*to)>>(points[i]);
    });
    return text;
}

Str* new_char(Thread& thread, uint32_t code_point) {
    if (code_point < 256) [[likely]] {
        Str* shared = latin1_characters[code_point].load(std::memory_order_acquire);
        if (shared) return shared;
    }
    Str* text = new_str_uninitialized(thread, 1, code_point);
    fill_characters(text,
                    [&](auto* to) { *to = static_cast<std::remove_reference_t<decltype(*to)>>(code_point); });
    if (code_point >= 256) return text;
    text = intern(thread, text);
    latin1_characters[code_point].store(text, std::memory_order_release);
    return text;
}

void copy_characters(Str* to, size_t at, const Str* from, size_t start, size_t end) {
    if (to->width() == from->width()) {
        unsigned width = to->width();
        std::memcpy(static_cast<char*>(const_cast<void*>(to->data)) + at * width,
                    static_cast<const char*>(from->data) + start * width, (end - start) * width);
        return;
    }
    fill_characters(to, [&](auto* out) {
        visit_characters(from, [&](auto* in) {
            std::transform(in + start, in + end, out + at,
                           [](auto c) { return static_cast<std::remove_reference_t<decltype(*out)>>(c); });
        });
    });
}

Str* substring(Thread& thread, Str* text, size_t start, size_t end) {
    if (start == 0 && end == text->length) return text;
    if (start >= end) return names.empty;
    if (end - start == 1) return new_char(thread, text->at(start));
    if (text->is_ascii()) return new_str_ascii(thread, text->ascii().substr(start, end - start));
    uint32_t bits = 0;
    visit_characters(text, [&](auto* characters) {
        for (size_t i = start; i < end; i++) bits |= characters[i];
    });
    Str* result = new_str_uninitialized(thread, end - start, bits);
    if (!result) return nullptr;
    if (result->width() <= text->width()) {
        fill_characters(result, [&](auto* out) {
            visit_characters(text, [&](auto* in) {
                if constexpr (sizeof(*in) == sizeof(*out)) {
                    std::memcpy(out, in + start, (end - start) * sizeof(*in));
                } else {
                    for (size_t i = start; i < end; i++)
                        out[i - start] = static_cast<std::remove_reference_t<decltype(*out)>>(in[i]);
                }
            });
        });
    }
    return result;
}

void StrBuilder::grow(size_t count, unsigned width) {
    size_t wanted = (length_ + count) * width;
    size_t bytes = std::max(wanted + wanted / 2, sizeof(room_));
    char* wider = static_cast<char*>(std::malloc(bytes));
    if (!wider) throw std::bad_alloc();  // as std::string would; caught where C++ was entered
    if (width == width_) {
        std::memcpy(wider, data_, length_ * width);
    } else {
        for (size_t i = 0; i < length_; i++) {
            if (width == 2)
                reinterpret_cast<uint16_t*>(wider)[i] = static_cast<uint16_t>(at(i));
            else
                reinterpret_cast<uint32_t*>(wider)[i] = at(i);
        }
    }
    if (data_ != room_) std::free(data_);
    data_ = wider;
    bytes_ = bytes;
    width_ = width;
}

// --- joining ---

namespace {

constexpr size_t kSmallestBuffer = 64;  // bytes; shorter strings are cheaper to copy

uint8_t built_flags(const Str* left, const Str* right) {
    return left->is_ascii() && right->is_ascii() ? kBuilt | kAscii : kBuilt;
}

// left + right in the room behind left, if left ends where its buffer is filled up to.
Str* append_in_place(Thread& thread, Str* left, Str* right) {
    StrBuffer* buffer = left->buffer();
    unsigned width = left->width();
    if (right->width() > width) return nullptr;
    uint64_t end =
        static_cast<uint64_t>(static_cast<const char*>(left->data) - buffer->bytes) + left->length * width;
    uint64_t grown = end + right->length * width;
    if (grown > buffer->capacity) return nullptr;
    if (gil::alone()) {  // no other thread runs: no need to lock the bus
        if (buffer->used.load(std::memory_order_relaxed) != end) return nullptr;
        buffer->used.store(grown, std::memory_order_relaxed);
    } else if (!buffer->used.compare_exchange_strong(end, grown, std::memory_order_acq_rel)) {
        return nullptr;
    }
    Str* result = new_buffered(thread, left->length + right->length, width, built_flags(left, right), buffer, left->data);
    copy_characters(result, left->length, right, 0, right->length);
    return result;
}

// left + right at the start of a new buffer with as much room again.
Str* start_buffer(Thread& thread, Str* left, Str* right, unsigned width) {
    size_t length = left->length + right->length;
    size_t capacity = length * width * 2;
    Shape* shape = types.str_buffer->instance_shape.load(std::memory_order_acquire);
    auto* buffer = static_cast<StrBuffer*>(heap::try_allocate(thread, sizeof(StrBuffer) + capacity, shape));
    if (!buffer) return nullptr;
    buffer->capacity = capacity;
    buffer->used.store(length * width, std::memory_order_relaxed);
    Str* result = new_buffered(thread, length, width, built_flags(left, right), buffer, buffer->bytes);
    copy_characters(result, 0, left, 0, left->length);
    copy_characters(result, left->length, right, 0, right->length);
    return result;
}

}  // namespace

Str* concat(Thread& thread, Str* left, Str* right) {
    if (right->length == 0) return left;
    if (left->length == 0) return right;
    if (left->buffer())
        if (Str* result = append_in_place(thread, left, right)) return result;
    unsigned width = std::max(left->width(), right->width());
    size_t length = left->length + right->length;
    bool grows_again = left->flags.load(std::memory_order_relaxed) & kBuilt;
    if (grows_again && length * width >= kSmallestBuffer) return start_buffer(thread, left, right, width);
    Str* result = new_header(thread, length, width, built_flags(left, right), length * width);
    if (!result) return nullptr;
    copy_characters(result, 0, left, 0, left->length);
    copy_characters(result, left->length, right, 0, right->length);
    return result;
}

Str* concat_all(Thread& thread, std::span<const Value> parts) {
    size_t length = 0;
    uint32_t widest = 0;
    for (Value part : parts) {
        auto* text = static_cast<Str*>(part.as_object());
        length += text->length;
        if (text->length) widest = std::max(widest, widest_code_point(text));
    }
    if (length == 0) return names.empty;
    Str* result = new_str_uninitialized(thread, length, widest);
    if (!result) return nullptr;
    size_t at = 0;
    for (Value part : parts) {
        auto* text = static_cast<Str*>(part.as_object());
        copy_characters(result, at, text, 0, text->length);
        at += text->length;
    }
    return result;
}

namespace {

// What join was given, as something that nobody changes while it is looked at twice. False: an exception
// is pending.
bool items_to_join(Thread& thread, Value iterable, std::span<const Value>* items) {
    if (is_exact_tuple(iterable)) {
        *items = as_tuple(iterable)->span();
        return true;
    }
    if (is_list(iterable) && class_of(iterable) == types.list) {
        List* list = as_list(iterable);
        if (!gil::alone()) list = list_copy(thread, list);
        static_assert(sizeof(Slot) == sizeof(Value));  // no thread stores into these slots now
        *items = {reinterpret_cast<const Value*>(list->storage()->items), list->count()};
        return true;
    }
    // Views and sets are taken whole (list.cpp), not through an iterator that another thread could break.
    Kind kind = iterable.is_object() ? iterable.as_object()->kind() : Kind::Native;
    bool is_container = kind == Kind::DictView || kind == Kind::Dict || kind == Kind::Set || kind == Kind::FrozenSet;
    if (!is_list(iterable) && !is_tuple(iterable) && !is_container) {
        iterable = get_iter(thread, iterable);
        if (!iterable) {
            if (pending_matches(thread, exceptions.TypeError)) {
                clear_exception(thread);
                (void)raise_type_error(thread, "can only join an iterable");
            }
            return false;
        }
    }
    Tuple* tuple = tuple_from_iterable(thread, iterable);
    if (tuple) *items = tuple->span();
    return tuple != nullptr;
}

}  // namespace

Value join(Thread& thread, Str* separator, Value iterable) {
    std::span<const Value> items;
    if (!items_to_join(thread, iterable, &items)) return {};
    if (items.empty()) return names.empty;
    if (items.size() == 1 && is_exact_str(items[0])) return items[0];
    size_t length = separator->length * (items.size() - 1);
    uint32_t widest = items.size() > 1 && separator->length ? widest_code_point(separator) : 0;
    for (size_t i = 0; i < items.size(); i++) {
        if (!is_str(items[i]))
            return raise_type_error(thread, "sequence item {}: expected str instance, {} found", i,
                                    type_name(items[i]));
        Str* text = as_str(items[i]);
        length += text->length;
        if (text->length) widest = std::max(widest, widest_code_point(text));
    }
    if (length == 0) return names.empty;
    Str* result = new_str_uninitialized(thread, length, widest);
    if (!result) return {};
    if (result->width() == 1) {  // so are all the parts
        char* to = result->inline_data;
        auto put = [&](const Str* text) {
            std::memcpy(to, text->data, text->length);
            to += text->length;
        };
        for (size_t i = 0; i < items.size(); i++) {
            if (i) {
                if (separator->length == 1)
                    *to++ = *static_cast<const char*>(separator->data);
                else
                    put(separator);
            }
            put(as_str(items[i]));
        }
        return result;
    }
    size_t at = 0;
    for (size_t i = 0; i < items.size(); i++) {
        if (i && separator->length) {
            copy_characters(result, at, separator, 0, separator->length);
            at += separator->length;
        }
        Str* text = as_str(items[i]);
        copy_characters(result, at, text, 0, text->length);
        at += text->length;
    }
    return result;
}

Value str_repeat(Thread& thread, Str* text, int64_t count) {
    if (count <= 0 || text->length == 0) return names.empty;
    if (count == 1) return text;
    size_t length;
    if (__builtin_mul_overflow(text->length, static_cast<size_t>(count), &length) || length > size_t{1} << 46)
        return raise_memory_error(thread);
    Str* result = new_str_uninitialized(thread, length, widest_code_point(text));
    if (!result) return {};
    size_t unit = text->length * text->width(), total = length * text->width();
    if (unit == 1) {
        std::memset(result->inline_data, *static_cast<const char*>(text->data), total);
        return result;
    }
    std::memcpy(result->inline_data, text->data, unit);
    for (size_t filled = unit; filled < total;) {  // doubling
        size_t step = std::min(filled, total - filled);
        std::memcpy(result->inline_data + filled, result->inline_data, step);
        filled += step;
    }
    return result;
}

Value str_get_item(Thread& thread, Str* text, Value key) {
    if (key.is_object() && key.as_object()->kind() == Kind::Slice) {
        auto* slice = static_cast<Slice*>(key.as_object());
        if (slice->step.is_none() && (slice->start.is_int() || slice->start.is_none()) &&
            (slice->stop.is_int() || slice->stop.is_none())) {  // text[i:j], the usual kind
            auto length = static_cast<int64_t>(text->length);
            auto bound = [&](Value value, int64_t fallback) {
                if (value.is_none()) return fallback;
                int64_t at = value.as_int();
                return at < 0 ? std::max<int64_t>(at + length, 0) : std::min(at, length);
            };
            return substring(thread, text, static_cast<size_t>(bound(slice->start, 0)),
                             static_cast<size_t>(bound(slice->stop, length)));
        }
        int64_t start, stop, step, count;
        if (!slice_indices(thread, slice, static_cast<int64_t>(text->length), &start, &stop, &step, &count))
            return {};
        if (count <= 0) return names.empty;
        if (step == 1)
            return substring(thread, text, static_cast<size_t>(start), static_cast<size_t>(start + count));
        StrBuilder result;
        visit_characters(text, [&](auto* characters) {
            for (int64_t i = 0; i < count; i++) result.append(characters[start + i * step]);
        });
        return result.finish(thread);
    }
    int64_t index;
    if (!key.is_int() && !is_int(key) && !class_of(key)->special(Special::k_index))
        return raise_type_error(thread, "string indices must be integers, not '{}'", type_name(key));
    if (!to_sequence_index(thread, key, exceptions.IndexError, &index)) return {};
    if (index < 0) index += static_cast<int64_t>(text->length);
    if (index < 0 || static_cast<uint64_t>(index) >= text->length)
        return raise_format(thread, exceptions.IndexError, "string index out of range");
    return new_char(thread, text->at(static_cast<size_t>(index)));
}

// --- interning ---

namespace {

struct InternTable {
    size_t mask;
    size_t count;  // under the mutex
    std::atomic<Str*> slots[];
};

std::atomic<InternTable*> intern_table{nullptr};
std::mutex intern_mutex;

InternTable* new_intern_table(size_t slots) {
    auto* table =
        static_cast<InternTable*>(std::calloc(1, sizeof(InternTable) + slots * sizeof(std::atomic<Str*>)));
    if (!table) std::abort();
    table->mask = slots - 1;
    return table;
}

void trace_interned(Marker& marker) {
    InternTable* table = intern_table.load(std::memory_order_acquire);
    for (size_t i = 0; i <= table->mask; i++) marker.mark(table->slots[i].load(std::memory_order_relaxed));
}

// The interned string with these characters, or null.
Str* find_interned(InternTable* table, const void* data, size_t length, unsigned width, int64_t hash) {
    for (size_t i = static_cast<size_t>(hash) & table->mask;; i = (i + 1) & table->mask) {
        Str* text = table->slots[i].load(std::memory_order_acquire);
        if (!text) return nullptr;
        if (text->hash_word.load(std::memory_order_relaxed) == hash && text->length == length &&
            text->width() == width && (length == 0 || std::memcmp(text->data, data, length * width) == 0))
            return text;
    }
}

void insert_interned(InternTable* table, Str* text) {
    size_t i = static_cast<size_t>(text->hash_word.load(std::memory_order_relaxed)) & table->mask;
    while (table->slots[i].load(std::memory_order_relaxed)) i = (i + 1) & table->mask;
    table->slots[i].store(text, std::memory_order_release);
    table->count++;
}

// `text` is one no other thread has interned, or can have: the table decides.
Str* add_interned(Str* text) {
    std::lock_guard lock(intern_mutex);
    InternTable* table = intern_table.load(std::memory_order_relaxed);
    if (!table) {
        table = new_intern_table(8192);
        intern_table.store(table, std::memory_order_release);
        heap::add_root_tracer(trace_interned);
    }
    int64_t hash = text->hash_word.load(std::memory_order_relaxed);
    if (Str* found = find_interned(table, text->data, text->length, text->width(), hash)) return found;
    if (table->count * 2 > table->mask) {
        InternTable* larger = new_intern_table((table->mask + 1) * 2);
        for (size_t i = 0; i <= table->mask; i++)
            if (Str* old = table->slots[i].load(std::memory_order_relaxed)) insert_interned(larger, old);
        intern_table.store(larger, std::memory_order_release);
        table = larger;
    }
    text->flags.fetch_or(kInterned, std::memory_order_release);
    insert_interned(table, text);
    return text;
}

}  // namespace

Str* intern(Thread& thread, std::string_view utf8) {
    if (!is_ascii(utf8)) return intern(thread, new_str(thread, utf8));
    int64_t hash = hash_bytes(utf8.data(), utf8.size());
    if (InternTable* table = intern_table.load(std::memory_order_acquire))
        if (Str* found = find_interned(table, utf8.data(), utf8.size(), 1, hash)) return found;
    // The table keeps it for ever, so no collection need look at it.
    Shape* shape = types.str->instance_shape.load(std::memory_order_acquire);
    Str* text = fill_header(static_cast<Str*>(heap::allocate_permanent(sizeof(Str) + utf8.size(), shape)), utf8.size(), 1, kAscii);
    if (!utf8.empty()) std::memcpy(text->inline_data, utf8.data(), utf8.size());
    text->hash_word.store(hash, std::memory_order_relaxed);
    return add_interned(text);
}

Str* intern(Thread& thread, Str* text) {
    if (text->is_interned()) return text;
    size_t bytes = text->length * text->width();
    int64_t hash = text->hash_word.load(std::memory_order_relaxed);
    if (!hash) hash = hash_bytes(text->data, bytes);
    if (InternTable* table = intern_table.load(std::memory_order_acquire))
        if (Str* found = find_interned(table, text->data, text->length, text->width(), hash)) return found;
    if (text->buffer()) {  // would keep the whole buffer alive for ever
        Str* copy = new_str_uninitialized(thread, text->length, widest_code_point(text));
        std::memcpy(copy->inline_data, text->data, bytes);
        text = copy;
    }
    text->hash_word.store(hash, std::memory_order_relaxed);
    return add_interned(text);
}

// --- hashing, comparing, finding ---

int64_t str_hash(Str* text) {
    int64_t hash = text->hash_word.load(std::memory_order_relaxed);
    if (hash) [[likely]]
        return hash;
    hash = hash_bytes(text->data, text->length * text->width());
    text->hash_word.store(hash, std::memory_order_relaxed);
    return hash;
}

bool str_equal(Str* a, Str* b) {
    if (a == b) return true;
    if (a->length != b->length || a->width() != b->width()) return false;
    if (a->is_interned() && b->is_interned()) return false;
    return std::memcmp(a->data, b->data, a->length * a->width()) == 0;
}

int str_compare(Str* a, Str* b) {
    size_t common = std::min(a->length, b->length);
    int order = visit_characters(a, [&](auto* x) {
        return visit_characters(b, [&](auto* y) -> int {
            if constexpr (sizeof(*x) == 1 && sizeof(*y) == 1) {
                return std::memcmp(x, y, common);
            } else {
                for (size_t i = 0; i < common; i++)
                    if (x[i] != y[i]) return uint32_t{x[i]} < uint32_t{y[i]} ? -1 : 1;
                return 0;
            }
        });
    });
    if (order) return order < 0 ? -1 : 1;
    return a->length < b->length ? -1 : a->length > b->length;
}

namespace {

// The place of one character in [from, to), or null.
template <class C>
const C* find_character(const C* from, const C* to, uint32_t wanted) {
    if constexpr (sizeof(C) == 1)
        return static_cast<const C*>(
            std::memchr(from, static_cast<int>(wanted), static_cast<size_t>(to - from)));
    const C* found = std::find(from, to, static_cast<C>(wanted));
    return found == to ? nullptr : found;
}

template <class C>
const C* find_last_character(const C* from, const C* to, uint32_t wanted) {
    if constexpr (sizeof(C) == 1)
        return static_cast<const C*>(memrchr(from, static_cast<int>(wanted), static_cast<size_t>(to - from)));
    while (to > from)
        if (*--to == wanted) return to;
    return nullptr;
}

template <class C, class N>
bool matches_at(const C* at, const N* needle, size_t length) {
    if constexpr (sizeof(C) == sizeof(N)) return std::memcmp(at, needle, length * sizeof(C)) == 0;
    for (size_t i = 0; i < length; i++)
        if (at[i] != needle[i]) return false;
    return true;
}

template <class C, class N>
const C* find_text(const C* from, const C* to, const N* needle, size_t length) {
    if constexpr (sizeof(C) == 1 && sizeof(N) == 1)
        return static_cast<const C*>(memmem(from, static_cast<size_t>(to - from), needle, length));
    const C* last = to - length;
    while (from <= last && (from = find_character(from, last + 1, needle[0]))) {
        if (matches_at(from, needle, length)) return from;
        from++;
    }
    return nullptr;
}

template <class C, class N>
const C* find_last_text(const C* from, const C* to, const N* needle, size_t length) {
    const C* after = to - length + 1;  // one past the last place a match can begin
    while (after > from && (after = find_last_character(from, after, needle[0])))
        if (matches_at(after, needle, length)) return after;
    return nullptr;
}

}  // namespace

int64_t str_find(Str* haystack, Str* needle, size_t start, size_t end, bool from_right) {
    if (end > haystack->length) end = haystack->length;
    if (start > end || end - start < needle->length) return -1;
    if (needle->length == 0) return static_cast<int64_t>(from_right ? end : start);
    if (needle->width() > haystack->width() || (haystack->is_ascii() && !needle->is_ascii())) return -1;
    if (haystack->width() == 1 && !from_right) [[likely]] {
        const char* text = static_cast<const char*>(haystack->data);
        const char* wanted = static_cast<const char*>(needle->data);
        const void* found = needle->length == 1 ? std::memchr(text + start, *wanted, end - start)
                                                : memmem(text + start, end - start, wanted, needle->length);
        return found ? static_cast<const char*>(found) - text : -1;
    }
    return visit_characters(haystack, [&](auto* text) {
        return visit_characters(needle, [&](auto* wanted) -> int64_t {
            auto* found = needle->length == 1
                              ? (from_right ? find_last_character(text + start, text + end, wanted[0])
                                            : find_character(text + start, text + end, wanted[0]))
                              : (from_right ? find_last_text(text + start, text + end, wanted, needle->length)
                                            : find_text(text + start, text + end, wanted, needle->length));
            return found ? found - text : -1;
        });
    });
}

int64_t str_count(Str* haystack, Str* needle, size_t start, size_t end) {
    if (end > haystack->length) end = haystack->length;
    if (start > end) return 0;
    if (needle->length == 0) return static_cast<int64_t>(end - start + 1);
    int64_t count = 0;
    for (int64_t at; (at = str_find(haystack, needle, start, end)) >= 0; count++)
        start = static_cast<size_t>(at) + needle->length;
    return count;
}

// --- to UTF-8, repr, identifiers ---

std::string to_utf8(Str* text) {
    if (text->is_ascii()) return std::string(text->ascii());
    std::string out;
    out.reserve(text->length * 2);
    visit_characters(text, [&](auto* characters) {
        for (size_t i = 0; i < text->length; i++) append_utf8(out, characters[i]);
    });
    return out;
}

bool encode_utf8(Thread& thread, Str* text, std::string* out) {
    if (text->width() > 1)
        for (size_t i = 0; i < text->length; i++)
            if (uint32_t c = text->at(i); c >= 0xD800 && c < 0xE000) {
                size_t end = i + 1;
                while (end < text->length && text->at(end) >= 0xD800 && text->at(end) < 0xE000) end++;
                return bool(raise_encode_error(thread, "utf-8", text, i, end, "surrogates not allowed"));
            }
    *out = to_utf8(text);
    return true;
}

Str* str_repr(Thread& thread, Str* text) {
    if (text->is_ascii()) {  // mostly there is nothing to escape
        std::string_view ascii = text->ascii();
        bool plain = std::all_of(ascii.begin(), ascii.end(),
                                 [](char c) { return c >= 0x20 && c < 0x7F && c != '\'' && c != '\\'; });
        if (plain) {
            Str* result = new_str_uninitialized(thread, text->length + 2, 0x7F);
            if (!result) return nullptr;
            result->inline_data[0] = result->inline_data[text->length + 1] = '\'';
            std::memcpy(result->inline_data + 1, text->data, text->length);
            return result;
        }
    }
    bool single = false, twin = false;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t c = text->at(i);
        single |= c == '\'';
        twin |= c == '"';
    }
    uint32_t quote = single && !twin ? '"' : '\'';
    constexpr char kHex[] = "0123456789abcdef";
    StrBuilder out;
    out.append(quote);
    visit_characters(text, [&](auto* characters) {
        for (size_t i = 0; i < text->length; i++) {
            uint32_t c = characters[i];
            if (c == quote || c == '\\') {
                out.append('\\');
                out.append(c);
            } else if (unicode::is_printable(c)) {
                out.append(c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                out.append('\\');
                out.append(c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
            } else {
                int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
                out.append('\\');
                out.append(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
                while (digits--) out.append(static_cast<uint8_t>(kHex[c >> (4 * digits) & 15]));
            }
        }
    });
    out.append(quote);
    return out.finish(thread);
}

bool is_identifier(Str* text) {
    if (text->length == 0 || !unicode::is_id_start(text->at(0))) return false;
    for (size_t i = 1; i < text->length; i++)
        if (!unicode::is_id_continue(text->at(i))) return false;
    return true;
}

}  // namespace gilt
