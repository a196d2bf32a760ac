// _struct: numbers and text packed into bytes as a C struct would hold them, for `struct`.
//
// A format ("<hq4s") is read once into a list of Fields: what each is, how many bytes it takes and where it starts. The
// fields lie in a Bytes object that belongs to the Struct. pack, unpack and the others walk that list. Formats given as
// text are kept as Structs in a dict, so that struct.unpack("<I", ...) in a loop reads its format once.
//
// Whose messages: CPython packs numbers by three sets of functions (native, little-endian that happens to be native, and
// swapped), which word the same complaint differently; `native_wording` says which set a field would have had.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/memoryview.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class *struct_class, *unpack_iterator_class, *error_class;
Dict* known_formats;
constexpr size_t kMostKnownFormats = 100;

// One value of the struct, or `repeat` equal ones in a row.
struct Field {
    char code;
    bool native_wording;
    uint32_t size;    // bytes of one value; for s and p of the whole text
    uint64_t repeat;  // values; 1 for s and p
    uint64_t offset;
};

struct Struct : Object {
    Str* format;
    Bytes* fields;  // Fields, one after the other
    uint64_t size;
    uint64_t count;  // values
    bool big_endian;
    Slot overflow;

    std::span<const Field> all() const {
        return {reinterpret_cast<const Field*>(fields->data), fields->length / sizeof(Field)};
    }
};

void trace_struct(Object* object, Marker& marker) {
    auto* self = static_cast<Struct*>(object);
    marker.mark(self->format);
    marker.mark(self->fields);
}

template <class... T>
Raised fail(Thread& thread, fmt::format_string<T...> format, T&&... args) {
    return raise_text(thread, error_class, fmt::format(format, std::forward<T>(args)...));
}

// --- formats ---

// Bytes of one value; 0: no such code. Native sizes are also their alignments.
uint32_t size_of(char code, bool native) {
    switch (code) {
        case 'x': case 'c': case 'b': case 'B': case '?': case 's': case 'p': return 1;
        case 'h': case 'H': case 'e': return 2;
        case 'i': case 'I': case 'f': return 4;
        case 'l': case 'L': return native ? 8 : 4;
        case 'q': case 'Q': case 'd': return 8;
        case 'n': case 'N': case 'P': return native ? 8 : 0;
        default: return 0;
    }
}

bool is_c_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// False with struct.error pending.
bool read_format(Thread& thread, std::string_view format, Struct* self) {
    bool native = true, aligned = true;
    if (!format.empty() && std::strchr("<>=!@", format[0])) {
        native = aligned = format[0] == '@';
        self->big_endian = format[0] == '>' || format[0] == '!';
        format.remove_prefix(1);
    }
    std::string fields;
    uint64_t size = 0;
    for (size_t i = 0; i < format.size(); i++) {
        if (is_c_space(format[i])) continue;
        uint64_t repeat = 1;
        if (format[i] >= '0' && format[i] <= '9') {
            repeat = 0;
            for (; i < format.size() && format[i] >= '0' && format[i] <= '9'; i++) {
                if (repeat > uint64_t{INT64_MAX} / 10 - 1) return fail(thread, "total struct size too long");
                repeat = repeat * 10 + static_cast<uint64_t>(format[i] - '0');
            }
            if (i == format.size()) return fail(thread, "repeat count given without format specifier");
        }
        char code = format[i];
        uint32_t unit = code ? size_of(code, native) : 0;
        if (!unit) return fail(thread, "bad char in struct format");
        if (aligned && code != 'x') size = (size + unit - 1) / unit * unit;
        if (repeat > (uint64_t{INT64_MAX} - size) / unit) return fail(thread, "total struct size too long");
        bool is_text = code == 's' || code == 'p';
        if (is_text && repeat > UINT32_MAX) return fail(thread, "total struct size too long");
        Field field{.code = code,
                    .native_wording =
                        native || unit == 1 || (!self->big_endian && unit == size_of(code, true)),
                    .size = is_text ? static_cast<uint32_t>(repeat) : unit,
                    .repeat = is_text ? 1 : repeat,
                    .offset = size};
        size += repeat * unit;
        if (code == 'x') continue;
        self->count += field.repeat;
        if (field.repeat) fields.append(reinterpret_cast<const char*>(&field), sizeof field);
    }
    self->size = size;
    self->fields = new_bytes(thread, fields);
    return true;
}

