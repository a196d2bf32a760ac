// bytearray: what changes it. The methods that do not are in byte_methods.cpp.
//
// Every change takes the object's lock once, looks at the bytes and changes them (replace_part, set_byte)
// before it lets go. What a script's values mean is found out before, because that may run script code.
#include "objects/bytearray.h"

#include <algorithm>
#include <cstring>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/memoryview.h"
#include "objects/names.h"
#include "objects/range.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

bool is_bytearray(Value value) { return value.is_object() && value.as_object()->kind() == Kind::ByteArray; }

void trace_bytearray(Object* object, Marker& marker) {
    marker.mark(static_cast<ByteArray*>(object)->storage());
}

namespace {

StrBuffer* new_byte_storage(Thread& thread, size_t capacity) {
    if (capacity > size_t{1} << 44) {
        (void)raise_memory_error(thread);
        return nullptr;
    }
    Shape* shape = types.str_buffer->instance_shape.load(std::memory_order_acquire);
    auto* storage = static_cast<StrBuffer*>(heap::try_allocate(thread, sizeof(StrBuffer) + capacity, shape));
    if (storage) storage->capacity = capacity;
    return storage;
}

size_t room_for(size_t count) { return std::max<size_t>(count + count / 4 + 8, 24); }

// Replaces [start, end) by `with`; both are moved into the array's bounds. `with` may lie in the array
// itself. The caller holds the lock.
bool replace_part(Thread& thread, ByteArray* array, size_t start, size_t end, std::string_view with) {
    std::string_view old = array->view();
    end = std::min(end, old.size());
    start = std::min(start, end);
    size_t count = old.size() - (end - start) + with.size();
    StrBuffer* storage = array->storage();
    bool at_end = end == old.size();  // nothing behind has to move
    bool inside =
        storage && with.data() >= storage->bytes && with.data() < storage->bytes + storage->capacity;
    bool in_place = gil::alone() || (at_end && (start == old.size() || with.empty()));
    if (storage && count <= storage->capacity && !inside && in_place) {
        if (!at_end) std::memmove(storage->bytes + start + with.size(), old.data() + end, old.size() - end);
        if (!with.empty()) std::memcpy(storage->bytes + start, with.data(), with.size());
        storage->used.store(count, std::memory_order_release);
        return true;
    }
    StrBuffer* fresh = new_byte_storage(thread, at_end ? room_for(count) : count);
    if (!fresh) return false;
    std::copy_n(old.data(), start, fresh->bytes);
    std::copy_n(with.data(), with.size(), fresh->bytes + start);
    std::copy_n(old.data() + end, old.size() - end, fresh->bytes + start + with.size());
    fresh->used.store(count, std::memory_order_relaxed);
    array->storage_word.store(fresh, std::memory_order_release);
    return true;
}

}  // namespace

bool bytearray_splice(Thread& thread, ByteArray* array, size_t start, size_t end, std::string_view with) {
    ObjectLock lock(array);
    return replace_part(thread, array, start, end, with);
}

