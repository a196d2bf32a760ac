// array: the type array.array (objects/array.h) with its items packed and unpacked by type code.
#include <algorithm>
#include <cstring>
#include <string>

#include "heap/heap.h"
#include "modules/importer.h"
#include "objects/array.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/memoryview.h"
#include "objects/range.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/str_builder.h"
#include "objects/tuple.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class *array_class, *array_iterator_class;
Value reconstructor;  // array._array_reconstructor, which pickles name

constexpr std::string_view kTypeCodes = "bBuhHiIlLqQfd";
constexpr uint32_t kMaxCharacter = 0x10FFFF;

uint8_t size_of_code(char code) {
    switch (code) {
        case 'b': case 'B': return 1;
        case 'h': case 'H': return 2;
        case 'i': case 'I': case 'f': case 'u': return 4;
        default: return 8;
    }
}

Array* self_of(Args& args) { return as_array(args[0]); }

Array* new_array(Thread& thread, Class* cls, char code, std::string_view bytes) {
    auto* array = new_instance<Array>(thread, cls);
    array->type_code = code;
    array->item_size = size_of_code(code);
    return bytearray_splice(thread, array, 0, 0, bytes) ? array : nullptr;
}

// --- items ---

// The item at `index`, or empty behind the end. Another exception may be pending then: a character out of range.
Value item_at(Thread& thread, Array* array, uint64_t index) {
    alignas(8) char bytes[8];
    {
        ObjectLock lock(array);
        if (index >= array->item_count()) return {};
        std::memcpy(bytes, array->view().data() + index * array->item_size, array->item_size);
    }
    if (array->type_code != 'u') return unpack_item(thread, array->type_code, bytes);
    uint32_t c;
    std::memcpy(&c, bytes, sizeof c);
    if (c > kMaxCharacter)
        return raise_value_error(thread, "character U+{:x} is not in range [U+0000; U+10ffff]", c);
    return new_char(thread, c);
}

struct ArrayItems {
    Thread& thread;
    Array* array;
    uint64_t count() const { return array->item_count(); }
    Value at(uint64_t index) const { return item_at(thread, array, index); }
};

// What CPython says of a number that does not fit.
bool out_of_range(Thread& thread, const char* message) { return bool(raise_text(thread, exceptions.OverflowError, message)); }
bool check_limits(Thread& thread, int64_t number, int64_t least, int64_t most, const char* what) {
    if (number >= least && number <= most) return true;
    return bool(raise_format(thread, exceptions.OverflowError, "{} is {}", what,
                             number < least ? "less than minimum" : "greater than maximum"));
}

bool pack_signed(Thread& thread, char code, Value plain, char* out) {
    std::optional<int64_t> number = int_to_int64(plain);
    if (!number)
        return out_of_range(thread, code == 'q' ? "int too big to convert" : "Python int too large to convert to C long");
    bool fits = true;
    switch (code) {
        case 'b':
            fits = check_limits(thread, *number, INT16_MIN, INT16_MAX, "signed short integer") &&
                   check_limits(thread, *number, INT8_MIN, INT8_MAX, "signed char");
            break;
        case 'B': fits = check_limits(thread, *number, 0, UINT8_MAX, "unsigned byte integer"); break;
        case 'h': fits = check_limits(thread, *number, INT16_MIN, INT16_MAX, "signed short integer"); break;
        case 'H':
            fits = check_limits(thread, *number, INT32_MIN, INT32_MAX, "signed integer") &&
                   check_limits(thread, *number, 0, UINT16_MAX, "unsigned short");
            break;
        case 'i': fits = check_limits(thread, *number, INT32_MIN, INT32_MAX, "signed integer"); break;
        default: break;
    }
    std::memcpy(out, &*number, 8);  // little-endian
    return fits;
}

