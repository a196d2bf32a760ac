// bytes, and what it shares with everything that has bytes inside.
#include "objects/bytes.h"

#include <algorithm>
#include <cstring>

#include "heap/fast_allocate.h"
#include "objects/array.h"
#include "objects/bytearray.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/exception.h"
#include "objects/format.h"
#include "objects/function.h"
#include "objects/hash.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/memoryview.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

bool is_bytes(Value value) {
    if (!value.is_object()) return false;
    Object* object = value.as_object();
    if (object->kind() == Kind::Bytes) return true;
    return object->kind() == Kind::Boxed && is_bytes(static_cast<Boxed*>(object)->payload);
}

Bytes* as_bytes(Value value) {
    Object* object = value.as_object();
    if (object->kind() == Kind::Boxed) object = static_cast<Boxed*>(object)->payload.as_object();
    return static_cast<Bytes*>(object);
}

namespace {

// With zeros in it, or whatever was there.
Bytes* make_bytes(Thread& thread, size_t length, bool zeroed) {
    Shape* shape = types.bytes->instance_shape.load(std::memory_order_acquire);
    size_t size = sizeof(Bytes) + length;
    Bytes* bytes;
    if (size <= heap::kLargestCell) {
        bytes = heap::fast_allocate<Bytes>(thread, shape, length);
    } else if (length > size_t{1} << 44) {
        (void)raise_memory_error(thread);
        return nullptr;
    } else {
        bytes = static_cast<Bytes*>(heap::try_allocate_raw(thread, size, zeroed ? size : sizeof(Bytes), shape));
    }
    if (bytes) bytes->length = length;
    return bytes;
}

}  // namespace

Bytes* new_bytes_uninitialized(Thread& thread, size_t length) { return make_bytes(thread, length, false); }

Bytes* new_bytes(Thread& thread, std::string_view data) {
    Bytes* bytes = new_bytes_uninitialized(thread, data.size());
    if (bytes) std::copy_n(data.data(), data.size(), bytes->data);  // data may be null and empty
    return bytes;
}

int64_t bytes_hash(Bytes* bytes) {
    int64_t hash = bytes->hash_word.load(std::memory_order_relaxed);
    if (!hash) {
        hash = hash_bytes(bytes->data, bytes->length);
        bytes->hash_word.store(hash, std::memory_order_relaxed);
    }
    return hash;
}

bool has_buffer(Value value) { return is_bytes(value) || is_bytearray(value) || is_memoryview(value) || is_array(value); }

bool get_buffer(Thread& thread, Value value, std::string_view* out) {
    if (is_bytes(value)) {
        *out = as_bytes(value)->view();
        return true;
    }
    if (is_bytearray(value) || is_array(value)) {
        *out = as_bytearray(value)->view();
        return true;
    }
    if (is_memoryview(value)) {
        auto* view = static_cast<MemoryView*>(value.as_object());
        if (!view->exporter.load())
            return bool(raise_value_error(thread, "operation forbidden on released memoryview object"));
        if (memoryview_bytes(view, out)) return true;
        return bool(raise_format(thread, exceptions.BufferError,
                                 "memoryview: underlying buffer is not C-contiguous"));
    }
    return bool(raise_type_error(thread, "a bytes-like object is required, not '{}'", type_name(value)));
}

std::string_view byte_view(Thread& thread, Value self) {
    if (is_bytes(self)) return as_bytes(self)->view();
    ByteArray* array = as_bytearray(self);
    if (gil::enabled) return array->view();
    while (true) {  // a copy made under the lock; room for it is made before
        Bytes* copy = new_bytes_uninitialized(thread, array->count());
        if (!copy) return {};
        ObjectLock lock(array);
        std::string_view now = array->view();
        if (now.size() > copy->length) continue;
        copy->length = now.size();
        std::copy_n(now.data(), now.size(), copy->data);
        return copy->view();
    }
}

Value new_like(Thread& thread, Value self, std::string_view bytes) {
    if (is_bytes(self)) return new_bytes(thread, bytes);
    return new_bytearray(thread, bytes);
}

Value repeat_like(Thread& thread, Value self, std::string_view unit, int64_t count) {
    size_t total;
    if (__builtin_mul_overflow(unit.size(), static_cast<size_t>(count), &total))
        return raise_memory_error(thread);
    Bytes* result = new_bytes_uninitialized(thread, total);
    if (!result) return {};
    if (unit.size() == 1) {
        std::memset(result->data, unit[0], total);
    } else {
        for (size_t at = 0; at < total; at += unit.size())
            std::copy_n(unit.data(), unit.size(), result->data + at);
    }
    return is_bytes(self) ? Value(result) : Value(new_bytearray(thread, result->view()));
}

bool to_byte(Thread& thread, Value value, uint8_t* out) {
    Value plain = to_index(thread, value);
    if (!plain) return false;
    if (!plain.is_int() || plain.as_int() < 0 || plain.as_int() > 255)
        return bool(raise_value_error(thread, "byte must be in range(0, 256)"));
    *out = static_cast<uint8_t>(plain.as_int());
    return true;
}