Struct* make_struct(Thread& thread, Class* cls, Value format) {
    if (is_bytes(format)) {
        Value text = decode_bytes(thread, as_bytes(format)->view(), "ascii", "strict");
        if (!text) return nullptr;
        format = text;
    } else if (!is_str(format)) {
        return raise_type_error(thread, "Struct() argument 1 must be a str or bytes object, not {}", type_name(format));
    }
    Value ascii = encode_text(thread, as_str(format), "ascii", "strict");
    if (!ascii) return nullptr;
    if (as_bytes(ascii)->view().find('\0') != std::string_view::npos) return fail(thread, "embedded null character");
    auto* self = new_instance<Struct>(thread, cls);
    self->format = as_str(format);
    return read_format(thread, as_bytes(ascii)->view(), self) ? self : nullptr;
}

// The Struct for the format argument of a module function.
Struct* struct_for(Thread& thread, Value format) {
    bool can_be_known = is_exact_str(format) || (is_bytes(format) && class_of(format) == types.bytes);
    Value known;
    if (can_be_known) {
        int found = dict_lookup(thread, known_formats, format, &known);
        if (found < 0) return nullptr;
        if (found) return static_cast<Struct*>(known.as_object());
    }
    Struct* self = make_struct(thread, struct_class, format);
    if (!self || !can_be_known) return self;
    if (known_formats->count() >= kMostKnownFormats) dict_clear(thread, known_formats);
    return dict_store(thread, known_formats, format, self) ? self : nullptr;
}

// --- numbers ---

double half_to_double(uint16_t bits) {
    int exponent = (bits >> 10) & 31;
    double fraction = bits & 1023, magnitude;
    if (exponent == 31)
        magnitude = fraction ? NAN : INFINITY;
    else
        magnitude = exponent ? std::ldexp(1024 + fraction, exponent - 25) : std::ldexp(fraction, -24);
    return bits & 0x8000 ? -magnitude : magnitude;
}

// False: too large. Rounds to nearest, ties to even.
bool double_to_half(double number, uint16_t* out) {
    auto sign = static_cast<uint16_t>(std::signbit(number) ? 0x8000 : 0);
    double magnitude = std::fabs(number);
    uint32_t bits;
    if (std::isnan(number)) {
        bits = 0x7e00;
    } else if (std::isinf(number)) {
        bits = 0x7c00;
    } else if (magnitude < std::ldexp(1, -14)) {
        bits = static_cast<uint32_t>(std::nearbyint(std::ldexp(magnitude, 24)));
    } else {
        int exponent;
        double fraction = std::frexp(magnitude, &exponent);  // in [0.5, 1)
        if (exponent > 16) return false;
        auto rounded = static_cast<uint32_t>(std::nearbyint(std::ldexp(fraction, 11)));  // 1024 to 2048
        bits = (static_cast<uint32_t>(exponent + 14) << 10) + (rounded - 1024);
        if (bits >= 0x7c00) return false;
    }
    *out = static_cast<uint16_t>(sign | bits);
    return true;
}

bool out_of_range(Thread& thread, const Field& field, bool is_signed) {
    uint64_t top = field.size == 8 ? UINT64_MAX : (uint64_t{1} << (field.size * 8)) - 1;
    auto low = is_signed ? -static_cast<int64_t>(top / 2) - 1 : 0;
    uint64_t high = is_signed ? top / 2 : top;
    const char* word = nullptr;
    if (field.code == 'b') word = "byte";
    if (field.code == 'B') word = "ubyte";
    if (field.code == 'h' && field.native_wording) word = "short";
    if (field.code == 'H' && field.native_wording) word = "ushort";
    if (word) return fail(thread, "{} format requires {} <= number <= {}", word, low, high);
    return fail(thread, "'{}' format requires {} <= number <= {}", field.code, low, high);
}