bool pack_unsigned(Thread& thread, char code, Value plain, char* out) {
    if (int_sign(plain) < 0)
        return out_of_range(thread, code == 'Q' ? "can't convert negative int to unsigned" : "can't convert negative value to unsigned int");
    std::optional<uint64_t> number = int_to_uint64(plain);
    if (!number)
        return out_of_range(thread, code == 'Q' ? "int too big to convert" : "Python int too large to convert to C unsigned long");
    if (code == 'I' && *number > UINT32_MAX) return out_of_range(thread, "unsigned int is greater than maximum");
    std::memcpy(out, &*number, 8);
    return true;
}

// The bytes of one item, at most eight.
bool pack_item(Thread& thread, char code, Value value, char* out) {
    if (code == 'u') {
        if (!is_str(value) || as_str(value)->length != 1)
            return bool(raise_type_error(thread, "array item must be unicode character"));
        uint32_t c = as_str(value)->at(0);
        std::memcpy(out, &c, sizeof c);
        return true;
    }
    if (code == 'f' || code == 'd') {
        double number;
        if (!to_double(thread, value, &number)) return false;
        number = Value::plain_nan(number);
        auto narrow = static_cast<float>(number);
        code == 'f' ? std::memcpy(out, &narrow, sizeof narrow) : std::memcpy(out, &number, sizeof number);
        return true;
    }
    Value plain = to_index(thread, value);
    if (!plain) return false;
    bool is_unsigned = code == 'I' || code == 'L' || code == 'Q';
    return is_unsigned ? pack_unsigned(thread, code, plain, out) : pack_signed(thread, code, plain, out);
}

bool append_item(Thread& thread, Array* array, Value value) {
    char bytes[8];
    return pack_item(thread, array->type_code, value, bytes) &&
           bytearray_splice(thread, array, SIZE_MAX, SIZE_MAX, {bytes, array->item_size});
}

// A copy of the array's bytes that no other thread changes.
std::string bytes_of(Array* array) {
    ObjectLock lock(array);
    return std::string(array->view());
}

// --- making and filling ---

bool add_bytes(Thread& thread, Array* array, std::string_view bytes) {
    if (bytes.size() % array->item_size)
        return bool(raise_value_error(thread, "bytes length not a multiple of item size"));
    return bytearray_splice(thread, array, SIZE_MAX, SIZE_MAX, bytes);
}

bool add_text(Thread& thread, Array* array, Str* text) {
    std::string bytes;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t c = text->at(i);
        bytes.append(reinterpret_cast<const char*>(&c), sizeof c);
    }
    return add_bytes(thread, array, bytes);
}

bool add_iterable(Thread& thread, Array* array, Value iterable) {
    Iteration items(thread, iterable);
    while (Value item = items.next())
        if (!append_item(thread, array, item)) return false;
    return !items.failed();
}

Value array_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], array_class);
    if (!cls) return {};
    size_t given = args.rest.size();
    if (args.keywords && cls == array_class) return raise_type_error(thread, "array.array() takes no keyword arguments");
    if (given < 1 || given > 2)
        return raise_type_error(thread, "array() takes at {} {} argument{} ({} given)", given < 1 ? "least" : "most",
                                given < 1 ? 1 : 2, given < 1 ? "" : "s", given);
    Value code_value = args.rest[0];
    if (!is_str(code_value) || as_str(code_value)->length != 1)
        return raise_type_error(thread, "array() argument 1 must be a unicode character, not {}", argument_type_name(code_value));
    Value initial = given > 1 ? args.rest[1] : Value();
    uint32_t letter = as_str(code_value)->at(0);
    char code = letter < 128 ? static_cast<char>(letter) : '\0';
    if (initial && code != 'u' && is_str(initial))
        return raise_type_error(thread, "cannot use a str to initialize an array with typecode '{}'", to_utf8(as_str(code_value)));
    if (initial && code != 'u' && is_array(initial) && as_array(initial)->type_code == 'u')
        return raise_type_error(thread, "cannot use a unicode array to initialize an array with typecode '{}'", to_utf8(as_str(code_value)));
    if (!code || kTypeCodes.find(code) == std::string_view::npos)
        return raise_value_error(thread, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    Array* array = new_array(thread, cls, code, {});
    if (!array || !initial) return array;
    bool good;
    if (is_bytes(initial) || is_bytearray(initial))
        good = add_bytes(thread, array, byte_view(thread, initial));
    else if (is_str(initial))
        good = add_text(thread, array, as_str(initial));
    else if (is_array(initial) && as_array(initial)->type_code == code)
        good = add_bytes(thread, array, bytes_of(as_array(initial)));
    else
        good = add_iterable(thread, array, initial);
    return good ? Value(array) : Value();
}

