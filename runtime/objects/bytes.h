// bytes and bytearray.
#pragma once
#include <atomic>
#include <string>
#include <string_view>
#include "value/object.h"

namespace gilt {
class Marker;
class Thread;
struct Class;

struct Bytes : Object {
    uint64_t length;
    std::atomic<int64_t> hash_word;  // 0: not computed
    char data[];
    std::string_view view() const { return {data, length}; }
};
bool is_bytes(Value value);  // bytes or a subclass
Bytes* as_bytes(Value value);
Bytes* new_bytes(Thread& thread, std::string_view data);
Bytes* new_bytes_uninitialized(Thread& thread, size_t length);
int64_t bytes_hash(Bytes* bytes);

// Anything with bytes inside (bytes, bytearray, memoryview, array): a view valid until the next safepoint or
// change of the object. TypeError "a bytes-like object is required, not 'x'".
[[nodiscard]] bool get_buffer(Thread& thread, Value value, std::string_view* out);
// Whether get_buffer would take it.
bool has_buffer(Value value);

// The count in bytes(count): 1, 0 if the source is something else, -1 with an exception pending.
[[nodiscard]] int zero_count(Thread& thread, Value source, int64_t* count);
// What bytes(source, encoding, errors) and bytearray(...) hold. Arguments left out are empty.
[[nodiscard]] bool bytes_from_arguments(Thread& thread, Class* target, Value source, Value encoding, Value errors,
                                        std::string* out);
// The items of an iterable of ints from 0 to 255.
[[nodiscard]] bool bytes_from_iterable(Thread& thread, Value source, std::string* out, const char* what = "bytes");
// An int from 0 to 255; ValueError "byte must be in range(0, 256)".
[[nodiscard]] bool to_byte(Thread& thread, Value value, uint8_t* out);
// b'...' with CPython's choice of quotes.
// A bytearray escapes a single quote even between double ones.
std::string bytes_repr(std::string_view bytes, bool always_escapes = false);

void trace_bytes(Object* object, Marker& marker);
void init_bytes_type(Thread& thread);
// The methods bytes and bytearray share (byte_methods.cpp, byte_split.cpp).
void add_byte_methods(Thread& thread, Class* cls);
void add_byte_split_methods(Thread& thread, Class* cls);
// For those methods: the bytes of `self`, which no other thread changes while the view is used, and a new
// object of self's kind (bytes or bytearray).
std::string_view byte_view(Thread& thread, Value self);
Value new_like(Thread& thread, Value self, std::string_view bytes);
// `unit` repeated, in an object of self's kind.
Value repeat_like(Thread& thread, Value self, std::string_view unit, int64_t count);
// bytes.hex(separator, group size); arguments left out are empty.
Value bytes_hex(Thread& thread, std::string_view bytes, Value separator, Value group);
}  // namespace gilt