bool pack_int(Thread& thread, const Field& field, Value value, uint64_t* out) {
    bool is_signed = std::strchr("bhilqn", field.code) != nullptr;
    if (!is_int(value) && !class_of(value)->special(Special::k_index))
        return fail(thread, "required argument is not an integer");
    Value plain = to_index(thread, value);
    if (!plain) return false;
    // What does not even fit the machine's own integer is "out of range" before the field is asked.
    const char* too_large = field.code == 'P' || (!field.native_wording && field.size == 8)
                                ? "int too large to convert"
                                : "argument out of range";
    bool through_long = is_signed || (field.native_wording && (field.code == 'B' || field.code == 'H'));
    std::optional<int64_t> small = int_to_int64(plain);
    if (through_long || field.code == 'P') {
        if (!small && field.code == 'P' && int_to_uint64(plain)) {
            *out = *int_to_uint64(plain);
            return true;
        }
        if (!small) return fail(thread, "{}", too_large);
        *out = static_cast<uint64_t>(*small);
        if (field.code == 'P' || field.size == 8) return true;
        int64_t limit = int64_t{1} << (field.size * 8 - is_signed);
        if (*small >= limit || *small < (is_signed ? -limit : 0)) return out_of_range(thread, field, is_signed);
        return true;
    }
    std::optional<uint64_t> large = int_to_uint64(plain);
    if (!large) return fail(thread, "{}", too_large);
    *out = *large;
    if (field.size < 8 && *large >> (field.size * 8)) return out_of_range(thread, field, false);
    return true;
}

bool pack_float(Thread& thread, const Field& field, bool native, Value value, uint64_t* out) {
    double number;
    if (!to_double(thread, value, &number)) {
        if (!pending_matches(thread, exceptions.TypeError)) return false;
        clear_exception(thread);
        return fail(thread, "required argument is not a float");
    }
    number = Value::plain_nan(number);
    auto too_large = [&] {
        if (is_int(value)) return fail(thread, "int too large to convert");
        return raise_format(thread, exceptions.OverflowError, "float too large to pack with {} format", field.code);
    };
    if (field.code == 'd') {
        *out = std::bit_cast<uint64_t>(number);
        return true;
    }
    if (field.code == 'f') {
        auto narrow = static_cast<float>(number);
        if (std::isinf(narrow) && !std::isinf(number) && !native) return too_large();
        *out = std::bit_cast<uint32_t>(narrow);
        return true;
    }
    uint16_t half;
    if (!double_to_half(number, &half)) return too_large();
    *out = half;
    return true;
}

void store(char* at, uint64_t bits, uint32_t size, bool big_endian) {
    if (big_endian) bits = __builtin_bswap64(bits) >> (64 - size * 8);
    std::memcpy(at, &bits, size);
}

uint64_t load(const char* at, uint32_t size, bool big_endian) {
    uint64_t bits = 0;
    std::memcpy(&bits, at, size);
    return big_endian ? __builtin_bswap64(bits) >> (64 - size * 8) : bits;
}

// --- packing ---

bool pack_value(Thread& thread, const Struct* self, const Field& field, Value value, char* at) {
    switch (field.code) {
        case 'c':
            if (!is_bytes(value) || as_bytes(value)->length != 1)
                return fail(thread, "char format requires a bytes object of length 1");
            *at = as_bytes(value)->data[0];
            return true;
        case '?': {
            int set = truth(thread, value);
            if (set >= 0) *at = static_cast<char>(set);
            return set >= 0;
        }
        case 's':
        case 'p': {
            std::string_view text;
            if (is_memoryview(value) || !has_buffer(value))
                return fail(thread, "argument for '{}' must be a bytes object", field.code);
            if (!get_buffer(thread, value, &text)) return false;
            if (field.code == 's') {
                std::copy_n(text.data(), std::min<size_t>(text.size(), field.size), at);
            } else if (field.size) {
                size_t length = std::min<size_t>(text.size(), field.size - 1);
                *at = static_cast<char>(std::min<size_t>(length, 255));
                std::copy_n(text.data(), length, at + 1);
            }
            return true;
        }
        case 'e':
        case 'f':
        case 'd': {
            uint64_t bits;
            // The native float is a C cast, which turns what is too large into infinity.
            bool native = self->format->length == 0 || !std::strchr("<>=!", static_cast<int>(self->format->at(0)));
            if (!pack_float(thread, field, native, value, &bits)) return false;
            store(at, bits, field.size, self->big_endian);
            return true;
        }
        default: {
            uint64_t bits;
            if (!pack_int(thread, field, value, &bits)) return false;
            store(at, bits, field.size, self->big_endian);
            return true;
        }
    }
}

bool pack_all(Thread& thread, const Struct* self, std::span<const Value> values, char* to) {
    size_t next = 0;
    for (const Field& field : self->all())
        for (uint64_t i = 0; i < field.repeat; i++)
            if (!pack_value(thread, self, field, values[next++], to + field.offset + i * field.size)) return false;
    return true;
}