namespace {

// False if the index is out of range. The caller holds the lock.
bool set_byte(ByteArray* array, int64_t index, uint8_t byte) {
    std::string_view bytes = array->view();
    if (index < 0 || static_cast<size_t>(index) >= bytes.size()) return false;
    std::atomic_ref<char> slot(const_cast<char&>(bytes[static_cast<size_t>(index)]));
    slot.store(static_cast<char>(byte), std::memory_order_relaxed);
    return true;
}

ByteArray* self_of(Args& args) { return as_bytearray(args[0]); }

// --- items ---

// What can be assigned to a slice or added: anything with bytes, or an iterable of ints.
bool bytes_to_assign(Thread& thread, Value value, std::string* out) {
    if (has_buffer(value)) {
        std::string_view bytes;
        if (!get_buffer(thread, value, &bytes)) return false;
        *out = bytes;
        return true;
    }
    auto has = [&](Special special) { return bool(class_of(value)->special(special)); };
    if (is_str(value) || has(Special::k_index) || has(Special::k_float) || has(Special::k_int))
        return bool(raise_type_error(
            thread, "can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
    Class* cls = class_of(value);
    if (!cls->special(Special::k_iter) && !cls->special(Special::k_getitem))
        return bool(raise_type_error(thread, "cannot convert '{}' object to bytearray", type_name(value)));
    return bytes_from_iterable(thread, value, out, "byte");
}

// array[slice] = with; `remove` for del.
bool assign_slice(Thread& thread, ByteArray* self, Slice* slice, std::string_view with, bool remove) {
    int64_t start, stop, step, count;
    auto size = static_cast<int64_t>(self->count());
    if (!slice_indices(thread, slice, size, &start, &stop, &step, &count)) return false;
    remove |= with.empty();
    ObjectLock lock(self);
    if (step == 1)
        return replace_part(thread, self, static_cast<size_t>(start),
                            static_cast<size_t>(std::max(start, stop)), with);
    if (!remove) {
        if (static_cast<int64_t>(with.size()) != count)
            return bool(raise_value_error(thread,
                                          "attempt to assign bytes of size {} to extended slice of size {}",
                                          with.size(), count));
        for (int64_t i = 0; i < count; i++)
            set_byte(self, start + i * step, static_cast<uint8_t>(with[static_cast<size_t>(i)]));
        return true;
    }
    std::string kept(self->view());
    if (step > 0) {  // remove from the back, so that indices stay right
        start += (count - 1) * step;
        step = -step;
    }
    for (int64_t i = 0; i < count; i++)
        if (auto at = static_cast<size_t>(start + i * step); at < kept.size()) kept.erase(at, 1);
    return replace_part(thread, self, 0, SIZE_MAX, kept);
}

Value out_of_range(Thread& thread) {
    return raise_text(thread, exceptions.IndexError, "bytearray index out of range");
}

Value bytearray_setitem(Thread& thread, Args& args) {
    ByteArray* self = self_of(args);
    if (args[1].is_object() && args[1].as_object()->kind() == Kind::Slice) {
        std::string with;
        if (!bytes_to_assign(thread, args[2], &with) ||
            !assign_slice(thread, self, static_cast<Slice*>(args[1].as_object()), with, false))
            return {};
        return Value::none();
    }
    int64_t index;
    uint8_t byte;
    if (!subscript_index(thread, args[1], "bytearray", self->count(), &index) ||
        !to_byte(thread, args[2], &byte))
        return {};
    bool found;
    {
        ObjectLock lock(self);
        found = set_byte(self, index, byte);
    }
    return found ? Value::none() : out_of_range(thread);
}

Value bytearray_delitem(Thread& thread, Args& args) {
    ByteArray* self = self_of(args);
    if (args[1].is_object() && args[1].as_object()->kind() == Kind::Slice)
        return assign_slice(thread, self, static_cast<Slice*>(args[1].as_object()), {}, true) ? Value::none()
                                                                                              : Value();
    int64_t index;
    if (!subscript_index(thread, args[1], "bytearray", self->count(), &index)) return {};
    if (index < 0 || static_cast<size_t>(index) >= self->count()) return out_of_range(thread);
    auto at = static_cast<size_t>(index);
    return bytearray_splice(thread, self, at, at + 1, {}) ? Value::none() : Value();
}

// --- methods that change ---

Value bytearray_init(Thread& thread, Args& args) {
    std::string content;
    int64_t count;
    if (!args.has(2) && !args.has(3)) {
        if (int is_count = zero_count(thread, args[1], &count)) {
            StrBuffer* zeros = is_count > 0 ? new_byte_storage(thread, static_cast<size_t>(count)) : nullptr;
            if (!zeros) return {};
            zeros->used.store(static_cast<uint64_t>(count), std::memory_order_relaxed);
            ObjectLock lock(self_of(args));
            self_of(args)->storage_word.store(zeros, std::memory_order_release);
            return Value::none();
        }
    }
    if (!bytes_from_arguments(thread, types.bytearray, args[1], args[2], args[3], &content) ||
        !bytearray_splice(thread, self_of(args), 0, SIZE_MAX, content))
        return {};
    return Value::none();
}

Value bytearray_append(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), bytearray_append)) return {};
    uint8_t byte;
    if (!to_byte(thread, args[1], &byte)) return {};
    char c = static_cast<char>(byte);
    return bytearray_splice(thread, self_of(args), SIZE_MAX, SIZE_MAX, {&c, 1}) ? Value::none() : Value();
}

