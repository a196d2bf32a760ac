// The header every heap object begins with, and the kinds of object the runtime itself knows.
//
// Sixteen bytes: the shape (which leads to the class, the tracer and the attribute layout), the lock
// byte that writers take when there is no GIL, and seven bytes that each kind uses as it likes.
// There is no reference count and no mark bit: what does not change when an object is only read is
// what lets threads read together and forked processes share pages.
//
// Concurrency. `shape` is written when an object is made, and again under the lock byte when it gains
// an attribute or its __class__ changes; it is read by anyone, at any time, with acquire order, so
// that whoever sees a shape also sees the slots that shape describes.
#pragma once

#include <atomic>
#include <cstdint>

#include "value/value.h"

namespace gilt {

struct Shape;
struct Class;

// What an object is made of, as far as C++ cares. Subclasses written in scripts share the kind of the
// built-in type they extend; those of int, float, complex, str, bytes and tuple, whose data has no fixed size
// or lives in the Value, are Boxed: an instance that carries the plain value (objects/boxed.h).
enum class Kind : uint8_t {
    Shape, Class, Instance, Boxed, Storage,
    BigInt, Complex, Str, StrBuffer, Bytes, ByteArray, Array, MemoryView,
    List, ListStorage, Tuple, Dict, DictTable, Set, FrozenSet, SetTable, Range, Slice,
    Cell, Code, Function, NativeFunction, BoundMethod, StaticMethod, ClassMethod, Property,
    Super, Module, Generator, Coroutine, AsyncGenerator, Exception, Traceback, FrameObject,
    AttributeCache, Descriptor, Iterator, DictView, MappingProxy, WeakReference, Native,
};

struct Object {
    std::atomic<Shape*> shape_word;
    std::atomic<uint8_t> lock_byte;
    std::atomic<uint8_t> flags;  // meaning belongs to the kind
    std::atomic<uint16_t> aux16;
    std::atomic<uint32_t> aux32;

    Shape* shape() const { return shape_word.load(std::memory_order_acquire); }
    void set_shape(Shape* shape) { shape_word.store(shape, std::memory_order_release); }
    inline Class* cls() const;  // value/shape.h
    inline Kind kind() const;
};

static_assert(sizeof(Object) == 16);

// A field of a heap object that holds a Value and may be read while another thread writes it.
// Relaxed is not enough for a Value that names a fresh object: the reader must see its contents,
// so stores release and loads acquire (both plain moves on x86).
class Slot {
  public:
    Value load() const { return Value::from_bits(word_.load(std::memory_order_acquire)); }
    void store(Value value) { word_.store(value.bits(), std::memory_order_release); }
    Value exchange(Value value) {
        return Value::from_bits(word_.exchange(value.bits(), std::memory_order_acq_rel));
    }
    bool compare_exchange(Value expected, Value desired) {
        uint64_t bits = expected.bits();
        return word_.compare_exchange_strong(bits, desired.bits(), std::memory_order_acq_rel);
    }

  private:
    std::atomic<uint64_t> word_{0};
};

static_assert(sizeof(Slot) == sizeof(Value));

// The same for a field whose kind of object is known: reads as the plain pointer it would be.
template <class T>
class PointerSlot {
  public:
    T* load() const { return word_.load(std::memory_order_acquire); }
    void store(T* object) { word_.store(object, std::memory_order_release); }
    operator T*() const { return load(); }
    T* operator->() const { return load(); }
    T* operator=(T* object) {
        store(object);
        return object;
    }

  private:
    std::atomic<T*> word_{nullptr};
};

}  // namespace gilt