Value pack(Thread& thread, const Struct* self, std::span<const Value> values) {
    if (values.size() != self->count)
        return fail(thread, "pack expected {} items for packing (got {})", self->count, values.size());
    Bytes* result = new_bytes_uninitialized(thread, self->size);
    if (!result) return {};
    std::memset(result->data, 0, self->size);
    return pack_all(thread, self, values, result->data) ? Value(result) : Value();
}

// Resolves a negative offset and checks that the struct fits; `packing` chooses the wording.
bool place(Thread& thread, const Struct* self, Value offset_value, size_t room, bool packing, size_t* out) {
    int64_t offset = 0, length = static_cast<int64_t>(room), size = static_cast<int64_t>(self->size);
    if (offset_value && !to_int64(thread, offset_value, &offset)) return false;
    if (offset < 0) {
        if (offset + size > 0)
            return packing ? fail(thread, "no space to pack {} bytes at offset {}", size, offset)
                           : fail(thread, "not enough data to unpack {} bytes at offset {}", size, offset);
        if (offset + length < 0)
            return fail(thread, "offset {} out of range for {}-byte buffer", offset, length);
        offset += length;
    }
    if (length - offset < size) {
        auto needed = static_cast<uint64_t>(offset) + self->size;
        return packing ? fail(thread,
                              "pack_into requires a buffer of at least {} bytes for packing {} bytes at offset {} "
                              "(actual buffer size is {})",
                              needed, size, offset, length)
                       : fail(thread,
                              "unpack_from requires a buffer of at least {} bytes for unpacking {} bytes at offset "
                              "{} (actual buffer size is {})",
                              needed, size, offset, length);
    }
    *out = static_cast<size_t>(offset);
    return true;
}

Value pack_into(Thread& thread, const Struct* self, std::span<const Value> arguments) {
    if (arguments.size() < 2)
        return fail(thread, "pack_into expected {} argument", arguments.empty() ? "buffer" : "offset");
    std::span<const Value> values = arguments.subspan(2);
    if (values.size() != self->count)
        return fail(thread, "pack_into expected {} items for packing (got {})", self->count, values.size());
    Value target = arguments[0];
    bool readonly = is_bytes(target) || (is_memoryview(target) &&
                                         static_cast<MemoryView*>(target.as_object())->readonly);
    if (readonly || !has_buffer(target))
        return raise_type_error(thread, "argument must be read-write bytes-like object, not {}", type_name(target));
    std::string_view room;
    size_t offset;
    if (!get_buffer(thread, target, &room) || !place(thread, self, arguments[1], room.size(), true, &offset)) return {};
    // Packing may run script code (__index__), which may change the target: pack aside first.
    std::string packed(self->size, '\0');
    if (!pack_all(thread, self, values, packed.data())) return {};
    if (!get_buffer(thread, target, &room) || !place(thread, self, arguments[1], room.size(), true, &offset)) return {};
    std::copy(packed.begin(), packed.end(), const_cast<char*>(room.data()) + offset);
    return Value::none();
}

// --- unpacking ---

Value unpack_value(Thread& thread, const Struct* self, const Field& field, const char* at) {
    switch (field.code) {
        case 'c':
        case 's': return new_bytes(thread, {at, field.size});
        case 'p': {
            if (!field.size) return new_bytes(thread, {});
            size_t length = std::min<size_t>(static_cast<uint8_t>(*at), field.size - 1);
            return new_bytes(thread, {at + 1, length});
        }
        case '?': return Value::from_bool(*at != 0);
        default: break;
    }
    uint64_t bits = load(at, field.size, self->big_endian);
    switch (field.code) {
        case 'e': return Value::from_any_float(half_to_double(static_cast<uint16_t>(bits)));
        case 'f': return Value::from_any_float(std::bit_cast<float>(static_cast<uint32_t>(bits)));
        case 'd': return Value::from_any_float(std::bit_cast<double>(bits));
        case 'b': case 'h': case 'i': case 'l': case 'q': case 'n': {
            int unused = 64 - static_cast<int>(field.size) * 8;
            return make_int(thread, static_cast<int64_t>(bits << unused) >> unused);
        }
        default: return make_uint(thread, bits);
    }
}