Value bytearray_extend(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), bytearray_extend)) return {};
    std::string more;
    Class* cls = class_of(args[1]);
    if (has_buffer(args[1])) {
        if (!bytes_to_assign(thread, args[1], &more)) return {};
    } else if (!cls->special(Special::k_iter) && !cls->special(Special::k_getitem)) {
        return raise_type_error(thread, "can't extend bytearray with {}", type_name(args[1]));
    } else {
        Iteration items(thread, args[1]);
        while (Value item = items.next()) {
            uint8_t byte;
            if (!to_byte(thread, item, &byte)) return {};
            more.push_back(static_cast<char>(byte));
        }
        if (items.failed()) return {};
    }
    return bytearray_splice(thread, self_of(args), SIZE_MAX, SIZE_MAX, more) ? Value::none() : Value();
}

Value bytearray_iadd(Thread& thread, Args& args) {
    if (!has_buffer(args[1]))
        return raise_type_error(thread, "can't concat {} to {}", type_name(args[1]), type_name(args[0]));
    std::string more;
    if (!bytes_to_assign(thread, args[1], &more) || !bytearray_splice(thread, self_of(args), SIZE_MAX, SIZE_MAX, more))
        return {};
    return args[0];
}

Value bytearray_imul(Thread& thread, Args& args) {
    int64_t count;
    Value result;
    if (!repeat_count(thread, args[0], args[1], false, &count, &result)) return result;
    Value product = repeat_like(thread, Value(new_bytes(thread, {})), byte_view(thread, args[0]), count);
    return product && bytearray_splice(thread, self_of(args), 0, SIZE_MAX, as_bytes(product)->view()) ? args[0]
                                                                                            : Value();
}

Value bytearray_insert(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), bytearray_insert)) return {};
    int64_t index;
    uint8_t byte;
    if (!to_int64(thread, args[1], &index) || !to_byte(thread, args[2], &byte)) return {};
    ByteArray* self = self_of(args);
    auto size = static_cast<int64_t>(self->count());
    if (index < 0) index = std::max<int64_t>(index + size, 0);
    auto at = static_cast<size_t>(std::min(index, size));
    char c = static_cast<char>(byte);
    return bytearray_splice(thread, self, at, at, {&c, 1}) ? Value::none() : Value();
}

Value bytearray_pop(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), bytearray_pop)) return {};
    int64_t index = -1;
    if (args.has(1) && !to_int64(thread, args[1], &index)) return {};
    ByteArray* self = self_of(args);
    size_t size;
    {
        ObjectLock lock(self);
        std::string_view bytes = self->view();
        size = bytes.size();
        if (index < 0) index += static_cast<int64_t>(size);
        if (index >= 0 && static_cast<size_t>(index) < size) {
            auto at = static_cast<size_t>(index);
            Value popped = Value::from_int(static_cast<uint8_t>(bytes[at]));
            return replace_part(thread, self, at, at + 1, {}) ? popped : Value();
        }
    }
    return raise_text(thread, exceptions.IndexError,
                      size ? "pop index out of range" : "pop from empty bytearray");
}

Value bytearray_remove(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), bytearray_remove)) return {};
    uint8_t byte;
    if (!to_byte(thread, args[1], &byte)) return {};
    {
        ObjectLock lock(self_of(args));
        size_t at = self_of(args)->view().find(static_cast<char>(byte));
        if (at != std::string_view::npos)
            return replace_part(thread, self_of(args), at, at + 1, {}) ? Value::none() : Value();
    }
    return raise_value_error(thread, "value not found in bytearray");
}

Value bytearray_clear(Thread& thread, Args& args) {
    if (is_exported(thread, self_of(args), bytearray_clear)) return {};
    return bytearray_splice(thread, self_of(args), 0, SIZE_MAX, {}) ? Value::none() : Value();
}

Value bytearray_reverse(Thread& thread, Args& args) {
    ObjectLock lock(self_of(args));
    std::string bytes(self_of(args)->view());
    std::reverse(bytes.begin(), bytes.end());
    return replace_part(thread, self_of(args), 0, SIZE_MAX, bytes) ? Value::none() : Value();
}