Value none_if(bool good) { return good ? Value::none() : Value(); }

Value array_append(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), array_append)) return {};
    return none_if(append_item(thread, self_of(args), args[1]));
}

// An array of the same kind is taken as a whole; anything else item by item.
bool extend_with(Thread& thread, Array* self, Value value) {
    if (!is_array(value)) return add_iterable(thread, self, value);
    if (as_array(value)->type_code != self->type_code)
        return bool(raise_type_error(thread, "can only extend with array of same kind"));
    return add_bytes(thread, self, bytes_of(as_array(value)));
}

Value array_extend(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), array_extend)) return {};
    return none_if(extend_with(thread, self_of(args), args[1]));
}

Value array_fromlist(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), array_fromlist)) return {};
    if (!is_list(args[1])) return raise_type_error(thread, "arg must be list");
    Array* self = self_of(args);
    std::string packed;
    for (uint64_t i = 0; Value item = list_get(as_list(args[1]), i); i++) {
        char bytes[8];
        if (!pack_item(thread, self->type_code, item, bytes)) return {};
        packed.append(bytes, self->item_size);
    }
    return none_if(add_bytes(thread, self, packed));
}

Value array_frombytes(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), array_frombytes)) return {};
    std::string_view bytes;
    if (!get_buffer(thread, args[1], &bytes)) return {};
    return none_if(add_bytes(thread, self_of(args), std::string(bytes)));
}

Value array_fromunicode(Thread& thread, Args& args) {
    if (!is_str(args[1]))
        return raise_type_error(thread, "fromunicode() argument must be str, not {}", argument_type_name(args[1]));
    if (self_of(args)->type_code != 'u')
        return raise_value_error(thread, "fromunicode() may only be called on unicode type arrays");
    return none_if(add_text(thread, self_of(args), as_str(args[1])));
}

Value array_tounicode(Thread& thread, Args& args) {
    Array* self = self_of(args);
    if (self->type_code != 'u') return raise_value_error(thread, "tounicode() may only be called on unicode type arrays");
    StrBuilder text;
    for (uint64_t i = 0;; i++) {
        Value c = item_at(thread, self, i);
        if (!c) break;
        text.append(as_str(c));
    }
    return bool(thread.exception) ? Value() : Value(text.finish(thread));
}

Value array_fromfile(Thread& thread, Args& args) {
    Array* self = self_of(args);
    int64_t count;
    if (!to_int64(thread, args[2], &count)) return {};
    if (count < 0) return raise_value_error(thread, "negative count");
    int64_t wanted;
    if (__builtin_mul_overflow(count, int64_t{self->item_size}, &wanted)) return raise_memory_error(thread);
    Value bytes = call_method(thread, args[1], names.read, {make_int(thread, wanted)});
    if (!bytes) return {};
    if (!is_bytes(bytes)) return raise_type_error(thread, "read() didn't return bytes");
    bool enough = static_cast<int64_t>(as_bytes(bytes)->length) == wanted;
    if (!add_bytes(thread, self, as_bytes(bytes)->view())) return {};
    return enough ? Value::none() : raise_text(thread, exceptions.EOFError, "read() didn't return enough bytes");
}

Value array_tofile(Thread& thread, Args& args) {
    Value bytes = new_bytes(thread, bytes_of(self_of(args)));
    return bytes && call_method(thread, args[1], names.write, {bytes}) ? Value::none() : Value();
}

Value array_tobytes(Thread& thread, Args& args) { return new_bytes(thread, bytes_of(self_of(args))); }