Value unpack(Thread& thread, const Struct* self, const char* from) {
    Tuple* result = new_tuple_uninitialized(thread, self->count);
    size_t next = 0;
    for (const Field& field : self->all())
        for (uint64_t i = 0; i < field.repeat; i++) {
            Value value = unpack_value(thread, self, field, from + field.offset + i * field.size);
            if (!value) return {};
            result->items[next++] = value;
        }
    return result;
}

Value unpack_whole(Thread& thread, const Struct* self, Value buffer) {
    std::string_view bytes;
    if (!get_buffer(thread, buffer, &bytes)) return {};
    if (bytes.size() != self->size) return fail(thread, "unpack requires a buffer of {} bytes", self->size);
    return unpack(thread, self, bytes.data());
}

Value unpack_from(Thread& thread, const Struct* self, Value buffer, Value offset) {
    std::string_view bytes;
    size_t start;
    if (!get_buffer(thread, buffer, &bytes) || !place(thread, self, offset, bytes.size(), false, &start)) return {};
    return unpack(thread, self, bytes.data() + start);
}

// --- iter_unpack ---

struct UnpackIterator : Object {
    Struct* layout;
    Slot buffer;
    std::atomic<int64_t> position;
};

void trace_unpack_iterator(Object* object, Marker& marker) {
    marker.mark(static_cast<UnpackIterator*>(object)->layout);
    marker.mark(static_cast<UnpackIterator*>(object)->buffer);
}

Value next_unpacked(Thread& thread, Object* object) {
    auto* self = static_cast<UnpackIterator*>(object);
    Value buffer = self->buffer.load();
    if (!buffer) return {};
    std::string_view bytes;
    if (!get_buffer(thread, buffer, &bytes)) return {};
    auto at = static_cast<uint64_t>(take_position(self->position, static_cast<int64_t>(self->layout->size)));
    if (at + self->layout->size > bytes.size()) {
        self->buffer.store({});
        return {};
    }
    return unpack(thread, self->layout, bytes.data() + at);
}

Value unpack_length_hint(Thread& thread, Args& args) {
    auto* self = static_cast<UnpackIterator*>(args[0].as_object());
    Value buffer = self->buffer.load();
    std::string_view bytes;
    if (!buffer) return Value::from_int(0);
    if (!get_buffer(thread, buffer, &bytes)) return {};
    int64_t left = static_cast<int64_t>(bytes.size()) - self->position.load(std::memory_order_relaxed);
    return Value::from_int(std::max<int64_t>(left, 0) / static_cast<int64_t>(self->layout->size));
}

Value iter_unpack(Thread& thread, Struct* self, Value buffer) {
    if (!self->size) return fail(thread, "cannot iteratively unpack with a struct of length 0");
    std::string_view bytes;
    if (!get_buffer(thread, buffer, &bytes)) return {};
    if (bytes.size() % self->size)
        return fail(thread, "iterative unpacking requires a buffer of a multiple of {} bytes", self->size);
    auto* iterator = new_instance<UnpackIterator>(thread, unpack_iterator_class);
    iterator->layout = self;
    iterator->buffer.store(buffer);
    return iterator;
}

// --- what scripts see ---

Struct* self_of(Args& args) { return static_cast<Struct*>(args[0].as_object()); }

Value struct_new(Thread& thread, Args& args) {
    return make_struct(thread, static_cast<Class*>(args[0].as_object()), args[1]);
}
Value struct_init(Thread&, Args&) { return Value::none(); }

Value struct_reduce(Thread& thread, Args& args) {
    return new_tuple(thread, {Value(class_of(args[0])), new_tuple(thread, {Value(self_of(args)->format)})});
}

// The format of a function with *args, which arrives there because an error of its own complains when it is missing.
Struct* leading_struct(Thread& thread, Args& args, std::span<const Value>* rest) {
    if (args.rest.empty()) return raise_type_error(thread, "missing format argument");
    *rest = args.rest.subspan(1);
    return struct_for(thread, args.rest[0]);
}

template <Value (*work)(Thread&, const Struct*, std::span<const Value>)>
Value with_format(Thread& thread, Args& args) {
    std::span<const Value> rest;
    Struct* self = leading_struct(thread, args, &rest);
    return self ? work(thread, self, rest) : Value();
}

Value clear_cache(Thread& thread, Args&) {
    dict_clear(thread, known_formats);
    return Value::none();
}

}  // namespace