// Protocols before 3 know no bytes: the content goes as text then.
Value reduce(Thread& thread, Value self, int64_t protocol) {
    std::string_view content = byte_view(thread, self);
    Value arguments = protocol >= 3 ? new_tuple(thread, {Value(new_bytes(thread, content))})
                                    : new_tuple(thread, {Value(new_str_latin1(thread, content)), Value(new_str(thread, "latin-1"))});
    Value state = call_method(thread, self, names.dunder_getstate, {});
    return state ? Value(new_tuple(thread, {class_of(self), arguments, state})) : Value();
}
Value bytearray_reduce(Thread& thread, Args& args) { return reduce(thread, args[0], 2); }
Value bytearray_reduce_ex(Thread& thread, Args& args) {
    int64_t protocol = 0;
    return args.has(1) && !to_c_int(thread, args[1], &protocol) ? Value() : reduce(thread, args[0], protocol);
}

}  // namespace

ByteArray* new_bytearray(Thread& thread, std::string_view bytes) {
    auto* array = new_instance<ByteArray>(thread, types.bytearray);
    return bytearray_splice(thread, array, 0, 0, bytes) ? array : nullptr;
}

void init_bytearray_type(Thread& thread) {
    Class* cls = types.bytearray;
    add_byte_methods(thread, cls);
    add_byte_split_methods(thread, cls);
    add_methods(
        thread, cls,
        {{"__new__(cls, /, *args, **kwargs)",
          [](Thread& thread, Args& args) -> Value {
              Class* cls = check_new_target(thread, args[0], types.bytearray);
              return cls ? Value(new_instance<ByteArray>(thread, cls)) : Value();
          },
          "Create and return a new object.", Binding::StaticMethod},
         {"__init__(self, source=b'', encoding='utf-8', errors='strict')", bytearray_init,
          "Initialize self."},
         {"__repr__(self, /)",
          [](Thread& thread, Args& args) -> Value {
              return new_str_ascii(thread,
                                   type_name(args[0]) + "(" + bytes_repr(byte_view(thread, args[0]), true) + ")");
          },
          "Return repr(self)."},
         {"__str__(self, /)", [](Thread& thread, Args& args) { return Value(repr(thread, args[0])); }, "Return str(self)."},
         {"__alloc__(self, /)",
          [](Thread&, Args& args) {
              StrBuffer* storage = self_of(args)->storage();
              return Value::from_int(storage ? static_cast<int64_t>(storage->capacity) : 0);
          },
          "Return the number of bytes actually allocated."},
         {"__iter__(self, /)",
          [](Thread& thread, Args& args) { return new_bytearray_iterator(thread, args[0]); },
          "Implement iter(self)."},
         {"__setitem__(self, key, value, /)", bytearray_setitem, "Set self[key] to value."},
         {"__delitem__(self, key, /)", bytearray_delitem, "Delete self[key]."},
         {"__iadd__(self, value, /)", bytearray_iadd, "Implement self+=value."},
         {"__imul__(self, value, /)", bytearray_imul, "Implement self*=value."},
         {"__reduce__(self, /)", bytearray_reduce, "Return state information for pickling."},
         {"__reduce_ex__(self, proto=0, /)", bytearray_reduce_ex, "Return state information for pickling."},
         {"append(self, item, /)", bytearray_append, "Append a single item to the end of the bytearray."},
         {"extend(self, iterable_of_ints, /)", bytearray_extend,
          "Append all the items from the iterator or sequence to the end of the bytearray."},
         {"insert(self, index, item, /)", bytearray_insert,
          "Insert a single item into the bytearray before the given index."},
         {"pop(self, index=-1, /)", bytearray_pop, "Remove and return a single item from B."},
         {"remove(self, value, /)", bytearray_remove,
          "Remove the first occurrence of a value in the bytearray."},
         {"reverse(self, /)", bytearray_reverse, "Reverse the order of the values in B in place."},
         {"clear(self, /)", bytearray_clear, "Remove all items from the bytearray."},
         {"copy(self, /)",
          [](Thread& thread, Args& args) -> Value {
              return new_bytearray(thread, byte_view(thread, args[0]));
          },
          "Return a copy of B."}});
    (void)class_set(thread, cls, names.dunder_special_hash, Value::none());
}

}  // namespace gilt