std::string bytes_repr(std::string_view bytes, bool always_escapes) {
    bool single = bytes.find('\'') != std::string_view::npos;
    char quote = single && bytes.find('"') == std::string_view::npos ? '"' : '\'';
    std::string out = "b";
    out.push_back(quote);
    for (char c : bytes) {
        auto byte = static_cast<uint8_t>(c);
        if (c == quote || c == '\\' || (always_escapes && c == '\'')) {
            out.push_back('\\');
            out.push_back(c);
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (byte < 0x20 || byte >= 0x7F) {
            out += "\\x";
            out.push_back("0123456789abcdef"[byte >> 4]);
            out.push_back("0123456789abcdef"[byte & 15]);
        } else {
            out.push_back(c);
        }
    }
    out.push_back(quote);
    return out;
}

// --- making bytes from whatever a script has ---

bool bytes_from_iterable(Thread& thread, Value source, std::string* out, const char* what) {
    Iteration items(thread, source);
    while (Value item = items.next()) {
        Value plain = to_index(thread, item);
        if (!plain) return false;
        if (!plain.is_int() || plain.as_int() < 0 || plain.as_int() > 255)
            return bool(raise_value_error(thread, "{} must be in range(0, 256)", what));
        out->push_back(static_cast<char>(plain.as_int()));
    }
    return !items.failed();
}

int zero_count(Thread& thread, Value source, int64_t* count) {
    if (!source || is_str(source) || has_buffer(source)) return 0;
    Class* cls = class_of(source);
    if (!cls->special(Special::k_index) || cls->special(Special::k_bytes)) return 0;
    if (!to_sequence_index(thread, source, exceptions.OverflowError, count)) return -1;
    if (*count < 0) return raise_value_error(thread, "negative count"), -1;
    return 1;
}

bool bytes_from_arguments(Thread& thread, Class* target, Value source, Value encoding, Value errors, std::string* out) {
    if (encoding || errors) {
        std::string names[2] = {"utf-8", "strict"};
        for (int i = 0; i < 2; i++) {
            Value given = i ? errors : encoding;
            if (!given) continue;
            if (!is_str(given))
                return bool(raise_type_error(thread, "{}() argument '{}' must be str, not {}", to_utf8(target->name),
                                             i ? "errors" : "encoding", argument_type_name(given)));
            names[i] = to_utf8(as_str(given));
        }
        if (source && is_str(source) && !encoding)
            return bool(raise_type_error(thread, "string argument without an encoding"));
        if (!source || !is_str(source))
            return bool(
                raise_type_error(thread, "{} without a string argument", encoding ? "encoding" : "errors"));
        Value encoded = encode_text(thread, as_str(source), names[0], names[1]);
        if (!encoded) return false;
        *out = as_bytes(encoded)->view();
        return true;
    }
    if (!source) return true;
    if (is_str(source)) return bool(raise_type_error(thread, "string argument without an encoding"));
    bool found = false;
    if (!is_bytes(source) || class_of(source) != types.bytes) {
        Value converted = call_special(thread, source, Special::k_bytes, {}, &found);
        if (found) {
            if (!converted) return false;
            if (!is_bytes(converted))
                return bool(
                    raise_type_error(thread, "__bytes__ returned non-bytes (type {})", type_name(converted)));
            *out = as_bytes(converted)->view();
            return true;
        }
    }
    if (has_buffer(source)) {
        if (is_memoryview(source)) {
            Value whole = call_method(thread, source, intern(thread, "tobytes"), {});
            if (!whole) return false;
            source = whole;
        }
        *out = byte_view(thread, source);
        return true;
    }
    Class* cls = class_of(source);
    if (!cls->special(Special::k_iter) && !cls->special(Special::k_getitem))
        return bool(raise_type_error(thread, "cannot convert '{}' object to {}", type_name(source), to_utf8(target->name)));
    return bytes_from_iterable(thread, source, out, target == types.bytearray ? "byte" : "bytes");
}

namespace {

Value bytes_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.bytes);
    if (!cls) return {};
    Value plain;
    if (args.has(1) && !args.has(2) && !args.has(3) && class_of(args[1]) == types.bytes) {
        plain = args[1];
    } else if (int64_t count;
               int is_count = args.has(2) || args.has(3) ? 0 : zero_count(thread, args[1], &count)) {
        plain = is_count > 0 ? make_bytes(thread, static_cast<size_t>(count), true) : nullptr;
        if (!plain) return {};
    } else {
        std::string content;
        if (!bytes_from_arguments(thread, types.bytes, args[1], args[2], args[3], &content)) return {};
        plain = new_bytes(thread, content);
        if (!plain) return {};
    }
    return cls == types.bytes ? plain : new_boxed(thread, cls, plain);
}

}  // namespace

void trace_bytes(Object*, Marker&) {}

void init_bytes_type(Thread& thread) {
    Class* cls = types.bytes;
    add_methods(
        thread, cls,
        {{"__new__(cls, source=b'', encoding='utf-8', errors='strict')", bytes_new,
          "Create and return a new object.", Binding::StaticMethod},
         {"__repr__(self, /)",
          [](Thread& thread, Args& args) -> Value {
              return new_str_ascii(thread, bytes_repr(as_bytes(args[0])->view()));
          },
          "Return repr(self)."},
         {"__str__(self, /)",
          [](Thread& thread, Args& args) -> Value {
              return new_str_ascii(thread, bytes_repr(as_bytes(args[0])->view()));
          },
          "Return str(self)."},
         {"__hash__(self, /)",
          [](Thread& thread, Args& args) { return make_int(thread, bytes_hash(as_bytes(args[0]))); },
          "Return hash(self)."},
         {"__iter__(self, /)",
          [](Thread& thread, Args& args) { return new_bytes_iterator(thread, as_bytes(args[0])); },
          "Implement iter(self)."},
         {"__bytes__(self, /)", [](Thread&, Args& args) -> Value { return as_bytes(args[0]); },
          "Convert this value to exact type bytes."},
         {"__getnewargs__(self, /)",
          [](Thread& thread, Args& args) -> Value { return new_tuple(thread, {as_bytes(args[0])}); }, ""}});
    add_byte_methods(thread, cls);
    add_byte_split_methods(thread, cls);
}

}  // namespace gilt