Value array_tolist(Thread& thread, Args& args) {
    List* list = new_list(thread);
    for (uint64_t i = 0;; i++) {
        Value item = item_at(thread, self_of(args), i);
        if (!item) break;
        list_append(thread, list, item);
    }
    return bool(thread.exception) ? Value() : Value(list);
}

// --- operators ---

Value array_len(Thread&, Args& args) { return Value::from_int(static_cast<int64_t>(self_of(args)->item_count())); }

// The position a key means. False with an exception pending.
bool index_for(Thread& thread, Array* self, Value key, int64_t* index) {
    if (!is_int(key) && !class_of(key)->special(Special::k_index))
        return bool(raise_type_error(thread, "array indices must be integers"));
    if (!to_sequence_index(thread, key, exceptions.IndexError, index)) return false;
    if (*index < 0) *index += static_cast<int64_t>(self->item_count());
    return true;
}

bool is_slice(Value key) { return key.is_object() && key.as_object()->kind() == Kind::Slice; }

struct Range {
    int64_t start, stop, step, count;
};
bool range_of(Thread& thread, Array* self, Value slice, Range* range) {
    return slice_indices(thread, static_cast<Slice*>(slice.as_object()), static_cast<int64_t>(self->item_count()), &range->start,
                         &range->stop, &range->step, &range->count);
}

Value array_getitem(Thread& thread, Args& args) {
    Array* self = self_of(args);
    if (is_slice(args[1])) {
        Range range;
        if (!range_of(thread, self, args[1], &range)) return {};
        std::string bytes = bytes_of(self), picked;
        for (int64_t i = 0; i < range.count; i++) {
            auto at = static_cast<size_t>(range.start + i * range.step) * self->item_size;
            if (at < bytes.size()) picked.append(bytes, at, self->item_size);
        }
        return new_array(thread, array_class, self->type_code, picked);
    }
    int64_t index;
    if (!index_for(thread, self, args[1], &index)) return {};
    Value item = index < 0 ? Value() : item_at(thread, self, static_cast<uint64_t>(index));
    if (item || bool(thread.exception)) return item;
    return raise_text(thread, exceptions.IndexError, "array index out of range");
}

// self[slice] = with; del self[slice] if `remove`.
bool assign_slice(Thread& thread, Array* self, Value slice, const std::string& with, bool remove) {
    Range range;
    if (!range_of(thread, self, slice, &range)) return false;
    size_t size = self->item_size, count = with.size() / size;
    if (range.step == 1) {
        auto start = static_cast<size_t>(range.start), stop = static_cast<size_t>(std::max(range.start, range.stop));
        return bytearray_splice(thread, self, start * size, stop * size, with);
    }
    if (!remove && static_cast<int64_t>(count) != range.count)
        return bool(raise_value_error(thread, "attempt to assign array of size {} to extended slice of size {}", count, range.count));
    std::string bytes = bytes_of(self);
    if (remove && range.step > 0) {  // from the back, so that indices stay right
        range.start += (range.count - 1) * range.step;
        range.step = -range.step;
    }
    for (int64_t i = 0; i < range.count; i++) {
        auto at = static_cast<size_t>(range.start + i * range.step) * size;
        if (at + size > bytes.size()) continue;  // another thread has made it shorter
        remove ? bytes.erase(at, size) : bytes.replace(at, size, with, static_cast<size_t>(i) * size, size);
    }
    return bytearray_splice(thread, self, 0, SIZE_MAX, bytes);
}

