// See memoryview.h. Items are read and written through the one-letter formats of the struct module, in
// native size and order.
#include "objects/memoryview.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <vector>

#include "heap/heap.h"
#include "objects/array.h"
#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/range.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/last_reference.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

bool is_memoryview(Value value) { return value.is_object() && value.as_object()->kind() == Kind::MemoryView; }

void trace_memoryview(Object* object, Marker& marker) {
    auto* view = static_cast<MemoryView*>(object);
    marker.mark(view->exporter);
    marker.mark(view->owner);
}

bool MemoryView::is_contiguous() const {
    int64_t expected = item_size;
    for (int i = dimensions; i-- > 0;) {
        if (shape[i] > 1 && strides[i] != expected) return false;
        expected *= shape[i];
    }
    return true;
}

bool MemoryView::is_column_contiguous() const {
    int64_t expected = item_size;
    for (int i = 0; i < dimensions; i++) {
        if (shape[i] > 1 && strides[i] != expected) return false;
        expected *= shape[i];
    }
    return true;
}

bool memoryview_bytes(MemoryView* view, std::string_view* out) {
    if (!view->is_contiguous()) return false;
    *out = {view->start, static_cast<size_t>(view->byte_count())};
    return true;
}

namespace {

MemoryView* self_of(Args& args) { return static_cast<MemoryView*>(args[0].as_object()); }

MemoryView* new_view(Thread& thread) { return new_instance<MemoryView>(thread, types.memoryview); }

// The view, unless it has been released.
MemoryView* usable(Thread& thread, Value self) {
    auto* view = static_cast<MemoryView*>(self.as_object());
    if (view->exporter.load()) return view;
    (void)raise_value_error(thread, "operation forbidden on released memoryview object");
    return nullptr;
}

// The views of bytearrays and arrays that are not known to be dead or released. Added to by any thread; cleared of the dead by the
// collection. Being listed keeps nothing alive.
struct {
    std::mutex mutex;
    std::vector<Object*> views;
} exports;

void note_export(MemoryView* view, Value exporter) {
    if (!is_bytearray(exporter) && !is_array(exporter)) return;
    exporter.as_object()->aux32.store(1, std::memory_order_relaxed);  // a view was made of it
    std::lock_guard lock(exports.mutex);
    exports.views.push_back(view);
}

MemoryView* copy_of(Thread& thread, MemoryView* view) {
    MemoryView* copy = new_view(thread);
    copy->exporter.store(view->exporter.load());
    note_export(copy, copy->exporter.load());
    copy->owner = view->owner;
    copy->start = view->start;
    copy->item_size = view->item_size;
    copy->dimensions = view->dimensions;
    copy->readonly = view->readonly;
    std::memcpy(copy->format, view->format, sizeof view->format);
    std::copy_n(view->shape, MemoryView::kMaxDimensions, copy->shape);
    std::copy_n(view->strides, MemoryView::kMaxDimensions, copy->strides);
    return copy;
}

// --- items ---

char letter_of(const MemoryView* view) { return view->format[0] == '@' ? view->format[1] : view->format[0]; }

int64_t size_of_format(std::string_view format) {
    if (!format.empty() && format[0] == '@') format.remove_prefix(1);
    if (format.size() != 1) return 0;
    switch (format[0]) {
        case 'c':
        case 'b':
        case 'B':
        case '?': return 1;
        case 'h':
        case 'H': return 2;
        case 'i':
        case 'I':
        case 'f': return 4;
        case 'l':
        case 'L':
        case 'q':
        case 'Q':
        case 'n':
        case 'N':
        case 'P':
        case 'd': return 8;
        default: return 0;
    }
}

template <class T>
T load(const char* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

}  // namespace

Value unpack_item(Thread& thread, char letter, const char* at) {
    switch (letter) {
        case 'c': return new_bytes(thread, {at, 1});
        case '?': return Value::from_bool(*at != 0);
        case 'b': return Value::from_int(load<int8_t>(at));
        case 'B': return Value::from_int(load<uint8_t>(at));
        case 'h': return Value::from_int(load<int16_t>(at));
        case 'H': return Value::from_int(load<uint16_t>(at));
        case 'i': return Value::from_int(load<int32_t>(at));
        case 'I': return Value::from_int(load<uint32_t>(at));
        case 'l':
        case 'q':
        case 'n': return make_int(thread, load<int64_t>(at));
        case 'L':
        case 'Q':
        case 'N':
        case 'P': return make_uint(thread, load<uint64_t>(at));
        case 'f': return Value::from_any_float(load<float>(at));
        case 'd': return Value::from_any_float(load<double>(at));
        default: return raise_format(thread, exceptions.NotImplementedError, "memoryview: format {} not supported", letter);
    }
}

namespace {

template <class T>
void store(char* at, T value) {
    std::memcpy(at, &value, sizeof value);
}

bool pack(Thread& thread, char letter, char* at, Value value) {
    auto wrong_type = [&] {
        return bool(raise_type_error(thread, "memoryview: invalid type for format '{}'", letter));
    };
    auto wrong_value = [&] {
        return bool(raise_value_error(thread, "memoryview: invalid value for format '{}'", letter));
    };
    if (letter == 'c') {
        if (!is_bytes(value)) return wrong_type();
        if (as_bytes(value)->length != 1) return wrong_value();
        *at = as_bytes(value)->data[0];
        return true;
    }
    if (letter == '?') {
        int set = truth(thread, value);
        if (set >= 0) *at = static_cast<char>(set);
        return set >= 0;
    }
    if (letter == 'f' || letter == 'd') {
        if (!is_float(value) && !is_int(value)) return wrong_type();
        double number;
        if (!to_double(thread, value, &number)) return false;
        number = Value::plain_nan(number);
        letter == 'f' ? store(at, static_cast<float>(number)) : store(at, number);
        return true;
    }
    if (!is_int(value) && !class_of(value)->special(Special::k_index)) return wrong_type();
    Value plain = to_index(thread, value);
    if (!plain) return false;
    int64_t size = size_of_format({&letter, 1});
    bool is_signed = std::strchr("bhilqn", letter) != nullptr;
    int64_t number;
    if (std::optional<int64_t> small = int_to_int64(plain)) {
        number = *small;
        if (!is_signed && number < 0) return wrong_value();
    } else {
        std::optional<uint64_t> large = int_to_uint64(plain);
        if (is_signed || size < 8 || !large) return wrong_value();
        number = static_cast<int64_t>(*large);
    }
    if (size < 8) {
        int64_t limit = int64_t{1} << (size * 8 - is_signed);
        if (number >= limit || number < (is_signed ? -limit : 0)) return wrong_value();
    }
    std::memcpy(at, &number, static_cast<size_t>(size));  // little-endian
    return true;
}

// --- whole views, as bytes ---

void gather(MemoryView* view, int dimension, const char* at, std::string* out) {
    if (dimension == view->dimensions) {
        out->append(at, static_cast<size_t>(view->item_size));
        return;
    }
    for (int64_t i = 0; i < view->shape[dimension]; i++)
        gather(view, dimension + 1, at + i * view->strides[dimension], out);
}

std::string all_bytes(MemoryView* view) {
    std::string_view whole;
    if (memoryview_bytes(view, &whole)) return std::string(whole);
    std::string bytes;
    gather(view, 0, view->start, &bytes);
    return bytes;
}

// The same with the first index running fastest.
void gather_columns(MemoryView* view, int dimension, const char* at, std::string* out) {
    if (dimension < 0) {
        out->append(at, static_cast<size_t>(view->item_size));
        return;
    }
    for (int64_t i = 0; i < view->shape[dimension]; i++)
        gather_columns(view, dimension - 1, at + i * view->strides[dimension], out);
}

// --- indexing ---

// Where the item with these indices is; null with an exception pending.
char* item_at(Thread& thread, MemoryView* view, std::span<const Value> indices) {
    char* at = view->start;
    for (size_t i = 0; i < indices.size(); i++) {
        int64_t index;
        if (!to_sequence_index(thread, indices[i], exceptions.IndexError, &index)) return nullptr;
        if (index < 0) index += view->shape[i];
        if (index < 0 || index >= view->shape[i]) {
            (void)raise_format(thread, exceptions.IndexError, "index out of bounds on dimension {}", i + 1);
            return nullptr;
        }
        at += index * view->strides[i];
    }
    return at;
}

MemoryView* slice_of(Thread& thread, MemoryView* view, Slice* slice) {
    int64_t start, stop, step, count;
    if (!slice_indices(thread, slice, view->shape[0], &start, &stop, &step, &count)) return nullptr;
    MemoryView* part = copy_of(thread, view);
    part->start += start * view->strides[0];
    part->shape[0] = std::max<int64_t>(count, 0);
    part->strides[0] = view->strides[0] * step;
    return part;
}

bool is_slice(Value key) { return key.is_object() && key.as_object()->kind() == Kind::Slice; }
bool is_integer(Value key) { return is_int(key) || class_of(key)->special(Special::k_index); }

// The one item `key` names; null with an exception pending.
char* item_for_key(Thread& thread, MemoryView* view, Value key) {
    if (is_tuple(key)) {
        std::span<const Value> indices = as_tuple(key)->span();
        bool numbers = std::all_of(indices.begin(), indices.end(), is_integer);
        bool slices = std::all_of(indices.begin(), indices.end(), is_slice);
        if (!numbers && slices) {
            (void)raise_format(thread, exceptions.NotImplementedError, "multi-dimensional slicing is not implemented");
            return nullptr;
        }
        if (!numbers) {
            (void)raise_type_error(thread, "memoryview: invalid slice key");
            return nullptr;
        }
        if (static_cast<int>(indices.size()) == view->dimensions) return item_at(thread, view, indices);
        if (static_cast<int>(indices.size()) < view->dimensions)
            (void)raise_format(thread, exceptions.NotImplementedError, "sub-views are not implemented");
        else
            (void)raise_type_error(thread, "cannot index {}-dimension view with {}-element tuple",
                                   view->dimensions, indices.size());
        return nullptr;
    }
    if (!is_integer(key)) {
        (void)raise_type_error(thread, "memoryview: invalid slice key");
        return nullptr;
    }
    if (view->dimensions == 0) {
        (void)raise_type_error(thread, "invalid indexing of 0-dim memory");
        return nullptr;
    }
    if (view->dimensions > 1) {
        (void)raise_format(thread, exceptions.NotImplementedError,
                           "multi-dimensional sub-views are not implemented");
        return nullptr;
    }
    return item_at(thread, view, {&key, 1});
}

Value memoryview_getitem(Thread& thread, Args& args) {
    MemoryView* view = usable(thread, args[0]);
    if (!view) return {};
    if (is_slice(args[1]) && view->dimensions >= 1)
        return slice_of(thread, view, static_cast<Slice*>(args[1].as_object()));
    char* at = item_for_key(thread, view, args[1]);
    // An __index__ may have released the view, and the memory is the exporter's own again.
    return at && usable(thread, args[0]) ? unpack_item(thread, letter_of(view), at) : Value();
}

Value memoryview_setitem(Thread& thread, Args& args) {
    MemoryView* view = usable(thread, args[0]);
    if (!view) return {};
    if (view->readonly) return raise_type_error(thread, "cannot modify read-only memory");
    if (is_slice(args[1]) && view->dimensions == 1) {
        MemoryView* part = slice_of(thread, view, static_cast<Slice*>(args[1].as_object()));
        if (!part) return {};
        if (!has_buffer(args[2])) return raise_type_error(thread, "a bytes-like object is required, not '{}'", type_name(args[2]));
        Value source = new_memoryview(thread, args[2]);
        if (!source) return {};
        auto* from = static_cast<MemoryView*>(source.as_object());
        std::string bytes = all_bytes(from);  // it may be the same memory
        if (from->dimensions != 1 || from->shape[0] != part->shape[0] || letter_of(from) != letter_of(part))
            return raise_value_error(thread,
                                     "memoryview assignment: lvalue and rvalue have different structures");
        for (int64_t i = 0; i < part->shape[0]; i++)
            std::memcpy(part->start + i * part->strides[0], bytes.data() + i * part->item_size,
                        static_cast<size_t>(part->item_size));
        return Value::none();
    }
    char* at = item_for_key(thread, view, args[1]);
    char packed[8];
    // As above: nothing is written until no more code of a script can run.
    if (!at || !pack(thread, letter_of(view), packed, args[2]) || !usable(thread, args[0])) return {};
    std::memcpy(at, packed, static_cast<size_t>(view->item_size));
    return Value::none();
}

// --- whole views, compared and cast ---

Value nested_lists(Thread& thread, MemoryView* view, int dimension, const char* at) {
    if (dimension == view->dimensions) return unpack_item(thread, letter_of(view), at);
    List* list = new_list(thread);
    for (int64_t i = 0; i < view->shape[dimension]; i++) {
        Value item = nested_lists(thread, view, dimension + 1, at + i * view->strides[dimension]);
        if (!item) return {};
        list_append(thread, list, item);
    }
    return list;
}

Value compare_views(Thread& thread, Comparison op, Value a, Value b) {
    if (op != Comparison::Eq && op != Comparison::Ne) return Value::not_implemented();
    bool same = a == b;
    auto* x = static_cast<MemoryView*>(a.as_object());
    if (!same && has_buffer(b) && x->exporter.load()) {
        MemoryView* y = is_memoryview(b) ? static_cast<MemoryView*>(b.as_object())
                                         : static_cast<MemoryView*>(new_memoryview(thread, b).as_object());
        same = y && y->exporter.load() && x->dimensions == y->dimensions &&
               std::equal(x->shape, x->shape + x->dimensions, y->shape);
        if (same && letter_of(x) == letter_of(y) && !std::strchr("fd", letter_of(x))) {
            same = all_bytes(x) == all_bytes(y);
        } else if (same) {  // compare the numbers
            Value p = nested_lists(thread, x, 0, x->start), q = nested_lists(thread, y, 0, y->start);
            int result = p && q ? equal(thread, p, q) : -1;
            if (result < 0) return {};
            same = result;
        }
    } else if (!same && !has_buffer(b)) {
        return Value::not_implemented();
    }
    return Value::from_bool(same == (op == Comparison::Eq));
}

Value memoryview_cast(Thread& thread, Args& args) {
    MemoryView* view = usable(thread, args[0]);
    if (!view) return {};
    if (!is_str(args[1]))
        return raise_type_error(thread, "cast() argument 'format' must be str, not {}", argument_type_name(args[1]));
    if (args.has(2) && !is_list(args[2]) && !is_tuple(args[2])) return raise_type_error(thread, "shape must be a list or a tuple");
    std::string format = to_utf8(as_str(args[1]));
    int64_t size = size_of_format(format);
    if (!size)
        return raise_value_error(thread,
                                 "memoryview: destination format must be a native single character "
                                 "format prefixed with an optional '@'");
    if (!view->is_contiguous())
        return raise_type_error(thread, "memoryview: casts are restricted to C-contiguous views");
    char from = letter_of(view), to = format.back();
    auto is_byte = [](char letter) { return std::strchr("bBc", letter) != nullptr; };
    if (!is_byte(from) && !is_byte(to))
        return raise_type_error(thread, "memoryview: cannot cast between two non-byte formats");
    int64_t total = view->byte_count();
    if (total % size) return raise_type_error(thread, "memoryview: length is not a multiple of itemsize");
    MemoryView* result = copy_of(thread, view);
    std::memset(result->format, 0, sizeof result->format);
    std::memcpy(result->format, format.data(), format.size());
    result->item_size = size;
    result->dimensions = 1;
    result->shape[0] = total / size;
    if (args.has(2)) {
        Tuple* shape = tuple_from_iterable(thread, args[2]);
        if (!shape) return {};
        if (shape->length > MemoryView::kMaxDimensions)
            return raise_value_error(thread, "memoryview: number of dimensions must not exceed {}",
                                     MemoryView::kMaxDimensions);
        result->dimensions = static_cast<int>(shape->length);
        int64_t product = size;
        for (size_t i = 0; i < shape->length; i++) {
            if (!is_int(shape->items[i]))
                return raise_type_error(thread, "memoryview.cast(): elements of shape must be integers");
            if (!to_int64(thread, shape->items[i], &result->shape[i])) return {};
            if (result->shape[i] <= 0)
                return raise_value_error(thread, "memoryview.cast(): elements of shape must be integers > 0");
            product *= result->shape[i];
        }
        if (product != total)
            return raise_type_error(thread, "memoryview: product(shape) * itemsize != buffer size");
    }
    int64_t stride = size;
    for (int i = result->dimensions; i-- > 0;) {
        result->strides[i] = stride;
        stride *= result->shape[i];
    }
    return result;
}

Value memoryview_hash(Thread& thread, Args& args) {
    MemoryView* view = usable(thread, args[0]);
    if (!view) return {};
    if (!view->readonly) return raise_value_error(thread, "cannot hash writable memoryview object");
    if (!std::strchr("bBc", letter_of(view)))
        return raise_value_error(thread, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    return make_int(thread, bytes_hash(new_bytes(thread, all_bytes(view))));
}

Value ints(Thread& thread, const int64_t* numbers, int count) {
    Tuple* tuple = new_tuple_uninitialized(thread, static_cast<size_t>(count));
    for (int i = 0; i < count; i++) tuple->items[i] = make_int(thread, numbers[i]);
    return tuple;
}

// A property computed from a view that is not released.
template <Value (*property)(Thread&, MemoryView*)>
Value getter(Thread& thread, Value self) {
    MemoryView* view = usable(thread, self);
    return view ? property(thread, view) : Value();
}

Value get_obj(Thread&, MemoryView* view) { return view->exporter.load(); }
Value get_nbytes(Thread& thread, MemoryView* view) { return make_int(thread, view->byte_count()); }
Value get_readonly(Thread&, MemoryView* view) { return Value::from_bool(view->readonly); }
Value get_itemsize(Thread&, MemoryView* view) { return Value::from_int(view->item_size); }
Value get_format(Thread& thread, MemoryView* view) { return new_str_ascii(thread, view->format); }
Value get_ndim(Thread&, MemoryView* view) { return Value::from_int(view->dimensions); }
Value get_shape(Thread& thread, MemoryView* view) { return ints(thread, view->shape, view->dimensions); }
Value get_strides(Thread& thread, MemoryView* view) { return ints(thread, view->strides, view->dimensions); }
Value get_suboffsets(Thread&, MemoryView*) { return empty_tuple(); }
Value get_contiguous(Thread&, MemoryView* view) { return Value::from_bool(view->is_contiguous()); }
Value get_fortran(Thread&, MemoryView* view) {
    return Value::from_bool(view->is_column_contiguous());
}

Value release(Thread&, Args& args) {
    self_of(args)->exporter.store({});
    return Value::none();
}

// A method that needs a view that is not released.
template <Value (*method)(Thread&, MemoryView*)>
Value on_view(Thread& thread, Args& args) {
    return getter<method>(thread, args[0]);
}

Value view_length(Thread& thread, MemoryView* view) {
    return make_int(thread, view->dimensions == 0 ? 1 : view->shape[0]);
}
Value to_list(Thread& thread, MemoryView* view) { return nested_lists(thread, view, 0, view->start); }
Value to_readonly(Thread& thread, MemoryView* view) {
    MemoryView* copy = copy_of(thread, view);
    copy->readonly = true;
    return copy;
}
Value enter(Thread&, MemoryView* view) { return view; }

}  // namespace

MemoryView* new_memoryview_on(Thread& thread, Object* owner, char* start, size_t size) {
    MemoryView* view = new_view(thread);
    view->exporter.store(owner);
    view->owner = owner;
    view->start = start;
    view->format[0] = 'B';
    view->item_size = 1;
    view->dimensions = 1;
    view->shape[0] = static_cast<int64_t>(size);
    view->strides[0] = 1;
    return view;
}

Value new_memoryview(Thread& thread, Value exporter) {
    if (is_memoryview(exporter)) {
        MemoryView* view = usable(thread, exporter);
        return view ? copy_of(thread, view) : nullptr;
    }
    if (!has_buffer(exporter))
        return raise_type_error(thread, "memoryview: a bytes-like object is required, not '{}'",
                                type_name(exporter));
    MemoryView* view;
    if (is_bytes(exporter)) {
        std::string_view bytes = as_bytes(exporter)->view();
        view = new_memoryview_on(thread, as_bytes(exporter), const_cast<char*>(bytes.data()), bytes.size());
        view->readonly = true;
    } else {
        std::string_view bytes = as_bytearray(exporter)->view();
        view = new_memoryview_on(thread, as_bytearray(exporter)->storage(), const_cast<char*>(bytes.data()), bytes.size());
    }
    view->exporter.store(exporter);
    note_export(view, exporter);
    if (is_array(exporter)) {
        char code = as_array(exporter)->type_code;
        view->format[0] = code == 'u' ? 'w' : code;
        view->item_size = view->strides[0] = as_array(exporter)->item_size;
        view->shape[0] /= view->item_size;
    }
    return view;
}

bool is_exported(Thread& thread, Object* array, NativeFn method) {
    if (!array->aux32.load(std::memory_order_relaxed)) return false;
    auto is_listed = [&] {
        std::lock_guard lock(exports.mutex);
        return std::any_of(exports.views.begin(), exports.views.end(),
                           [&](Object* view) { return static_cast<MemoryView*>(view)->exporter.load() == Value(array); });
    };
    if (!is_listed()) return false;
    if (!settle_references(thread, method)) return bool(thread.exception);
    if (!is_listed()) return false;
    (void)raise_text(thread, exceptions.BufferError,
                     is_array(array) ? "cannot resize an array that is exporting buffers"
                                     : "Existing exports of data: object cannot be re-sized");
    return true;
}

void init_memoryview_type(Thread& thread) {
    heap::add_death_hook([](heap::Deaths&) {
        std::lock_guard lock(exports.mutex);
        std::erase_if(exports.views, [](Object* view) {
            return heap::Deaths::is_dead(view) || !static_cast<MemoryView*>(view)->exporter.load();
        });
    });
    Class* cls = types.memoryview;
    add_comparisons<compare_views>(thread, cls);
    add_methods(
        thread, cls,
        {{"__new__(cls, object)", [](Thread& thread, Args& args) { return new_memoryview(thread, args[1]); },
          "Create a new memoryview object which references the given object.", Binding::StaticMethod},
         {"__hash__(self, /)", memoryview_hash, "Return hash(self)."},
         {"__len__(self, /)", on_view<view_length>, "Return len(self)."},
         {"__getitem__(self, key, /)", memoryview_getitem, "Return self[key]."},
         {"__setitem__(self, key, value, /)", memoryview_setitem, "Set self[key] to value."},
         {"__delitem__(self, key, /)",
          [](Thread& thread, Args& args) -> Value {
              MemoryView* view = usable(thread, args[0]);
              if (!view) return {};
              return raise_text(thread, exceptions.TypeError, view->readonly ? "cannot modify read-only memory" : "cannot delete memory");
          },
          "Delete self[key]."},
         {"__iter__(self, /)",
          [](Thread& thread, Args& args) {
              MemoryView* view = usable(thread, args[0]);
              return view ? new_iterator_over(thread, iterator_types.memory_iterator, view) : Value();
          },
          "Implement iter(self)."},
         {"__enter__(self, /)", on_view<enter>, ""},
         {"__exit__(self, /, *args)", release, ""},
         {"__repr__(self, /)",
          [](Thread& thread, Args& args) -> Value {
              const char* released = self_of(args)->exporter.load() ? "" : "released ";
              return new_str(thread, fmt::format("<{}memory at {:#x}>", released, args[0].bits()));
          },
          "Return repr(self)."},
         {"release(self, /)", release, "Release the underlying buffer exposed by the memoryview object."},
         {"tobytes(self, /, order='C')",
          [](Thread& thread, Args& args) -> Value {
              MemoryView* view = usable(thread, args[0]);
              if (!view) return {};
              Value order = args.get(1, Value::none());
              if (!order.is_none() && !is_str(order))
                  return raise_type_error(thread, "tobytes() argument 'order' must be str or None, not {}", type_name(order));
              std::string name = order.is_none() ? "C" : to_utf8(as_str(order));
              if (name != "C" && name != "F" && name != "A") return raise_value_error(thread, "order must be 'C', 'F' or 'A'");
              std::string bytes;
              name == "F" ? gather_columns(view, view->dimensions - 1, view->start, &bytes) : (void)(bytes = all_bytes(view));
              return new_bytes(thread, bytes);
          },
          "Return the data in the buffer as a byte string."},
         {"hex(self, sep='', bytes_per_sep=1)",
          [](Thread& thread, Args& args) {
              MemoryView* view = usable(thread, args[0]);
              return view ? bytes_hex(thread, all_bytes(view), args[1], args[2]) : Value();
          },
          "Return the data in the buffer as a str of hexadecimal numbers."},
         {"tolist(self, /)", on_view<to_list>, "Return the data in the buffer as a list of elements."},
         {"toreadonly(self, /)", on_view<to_readonly>, "Return a readonly version of the memoryview."},
         {"cast(self, format, shape=None)", memoryview_cast, "Cast a memoryview to a new format or shape."}});
    add_getsets(thread, cls,
                {{"obj", getter<get_obj>},
                 {"nbytes", getter<get_nbytes>},
                 {"readonly", getter<get_readonly>},
                 {"itemsize", getter<get_itemsize>},
                 {"format", getter<get_format>},
                 {"ndim", getter<get_ndim>},
                 {"shape", getter<get_shape>},
                 {"strides", getter<get_strides>},
                 {"suboffsets", getter<get_suboffsets>},
                 {"contiguous", getter<get_contiguous>},
                 {"c_contiguous", getter<get_contiguous>},
                 {"f_contiguous", getter<get_fortran>}});
}

}  // namespace gilt