bool initialize_struct(Thread& thread, Module* module) {
    Dict* namespace_ = new_dict(thread);
    if (!dict_store(thread, namespace_, intern(thread, "__module__"), intern(thread, "struct"))) return false;
    Value error = new_class(thread, types.type, intern(thread, "error"),
                            new_tuple(thread, {Value(exceptions.Exception)}), namespace_, nullptr);
    if (!error) return false;
    error_class = static_cast<Class*>(error.as_object());
    keep_forever(thread, error);
    known_formats = new_dict(thread);
    keep_forever(thread, known_formats);

    struct_class = new_native_class(thread, {.name = "_struct.Struct",
                                             .instance_size = sizeof(Struct),
                                             .trace = trace_struct,
                                             .flags = kBasetype,
                                             .doc = "Struct(fmt) --> compiled struct object"});
    keep_forever(thread, struct_class);
    add_methods(
        thread, struct_class,
        {
            {"__new__(cls, format, /)", struct_new, "Create and return a new object.", Binding::StaticMethod},
            {"__init__(self, format, /)", struct_init},
            {"pack(self, /, *args)",
             [](Thread& thread, Args& args) { return pack(thread, self_of(args), args.rest); },
             "S.pack(v1, v2, ...) -> bytes"},
            {"pack_into(self, /, *args)",
             [](Thread& thread, Args& args) { return pack_into(thread, self_of(args), args.rest); },
             "S.pack_into(buffer, offset, v1, v2, ...)"},
            {"unpack(self, buffer, /)",
             [](Thread& thread, Args& args) { return unpack_whole(thread, self_of(args), args[1]); },
             "Return a tuple containing unpacked values."},
            {"unpack_from(self, /, buffer, offset=0)",
             [](Thread& thread, Args& args) { return unpack_from(thread, self_of(args), args[1], args[2]); },
             "Return a tuple containing unpacked values."},
            {"iter_unpack(self, buffer, /)",
             [](Thread& thread, Args& args) { return iter_unpack(thread, self_of(args), args[1]); },
             "Return an iterator yielding tuples."},
            {"__reduce__(self, /)", struct_reduce},
        });
    add_getsets(thread, struct_class,
                {
                    {"format", [](Thread&, Value self) { return Value(static_cast<Struct*>(self.as_object())->format); }},
                    {"size",
                     [](Thread& thread, Value self) {
                         return make_uint(thread, static_cast<Struct*>(self.as_object())->size);
                     }},
                });

    unpack_iterator_class = new_iterator_class(thread, "_struct.unpack_iterator", sizeof(UnpackIterator),
                                               trace_unpack_iterator, next_unpacked);
    keep_forever(thread, unpack_iterator_class);
    add_methods(thread, unpack_iterator_class, {{"__length_hint__(self, /)", unpack_length_hint}});

    set_module_attribute(thread, module, "Struct", struct_class);
    set_module_attribute(thread, module, "error", error);
    add_functions(
        thread, module,
        {
            {"calcsize(format, /)",
             [](Thread& thread, Args& args) {
                 Struct* self = struct_for(thread, args[0]);
                 return self ? make_uint(thread, self->size) : Value();
             },
             "Return size in bytes of the struct described by the format string."},
            {"pack(*args)", with_format<pack>, "pack(format, v1, v2, ...) -> bytes"},
            {"pack_into(*args)", with_format<pack_into>, "pack_into(format, buffer, offset, v1, v2, ...)"},
            {"unpack(format, buffer, /)",
             [](Thread& thread, Args& args) {
                 Struct* self = struct_for(thread, args[0]);
                 return self ? unpack_whole(thread, self, args[1]) : Value();
             },
             "Return a tuple containing values unpacked according to the format string."},
            {"unpack_from(format, /, buffer, offset=0)",
             [](Thread& thread, Args& args) {
                 Struct* self = struct_for(thread, args[0]);
                 return self ? unpack_from(thread, self, args[1], args[2]) : Value();
             },
             "Return a tuple containing values unpacked according to the format string."},
            {"iter_unpack(format, buffer, /)",
             [](Thread& thread, Args& args) {
                 Struct* self = struct_for(thread, args[0]);
                 return self ? iter_unpack(thread, self, args[1]) : Value();
             },
             "Return an iterator yielding tuples unpacked from the given bytes."},
            {"_clearcache()", clear_cache, "Clear the internal cache."},
        });
    return true;
}

}  // namespace gilt