Value assign(Thread& thread, Array* self, Value key, Value value) {
    if (is_slice(key)) {
        if (value && !is_array(value))
            return raise_type_error(thread, "can only assign array (not \"{}\") to array slice", type_name(value));
        if (value && as_array(value)->type_code != self->type_code)
            return raise_type_error(thread, "bad argument type for built-in operation");
        return none_if(assign_slice(thread, self, key, value ? bytes_of(as_array(value)) : std::string(), value.is_empty()));
    }
    int64_t index;
    if (!index_for(thread, self, key, &index)) return {};
    char bytes[8] = {};
    size_t size = self->item_size, at = static_cast<size_t>(index) * size;
    if (index < 0 || static_cast<size_t>(index) >= self->item_count())
        return raise_text(thread, exceptions.IndexError, "array assignment index out of range");
    if (value && !pack_item(thread, self->type_code, value, bytes)) return {};
    return none_if(bytearray_splice(thread, self, at, at + size, {bytes, value ? size : 0}));
}
Value array_setitem(Thread& thread, Args& args) { return assign(thread, self_of(args), args[1], args[2]); }
Value array_delitem(Thread& thread, Args& args) { return assign(thread, self_of(args), args[1], {}); }

Value array_add(Thread& thread, Args& args) {
    Array* self = self_of(args);
    if (!is_array(args[1]))
        return raise_type_error(thread, "can only append array (not \"{}\") to array", type_name(args[1]));
    if (as_array(args[1])->type_code != self->type_code) return raise_type_error(thread, "bad argument type for built-in operation");
    return new_array(thread, array_class, self->type_code, bytes_of(self) + bytes_of(as_array(args[1])));
}

Value array_iadd(Thread& thread, Args& args) {
    if (!is_array(args[1]))
        return raise_type_error(thread, "can only extend array with array (not \"{}\")", type_name(args[1]));
    return extend_with(thread, self_of(args), args[1]) ? args[0] : Value();
}

template <bool reflected>
Value array_multiply(Thread& thread, Args& args) {
    int64_t count;
    Value result;
    if (!repeat_count(thread, args[0], args[1], reflected, &count, &result)) return result;
    Value bytes = repeat_like(thread, new_bytes(thread, {}), bytes_of(self_of(args)), count);
    return bytes ? Value(new_array(thread, array_class, self_of(args)->type_code, as_bytes(bytes)->view())) : Value();
}

Value array_imul(Thread& thread, Args& args) {
    int64_t count;
    Value result;
    if (!repeat_count(thread, args[0], args[1], false, &count, &result)) return result;
    Value bytes = repeat_like(thread, new_bytes(thread, {}), bytes_of(self_of(args)), count);
    return bytes && bytearray_splice(thread, self_of(args), 0, SIZE_MAX, as_bytes(bytes)->view()) ? args[0] : Value();
}

Value compare_arrays(Thread& thread, Comparison op, Value a, Value b) {
    if (!is_array(b)) return Value::not_implemented();
    return compare_sequences<true>(thread, op, ArrayItems{thread, as_array(a)}, ArrayItems{thread, as_array(b)});
}

// The first item equal to `value` in [from, to): its index, -1 if there is none, -2 with an exception pending.
int64_t find(Thread& thread, Array* self, Value value, int64_t from, int64_t to) {
    for (int64_t i = from; i < to; i++) {
        Value item = item_at(thread, self, static_cast<uint64_t>(i));
        if (!item) return bool(thread.exception) ? -2 : -1;
        int same = items_equal(thread, item, value);
        if (same < 0) return -2;
        if (same) return i;
    }
    return -1;
}

Value array_contains(Thread& thread, Args& args) {
    int64_t found = find(thread, self_of(args), args[1], 0, INT64_MAX);
    return found == -2 ? Value() : Value::from_bool(found >= 0);
}

Value array_index(Thread& thread, Args& args) {
    int64_t from, to;
    if (!search_bounds(thread, args[2], args[3], self_of(args)->item_count(), &from, &to)) return {};
    int64_t found = find(thread, self_of(args), args[1], from, to);
    if (found >= 0) return Value::from_int(found);
    return found == -2 ? Value() : raise_value_error(thread, "array.index(x): x not in array");
}

Value array_count(Thread& thread, Args& args) {
    int64_t count = 0, at = -1;
    while ((at = find(thread, self_of(args), args[1], at + 1, INT64_MAX)) >= 0) count++;
    return at == -2 ? Value() : Value::from_int(count);
}

Value array_remove(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), array_remove)) return {};
    Array* self = self_of(args);
    int64_t found = find(thread, self, args[1], 0, INT64_MAX);
    if (found == -2) return {};
    if (found < 0) return raise_value_error(thread, "array.remove(x): x not in array");
    auto at = static_cast<size_t>(found) * self->item_size;
    return none_if(bytearray_splice(thread, self, at, at + self->item_size, {}));
}

Value array_insert(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), array_insert)) return {};
    Array* self = self_of(args);
    int64_t index;
    char bytes[8];
    if (!to_int64(thread, args[1], &index) || !pack_item(thread, self->type_code, args[2], bytes)) return {};
    auto count = static_cast<int64_t>(self->item_count());
    if (index < 0) index = std::max<int64_t>(index + count, 0);
    size_t at = static_cast<size_t>(std::min(index, count)) * self->item_size;
    return none_if(bytearray_splice(thread, self, at, at, {bytes, self->item_size}));
}

Value array_pop(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), array_pop)) return {};
    Array* self = self_of(args);
    int64_t index = -1;
    if (args.has(1) && !to_int64(thread, args[1], &index)) return {};
    auto count = static_cast<int64_t>(self->item_count());
    if (count == 0) return raise_text(thread, exceptions.IndexError, "pop from empty array");
    if (index < 0) index += count;
    Value item = index < 0 ? Value() : item_at(thread, self, static_cast<uint64_t>(index));
    if (!item) return bool(thread.exception) ? Value() : raise_text(thread, exceptions.IndexError, "pop index out of range");
    auto at = static_cast<size_t>(index) * self->item_size;
    return bytearray_splice(thread, self, at, at + self->item_size, {}) ? item : Value();
}

Value array_reverse(Thread& thread, Args& args) {
    Array* self = self_of(args);
    std::string bytes = bytes_of(self), reversed;
    for (size_t at = bytes.size(); at > 0; at -= self->item_size) reversed.append(bytes, at - self->item_size, self->item_size);
    return none_if(bytearray_splice(thread, self, 0, SIZE_MAX, reversed));
}

Value array_byteswap(Thread& thread, Args& args) {
    Array* self = self_of(args);
    std::string bytes = bytes_of(self);
    for (size_t at = 0; at < bytes.size(); at += self->item_size)
        std::reverse(bytes.begin() + static_cast<ptrdiff_t>(at), bytes.begin() + static_cast<ptrdiff_t>(at + self->item_size));
    return none_if(bytearray_splice(thread, self, 0, SIZE_MAX, bytes));
}

// --- the rest ---

Value array_repr(Thread& thread, Args& args) {
    Array* self = self_of(args);
    std::string head = to_utf8(class_of(args[0])->name) + "('" + self->type_code + "'";
    if (self->item_count() == 0) return new_str(thread, head + ")");
    Value content = self->type_code == 'u' ? array_tounicode(thread, args) : array_tolist(thread, args);
    Str* text = content ? repr(thread, content) : nullptr;
    return text ? Value(new_str(thread, head + ", " + to_utf8(text) + ")")) : Value();
}

Value array_buffer_info(Thread& thread, Args& args) {
    Array* self = self_of(args);
    return new_tuple(thread, {make_uint(thread, reinterpret_cast<uint64_t>(self->view().data())), array_len(thread, args)});
}

Value array_copy(Thread& thread, Args& args) {
    return new_array(thread, array_class, self_of(args)->type_code, bytes_of(self_of(args)));
}

// The machine format codes of the documentation of array._array_reconstructor: little-endian ones.
int format_code(char code) {
    switch (code) {
        case 'b': return 1;
        case 'B': return 0;
        case 'h': return 4;
        case 'H': return 2;
        case 'i': return 8;
        case 'I': return 6;
        case 'l': case 'q': return 12;
        case 'L': case 'Q': return 10;
        case 'f': return 14;
        case 'd': return 16;
        default: return 20;  // 'u'
    }
}

Value array_reduce_ex(Thread& thread, Args& args) {
    if (!is_int(args[1])) return raise_type_error(thread, "__reduce_ex__ argument should be an integer");
    Array* self = self_of(args);
    Value state;
    if (find_attr(thread, args[0], names.dunder_dict, &state) < 0) return {};
    if (!state) state = Value::none();
    Value cls = class_of(args[0]), code = new_char(thread, static_cast<uint32_t>(self->type_code));
    auto protocol = int_to_int64(as_plain_int(args[1]));
    if (protocol && *protocol < 3) {
        Value items = array_tolist(thread, args);
        return items ? Value(new_tuple(thread, {cls, new_tuple(thread, {code, items}), state})) : Value();
    }
    Value arguments = new_tuple(thread, {cls, code, Value::from_int(format_code(self->type_code)), array_tobytes(thread, args)});
    return new_tuple(thread, {reconstructor, arguments, state});
}

// array._array_reconstructor(type, code, format, bytes): what pickles call. Formats of other machines are read as well:
// an odd code of an integer or float type is the big-endian form of the one before it.
Value reconstruct(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], array_class);
    if (!cls) return {};
    if (!is_str(args[1]) || as_str(args[1])->length != 1 || kTypeCodes.find(to_utf8(as_str(args[1]))) == std::string_view::npos)
        return raise_value_error(thread, "second parameter must be a valid type code");
    int64_t format;
    if (!to_c_int(thread, args[2], &format)) return {};
    if (!is_bytes(args[3]))
        return raise_type_error(thread, "fourth argument should be bytes, not {}", type_name(args[3]));
    if (format < 0 || format > 21) return raise_value_error(thread, "third parameter must be a valid machine format code.");
    char code = static_cast<char>(as_str(args[1])->at(0));
    std::string bytes(as_bytes(args[3])->view());
    constexpr std::string_view kOwnCode = "BbHHhhIIiiQQqqffdd";
    bool is_number = static_cast<size_t>(format) < kOwnCode.size();
    char stored = is_number ? kOwnCode[static_cast<size_t>(format)] : 'u';
    size_t size = size_of_code(stored);
    if (bytes.size() % size) return raise_value_error(thread, "string length not a multiple of item size");
    if (format > 1 && format % 2 == 1)
        for (size_t at = 0; at < bytes.size(); at += size)
            std::reverse(bytes.begin() + static_cast<ptrdiff_t>(at), bytes.begin() + static_cast<ptrdiff_t>(at + size));
    // A pickle from where the code's items had another width: the code they have here is taken instead.
    if (is_number && format_code(code) != format_code(stored)) code = stored;
    return new_array(thread, cls, code, bytes);
}

Value next_item(Thread& thread, Object* object) {
    auto* iterator = static_cast<SequenceIterator*>(object);
    Value source = iterator->source.load();
    if (!source) return {};
    Value item = item_at(thread, as_array(source), static_cast<uint64_t>(take_position(iterator->position)));
    if (!item) iterator->source.store({});
    return item;
}

}  // namespace

bool initialize_array(Thread& thread, Module* module) {
    array_class = new_native_class(thread, {.name = "array.array", .kind = Kind::Array, .instance_size = sizeof(Array),
                                            .trace = trace_bytearray, .flags = kBasetype | kSequencePattern, .doc = "A sequence of numbers of one machine type."});
    array_iterator_class = new_sequence_iterator_class(thread, "array.arrayiterator", next_item);
    heap::add_root_tracer([](Marker& marker) {
        marker.mark(static_cast<Object*>(array_class));
        marker.mark(static_cast<Object*>(array_iterator_class));
        marker.mark(reconstructor);
    });
    add_comparisons<compare_arrays>(thread, array_class);
    add_methods(
        thread, array_class,
        {{"__new__(cls, /, *args, **kwargs)", array_new, "Create and return a new object.", Binding::StaticMethod},
         {"__repr__(self, /)", array_repr, "Return repr(self)."},
         {"__len__(self, /)", array_len, "Return len(self)."},
         {"__getitem__(self, key, /)", array_getitem, "Return self[key]."},
         {"__setitem__(self, key, value, /)", array_setitem, "Set self[key] to value."},
         {"__delitem__(self, key, /)", array_delitem, "Delete self[key]."},
         {"__contains__(self, key, /)", array_contains, "Return bool(key in self)."},
         {"__iter__(self, /)", [](Thread& thread, Args& args) { return new_iterator_over(thread, array_iterator_class, args[0]); },
          "Implement iter(self)."},
         {"__add__(self, value, /)", array_add, "Return self+value."},
         {"__iadd__(self, value, /)", array_iadd, "Implement self+=value."},
         {"__mul__(self, value, /)", array_multiply<false>, "Return self*value."},
         {"__rmul__(self, value, /)", array_multiply<true>, "Return value*self."},
         {"__imul__(self, value, /)", array_imul, "Implement self*=value."},
         {"__copy__(self, /)", array_copy, "Return a copy of the array."},
         {"__deepcopy__(self, unused, /)", array_copy, "Return a copy of the array."},
         {"__reduce_ex__(self, value, /)", array_reduce_ex, "Return state information for pickling."},
         {"append(self, v, /)", array_append, "Append new value v to the end of the array."},
         {"buffer_info(self, /)", array_buffer_info, "Return a tuple (address, length) of the memory that holds the items."},
         {"byteswap(self, /)", array_byteswap, "Byteswap all items of the array."},
         {"count(self, v, /)", array_count, "Return number of occurrences of v in the array."},
         {"extend(self, bb, /)", array_extend, "Append items to the end of the array."},
         {"frombytes(self, buffer, /)", array_frombytes, "Appends items from the string, interpreting it as machine values."},
         {"fromfile(self, f, n, /)", array_fromfile, "Read n objects from the file object f and append them."},
         {"fromlist(self, list, /)", array_fromlist, "Append items to array from list."},
         {"fromunicode(self, ustr, /)", array_fromunicode, "Extends this array with data from the unicode string ustr."},
         {"index(self, v, start=0, stop=9223372036854775807, /)", array_index, "Return index of first occurrence of v in the array."},
         {"insert(self, i, v, /)", array_insert, "Insert a new item v into the array before position i."},
         {"pop(self, i=-1, /)", array_pop, "Return the i-th element and delete it from the array."},
         {"remove(self, v, /)", array_remove, "Remove the first occurrence of v in the array."},
         {"reverse(self, /)", array_reverse, "Reverse the order of the items in the array."},
         {"tobytes(self, /)", array_tobytes, "Convert the array to an array of machine values and return the bytes."},
         {"tofile(self, f, /)", array_tofile, "Write all items (as machine values) to the file object f."},
         {"tolist(self, /)", array_tolist, "Convert array to an ordinary list with the same items."},
         {"tounicode(self, /)", array_tounicode, "Convert the array to a unicode string."}});
    add_getsets(thread, array_class,
                {{"typecode", [](Thread& thread, Value self) { return Value(new_char(thread, static_cast<uint32_t>(as_array(self)->type_code))); }, nullptr,
                  "the typecode character used to create the array"},
                 {"itemsize", [](Thread&, Value self) { return Value::from_int(as_array(self)->item_size); }, nullptr,
                  "the size, in bytes, of one array item"}});
    if (!class_set(thread, array_class, names.special(Special::k_hash), Value::none())) return false;
    add_functions(thread, module, {{"_array_reconstructor(arraytype, typecode, mformat_code, items, /)", reconstruct, "Internal. Used for pickling support."}});
    reconstructor = dict_get(module->dict(), intern(thread, "_array_reconstructor"));
    set_module_attribute(thread, module, "array", array_class);
    set_module_attribute(thread, module, "ArrayType", array_class);
    set_module_attribute(thread, module, "typecodes", new_str_ascii(thread, kTypeCodes));
    // As collections.abc does for the built-in sequences.
    Value abc = import_module(thread, "collections.abc");
    Value base = abc ? get_attr(thread, abc, intern(thread, "MutableSequence")) : Value();
    return base && call_method(thread, base, intern(thread, "register"), {Value(array_class)});
}

}  // namespace gilt
